"""Sentences that were seen and not taken, each with the reason its own signs give."""

import pytest

from claims.analysis import gaps
from claims.analysis.reading import Text, read
from claims.analysis.spans import Span
from claims.analysis.text import language
from claims.analysis.text.layout import lay_out


def found(text, taken=(), left=()):
    layout = lay_out(text)
    doc = next(language.parse(language.load(), [layout.text]))
    return [(gap.span.of(text), gap.reason) for gap in gaps.find_gaps(doc, layout, text, taken, left)]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("He lives at the 13th door.", "an ordinal, which counts nothing"),
        ("The B-52 landed here.", "a figure that is part of a name or a code"),
        ("Call the office on 555 010 7788 now.", "a figure that is a telephone or reference number"),
        ("The mayor looked at 12 of it.", "a figure that states no value"),
        ("The bells rang at 9 p.m. again.", "a time of day that no clause makes a claim of"),
        ("The mood of 2019 was dark.", "a date or year that could not be resolved or dates no event"),
        ("The mayor sang in May.", "a month or weekday that could not be resolved or dates no event"),
        ("The two left the hall.", "a number word that states no value"),
        ("They called it a “new dawn” here.", "a few words in quotation marks that nobody is said to have said"),
        ("The sign was “We will all be back by then”.", "quotation marks without a cue or a speaker"),
        ("The sign was “We will all be back.", "a quotation mark without its partner in the sentence"),
    ],
)
def test_the_reason_follows_from_the_signs(sentence, reason):
    assert found(f"{sentence} The hall is old.") == [(sentence, reason)]


def test_a_date_that_dates_nothing_is_a_gap_of_its_own():
    text = "It was the worst storm here since 1953."
    analysis = next(read(language.load(), [Text(text)]))
    assert not analysis.claims
    assert [gap.reason for gap in analysis.gaps] == [gaps.IDLE]


@pytest.mark.parametrize("text", ["The mayor may walk home.", "", "\n\n", "It's the mayor's dog."])
def test_a_sentence_without_a_sign_is_no_gap(text):
    assert found(text) == []


def test_what_gave_something_is_no_gap():
    text = "The 12 left. The 13 stayed."
    assert found(text, taken=[Span(4, 6)]) == [("The 13 stayed.", "a figure that states no value")]


def test_a_value_left_out_says_why_it_was():
    text = "The hall is old. She spoke on May 3."
    assert found(text, left=[(Span(30, 35), gaps.SAYING)]) == [("She spoke on May 3.", gaps.SAYING)]


def test_what_is_never_read_is_told():
    text = "The hall is old.\n\nThe mayor on May 3. (Photo: AP)\n\nThe door is new."
    assert found(text) == [("The mayor on May 3. (Photo: AP)", gaps.OUTSIDE[gaps.BlockKind.CAPTION])]
