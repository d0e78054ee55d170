"""Values as a reader would write them: as parts of a sentence, for any language, and in English."""

import dataclasses
import datetime as dt
import math
from collections.abc import Callable

from claims.analysis.values import Comparator, Dimension, Value
from sources import messages
from sources.messages import Part, english, ngettext
from sources.messages import gettext as _

from .relations import INFINITY, Interval, interval


def plain_value(value: Value) -> str:
    """The bounds as a reader would write them, without the unit: "about 2,000", "3", "9 November 2020"."""
    return english(bare(value))


def with_unit(value: Value) -> str:
    """The value as it reads in a sentence: "42 days", "EUR 2,400,000", "15 to 20 percent", "9 November 2020"."""
    return english(worded(value))


def worded(value: Value) -> Part:
    """The value with its unit; a duration in the unit it was stated in, as far as its granularity tells."""
    if value.dimension in (Dimension.DATE, Dimension.OCCURRENCE):
        return bare(value)
    if value.dimension is Dimension.DURATION:
        unit, days = _step(value)
        low, high = (None if bound is None else float(f"{bound / days:.9g}") for bound in _numbers(value))
        scaled = dataclasses.replace(value, low=low, high=high)
        return STEPS[unit](bare(scaled), _counted(scaled))
    return _measured(value, bare(value), _counted(value))


def _step(value: Value) -> tuple[str, float]:
    """The longest unit, and its days, of which the granularity and the bounds of a duration are halves or wholes."""
    bounds = [bound for bound in _numbers(value) if bound]
    for unit, days in DAYS.items():
        if _is_whole(2 * float(value.granularity) / days) and all(
            _is_whole(2 * bound / days) and bound >= days for bound in bounds
        ):
            return unit, days
    return "day", DAYS["day"]


def _is_whole(number: float) -> bool:
    return math.isfinite(number) and round(number) != 0 and abs(number - round(number)) < 1e-6


def _numbers(value: Value) -> tuple[float | None, float | None]:
    low, high = value.low, value.high
    return (low if isinstance(low, float | int) else None, high if isinstance(high, float | int) else None)


def apart(value: Value, gap: float) -> Part:
    """How far another value is from this one: "1 day", "2 percentage points", "4"."""
    amount = _rounding(value)(gap)
    match value.dimension:
        case Dimension.DATE:
            return _days(amount, gap)
        case Dimension.DURATION:
            unit, days = _step(value)
            if _is_whole(gap / days):
                return STEPS[unit](messages.number(round(gap / days)), round(gap / days))
            return _days(messages.number(round(gap, 2) if gap >= 1 else gap), gap)
        case Dimension.TIME:
            return ngettext("{amount} minute", "{amount} minutes", gap, amount=amount)
        case Dimension.RANK:
            return ngettext("{amount} place", "{amount} places", gap, amount=amount)
        case Dimension.PERCENTAGE:
            return ngettext("{amount} percentage point", "{amount} percentage points", gap, amount=amount)
    return _measured(value, amount, gap)


def bare(value: Value) -> Part:
    """The value without its unit."""
    if value.dimension is Dimension.DATE:
        return _date(value)
    if value.dimension is Dimension.OCCURRENCE:
        return _("yes") if value.low else _("no")
    number = WRITTEN.get(value.dimension) or _rounding(value)
    low, high = interval(value)
    if isinstance(value.low, float | int):
        match value.comparator:
            case Comparator.MORE_THAN:
                return _("more than {number}", number=number(value.low))
            case Comparator.AT_LEAST:
                return _("at least {number}", number=number(value.low))
    if isinstance(value.high, float | int):
        match value.comparator:
            case Comparator.LESS_THAN:
                return _("less than {number}", number=number(value.high))
            case Comparator.AT_MOST:
                return _("at most {number}", number=number(value.high))
    if low == high:
        return _("about {number}", number=number(low)) if value.comparator is Comparator.ABOUT else number(low)
    if value.dimension is Dimension.SCORE:
        return _("{more}–{fewer}", more=number(high), fewer=number(low))
    return _range((low, high), number)


def _rounding(value: Value) -> Callable[[float], Part]:
    """A converted measure to a tenth of the step it was stated in: 404 yards are 369.42 m, 10 miles 16,100 m."""
    step = float(value.granularity) if value.dimension is Dimension.MEASURE else 0.0
    if not 0 < step < INFINITY:
        return messages.number
    digits = 1 - math.floor(math.log10(step))
    return lambda amount: messages.number(round(amount, digits))


def _range(bounds: Interval, number: Callable[[float], Part]) -> Part:
    low, high = bounds
    if high == INFINITY:
        return _("{number} or more", number=number(low))
    if low == -INFINITY:
        return _("{number} or fewer", number=number(high))
    return _("{low} to {high}", low=number(low), high=number(high))


def _counted(value: Value) -> float:
    """The number that the unit's form follows: of "9 to 11 days" the last."""
    known = [bound for bound in _numbers(value) if bound is not None]
    return known[-1] if len(set(known)) == 1 else max(2.0, *known)


def _measured(value: Value, amount: Part, of: float) -> Part:
    """So much in the value's unit. A unit that is a sign or a zone is told as it is; of a count it is not told."""
    match value.dimension, value.unit:
        case Dimension.MONEY, currency:
            return _("{currency} {amount}", currency=currency, amount=amount)
        case Dimension.AGE, _unit:
            return ngettext("{amount} year", "{amount} years", of, amount=amount)
        case Dimension.PERCENTAGE, "percentage point":
            return ngettext("{amount} percentage point", "{amount} percentage points", of, amount=amount)
        case Dimension.PERCENTAGE, _unit:
            return _("{amount} percent", amount=amount)
        case Dimension.RATIO, _unit:
            return _("{amount} times", amount=amount)
        case Dimension.MEASURE, "degree":
            return ngettext("{amount} degree", "{amount} degrees", of, amount=amount)
        case Dimension.MEASURE, "magnitude":
            return _("{amount} magnitude", amount=amount)
        case ((Dimension.MEASURE | Dimension.TIME), unit) if unit:
            return _("{amount} {unit}", amount=amount, unit=unit)
    return amount


def _days(amount: Part, of: float) -> Part:
    return ngettext("{amount} day", "{amount} days", of, amount=amount)


# The days of each unit of time, the longest first; months and years are mean Gregorian ones, as texts are read.
DAYS = {"year": 365.25, "month": 365.25 / 12, "week": 7.0, "day": 1.0}
DAYS |= {"hour": 1 / 24, "minute": 1 / 1440, "second": 1 / 86400}
STEPS: dict[str, Callable[[Part, float], Part]] = {
    "year": lambda amount, of: ngettext("{amount} year", "{amount} years", of, amount=amount),
    "month": lambda amount, of: ngettext("{amount} month", "{amount} months", of, amount=amount),
    "week": lambda amount, of: ngettext("{amount} week", "{amount} weeks", of, amount=amount),
    "day": _days,
    "hour": lambda amount, of: ngettext("{amount} hour", "{amount} hours", of, amount=amount),
    "minute": lambda amount, of: ngettext("{amount} minute", "{amount} minutes", of, amount=amount),
    "second": lambda amount, of: ngettext("{amount} second", "{amount} seconds", of, amount=amount),
}


def clock(minutes: float) -> str:
    """Minutes after midnight as a 24-hour clock shows them: 1300.0 is "21:40"."""
    whole = round(minutes) % (24 * 60)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def ordinal(number: float) -> Part:
    """1.0 is "1st", 12.0 "12th"."""
    whole = round(number)
    place = messages.number(whole)
    if whole % 100 in (11, 12, 13):
        return _("{number}th", number=place)
    match whole % 10:
        case 1:
            return _("{number}st", number=place)
        case 2:
            return _("{number}nd", number=place)
        case 3:
            return _("{number}rd", number=place)
    return _("{number}th", number=place)


# How the numbers of a dimension are written, where not as plain numbers.
WRITTEN: dict[Dimension, Callable[[float], Part]] = {Dimension.TIME: clock, Dimension.RANK: ordinal}


def _date(value: Value) -> Part:
    low, high = value.low, value.high
    if not isinstance(low, dt.date) or not isinstance(high, dt.date):
        return _from_or_until(low, high)
    if low == high:
        return messages.day(low)
    if value.granularity == "month" and (low.year, low.month) == (high.year, high.month):
        return messages.month(low)
    if value.granularity == "year" and low.year == high.year:
        return str(low.year)
    if value.granularity == "decade" and low.year + 9 == high.year and f"{low:%m%d}{high:%m%d}" == "01011231":
        return _("the {year}s", year=str(low.year))
    return _("{first} to {last}", first=messages.day(low), last=messages.day(high))


def _from_or_until(low: object, high: object) -> Part:
    if isinstance(low, dt.date):
        return _("from {day}", day=messages.day(low))
    assert isinstance(high, dt.date)
    return _("until {day}", day=messages.day(high))
