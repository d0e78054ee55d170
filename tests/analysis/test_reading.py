"""One text in, everything found in it out: exact spans whatever the text is, in linear time, and what gave nothing."""

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, example, given, settings

from benchmarks import robustness
from claims.analysis.reading import Text, read
from claims.analysis.text import language
from tests.timing import seconds

SLOWEST = ("punctuation and letters", "brackets", "quotation marks in a line", "no space and no full stop", "newlines")


def reasons(text, published=None):
    analysis = next(read(language.load(), [Text(text, published)]))
    return {gap.span.of(text): gap.reason for gap in analysis.gaps}


@pytest.mark.parametrize(
    ("text", "sentence", "reason"),
    [
        ("The hall is old. The letter left Room A-12 of it.", "The letter left Room A-12 of it.", "name or a code"),
        ("He left.\n\nSee “The Long Road.\n\nThe end.", "See “The Long Road.", "without its partner"),
        ("By Ada Quell, 12 May 2019\n\nThe hall is old.", "By Ada Quell, 12 May 2019", "outside the body"),
    ],
)
def test_a_gap_says_why(text, sentence, reason):
    assert reason in reasons(text)[sentence]


def test_what_gave_a_claim_or_a_quote_is_no_gap():
    assert reasons("The flood destroyed 12 bridges. “We lost all of them,” the mayor said.") == {}


def test_a_sentence_without_a_sign_is_no_gap():
    assert reasons("The mayor walked home. It may rain.") == {}


def test_the_date_of_a_saying_is_told_as_such():
    found = reasons("The mayor was there. She spoke on Thursday.", dt.date(2021, 3, 1))
    assert "only says when" in found["She spoke on Thursday."]


def test_texts_come_in_their_order():
    texts = [f"The flood destroyed {count} bridges.\n" * length for count, length in ((3, 9), (4, 1), (5, 40))]
    found = list(read(language.load(), map(Text, texts)))
    assert [analysis.claims[0].stated.value.low for analysis in found] == [3, 4, 5]
    assert list(read(language.load(), [])) == []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=robustness.TEXTS)
@example("“We lost 12 boats,” Ada Brandt said.“\x1f“We lost 12 boats,” Ada Brandt said.")
def test_every_span_is_exact_whatever_the_text(text):
    assert robustness.wrong_spans(text, robustness.analysed(text)[0]) == []


def test_every_span_of_changed_texts_is_exact():
    changes = random.Random(3)
    texts = [robustness.mutate(changes, "\n\n".join(robustness.SENTENCES)) for _ in range(100)]
    for text, found in zip(texts, robustness.analysed(*texts), strict=True):
        assert robustness.wrong_spans(text, found) == [], text


@pytest.mark.parametrize("name", SLOWEST)
def test_time_grows_with_the_length(name):
    make, _ = robustness.SHAPES[name]
    small, large = make(5_000), make(20_000)
    before, after = seconds(lambda: robustness.analysed(small)), seconds(lambda: robustness.analysed(large), runs=2)
    assert after < robustness.MOST_GROWTH * before + 0.05


def test_wrong_spans_are_seen():
    text = "The flood destroyed 12 bridges."
    found = robustness.analysed(text)[0]
    assert robustness.wrong_spans(text[:10], found) != []
    assert robustness.wrong_spans(" " * len(text), found) != []
