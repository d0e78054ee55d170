"""Stretches of the calendar: days, months, seasons, years, decades, centuries, and parts of them."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace

FIRST, LAST = 1, 9998
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month, northern hemisphere
# Which share of a period a word leaves, as fractions of its length.
PARTS = {
    "first week": (0.0, 0.25),
    "second week": (0.25, 0.5),
    "third week": (0.5, 0.75),
    "fourth week": (0.75, 1.0),
    "last week": (0.75, 1.0),
    "final week": (0.75, 1.0),
    "first days": (0.0, 0.25),
    "first few days": (0.0, 0.25),
    "last days": (0.75, 1.0),
    "last few days": (0.75, 1.0),
    "early": (0.0, 1 / 3),
    "beginning": (0.0, 1 / 3),
    "start": (0.0, 1 / 3),
    "mid": (1 / 3, 2 / 3),
    "middle": (1 / 3, 2 / 3),
    "late": (2 / 3, 1.0),
    "end": (2 / 3, 1.0),
    "close": (2 / 3, 1.0),
    "first half": (0.0, 0.5),
    "second half": (0.5, 1.0),
    "latter half": (0.5, 1.0),
    "first quarter": (0.0, 0.25),
    "second quarter": (0.25, 0.5),
    "third quarter": (0.5, 0.75),
    "fourth quarter": (0.75, 1.0),
    "last quarter": (0.75, 1.0),
    "final quarter": (0.75, 1.0),
}


@dataclass(frozen=True)
class Period:
    """The days from `low` to `high`, both included; `grain` is the step in which the period was stated.

    A week or weekend has the grain "day"; a quarter or half of a year has the grain "season".
    """

    low: dt.date
    high: dt.date
    grain: str
    approximate: bool = False


def day(year: int, month: int, number: int) -> Period | None:
    if not FIRST <= year <= LAST or not 1 <= month <= 12 or not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    return on(dt.date(year, month, number))


def on(date: dt.date) -> Period:
    return Period(date, date, "day")


def month(year: int, number: int) -> Period | None:
    if not FIRST <= year <= LAST or not 1 <= number <= 12:
        return None
    return Period(dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1]), "month")


def season(year: int, name: str) -> Period | None:
    """Three whole months; a winter is that which begins in December of the year."""
    first = SEASONS[name]
    start, end = month(year, first), month(year + (first + 2) // 13, (first + 1) % 12 + 1)
    return Period(start.low, end.high, "season") if start and end else None


def quarter(year: int, number: int) -> Period | None:
    """Three months from January, April, July or October."""
    start, end = month(year, number * 3 - 2), month(year, number * 3)
    return Period(start.low, end.high, "season") if start and end else None


def year(number: int) -> Period | None:
    return _years(number, number, "year")


def decade(first: int) -> Period | None:
    return _years(first, first + 9, "decade")


def century(ordinal: int) -> Period | None:
    """The 20th runs from 1901 to 2000 by the calendar; print means 1900 to 1999."""
    return _years(max(1, ordinal * 100 - 100), ordinal * 100 - 1, "century")


def _years(low: int, high: int, grain: str) -> Period | None:
    if not FIRST <= low <= high <= LAST:
        return None
    return Period(dt.date(low, 1, 1), dt.date(high, 12, 31), grain)


def week(date: dt.date) -> Period | None:
    """Monday to Sunday (ISO 8601) around a date."""
    return _stretch(date, -date.weekday(), 6 - date.weekday())


def weekend(date: dt.date) -> Period | None:
    """Saturday and Sunday of the week around a date."""
    return _stretch(date, 5 - date.weekday(), 6 - date.weekday())


def _stretch(date: dt.date, before: int, after: int) -> Period | None:
    low, high = days_from(date, before), days_from(date, after)
    return Period(low, high, "day") if low and high else None


def days_from(date: dt.date, count: int) -> dt.date | None:
    """The date so many days on, or None outside the calendar."""
    try:
        return date + dt.timedelta(days=count)
    except OverflowError:
        return None


def months_from(date: dt.date, count: int) -> Period | None:
    """The month so many months on."""
    index = date.year * 12 + date.month - 1 + count
    return month(index // 12, index % 12 + 1)


def around(date: dt.date, unit: str) -> Period | None:
    """The day, week, month, year, decade or century that a date falls into."""
    if unit == "day":
        return on(date)
    if unit == "week":
        return week(date)
    if unit == "weekend":
        return weekend(date)
    if unit == "month":
        return month(date.year, date.month)
    if unit == "decade":
        return decade(date.year // 10 * 10)
    return year(date.year) if unit == "year" else century(date.year // 100 + 1)


def shifted(date: dt.date, unit: str, count: float) -> Period | None:
    """The unit so many of them on from a date; halves of years go by months, and of other units are cut."""
    if unit == "year" and count % 1:
        unit, count = "month", count * 12
    whole = int(count)
    if unit in ("day", "week", "weekend"):
        moved = days_from(date, whole * (1 if unit == "day" else 7))
        return around(moved, unit) if moved else None
    if unit == "month":
        return months_from(date, whole)
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    number = date.year + whole * size
    return around(dt.date(number, 1, 1), unit) if FIRST <= number <= LAST else None


def narrowed(period: Period, part: str) -> Period:
    """A part of a period: quarters and halves are exact, "early" and "the end of" are not."""
    if part == "week of":
        return week(period.low) or period
    if part not in PARTS:
        return period
    low, high = PARTS[part]
    if period.grain == "year" and part.endswith(("half", "quarter")):
        first, last = month(period.low.year, round(low * 12) + 1), month(period.low.year, round(high * 12))
        return Period(first.low, last.high, "season") if first and last else period
    length = (period.high - period.low).days + 1
    if part.endswith(("week", "days")):
        return _days_of(period, part) if length > 7 else period
    if length < 3:
        return replace(period, approximate=True)
    start = period.low + dt.timedelta(days=round(low * length))
    end = period.low + dt.timedelta(days=round(high * length) - 1)
    return Period(start, end, period.grain, approximate=not part.endswith(("half", "quarter")))


def _days_of(period: Period, part: str) -> Period:
    """ "The first week of May" is its first seven days, "the last days of May" the last seven at most."""
    number = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(part.split()[0])
    low = period.high - dt.timedelta(days=6) if number is None else period.low + dt.timedelta(days=7 * number)
    return Period(low, low + dt.timedelta(days=6), "day", approximate=True)


def joined(first: Period, last: Period) -> Period | None:
    """From the start of one period to the end of another, in the finer of their grains."""
    if last.high < first.low:
        return None
    return Period(first.low, last.high, min(first.grain, last.grain, key=GRAINS.index))


GRAINS = ("day", "month", "season", "year", "decade", "century")
