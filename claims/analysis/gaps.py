"""What was seen and not taken: sentences with a figure, a date or quotation marks that gave no claim and no quote.

Each says why, as exactly as can be told from its signs: a reader of the list must see at once which are right to be on
it (a section number, a caption) and which are not.
"""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from spacy.tokens import Doc

from sources.messages import gettext_noop

from .found import Gap
from .spans import Span
from .text.layout import READ, BlockKind, Layout
from .text.marks import pair

OUTSIDE = {
    BlockKind.HEADING: gettext_noop("outside the body: a heading"),
    BlockKind.CAPTION: gettext_noop("outside the body: a caption"),
    BlockKind.BOILERPLATE: gettext_noop("outside the body: boilerplate"),
    BlockKind.BYLINE: gettext_noop("outside the body: a byline"),
    BlockKind.DATELINE: gettext_noop("outside the body: a dateline"),
}
SAYING = gettext_noop("a date that only says when something was said")
IDLE = gettext_noop("a date that only says since when there was nothing like it, or means the present")
NO_CLAIM = gettext_noop("a value that no clause makes a claim of")

_MARK = re.compile('["“”„«»‘]')
_DAY = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October"
    r"|November|December|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.|May(?= \d)|(?<=in )May|(?<=last )May"
)
_MONTH = re.compile(rf"\b(?:{_DAY})")
_DATED = re.compile(rf"{_MONTH.pattern}|\b(?:1[5-9]|20)\d\d\b|\b\d{{1,4}}[-/]\d{{1,2}}[-/]\d{{1,4}}\b")
_TIMED = re.compile(r"\b\d{1,2}[:.]\d\d\b(?!\s*%)|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b", re.IGNORECASE)
_NAMED = re.compile(r"[^\W\d_]-?\d|\d-?[^\W\d_]|[#№§@]\s?\d|\d\s?[#@]")
_LONG = re.compile(r"\+?\d[\d() -]{6,}\d")
_FIGURE = re.compile(r"\d|[½¼¾⅓⅔⅛]")
_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|[mbtr]+illions?)\b",
    re.IGNORECASE,
)


def find_gaps(
    doc: Doc, layout: Layout, original: str, taken: Iterable[Span], left: Sequence[tuple[Span, str]]
) -> tuple[Gap, ...]:
    """The gaps in text order. `taken` are the spans of quotes and claims, `left` values that gave none, with why.

    `original` is the text as it was before `layout` masked what is never read: captions and bylines are gaps too.
    """
    gave = _Stretches(taken)
    left = sorted(left)
    gaps = [*_unread(layout, original)]
    for sentence in doc.sents:
        span = _trimmed(layout.text, sentence.start_char, sentence.end_char)
        if span is not None and not gave.meet(span) and (why := _why(layout, span, left)):
            gaps.append(Gap(span, why))
    return tuple(sorted(gaps, key=lambda gap: gap.span))


class _Stretches:
    """Spans to be asked whether another meets one of them, in O(log spans)."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = list(accumulate((span.end for span in ordered), max))

    def meet(self, span: Span) -> bool:
        before = bisect.bisect_left(self._starts, span.end)
        return before > 0 and self._ends[before - 1] > span.start


def _trimmed(text: str, start: int, end: int) -> Span | None:
    inside = text[start:end]
    start, end = start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())
    return Span(start, end) if start < end else None


def _unread(layout: Layout, original: str) -> Iterator[Gap]:
    """Blocks that are never read, with figures or quotation marks."""
    for block in layout.blocks:
        said = block.span.of(original)
        if block.kind not in READ and (_FIGURE.search(said) or _MARK.search(said) or _MONTH.search(said)):
            span = _trimmed(original, block.span.start, block.span.end)
            if span is not None:
                yield Gap(span, OUTSIDE[block.kind])


def _why(layout: Layout, span: Span, left: Sequence[tuple[Span, str]]) -> str:
    """Why a sentence gave nothing; "" where there was nothing to give."""
    text = span.of(layout.text)
    signs = [*_of_values(span, left), *_of_marks(layout.text, span, text)]
    signs += _of_figures(text) if len(signs) == 0 or signs[0] not in (SAYING, IDLE, NO_CLAIM) else ()
    kind = layout.kind_at(span.start)
    if signs and kind in OUTSIDE:
        return OUTSIDE[kind]
    return "; ".join(dict.fromkeys(signs))


def _of_values(span: Span, left: Sequence[tuple[Span, str]]) -> Iterator[str]:
    for at in range(bisect.bisect_left(left, (Span(span.start, span.start + 1), "")), len(left)):
        if left[at][0].start >= span.end:
            break
        yield left[at][1]


def _of_marks(text: str, span: Span, said: str) -> Iterator[str]:
    if not _MARK.search(said):
        return
    quoted = pair(text, [span])
    if not quoted or not all(one.closed for one in quoted):
        yield gettext_noop("a quotation mark without its partner in the sentence")
    elif all(len(one) < 4 for one in quoted):
        yield gettext_noop("a few words in quotation marks that nobody is said to have said")
    else:
        yield gettext_noop("quotation marks without a cue or a speaker")


def _of_figures(text: str) -> Iterator[str]:
    """What kind of figure or date stands there, the surest sign first."""
    if _FIGURE.search(text):
        if _DATED.search(text):
            yield gettext_noop("a date or year that could not be resolved or dates no event")
        elif _TIMED.search(text):
            yield gettext_noop("a time of day that no clause makes a claim of")
        elif _ORDINAL.search(text):
            yield gettext_noop("an ordinal, which counts nothing")
        elif _NAMED.search(text):
            yield gettext_noop("a figure that is part of a name or a code")
        elif _LONG.search(text):
            yield gettext_noop("a figure that is a telephone or reference number")
        else:
            yield gettext_noop("a figure that states no value")
    elif _MONTH.search(text):
        yield gettext_noop("a month or weekday that could not be resolved or dates no event")
    elif _NUMBER_WORD.search(text):
        yield gettext_noop("a number word that states no value")
