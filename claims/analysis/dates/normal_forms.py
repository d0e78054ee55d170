"""The normal form of an expression of time after TIMEX3: "1939-09-01", "1918-W40", "BC0480-08", "XXXX-WXX-5"."""

import datetime as dt

from .calendar_words import Kind
from .expressions import Expression
from .periods import Period

SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DIGITS = {"day": 10, "month": 7, "year": 4, "decade": 3, "century": 2}
UNSAID = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX"}
UNSAID |= {"decade": "XXX", "century": "XX"}


def of_period(each: Expression, period: Period, *, last: bool = False) -> str:
    """The form of a resolved expression; with `last` that of the end of its range."""
    day = period.high if last else period.low
    if each.name in ("week", "weekend") and each.kind in (Kind.UNIT, Kind.AGO, Kind.OFFSET) and not each.part:
        return f"{day:%G-W%V}" + ("-WE" if each.name == "weekend" else "")
    if each.part.endswith(("week", "days")):
        return _iso(day)[: DIGITS["month"]]
    if period.grain != "season":
        return _iso(day)[: DIGITS[period.grain]]
    if each.kind is Kind.SEASON:
        return f"{day.year - (day.month < 3):04}-{_season(day)}"
    months = (period.high.year - period.low.year) * 12 + period.high.month - period.low.month + 1
    return f"{day.year:04}-H{(day.month + 5) // 6}" if months == 6 else f"{day.year:04}-Q{(day.month + 2) // 3}"


def _iso(day: dt.date) -> str:
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _season(day: dt.date) -> str:
    return ("SP", "SU", "FA", "WI")[(day.month // 3 - 1) % 4]


def of_ancient(each: Expression) -> str:
    """Before our era there are no days of the calendar, but years, decades and centuries can be named."""
    if each.name == "century":
        return f"BC{(each.year or 1) - 1:02}"
    if each.name in ("decade", "millennium"):
        return f"BC{(each.year or 0) // 10:03}" if each.name == "decade" else f"BC{(each.year or 1) - 1}"
    return f"BC{each.year or 0:04}{_within_year(each)}"


def unresolved(each: Expression, ancient: int | None) -> str:
    """The form of what no day could be given to: as much as is stated, in the year before our era if one leads."""
    if each.kind in (Kind.DAY, Kind.MONTH, Kind.SEASON):
        year = f"BC{ancient:04}" if ancient else "XXXX"
        return year + _within_year(each)
    if each.kind is Kind.QUARTER:
        return f"XXXX-{each.name.upper()}"
    if each.kind is Kind.WEEKDAY:
        return f"XXXX-WXX-{(each.weekday or 0) + 1}"
    if each.part == "vague" or (each.kind is Kind.OFFSET and each.name != "day"):
        later = each.which in ("later", "after", "afterward", "afterwards")
        return ("FUTURE_REF" if later else "PAST_REF") if each.part == "vague" else ""
    return UNSAID[each.name] if each.kind is Kind.UNIT else "XXXX-XX-XX" if each.kind is Kind.TODAY else ""


def _within_year(each: Expression) -> str:
    if each.name in SEASONS:
        return f"-{SEASONS[each.name]}"
    month = f"-{each.month:02}" if each.month else "-XX" if each.day else ""
    return month + (f"-{each.day:02}" if each.day else "")
