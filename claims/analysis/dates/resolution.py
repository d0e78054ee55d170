"""A date expression read against the publication date, the date before it and the tense around it."""

import datetime as dt
from dataclasses import dataclass, replace

from . import periods
from .calendar_words import Kind
from .expressions import Expression
from .periods import Period
from .tenses import Tense
from .unsaid_years import Maker, by_anchor, nearest, on_weekday

SATURDAY = 5
ANAPHORIC = ("same", "following", "next", "previous", "that")
DAYS = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1}
DAYS |= {"last night": -1, "tomorrow": 1, "the day before yesterday": -2}


@dataclass(frozen=True)
class Setting:
    """What a date is read against: the publication, the date before it, and the tense around it."""

    published: dt.date | None
    anchor: Period | None
    tense: Tense


@dataclass(frozen=True)
class Dated:
    """A resolved expression; `relative` says that the publication date took part."""

    period: Period
    relative: bool = False


def resolved(each: Expression, setting: Setting) -> Dated | None:
    if each.kind is Kind.ANCIENT:
        return None
    if each.until:
        return _range(each, each.until, setting)
    dated = _RESOLVERS[each.kind](each, setting)
    if dated and setting.published and not dated.relative and _overtakes(each, dated.period, setting):
        return None
    if dated is None or each.part in ("", "earlier", "later", "vague"):
        return dated
    return Dated(periods.narrowed(dated.period, each.part), dated.relative)


def _overtakes(each: Expression, period: Period, setting: Setting) -> bool:
    """Whether "the next night" would lie after the article that tells of it as past: then it leans on another day."""
    leans = each.kind is Kind.OFFSET or each.which in ANAPHORIC
    return (
        leans and setting.tense is not Tense.FUTURE and setting.published is not None and period.low > setting.published
    )


def _range(first: Expression, last: Expression, setting: Setting) -> Dated | None:
    """Both ends on their own; a part ("early", "the end of") belongs to the first of them."""
    start, end = _RESOLVERS[first.kind](first, setting), _RESOLVERS[last.kind](last, setting)
    if start is None or end is None:
        return None
    period = periods.joined(start.period, end.period)
    if period is None and last.year is None and not last.which_year:  # "from October to March"
        end = _RESOLVERS[last.kind](replace(last, year=end.period.low.year + 1), setting)
        period = periods.joined(start.period, end.period) if end else None
    return Dated(period, start.relative) if period else None


def _year_of(each: Expression, setting: Setting) -> tuple[int, bool] | None:
    """The year that is stated, or named relatively ("of last year"), and whether publication gave it."""
    if each.year is not None:
        return each.year, False
    if not each.which_year:
        return None
    moved = _moved(each.which_year, "year", setting)
    return (moved.period.low.year, moved.relative) if moved else None


def _moved(which: str, unit: str, setting: Setting) -> Dated | None:
    """ "Last week" counts from publication; "the following week" from the date before it in the text."""
    anaphoric = setting.published is None or (which in ANAPHORIC and which != "next")
    if which == "last" and anaphoric:
        return None
    base = (setting.anchor.low if setting.anchor else None) if anaphoric else setting.published
    if base is None:
        return None
    count = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    if unit == "weekend" and which == "this" and setting.tense is Tense.PAST and base.weekday() < SATURDAY:
        count = -1  # "over the weekend" told on a Tuesday
    if anaphoric and unit == "day" and setting.anchor and setting.anchor.grain != "day":
        return None
    period = periods.shifted(base, unit, count)
    return Dated(period, not anaphoric) if period else None


def _day(each: Expression, setting: Setting) -> Dated | None:
    day = each.day or 1
    if each.month is None:
        return _day_of_month(day, setting)
    month = each.month
    dated = _within_year(each, setting, lambda year: periods.day(year, month, day))
    if dated and each.weekday not in (None, dated.period.low.weekday()):
        return Dated(replace(dated.period, approximate=True), dated.relative)  # the weekday or the date is wrong
    return dated


def _day_of_month(day: int, setting: Setting) -> Dated | None:
    """ "The 28th" is that of the month just spoken of, else the last or the coming one by tense."""
    if setting.anchor:
        return _dated(periods.day(setting.anchor.low.year, setting.anchor.low.month, day))
    if setting.published is None or setting.tense is Tense.UNKNOWN:
        return None
    months = [periods.months_from(setting.published, count) for count in (-1, 0, 1)]
    days = [found for month in months if month and (found := periods.day(month.low.year, month.low.month, day))]
    past = [each for each in days if each.low <= setting.published]
    coming = [each for each in days if each.low >= setting.published]
    return _dated(next(iter(past[::-1] if setting.tense is Tense.PAST else coming), None), True)


def _month(each: Expression, setting: Setting) -> Dated | None:
    number = each.month or 1
    return _within_year(each, setting, lambda year: periods.month(year, number))


def _season(each: Expression, setting: Setting) -> Dated | None:
    return _within_year(each, setting, lambda year: periods.season(year, each.name))


def _quarter(each: Expression, setting: Setting) -> Dated | None:
    number = int(each.name[1])
    return _within_year(each, setting, lambda year: periods.quarter(year, number))


def _dated(period: Period | None, relative: bool = False) -> Dated | None:
    return Dated(period, relative) if period else None


def _within_year(each: Expression, setting: Setting, make: Maker) -> Dated | None:
    """A day, month or season in the year that is stated, or that tense or the date before it gives."""
    year = _year_of(each, setting)
    if year:
        return _dated(make(year[0]), year[1])
    if each.which in ("same", "following", "previous", "that") or setting.published is None:
        return _dated(by_anchor(make, setting.anchor, each.which)) if setting.anchor and not each.which_year else None
    make_on = on_weekday(make, each.weekday, setting.published)
    return _dated(nearest(make_on, setting.published, each.which, setting.tense), True)


def _year(each: Expression, setting: Setting) -> Dated | None:
    period = periods.year(each.year or 0)
    if period and each.name == "fiscal":  # each company and country begins its own in another month
        return Dated(replace(period, approximate=True))
    return _dated(period)


def _decade(each: Expression, setting: Setting) -> Dated | None:
    return _dated(periods.decade(each.year or 0))


def _century(each: Expression, setting: Setting) -> Dated | None:
    return _dated(periods.century(each.year or 0))


def _weekday(each: Expression, setting: Setting) -> Dated | None:
    """ "Thursday" is the last one by publication under a past verb, the coming one under a future verb."""
    number = each.weekday or 0
    if each.which in ("following", "previous", "same", "that"):
        return _anchored_weekday(each.which, number, setting)
    if setting.published is None:
        return None
    published, back = setting.published, (setting.published.weekday() - number) % 7
    if each.name in ("last", "this", "next"):
        days = -published.weekday() + number + {"last": -7, "this": 0, "next": 7}[each.name]
    elif each.name == "ago":
        days = -back - 7
    elif each.which == "last":
        days = -(back or 7)
    elif each.which == "next" or (setting.tense is Tense.FUTURE and each.which != "last"):
        days = (7 - back) % 7 or (7 if each.which == "next" else 0)
    else:
        days = -back
    date = periods.days_from(published, days)
    return Dated(periods.on(date), True) if date else None


def _anchored_weekday(which: str, number: int, setting: Setting) -> Dated | None:
    if setting.anchor is None or setting.anchor.grain != "day" or setting.anchor.low != setting.anchor.high:
        return None
    base = setting.anchor.low
    forward = (number - base.weekday()) % 7
    days = {"following": forward or 7, "previous": (forward or 7) - 7}.get(which, forward if forward == 0 else None)
    date = periods.days_from(base, days) if days is not None else None
    return Dated(periods.on(date)) if date else None


def _today(each: Expression, setting: Setting) -> Dated | None:
    date = periods.days_from(setting.published, DAYS[each.name]) if setting.published else None
    return Dated(periods.on(date), True) if date else None


def _unit(each: Expression, setting: Setting) -> Dated | None:
    dated = _moved(each.which, each.name, setting)
    if dated is None or each.part not in ("earlier", "later"):
        return dated
    period, today = dated.period, setting.published
    if today and dated.relative and period.low <= today <= period.high:
        low, high = (period.low, today) if each.part == "earlier" else (today, period.high)
        period = Period(low, high, period.grain)
    return Dated(period, dated.relative)


def _ago(each: Expression, setting: Setting) -> Dated | None:
    if setting.published is None:
        return None
    return _counted_from(setting.published, -each.count, each, relative=True)


def _offset(each: Expression, setting: Setting) -> Dated | None:
    """ "Two days later": from the date before it, where that is stated as finely as the step."""
    anchor = setting.anchor
    if anchor is None or periods.GRAINS.index(anchor.grain) > ("day", "week", "month", "year", "decade").index(
        each.name
    ):
        return None
    back = each.which in ("earlier", "previously", "before")
    return _counted_from(anchor.low, -each.count if back else each.count, each, relative=False)


def _counted_from(base: dt.date, count: float, each: Expression, *, relative: bool) -> Dated | None:
    period = periods.shifted(base, each.name, count)
    if period is None or each.part == "vague":
        return None
    exact = each.name == "day"
    return Dated(Period(period.low, period.high, period.grain, approximate=not exact), relative)


_RESOLVERS = {
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.SEASON: _season,
    Kind.QUARTER: _quarter,
    Kind.YEAR: _year,
    Kind.DECADE: _decade,
    Kind.CENTURY: _century,
    Kind.WEEKDAY: _weekday,
    Kind.TODAY: _today,
    Kind.UNIT: _unit,
    Kind.AGO: _ago,
    Kind.OFFSET: _offset,
}
