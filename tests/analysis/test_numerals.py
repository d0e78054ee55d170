"""Numbers in digits and words, without any parse."""

import pytest

from claims.analysis.numbers.numerals import find_numerals


def read(text):
    return [(text[n.start : n.end], n.low, n.high, n.step) for n in find_numerals(text)]


@pytest.mark.parametrize(
    ("text", "stated", "low", "high", "step"),
    [
        ("20,000 people", "20,000", 20000, 20000, 10000),
        ("2,134 votes", "2,134", 2134, 2134, 1),
        ("8.1 points", "8.1", 8.1, 8.1, 0.1),
        ("3.2bn euros", "3.2bn", 3.2e9, 3.2e9, 1e8),
        ("12.3m tonnes", "12.3m", 12.3e6, 12.3e6, 1e5),
        ("twenty-five trucks", "twenty-five", 25, 25, 1),
        ("two hundred and fifty thousand", "two hundred and fifty thousand", 250000, 250000, 10000),
        ("4 hundred million", "4 hundred million", 4e8, 4e8, 1e8),
        ("two and a half million", "two and a half million", 2.5e6, 2.5e6, 1e5),
        ("a dozen boats", "a dozen", 12, 12, 12),
        ("several dozen", "several dozen", 36, 108, 12),
        ("dozens of boats", "dozens", 12, 120, 12),
        ("thousands marched", "thousands", 1000, None, 1000),
        ("tens of thousands", "tens of thousands", 10000, None, 10000),
        ("half a million", "half a million", 5e5, 5e5, 5e5),
        ("half the seats", "half", 0.5, 0.5, 0.5),
        ("two-thirds of it", "two-thirds", 2 / 3, 2 / 3, 2 / 3),
        ("a third of voters", "a third", 1 / 3, 1 / 3, 1 / 3),
        ("one in five homes", "one in five", 0.2, 0.2, 0.2),
        ("1/2 pound", "1/2", 0.5, 0.5, 0.5),
        ("2½ hours", "2½", 2.5, 2.5, 1),
        ("US$17,246", "17,246", 17246, 17246, 1),
        ("RM79 a month", "79", 79, 79, 1),
        ("about 8 bn euros", "8 bn", 8e9, 8e9, 1e9),
        ("a pair of boats", "a pair of", 2, 2, 1),
        ("1 in 500 boats", "1 in 500", 0.002, 0.002, 0.002),
        ("3 out of 10 boats", "3 out of 10", 0.3, 0.3, 0.3),
        ("less than half", "half", 0.5, 0.5, 0.5),
        ("three in five days", "three", 3, 3, 1),
    ],
)
def test_reads(text, stated, low, high, step):
    words, *numbers = read(text)[0]
    assert words == stated
    assert numbers == [pytest.approx(low), None if high is None else pytest.approx(high), pytest.approx(step)]


@pytest.mark.parametrize(
    "text",
    [
        "the tents often tense",
        "at 7:30 p.m.",
        "around 8 pm",
        "an A320 and a Covid-19 ward",
        "a 5.2.1 release",
        "call 555 123 4567",
        "won 45-7-2",
        "the 21st time",
        "a third man in the second half",
        "No. 5",
        "the MP3 and the mp3",
        "24/7 and 9/11",
        "the 08 of them",
        "29-of-34 on three-and-out",
        "about 1.99×10−30 kilograms",
        "on 03 / 08 / 2013",
        "+44 20 7946 0958",
    ],
)
def test_passes_over_what_only_looks_like_a_number(text):
    assert read(text) == []


@pytest.mark.parametrize("text", ["ſix men", "fıve men", "SİX men"])
def test_letters_that_differ_only_without_case_are_no_error(text):
    assert all(low > 0 for _, low, *_ in read(text))


def test_words_that_cannot_follow_start_a_new_number():
    assert [words for words, *_ in read("ten twenty thirty-one")] == ["ten", "twenty", "thirty-one"]
