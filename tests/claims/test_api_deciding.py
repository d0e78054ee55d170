"""Deciding over the API: on the evidence that was seen, by whoever may, once, and with what changed where it did."""

import functools

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from access import issuing
from claims.models import Apart, Discrepancy, Review
from claims.workbench import leasing
from tests import make

pytestmark = pytest.mark.django_db
PATH = "/api/v1/discrepancies/{id}/reviews/"


@functools.cache
def schema():
    return SchemaGenerator().get_schema(public=True)


@pytest.fixture
def reviewer():
    _, text = issuing.issue(make.member("Reviewer"), "t", ["review", "read"])
    return Client(headers={"Authorization": f"Bearer {text}"})


def decide(client, row, expected, tag=None, path=PATH, **fields):
    """The answer, which is as the schema says of that status; with the row's ETag where none is given."""
    kind = path.split("/")[3]
    tag = client.get(f"/api/v1/{kind}/{row.pk}/")["ETag"] if tag is None else tag
    headers = {"If-Match": tag} if tag else {}
    response = client.post(path.format(id=row.pk), fields, content_type="application/json", headers=headers)
    assert response.status_code == expected, response.content
    [declared] = schema()["paths"][path]["post"]["responses"][str(expected)]["content"].values()
    whole = {**declared["schema"], "components": schema()["components"]}
    jsonschema.validate(response.json(), whole, jsonschema.Draft202012Validator)
    return response


@pytest.mark.parametrize("verdict", ["confirmed", "reconciled", "not_same_fact", "extraction_error", "dismissed"])
def test_a_decision_is_recorded_as_in_the_admin(reviewer, verdict):
    row = make.discrepancy()
    response = decide(reviewer, row, 201, verdict=verdict, note="Both were read.")
    review = Review.objects.get()
    row.refresh_from_db()
    assert (row.status, review.reviewer.username, review.note) == (verdict, "reviewer", "Both were read.")
    assert response.json()["id"] == review.pk and reviewer.get(response["Location"]).json() == response.json()
    assert Apart.objects.exists() == (verdict == "not_same_fact")


def test_a_decision_is_taken_back_by_reopening_and_both_are_listed(reviewer):
    row = make.discrepancy()
    decide(reviewer, row, 201, verdict="not_same_fact")
    decide(reviewer, row, 201, verdict="reopened", note="I was wrong.")
    row.refresh_from_db()
    assert row.status == "open" and not Apart.objects.exists()
    page = reviewer.get(PATH.format(id=row.pk)).json()
    assert [review["verdict"] for review in page["results"]] == ["not_same_fact", "reopened"]
    assert [review["verdict"] for review in reviewer.get("/api/v1/reviews/").json()["results"]] == [
        "not_same_fact",
        "reopened",
    ]


def test_reviews_of_one_are_paged_and_only_its_own(reviewer):
    row, other = make.discrepancy(), make.discrepancy()
    for verdict in ("dismissed", "reconciled", "reopened"):
        decide(reviewer, row, 201, verdict=verdict)
    decide(reviewer, other, 201, verdict="dismissed")
    page = reviewer.get(PATH.format(id=row.pk), {"limit": 2}).json()
    rest = reviewer.get(page["next"]).json()
    assert [len(page["results"]), len(rest["results"]), rest["next"]] == [2, 1, None]
    assert reviewer.get(PATH.format(id=row.pk), {"colour": "red"}).status_code == 400
    assert reviewer.get(PATH.format(id=999_999)).status_code == 404


def test_the_same_decision_again_is_the_one_that_stands(reviewer):
    row = make.discrepancy()
    first = decide(reviewer, row, 201, verdict="dismissed")
    assert decide(reviewer, row, 200, verdict="dismissed").json() == first.json()
    assert Review.objects.count() == 1


def test_evidence_that_changed_is_refused_with_what_stands_now(reviewer):
    row = make.discrepancy(fingerprint="a" * 64)
    decide(reviewer, row, 201, verdict="dismissed")
    seen = reviewer.get(f"/api/v1/discrepancies/{row.pk}/")["ETag"]
    Discrepancy.objects.update(fingerprint="b" * 64, status="open", status_reason="South Post says 6.")
    row.positions.filter(label="seven").update(label="six")
    problem = decide(reviewer, row, 412, seen, verdict="reconciled").json()
    assert "Send the ETag" in problem["errors"]["If-Match"][0]
    assert problem["changed"] == ["South Post says 6.", "Gone: seven", "New: six"]
    assert problem["current"] == reviewer.get(f"/api/v1/discrepancies/{row.pk}/").json()
    assert Review.objects.count() == 1 and Discrepancy.objects.get().status == "open"
    decide(reviewer, row, 201, verdict="reconciled")


def test_what_changed_besides_the_evidence_is_no_reason_to_refuse(reviewer):
    row = make.discrepancy()
    seen = reviewer.get(f"/api/v1/discrepancies/{row.pk}/")["ETag"]
    Discrepancy.objects.update(severity=0.9)
    assert reviewer.get(f"/api/v1/discrepancies/{row.pk}/")["ETag"] != seen
    decide(reviewer, row, 201, seen, verdict="dismissed")


@pytest.mark.parametrize("tag", ["*", '"' + "0" * 64 + '"', "compressed"])
def test_evidence_is_named_by_any_etag_of_it(reviewer, tag):
    row = make.discrepancy(explanation={**make.discrepancy().explanation, "benign": ["A reason"] * 50})
    if tag == "compressed":
        tag = reviewer.get(f"/api/v1/discrepancies/{row.pk}/", headers={"Accept-Encoding": "gzip"})["ETag"]
        assert tag.endswith('-gzip"')
    decide(reviewer, row, 201, tag, verdict="dismissed")


@pytest.mark.parametrize("tag", ["0" * 64, 'W/"' + "0" * 64 + '"', '"short"', '"a", "b"'])
def test_what_is_no_etag_of_a_discrepancy_is_refused(reviewer, tag):
    problem = decide(reviewer, make.discrepancy(), 400, tag, verdict="dismissed").json()
    assert "in its quotes" in problem["errors"]["If-Match"][0]


def test_a_decision_on_nothing_seen_is_refused(reviewer):
    problem = decide(reviewer, make.discrepancy(), 428, "", verdict="dismissed").json()
    assert "Send If-Match" in problem["detail"] and not Review.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name", "remedy"),
    [
        ({}, "verdict", "required"),
        ({"verdict": "true"}, "verdict", "not a valid choice"),
        ({"verdict": "not_same_entity"}, "verdict", "not a valid choice"),
        ({"verdict": "confirmed"}, "note", "what was checked"),
        ({"verdict": "confirmed", "note": "  "}, "note", "what was checked"),
        ({"verdict": "dismissed", "note": 5 * ["x"]}, "note", "string"),
        ({"verdict": "dismissed", "note": "a\x00b"}, "note", "ull"),
        ({"verdict": "dismissed", "colour": "red"}, "colour", "use verdict, note"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(reviewer, fields, name, remedy):
    problem = decide(reviewer, make.discrepancy(), 400, **fields).json()
    assert remedy in problem["errors"][name][0] and not Review.objects.exists()


def test_what_is_closed_can_only_be_reopened(reviewer):
    row = make.discrepancy(status="closed")
    assert "closed" in decide(reviewer, row, 409, verdict="dismissed").json()["detail"]
    decide(reviewer, row, 201, verdict="reopened")


def test_a_decision_under_a_key_is_recorded_once(reviewer):
    row = make.discrepancy()
    answers = [
        reviewer.post(
            PATH.format(id=row.pk),
            {"verdict": "dismissed"},
            content_type="application/json",
            headers={"If-Match": "*", "Idempotency-Key": "d-1"},
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json() and Review.objects.count() == 1


ENTITY = "/api/v1/entities/{id}/reviews/"


def two_people():
    person = make.mention("Ada Person")
    make.mention("A. Person", entity=person.entity)
    return person.entity


def test_two_people_under_one_name_are_separated(reviewer):
    entity = two_people()
    row = decide(reviewer, entity, 201, "", ENTITY, names=["A. Person"], note="Her aunt.").json()
    assert (row["verdict"], row["entity"]["id"]) == ("not_same_entity", entity.pk)
    assert Apart.objects.filter(kind="mention").count() == 1
    assert decide(reviewer, entity, 200, "", ENTITY, names=["A. Person"], note="Her aunt.").json() == row
    [listed] = reviewer.get(ENTITY.format(id=entity.pk)).json()["results"]
    assert listed == row


@pytest.mark.parametrize(
    ("status", "names"), [(409, ["Nobody"]), (409, ["Ada Person", "A. Person"]), (400, []), (400, "A. Person")]
)
def test_what_separates_nothing_is_refused(reviewer, status, names):
    problem = decide(reviewer, two_people(), status, "", ENTITY, names=names).json()
    assert problem["errors"]["names"] and not Review.objects.exists()


def test_a_log_in_decides_with_its_csrf_token_only():
    row = make.discrepancy()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.member("Reviewer"))
    response = client.post(
        PATH.format(id=row.pk), {"verdict": "dismissed"}, content_type="application/json", headers={"If-Match": "*"}
    )
    assert response.status_code == 403 and "CSRF" in response.json()["detail"]
    assert not Review.objects.exists()


def another_reviewer(name):
    _, text = issuing.issue(make.member("Reviewer", name), "t", ["review", "read"])
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_where_two_have_to_agree_an_opinion_is_accepted_and_says_what_it_waits_for(reviewer, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    row = make.discrepancy()
    first = decide(reviewer, row, 202, verdict="dismissed", note="Old news.").json()
    told = reviewer.get(f"/api/v1/discrepancies/{row.pk}/").json()
    assert (first["awaits"], told["awaits"], told["status"]) == ("second", "second", "open")
    assert reviewer.get(first["reviews"]).json()["results"] == []
    assert reviewer.get(first["discrepancy"]).json() == told
    agreed = decide(another_reviewer("second"), row, 201, verdict="dismissed").json()
    told = reviewer.get(f"/api/v1/discrepancies/{row.pk}/").json()
    assert (agreed["reviewer"], told["awaits"], told["status"]) == ("second", "", "dismissed")


def test_two_who_differ_wait_for_a_third_and_may_not_settle_it_themselves(reviewer, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    row, second = make.discrepancy(), another_reviewer("second")
    decide(reviewer, row, 202, verdict="dismissed")
    assert decide(second, row, 202, verdict="reconciled").json()["awaits"] == "third"
    assert "somebody else" in decide(second, row, 409, verdict="dismissed").json()["detail"]
    decide(another_reviewer("third"), row, 201, verdict="reconciled")


def test_what_another_person_has_before_them_is_refused_with_who_and_until_when(reviewer):
    row = make.discrepancy()
    leasing.hold(row, make.user("elsewhere"))
    assert "elsewhere has this before them until" in decide(reviewer, row, 409, verdict="dismissed").json()["detail"]
    assert not Review.objects.exists()
