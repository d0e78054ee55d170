"""Values as a reader would write them."""

import datetime as dt
from collections.abc import Callable

from claims.analysis.values import Comparator, Dimension, Value

from .relations import INFINITY, Interval, interval


def plain_number(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.10g}"


def plain_value(value: Value) -> str:
    """The bounds as a reader would write them, without the unit: "about 2,000", "3", "9 November 2020"."""
    if value.dimension is Dimension.DATE:
        return plain_date(value)
    if value.dimension is Dimension.OCCURRENCE:
        return "yes" if value.low else "no"
    number = WRITTEN.get(value.dimension, plain_number)
    low, high = interval(value)
    match value.comparator:
        case Comparator.MORE_THAN | Comparator.AT_LEAST if isinstance(value.low, float | int):
            return f"{value.comparator} {number(value.low)}"
        case Comparator.LESS_THAN | Comparator.AT_MOST if isinstance(value.high, float | int):
            return f"{value.comparator} {number(value.high)}"
    if low == high:
        return f"{'about ' if value.comparator is Comparator.ABOUT else ''}{number(low)}"
    if value.dimension is Dimension.SCORE:
        return f"{plain_number(high)}–{plain_number(low)}"
    return _plain_range((low, high), number)


def with_unit(value: Value) -> str:
    """The value as it reads in a sentence: "42 days", "EUR 2,400,000", "15 to 20 percent", "9 November 2020"."""
    text = plain_value(value)
    if value.dimension is Dimension.MONEY:
        return f"{value.unit} {text}"
    if value.dimension is Dimension.DURATION:
        return f"{text} {'day' if text == '1' else 'days'}"
    if value.dimension is Dimension.AGE:
        return f"{text} {'year' if text == '1' else 'years'}"
    if value.dimension in (Dimension.PERCENTAGE, Dimension.MEASURE, Dimension.TIME, Dimension.RATIO):
        return f"{text} {value.unit}".strip()
    return text


def _plain_range(bounds: Interval, number: Callable[[float], str]) -> str:
    low, high = bounds
    if high == INFINITY:
        return f"{number(low)} or more"
    if low == -INFINITY:
        return f"{number(high)} or fewer"
    return f"{number(low)} to {number(high)}"


def clock(minutes: float) -> str:
    """Minutes after midnight as a 24-hour clock shows them: 1300.0 is "21:40"."""
    whole = round(minutes) % (24 * 60)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def ordinal(number: float) -> str:
    """1.0 is "1st", 12.0 "12th"."""
    whole = round(number)
    ending = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{ending}"


# How the numbers of a dimension are written, where not as plain numbers.
WRITTEN: dict[Dimension, Callable[[float], str]] = {Dimension.TIME: clock, Dimension.RANK: ordinal}


def plain_date(value: Value) -> str:
    low, high = value.low, value.high
    if not isinstance(low, dt.date) or not isinstance(high, dt.date):
        bound = low or high
        assert isinstance(bound, dt.date)
        return f"{'from' if low else 'until'} {day(bound)}"
    if low == high:
        return day(low)
    if value.granularity == "month" and (low.year, low.month) == (high.year, high.month):
        return f"{low:%B %Y}"
    if value.granularity == "year" and low.year == high.year:
        return str(low.year)
    return f"{day(low)} to {day(high)}"


def day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"
