"""Which claims answer one question, as tables; the score is the same whichever comes first."""

import datetime as dt
from dataclasses import replace

import pytest

from claims.analysis.facts import questions
from claims.analysis.facts.sameness import SAME, same_fact
from claims.analysis.facts.stated import Stated
from claims.analysis.found import Change, Modality
from claims.analysis.values import Dimension, Value

from .test_relations import count, day


def put_together(a, b):
    """Whether two claims that contradict each other come under one question."""
    links = {(0, 1): same_fact(a, b).score}
    return len(questions.put_together([[0], [1]], {0: a, 1: b}, links, ())) == 1


STORY = frozenset(("quellmouth", "brightwater", "quell", "northtown"))


def stated(value, article="one", **fields):
    fields.setdefault("head", "district")
    return Stated(article, value, story=STORY, published=dt.date(2025, 5, 20), **fields)


CEDED = stated(
    count(3.0), event="transfer", verbs=frozenset(("cede",)), words=frozenset(("transfer", "town", "army", "river"))
)
REGAINED = replace(CEDED, article="two", value=count(7.0), verbs=frozenset(("regain",)))
DEAL = stated(day("2025-05-09"), head="deal", event="deal", words=frozenset(("deal", "peace", "sign")))
# Ten kilometres to the kilometre, and six miles to the mile.
DEEP = stated(Value(Dimension.MEASURE, "m", 10000.0, 10000.0, "1000.0"), head="depth", nearest=("depth", "hit"))
MILES = Value(Dimension.MEASURE, "m", 9656.1, 9656.1, "1609.344")
SEASON = stated(day("2007-01-01", "2007-12-31", "year"), head="season", naming=True, words=frozenset(("game", "miss")))
KILLED = stated(count(12.0), head="people", event="kill", words=frozenset(("kill", "flood", "people")))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (CEDED, replace(REGAINED, value=CEDED.value), True),
        (DEAL, replace(DEAL, article="two"), True),
        (DEAL, replace(DEAL, article="two", value=day("2025-08-10")), False),
        (DEEP, replace(DEEP, article="two", value=MILES), True),
        (DEEP, replace(DEEP, article="two", value=replace(MILES, low=8046.7, high=8046.7)), False),
        (KILLED, replace(KILLED, article="two", event="injure"), False),
        (KILLED, replace(KILLED, article="two", story=frozenset(("elsewhere",))), False),
        (SEASON, replace(SEASON, article="two"), True),
        (SEASON, replace(SEASON, article="two", value=day("2008-01-01", "2008-12-31", "year")), False),
        (CEDED, replace(CEDED, article="two", head="boat", event="", words=frozenset(("boat",))), False),
        (
            replace(KILLED, when=day("2025-05-01")),
            replace(KILLED, article="two", when=day("2025-05-09")),
            False,
        ),
        (
            stated(Value(Dimension.MONEY, "USD", 5.0, 5.0, "1.0"), head="damage"),
            stated(Value(Dimension.MONEY, "EUR", 5.0, 5.0, "1.0"), head="damage", article="two"),
            False,
        ),
    ],
)
def test_same_fact(a, b, same):
    assert (same_fact(a, b).score >= SAME) is same
    assert same_fact(a, b).score == same_fact(b, a).score
    assert same_fact(a, b).reasons


DISMISSED = stated(
    Value(Dimension.OCCURRENCE, "dismiss", 1.0, 1.0, "1.0"),
    head="dismiss",
    event="dismiss",
    acting=frozenset(("quell",)),
    affected=frozenset(("aldred",)),
    words=frozenset(("dismiss", "general", "staff")),
)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (KILLED, {"modality": Modality.DENIED}, "one of them is denied"),
        (KILLED, {"modality": Modality.CONDITIONAL}, "one of them is conditional"),
        (CEDED, {"change": Change.RISE}, "a change (rise) is not a level"),
        (replace(CEDED, change=Change.TO), {"change": Change.RISE}, "another part of a change"),
        (DISMISSED, {"affected": frozenset(("someone",))}, "of other people or things"),
        (DISMISSED, {"affected": frozenset(), "acting": frozenset(("someone",))}, "by others"),
    ],
)
def test_what_cannot_answer_one_question(a, b, reason):
    assert same_fact(a, replace(a, article="two", **b)).reasons == (reason,)
    assert same_fact(replace(a, article="two", **b), a).reasons == (reason,)


def test_whether_it_happened_is_one_question_of_those_it_happened_to():
    refused = replace(DISMISSED, article="two", value=replace(DISMISSED.value, low=0.0, high=0.0))
    assert same_fact(DISMISSED, refused).score >= questions.WORTH_A_LOOK
    assert put_together(DISMISSED, refused)


def test_what_happens_again_and_again_is_not_one_event():
    rally = stated(day("2025-05-03"), head="rally", event="protest", words=frozenset(("protest", "square", "town")))
    assert same_fact(rally, replace(rally, article="two", value=day("2025-05-10"))).score == 0


def test_a_part_and_the_rest_it_names_speak_for_one_fact():
    part = replace(CEDED, others=(4.0,))
    assert same_fact(part, REGAINED).score > same_fact(CEDED, REGAINED).score


def test_a_speaker_may_contradict_the_narrator_in_one_article():
    claim = stated(
        count(11.0), head="fault", verbs=frozenset(("find",)), words=frozenset(("inspector", "find", "gear"))
    )
    same_voice = replace(claim, value=count(2.0))
    assert same_fact(claim, replace(same_voice, holder="Ada")).score > same_fact(claim, same_voice).score
