"""Webhooks over the API: for administrators with a token for everything, as the schema says, the secret shown once."""

import functools
import json

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from access import issuing
from access.models import IdempotencyKey
from claims import reviewing
from claims.models import Delivery, Event, Webhook
from claims.webhooks import signing, subscribing, telling
from sources import changing, fetching
from tests import make

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/webhooks/"
DELIVERIES = "/api/v1/deliveries/"
PUBLIC = "93.184.215.14"
GIVEN = {"name": "Desk", "target": "https://desk.example/hook", "events": ["discrepancy.opened", "article.edited"]}


@functools.cache
def schema():
    return SchemaGenerator().get_schema(public=True)


@pytest.fixture(autouse=True)
def names(monkeypatch):
    """Names and their addresses; none is looked up outside."""
    names = {"desk.example": [PUBLIC], "inside.example": ["10.0.0.8"]}
    monkeypatch.setattr(fetching.check, "__defaults__", (lambda host, port: names[host],))
    return names


@pytest.fixture
def call():
    """Calls as an administrator; the answer is as the schema says of that status."""
    _, text = issuing.issue(make.member("Administrator"), "t", ["admin"])
    client = Client(headers={"Authorization": f"Bearer {text}"})

    def call(method, path, expected, body=None, **headers):
        data = None if body is None else json.dumps(body)
        response = client.generic(method, path, data or b"", content_type="application/json", headers=headers)
        assert response.status_code == expected, response.content
        pattern = "/".join("{id}" if part.isdigit() else part for part in path.partition("?")[0].split("/"))
        declared = schema()["paths"][pattern][method.lower()]["responses"][str(expected)].get("content")
        if declared:
            [content] = declared.values()
            conforms(response.json(), content["schema"])
        return response

    return call


def conforms(value, to):
    whole = {**to, "components": schema()["components"]}
    jsonschema.validate(value, whole, jsonschema.Draft202012Validator)


def test_a_webhook_is_set_up_and_its_secret_is_shown_once(call):
    answer = call("POST", ROOT, 201, GIVEN)
    made, webhook = answer.json(), Webhook.objects.get()
    assert made["secret"] == signing.secret_of(webhook.seed)
    assert (webhook.owner.username, webhook.url, webhook.active) == ("administrator", GIVEN["target"], True)
    again = call("GET", answer["Location"].removeprefix("http://testserver"), 200).json()
    assert again == {name: value for name, value in made.items() if name != "secret"}
    listed = call("GET", ROOT, 200)
    assert listed.json()["results"] == [again] and made["secret"] not in listed.content.decode()
    assert webhook.seed not in listed.content.decode()


def test_a_repeated_call_makes_one_webhook_and_its_secret_is_kept_nowhere(call):
    key = {"Idempotency-Key": "k-1"}
    first, second = call("POST", ROOT, 201, GIVEN, **key).json(), call("POST", ROOT, 201, GIVEN, **key)
    assert Webhook.objects.count() == 1 and second["Idempotency-Replayed"] == "true"
    assert second.json() == {**first, "secret": None}
    kept = IdempotencyKey.objects.get()
    assert first["secret"] not in kept.body + json.dumps(kept.headers)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"target": "http://desk.example/"}, "target"),
        ({"target": "https://inside.example/"}, "target"),
        ({"target": "https://127.0.0.1/"}, "target"),
        ({"target": "not a URL"}, "target"),
        ({"target": None}, "target"),
        ({"events": []}, "events"),
        ({"events": ["ping"]}, "events.0"),
        ({"kinds": ["other"]}, "kinds.0"),
        ({"severity_min": 1.5}, "severity_min"),
        ({"sources": [999]}, "sources"),
        ({"entities": [10**30]}, "entities"),
        ({"owner": "somebody"}, "owner"),
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"severity_min": "0.5"}, "severity_min"),
        ({"sources": ["7"]}, "sources.0"),
        ({"active": 1}, "active"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(call, fields, named):
    problem = call("POST", ROOT, 400, GIVEN | fields).json()
    assert list(problem["errors"]) == [named]
    assert not Webhook.objects.exists()


def test_filters_are_kept(call):
    source, entity = make.source(), make.mention().entity
    asked = {"kinds": ["value"], "severity_min": 0.5, "sources": [source.pk], "entities": [entity.pk], "active": False}
    made = call("POST", ROOT, 201, GIVEN | asked).json()
    assert {name: made[name] for name in asked} == asked
    assert [row["id"] for row in call("GET", f"{ROOT}?active=false", 200).json()["results"]] == [made["id"]]
    assert call("GET", f"{ROOT}?active=true", 200).json()["results"] == []


def test_a_webhook_is_changed_and_enabled_again(call, names):
    webhook = make.webhook()
    subscribing.ping(webhook)
    Webhook.objects.update(disabled_at="2021-03-01T12:00:00Z", disabled_because="It failed.", failures=9)
    path = f"{ROOT}{webhook.pk}/"
    row = call("PATCH", path, 200, {"target": "https://desk.example/other", "severity_min": 0.2}).json()
    assert (row["target"], row["severity_min"], row["disabled_because"]) == (
        "https://desk.example/other",
        0.2,
        "It failed.",
    )
    row = call("PATCH", path, 200, {"active": True}).json()
    assert (row["disabled_at"], row["disabled_because"], row["failures"]) == (None, "", 0)
    call("PATCH", path, 400, {"target": "https://inside.example/"})
    assert Webhook.objects.get().url == "https://desk.example/other"


def test_a_webhook_is_removed_with_its_deliveries(call):
    webhook = make.webhook()
    subscribing.ping(webhook)
    call("DELETE", f"{ROOT}{webhook.pk}/", 204)
    assert not Webhook.objects.exists() and not Delivery.objects.exists()
    call("DELETE", f"{ROOT}{webhook.pk}/", 404)


def test_a_new_secret_is_made_and_the_one_before_signs_for_a_day(call):
    webhook = make.webhook()
    new = call("POST", f"{ROOT}{webhook.pk}/rotate/", 200).json()["secret"]
    row = Webhook.objects.get()
    assert signing.secret_of(row.seed) == new != webhook.secret == signing.secret_of(row.seed_before)


def test_a_ping_waits_to_be_sent(call):
    webhook = make.webhook()
    answer = call("POST", f"{ROOT}{webhook.pk}/ping/", 202)
    row = call("GET", answer["Location"].removeprefix("http://testserver"), 200).json()
    assert (row["event"], row["state"], row["number"]) == ("ping", "waiting", None)
    assert json.loads(row["body"])["data"] == {"webhook": webhook.pk}


def test_what_was_given_up_is_found_and_sent_again(call):
    webhook = make.webhook()
    failed, waiting = subscribing.ping(webhook), subscribing.ping(webhook)
    Delivery.objects.filter(pk=failed.pk).update(state="failed", attempts=10, next_at=None)
    found = call("GET", f"{DELIVERIES}?state=failed&webhook={webhook.pk}", 200).json()["results"]
    assert [row["id"] for row in found] == [failed.pk] and "body" not in found[0]
    row = call("POST", f"{DELIVERIES}{failed.pk}/redeliver/", 202).json()
    assert (row["state"], row["attempts"], row["key"]) == ("waiting", 0, failed.key)
    assert [row["id"] for row in call("GET", DELIVERIES, 200).json()["results"]] == [failed.pk, waiting.pk]


@pytest.mark.parametrize("off", [{"active": False}, {"disabled_at": "2021-03-01T12:00:00Z"}])
def test_by_what_is_off_nothing_is_sent(call, off):
    webhook = make.webhook()
    delivery = subscribing.ping(webhook)
    Webhook.objects.update(**off)
    call("POST", f"{ROOT}{webhook.pk}/ping/", 409)
    call("POST", f"{DELIVERIES}{delivery.pk}/redeliver/", 409)
    assert Delivery.objects.count() == 1


def test_what_is_sent_is_as_the_schema_says():
    webhook = make.webhook()
    row, reviewer = make.discrepancy(), make.member("Reviewer")
    telling.hand_out()
    reviewing.decide(row, "reconciled", reviewer, "Part and whole.")
    article = make.article("The flood killed 12 people.")
    changing.note_edits(article.current, make.version(article, "The flood killed 15 people."))
    telling.hand_out()
    make.discrepancy().delete()
    subscribing.ping(webhook)
    events = set()
    for delivery in Delivery.objects.all():
        body = json.loads(delivery.body)
        declared = schema()["webhooks"][body["type"]]["post"]["requestBody"]["content"]["application/json"]
        conforms(body, declared["schema"])
        events.add(body["type"])
    assert events == {"discrepancy.opened", "discrepancy.decided", "article.edited", "ping"}


def test_the_schema_has_every_event():
    assert {*schema()["webhooks"]} == {"ping", *Event.values}


@pytest.mark.parametrize("path", [ROOT, DELIVERIES])
def test_a_list_costs_the_same_however_long(call, path, django_assert_max_num_queries):
    for _ in range(12):
        subscribing.ping(make.webhook())
    with django_assert_max_num_queries(8):
        assert len(call("GET", path, 200).json()["results"]) == 12
