"""Dates that date nothing, and dates that do."""

import datetime as dt

import pytest

from claims.analysis.dates.finding import find_dates
from claims.analysis.dates.idle import dates_nothing
from claims.analysis.text import language

WEDNESDAY = dt.date(2020, 12, 2)


@pytest.mark.parametrize(
    ("text", "idle"),
    [
        ("It was the worst storm in the valley since 1953.", True),
        ("The deal ended the heaviest fighting since the 1990s.", True),
        ("It was her first victory since March 2019.", True),
        ("The mood today is more difficult.", True),
        ("Ada Berg has been mayor since 1953.", False),
        ("The largest tribe has held the valley since 1953.", False),
        ("Ada Berg arrives today.", False),
        ("Today Ada Berg won the race.", False),
    ],
)
def test_dates_nothing(text, idle):
    doc = next(language.parse(language.load(), [text]))
    [found] = find_dates(doc, WEDNESDAY)
    assert dates_nothing(doc, found) is idle
