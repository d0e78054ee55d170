"""How urgently a discrepancy wants a reader: parts from 0 to 1, shown beside their sum."""

import datetime as dt
import math
from dataclasses import dataclass

from claims.analysis.values import Dimension

from .conflicts import Conflict
from .relations import INFINITY, interval

WEIGHTS = {"gap": 0.3, "origins": 0.25, "sureness": 0.3, "recency": 0.15}


@dataclass(frozen=True)
class Severity:
    """`total` from 0 to 1 and the parts it is the weighted sum of."""

    total: float
    parts: dict[str, float]


def weigh(gap: float, smaller_side: int, sureness: float, newest: dt.date | None, today: dt.date) -> Severity:
    """Parts: size of the gap, origins on the weaker side, sureness of the match, age (a year halves it)."""
    age = max(0, (today - newest).days) if newest else 365
    parts = {
        "gap": gap,
        "origins": 1 - 0.5**smaller_side,
        "sureness": sureness,
        "recency": math.exp2(-age / 365),
    }
    parts = {name: round(min(1.0, max(0.0, part)), 3) for name, part in parts.items()}
    return Severity(round(sum(WEIGHTS[name] * part for name, part in parts.items()), 3), parts)


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
