"""Values become claims: evidence, what they are about, and whose they are."""

import datetime as dt

from claims.analysis.reading import Text, read
from claims.analysis.text import language

PUBLISHED = dt.date(2025, 5, 20)


def claims(text):
    analysis = next(read(language.load(), [Text(text, PUBLISHED)]))
    return analysis, {claim.stated.core.of(text): claim for claim in analysis.claims}


def test_the_evidence_is_the_clause_and_has_the_value():
    text = "The river rose on Monday, and the flood destroyed 12 bridges in Quellmouth."
    _, found = claims(text)
    assert found["12"].evidence.of(text) == "the flood destroyed 12 bridges in Quellmouth."
    assert found["12"].evidence.covers(found["12"].stated.span)


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


def test_a_count_knows_the_day_of_its_clause():
    _, found = claims("On May 3, 300 people marched through Quellmouth.")
    assert found["300"].about.when.low == dt.date(2025, 5, 3)


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
