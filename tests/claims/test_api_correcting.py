"""Corrections over the API: at exact words, as the admin makes them, in this and all later readings, and taken back."""

import pytest
from django.test import Client

from access import issuing
from claims.models import Claim, Correction, Quote, Review
from tests import make
from tests.claims.test_api_deciding import decide

pytestmark = pytest.mark.django_db
TEXT = "Ada Person said three districts 🙂 were ceded on November 9."
VALUE = {"dimension": "count", "unit": "district", "low": 4, "high": 4}


@pytest.fixture
def reviewer():
    _, text = issuing.issue(make.member("Reviewer"), "t", ["review", "read"])
    return Client(headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def version():
    return make.article(TEXT).current


def say(client, resource, row, expected, below="reviews", /, **fields):
    return decide(client, row, expected, "", f"/api/v1/{resource}/{{id}}/{below}/", **fields).json()


def at(words):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def listed(client, kind):
    return client.get(f"/api/v1/{kind}/").json()["results"]


def test_a_claim_is_rejected_and_that_is_taken_back(reviewer, version):
    claim = make.claim("three", version)
    row = say(reviewer, "claims", claim, 201, verdict="rejected", note="It is a guess.")
    assert (row["verdict"], row["version"], row["note"]) == ("rejected", version.pk, "It is a guess.")
    assert listed(reviewer, "claims") == [] and Correction.objects.get().review_id == row["id"]
    taken = decide(reviewer, Review(pk=row["id"]), 201, "", "/api/v1/reviews/{id}/undo/").json()
    assert (taken["verdict"], taken["undoes"]) == ("undone", row["id"])
    assert [each["value"]["text"] for each in listed(reviewer, "claims")] == ["three"]


def test_a_claim_is_set_right(reviewer, version):
    claim = make.claim("three", version)
    person = make.mention("Ada Person", version, spans=[at("Ada Person")])
    row = say(reviewer, "claims", claim, 201, verdict="corrected", value=VALUE, holder=person.entity_id, label="ceded")
    [now] = listed(reviewer, "claims")
    assert (now["value"]["low"], now["value"]["high"], now["value"]["unit"]) == (4, 4, "district")
    assert now["holder"]["id"] == person.entity_id and now["about"]["label"] == "ceded"
    [told] = reviewer.get(f"/api/v1/claims/{now['id']}/reviews/").json()["results"]
    assert told == row and row["verdict"] == "corrected"
    say(reviewer, "claims", Claim.objects.get(pk=now["id"]), 201, verdict="corrected", holder=None)
    assert listed(reviewer, "claims")[0]["holder"] is None


def test_a_quote_is_set_right_and_one_is_added(reviewer, version):
    quote = make.quote("three districts", version)
    row = say(reviewer, "quotes", quote, 201, verdict="corrected", spans=[at("districts 🙂 were")], kind="indirect")
    [now] = listed(reviewer, "quotes")
    assert (now["content"], now["kind"], row["version"]) == ("districts 🙂 were", "indirect", version.pk)
    say(reviewer, "versions", version, 201, "quotes", spans=[at("on November 9")], kind="direct")
    assert {each["content"] for each in listed(reviewer, "quotes")} == {"districts 🙂 were", "on November 9"}
    say(reviewer, "versions", version, 409, "quotes", spans=[at("on November 9")], kind="direct")
    assert Quote.objects.filter(live=True).count() == 2


@pytest.mark.parametrize(
    ("fields", "name", "remedy"),
    [
        ({}, "verdict", "required"),
        ({"verdict": "corrected"}, "verdict", "Say what is to be set right: clause, place, value, label, holder."),
        ({"verdict": "rejected", "label": "x"}, "label", "leave it out"),
        ({"verdict": "corrected", "holder": 999_999}, "holder", "that this version mentions"),
        ({"verdict": "corrected", "clause": {"start": 5, "end": 5}}, "clause.end", "after start"),
        ({"verdict": "corrected", "clause": {"start": 5}}, "clause.end", "required"),
        ({"verdict": "corrected", "value": {**VALUE, "low": 5}}, "value.high", "not below low"),
        ({"verdict": "corrected", "value": {"dimension": "count"}}, "value.low", "or both"),
        ({"verdict": "corrected", "value": {**VALUE, "low": "x"}}, "value.low", "a number for everything else"),
        ({"verdict": "corrected", "value": {**VALUE, "low": True}}, "value.low", "a number"),
        ({"verdict": "corrected", "value": {**VALUE, "dimension": "date"}}, "value.low", "Give a day"),
        ({"verdict": "corrected", "value": {**VALUE, "granularity": "day"}}, "value.granularity", "a number"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(reviewer, version, fields, name, remedy):
    problem = say(reviewer, "claims", make.claim("three", version), 400, **fields)
    assert remedy in problem["errors"][name][0] and not Review.objects.exists()


def test_what_does_not_stand_in_the_text_is_refused(reviewer, version):
    claim = make.claim("three", version)
    say(reviewer, "claims", claim, 409, verdict="corrected", clause={"start": 0, "end": 9_999})
    say(reviewer, "claims", claim, 409, verdict="corrected", label="number of districts")
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("told", "low"),
    [
        ({"dimension": "date", "unit": "date", "low": "2020-11-09", "high": "2020-11-09"}, "2020-11-09"),
        ({"dimension": "time", "low": "21:40", "high": "21:40"}, "21:40"),
        ({"dimension": "percentage", "unit": "percent", "low": 2.5, "granularity": "0.5"}, 2.5),
    ],
)
def test_values_are_told_as_they_are_written(reviewer, version, told, low):
    say(reviewer, "claims", make.claim("three", version), 201, verdict="corrected", value=told)
    assert listed(reviewer, "claims")[0]["value"]["low"] == low
