"""Pure: when to look again, at a feed and at the pages it named."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)
# Corrections come soon or hardly ever: a page is looked at again for so long after it was first seen.
WATCHED = 6 * WEEK
# How far back the visits have to be known for `is_due`.
REMEMBERED = WATCHED + 2 * WEEK


@dataclass(frozen=True)
class Visits:
    """When a page was first and last fetched, or tried."""

    first: dt.datetime
    last: dt.datetime


def is_due(visits: Visits, now: dt.datetime) -> bool:
    """Whether to fetch a page once more: after an hour, then at doubling distances up to a week, for six weeks."""
    watched = visits.last - visits.first
    return watched < WATCHED and now - visits.last >= min(max(watched, HOUR), WEEK)


def pages(listed: Sequence[str], history: Mapping[str, Visits], now: dt.datetime) -> list[str]:
    """What to fetch, in this order: what a feed lists and nobody fetched yet, then what is due again, oldest first.

    Pages that a feed no longer lists are watched too.
    """
    new = [url for url in dict.fromkeys(listed) if url not in history]
    again = sorted((visits.last, url) for url, visits in history.items() if is_due(visits, now))
    return new + [url for _, url in again]


def delay(interval: dt.timedelta, failures: int, jitter: float, asked: float | None = None) -> dt.timedelta:
    """How long to leave a feed alone: its interval, doubled with each failure in a row, up to a day.

    `jitter` from 0 to 1 spreads what failed together over the second half of that time; `asked` is what the host
    asked for, in seconds (Retry-After).
    """
    if not failures:
        return interval
    longest = min(interval * (1 << min(failures, 20)), max(DAY, interval))
    waited = longest / 2 + longest / 2 * jitter
    return max(waited, min(dt.timedelta(seconds=asked or 0), DAY))
