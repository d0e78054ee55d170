"""What a severity is made of, for people."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from claims.analysis.facts.severity import WEIGHTS
from claims.models import Discrepancy


@dataclass(frozen=True)
class Share:
    """One part from 0 to 1, its weight, and what it adds."""

    name: str
    part: float
    weight: float

    @property
    def adds(self) -> float:
        return self.part * self.weight


def parts_of(row: Discrepancy) -> list[Share]:
    """The parts in the order of their weights' list; those of rules that weighed otherwise come last, without one."""
    return [Share(name, part, weight) for name, part, weight in _weighed(row)]


def _weighed(row: Discrepancy) -> Iterator[tuple[str, float, float]]:
    names = {
        "gap": _("Size of the gap"),
        "origins": _("Origins on the weaker side"),
        "sureness": _("Sureness that it is one fact"),
        "recency": _("How new it is"),
    }
    parts = row.severity_parts
    for name in [*(name for name in WEIGHTS if name in parts), *(name for name in parts if name not in WEIGHTS)]:
        yield names.get(name, name), parts[name], WEIGHTS.get(name, 0.0)
