"""Ordinals in digits and words, without any parse."""

import pytest

from claims.analysis.numbers.ordinals import find_ordinals


@pytest.mark.parametrize(
    ("text", "stated", "place"),
    [
        ("the fifth man", "fifth", 5),
        ("the twelfth man", "twelfth", 12),
        ("the twentieth man", "twentieth", 20),
        ("the forty-second man", "forty-second", 42),
        ("the 1st man", "1st", 1),
        ("the 11th man", "11th", 11),
        ("the 22nd man", "22nd", 22),
        ("the 113th man", "113th", 113),
        ("the 2,292nd man", "2,292nd", 2292),
    ],
)
def test_reads(text, stated, place):
    [ordinal] = find_ordinals(text)
    assert (text[ordinal.start : ordinal.end], ordinal.place) == (stated, place)


@pytest.mark.parametrize(
    "text", ["the 11st man", "the 3th man", "the 0th man", "secondly", "the second's end", "fifths"]
)
def test_what_is_no_ordinal(text):
    assert list(find_ordinals(text)) == []
