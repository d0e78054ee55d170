"""Counts, durations, shares, money and measures, in sentences made up for each."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.analysis.amounts import find_values
from claims.analysis.quantities.finding import find_quantities
from claims.analysis.text import language
from tests.timing import seconds


def parsed(text):
    return next(language.parse(language.load(), [text]))


def stated(text):
    return [(each.span.of(text), each.value) for each in find_quantities(parsed(text))]


def only(text):
    [(words, value)] = stated(text)
    return words, value.dimension.value, value.unit, value.low, value.high, value.comparator.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They lost three districts.", ("three districts", "count", "district", 3, 3, "exactly")),
        ("All seven border districts fell.", ("seven border districts", "count", "district", 7, 7, "exactly")),
        ("Around 2,000 soldiers left.", ("Around 2,000 soldiers", "count", "soldier", 2000, 2000, "about")),
        ("Nearly 2,000 soldiers left.", ("Nearly 2,000 soldiers", "count", "soldier", 2000, 2000, "about")),
        ("Some 20,000 farmers met.", ("Some 20,000 farmers", "count", "farmer", 20000, 20000, "about")),
        ("At least 43 people died.", ("At least 43 people", "count", "people", 43, None, "at least")),
        ("It made up to 400 jobs.", ("up to 400 jobs", "count", "job", None, 400, "at most")),
        ("As many as 30 to 40 boats sank.", ("As many as 30 to 40 boats", "count", "boat", 30, 40, "between")),
        ("Fewer than 50 boats sank.", ("Fewer than 50 boats", "count", "boat", None, 50, "less than")),
        ("Dozens of boats sank.", ("Dozens of boats", "count", "boat", 12, 120, "between")),
        ("Several dozen boats sank.", ("Several dozen boats", "count", "boat", 36, 108, "between")),
        ("Thousands of boats sank.", ("Thousands of boats", "count", "boat", 1000, None, "at least")),
        ("Two or three boats sank.", ("Two or three boats", "count", "boat", 2, 3, "between")),
        ("Half of the boats sank.", ("Half of the boats", "count", "boat", 0.5, 0.5, "exactly")),
        ("No deaths were reported.", ("No deaths", "count", "death", 0, 0, "exactly")),
        ("It took six weeks.", ("six weeks", "duration", "day", 42, 42, "exactly")),
        ("It took more than six weeks.", ("more than six weeks", "duration", "day", 42, None, "more than")),
        ("It took two bloody weeks.", ("two bloody weeks", "duration", "day", 14, 14, "exactly")),
        ("It was a six-week war.", ("six-week", "duration", "day", 42, 42, "exactly")),
        ("It was a week-long strike.", ("week-long", "duration", "day", 7, 7, "exactly")),
        (
            "It took two hours and 30 minutes.",
            ("two hours and 30 minutes", "duration", "day", 2.5 / 24, 2.5 / 24, "exactly"),
        ),
        ("The 45-year-old left.", ("45-year-old", "duration", "day", 45 * 365.25, 45 * 365.25, "exactly")),
        ("Ana Lee, 49, left.", ("49", "duration", "day", 49 * 365.25, 49 * 365.25, "exactly")),
        ("Prices rose 8.1%.", ("8.1%", "percentage", "percent", 8.1, 8.1, "exactly")),
        ("It took 15 to 20 percent.", ("15 to 20 percent", "percentage", "percent", 15, 20, "between")),
        ("It rose by 2 percentage points.", ("2 percentage points", "percentage", "percentage point", 2, 2, "exactly")),
        ("It rose by 25 basis points.", ("25 basis points", "percentage", "percentage point", 0.25, 0.25, "exactly")),
        ("It cost $3.2bn.", ("$3.2bn", "money", "USD", 3.2e9, 3.2e9, "exactly")),
        ("It cost about US$5 million.", ("about US$5 million", "money", "USD", 5e6, 5e6, "about")),
        ("It cost $5 to $10 million.", ("$5 to $10 million", "money", "USD", 5e6, 10e6, "between")),
        ("It cost 1.2 million euros.", ("1.2 million euros", "money", "EUR", 1.2e6, 1.2e6, "exactly")),
        ("It cost 500 million pounds.", ("500 million pounds", "money", "GBP", 5e8, 5e8, "exactly")),
        ("It cost 63 cents.", ("63 cents", "money", "USD", 0.63, 0.63, "exactly")),
        ("It weighs 500 pounds.", ("500 pounds", "measure", "kg", 226.796185, 226.796185, "exactly")),
        ("It runs 10 miles.", ("10 miles", "measure", "m", 16093.44, 16093.44, "exactly")),
        ("It stands 5 feet 10 inches tall.", ("5 feet 10 inches", "measure", "m", 1.778, 1.778, "exactly")),
        ("It hit 104 degrees Fahrenheit.", ("104 degrees Fahrenheit", "measure", "°C", 40, 40, "exactly")),
        ("It covers 3 square miles.", ("3 square miles", "measure", "m2", 7769964.33101, 7769964.33101, "exactly")),
        ("It went 80 km/h.", ("80 km/h", "measure", "m/s", 80 / 3.6, 80 / 3.6, "exactly")),
        ("A magnitude-6.1 quake hit.", ("6.1", "measure", "magnitude", 6.1, 6.1, "exactly")),
    ],
)
def test_values(text, expected):
    words, dimension, unit, low, high, comparator = only(text)
    bounds = [None if bound is None else pytest.approx(bound) for bound in expected[3:5]]
    assert ((words, dimension, unit), [low, high], comparator) == (expected[:3], bounds, expected[5])


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("It took six weeks.", 7.0),
        ("Around 2,000 soldiers left.", 1000.0),
        ("In all 2,134 soldiers left.", 1.0),
        ("In all 40 soldiers left.", 1.0),
        ("Around 40 soldiers left.", 10.0),
        ("It cost $3.2bn.", 1e8),
    ],
)
def test_granularity_is_the_step_in_the_values_own_unit(text, step):
    [(_, value)] = stated(text)
    assert float(value.granularity) == step


def test_a_count_of_others_takes_its_noun_from_the_same_sentence():
    values = [(value.low, value.unit) for _, value in stated("They lost three districts in addition to four others.")]
    assert values == [(3, "district"), (4, "district")]
    assert [value.unit for _, value in stated("They lost three districts. Four others came.")] == ["district", ""]


def test_a_rise_to_a_level_is_no_range():
    values = [(value.dimension.value, value.low, value.high) for _, value in stated("Shares rose 8.1% to 99.20 yuan.")]
    assert values == [("percentage", 8.1, 8.1), ("money", 99.2, 99.2)]
    moved = [(value.low, value.high) for _, value in stated("The tax increased from 4.8 percent to 5 percent.")]
    assert moved == [(4.8, 4.8), (5, 5)]


def test_core_leaves_out_the_hedge_and_the_counted_noun():
    text = "Nearly 2,000 soldiers fought for more than six weeks."
    assert [each.core.of(text) for each in find_quantities(parsed(text))] == ["2,000", "six weeks"]


@pytest.mark.parametrize(
    "text",
    [
        "The first deputy chief spoke.",
        "One of them spoke.",
        "See Section 5.",
        "They won Game 7 at 89-89.",
        "He rode a Boeing 737.",
        "They meet at 7:30 p.m.",
        "She has no plans.",
        "It is a 5G phone.",
        "The 2016 election was close.",
        "In 2016 it rained.",
    ],
)
def test_what_states_no_amount(text):
    assert stated(text) == []


def test_dates_and_quantities_never_overlap():
    text = "On November 9, 2020 some 300 people left after 44 days; 12 days ago 9 came back, two weeks later."
    found = find_values(parsed(text), dt.date(2020, 12, 2))
    assert [each.span.of(text) for each in found] == [
        "November 9, 2020",
        "some 300 people",
        "44 days",
        "12 days ago",
        "9",
        "two weeks later",
    ]


PIECES = st.sampled_from(
    "3 5.5 1,000 two half a hundred million dozen several $ € kg km percent % to and - of the people ( ) \n minus ½ "
    "1/2 years-old old, aged Nov. 2020 more than or so ſix ٩ no deaths one others 5ft . m bn RM".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map(" ".join))
def test_any_text_is_read_without_an_error(text):
    found = find_values(parsed(text), dt.date(2020, 12, 2))
    for each, following in zip(found, found[1:], strict=False):
        assert each.span.end <= following.span.start
    for each in found:
        assert each.span.covers(each.core)
        assert "\n" not in each.span.of(text)
        assert each.value.low is None or each.value.high is None or each.value.low <= each.value.high


def test_twice_the_text_takes_about_twice_the_time():
    sentence = "Some 15 to 20 percent of 2,000 men paid $5m, a.b.c.d.e, or two hundred and fifty, in six-week terms. "
    short, long = parsed(sentence * 40), parsed(sentence * 160)
    assert seconds(lambda: find_values(long, None)) < 8 * seconds(lambda: find_values(short, None)) + 0.2
