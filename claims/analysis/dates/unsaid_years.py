"""Which year a date means that states none: by the date before it, or by publication, tense and weekday."""

import datetime as dt
from collections.abc import Callable

from .periods import Period
from .tenses import Tense

AHEAD = 92  # days within which an undated coming day is likelier than a past one where no verb says which
TURN = 8  # months back that are likelier to be the next year of a narrative than a look back

Maker = Callable[[int], Period | None]


def on_weekday(make: Maker, weekday: int | None, published: dt.date) -> Maker:
    """Only the years around publication in which the date falls on the weekday that is named with it, if any does."""
    years = range(published.year - 1, published.year + 2)
    fitting = [year for year in years if weekday is not None and (day := make(year)) and day.low.weekday() == weekday]
    return (lambda year: make(year) if year in fitting else None) if fitting else make


def by_anchor(make: Maker, anchor: Period, which: str) -> Period | None:
    """In the year of the date before it; a text that stands in the last months of a year goes on into the next."""
    year, period = anchor.low.year, make(anchor.low.year)
    if which == "last" or period is None:
        return None
    if which == "previous" and period.low >= anchor.low:
        return make(year - 1)
    if which in ("following", "next") and period.low <= anchor.low:
        return make(year + 1)
    turned = anchor.grain in ("day", "month") and anchor.low.month - period.low.month >= TURN
    return make(year + 1) if turned and not which else period


def nearest(make: Maker, published: dt.date, which: str, tense: Tense) -> Period | None:
    around = [period for year in range(published.year - 2, published.year + 3) if (period := make(year))]
    if which == "this":
        return next((period for period in around if period.low.year == published.year), None)
    past = [period for period in around if period.low <= published and not (which and period.high >= published)]
    coming = [period for period in around if period.high >= published and not (which and period.low <= published)]
    if which == "last" or (not which and tense is Tense.PAST):
        return past[-1] if past else None
    if which == "next" or tense is Tense.FUTURE:
        return coming[0] if coming else None
    if (
        coming
        and (coming[0].low - published).days <= AHEAD
        and (not past or published - past[-1].high > coming[0].low - published)
    ):
        return coming[0]
    return past[-1] if past else None
