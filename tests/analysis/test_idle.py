"""Dates that date nothing, and dates that do."""

import datetime as dt

import pytest

from claims.analysis.dates.finding import find_dates
from claims.analysis.dates.idle import dates_nothing
from claims.analysis.spans import Span
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
    assert dates_nothing(doc, found, ()) is idle


@pytest.mark.parametrize(
    ("said", "idle"),
    [
        ("With better roads we can trade today and keep our valley,", True),
        ("How many more will you send away today,", True),
        ("The army shelled the valley today,", False),
        ("The council will meet on Thursday,", False),
    ],
)
def test_a_speaker_s_own_day_dates_only_what_was_done(said, idle):
    text = f"“{said}” Ada Berg said."
    doc = next(language.parse(language.load(), [text]))
    [found] = find_dates(doc, WEDNESDAY)
    assert dates_nothing(doc, found, [Span(1, 1 + len(said))]) is idle
    assert not dates_nothing(doc, found, [Span(1 + len(said), len(text))])
