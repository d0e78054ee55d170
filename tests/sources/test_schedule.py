"""When feeds and pages are looked at again."""

import datetime as dt

import pytest

from sources.schedule import Visits, delay, is_due, pages

NOW = dt.datetime(2021, 3, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
DAY = 24 * HOUR


def visits(first, last):
    """First and last visit, so long ago."""
    return Visits(NOW - first, NOW - last)


@pytest.mark.parametrize(
    "first, last, due",
    [
        (59 * MINUTE, 59 * MINUTE, False),
        (HOUR, HOUR, True),
        (3 * HOUR, HOUR, False),
        (3 * HOUR, 1.5 * HOUR, True),
        (4 * DAY, DAY, False),
        (4 * DAY, 2 * DAY, True),
        (30 * DAY, 6 * DAY, False),
        (30 * DAY, 7 * DAY, True),
        (50 * DAY, 9 * DAY, True),
        (50 * DAY, 8 * DAY, False),
        (400 * DAY, 300 * DAY, False),
    ],
)
def test_a_page_is_due_again_at_doubling_distances_for_six_weeks(first, last, due):
    assert is_due(visits(first, last), NOW) is due


def test_a_page_is_visited_some_twenty_times_in_all():
    first = now = NOW
    last, seen = first, 1
    while now < NOW + 400 * DAY:
        now += 10 * MINUTE
        if is_due(Visits(first, last), now):
            last, seen = now, seen + 1
    assert 10 <= seen <= 20
    assert 6 * 7 * DAY <= last - first < 7 * 7 * DAY


def test_new_pages_come_first_and_then_what_waited_longest():
    history = {"a": visits(2 * DAY, DAY), "b": visits(5 * HOUR, HOUR), "c": visits(6 * DAY, 4 * DAY)}
    assert pages(["z", "a", "y", "z"], history, NOW) == ["z", "y", "c", "a"]


@pytest.mark.parametrize(
    "failures, jitter, asked, minutes",
    [
        (0, 0.5, None, 60),
        (1, 0, None, 60),
        (1, 1, None, 120),
        (2, 0, None, 120),
        (4, 0.5, None, 720),
        (5, 1, None, 1440),
        (1000, 0, None, 720),
        (1000, 1, None, 1440),
        (1, 0, 7200, 120),
        (1, 0, 10, 60),
        (1, 0, 1e9, 1440),
    ],
)
def test_a_failing_feed_is_left_alone_for_longer_each_time_up_to_a_day(failures, jitter, asked, minutes):
    assert delay(HOUR, failures, jitter, asked) == minutes * MINUTE


def test_a_weekly_feed_is_not_polled_more_often_because_it_fails():
    assert delay(7 * DAY, 3, 1) == 7 * DAY
