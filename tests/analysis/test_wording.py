"""Which quotes are one utterance, and how their words differ."""

import dataclasses

import pytest

from claims.analysis.facts.disputes import Reported, attribution_dispute, wording_dispute
from claims.analysis.facts.wording import SAME, Difference, Said, keys, quoted_part, same_utterance, stems, variant
from sources.messages import english

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
    # What one says is no wording of what another is reported to say in much the same words.
    (
        said("the harbour board will close both northern quays before the winter storms"),
        said(
            "that the harbour board would close both northern quays before the winter storms",
            speaker="mayor",
            verbatim="",
            article="two",
        ),
        False,
    ),
    # One speaker's sentence in direct and in reported form.
    (
        said("we will close both northern quays before the winter storms"),
        said("that they would close both northern quays before winter storms", verbatim="", article="two"),
        True,
    ),
    # Two speakers with one pattern of speech.
    (
        said("any attempt to move the old market out of the town without a vote is a disgrace"),
        said(
            "any attempt to sell the new bridge out of season without a licence is a disgrace",
            speaker="clerk",
            article="two",
        ),
        False,
    ),
    # Cut short, with words left out, and with words put in.
    (said("the quay will stand for another hundred years"), said("another hundred years", article="two"), True),
    (
        said("the quay, which my father built, will stand for another hundred years"),
        said("the quay … will stand for another hundred years", speaker="", words="he", article="two"),
        True,
    ),
    (
        said("it will stand for another hundred years"),
        said("[the quay that my father built] will stand for another hundred years", article="two"),
        True,
    ),
]


def test_words_that_nobody_spoke_are_no_utterance():
    spoken, scare = said("the so called harbour reform"), said("the so called harbour reform", article="two")
    scare = dataclasses.replace(scare, spoken=False)
    assert same_utterance(spoken, scare).score == same_utterance(scare, scare).score == 0.0
    assert keys(spoken) and not keys(scare)


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
    ("We don't want it and it's late", "We do not want it and it is late", "identical"),
    ("We’ll mend what can’t wait", "we will mend what cannot wait", "identical"),
    ("We will [...] win", "We will surely and quickly win", "ellipsis"),
    ("[Fishermen] will not be moved", "We will not be moved", "bracketed insert"),
    ("the mayor's boat is here", "the mayor is here", "words changed"),
]


@pytest.mark.parametrize(("ours", "theirs", "kind"), VARIANTS)
def test_variant(ours, theirs, kind):
    assert variant(said(ours), said(theirs))[0] == kind


def test_the_words_that_differ_are_named():
    _, changed = variant(said("We will win this long war"), said("We will lose this long war"))
    assert changed == (Difference("win", "lose"),)


def test_the_words_that_differ_are_as_they_are_written():
    _, changed = variant(said("We don't mend old quays"), said("We will mend new quays"))
    assert changed == (Difference("don't", "will"), Difference("old", "new"))
    _, changed = variant(said("We do so mend it"), said("We don't mend it"))
    assert changed == (Difference("so", "not"),)


def test_every_wording_is_aligned_with_the_longest():
    words = ("We will win this very long war", "We will lose this very long war", "We will win this short war")
    dispute = wording_dispute([reported(w[12:], w[12:], said(w, article=w), "P") for w in words])
    assert len(dispute.versions) == 3
    assert dispute.changed == (Difference("lose", "win"), Difference("very long", "short"))


def test_a_reprint_that_changed_the_words_has_its_own_wording():
    quotes = [
        Reported("a", said("We will win this long war"), "North", "P", "North"),
        Reported("b", said("We will win this long war", article="two"), "North", "P", "East"),
        Reported("c", said("We will lose this long war", article="three"), "North", "P", "South"),
    ]
    dispute = wording_dispute(quotes)
    assert {version.origins for version in dispute.versions} == {("North",), ("South",)}
    shown = {english(origin) for version in dispute.versions for origin in version.shown}
    assert shown == {"North (and 1 reprint)", "South"}


def test_reported_speech_may_paraphrase():
    assert variant(said(COUP), said("the letter was a coup", verbatim=""))[0] == "reported form"


def test_quoted_part():
    assert quoted_part("that the move was “an attempted coup” and worse") == "an attempted coup"
    assert quoted_part("that the move was bad") == ""


def reported(key, origin, quote, speaker, kind="person"):
    return Reported(key, quote, origin, speaker, kind=kind)


def test_wordings_of_two_origins_are_a_dispute():
    dispute = wording_dispute(
        [
            reported("a", "Radio", said(COUP), "P"),
            reported("b", "Times", said("an attempted military coup", article="two"), "P"),
        ]
    )
    assert [version.origins for version in dispute.versions] == [("Radio",), ("Times",)]
    assert dispute.changed[0].theirs == "attempted"


WORDS = "will no longer be able to take sound decisions in this grave hour"


def credited(*speakers):
    """The same words, credited to each of these (name, kind) by an outlet of its own."""
    quotes = [
        reported(str(number), f"Outlet {number}", said(WORDS, name, name, article=str(number)), name, kind)
        for number, (name, kind) in enumerate(speakers)
    ]
    dispute = attribution_dispute(quotes)
    return dispute and ({version.label for version in dispute.versions}, dispute.gap)


@pytest.mark.parametrize(
    ("speakers", "gap"),
    [
        ((("Ada Person", "person"), ("Bea Other", "person")), 1.0),
        ((("the Coal Board", "organisation"), ("the Miners' Union", "organisation")), 1.0),
        ((("Ada Person", "person"), ("several dozen officers", "group")), 0.6),
        ((("the General Staff", "organisation"), ("several dozen officers", "group")), 0.6),
    ],
)
def test_one_wording_credited_to_two_speakers_is_a_dispute(speakers, gap):
    assert credited(*speakers) == ({name for name, _ in speakers}, gap)
    assert credited(*speakers, ("he", "")) == credited(*speakers)


@pytest.mark.parametrize(
    "speakers",
    [
        (("Ada Person", "person"), ("a statement", "")),
        (("Ada Person", "person"), ("the 55-year-old", "")),
        (("Ada Person", "person"), ("Person", "place")),
        (("Ada Person", "person"), ("the Coal Board", "organisation")),
        (("witnesses", "group"), ("people at the gate", "group")),
        (("the Coal Board", "organisation"), ("Quellmouth", "place")),
    ],
)
def test_speakers_who_may_be_one_are_no_dispute(speakers):
    assert credited(*speakers) is None


def test_who_speaks_for_an_organisation_does_not_hide_another():
    board, ada, bea = ("the Coal Board", "organisation"), ("Ada Person", "person"), ("Bea Other", "person")
    assert credited(board, ada, bea) == ({"Ada Person", "Bea Other"}, 1.0)


def worded(*wordings):
    quotes = [reported(w, w, said(w, article=w), "P") for w in wordings]
    return wording_dispute(quotes)


@pytest.mark.parametrize(
    ("ours", "theirs", "gap"),
    [
        ("We will win this long war", "We will lose this long war", 0.5),
        ("We will win this long war", "We will win the long war", 0.25),
        ("We will win this long war", "We will never win this long war", 0.9),
        ("We have 12 boats at sea today", "We have 21 boats at sea today", 0.9),
        ("It was the 11th hour of the day", "It was the eleventh hour of the day", 0.5),
    ],
)
def test_what_a_changed_word_may_matter(ours, theirs, gap):
    assert worded(ours, theirs).gap == gap


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("The terrorised neighbours analysed their travelling", "The terrorized neighbors analyzed their traveling"),
        ("They say my daughter's been hurt again", "They say my daughter has been hurt again"),
        ("It’ s hard and we’ ll see her", "It's hard and we will see her"),
        (
            "I saw them weep. In the old hall most of those on the floor were children",
            "I saw them weep. They knew who were children",
        ),
    ],
)
def test_what_is_no_other_wording(ours, theirs):
    assert worded(ours, theirs) is None
