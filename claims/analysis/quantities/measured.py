"""A number with its unit: what the readers of numbers pass on to those who make values of them."""

from dataclasses import dataclass, replace

from claims.analysis.numbers.numerals import Numeral
from claims.analysis.values import Dimension

from .unit_tables import YEAR, YEAR_OF_AGE, Unit

COUNT = Unit(Dimension.COUNT, "")
OCCASION = Unit(Dimension.COUNT, "time")
MAGNITUDE = Unit(Dimension.MEASURE, "magnitude")


@dataclass(frozen=True)
class Measured:
    """A number (or a range of them) with the unit that is written next to it."""

    start: int
    end: int
    first: Numeral
    last: Numeral
    unit: Unit = COUNT
    range: bool = False
    age: bool = False
    sign: float = 1.0
    hedged_from: int = 0  # where a hedge starts that stands apart from the number ("under the age of 21")
    noun_from: int = 0  # where the number ends whose noun or unit this one shares ("10, 12 and 15 boats")
    extra: float = 0.0  # what a second, smaller unit adds, in the unit's own terms ("5 feet 10 inches")


def aged(unit: Unit) -> Unit:
    """The unit of time as one of an age, in years ("30 months old")."""
    return replace(YEAR_OF_AGE, factor=unit.factor / YEAR)
