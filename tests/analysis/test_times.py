"""Times of day: forms, zones, hedges, ranges, and what only looks like one."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.analysis.amounts import find_values
from claims.analysis.dates.clocks import find_clocks, find_times
from claims.analysis.dates.finding import dates_the_saying
from claims.analysis.text import language
from claims.analysis.values import Dimension
from tests.timing import seconds


def parsed(text):
    return next(language.parse(language.load(), [text]))


def times(text):
    found = [(each.core.of(text), each.value) for each in find_times(parsed(text))]
    return [(words, value.low, value.high, value.unit) for words, value in found]


@pytest.mark.parametrize(
    ("text", "words", "minutes", "zone"),
    [
        ("The blast hit at 9:40 p.m. on Friday.", "9:40 p.m.", 1300, ""),
        ("The blast hit at 9 p.m. on Friday.", "9 p.m.", 1260, ""),
        ("The blast hit at 12:05 a.m. on Friday.", "12:05 a.m.", 5, ""),
        ("The blast hit at 12pm on Friday.", "12pm", 720, ""),
        ("The blast hit at 3.45pm on Friday.", "3.45pm", 945, ""),
        ("The blast hit at nine o'clock in the evening.", "nine o'clock in the evening", 1260, ""),
        ("The blast hit at half past nine in the evening.", "half past nine in the evening", 1290, ""),
        ("The blast hit at a quarter to ten in the morning.", "a quarter to ten in the morning", 585, ""),
        ("The blast hit at 2140 GMT.", "2140 GMT", 1300, "UTC"),
        ("The blast hit at 21:40.", "21:40", 1300, ""),
        ("The blast hit at 07:05.", "07:05", 425, ""),
        ("The blast hit at 9: 40 p. m. on Friday.", "9: 40 p. m.", 1300, ""),
        ("The blast hit at 21: 40 GMT on Friday.", "21: 40 GMT", 1300, "UTC"),
        ("The blast hit at 9:40 p.m. EST on Friday.", "9:40 p.m. EST", 1300, "EST"),
        ("The blast hit at 9:40 p.m. Eastern time.", "9:40 p.m. Eastern time", 1300, "ET"),
        ("The blast hit at 9:40 p.m. local time.", "9:40 p.m. local time", 1300, ""),
        ("The blast hit at 9:40 p.m. Moscow time.", "9:40 p.m. Moscow time", 1300, "Moscow"),
        ("The blast hit at 21:40 UTC+4 on Friday.", "21:40 UTC+4", 1300, "+04:00"),
        ("The blast hit at noon on Friday.", "noon", 720, ""),
        ("The blast hit at midnight.", "midnight", 0, ""),
        ("The patrol left at 1500 hours.", "1500 hours", 900, ""),
    ],
)
def test_forms(text, words, minutes, zone):
    assert times(text) == [(words, minutes, minutes, zone)]


def test_two_zones_are_two_times():
    text = "Voting closed at 6:00 p.m. local time (1300 GMT)."
    assert times(text) == [("6:00 p.m. local time", 1080, 1080, ""), ("1300 GMT", 780, 780, "UTC")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("It rained between 8 and 9 p.m. on Friday.", 1200, 1260),
        ("It rained from 8 p.m. to 6 a.m. on Friday.", 1200, 1800),
        ("It rained from 11 to 1 p.m. on Friday.", 660, 780),
        ("It rained from 8 p.m. to midnight on Friday.", 1200, 1440),
        ("It rained from 19:00 to 21:30 on Friday.", 1140, 1290),
    ],
)
def test_stretches(text, low, high):
    [(_, *bounds, _)] = times(text)
    assert bounds == [low, high]


def test_two_times_that_are_listed_are_no_stretch():
    assert times("Trains leave at 8 and 9 p.m. on Friday.") == [("9 p.m.", 1260, 1260, "")]


@pytest.mark.parametrize(
    ("text", "span", "low", "high", "comparator", "step"),
    [
        ("It fell around 9:40 p.m. there.", "around 9:40 p.m.", 1300, 1300, "about", "1.0"),
        ("It fell about 9 p.m. there.", "about 9 p.m.", 1260, 1260, "about", "60.0"),
        ("It fell shortly after 2 p.m. there.", "shortly after 2 p.m.", 840, None, "more than", "60.0"),
        ("It fell just before 11:30 p.m. there.", "just before 11:30 p.m.", None, 1410, "less than", "1.0"),
        ("It fell by 6:40 a.m. there.", "by 6:40 a.m.", None, 400, "at most", "1.0"),
        ("It fell by midnight there.", "by midnight", None, 1440, "at most", "60.0"),
    ],
)
def test_hedges(text, span, low, high, comparator, step):
    [found] = find_times(parsed(text))
    value = found.value
    assert (found.span.of(text), value.low, value.high) == (span, low, high)
    assert (value.comparator, value.granularity) == (comparator, step)


@pytest.mark.parametrize(
    "text",
    [
        "They won 3:2 on aggregate.",
        "It came with 9:40 left in the game.",
        "She scored at 12:35 of the second period.",
        "He quoted John 3:16 there.",
        "She ran it in 2:05:30 on Sunday.",
        "The screen has a 16:10 ratio.",
        "It took 1500 hours of work.",
        "Five to ten people came.",
        "A court struck down the midnight regulations.",
        "It was one in the morning and one in the evening.",
        "The two PMs met.",
    ],
)
def test_what_is_no_time_of_day(text):
    assert times(text) == []


def test_an_open_half_of_the_day_is_found_but_states_nothing():
    doc = parsed("The blast hit at 5:30 on Friday.")
    assert [each.core.of(doc.text) for each in find_clocks(doc)] == ["5:30"]
    assert find_times(doc) == []


def test_a_date_with_a_time_is_two_values():
    text = "The blast hit on Friday at 9:40 p.m. near the port."
    found = find_values(parsed(text), dt.date(2020, 12, 2))
    assert [(each.core.of(text), each.value.dimension) for each in found] == [
        ("Friday", Dimension.DATE),
        ("9:40 p.m.", Dimension.TIME),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The mayor said at 9 p.m. that the bridge was safe.", True),
        ("The bridge fell at 9 p.m. on Friday.", False),
        ("The fire was reported at 9 p.m. on Friday.", False),
    ],
)
def test_times_of_the_saying(text, says):
    doc = parsed(text)
    [found] = find_times(doc)
    assert dates_the_saying(doc, found) is says


PIECES = st.sampled_from(
    "9 9:40 21:40 a.m. p.m. pm noon midnight o'clock half past to between and - GMT (1300 UTC+4 24:00 99:99 0000 "
    "quarter hours \n ſ ٩:٤٠ Moscow time by about 12".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map(" ".join))
def test_any_text_is_read_without_an_error(text):
    found = find_times(parsed(text))
    assert found == sorted(found, key=lambda each: each.span)
    for each in found:
        assert each.span.covers(each.core)
        assert "\n" not in each.span.of(text)
        assert each.value.low is None or each.value.high is None or each.value.low <= each.value.high


def test_twice_the_text_takes_about_twice_the_time():
    sentence = "At 9:40 p.m. or 21:40 GMT, half past nine, 5:5:5:5, between 8 and 9 p.m. or by noon, 12 34 56 to 78. "
    short, long = parsed(sentence * 40), parsed(sentence * 160)
    assert seconds(lambda: find_times(long)) < 8 * seconds(lambda: find_times(short)) + 0.2


def test_a_colon_that_stands_apart_makes_no_time_by_itself():
    assert times("There were three things to see at 5: 30 people, 20 cats and a dog.") == []
    assert times("The roof fell after 13: 30 tents were full.") == []
