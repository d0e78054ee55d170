"""Which quotes are one utterance, and how their words differ."""

import pytest

from claims.analysis.facts.disputes import Reported, attribution_dispute, wording_dispute
from claims.analysis.facts.wording import SAME, Difference, Said, quoted_part, same_utterance, stems, variant

COUP = "I see the letter of the generals as an attempt at a military coup. I call on everyone to come."


def said(content, speaker="pasinian", words="", verbatim=..., article="one"):
    return Said(
        article, content, content if verbatim is ... else verbatim, speaker, frozenset(stems(words)), frozenset()
    )


SAME_TABLE = [
    (said(COUP), said("an attempted military coup", article="two"), True),
    (
        said("attempts to drag the army into politics are unacceptable", speaker="ministry"),
        said("attempts to call this accord into question are unacceptable", speaker="lavrov", article="two"),
        False,
    ),
    (
        said("will no longer be able to take sound decisions in this grave hour", speaker="staff"),
        said(
            "will no longer be able to take sound decisions in this grave hour", "", "dozens of officers", article="2"
        ),
        True,
    ),
    (said("a very good day"), said("a very good day", speaker="other", article="two"), False),
]


@pytest.mark.parametrize(("a", "b", "same"), SAME_TABLE)
def test_same_utterance(a, b, same):
    assert (same_utterance(a, b).score >= SAME) is same
    assert same_utterance(a, b) == same_utterance(b, a)


VARIANTS = [
    ("We will win this war", "we will win this war", "identical"),
    ("We will win this war, come what may", "win this war", "truncated"),
    ("We will … win", "We will surely and quickly win", "ellipsis"),
    ("attempts to involve (the army) are wrong", "attempts to involve it are wrong", "bracketed insert"),
    ("attempts to involve [the army] are wrong", "attempts to involve are wrong", "bracketed insert"),
    ("We will win this long war", "We will lose this long war", "words changed"),
]


@pytest.mark.parametrize(("ours", "theirs", "kind"), VARIANTS)
def test_variant(ours, theirs, kind):
    assert variant(said(ours), said(theirs))[0] == kind


def test_the_words_that_differ_are_named():
    _, changed = variant(said("We will win this long war"), said("We will lose this long war"))
    assert changed == (Difference("win", "lose"),)


def test_reported_speech_may_paraphrase():
    assert variant(said(COUP), said("the letter was a coup", verbatim=""))[0] == "reported form"


def test_quoted_part():
    assert quoted_part("that the move was “an attempted coup” and worse") == "an attempted coup"
    assert quoted_part("that the move was bad") == ""


def reported(key, origin, quote, speaker):
    return Reported(key, quote, origin, speaker)


def test_wordings_of_two_origins_are_a_dispute():
    dispute = wording_dispute(
        [
            reported("a", "Radio", said(COUP), "P"),
            reported("b", "Times", said("an attempted military coup", article="two"), "P"),
        ]
    )
    assert [version.origins for version in dispute.versions] == [("Radio",), ("Times",)]
    assert dispute.changed[0].theirs == "attempted"


def test_one_wording_credited_to_two_speakers_is_a_dispute():
    words = "will no longer be able to take sound decisions in this grave hour"
    quotes = [
        reported("a", "Radio", said(words, speaker="staff"), "the General Staff"),
        reported("b", "Times", said(words, "", "several dozen officers", article="two"), "several dozen officers"),
        reported("c", "World", said(words, "", "he", article="three"), "he"),
    ]
    dispute = attribution_dispute(quotes)
    assert [version.label for version in dispute.versions] == ["several dozen officers", "the General Staff"]
