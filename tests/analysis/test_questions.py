"""Which differing answers belong to one question: shown by small stories of claims."""

from dataclasses import replace

from claims.analysis.facts import questions
from claims.analysis.facts.questions import SideBySide, answers, one_question, put_together
from claims.analysis.facts.sameness import SAME, same_fact
from claims.analysis.values import Dimension, Value

from .test_relations import count, day
from .test_sameness import DEAL, stated

WORDS = frozenset(("bridge", "flood", "destroy", "river"))
SEVEN = stated(count(7.0), head="bridge", words=WORDS, near=frozenset(("bridge", "flood", "destroy")))
EIGHT = replace(SEVEN, article="two", value=count(8.0))


def grouped(*groups, apart=()):
    """The groups after they were put together, as sets of articles and figures."""
    claims = dict(enumerate(claim for group in groups for claim in group))
    numbers = iter(claims)
    numbered = [[next(numbers) for _ in group] for group in groups]
    links = {
        (a, b): same_fact(claims[a], claims[b]).score
        for a in claims
        for b in claims
        if a < b and questions.contradict(claims[a], claims[b])
    }
    return [sorted(part) for part in put_together(numbered, claims, links, apart)]


def test_close_figures_in_the_same_words_are_answers_to_one_question():
    assert grouped([SEVEN], [EIGHT]) == [[0, 1]]


def test_figures_in_other_words_are_not():
    other = replace(EIGHT, near=frozenset(("minister", "resign")), words=frozenset(("minister",)), head="minister")
    assert grouped([SEVEN], [other]) == [[0], [1]]


def test_who_states_both_tells_of_two_things():
    both = replace(SEVEN, article="two")
    assert grouped([SEVEN, both], [EIGHT]) == [[0, 1], [2]]
    # Also where the other claim was put elsewhere.
    assert grouped([SEVEN], [EIGHT], [both]) == [[0], [1], [2]]


def test_a_looser_statement_of_the_same_is_no_second_thing():
    """ "Last November" beside "November 10" in one article does not tell of two deals."""
    month = replace(DEAL, value=day("2025-05-01", "2025-05-31", "month"))
    assert not SideBySide([DEAL, month]).has(answers([DEAL]), answers([month]))


def test_what_was_ruled_apart_stays_apart_and_keeps_others_out():
    nine = replace(SEVEN, article="three", value=count(9.0))
    assert grouped([SEVEN], [EIGHT], [nine]) == [[0, 1, 2]]
    together = grouped([SEVEN], [EIGHT], [nine], apart={frozenset((0, 1))})
    assert not any({0, 1} <= set(part) for part in together)


def test_the_order_of_groups_does_not_matter():
    nine = replace(SEVEN, article="three", value=count(9.0))
    assert len(grouped([nine], [EIGHT], [SEVEN])) == len(grouped([SEVEN], [EIGHT], [nine])) == 1


def test_the_score_is_the_same_from_either_side_and_has_reasons():
    score = same_fact(SEVEN, EIGHT).score
    one = one_question(answers([SEVEN]), answers([EIGHT]), score)
    other = one_question(answers([EIGHT]), answers([SEVEN]), score)
    assert one == other and one.score >= SAME
    assert one.reasons == (
        "both about: bridge",
        "words in common beside the values: bridge, destroy, flood",
        "no article states both",
    )


def test_nearness_is_measured_by_the_kind_of_value():
    time = stated(Value(Dimension.TIME, "", 1200.0, 1200.0, "1.0"), head="march")
    later = replace(time, value=replace(time.value, low=1230.0, high=1230.0))
    assert 0.5 < questions.closeness(time, later) < 1
    assert questions.closeness(SEVEN, EIGHT) == 7 / 8
    assert questions.closeness(SEVEN, replace(SEVEN, value=count(0.0))) == 0
