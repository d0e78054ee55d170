"""What an article without a publication date still tells of time."""

import datetime as dt

import pytest

from claims.analysis.amounts import find_values
from claims.analysis.text import language
from claims.analysis.values import Dimension

WEDNESDAY = dt.date(2020, 12, 2)


def stated(text, published=None):
    doc = next(language.parse(language.load(), [text]))
    found = find_values(doc, published)
    return [(each.span.of(text), each.value.dimension, str(each.value.low)) for each in found]


def test_what_points_back_leans_on_the_date_before_it():
    text = "On March 11, 2005 he shot a guard, killing another the next day. Two weeks later he was caught."
    assert stated(text) == [
        ("March 11, 2005", Dimension.DATE, "2005-03-11"),
        ("the next day", Dimension.DATE, "2005-03-12"),
        ("Two weeks later", Dimension.DATE, "2005-03-21"),
    ]


def test_what_points_back_leans_on_no_date_of_another_paragraph():
    text = "He shot a guard on March 11, 2005.\nThe trial was long.\nThe jury met that day."
    assert stated(text) == [("March 11, 2005", Dimension.DATE, "2005-03-11")]


def test_a_day_whose_year_would_be_guessed_states_nothing():
    assert stated("He was born on March 11, 2005. The trial began on May 3.") == [
        ("March 11, 2005", Dimension.DATE, "2005-03-11")
    ]


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("The shop opened just five weeks ago.", "five weeks", "35.0"),
        ("He left 30 months ago.", "30 months", "913.125"),
    ],
)
def test_weeks_and_months_ago_are_a_length(text, words, days):
    assert stated(text) == [(words, Dimension.DURATION, days)]


def test_days_ago_are_none_because_the_next_day_they_are_more():
    assert stated("The assault began 12 days ago.") == []


def test_with_a_publication_date_they_are_dates():
    assert stated("The shop opened five weeks ago.", WEDNESDAY)[0][:2] == ("five weeks ago", Dimension.DATE)
