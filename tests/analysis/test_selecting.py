"""What the rules make of words that were selected: only what stands around them is read."""

import datetime as dt

import pytest

from claims.analysis.reading import Text
from claims.analysis.selecting import AROUND, select
from claims.analysis.spans import Span
from claims.analysis.text import language
from claims.analysis.values import Dimension, Value

DAY = dt.date(2021, 3, 1)
SAID = "Some 40 boats were lost in Quellmouth. It could not be helped."
FILLER = "Nothing else of note was told that day.\n" * (AROUND // 10)


@pytest.fixture(scope="module")
def nlp():
    return language.load()


def chosen(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize("text", [SAID, f"{FILLER}{SAID}\n{FILLER}"], ids=["short", "long"])
def test_the_value_in_the_selected_words_is_told_with_its_place_in_the_whole_text(nlp, text):
    found = select(nlp, Text(text, DAY), chosen(text, "40 boats"))
    assert found.moved(found.value.span).of(text) == "Some 40 boats"
    assert (found.value.value.low, found.value.value.unit) == (40.0, "boat")
    assert found.moved(found.claim.evidence).of(text) == "Some 40 boats were lost in Quellmouth."
    assert len(found.text) <= 2 * AROUND + len("40 boats")


def test_a_value_that_a_reader_gave_is_taken_for_what_the_words_state(nlp):
    given = Value(Dimension.COUNT, "thing", 7.0, 7.0, "1.0")
    found = select(nlp, Text(SAID, DAY), chosen(SAID, "boats"), given)
    assert found.value.value == given and found.claim.stated.value == given


def test_words_without_a_value_have_their_sentence(nlp):
    found = select(nlp, Text(SAID, DAY), chosen(SAID, "not be"))
    assert found.value is None and found.claim is None
    assert found.moved(found.sentence).of(SAID) == "It could not be helped."
