"""Where exact words stand in a text: told by what stands around them, never by likeness."""

from dataclasses import dataclass

from .spans import Span

# How much of what stands on each side tells words apart that stand there more than once.
AROUND = 60
# No stored text has these: less than AROUND before or behind means that the text begins or ends there.
BEGINS, ENDS = "\x00<", ">\x00"


@dataclass(frozen=True)
class Place:
    """Words, and what stands right before and right after them: AROUND characters, less only where the text ends."""

    exact: str
    before: str
    after: str


def place_of(text: str, span: Span) -> Place:
    return Place(span.of(text), text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND])


def find(text: str, place: Place) -> Span | None:
    """The one place where the words stand, or of several the one that has the same around it; None otherwise."""
    start = _only(text, place.exact)
    if start is None:
        before = place.before if len(place.before) == AROUND else BEGINS + place.before
        after = place.after if len(place.after) == AROUND else place.after + ENDS
        around = _only(f"{BEGINS}{text}{ENDS}", f"{before}{place.exact}{after}")
        start = None if around is None else around + len(before) - len(BEGINS)
    return None if start is None else Span(start, start + len(place.exact))


def why_not(text: str, place: Place) -> str:
    """Why the words have no place in the text."""
    if place.exact in text:
        return "the words stand there more than once, and nothing around them tells which were meant"
    return "the words no longer stand in the text"


def _only(text: str, words: str) -> int | None:
    first = text.find(words)
    return None if first < 0 or text.find(words, first + 1) >= 0 else first
