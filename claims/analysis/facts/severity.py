"""How urgently a discrepancy wants a reader: how likely it is to be one, times how much it would matter.

Reading costs more than anything else here, so what is hardly a disagreement never stands above what surely is one,
however far apart its figures are.
"""

import datetime as dt
import math
from dataclasses import dataclass

from claims.analysis.values import Dimension

from .conflicts import Conflict
from .relations import INFINITY, interval

# What it matters in any case, and what each part adds to that; together 1.
ANY = 0.3
MATTERS = {"gap": 0.25, "origins": 0.25, "recency": 0.2}


@dataclass(frozen=True)
class Severity:
    """`total` from 0 to 1 and the parts it is made of."""

    total: float
    parts: dict[str, float]


def weigh(gap: float, smaller_side: int, sureness: float, newest: dt.date | None, today: dt.date) -> Severity:
    """Parts: size of the gap, origins on the weaker side, age (a year halves it), and sureness, which all is times."""
    age = max(0, (today - newest).days) if newest else 365
    parts = {
        "gap": gap,
        "origins": 1 - 0.5**smaller_side,
        "sureness": sureness,
        "recency": math.exp2(-age / 365),
    }
    parts = {name: round(min(1.0, max(0.0, part)), 3) for name, part in parts.items()}
    matters = ANY + sum(weight * parts[name] for name, weight in MATTERS.items())
    return Severity(round(parts["sureness"] * matters, 3), parts)


def gap_share(conflict: Conflict) -> float:
    """The gap against the size of the values; a month counts fully for dates, two hours for times of day."""
    if conflict.stands[0].value.dimension is Dimension.DATE:
        return min(1.0, 0.4 + 0.6 * math.log1p(conflict.gap) / math.log1p(31))
    if conflict.stands[0].value.dimension is Dimension.TIME:
        return min(1.0, conflict.gap / 120)
    sizes = [
        abs(bound) for stand in conflict.stands for bound in interval(stand.value) if abs(bound) not in (0.0, INFINITY)
    ]
    if not sizes:
        return 1.0
    return min(1.0, conflict.gap / max(min(sizes), 1e-9))
