"""How two values of one dimension relate: equal, refining, compatible within a shown tolerance, or conflicting."""

import datetime as dt
import functools
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from claims.analysis.values import Bound, Comparator, Dimension, Value


class Kind(StrEnum):
    EQUAL = "equal"
    REFINES = "refines"
    COMPATIBLE = "compatible"
    CONFLICTS = "conflicts"


@dataclass(frozen=True)
class Relation:
    """The kind, the tolerance that was allowed (in the values' unit; days for dates) and the gap that remains."""

    kind: Kind
    tolerance: float = 0.0
    gap: float = 0.0


Interval = tuple[float, float]
INFINITY = float("inf")
# "About", "nearly" and "almost" reach this far beyond the stated number, and this many minutes around a time of day.
HEDGE = 0.1
HEDGED_MINUTES = 15.0
# Who says "over 170,000" rounded already, away from what would make it untrue.
BOUNDING = frozenset((Comparator.MORE_THAN, Comparator.AT_LEAST, Comparator.LESS_THAN, Comparator.AT_MOST))
# Two of these are one or are not: nothing lies between two scores or two places in a ranking.
WHOLE = frozenset((Dimension.SCORE, Dimension.RANK, Dimension.OCCURRENCE))
# Counted or ranked nouns of different names may mean the same things.
NAMED_BY_NOUN = frozenset((Dimension.COUNT, Dimension.RANK))
DAYS_OF_A_YEAR = 366
# "More than 42" begins this share of it beyond 42.
JUST_BEYOND = 1e-9


@functools.lru_cache(maxsize=1 << 12)
def relate(a: Value, b: Value) -> Relation:
    """How two values of one dimension and unit relate; ValueError for values that cannot be compared.

    Kept for a while: it is asked of two values again and again, and a story has few of them.
    """
    if not comparable(a, b):
        raise ValueError(f"{a.dimension} in {a.unit!r} cannot be compared with {b.dimension} in {b.unit!r}")
    x, y = interval(a), interval(b)
    if x == y and a.comparator == b.comparator:
        return Relation(Kind.EQUAL)
    if a.dimension is Dimension.SCORE:
        return Relation(Kind.CONFLICTS, gap=max(abs(x[0] - y[0]), abs(x[1] - y[1])))
    if contains(x, y) or contains(y, x):
        return Relation(Kind.REFINES)
    if a.dimension is Dimension.DATE and a.comparator is b.comparator is Comparator.BETWEEN:
        # Who was away from the 9th to the 11th was not away from the 10th to the 12th.
        return Relation(Kind.CONFLICTS, gap=max(abs(x[0] - y[0]), abs(x[1] - y[1])))
    tolerance = max(slack(a), slack(b))
    gap = max(x[0] - y[1], y[0] - x[1])
    if gap <= tolerance:
        return Relation(Kind.COMPATIBLE, tolerance)
    return Relation(Kind.CONFLICTS, tolerance, gap)


def comparable(a: Value, b: Value) -> bool:
    """One dimension and one unit; counts and ranks are compared under nouns that need not be the same."""
    return a.dimension == b.dimension and (a.dimension in NAMED_BY_NOUN or a.unit == b.unit)


def in_other_units(a: Value, b: Value) -> bool:
    """Whether two measures were stated in units of different systems: no power of ten leads from step to step."""
    if a.dimension is not Dimension.MEASURE:
        return False
    powers = math.log10(float(a.granularity) / float(b.granularity))
    return abs(powers - round(powers)) > 1e-6


def interval(value: Value) -> Interval:
    """The bounds as numbers, open ends infinite; "more than 42" starts just above 42."""
    low = -INFINITY if value.low is None else as_number(value.low)
    high = INFINITY if value.high is None else as_number(value.high)
    if value.comparator is Comparator.MORE_THAN and value.low is not None:
        low += JUST_BEYOND * max(1.0, abs(low))
    if value.comparator is Comparator.LESS_THAN and value.high is not None:
        high -= JUST_BEYOND * max(1.0, abs(high))
    return low, high


def as_number(bound: Bound) -> float:
    """A bound as a number: the ordinal of the day for dates."""
    if isinstance(bound, dt.date):
        return float(bound.toordinal())
    assert bound is not None
    return float(bound)


def contains(outer: Interval, inner: Interval) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def slack(value: Value) -> float:
    """How far from its bounds a value may still be meant: half its step, a step for durations, more under a hedge.

    A date's bounds already span its granularity, so a date has none. A figure stated to the unit ("7 districts")
    is meant to the unit; a rounded one ("2,000") to half of its step; "six weeks" to the nearest week.
    """
    if value.dimension is Dimension.DATE or value.dimension in WHOLE:
        return 0.0
    if value.comparator in BOUNDING:
        return 0.0
    step = float(value.granularity)
    size = max(abs(float(bound)) for bound in (value.low, value.high) if isinstance(bound, float | int))
    if value.comparator is Comparator.ABOUT:
        return max(step / 2, HEDGED_MINUTES) if value.dimension is Dimension.TIME else HEDGE * size
    if value.dimension is Dimension.DURATION and step > 1:
        return step / 2
    if value.dimension is Dimension.AGE:
        return step / 2 if step > 1 else 0.0
    if value.dimension is Dimension.COUNT:
        # Rounded only where rounding is plausible: "2,000" for 2,134, but never "30" for 33.
        return step / 2 if step >= 100 else 0.0
    return step / 2


def is_vague(value: Value) -> bool:
    """Whether the value is too loose to contradict anything but an exact one: "thousands", "several dozen".

    A year is exact as years go, and a season that two of them name ("2008-09").
    """
    low, high = interval(value)
    if value.dimension is Dimension.DATE:
        return high - low > (2 * DAYS_OF_A_YEAR if value.comparator is Comparator.BETWEEN else DAYS_OF_A_YEAR)
    if value.dimension is Dimension.TIME:
        return high - low > 180
    if value.dimension in WHOLE:
        return False
    return high == INFINITY or low == -INFINITY or (low > 0 and high / low >= 2) or (low <= 0 < high)


class Range(NamedTuple):
    """All of a value that decides what it contradicts: read off once, where a value is asked of hundreds of others."""

    kind: tuple[str, str]
    low: float
    high: float
    comparator: Comparator
    slack: float
    vague: bool


@functools.lru_cache(maxsize=1 << 15)
def range_of(value: Value) -> Range:
    kind = value.dimension, "" if value.dimension in NAMED_BY_NOUN else value.unit
    return Range(kind, *interval(value), value.comparator, slack(value), is_vague(value))


def kind_of(x: Range, y: Range) -> Kind:
    """How `relate` finds two values to relate that can be compared."""
    if x[1:4] == y[1:4]:
        return Kind.EQUAL
    if x.kind[0] == Dimension.SCORE:
        return Kind.CONFLICTS
    if (x.low <= y.low and y.high <= x.high) or (y.low <= x.low and x.high <= y.high):
        return Kind.REFINES
    if x.kind[0] == Dimension.DATE and x.comparator is y.comparator is Comparator.BETWEEN:
        return Kind.CONFLICTS
    return Kind.COMPATIBLE if max(x.low - y.high, y.low - x.high) <= max(x.slack, y.slack) else Kind.CONFLICTS


def differ(x: Range, y: Range) -> bool:
    """Whether two values cannot both be true: `relate` finds them in conflict, and not both are vague."""
    return x.kind == y.kind and not (x.vague and y.vague) and kind_of(x, y) is Kind.CONFLICTS
