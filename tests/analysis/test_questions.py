"""Which differing answers belong to one question: shown by small stories of claims."""

from dataclasses import replace

from claims.analysis.facts import questions
from claims.analysis.facts.questions import Told, answers, one_question, put_together
from claims.analysis.facts.sameness import SAME, same_fact, settled
from claims.analysis.values import Dimension, Value
from sources.messages import english

from .test_relations import count, day
from .test_sameness import DEAL, stated

WORDS = frozenset(("bridge", "flood", "destroy", "river"))
SEVEN = stated(count(7.0), head="bridge", words=WORDS, nearest=("bridge", "flood", "destroy"))
EIGHT = replace(SEVEN, article="two", value=count(8.0))


def grouped(*groups, apart=()):
    """The groups after they were put together, as sets of articles and figures."""
    claims = dict(enumerate(claim for group in groups for claim in group))
    numbers = iter(claims)
    numbered = [[next(numbers) for _ in group] for group in groups]
    return [sorted(part) for part in put_together(numbered, claims, linked(claims), apart)]


def linked(claims):
    """The scores of all that contradict each other, as they are stored."""
    matches = {(a, b): same_fact(claims[a], claims[b]) for a in claims for b in claims if a < b}
    return {
        (a, b): match.score
        for (a, b), match in settled(matches, claims).items()
        if questions.contradict(claims[a], claims[b])
    }


def test_close_figures_in_the_same_words_are_answers_to_one_question():
    assert grouped([SEVEN], [EIGHT]) == [[0, 1]]


def test_the_nearer_the_words_in_common_are_to_the_values_the_more_they_say():
    far = replace(EIGHT, nearest=("council", "debate", "evening", "bridge"))
    near = replace(far, nearest=("bridge", "council", "debate", "evening"))
    scores = [one_question(answers([SEVEN]), answers([other]), 0.5).score for other in (far, near)]
    assert scores[0] < scores[1]


def test_figures_in_other_words_are_not():
    other = replace(EIGHT, nearest=("minister", "resign"), words=frozenset(("minister",)), head="minister")
    assert grouped([SEVEN], [other]) == [[0], [1]]


def test_who_states_both_tells_of_two_things():
    both = replace(SEVEN, article="two")
    assert grouped([SEVEN, both], [EIGHT]) == [[0, 1], [2]]


def test_two_things_counted_in_one_sentence_are_not_one_sentence_changed():
    """ "112 passengers and nine crew members", and 121 and nine elsewhere: as many words in common as anything has."""
    words = ("ferry", "carry", "passenger", "crew", "member", "nine")
    told = stated(count(112.0), article="one", head="passenger", nearest=words)
    crew = stated(count(9.0), article="one", head="member", nearest=words)
    corrected, other_crew = (replace(claim, article="two") for claim in (replace(told, value=count(121.0)), crew))
    assert not questions.one_sentence(answers([crew]), answers([corrected]))
    assert questions.one_sentence(answers([told]), answers([corrected]))
    assert sorted(map(sorted, grouped([told], [corrected], [crew, other_crew]))) == [[0, 1], [2, 3]]


def test_a_sentence_with_both_figures_is_copied_and_not_changed():
    """ "Seven life sentences and four sentences of life" in two articles: neither altered the other's."""
    words = ("sentence", "life", "court", "parole", "saturday", "judge")
    seven = stated(count(7.0), article="one", head="sentence", nearest=words)
    four = replace(seven, value=count(4.0))
    copies = [replace(claim, article="two") for claim in (seven, four)]
    assert not questions.one_sentence(answers([seven, copies[0]]), answers([four, copies[1]]))
    assert sorted(map(sorted, grouped([seven, copies[0]], [four, copies[1]]))) == [[0, 1], [2, 3]]
    assert questions.one_sentence(answers([seven]), answers([copies[1]]))


def test_a_short_sentence_with_both_figures_is_of_two_things():
    """ "Ada Quell had eight of the team's 11 assists", in two articles."""
    eight = stated(count(8.0), article="one", head="assist", nearest=("assist", "quell", "ada", "team"))
    eleven = replace(eight, value=count(11.0))
    copies = [replace(claim, article="two") for claim in (eight, eleven)]
    claims = dict(enumerate((eight, copies[0], eleven, copies[1])))
    across = {(0, 3): 0.9, (1, 2): 0.9}
    assert sorted(map(sorted, put_together([[0, 1], [2, 3]], claims, across, ()))) == [[0, 1], [2, 3]]
    assert len(put_together([[0], [3]], claims, across, ())) == 1


def test_a_looser_statement_of_the_same_is_no_second_thing():
    """ "Last November" beside "November 10" in one article does not tell of two deals."""
    month = replace(DEAL, value=day("2025-05-01", "2025-05-31", "month"))
    other = replace(DEAL, article="two", value=day("2025-05-10"))
    assert grouped([DEAL, month], [other]) == [[0, 1, 2]]
    elsewhere = replace(DEAL, article="three")
    assert grouped([other], [elsewhere, replace(month, article="two")]) == [[0, 1, 2]]


def test_one_who_contradicts_himself_tells_of_one_thing_where_nothing_else_tells_them_apart():
    told = stated(count(7.0), head="district", definite=True, words=WORDS, nearest=("transfer", "district"))
    assert grouped([told], [replace(told, value=count(8.0))]) == [[0, 1]]
    assert grouped([SEVEN], [replace(SEVEN, value=count(8.0))]) == [[0], [1]]


def test_what_another_claim_of_the_article_fits_better_is_no_answer():
    """Two bridges and two roads, three bridges and three roads: each against its own."""
    roads = ("road", "storm", "close")
    two, three = (
        stated(count(11.0), head="bridge", nearest=SEVEN.nearest),
        stated(count(12.0), head="road", nearest=roads),
    )
    others = replace(two, article="two", value=count(13.0)), replace(three, article="two", value=count(14.0))
    claims = dict(enumerate((two, three, *others)))
    scores = linked(claims)
    assert scores[0, 2] > scores[0, 3] and scores[1, 3] > scores[1, 2]
    told = Told([[0], [1], [2], [3]], claims, scores).questions(scores)
    assert told[0, 2].score > SAME > told[0, 3].score


def test_a_misprint_is_a_figure_with_one_other_digit():
    assert questions.one_digit("2,116 points", "2,106")
    assert not questions.one_digit("2,116", "2,206") and not questions.one_digit("12", "13")


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
    assert tuple(map(english, one.reasons)) == (
        "both about: bridge",
        "words in common beside the values: bridge, destroy, flood",
        "no article states both",
    )


def test_nearness_is_measured_by_the_kind_of_value():
    time = stated(Value(Dimension.TIME, "", 1200.0, 1200.0, "1.0"), head="march")
    later = replace(time, value=replace(time.value, low=1230.0, high=1230.0))
    assert 0.5 < questions.closeness(time, later) < 1
    assert questions.closeness(SEVEN, EIGHT) == 7 / 8
    days = (replace(DEAL, value=day(f"2025-05-{number:02}")) for number in (10, 11))
    years = (replace(DEAL, value=day(f"{year}-01-01", f"{year}-12-31", "year")) for year in (2009, 2010))
    assert abs(questions.closeness(*days) - questions.closeness(*years)) < 0.01
    assert questions.closeness(SEVEN, replace(SEVEN, value=count(0.0))) == 0
