"""The normalised form of what a text states: a dimension, a unit, bounds, a granularity and a comparator."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from .spans import Span

Bound = dt.date | float | None


class Dimension(StrEnum):
    DATE = "date"
    COUNT = "count"
    DURATION = "duration"
    PERCENTAGE = "percentage"
    MONEY = "money"
    MEASURE = "measure"
    AGE = "age"
    TIME = "time"
    SCORE = "score"
    RANK = "rank"
    RATIO = "ratio"
    OCCURRENCE = "occurrence"


class Comparator(StrEnum):
    EXACTLY = "exactly"
    ABOUT = "about"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    LESS_THAN = "less than"
    AT_MOST = "at most"
    BETWEEN = "between"


@dataclass(frozen=True)
class Value:
    """One stated value.

    `low` and `high` are inclusive bounds, either may be open (None): `datetime.date` for the dimension date, float
    for all others. Durations are in days, measures in the SI base unit named by `unit`, money in units (not cents)
    of the ISO 4217 code in `unit`, percentages in percent (`unit` is "percent" or "percentage point"; fractions and
    "one in three" are percentages), counts of the lemma in `unit` ("district"; "" where the noun is not stated).
    Dates have the unit "date". Ages are in completed years (`unit` "year"). Times of day are in minutes after
    midnight, `unit` is the zone as stated ("UTC", "EST", "+04:00"; "" for local time). Scores are the two numbers,
    the smaller first (`unit` "score"). Ranks ("the fifth coach") count places, `unit` is what is ranked. Ratios are
    factors ("five times the limit": 5.0, `unit` "times"). An occurrence is 1.0 where the text says that something
    happened or holds and 0.0 where it says that it did not; `unit` is the relation ("dismiss").

    `granularity` is the step to which the value was stated: "day", "month", "season", "year", "decade" or "century"
    for dates; for everything else the size of that step as a number in the value's own unit ("six weeks": 7.0;
    "around 2,000": 1000.0; "2,134": 1.0; "9:40 p.m.": 1.0; "at nine": 60.0), as a string of `repr(float)`.

    Bounds keep the hedge: "more than six weeks" is low 42, high None, comparator "more than"; "around 2,000" and
    "nearly 2,000" are low 2000, high 2000, comparator "about"; "several dozen" and "thousands" are ranges with
    "between" or an open high end. `inferred` says that the publication date which resolved a relative date was
    itself inferred.
    """

    dimension: Dimension
    unit: str
    low: Bound
    high: Bound
    granularity: str
    comparator: Comparator = Comparator.EXACTLY
    inferred: bool = False

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a value needs at least one bound")


@dataclass(frozen=True)
class FoundValue:
    """A value and the characters that state it, hedge included ("more than six weeks", "nearly 2,000").

    `core` is the part without the hedge and, for counts, without the counted noun ("six weeks", "2,000").
    """

    span: Span
    core: Span
    value: Value
