"""Values become claims: evidence, what they are about, and whose they are."""

import datetime as dt

import pytest

from claims.analysis.found import Role
from claims.analysis.reading import Text, read
from claims.analysis.text import language
from claims.analysis.values import Dimension

PUBLISHED = dt.date(2025, 5, 20)


def claims(text):
    analysis = next(read(language.load(), [Text(text, PUBLISHED)]))
    figures = [claim for claim in analysis.claims if claim.stated.value.dimension is not Dimension.OCCURRENCE]
    return analysis, {claim.stated.core.of(text): claim for claim in figures}


def roles(analysis, claim):
    return {analysis.entities[entity].name: role for entity, role in claim.about.roles}


def test_the_evidence_is_the_clause_and_has_the_value():
    text = "The river rose on Monday, and the flood destroyed 12 bridges in Quellmouth."
    _, found = claims(text)
    assert found["12"].evidence.of(text) == "the flood destroyed 12 bridges in Quellmouth."
    assert found["12"].evidence.covers(found["12"].stated.span)


def test_the_evidence_ends_before_the_next_clause():
    text = "The blast killed 12 people and injured 30."
    _, found = claims(text)
    assert found["12"].evidence.of(text) == "The blast killed 12 people"
    assert found["30"].evidence.of(text) == "The blast killed 12 people and injured 30"


def test_a_part_that_names_the_rest_keeps_it_and_the_rest_is_no_claim_of_its_own():
    _, found = claims("The town ceded three districts in addition to four others that its army had lost.")
    assert found["three"].about.others == (4.0,)
    assert "four" not in found


def test_the_narrator_and_a_quoted_speaker_are_told_apart():
    text = "The flood destroyed 12 bridges. “We lost 15 boats,” Mayor Ada Brightwater said."
    analysis, found = claims(text)
    assert (found["12"].holder, found["12"].holder_text) == (None, "")
    assert analysis.entities[found["15"].holder].name == "Ada Brightwater"


def test_a_date_belongs_to_the_event_its_verb_carries():
    _, found = claims("The two towns signed a peace deal on May 9.")
    assert (found["May 9"].about.head, found["May 9"].about.event) == ("deal", "deal")


@pytest.mark.parametrize(
    ("text", "figure", "head", "event"),
    [
        ("The blast killed 12 people and injured 30.", "12", "people", "kill"),
        ("The blast killed 12 people and injured 30.", "30", "person", "injure"),
        ("The quake left 24 dead and over 200 injured.", "24", "person", "kill"),
        ("The quake left 24 dead and over 200 injured.", "200", "person", "injure"),
        ("The 12 people killed in the attack will be buried on Friday.", "12", "people", "kill"),
        ("Twelve people were killed, of whom three were children.", "three", "child", "kill"),
        ("Ten people were killed and 140 were injured.", "140", "person", "injure"),
        ("Five bombs were dropped, of which four exploded.", "four", "bomb", ""),
        ("The mayor brought thousands to the streets.", "thousands", "person", ""),
        ("No one was hurt in the fire.", "No one", "person", "injure"),
        ("The town broke the cease-fire on May 4.", "May 4", "cease-fire", "deal"),
        ("Critics spoke of his handling of the bloody war last year.", "last year", "war", "fight"),
    ],
)
def test_what_a_figure_counts(text, figure, head, event):
    about = claims(text)[1][figure].about
    assert (about.head, about.event) == (head, event)


def test_the_words_of_another_event_in_the_sentence_are_not_taken_over():
    _, found = claims("The blast killed 12 people and injured 30.")
    assert "injure" not in found["12"].about.words
    assert "kill" not in found["30"].about.words


def test_active_and_passive_say_the_same_of_subject_and_object():
    active = claims("The flood destroyed 12 bridges.")[1]["12"].about
    passive = claims("12 bridges were destroyed by the flood.")[1]["12"].about
    assert (active.subject, active.object) == (passive.subject, passive.object) == ("flood", "bridge")


def test_the_subject_is_what_a_pronoun_stands_for_and_what_a_figure_counts():
    _, found = claims("Ada Brightwater bought 12 boats. She sold 15 cars. Dozens of workers carried 300 boxes.")
    assert found["15"].about.subject == "brightwater"
    assert found["300"].about.subject == "worker"


def test_entities_have_their_parts_in_the_clause():
    analysis, found = claims("In Quellmouth, 12 officers were dismissed by Mayor Ada Brightwater in May.")
    parts = roles(analysis, found["12"])
    assert (parts["Ada Brightwater"], parts["Quellmouth"]) == (Role.AGENT, Role.PLACE)


def test_a_clause_goes_on_from_the_report_before_it():
    text = "Ada Berg said the move was “an attempted coup” and fired Carl Dunmore."
    analysis = next(read(language.load(), [Text(text, PUBLISHED)]))
    assert [claim.about.subject for claim in analysis.claims] == ["berg"]


def test_a_date_that_is_all_there_is_dates_nothing():
    assert claims("Tuesday, May 4, 2021 - again.")[1] == {}


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("Ada Berg missed four games of the 2007 season.", True),
        ("Ada Berg lost the 2019 election to Carl Dunmore.", True),
        ("Ada Berg remembers the 2004 flood.", False),
        ("Ada Berg lost her seat in 2019.", False),
    ],
)
def test_the_year_of_what_comes_again_is_its_name(text, naming):
    _, found = claims(text)
    [dated] = [claim for claim in found.values() if claim.stated.value.dimension is Dimension.DATE]
    assert dated.about.naming is naming


def test_a_subject_that_a_preposition_took_is_given_back():
    text = "Ada Berg met Carl Dunmore during a visit after Norland troops Friday moved into the valley."
    _, found = claims(text)
    assert found["Friday"].about.subject == "troop"
    assert found["Friday"].evidence.of(text) == "Norland troops Friday moved into the valley"


def test_a_relative_clause_tells_of_the_noun_before_it():
    analysis, found = claims("Mayor Ada Brightwater, who bought 12 boats in May, praised Carl Dunmore.")
    assert roles(analysis, found["12"])["Ada Brightwater"] is Role.AGENT
    assert "Carl Dunmore" not in roles(analysis, found["12"])


@pytest.mark.parametrize(
    ("text", "figure", "day"),
    [
        ("On May 3, 300 people marched through Quellmouth.", "300", dt.date(2025, 5, 3)),
        ("The plane that left on May 2 crashed on May 3 with 44 people aboard.", "44", dt.date(2025, 5, 3)),
        ("Some 300 people cheered as they entered the hall on May 3.", "300", dt.date(2025, 5, 3)),
        ("Since the May 9 deal, 300 soldiers have come.", "300", None),
        ("The council has hired 12 clerks since May 9.", "12", None),
        ("The flood that came on May 3 worried 300 people who had left on May 4.", "300", None),
    ],
)
def test_a_figure_knows_the_day_of_its_own_clause(text, figure, day):
    when = claims(text)[1][figure].about.when
    assert (when.low if when else None) == day


def test_the_scope_of_a_figure_is_among_its_words():
    _, found = claims("The army killed 12 people in the city so far this year.")
    assert {"city", "so far", "this year"} <= set(found["12"].about.words)


def test_a_date_that_only_dates_the_saying_is_no_claim():
    _, found = claims("The flood destroyed 12 bridges, the mayor said on Saturday.")
    assert set(found) == {"12"}


def test_boilerplate_gives_nothing_and_what_was_not_taken_is_counted():
    text = "The flood destroyed 12 bridges.\n\nREAD MORE: Five ways to save 300 boats\n\nIt was model 4711-b.\n"
    analysis, found = claims(text)
    assert set(found) == {"12"}
    assert analysis.gaps


def test_too_few_words_are_filled_from_the_sentence_before():
    _, found = claims("A ferry hit the pier of Quellmouth. It killed six people.")
    assert {"ferry", "pier"} <= set(found["six"].about.words)
