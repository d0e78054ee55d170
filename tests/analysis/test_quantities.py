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
        ("Half of the boats sank.", ("Half of the boats", "percentage", "percent", 50, 50, "exactly")),
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
        ("The 45-year-old left.", ("45-year-old", "age", "year", 45, 45, "exactly")),
        ("Ana Lee, 49, left.", ("49", "age", "year", 49, 49, "exactly")),
        ("Ana Lee, now 49, left.", ("49", "age", "year", 49, 49, "exactly")),
        ("Murphy, 36, had a car.", ("36", "age", "year", 36, 36, "exactly")),
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
        ("A 6.1 earthquake hit.", ("6.1", "measure", "magnitude", 6.1, 6.1, "exactly")),
        ("The quake measured 7.6.", ("7.6", "measure", "magnitude", 7.6, 7.6, "exactly")),
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
    seats = [value.low for _, value in stated("They raised the number of seats from 65 to 125.")]
    assert seats == [65, 125]


def test_core_leaves_out_the_hedge_and_the_counted_noun():
    text = "Nearly 2,000 soldiers fought for more than six weeks."
    assert [each.core.of(text) for each in find_quantities(parsed(text))] == ["2,000", "six weeks"]


@pytest.mark.parametrize(
    "text",
    [
        "The first deputy chief spoke.",
        "One of them spoke.",
        "See Section 5.",
        "They won Game 7.",
        "Dial 911 now.",
        "Call +1 202 555 0143 now.",
        "It lies at 49 Zorro Ranch Road.",
        "The Nasdaq 100 index fell.",
        "They watch BBC One and Channel 4.",
        "The Group of 20 met.",
        "It works 24/7 since 9/11.",
        "They went 29-of-34 on third-and-goal.",
        "It had a zero-day flaw.",
        "They show zero tolerance.",
        "It passed in a two-to-one vote.",
        "ONE News met The Three Musketeers.",
        "Read Psalm 23 on Pier 39.",
        "It was told in blog post 2.",
        "Her ZIP code is in code 90210.",
        "It is a one in a million chance.",
        "One day the roof will fall.",
        "One resident said so.",
        "She is a single mother.",
        "He wore a pair of shoes.",
        "A few men left.",
        "Between 1600 and 1900 temperatures fell.",
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
    "1/2 years-old old, aged Nov. 2020 more than or so ſix ٩ no deaths one others 5ft . m bn RM third 21st "
    "9-5 won 7:41 left twice as doubled times a pair none his 50s No. seed per 1/3 single".split(" ")
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man of 58 died.", ("58", "age", "year", 58, 58, "exactly")),
        ("His son, 12, left.", ("12", "age", "year", 12, 12, "exactly")),
        ("She turned 40 there.", ("40", "age", "year", 40, 40, "exactly")),
        ("She is in her 60s now.", ("60s", "age", "year", 60, 69, "between")),
        ("He is in his late twenties.", ("late twenties", "age", "year", 27, 29, "between")),
        ("The church is 30 months old.", ("30 months old", "age", "year", 2.5, 2.5, "exactly")),
        ("Women aged 34 to 40 came.", ("34 to 40", "age", "year", 34, 40, "between")),
        ("Players under the age of 21 came.", ("under the age of 21", "age", "year", None, 21, "less than")),
        ("Children under 5 died.", ("under 5", "age", "year", None, 5, "less than")),
        ("He is the father of two.", ("two", "count", "child", 2, 2, "exactly")),
        ("The 12 men and women left.", ("12 men and women", "count", "people", 12, 12, "exactly")),
        ("It sold 8 cats and dogs.", ("8 cats and dogs", "count", "cat and dog", 8, 8, "exactly")),
        ("A couple of officers left.", ("A couple of officers", "count", "officer", 2, 2, "about")),
        ("He landed a pair of hooks.", ("a pair of hooks", "count", "hook", 2, 2, "exactly")),
        ("They fired a single shell.", ("a single shell", "count", "shell", 1, 1, "exactly")),
        ("He lives a few blocks away.", ("a few blocks", "count", "block", 2, 5, "between")),
        ("A 200 person crowd met.", ("200 person", "count", "person", 200, 200, "exactly")),
        ("He was hit twice there.", ("twice", "count", "time", 2, 2, "exactly")),
        ("None of the nine boats sank.", ("None of the nine boats", "count", "boat", 0, 0, "exactly")),
        ("No shots were fired.", ("No shots", "count", "shot", 0, 0, "exactly")),
        ("There were no witnesses.", ("no witnesses", "count", "witness", 0, 0, "exactly")),
        ("Nobody was hurt.", ("Nobody", "count", "", 0, 0, "exactly")),
        (
            "It lost hundreds of thousands of dollars.",
            ("hundreds of thousands of dollars", "money", "USD", 1e5, None, "at least"),
        ),
        ("It cost 3 billion won.", ("3 billion won", "money", "KRW", 3e9, 3e9, "exactly")),
        ("A third of voters left.", ("A third of voters", "percentage", "percent", 100 / 3, 100 / 3, "exactly")),
        ("Nine out of 10 voters left.", ("Nine out of 10 voters", "percentage", "percent", 90, 90, "exactly")),
        ("It took 1 in 500 lives.", ("1 in 500 lives", "percentage", "percent", 0.2, 0.2, "exactly")),
        ("It makes less than half now.", ("less than half", "percentage", "percent", None, 50, "less than")),
        ("He drank five times the legal limit.", ("five times", "ratio", "times", 5, 5, "exactly")),
        ("It is twice as high.", ("twice", "ratio", "times", 2, 2, "exactly")),
        ("It is two to three times more likely.", ("two to three times", "ratio", "times", 2, 3, "between")),
        ("It saw a tenfold rise.", ("tenfold", "ratio", "times", 10, 10, "exactly")),
        ("The price has doubled since.", ("doubled", "ratio", "times", 2, 2, "exactly")),
        ("He had a 38-caliber gun.", ("38-caliber", "measure", "m", 0.009652, 0.009652, "exactly")),
        (
            "It runs 40 miles per gallon.",
            ("40 miles per gallon", "measure", "m/m3", 17005748.2972, 17005748.2972, "exactly"),
        ),
        ("It lost 10 tons a day.", ("10 tons a day", "measure", "kg/s", 1e4 / 86400, 1e4 / 86400, "exactly")),
        (
            "It averaged 3.8 yards per run.",
            ("averaged 3.8 yards per run", "measure", "m/run", 3.47472, 3.47472, "about"),
        ),
        ("Temperatures were minus 20 that night.", ("minus 20", "measure", "degree", -20, -20, "exactly")),
        ("The captain scored 20 Thursday night to break the record.", ("20", "count", "", 20, 20, "exactly")),
        ("The plant makes 200 W. The other is idle.", ("200 W", "measure", "W", 200, 200, "exactly")),
        ("It fell to -3 degrees.", ("-3 degrees", "measure", "degree", -3, -3, "exactly")),
        ("It lasted a couple of weeks.", ("a couple of weeks", "duration", "day", 14, 14, "about")),
        ("It is a 5-foot-10 wall.", ("5-foot-10", "measure", "m", 1.778, 1.778, "exactly")),
        (
            "It rose 0.3 of a percentage point.",
            ("0.3 of a percentage point", "percentage", "percentage point", 0.3, 0.3, "exactly"),
        ),
        ("A survey of 18-to-24-year-olds came.", ("18-to-24-year-olds", "age", "year", 18, 24, "between")),
        ("It has 40-odd boats.", ("40-odd boats", "count", "boat", 40, 40, "about")),
        ("It drew 10,000+ fans.", ("10,000+ fans", "count", "fan", 10000, None, "at least")),
        ("A 3,000-strong force came.", ("3,000", "count", "", 3000, 3000, "exactly")),
        ("It hit over 2m Windows users.", ("over 2m Windows users", "count", "user", 2e6, None, "more than")),
        (
            "It has more than half-a-dozen boats.",
            ("more than half-a-dozen boats", "count", "boat", 6, None, "more than"),
        ),
        ("It has 258 receiving yards.", ("258 receiving yards", "measure", "m", 235.9152, 235.9152, "exactly")),
        ("Since I was nine, it rained.", ("nine", "age", "year", 9, 9, "exactly")),
        ("She was the youngest mayor ever at 26.", ("26", "age", "year", 26, 26, "exactly")),
        ("Ada Berg died at 87.", ("87", "age", "year", 87, 87, "exactly")),
        ("They will hand over 20 prisoners.", ("20 prisoners", "count", "prisoner", 20, 20, "exactly")),
        ("They care about 12 things.", ("12 things", "count", "thing", 12, 12, "exactly")),
        ("It scored over two defenders.", ("two defenders", "count", "defender", 2, 2, "exactly")),
    ],
)
def test_ages_shares_factors_and_rates(text, expected):
    words, dimension, unit, low, high, comparator = only(text)
    bounds = [None if bound is None else pytest.approx(bound) for bound in expected[3:5]]
    assert ((words, dimension, unit), [low, high], comparator) == (expected[:3], bounds, expected[5])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took 10, 12 and 15 boats.", [("10", 10, "boat"), ("12", 12, "boat"), ("15 boats", 15, "boat")]),
        ("It fell 2 and 3 percent.", [("2", 2, "percent"), ("3 percent", 3, "percent")]),
        ("It has a 7- or 8-inch screen.", [("7", 0.1778, "m"), ("8-inch", 0.2032, "m")]),
        ("It sold 435 homes by sale and 187 by tender.", [("435 homes", 435, "home"), ("187", 187, "home")]),
        ("It fell 300 points to 24,000.", [("300 points", 300, "point"), ("24,000", 24000, "point")]),
        ("A mother of 12 died, with two others.", [("12", 12, "child"), ("two others", 2, "")]),
        ("It is 3 acres, 300 feet up.", [("3 acres", 12140.5692672, "m2"), ("300 feet", 91.44, "m")]),
    ],
)
def test_lists_share_their_unit(text, expected):
    assert [(words, pytest.approx(value.low), value.unit) for words, value in stated(text)] == expected


def test_the_steps_of_fractions_and_ranges():
    [(_, half)] = stated("Half of the boats sank.")
    [(_, between)] = stated("Between 60 and 100 men met.")
    assert [float(value.granularity) for value in (half, between)] == [5.0, 1.0]


def test_an_age_and_a_clock_are_no_dates():
    text = "She is in her 60s and scored with 7:41 left."
    found = find_values(parsed(text), dt.date(2020, 12, 2))
    assert [(each.span.of(text), each.value.dimension.value) for each in found] == [
        ("60s", "age"),
        ("7:41", "duration"),
    ]


def test_twice_the_text_takes_about_twice_the_time():
    sentence = "Some 15 to 20 percent of 2,000 men paid $5m, a.b.c.d.e, or two hundred and fifty, in six-week terms. "
    short, long = parsed(sentence * 40), parsed(sentence * 160)
    assert seconds(lambda: find_values(long, None)) < 8 * seconds(lambda: find_values(short, None)) + 0.2


def test_a_time_in_two_units_is_as_exact_as_the_smaller():
    (found,) = find_quantities(parsed("It took seven minutes and 41 seconds."))
    assert float(found.value.granularity) == pytest.approx(1 / 86400)
