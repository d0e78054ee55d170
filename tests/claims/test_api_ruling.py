"""Rulings over the API: dividing, uniting and taking back, as the admin does it, once, and with what stands against."""

import pytest
from django.test import Client

from access import issuing
from claims.models import Apart, Review, Together
from tests import make
from tests.claims.test_api_deciding import decide

pytestmark = pytest.mark.django_db
PATH = "/api/v1/{kind}/{{id}}/reviews/"
UNDO = "/api/v1/reviews/{id}/undo/"


@pytest.fixture
def reviewer():
    _, text = issuing.issue(make.member("Reviewer"), "t", ["review", "read"])
    return Client(headers={"Authorization": f"Bearer {text}"})


def rule(client, row, expected, **fields):
    kind = {"entity": "entities"}.get(row._meta.model_name, f"{row._meta.model_name}s")
    return decide(client, row, expected, "", PATH.format(kind=kind), **fields).json()


def undo(client, review, expected, **fields):
    return decide(client, Review(pk=review["id"]), expected, "", UNDO, **fields).json()


def two_people():
    person = make.mention("Ada Person")
    make.mention("A. Person", entity=person.entity)
    return person.entity


def a_fact(label="districts", count=2, **fields):
    fact = make.fact(label, **fields)
    return fact, [make.claim("Three", make.article().current, fact=fact, **fields) for _ in range(count)]


def an_utterance(count=2):
    utterance = make.utterance()
    return utterance, [make.quote("Three", make.article().current, utterance=utterance) for _ in range(count)]


def test_two_people_under_one_name_are_separated_as_they_always_were(reviewer):
    """Without a verdict, as clients wrote it before there was a second one."""
    entity = two_people()
    row = rule(reviewer, entity, 201, names=["A. Person"], note="Her aunt.")
    assert (row["verdict"], row["entity"]["id"]) == ("not_same_entity", entity.pk)
    assert Apart.objects.filter(kind="mention").count() == 1
    assert rule(reviewer, entity, 200, names=["A. Person"], note="Her aunt.") == row
    [listed] = reviewer.get(f"/api/v1/entities/{entity.pk}/reviews/").json()["results"]
    assert listed == row


def test_two_entities_are_united(reviewer):
    one, other = (make.mention(name).entity for name in ("Ada Person", "Ada B. Person"))
    row = rule(reviewer, one, 201, verdict="same_entity", entities=[other.pk], note="One woman.")
    assert row["verdict"] == "same_entity" and Together.objects.filter(review=row["id"]).count() == 2
    assert rule(reviewer, one, 200, verdict="same_entity", entities=[other.pk], note="One woman.") == row


def test_a_fact_is_split_and_two_are_united(reviewer):
    fact, claims = a_fact()
    row = rule(reviewer, fact, 201, verdict="not_same_fact", claims=[claims[0].pk], note="Another deal.")
    assert (row["fact"], row["verdict"], row["discrepancy"]) == (fact.pk, "not_same_fact", None)
    assert Apart.objects.filter(kind="claim").count() == 1
    one, other = a_fact("one")[0], a_fact("other")[0]
    row = rule(reviewer, one, 201, verdict="same_fact", facts=[other.pk])
    assert Together.objects.filter(review=row["id"], kind="claim").count() == 4
    assert rule(reviewer, one, 200, verdict="same_fact", facts=[other.pk]) == row


def test_an_utterance_is_split_and_two_are_united(reviewer):
    utterance, quotes = an_utterance()
    row = rule(reviewer, utterance, 201, verdict="not_same_utterance", quotes=[quotes[0].pk])
    assert row["utterance"] == utterance.pk and Apart.objects.filter(kind="quote").count() == 1
    one, other = an_utterance()[0], an_utterance()[0]
    row = rule(reviewer, one, 201, verdict="same_utterance", utterances=[other.pk])
    assert Together.objects.filter(review=row["id"], kind="quote").count() == 4


def test_a_ruling_is_taken_back_once(reviewer):
    fact, claims = a_fact()
    ruling = rule(reviewer, fact, 201, verdict="not_same_fact", claims=[claims[0].pk])
    taken = undo(reviewer, ruling, 201, note="I was wrong.")
    assert (taken["verdict"], taken["undoes"], taken["fact"]) == ("undone", ruling["id"], fact.pk)
    assert not Apart.objects.exists()
    problem = undo(reviewer, ruling, 409)
    assert "taken back already" in problem["detail"] and problem["review"] == taken["id"]
    assert [row["verdict"] for row in reviewer.get(f"/api/v1/facts/{fact.pk}/reviews/").json()["results"]] == [
        "not_same_fact",
        "undone",
    ]


def test_what_holds_nothing_is_not_taken_back(reviewer):
    review = Review.objects.create(discrepancy=make.discrepancy(), verdict="dismissed", reviewer=make.user("other"))
    assert "cannot be taken back" in undo(reviewer, {"id": review.pk}, 409)["detail"]
    assert "There is no such row" in undo(reviewer, {"id": 999_999}, 404)["detail"]


def test_a_ruling_against_one_that_stands_is_refused_and_names_it(reviewer):
    fact, claims = a_fact()
    first = rule(reviewer, fact, 201, verdict="not_same_fact", claims=[claims[0].pk])
    other = make.fact("other")
    type(claims[0]).objects.filter(pk=claims[0].pk).update(fact=other)
    problem = rule(reviewer, fact, 409, verdict="same_fact", facts=[other.pk])
    assert problem["review"] == first["id"] and not Together.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name", "remedy"),
    [
        ({}, "verdict", "required"),
        ({"verdict": "confirmed"}, "verdict", "not a valid choice"),
        ({"verdict": "not_same_fact"}, "claims", "not_same_fact needs this."),
        ({"verdict": "not_same_fact", "claims": []}, "claims", "at least 1"),
        ({"verdict": "not_same_fact", "claims": ["x"]}, "claims.0", "integer"),
        ({"verdict": "not_same_fact", "claims": [10**30]}, "claims.0", "less than"),
        ({"verdict": "not_same_fact", "claims": [1], "facts": [1]}, "facts", "leave it out"),
        ({"verdict": "not_same_fact", "claims": [999_999]}, "claims", "Not live claims of this fact: 999999."),
        ({"verdict": "same_fact", "facts": [999_999]}, "facts", "There is none with the id 999999."),
        ({"verdict": "same_fact", "facts": [1], "colour": "red"}, "colour", "Not a field here"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(reviewer, fields, name, remedy):
    fact, _ = a_fact()
    assert remedy in rule(reviewer, fact, 400, **fields)["errors"][name][0] and not Review.objects.exists()


def test_all_or_nothing_divides_nothing(reviewer):
    fact, claims = a_fact()
    problem = rule(reviewer, fact, 409, verdict="not_same_fact", claims=[claim.pk for claim in claims])
    assert problem["errors"]["claims"] and not Review.objects.exists()
    assert rule(reviewer, fact, 409, verdict="same_fact", facts=[fact.pk])["detail"]


def test_different_kinds_of_values_are_never_one_question(reviewer):
    one, other = a_fact()[0], make.fact("day", dimension="date", unit="date")
    assert "different kinds" in rule(reviewer, one, 409, verdict="same_fact", facts=[other.pk])["detail"]


def test_a_ruling_under_a_key_is_recorded_once(reviewer):
    fact, claims = a_fact()
    body = {"verdict": "not_same_fact", "claims": [claims[0].pk]}
    answers = [
        reviewer.post(
            f"/api/v1/facts/{fact.pk}/reviews/",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "r-1"},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1]["Idempotency-Replayed"] == "true" and Review.objects.count() == 1
