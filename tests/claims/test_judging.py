"""Where two have to agree: opinions are blind, move nothing alone, and are settled by two who agree or by a third."""

import itertools
import random

import pytest
from django.db import DatabaseError, transaction

from claims import reviewing
from claims.models import Apart, Discrepancy, Opinion, Review
from claims.workbench import judging
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_of_them(settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0


@pytest.fixture
def people():
    return [make.member("Reviewer", name) for name in ("ada", "bea", "cal")]


@pytest.fixture
def row():
    return make.discrepancy()


def state(row):
    row.refresh_from_db()
    return row.status, row.awaits


def test_the_share_that_needs_two_is_drawn_from_what_is_asked_and_stays_drawn(settings):
    rows = [Discrepancy(key=f"value:{number}", fingerprint="f" * 64) for number in range(2000)]

    def drawn(share):
        settings.DOUBLE_REVIEW_SHARE = share
        return {row.key for row in rows if judging.needs_two(row)}

    assert drawn(0.0) == set() and len(drawn(1.0)) == 2000
    assert 120 < len(drawn(0.1)) < 280
    assert drawn(0.1) == drawn(0.1) < drawn(0.5)


def test_other_evidence_is_drawn_anew_and_what_is_decided_needs_nobody(settings):
    settings.DOUBLE_REVIEW_SHARE = 0.5
    drawn = {judging.needs_two(Discrepancy(key="value:1", fingerprint=f"{number:064}")) for number in range(20)}
    assert drawn == {True, False}
    settings.DOUBLE_REVIEW_SHARE = 1.0
    assert not judging.needs_two(Discrepancy(key="value:1", fingerprint="", status="dismissed"))


def test_one_opinion_moves_nothing_and_waits_for_a_second(row, people):
    opinion = reviewing.decide(row, "dismissed", people[0], " Old news. ")
    assert isinstance(opinion, Opinion)
    assert (opinion.verdict, opinion.note, opinion.fingerprint, opinion.rules) == (
        "dismissed",
        "Old news.",
        row.fingerprint,
        "test",
    )
    assert state(row) == ("open", "second") and not Review.objects.exists()
    assert judging.opinions_on(row) == [opinion]


def test_two_who_agree_are_a_review_by_the_second_that_names_both_opinions(row, people):
    first = reviewing.decide(row, "not_same_fact", people[0], "Other districts.")
    review = reviewing.decide(row, "not_same_fact", people[1], "As I read it.")
    assert isinstance(review, Review)
    assert (review.reviewer, review.note, review.rules) == (people[1], "As I read it.", "test")
    assert [one.reviewer for one in judging.opinions_behind(review)] == people[:2]
    assert review.evidence["opinions"] == [first.pk, first.pk + 1]
    assert state(row) == ("not_same_fact", "") and Apart.objects.exists()


def test_two_who_differ_wait_for_a_third_who_may_decide_otherwise_than_both(row, people):
    reviewing.decide(row, "dismissed", people[0])
    assert isinstance(reviewing.decide(row, "reconciled", people[1]), Opinion)
    assert state(row) == ("open", "third")
    review = reviewing.decide(row, "extraction_error", people[2], "The text says neither.")
    assert isinstance(review, Review) and state(row) == ("extraction_error", "")
    assert [one.verdict for one in judging.opinions_behind(review)] == ["dismissed", "reconciled"]
    assert Opinion.objects.count() == 2


@pytest.mark.parametrize("which", [0, 1])
def test_who_gave_one_of_the_two_opinions_does_not_settle_it_whatever_they_may_otherwise(row, which):
    people = [make.superuser("ada"), make.superuser("bea")]
    reviewing.decide(row, "dismissed", people[0])
    reviewing.decide(row, "reconciled", people[1])
    for verdict in ("dismissed", "reconciled", "extraction_error"):
        with pytest.raises(reviewing.Refused, match="somebody else has to settle it"):
            reviewing.decide(row, verdict, people[which], "Once more.")
    assert state(row) == ("open", "third") and not Review.objects.exists()


def test_one_person_alone_never_makes_two(row, people):
    first = reviewing.decide(row, "dismissed", people[0])
    assert reviewing.decide(row, "dismissed", people[0]) == first
    reviewing.decide(row, "dismissed", people[0], "With a note.")
    reviewing.decide(row, "reconciled", people[0])
    assert state(row) == ("open", "second") and Opinion.objects.count() == 3
    [counting] = judging.opinions_on(row)
    assert counting.verdict == "reconciled"
    assert isinstance(reviewing.decide(row, "reconciled", people[1]), Review)


def test_opinions_are_sealed_until_both_are_in_and_then_open_to_who_may_see_decisions(row, people):
    nobody, reader = make.user("nobody"), make.member("Reader")
    reviewing.decide(row, "dismissed", people[0])
    row.refresh_from_db()
    assert not any(judging.may_see(person, row) for person in (*people, reader, nobody, make.superuser()))
    assert judging.opinion_of(people[0], row).verdict == "dismissed" and judging.opinion_of(people[1], row) is None
    reviewing.decide(row, "reconciled", people[1])
    row.refresh_from_db()
    assert all(judging.may_see(person, row) for person in (*people, reader)) and not judging.may_see(nobody, row)


def test_an_opinion_is_withdrawn_and_stays_in_the_books(row, people):
    reviewing.decide(row, "dismissed", people[0])
    withdrawn = reviewing.take_back(people[0], row)
    assert (withdrawn.verdict, withdrawn.reviewer) == ("withdrawn", people[0])
    assert state(row) == ("open", "") and judging.opinions_on(row) == []
    assert reviewing.take_back(people[0], row) is None
    assert [one.verdict for one in Opinion.objects.all()] == ["dismissed", "withdrawn"]
    assert isinstance(reviewing.decide(row, "dismissed", people[1]), Opinion)


def test_who_withdraws_from_a_difference_leaves_the_other_waiting_for_a_second(row, people):
    reviewing.decide(row, "dismissed", people[0])
    reviewing.decide(row, "reconciled", people[1])
    reviewing.take_back(people[0], row)
    assert state(row) == ("open", "second")
    assert isinstance(reviewing.decide(row, "reconciled", people[2]), Review)


def test_the_opinion_of_somebody_who_left_still_counts(row, people):
    reviewing.decide(row, "dismissed", people[0])
    people[0].is_active = False
    people[0].save()
    assert isinstance(reviewing.decide(row, "dismissed", people[1]), Review)


def test_what_is_re_opened_starts_afresh(row, people):
    for person in people[:2]:
        reviewing.decide(row, "dismissed", person)
    reviewing.reopen(row, people[2])
    assert state(row) == ("open", "") and judging.opinions_on(row) == []
    assert isinstance(reviewing.decide(row, "dismissed", people[0]), Opinion)
    assert state(row) == ("open", "second")


def test_what_waits_cannot_be_re_opened_to_get_rid_of_an_opinion(row, people):
    reviewing.decide(row, "dismissed", people[0])
    with pytest.raises(reviewing.Refused, match="cannot be re-opened"):
        reviewing.decide(row, "reopened", people[1])
    assert state(row) == ("open", "second")


def test_opinions_on_other_evidence_do_not_count(row, people):
    reviewing.decide(row, "dismissed", people[0])
    Discrepancy.objects.update(fingerprint="e" * 64)
    row.refresh_from_db()
    assert judging.opinions_on(row) == [] and judging.awaiting(row) == ""
    assert isinstance(reviewing.decide(row, "dismissed", people[1]), Opinion)


def test_what_two_began_is_ended_by_two_whatever_the_share_is_by_then(row, people, settings):
    reviewing.decide(row, "dismissed", people[0])
    settings.DOUBLE_REVIEW_SHARE = 0.0
    assert isinstance(reviewing.decide(row, "reconciled", people[1]), Opinion)


def test_opinions_can_be_neither_changed_nor_deleted(row, people):
    opinion = reviewing.decide(row, "dismissed", people[0])
    for act in (opinion.delete, lambda: Opinion.objects.update(verdict="confirmed")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Opinion.objects.get().verdict == "dismissed"


@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_do_the_state_and_the_queue_follow_from_the_opinions_that_count(people, seed):
    """The query that leaves out what a person gave their opinion on says the same as the opinions themselves."""
    chance, row = random.Random(seed), make.discrepancy()
    for _ in range(25):
        person = chance.choice(people)
        try:
            if chance.random() < 0.2:
                reviewing.take_back(person, row)
            else:
                reviewing.decide(row, chance.choice(["dismissed", "reconciled", "reopened"]), person)
        except reviewing.Refused:
            continue
        if chance.random() < 0.1:
            Discrepancy.objects.update(fingerprint=chance.choice("ab") * 64)
            row.refresh_from_db()
            Discrepancy.objects.update(awaits=judging.awaiting(row))
        row.refresh_from_db()
        counting = judging.opinions_on(row) if row.status == "open" else []
        assert row.awaits == ("", "second", "third")[len(counting)] == judging.awaiting(row)
        for each in people:
            listed = Discrepancy.objects.filter(judging.has_given(each)).exists()
            assert listed == any(opinion.reviewer == each for opinion in counting)
    assert Opinion.objects.count() > 5 and Review.objects.exists()


def test_every_pair_of_verdicts_agrees_or_differs(people):
    verdicts = ("confirmed", "reconciled", "not_same_fact", "extraction_error", "dismissed")
    for one, other in itertools.product(verdicts, verdicts):
        row = make.discrepancy()
        reviewing.decide(row, one, people[0], "Seen.")
        decided = reviewing.decide(row, other, people[1], "Seen.")
        assert isinstance(decided, Review) == (one == other)
