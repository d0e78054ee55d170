"""When feeds and pages are looked at again."""

import datetime as dt

import pytest

from sources.schedule import LATEST, SOONEST, delay, pace, poll, recheck, retry, return_visit

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
DAY = 24 * HOUR


def looks(until, edits, checks, edited_after=None):
    """How often a page is looked at until it is so old, where it is edited once or never."""
    age, quiet_since, count = dt.timedelta(), dt.timedelta(), 0
    while age < until:
        age += recheck(age - quiet_since, edits, checks, 0.5)
        count += 1
        if edited_after and age >= edited_after:
            quiet_since, edited_after = age, None
    return count


@pytest.mark.parametrize(
    "quiet, edits, checks, expected",
    [
        (0 * MINUTE, 0, 0, SOONEST),
        (HOUR, 0, 0, 15 * MINUTE),
        (4 * DAY, 0, 0, DAY),
        (4 * DAY, 10, 100, DAY),
        (4 * DAY, 0, 1000, 4 * DAY),
        (10 * DAY, 100, 100, DAY),
        (10_000 * DAY, 0, 0, LATEST),
    ],
)
def test_a_page_is_left_alone_for_longer_the_longer_it_has_been_quiet(quiet, edits, checks, expected):
    assert recheck(quiet, edits, checks, 0.5) == pytest.approx(expected, rel=0.02)


def test_a_source_that_edits_is_looked_at_more_often_within_bounds():
    rare, usual, often = (looks(30 * DAY, edits, 1000) for edits in (0, 100, 500))
    assert 12 <= rare <= 16 and 30 <= usual <= 50 and 60 <= often <= 100
    assert pace(1000, 1000) == 0.1 and pace(0, 10_000) == 1.0


def test_a_year_costs_little_more_than_a_month():
    assert looks(365 * DAY, 0, 0) - looks(30 * DAY, 0, 0) <= 12


def test_an_edited_page_is_looked_at_densely_once_more():
    assert looks(30 * DAY, 0, 0, edited_after=10 * DAY) > looks(30 * DAY, 0, 0) + 10


def test_jitter_spreads_what_is_due_together():
    assert recheck(4 * DAY, 0, 0, 0) == 0.9 * DAY and recheck(4 * DAY, 0, 0, 1) == 1.1 * DAY


@pytest.mark.parametrize("gone_for, days", [(0 * DAY, 1 / 24), (3 * DAY, 3), (400 * DAY, 30)])
def test_what_is_gone_is_looked_for_less_and_less(gone_for, days):
    assert return_visit(gone_for, 0.5) == days * DAY


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


@pytest.mark.parametrize(
    "quiet, wait", [(dt.timedelta(0), HOUR), (9 * HOUR, HOUR), (30 * HOUR, 3 * HOUR), (100 * DAY, DAY)]
)
def test_a_feed_that_brings_nothing_new_is_polled_less_up_to_once_a_day(quiet, wait):
    assert poll(HOUR, quiet) == wait
    assert poll(7 * DAY, quiet) == 7 * DAY


def test_ten_attempts_at_a_page_take_some_days():
    assert 1 * DAY < sum((retry(number, 0.5) for number in range(1, 11)), dt.timedelta()) < 5 * DAY
