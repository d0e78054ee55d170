"""Pure: when to look again, at a feed, at a page that is there, that failed, that is gone.

All delays are spread by `jitter`, a number from 0 to 1, so that what happened together is not repeated together.
"""

import datetime as dt

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

SOONEST = 5 * MINUTE
LATEST = 90 * DAY
# The next look at a page comes after so much of the time that it has been quiet, where a source edits as is usual:
# some thirty looks in the first month, twelve in the eleven months after it.
PACE = 0.25
LEAST_PACE, MOST_PACE = 0.1, 1.0
# What a source is taken for that nobody has looked at: of ten looks at its pages one found an edit.
PRIOR_EDITS, PRIOR_CHECKS = 1, 10
# A feed is polled after so much of the time that it has brought nothing, if that is longer than its interval.
POLL_PACE = 0.1
FIRST_RETRY = 5 * MINUTE
GONE_LATEST = 30 * DAY


def pace(edits: int, checks: int) -> float:
    """How much of its quiet time a page is left alone, by how many checks of its source found an edit."""
    usual = PRIOR_EDITS / PRIOR_CHECKS
    seen = (edits + PRIOR_EDITS) / (checks + PRIOR_CHECKS)
    return min(max(PACE * usual / seen, LEAST_PACE), MOST_PACE)


def recheck(quiet: dt.timedelta, edits: int, checks: int, jitter: float) -> dt.timedelta:
    """How long to leave a page alone that was published or edited `quiet` ago: minutes if young, months if old."""
    return min(max(quiet * pace(edits, checks), SOONEST), LATEST) * (0.9 + 0.2 * jitter)


def poll(interval: dt.timedelta, quiet: dt.timedelta) -> dt.timedelta:
    """How long to leave a feed alone that has brought nothing new for so long: its interval, up to a day if quiet."""
    return max(interval, min(quiet * POLL_PACE, DAY))


def return_visit(gone_for: dt.timedelta, jitter: float) -> dt.timedelta:
    """How long to wait before looking whether a page that is gone has come back."""
    return min(max(gone_for, HOUR), GONE_LATEST) * (0.9 + 0.2 * jitter)


def retry(failures: int, jitter: float, asked: float | None = None) -> dt.timedelta:
    """How long to leave a page alone that failed so many times in a row, doubling up to a day."""
    return delay(FIRST_RETRY, failures, jitter, asked)


def delay(interval: dt.timedelta, failures: int, jitter: float, asked: float | None = None) -> dt.timedelta:
    """How long to leave a feed alone: its interval, doubled with each failure in a row, up to a day.

    `jitter` spreads what failed together over the second half of that time; `asked` is what the host asked for, in
    seconds (Retry-After).
    """
    if not failures:
        return interval
    longest = min(interval * (1 << min(failures, 20)), max(DAY, interval))
    waited = longest / 2 + longest / 2 * jitter
    return max(waited, min(dt.timedelta(seconds=asked or 0), DAY))
