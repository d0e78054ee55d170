"""The one door for decisions: what it records, what it refuses, and what later runs must respect."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from claims import grouping, reviewing, ruling
from claims.models import (
    Apart,
    Claim,
    ClaimLink,
    Discrepancy,
    Extraction,
    Fact,
    Lease,
    Mention,
    MentionLink,
    Review,
)
from claims.workbench import leasing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    person = make.user()
    person.user_permissions.add(Permission.objects.get(codename="add_review"))
    return person


def anchors(row):
    return [sorted(held.anchor for held in position.claims.all()) for position in row.positions.all()]


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("confirmed", "confirmed"),
        ("reconciled", "reconciled"),
        ("not_same_fact", "not_same_fact"),
        ("extraction_error", "extraction_error"),
        ("dismissed", "dismissed"),
    ],
)
def test_a_decision_is_appended_with_what_it_was_made_on_and_moves_the_status(reviewer, verdict, status):
    row = make.discrepancy(fingerprint="f" * 64, status_reason="The evidence changed.")
    review = reviewing.decide(row, verdict, reviewer, " Looked at both. ", "f" * 64)
    row.refresh_from_db()
    assert (row.status, row.status_reason) == (status, "")
    assert (review.verdict, review.note, review.reviewer) == (verdict, "Looked at both.", reviewer)
    assert review.fingerprint == "f" * 64
    assert [position["claims"] for position in review.evidence["positions"]] == anchors(row)
    assert [position["label"] for position in review.evidence["positions"]] == ["three", "seven"]


def test_reopening_puts_it_back_into_the_queue_and_keeps_both_reviews(reviewer):
    row = make.discrepancy()
    reviewing.decide(row, "dismissed", reviewer)
    reviewing.decide(row, "reopened", reviewer)
    row.refresh_from_db()
    assert row.status == "open"
    assert [review.verdict for review in row.reviews.all()] == ["reopened", "dismissed"]


def test_the_same_decision_again_writes_nothing(reviewer):
    row = make.discrepancy()
    first = reviewing.decide(row, "dismissed", reviewer, "Old news.")
    assert reviewing.decide(row, "dismissed", reviewer, "Old news.") == first
    assert Review.objects.count() == 1


@pytest.mark.parametrize("other", ["reviewer", "note", "evidence"])
def test_the_same_verdict_by_someone_else_or_with_another_note_or_on_other_evidence_is_one_more_review(reviewer, other):
    row = make.discrepancy()
    reviewing.decide(row, "dismissed", reviewer, "Old news.")
    if other == "evidence":
        Discrepancy.objects.update(fingerprint="e" * 64)
    person = make.superuser() if other == "reviewer" else reviewer
    reviewing.decide(row, "dismissed", person, "Older news." if other == "note" else "Old news.")
    assert Review.objects.count() == 2


def test_a_decision_on_evidence_that_changed_meanwhile_is_refused(reviewer):
    row = make.discrepancy(fingerprint="a" * 64)
    Discrepancy.objects.update(fingerprint="b" * 64)
    with pytest.raises(reviewing.Changed, match="changed since"):
        reviewing.decide(row, "dismissed", reviewer, seen_fingerprint="a" * 64)
    assert Review.objects.count() == 0
    assert Discrepancy.objects.get().status == "open"


def test_who_decided_since_is_told_with_what_and_when(reviewer):
    row = make.discrepancy()
    first = reviewing.decide(row, "reconciled", make.superuser("ada"), "Part and whole.", seen_review=0)
    with pytest.raises(reviewing.Changed, match=r"ada decided “Reconciled” \(.*\d{4}.*\): Part and whole\. Look"):
        reviewing.decide(row, "dismissed", reviewer, seen_review=0)
    assert Review.objects.get() == first
    reviewing.decide(row, "dismissed", reviewer, seen_review=first.pk)
    assert Review.objects.count() == 2


def test_the_same_decision_sent_twice_from_one_page_is_recorded_once(reviewer):
    row = make.discrepancy()
    sent = [reviewing.decide(row, "dismissed", reviewer, "", row.fingerprint, seen_review=0) for _ in range(2)]
    assert sent[0] == sent[1] == Review.objects.get()


def test_what_another_has_before_them_is_refused_and_deciding_lets_go(reviewer):
    row, ada = make.discrepancy(), make.superuser("ada")
    leasing.hold(row, ada)
    with pytest.raises(reviewing.Leased, match=r"ada has this before them until \d") as refused:
        reviewing.decide(row, "dismissed", reviewer)
    assert refused.value.lease.holder == ada and not Review.objects.exists()
    reviewing.decide(row, "dismissed", ada)
    assert not Lease.objects.exists()
    reviewing.reopen(row, reviewer)


def test_a_decision_names_the_versions_and_the_rules_that_read_them(reviewer):
    row = make.discrepancy()
    versions = [claim.version_id for claim in row.fact.claims.order_by("pk")]
    Extraction.objects.filter(version=versions[0]).update(rules="3")
    review = reviewing.decide(row, "dismissed", reviewer)
    assert review.rules == "3,test"
    assert [position["versions"] for position in review.evidence["positions"]] == [[pk] for pk in versions]


def test_more_versions_of_the_rules_than_there_is_room_for_are_cut_short(reviewer):
    row = make.discrepancy()
    for number, extraction in enumerate(Extraction.objects.all()):
        extraction.rules = str(number) * 40
        extraction.save()
    assert reviewing.decide(row, "dismissed", reviewer).rules == "0" * 40


def test_deciding_takes_as_many_queries_for_much_evidence_as_for_little(reviewer, django_assert_num_queries):
    few, many = make.discrepancy(), make.discrepancy()
    reviewing.decide(make.discrepancy(), "dismissed", reviewer)
    for _ in range(12):
        version = make.article("All seven districts.").current
        many.positions.first().claims.add(make.claim("seven", version, fact=many.fact))
    with django_assert_num_queries(22, exact=False) as needed:
        reviewing.decide(few, "dismissed", reviewer)
    with django_assert_num_queries(len(needed)):
        reviewing.decide(many, "dismissed", reviewer)


def test_the_last_decision_of_ones_own_is_taken_back_and_both_stay(reviewer):
    row = make.discrepancy()
    reviewing.decide(row, "not_same_fact", reviewer)
    taken = reviewing.take_back(reviewer, row)
    row.refresh_from_db()
    assert (taken.verdict, taken.note, row.status) == ("reopened", "Taken back.", "open")
    assert not Apart.objects.exists() and Review.objects.count() == 2
    assert reviewing.take_back(reviewer, row) is None


@pytest.mark.parametrize("last", ["nothing", "another's", "on other evidence"])
def test_what_is_not_ones_own_last_decision_is_not_taken_back(reviewer, last):
    row = make.discrepancy()
    if last != "nothing":
        reviewing.decide(row, "dismissed", reviewer)
    if last == "another's":
        reviewing.decide(row, "reconciled", make.superuser())
    if last == "on other evidence":
        Discrepancy.objects.update(status="open", fingerprint="e" * 64)
    before = Review.objects.count()
    assert reviewing.take_back(reviewer, row) is None
    assert Review.objects.count() == before


def test_who_may_not_decide_takes_nothing_back():
    with pytest.raises(reviewing.Forbidden):
        reviewing.take_back(make.user(), make.discrepancy())


def test_what_went_with_its_evidence_is_refused(reviewer):
    row = make.discrepancy()
    Discrepancy.objects.all().delete()
    with pytest.raises(reviewing.Changed, match="This is gone"):
        reviewing.decide(row, "dismissed", reviewer)


@pytest.mark.parametrize(
    ("verdict", "note", "why"),
    [
        ("true", "", "'true' is not a verdict .* confirmed, reconciled"),
        ("not_same_entity", "", "not a verdict on a discrepancy"),
        ("confirmed", "", "needs a note"),
        ("confirmed", "  \n", "needs a note"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_words(reviewer, verdict, note, why):
    row = make.discrepancy()
    with pytest.raises(reviewing.Refused, match=why):
        reviewing.decide(row, verdict, reviewer, note)
    assert Review.objects.count() == 0


@pytest.mark.parametrize("person", ["anonymous", "without the permission", "inactive"])
def test_who_may_not_decide_is_refused(person):
    row = make.discrepancy()
    user = AnonymousUser() if person == "anonymous" else make.user()
    if person == "inactive":
        user = make.user("gone", is_superuser=True, is_active=False)
    with pytest.raises(reviewing.Forbidden, match=r"claims\.add_review"):
        reviewing.decide(row, "dismissed", user)
    assert Review.objects.count() == 0


def test_what_is_closed_can_only_be_reopened(reviewer):
    row = make.discrepancy(status="closed")
    with pytest.raises(reviewing.Refused, match="nothing to decide"):
        reviewing.decide(row, "dismissed", reviewer)
    reviewing.decide(row, "reopened", reviewer)
    row.refresh_from_db()
    assert row.status == "open"
    assert Fact.objects.get().stale


def test_not_the_same_fact_holds_every_pair_from_different_positions_apart(reviewer):
    row = make.discrepancy()
    third = make.claim(
        "seven", make.article("All seven districts.").current, fact=row.fact, low_number=7, high_number=7
    )
    row.positions.get(label="seven").claims.add(third)
    review = reviewing.decide(row, "not_same_fact", reviewer)
    [[three], sevens] = anchors(row)
    assert set(Apart.objects.values_list("kind", "left", "right", "review")) == {
        ("claim", min(three, seven), max(three, seven), review.pk) for seven in sevens
    }


def test_what_was_ruled_two_facts_is_re_opened_before_it_is_decided_otherwise(reviewer):
    row = make.discrepancy()
    reviewing.decide(row, "not_same_fact", reviewer)
    with pytest.raises(reviewing.Refused, match="Re-open it first"):
        reviewing.decide(row, "dismissed", reviewer)
    reviewing.decide(row, "reopened", reviewer)
    reviewing.decide(row, "dismissed", reviewer)
    assert [review.verdict for review in row.reviews.all()] == ["dismissed", "reopened", "not_same_fact"]


def test_quotes_of_two_speakers_are_held_apart_as_quotes(reviewer):
    said = make.utterance()
    row = make.discrepancy(utterance=said, kind="attribution")
    for number, name in enumerate(("A", "B"), start=1):
        quote = make.quote("We will win", make.article(f'"We will win," said {name}.').current, utterance=said)
        row.positions.create(number=number, label=name, answer={}).quotes.add(quote)
    reviewing.decide(row, "not_same_fact", reviewer)
    said.refresh_from_db()
    assert [apart.kind for apart in Apart.objects.all()] == ["quote"]
    assert said.stale


def test_the_evidence_is_grouped_again_after_it_was_held_apart_and_after_that_was_taken_back(reviewer):
    row = make.discrepancy()
    for verdict in ("not_same_fact", "reopened"):
        Extraction.objects.update(state="done")
        Fact.objects.update(stale=False)
        reviewing.decide(row, verdict, reviewer)
        assert set(Extraction.objects.values_list("state", flat=True)) == {"read"}
        assert Fact.objects.get().stale
    assert Apart.objects.count() == 0


def test_other_verdicts_hold_nothing_apart_and_leave_the_readings_alone(reviewer):
    reviewing.decide(make.discrepancy(), "dismissed", reviewer)
    assert Apart.objects.count() == 0
    assert set(Extraction.objects.values_list("state", flat=True)) == {"done"}


def test_failed_readings_stay_failed(reviewer):
    row = make.discrepancy()
    Extraction.objects.update(state="failed")
    reviewing.decide(row, "not_same_fact", reviewer)
    assert set(Extraction.objects.values_list("state", flat=True)) == {"failed"}


@pytest.fixture
def two_in_one():
    """Two people under one entity: one in two articles, the other in one."""
    first = make.mention("Lena Oak", anchor="m1")
    make.mention("Lena Oak", entity=first.entity, anchor="m2")
    make.mention("Leo Oak", entity=first.entity, anchor="m0")
    return first.entity


def test_names_of_someone_else_are_held_apart_from_all_others(reviewer, two_in_one):
    review = ruling.separate(two_in_one, ["Leo Oak"], reviewer, "Her brother.")
    pairs = set(Apart.objects.values_list("kind", "left", "right", "review"))
    assert pairs == {("mention", "m0", "m1", review.pk), ("mention", "m0", "m2", review.pk)}
    assert (review.entity, review.verdict, review.note) == (two_in_one, "not_same_entity", "Her brother.")
    assert review.evidence | {"names": ["Leo Oak"], "apart": ["m0"], "from": ["m1", "m2"]} == review.evidence
    again = Extraction.objects.filter(state="read")
    assert [mention.name for mention in Mention.objects.filter(extraction__in=again)] == ["Leo Oak"]


def test_separating_again_writes_nothing(reviewer, two_in_one):
    first = ruling.separate(two_in_one, ["Leo Oak"], reviewer)
    assert ruling.separate(two_in_one, ["Leo Oak"], reviewer) == first
    assert (Review.objects.count(), Apart.objects.count()) == (1, 2)


@pytest.mark.parametrize("names", [[], ["Lena Oak", "Leo Oak"], ["Nobody"]])
def test_all_or_none_of_the_names_cannot_be_someone_else(reviewer, two_in_one, names):
    with pytest.raises(reviewing.Refused, match="some, but not all"):
        ruling.separate(two_in_one, names, reviewer)
    assert Review.objects.count() == 0


def test_separating_needs_the_permission(two_in_one):
    with pytest.raises(reviewing.Forbidden):
        ruling.separate(two_in_one, ["Leo Oak"], make.user())


def test_the_next_grouping_separates_them(reviewer, two_in_one):
    lena, _, leo = two_in_one.mentions.order_by("id")
    MentionLink.objects.create(left=lena, right=leo, score=1.0)
    ruling.separate(two_in_one, ["Leo Oak"], reviewer)
    grouping.group_pending()
    lena.refresh_from_db()
    leo.refresh_from_db()
    assert lena.entity != leo.entity


def test_the_next_grouping_separates_claims_that_are_not_about_one_fact(reviewer):
    row = make.discrepancy()
    three, seven = Claim.objects.order_by("id")
    ClaimLink.objects.create(left=three, right=seven, score=1.0)
    reviewing.decide(row, "not_same_fact", reviewer)
    grouping.group_pending()
    three.refresh_from_db()
    seven.refresh_from_db()
    assert three.fact != seven.fact
