"""A text as the article page shows it: in parts where it is long, each cut wherever something was found."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims.admin.showing import gap_marks, name_of, value_of, who_of
from claims.analysis.spans import Span
from claims.highlighting import Mark, excerpt
from claims.models import Claim, Quote

# Characters in one part: more than nearly all articles have, and as much as a page shows at once without delay.
LONGEST = 60_000
# How far behind that a line or a word may end, so that no part begins within one.
LEEWAY = 2_000
# Longer texts are not set beside each other sentence by sentence while somebody waits.
MOST_COMPARED = 300_000


@dataclass(frozen=True)
class Part:
    """`text[span]`, the `number`th of `of` parts."""

    span: Span
    number: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.of == 1

    @property
    def before(self) -> int | None:
        return self.span.start - 1 if self.span.start else None

    @property
    def after(self) -> int | None:
        return self.span.end if self.number < self.of else None


@dataclass(frozen=True)
class Shown:
    """A stretch of text. `of` are the names of all evidence that it is part of, `begins` of what begins with it."""

    text: str
    classes: str = ""
    title: str = ""
    anchors: tuple[str, ...] = ()
    of: str = ""
    begins: tuple[str, ...] = ()

    @property
    def described(self) -> str:
        """The ids of the items in the lists that say what begins here."""
        return " ".join(f"i-{name}" for name in self.begins)


@dataclass
class Marks:
    """What to mark in a text, and which evidence each mark is of."""

    marks: list[Mark] = field(default_factory=list)
    names: dict[Mark, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, span: Span, kind: str, name: str, title: str = "", anchor: str = "") -> None:
        mark = Mark(span, kind, anchor, title)
        self.marks.append(mark)
        self.names[mark].append(name)


def part_at(text: str, offset: int) -> Part:
    """The part that has the character at `offset`; parts end where a line or a word does, where there is one."""
    if len(text) <= LONGEST + LEEWAY:
        return Part(Span(0, max(1, len(text))), 1, 1)
    of = max(1, round(len(text) / LONGEST))
    cuts = [0, *(_cut(text, number * LONGEST) for number in range(1, of)), len(text)]
    number = max(1, sum(1 for cut in cuts[:-1] if cut <= max(0, offset)))
    return Part(Span(cuts[number - 1], cuts[number]), number, of)


def _cut(text: str, near: int) -> int:
    window = text[near : near + LEEWAY]
    end = window.find("\n")
    if end < 0:
        found = re.search(r"\s(?=\S)", window)
        end = found.start() if found else 0
    at = near + end + 1 if end or window[:1].isspace() else near
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at


def marks_of(claims: Iterable[Claim], quotes: Iterable[Quote], gaps: Sequence[dict[str, Any]]) -> Marks:
    """What to mark; links lead to a claim's value and to a quote's first words."""
    found = Marks()
    for quote in quotes:
        name, title = name_of(quote), f"{quote.get_kind_display()}: {who_of(quote)}"
        for number, span in enumerate(quote.spans):
            found.add(Span(span["start"], span["end"]), "quote", name, title, "" if number else name)
        if quote.speaker_start is not None and quote.speaker_end is not None:
            found.add(Span(quote.speaker_start, quote.speaker_end), "speaker", name)
    for claim in claims:
        name, title = name_of(claim), f"{claim.label}: {value_of(claim)}"
        found.add(Span(claim.start, claim.end), "claim", name)
        found.add(Span(claim.value_start, claim.value_end), "value", name, title, name)
    found.marks += gap_marks(gaps)
    return found


def shown(text: str, part: Span, found: Marks) -> list[Shown]:
    """The part in pieces; joined they are its text."""
    if not text:
        return []
    inside = [mark for mark in found.marks if mark.span.overlaps(part) and mark.span.end <= len(text)]
    moved = {_moved(mark, part): found.names.get(mark, []) for mark in inside}
    pieces = []
    for piece in excerpt(text, part, inside, margin=0).segments:
        values = any(mark.kind == "value" for mark in piece.marks)
        telling = [mark for mark in piece.marks if not (values and mark.kind == "claim")]
        names = dict.fromkeys(name for mark in telling for name in moved[mark])
        begins = tuple(name for name in piece.anchors if name in names)
        pieces.append(Shown(piece.text, piece.classes, piece.title, piece.anchors, " ".join(names), begins))
    return pieces


def _moved(mark: Mark, part: Span) -> Mark:
    """The mark as an excerpt of the part has it."""
    start, end = max(mark.span.start, part.start), min(mark.span.end, part.end)
    return Mark(Span(start - part.start, end - part.start), mark.kind, mark.anchor, mark.title)


def unseen(text: str) -> int:
    """How many characters cannot be seen: of no width, or such that turn the direction of writing."""
    return sum(1 for character in text if unicodedata.category(character) == "Cf")
