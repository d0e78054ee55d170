"""Who says what in a headline."""

import pytest

from tests.analysis.test_quotes import found

BODY = "\n\nThe council met on Friday, and everybody went home before the storm."


@pytest.mark.parametrize(
    ("headline", "quote"),
    [
        ("Harbour deal is off: minister", ("indirect", ["Harbour deal is off"], None, "minister")),
        ("Minister: harbour deal is off", ("indirect", ["harbour deal is off"], None, "Minister")),
        ("Anna Berg: 'We lost the harbour'", ("direct", ["We lost the harbour"], None, "Anna Berg")),
        ("# Police: storm has closed harbour", ("indirect", ["storm has closed harbour"], None, "Police")),
    ],
)
def test_a_speaker_beside_a_colon(headline, quote):
    assert found(headline + BODY) == [quote]


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour: the storm in pictures",
        "Explained: why the harbour was closed",
        "Harbourtown storm: what we know",
        ": harbour deal",
        "Minister:",
    ],
)
def test_a_colon_without_a_speaker(headline):
    assert found(headline + BODY) == []


def test_a_heading_says_it_with_a_verb():
    assert found("## Anna Berg says harbour is lost" + BODY) == [("indirect", ["harbour is lost"], "says", "Anna Berg")]


def test_words_in_a_heading_are_the_speakers_whom_the_article_quotes():
    text = 'The storm\n\n## ‘Lost for good’\n\n"The harbour is lost for good," said Anna Berg.' + BODY
    assert ("direct", ["Lost for good"], None, "Anna Berg") in found(text)


def test_words_in_a_heading_that_nobody_is_quoted_with():
    text = 'The storm\n\n## ‘Lost for good’\n\n"The harbour is shut," said Anna Berg.' + BODY
    assert ("scare", ["Lost for good"], None, None) in found(text)
