"""What a row names comes with it where that is asked, in as many queries however many rows; and one row in part."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.api import expanding
from claims.api.expanding import EXPANSIONS
from claims.models import Claim, Entity, Review
from sources.models import ArticleChange, Page
from tests import make
from tests.claims.test_api import fill
from tests.claims.test_api_listing import text_of
from tests.sources.test_api import follows, get

pytestmark = pytest.mark.django_db
LISTS = {name: name + "s" for name in EXPANSIONS} | {"discrepancy": "discrepancies"}
EACH = [(name, wanted) for name, expansions in EXPANSIONS.items() for wanted in expansions]


@pytest.fixture
def reader():
    client = Client()
    client.force_login(make.member("Reader"))
    return client


def everything():
    discrepancy, claim, _, quote = fill()
    reviewer = make.user(f"judge {Review.objects.count()}")
    Review.objects.create(fact=discrepancy.fact, verdict="not_same_fact", reviewer=reviewer)
    Review.objects.create(utterance=quote.utterance, verdict="not_same_utterance", reviewer=reviewer)
    Review.objects.create(version=claim.version, verdict="rejected", reviewer=reviewer)
    article = make.article()
    Page.objects.create(url=article.url, article=article)
    ArticleChange.objects.create(article=article, kind="edited", version=make.version(article, "Other."), rank=1.0)


@pytest.mark.parametrize(("kind", "wanted"), EACH)
def test_what_comes_along_is_what_its_own_address_gives(reader, kind, wanted):
    everything()
    page = get(reader, f"{LISTS[kind]}/", expand=wanted)
    follows(page, f"/api/v1/{LISTS[kind]}/")
    brought = [row["expanded"][wanted] for row in page["results"] if row["expanded"][wanted]]
    assert brought
    for held in brought:
        for each in held if isinstance(held, list) else [held]:
            if wanted != "reading":
                address = each.get("api_url") or each["url"]
                whole = reader.get(address).json()
                assert {name: whole[name] for name in each} == each
    row = page["results"][0]
    assert reader.get(row.get("api_url") or row["url"], {"expand": wanted}).json()["expanded"] == row["expanded"]


@pytest.mark.parametrize("kind", EXPANSIONS)
def test_queries_do_not_grow_with_what_comes_along(reader, kind):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = get(reader, f"{LISTS[kind]}/", expand=",".join(EXPANSIONS[kind]))
        return len(page["results"]), len(captured)

    everything()
    few, first = queries()
    for number in range(4):
        everything()
        Entity.objects.create(name=f"Somebody {number}", kind="person")
    more, second = queries()
    assert more > few and second == first


def test_how_a_claim_was_read_comes_along(client):
    version = make.article().current
    make.extraction(version, rules="7", model="a model 3.8")
    make.claim("Three", version)
    [row] = get(client, "claims/", expand="reading")["results"]
    assert row["expanded"] == {
        "reading": {"rules": "7", "model": "a model 3.8", "read_at": None, "published_at": "2021-03-01T12:00:00+00:00"}
    }


def test_what_is_not_named_is_null_and_the_row_stays_as_it_was(client):
    claim = make.claim("Three", make.article().current)
    plain = get(client, f"claims/{claim.pk}/")
    row = get(client, f"claims/{claim.pk}/", expand="fact,holder,entities")
    assert row.pop("expanded") == {"fact": None, "holder": None, "entities": []}
    assert row == plain


@pytest.mark.parametrize(
    ("address", "parameters", "remedy"),
    [
        ("claims/", {"expand": "colour"}, "Not here: colour. Use article, entities, fact, holder, reading."),
        ("claims/", {"expand": "fact,"}, "Not here"),
        ("entities/", {"expand": "claims"}, "Not a parameter here"),
    ],
)
def test_what_cannot_come_along_is_refused(client, address, parameters, remedy):
    assert remedy in get(client, address, 400, **parameters)["expand"][0]


def test_it_comes_along_whatever_fields_of_the_row_are_asked_for(client):
    fact = make.discrepancy().fact
    page = get(client, "claims/", expand="fact", fields="id")
    assert page["results"] and all(list(row) == ["id", "expanded"] for row in page["results"])
    assert {row["expanded"]["fact"]["id"] for row in page["results"]} == {fact.pk}


def test_it_comes_along_with_each_line_of_a_stream(client, monkeypatch):
    monkeypatch.setattr(expanding, "STREAMED_AT_ONCE", 2)
    for _ in range(3):
        make.discrepancy()
    rows = get(client, "claims/", expand="fact,article", fields="id,fact")["results"]
    asked = {"expand": "fact,article", "fields": "id,fact", "format": "ndjson"}
    assert [json.loads(line) for line in text_of(client.get("/api/v1/claims/", asked)).splitlines()] == rows
    assert len(rows) == 6


def test_more_than_may_come_along_is_refused(client, monkeypatch):
    monkeypatch.setattr(expanding, "MOST", 1)
    make.discrepancy()
    assert "2 rows would come along" in get(client, "facts/", 400, expand="claims")["expand"][0]
    assert len(get(client, "facts/", expand="discrepancies")["results"]) == 1


def test_many_are_asked_for_in_parts(client, monkeypatch):
    monkeypatch.setattr(expanding, "ASKED_AT_ONCE", 1)
    row = make.discrepancy()
    [fact] = get(client, "facts/", expand="claims")["results"]
    assert [claim["id"] for claim in fact["expanded"]["claims"]] == sorted(row.fact.claims.values_list("pk", flat=True))


def test_decisions_never_come_along_for_not_everybody_may_read_them():
    assert not {one.component for each in EXPANSIONS.values() for one in each.values()} & {"ReviewRow"}


def test_one_row_with_fewer_fields(client):
    claim = make.claim("Three", make.article().current)
    assert get(client, f"claims/{claim.pk}/", fields="value,id") == {
        "value": get(client, f"claims/{claim.pk}/")["value"],
        "id": claim.pk,
    }
    article = get(client, f"articles/{claim.version.article_id}/", fields="text,sha256")
    assert article == {"text": claim.version.text, "sha256": claim.version.sha256}
    assert "Not fields: colour" in get(client, f"claims/{claim.pk}/", 400, fields="colour")["fields"][0]
    assert "use expand, fields" in get(client, f"claims/{claim.pk}/", 400, limit="1")["limit"][0]


def test_a_part_of_a_row_has_an_etag_of_its_own(client):
    row = make.discrepancy()
    address = f"/api/v1/discrepancies/{row.pk}/"
    whole, part, along = (client.get(address, asked) for asked in ({}, {"fields": "id,status"}, {"expand": "fact"}))
    assert len({answer["ETag"] for answer in (whole, part, along)}) == 3
    assert {answer["ETag"][:66] for answer in (whole, part, along)} == {f'"{row.fingerprint}.'}
    assert client.get(address, {"expand": "fact"}, headers={"If-None-Match": along["ETag"]}).status_code == 304
    Claim.objects.filter(fact=row.fact).update(live=False)
    assert client.get(address, {"expand": "fact"}, headers={"If-None-Match": along["ETag"]}).status_code == 200


def test_what_never_changes_does_when_something_comes_with_it(client):
    version = make.article().current
    assert client.get(f"/api/v1/versions/{version.pk}/").has_header("Last-Modified")
    assert not client.get(f"/api/v1/versions/{version.pk}/", {"expand": "article"}).has_header("Last-Modified")
