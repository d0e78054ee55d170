"""Calls under an idempotency key: carried out once, answered the same, forgotten after a day and where refused."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

import pytest
import time_machine
from django.test import Client

from access import issuing
from access.models import IdempotencyKey
from sources.models import Article, ArticleVersion, Feed, ImportRun
from tests import make
from tests.served import Served

FEED = {"location": "https://news.example/feed", "source": "North Post"}
TEXT = {"text": "The council met in the old hall.", "source": "North Post"}


def client_of(role="Editor", name=""):
    _, text = issuing.issue(make.member(role, name), "t", ["submit", "read"])
    return Client(headers={"Authorization": f"Bearer {text}"})


def post(client, fields=FEED, key="k-1", address="feeds/"):
    return client.post(
        f"/api/v1/{address}", fields, content_type="application/json", headers={"Idempotency-Key": key} if key else {}
    )


@pytest.mark.django_db
def test_the_same_call_again_gets_the_same_answer_and_does_nothing():
    client = client_of()
    first, again = post(client), post(client)
    assert (again.status_code, again.json(), again["Location"]) == (201, first.json(), first["Location"])
    assert again["Idempotency-Replayed"] == "true" and not first.has_header("Idempotency-Replayed")
    assert Feed.objects.count() == 1 and post(client, key="k-2").status_code == 400


@pytest.mark.django_db
def test_an_article_is_imported_once_for_one_key():
    client = client_of()
    for _ in range(3):
        assert post(client, TEXT, address="articles/").status_code == 201
    assert (Article.objects.count(), ArticleVersion.objects.count(), ImportRun.objects.count()) == (1, 1, 1)
    assert post(client, TEXT, key="", address="articles/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "address"), [({**FEED, "interval_minutes": 5}, "feeds/"), (FEED, "articles/"), ({}, "feeds/")]
)
def test_another_call_with_the_same_key_is_refused(fields, address):
    client = client_of()
    post(client)
    response = post(client, fields, address=address)
    assert response.status_code == 422 and "key of its own" in response.json()["errors"]["Idempotency-Key"][0]


@pytest.mark.django_db
def test_the_order_and_spacing_of_the_body_do_not_matter():
    client = client_of()
    post(client)
    body = b'{ "source" : "North Post",\n "location": "https://news.example/feed" }'
    again = client.post("/api/v1/feeds/", body, content_type="application/json", headers={"Idempotency-Key": '"k-1"'})
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
def test_a_refusal_is_not_kept():
    client = client_of()
    assert post(client, {**FEED, "interval_minutes": 0}).status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert post(client).status_code == 201


@pytest.mark.django_db
def test_a_failure_leaves_neither_key_nor_rows(monkeypatch):
    client = client_of()
    client.raise_request_exception = False

    def broken(*_):
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr("sources.counting.finish", broken)
        assert post(client, TEXT, address="articles/").status_code == 500
    assert not IdempotencyKey.objects.exists() and not Article.objects.exists()
    assert post(client, TEXT, address="articles/").status_code == 201


@pytest.mark.django_db
def test_a_key_is_ones_own_and_a_lost_permission_is_lost_for_it_too():
    one, other = client_of(), client_of("Editor", "other")
    post(one)
    assert post(other).status_code == 400
    assert not post(other, {"location": "https://other.example/"}).has_header("Idempotency-Replayed")
    make.User.objects.get(username="editor").groups.clear()
    assert post(one).status_code == 403


@pytest.mark.django_db
def test_a_key_is_kept_for_a_day():
    client = client_of()
    start = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as traveller:
        fields = {**TEXT, "id": "1"}
        client = client_of("Editor", "later")
        assert post(client, fields, address="articles/").status_code == 201
        traveller.shift(dt.timedelta(hours=23, minutes=59))
        assert post(client, fields, address="articles/").status_code == 201
        traveller.shift(dt.timedelta(minutes=1))
        assert post(client, fields, address="articles/").status_code == 200
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_a_key_in_quotes_is_the_same_without_them():
    client = client_of()
    assert post(client, key="k-1").status_code == 201
    assert post(client, key='"k-1"').headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
@pytest.mark.parametrize("key", [" ", "a\tb", "a b", 'a"b', "é", "x" * 256])
def test_a_key_that_is_none_is_refused(key):
    response = post(client_of(), key=key)
    assert response.status_code == 400 and "Idempotency-Key" in response.json()["errors"]


@pytest.mark.django_db
def test_who_may_not_do_it_keeps_nothing():
    assert post(client_of("Reader")).status_code == 403 and not IdempotencyKey.objects.exists()


def test_of_calls_at_once_on_two_processes_one_is_carried_out(tmp_path):
    """The others wait for it and get its answer."""
    with Served(tmp_path, API_LIMIT_TOKEN="0") as served, ThreadPoolExecutor(20) as crowd:
        text = served.token("Editor", "submit", "read")

        def call(_):
            headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "k", "Content-Type": "application/json"}
            body = json.dumps(TEXT).encode()
            with urlopen(Request(f"{served.url}/api/v1/articles/", body, headers), timeout=180) as response:
                return response.status, response.read(), response.headers["Idempotency-Replayed"]

        answers = list(crowd.map(call, range(40)))
        count = served.manage("shell", "-c", "print(ImportRun.objects.count(), ArticleVersion.objects.count())")
    assert {(status, body) for status, body, _ in answers} == {(201, answers[0][1])}
    assert [replayed for _, _, replayed in answers].count(None) == 1
    assert count.split()[-2:] == ["1", "1"]
