"""Makes the positions of discrepancies what was found, those of many at once: in as many statements as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sources.messages import Part, english

from .models import Claim, Discrepancy, Position, Quote
from .updating import create_each, insert_each, update_each

TOLD = ("label", "answer", "origins")
# What a position holds, and the column of the table between.
HELD = (("claims", "claim"), ("quotes", "quote"))


@dataclass(frozen=True)
class Side:
    """One position: how it reads, its answer as the contract has it, who holds it, and by which evidence."""

    said: Part
    answer: dict[str, Any]
    origins: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def label(self) -> str:
        return english(self.said)

    def told(self) -> dict[str, Any]:
        return {"label": self.label[:500], "answer": self.answer, "origins": list(self.origins)}


class Stored:
    """The positions that discrepancies have, by number, and the ids of what each of these holds."""

    def __init__(self, rows: Collection[Discrepancy]) -> None:
        self.of: dict[int, dict[int, Position]] = defaultdict(dict)
        self.held: dict[tuple[int, str], set[int]] = defaultdict(set)
        if not rows:
            return
        for position in Position.objects.filter(discrepancy__in=rows):
            self.of[position.discrepancy_id][position.number] = position
        for name, column in HELD:
            through = getattr(Position, name).through.objects.filter(position__discrepancy__in=rows)
            for position_id, pk in through.values_list("position", column):
                self.held[position_id, name].add(pk)


def place(found: Sequence[tuple[Discrepancy, Sequence[Side]]]) -> None:
    """Stores, changes and removes positions, so that each discrepancy has those that go with it here."""
    before = Stored([row for row, _ in found])
    new: list[Position] = []
    changed: list[Position] = []
    placed: list[tuple[Position, Side]] = []
    gone: list[Position] = []
    for row, sides in found:
        stored = before.of[row.pk]
        for number, side in enumerate(sides, start=1):
            position, told = stored.pop(number, None), side.told()
            if position is None:
                position = Position(discrepancy=row, number=number, **told)
                new.append(position)
            elif any(getattr(position, name) != value for name, value in told.items()):
                for name, value in told.items():
                    setattr(position, name, value)
                changed.append(position)
            placed.append((position, side))
        gone += stored.values()
    if gone:
        Position.objects.filter(pk__in=[position.pk for position in gone]).delete()
    create_each(new)
    update_each(changed, TOLD)
    for name, column in HELD:
        _hold(name, column, placed, before)


def _hold(name: str, column: str, placed: Iterable[tuple[Position, Side]], before: Stored) -> None:
    """Makes what the positions hold what their sides hold."""
    through = getattr(Position, name).through
    more: list[tuple[int, int]] = []
    less = Q()
    for position, side in placed:
        holds, held = {evidence.pk for evidence in getattr(side, name)}, before.held[position.pk, name]
        more += [(position.pk, pk) for pk in sorted(holds - held)]
        if held - holds:
            less |= Q(position=position.pk, **{f"{column}__in": held - holds})
    if less:
        through.objects.filter(less).delete()
    insert_each(through, ("position", column), more)
