"""Lists in several orders, counted, with fewer fields, and in other formats."""

import base64
import csv
import io
import itertools
import json
import tracemalloc
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims import annotating, exporting
from claims.api import listing
from claims.models import Discrepancy, Quote, Review
from tests import make
from tests.claims.test_api import RESOURCES, fill
from tests.sources.test_api import get, ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(User.objects.create(username="editor", is_superuser=True))
    return client


def walk(client, address, way="next", **parameters):
    page = get(client, address, **parameters)
    seen = [ids(page)]
    while page[way]:
        page = client.get(page[way]).json()
        seen.append(ids(page))
    return seen, page


@pytest.mark.parametrize("ordering", ["id", "-id", "severity", "-severity", "first_seen", "-last_seen"])
def test_every_order_is_walked_whole_and_back(client, ordering):
    for number in range(7):
        make.discrepancy(fact=make.fact(), severity=[0.5, 0.1, 0.5, 0.9, 0.5, 0.5, 0.1][number])
    name, sign = ordering.removeprefix("-"), -1 if ordering.startswith("-") else 1
    rows = sorted(Discrepancy.objects.all(), key=lambda row: (getattr(row, name), row.pk))[::sign]
    pages, last = walk(client, "discrepancies/", ordering=ordering, limit=2)
    assert [pk for page in pages for pk in page] == [row.pk for row in rows]
    back = [ids(last)]
    while last["previous"]:
        last = client.get(last["previous"]).json()
        back.append(ids(last))
    assert back[::-1] == pages


def test_a_row_added_meanwhile_shifts_nothing(client):
    made = [make.discrepancy(fact=make.fact(), severity=0.5).pk for _ in range(4)]
    page = get(client, "discrepancies/", ordering="-severity", limit=2)
    make.discrepancy(fact=make.fact(), severity=0.9)
    assert ids(client.get(page["next"]).json()) == made[1::-1]


def mark(*told):
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        mark("id", False, 1),
        mark("severity", False, 0.5, 1),
        mark("-id", False, 1, 1),
        mark("id", 0, 1, 1),
        mark("id", False, 1, -1),
        mark("id", False, 1, 10**30),
        mark("id", False, "\x00", 1),
        mark("id", False, None, 1),
        mark("id", False, [1], 1),
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
    ],
)
def test_a_cursor_that_is_none_or_of_another_order_is_refused(client, cursor):
    assert "follow a next or previous link" in get(client, "discrepancies/", 400, cursor=cursor)["cursor"][0]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "0.5x", True, 10**400])
def test_a_cursor_with_a_value_that_no_row_has_is_refused(client, value):
    get(client, "discrepancies/", 400, ordering="severity", cursor=mark("severity", False, value, 1))


@pytest.mark.parametrize("value", ["2021-03-01", "2021-03-01T12:00:00", "yesterday", 5])
def test_a_cursor_with_no_moment_is_refused(client, value):
    get(client, "discrepancies/", 400, ordering="last_seen", cursor=mark("last_seen", False, value, 1))


def test_rows_are_counted_where_that_is_asked(client):
    for _ in range(3):
        make.discrepancy()
    page = get(client, "discrepancies/", limit=2, count="true")
    assert page["count"] == 3 and len(page["results"]) == 2
    assert "count" not in client.get(page["next"]).json() and "count" not in get(client, "discrepancies/")


def test_only_the_fields_that_are_asked_for(client):
    fill()
    rows = get(client, "claims/", fields="id,value")["results"]
    assert rows and all(list(row) == ["id", "value"] for row in rows)


@pytest.mark.parametrize(
    ("parameters", "remedy"),
    [
        ({"ordering": "colour"}, "Use id, severity, first_seen, last_seen, or one of them with - in front."),
        ({"ordering": "--id"}, "Use id, severity"),
        ({"count": "yes"}, "Use true or false."),
        ({"fields": "id,colour"}, "Not fields: colour. Use id, "),
        ({"fields": ","}, "Use id, "),
        ({"format": "xml"}, "Use one of: json, ndjson, csv, atom."),
        ({"modified_since": "yesterday"}, "Give a time such as 2021-03-01T12:00:00Z."),
        ({"modified_since": "9999-12-31T23:59:59-12:00"}, "Give a time such as"),
    ],
)
def test_bad_input_is_named_with_a_remedy(client, parameters, remedy):
    [name] = parameters
    assert remedy in get(client, "discrepancies/", 400, **parameters)[name][0]


@pytest.mark.parametrize("resource", RESOURCES)
def test_rows_since(editor, resource):
    fill()
    assert get(editor, f"{resource}/", modified_since="2020-01-01T00:00:00Z")["results"]
    assert get(editor, f"{resource}/", modified_since="2099-01-01T00:00:00Z")["results"] == []


def text_of(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("asked", ["parameter", "header"])
def test_ndjson_and_csv_are_the_rows_of_the_pages(editor, resource, asked):
    fill()

    def answer(name):
        if asked == "parameter":
            return editor.get(f"/api/v1/{resource}/", {"format": name})
        return editor.get(f"/api/v1/{resource}/", headers={"Accept": listing.MEDIA_TYPES[name]})

    rows = get(editor, f"{resource}/")["results"]
    response = answer("ndjson")
    assert response["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line) for line in text_of(response).splitlines()] == rows
    table = list(csv.DictReader(io.StringIO(text_of(answer("csv")))))
    assert [(row["id"], row["url"]) for row in table] == [(str(row["id"]), row["url"]) for row in rows]


def test_what_is_streamed_is_filtered_and_ordered(client):
    one, other = make.discrepancy(severity=0.1), make.discrepancy(severity=0.9)
    make.discrepancy(severity=0.5, kind="internal")
    lines = text_of(
        client.get("/api/v1/discrepancies/", {"format": "ndjson", "kind": "value", "ordering": "-severity"})
    )
    assert [json.loads(line)["id"] for line in lines.splitlines()] == [other.pk, one.pk]


def test_what_is_streamed_has_no_pages_but_can_be_less(client):
    made = [make.claim("Three", make.article().current).pk for _ in range(3)]
    assert "has no pages" in get(client, "claims/", 400, format="csv", cursor="x")["cursor"][0]
    lines = text_of(client.get("/api/v1/claims/", {"format": "ndjson", "limit": 2, "fields": "id,value"})).splitlines()
    assert [json.loads(line)["id"] for line in lines] == made[:2]
    assert {key for line in lines for key in json.loads(line)} == {"id", "value"}
    header = text_of(client.get("/api/v1/claims/", {"format": "csv", "fields": "id,about"})).splitlines()[0]
    assert header.startswith("id,about.label,about.entities") and "value" not in header and "url" not in header


def test_a_formula_in_a_cell_is_made_harmless(client):
    version = make.article("=cmd() three lakes").current
    make.claim("three", version)
    [row] = csv.DictReader(io.StringIO(text_of(client.get("/api/v1/claims/", {"format": "csv"}))))
    assert row["exact"] == "'=cmd() three lakes"


def test_refusals_are_json_whatever_was_asked_for(client):
    response = client.get("/api/v1/claims/", {"sauce": "x", "format": "csv"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert "sauce" in response.json()["errors"]
    assert client.get("/api/v1/claims/", headers={"Accept": "image/png"}).status_code == 406


def test_streams_take_the_same_memory_and_queries_however_many_rows(client, monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 10)
    monkeypatch.setattr(listing, "PART", 1_000)

    def add(count):
        for _ in range(count):
            make.claim("Three", make.article("Three districts were ceded. " + "Lake. " * 2_000).current)

    def peak():
        tracemalloc.start()
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/api/v1/claims/", {"format": "ndjson"})
            for _part in response.streaming_content:
                pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest, len([query for query in captured.captured_queries if "CURSOR" not in query["sql"]])

    add(20)
    peak()
    small, few = peak()
    add(100)
    large, more = peak()
    assert large < 1.5 * small
    # As many for each chunk, however many chunks: never one for each row.
    assert more - few <= 10 * few


@pytest.mark.parametrize("read", [0, 2])
@pytest.mark.django_db(transaction=True)
def test_a_stream_is_one_look_and_leaves_nothing_open(client, monkeypatch, read):
    monkeypatch.setattr(exporting, "CHUNK", 1)
    monkeypatch.setattr(listing, "PART", 1)
    for _ in range(5):
        make.claim("Three", make.article().current)
    response = client.get("/api/v1/claims/", {"format": "ndjson"})
    assert connection.in_atomic_block == (connection.vendor == "postgresql")
    assert len(list(itertools.islice(response.streaming_content, read))) == read
    response.close()
    assert not connection.in_atomic_block
    assert len(text_of(client.get("/api/v1/claims/", {"format": "ndjson"})).splitlines()) == 5
    assert not connection.in_atomic_block


def test_rows_are_sent_together():
    assert list(listing.gathered(["a" * listing.PART, "b", "c"])) == ["a" * listing.PART, "bc"]
    assert list(listing.gathered([])) == []


def test_claims_and_quotes_as_web_annotations_point_at_their_very_words(client):
    _, _, _, quote = fill()
    Quote.objects.filter(pk=quote.pk).update(
        spans=[
            {"start": quote.start, "end": quote.start + 5, "exact": "three"},
            {"start": quote.end - 3, "end": quote.end, "exact": "cts"},
        ]
    )
    for resource in ("claims", "quotes"):
        document = json.loads(text_of(client.get(f"/api/v1/{resource}/", headers={"Accept": "application/ld+json"})))
        assert document["@context"] == "http://www.w3.org/ns/anno.jsonld" and document["@graph"]
        for annotation in document["@graph"]:
            assert annotation["type"] == "Annotation" and client.get(annotation["id"]).status_code == 200
            targets = annotation["target"] if resource == "quotes" else [annotation["target"]]
            for target in targets:
                text = client.get(target["source"]).json()["text"]
                words, place = target["selector"]
                assert text[place["start"] : place["end"]] == words["exact"]
                around = words.get("prefix", "") + words["exact"] + words.get("suffix", "")
                assert around in text
        assert len(targets) == (2 if resource == "quotes" else 1)


def test_decisions_that_stand_as_claim_reviews(editor):
    discrepancy = make.discrepancy()
    reviewer = make.user()
    first = Review.objects.create(discrepancy=discrepancy, verdict="dismissed", reviewer=reviewer, fingerprint="0" * 64)
    last = Review.objects.create(
        discrepancy=discrepancy, verdict="confirmed", note="Both say so.", reviewer=reviewer, fingerprint="0" * 64
    )
    changed = make.discrepancy(fact=make.fact(), fingerprint="1" * 64)
    Review.objects.create(discrepancy=changed, verdict="confirmed", reviewer=reviewer, fingerprint="0" * 64)
    document = json.loads(text_of(editor.get("/api/v1/reviews/", {"format": "jsonld"})))
    found = document["@graph"]
    assert {review["@type"] for review in found} == {"ClaimReview"} and document["@context"] == "https://schema.org"
    assert {review["url"].split("/")[-2] for review in found} == {str(last.pk)} != {str(first.pk)}
    claims = [review["itemReviewed"]["@id"] for review in found]
    assert len(set(claims)) == len(claims) == 2 and all(editor.get(claim).status_code == 200 for claim in claims)
    assert found[0]["reviewRating"] == {"@type": "Rating", "alternateName": "Confirmed conflict"}
    assert found[0]["claimReviewed"] == "Officials said three districts were ceded."
    assert found[0]["itemReviewed"]["author"] == {"@type": "Organization", "name": "North Post"}


def test_discrepancies_as_an_atom_feed_newest_first(client):
    old = make.discrepancy(explanation={"text": "3 < 7 & so \x01on"})
    new = make.discrepancy(last_seen="2022-01-01T00:00:00Z")
    feed = ElementTree.fromstring(text_of(client.get("/api/v1/discrepancies/", {"format": "atom"})))
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", names)
    assert [entry.find("a:id", names).text.split("/")[-2] for entry in entries] == [str(new.pk), str(old.pk)]
    assert entries[1].find("a:summary", names).text == "3 < 7 & so on"
    assert feed.find("a:updated", names).text == "2022-01-01T00:00:00+00:00"
    assert {entry.find("a:category", names).get("term") for entry in entries} == {"open"}


def test_an_empty_list_has_a_feed_and_a_graph(client):
    assert "</feed>" in text_of(client.get("/api/v1/discrepancies/", {"format": "atom"}))
    assert json.loads(text_of(client.get("/api/v1/claims/", {"format": "jsonld"})))["@graph"] == []
    assert list(annotating.graph("x", []))


def test_the_schema_names_orders_fields_and_formats(client):
    document = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    listed = document["paths"]["/api/v1/discrepancies/"]["get"]
    known = {item["name"]: item["schema"] for item in listed["parameters"]}
    assert "-severity" in known["ordering"]["enum"] and known["format"]["enum"] == ["json", "ndjson", "csv", "atom"]
    assert set(listed["responses"]["200"]["content"]) == {
        "application/json",
        "application/x-ndjson",
        "text/csv",
        "application/atom+xml",
    }
    assert "ordering" not in str(document["paths"]["/api/v1/discrepancies/{id}/"]["get"]["parameters"])
