"""A quote in the making: a cue, the pieces of its content and the quotations joined to it, and how they are shaped."""

import bisect
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from claims.analysis.found import QuoteKind
from claims.analysis.spans import Span
from claims.analysis.text.cues import Cue
from claims.analysis.text.marks import Quoted
from sources.messages import Part

_LOOSE = " \t\r\n\u00a0,;:.—–-…"
_MARKS = "\"“”„«»'‘’"
_LEADING_THAT = re.compile(r"that\b[\s,]*", re.IGNORECASE)


@dataclass
class Draft:
    """`speaker` is the head of the source's noun phrase; `mention` is set where the source stands elsewhere."""

    cue: Cue | None
    pieces: list[Span]
    speaker: Token | None = None
    mention: Span | None = None
    quoted: list[Quoted] = field(default_factory=list)
    reasons: list[Part] = field(default_factory=list)

    def shaped(self, text: str) -> tuple[QuoteKind, tuple[Span, ...]]:
        """Kind and spans: the words between the marks for direct speech, else the pieces with their marks."""
        quoted = sorted(set(self.quoted), key=lambda one: one.outer)
        if not quoted:
            return QuoteKind.INDIRECT, _tidied(text, merged(text, self.pieces))
        outers = [one.outer for one in quoted]
        pieces = merged(text, [_trimmed(text, piece, quoted) for piece in self.pieces] + outers)
        starts = [outer.start for outer in outers]
        for piece in pieces:
            first, last = bisect.bisect_left(starts, piece.start), bisect.bisect_left(starts, piece.end)
            if _unquoted(text, piece, outers[first:last]):
                return QuoteKind.MIXED, _tidied(text, pieces)
        return QuoteKind.DIRECT, tuple(one.inner for one in quoted)


def merged(text: str, pieces: Iterable[Span]) -> list[Span]:
    """Pieces in order, those that overlap or have nothing but punctuation between them made one."""
    kept: list[Span] = []
    for piece in sorted(pieces):
        if kept and (piece.start <= kept[-1].end or _joins(text[kept[-1].end : piece.start])):
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, piece.end))
        else:
            kept.append(piece)
    return kept


def _joins(gap: str) -> bool:
    return len(gap) < 4 and "\n" not in gap and not gap.strip(" ,:")


def _trimmed(text: str, piece: Span, quoted: list[Quoted]) -> Span:
    """The piece without an introduction before a whole quoted sentence ("In Paris, "We ...") and a tail after one."""
    start, end = piece.start, piece.end
    for one in quoted:
        before = text[max(piece.start, one.outer.start - 9) : one.outer.start].rstrip()
        opens = piece.start < one.outer.start < piece.end and before[-1:] in (",", ":")
        if opens and text[one.inner.start].isupper():
            start = max(start, one.outer.start)
            break
    last = quoted[-1]
    if start < last.outer.end < end and text[last.inner.end - 1] in ",.?!" and last.outer.start <= start:
        end = last.outer.end
    return Span(start, max(end, start + 1))


def _unquoted(text: str, piece: Span, outers: list[Span]) -> str:
    """The words of a piece that stand outside all marks, but for a leading "that"."""
    words, at = [], piece.start
    for outer in outers:
        words.append(text[at : max(at, outer.start)])
        at = max(at, outer.end)
    words.append(text[at : max(at, piece.end)])
    return " ".join(part for word in words if (part := word.strip(_LOOSE + _MARKS)) and part.lower() != "that")


def _tidied(text: str, pieces: Iterable[Span]) -> tuple[Span, ...]:
    """Pieces without the white space and punctuation at their ends and without a leading "that"."""
    spans = []
    for piece in pieces:
        start, end = _bare(text, piece.start, piece.end)
        if match := _LEADING_THAT.match(text, start, end):
            start = match.end()
        start, end = _bare(text, *_balanced(text, start, end))
        if start < end:
            spans.append(Span(start, end))
    return tuple(sorted(spans))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Ends without white space (control characters that count as such too) and loose punctuation."""
    while start < end and (text[start] in _LOOSE or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _LOOSE or text[end - 1].isspace()):
        end -= 1
    return start, end


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Ends without a mark whose partner is outside."""
    inside = text[start:end]
    doubles = sum(map(inside.count, '"“”„'))
    if doubles % 2 and inside[:1] in '"“”„':
        start += 1
    elif doubles % 2 and inside[-1:] in '"“”':
        end -= 1
    while start < end and text[start] in _LOOSE:
        start += 1
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return start, end
