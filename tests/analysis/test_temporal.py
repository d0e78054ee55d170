"""Expressions of time with their TIMEX3 values, the vague ones included."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.analysis.amounts import read_amounts
from claims.analysis.temporal import find_time_expressions
from claims.analysis.text import language
from tests.timing import seconds

WEDNESDAY = dt.date(2020, 12, 2)


def parsed(text):
    return next(language.parse(language.load(), [text]))


def expressions(text, published=WEDNESDAY):
    doc = parsed(text)
    return find_time_expressions(doc, read_amounts(doc, published))


def forms(text, published=WEDNESDAY):
    return [(each.span.of(text), each.form) for each in expressions(text, published)]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("The bridge is now closed.", [("now", "PRESENT_REF")]),
        ("The former mayor left.", [("former", "PAST_REF")]),
        ("They recently met.", [("recently", "PAST_REF")]),
        ("Nobody knows the future.", [("the future", "FUTURE_REF")]),
        ("They argued for years.", [("years", "PXY")]),
        ("They argued for several weeks.", [("several weeks", "PXW")]),
        ("They argued for six weeks.", [("six weeks", "P6W")]),
        ("They argued for three hours.", [("three hours", "PT3H")]),
        ("A train leaves every day.", [("every day", "XXXX-XX-XX")]),
        ("They take 30 calls per week.", [("per week", "P1W")]),
        ("Years later the mine closed.", [("Years later", "FUTURE_REF")]),
        ("The temple burned in 480 BC.", [("480 BC", "BC0480")]),
        ("It stood in the 4th century BC.", [("the 4th century BC", "BC03")]),
        ("War raged from 264 to 241 BC.", [("264", "BC0264"), ("241 BC", "BC0241")]),
        ("It fell in 1957-60.", [("1957", "1957"), ("60", "1960")]),
        ("It fell on Friday night.", [("Friday night", "2020-11-27TNI")]),
        ("It fell on the night of November 9, 2020.", [("the night of November 9, 2020", "2020-11-09TNI")]),
        ("It fell at 9:40 p.m. on Friday.", [("9:40 p.m.", "2020-11-27T21:40"), ("Friday", "2020-11-27")]),
        ("It fell at 2140 GMT.", [("2140 GMT", "XXXX-XX-XXT21:40Z")]),
        ("It fell last week.", [("last week", "2020-W48")]),
        ("It fell in the second half of 2018.", [("the second half of 2018", "2018-H2")]),
        ("It fell in the third quarter of 2018.", [("the third quarter of 2018", "2018-Q3")]),
        ("It fell in the spring of 2018.", [("the spring of 2018", "2018-SP")]),
        ("It fell two weeks before the vote.", [("two weeks", "P2W")]),
    ],
)
def test_forms(text, stated):
    assert forms(text) == stated


def test_what_leans_on_an_earlier_date_takes_its_form_from_it():
    text = "The fort fell in 480 BC. The fleet sailed in September and came home in the winter."
    assert forms(text) == [("480 BC", "BC0480"), ("September", "BC0480-09"), ("the winter", "BC0480-WI")]


def test_without_a_year_to_go_by_the_year_is_left_open():
    assert forms("The bridge fell on 9 November.", None) == [("9 November", "XXXX-11-09")]


@pytest.mark.parametrize(
    "text",
    ["The current swept it away.", "Of the two, the former won.", "Donna Summer sang.", "They spring up everywhere."],
)
def test_words_that_are_no_times(text):
    assert forms(text) == []


def test_only_what_states_something_has_a_value():
    values = [each.value for each in expressions("It fell on November 9, 2020 and is now closed.")]
    assert [bool(value) for value in values] == [True, False]
    assert values[0].low == dt.date(2020, 11, 9)


PIECES = st.sampled_from(
    "now years 480 BC the night of May 9 2020 last week several 9 p.m. every day per the former two later before "
    "- to \n ſ century Q3 the 28th".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map(" ".join), st.sampled_from([None, WEDNESDAY]))
def test_any_text_is_read_without_an_error_and_nothing_overlaps(text, published):
    found = expressions(text, published)
    for one, two in zip(found, found[1:], strict=False):
        assert one.span.end <= two.span.start
    assert all("\n" not in each.span.of(text) for each in found)


def test_twice_the_text_takes_about_twice_the_time():
    sentence = (
        "Now and for years, in 480 BC or on the night of May 3, 2015, at 9 p.m., the former, several weeks later. "
    )

    def measured(times):
        doc = parsed(sentence * times)
        amounts = read_amounts(doc, WEDNESDAY)
        return seconds(lambda: find_time_expressions(doc, amounts))

    assert measured(160) < 8 * measured(40) + 0.2
