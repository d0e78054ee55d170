"""Quotation marks paired on characters, paragraph by paragraph: an odd mark spoils one paragraph, not the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claims.analysis.spans import Span

_OPENING = "“„«‹"
_CLOSING = "”»›"
_DOUBLE = re.compile("[\"“”„‟«»‹›＂]|''|``")
_SINGLE = re.compile("['‘’‚‛`]")
_BEFORE_OPENING = frozenset("([{—–-/:…=|\"“„«'‘")
_ELIDED = re.compile(r"(?:em|tis|twas|cause|til|till|n|bout|round|cos|\d0s)\b", re.IGNORECASE)
# The and of "rock 'n' roll".
_AND = ("'n", "’n", "‘n", "'N", "’N", "‘N")
_CLOSES_BEFORE = frozenset(".,?!…—-)")


@dataclass(frozen=True)
class Quoted:
    """A quoted stretch: `outer` has the marks, `inner` the words between them without white space at the ends.

    `closed` is False where the closing mark is missing and the stretch runs to the end of its paragraph;
    `continues` says that it goes on from the stretch before it, in the paragraph before.
    """

    outer: Span
    inner: Span
    words: int
    closed: bool = True
    continues: bool = False
    single: bool = False

    def __len__(self) -> int:
        """How many words stand between the marks."""
        return self.words


@dataclass(frozen=True)
class _Pair:
    start: int
    inside: int
    until: int
    end: int
    closed: bool = True
    single: bool = False


def pair(text: str, paragraphs: Iterable[Span]) -> tuple[Quoted, ...]:
    """The outermost quoted stretches of each paragraph in text order; pure, and linear in the length of the text."""
    found: list[Quoted] = []
    open_before = False
    for paragraph in paragraphs:
        stretches, stray = _paired(text, paragraph)
        if open_before and stray is not None and not any(pair.start < stray for pair in stretches):
            stretches.insert(0, _Pair(paragraph.start, paragraph.start, stray, stray + 1))
        starts_quoted = bool(stretches) and stretches[0].start == paragraph.start
        quoted = list(_trimmed(text, stretches))
        if open_before and starts_quoted and quoted:
            quoted[0] = replace(quoted[0], continues=True)
        found += quoted
        open_before = bool(quoted) and not quoted[-1].closed
    return tuple(found)


def is_sentence(text: str, one: Quoted) -> bool:
    """Whether a quotation reads as a sentence of its own: a capital, three words, a full stop."""
    return len(one) > 2 and text[one.inner.start].isupper() and text[one.inner.end - 1] in ".?!"


def _paired(text: str, paragraph: Span) -> tuple[list[_Pair], int | None]:
    """Outermost pairs in one paragraph, and the first closing mark that closes nothing."""
    marks = list(_DOUBLE.finditer(text, paragraph.start, paragraph.end))
    stack: list[re.Match[str]] = []
    pairs: list[_Pair] = []
    stray = None
    for mark in marks:
        opens = _opens(text, mark, paragraph, bool(stack))
        if opens:
            stack.append(mark)
        elif stack:
            opening = stack.pop()
            pairs.append(_Pair(opening.start(), opening.end(), mark.start(), mark.end()))
        elif stray is None:
            stray = mark.start()
    if stack and not any(pair.start > stack[-1].start() for pair in pairs):
        left = stack[-1]
        pairs.append(_Pair(left.start(), left.end(), paragraph.end, paragraph.end, closed=False))
    pairs = _outermost(pairs)
    return _outermost(pairs + list(_singles(text, paragraph, pairs))), stray


def _opens(text: str, mark: re.Match[str], paragraph: Span, inside: bool) -> bool:
    """Whether a mark opens: by what stands around it, then by its own direction, then by what is open."""
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    space_before = before.isspace() or before in _BEFORE_OPENING
    space_after = after.isspace()
    if mark.group()[0] in _OPENING and (space_before or after.isalnum() or not inside and not space_after):
        return True
    if mark.group()[0] in _CLOSING and (inside or not space_before or space_after):
        return False
    if space_before and not space_after:
        return not (inside and before in "—–-…" and not after.isalnum())
    if not space_before and (space_after or not after.isalnum()):
        return False
    return not inside


def _outermost(pairs: list[_Pair]) -> list[_Pair]:
    kept: list[_Pair] = []
    for found in sorted(pairs, key=lambda one: (one.start, -one.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def _singles(text: str, paragraph: Span, doubles: list[_Pair]) -> Iterator[_Pair]:
    """Stretches between single marks outside the double ones; apostrophes close nothing and open nothing."""
    opening: int | None = None
    closing: int | None = None
    for mark in _outside(_SINGLE.finditer(text, paragraph.start, paragraph.end), doubles):
        at = mark.start()
        if _single_opens(text, at, paragraph):
            if opening is not None and closing is not None:
                yield _Pair(opening, opening + 1, closing, closing + 1, single=True)
                opening = closing = None
            if opening is None:
                opening = at
        elif opening is not None and _single_closes(text, at, paragraph, text[opening]):
            sure = text[at - 1] in _CLOSES_BEFORE or text[at - 1] not in "sS"
            if sure:
                yield _Pair(opening, opening + 1, at, at + 1, single=True)
                opening = closing = None
            else:
                closing = closing or at
    if opening is not None and closing is not None:
        yield _Pair(opening, opening + 1, closing, closing + 1, single=True)


def _outside(marks: Iterator[re.Match[str]], pairs: list[_Pair]) -> Iterator[re.Match[str]]:
    ahead = iter(pairs)
    current = next(ahead, None)
    for mark in marks:
        while current and current.end <= mark.start():
            current = next(ahead, None)
        if not current or mark.start() < current.start:
            yield mark


def _single_opens(text: str, at: int, paragraph: Span) -> bool:
    if text[at] in "‚‛":
        return at + 1 < paragraph.end and not text[at + 1].isspace()
    if text[at] == "’" or at + 1 >= paragraph.end or not (text[at + 1].isalnum() or text[at + 1] in "[(…$£€"):
        return False
    before = text[at - 1] if at > paragraph.start else " "
    if not (before.isspace() or before in _BEFORE_OPENING):
        return False
    return text[at] == "‘" or not _ELIDED.match(text, at + 1)


def _single_closes(text: str, at: int, paragraph: Span, opening: str) -> bool:
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if text[at - 2 : at] in _AND and not after.isalnum():
        return False
    return (text[at] != "‘" or opening == "‚") and not text[at - 1].isspace() and not after.isalnum()


def _trimmed(text: str, pairs: list[_Pair]) -> Iterator[Quoted]:
    """Pairs as stretches; one with nothing but white space inside is none."""
    for found in pairs:
        words = text[found.inside : found.until]
        start = found.inside + len(words) - len(words.lstrip())
        end = found.inside + len(words.rstrip())
        if start < end:
            yield Quoted(
                Span(found.start, found.end), Span(start, end), len(words.split()), found.closed, single=found.single
            )
