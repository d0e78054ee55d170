"""Turns a text and what was found in it into pieces that can be shown. Pure: it cuts, and never changes a character."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from .analysis.facts.wording import WORD, in_full, plain
from .analysis.spans import Span

LONGEST_WORD = 30
MOST_WORDS = 400


@dataclass(frozen=True)
class Mark:
    """One thing to highlight. `kind` is its class in the page; `anchor` the id that links to it lead to ("c12")."""

    span: Span
    kind: str
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of text that all of `marks` cover; `anchors` are those of the marks that begin with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    anchors: tuple[str, ...] = ()

    @property
    def classes(self) -> str:
        return " ".join(sorted({mark.kind for mark in self.marks}))

    @property
    def title(self) -> str:
        return " · ".join(dict.fromkeys(mark.title for mark in self.marks if mark.title))


@dataclass(frozen=True)
class Excerpt:
    """Some of a text, in segments, and whether there is more of it on either side."""

    segments: tuple[Segment, ...]
    more_before: bool
    more_after: bool


def segments(text: str, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Cuts the text wherever a mark begins or ends: marks may nest and overlap, and the joined segments are the text.

    Raises ValueError for a mark that ends after the text does: it belongs to another text.
    """
    starting: dict[int, list[Mark]] = defaultdict(list)
    cuts = {0, len(text)}
    for mark in marks:
        if mark.span.end > len(text):
            raise ValueError(f"{mark} ends after the text, which has {len(text)} characters")
        starting[mark.span.start].append(mark)
        cuts |= {mark.span.start, mark.span.end}
    pieces, over = [], list[Mark]()
    for start, end in pairwise(sorted(cuts)):
        over = [mark for mark in over if mark.span.end > start] + starting[start]
        anchors = tuple(mark.anchor for mark in starting[start] if mark.anchor)
        pieces.append(Segment(text[start:end], tuple(over), anchors))
    return tuple(pieces)


def excerpt(text: str, around: Span, marks: Sequence[Mark], margin: int = 150) -> Excerpt:
    """What stands around a span, up to `margin` characters on each side and cut between words."""
    start = _word_start(text, max(0, around.start - margin), around.start)
    end = _word_end(text, min(len(text), around.end + margin), around.end)
    window = Span(start, end)
    inside = [_shifted(mark, window) for mark in marks if mark.span.overlaps(window)]
    return Excerpt(segments(text[start:end], inside), start > 0, end < len(text))


def _word_start(text: str, start: int, limit: int) -> int:
    """The next start of a word, at most `limit`; a text without spaces is cut where it is."""
    near = range(start, min(start + LONGEST_WORD, limit) + 1)
    return next((at for at in near if at == 0 or at == limit or text[at - 1].isspace()), start)


def _word_end(text: str, end: int, limit: int) -> int:
    """The last end of a word, at least `limit`; a text without spaces is cut where it is."""
    near = range(end, max(end - LONGEST_WORD, limit) - 1, -1)
    return next((at for at in near if at == len(text) or at == limit or text[at].isspace()), end)


def _shifted(mark: Mark, window: Span) -> Mark:
    start, end = max(mark.span.start, window.start), min(mark.span.end, window.end)
    return Mark(Span(start - window.start, end - window.start), mark.kind, mark.anchor, mark.title)


@dataclass(frozen=True)
class Part:
    """A stretch of a text, for where the whole is too long to be had: it begins at `start`; `last`: nothing follows."""

    text: str
    start: int
    last: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))


def excerpt_of(part: Part, around: Span, marks: Sequence[Mark], margin: int = 150) -> Excerpt:
    """As `excerpt`, of a part of the text; what of the span and the marks lies outside of the part is left out."""
    start = max(around.start, part.start) - part.start
    end = max(start + 1, min(around.end - part.start, len(part.text)))
    inside = [_shifted(mark, part.span) for mark in marks if mark.span.overlaps(part.span)]
    found = excerpt(part.text, Span(start, end), inside, margin)
    return Excerpt(found.segments, found.more_before or part.start > 0, found.more_after or not part.last)


def differing(text: str, other: str) -> tuple[Segment, ...]:
    """The text with the runs of words marked that the other wording does not have in that place."""
    ours = [(part, word) for word in WORD.finditer(text) for part in in_full(word[0])][:MOST_WORDS]
    matcher = SequenceMatcher(None, [part for part, _word in ours], plain(other)[:MOST_WORDS], autojunk=False)
    runs = [(i, j) for tag, i, j, *_theirs in matcher.get_opcodes() if tag in ("replace", "delete")]
    return segments(text, [Mark(Span(ours[i][1].start(), ours[j - 1][1].end()), "differs") for i, j in runs])
