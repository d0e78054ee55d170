"""What was said and where sources disagree, over the API: the exports' rows, filtered, as the schema says."""

import os
import shutil

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims import exporting
from claims.models import Claim, Discrepancy, Entity, Review
from claims.models.reach import reach
from tests import make
from tests.sources.test_api import follows, get, ids

pytestmark = pytest.mark.django_db
RESOURCES = "quotes utterances entities claims facts discrepancies reviews".split()


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make.member("Reader", "staff", is_staff=True))
    return client


def fill():
    """Something of every kind, with everything that a row may hold."""
    discrepancy = make.discrepancy()
    claim = discrepancy.fact.claims.first()
    person = make.mention("Ada Person", claim.version)
    claim.mentions.add(person)
    claim.holder, claim.holder_text = person, "Ada Person"
    claim.save()
    day = make.claim("said", claim.version, dimension="date", low_date="2020-11-01", granularity="month")
    quote = make.quote("three districts", claim.version, speaker=person, utterance=make.utterance())
    worded = make.discrepancy(utterance=quote.utterance, kind="wording")
    worded.positions.create(number=1, label="A", answer={"wording": "a"}, origins=["A"]).quotes.add(quote)
    reach(connection, [discrepancy.pk, worded.pk])
    reviewer = User.objects.get_or_create(username="reviewer")[0]
    Review.objects.create(discrepancy=discrepancy, verdict="confirmed", reviewer=reviewer, evidence={"positions": []})
    Review.objects.create(entity=person.entity, verdict="not_same_entity", reviewer=reviewer)
    return discrepancy, claim, day, quote


@pytest.mark.parametrize("kind", [kind for kind in exporting.KINDS if kind != "gaps"])
def test_rows_are_those_of_the_exports_with_an_address(staff, kind):
    fill()
    rows = get(staff, f"{kind}/")["results"]
    assert rows == [{**row, "url": f"http://testserver/api/v1/{kind}/{row['id']}/"} for row in exporting.rows(kind)]
    assert staff.get(rows[0]["url"]).json() == rows[0]


@pytest.mark.parametrize("resource", RESOURCES)
def test_rows_are_as_the_schema_says(staff, resource):
    fill()
    page = get(staff, f"{resource}/")
    assert page["results"]
    follows(page, f"/api/v1/{resource}/")
    for row in page["results"]:
        follows(staff.get(row["url"]).json(), f"/api/v1/{resource}/{{id}}/")


@pytest.mark.parametrize("resource", RESOURCES)
def test_queries_do_not_grow_with_rows(staff, resource):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            count = len(get(staff, f"{resource}/")["results"])
        return count, len(captured)

    fill()
    few, first = queries()
    for number in range(4):
        fill()
        Entity.objects.create(name=f"Somebody {number}", kind="person")
    more, second = queries()
    assert more > few and second == first


@pytest.mark.parametrize("resource", ["quotes", "claims"])
def test_superseded_evidence_is_given_by_id_but_not_listed(client, resource):
    _, claim, _, quote = fill()
    row = claim if resource == "claims" else quote
    type(row).objects.filter(pk=row.pk).update(live=False)
    assert row.pk not in ids(get(client, f"{resource}/"))
    assert get(client, f"{resource}/{row.pk}/")["live"] is False


def test_an_utterance_and_an_entity(client):
    _, _, _, quote = fill()
    [row] = get(client, "utterances/")["results"]
    assert (row["label"], row["origins"], row["quotes"]) == ("We will win", ["North Post"], [quote.pk])
    assert len(row["discrepancies"]) == 1
    [entity] = get(client, "entities/")["results"]
    assert (entity["name"], entity["kind"], entity["names"]) == ("Ada Person", "person", ["Ada Person"])


TEXT = "Seven lakes, 3 to 5 rivers, more than 42 ponds, in November, on May 4."


@pytest.fixture
def lakes():
    """Claims by name, each of an article of its own."""
    ada, lake = make.mention("Ada Person"), make.mention("Lake", kind="place")

    def claim(words, source, language="en", **fields):
        version = make.article(
            TEXT, source=make.source(source), language=language, published_at=fields.pop("published_at", make.NOON)
        ).current
        return make.claim(words, version, **fields)

    made = {
        "a": claim("Seven lakes", "North Post", unit="lake", low_number=7, high_number=7, fact=make.fact("lakes")),
        "b": claim("3 to 5 rivers", "South Post", unit="river", low_number=3, high_number=5, holder=ada),
        "c": claim("more than 42", "South Post", language="hy", low_number=42, high_number=None, holder_text="He"),
        "d": claim("November", "North Post", dimension="date", low_date="2020-11-01", high_date="2020-11-30"),
        "e": claim("May 4", "Wire", dimension="date", low_date="2021-05-04", high_date=None, published_at=None),
    }
    made["a"].mentions.add(lake, ada)
    made["b"].mentions.add(lake)
    made["b"].holder_text = "Ada Person"
    made["b"].save()
    return made, {"ada": ada.entity_id, "lake": lake.entity_id, "fact": made["a"].fact_id, "article": 0}


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, "abcde"),
        ({"source": "South Post"}, "bc"),
        ({"source": "South Post", "language": "en"}, "b"),
        ({"origin": "Wire"}, "e"),
        ({"published_after": "2021-03-01"}, "abcd"),
        ({"published_before": "2021-02-28"}, ""),
        ({"entity": "{lake}"}, "ab"),
        ({"entity": "{ada}"}, "a"),
        ({"entity": "999999"}, ""),
        ({"holder": "{ada}"}, "b"),
        ({"holder": "narrator"}, "ade"),
        ({"fact": "{fact}"}, "a"),
        ({"dimension": "date"}, "de"),
        ({"unit": "river"}, "b"),
        ({"value_min": "5"}, "abc"),
        ({"value_min": "5.5"}, "ac"),
        ({"value_min": "1000"}, "c"),
        ({"value_max": "7"}, "ab"),
        ({"value_max": "2"}, ""),
        ({"value_min": "4", "value_max": "4"}, "b"),
        ({"date_from": "2020-11-30"}, "de"),
        ({"date_from": "2020-12-01"}, "e"),
        ({"date_to": "2020-11-01"}, "d"),
        ({"date_to": "2020-10-31"}, ""),
        ({"date_from": "2020-01-01", "date_to": "2030-01-01"}, "de"),
    ],
)
def test_claims_by_what_a_client_asks(client, lakes, parameters, found):
    made, names = lakes
    asked = {name: value.format(**names) for name, value in parameters.items()}
    assert ids(get(client, "claims/", **asked)) == [made[name].pk for name in found]


def test_claims_of_one_article(client, lakes):
    made, _ = lakes
    assert ids(get(client, "claims/", article=made["c"].version.article_id)) == [made["c"].pk]


def test_quotes_by_what_a_client_asks(client):
    _, _, _, quote = fill()
    version = make.article("Nobody said so.", source=make.source("Far Post")).current
    other = make.quote("so", version, kind="indirect")
    for parameters in (
        {"kind": "direct"},
        {"speaker": quote.speaker.entity_id},
        {"utterance": quote.utterance_id},
        {"source": "North Post"},
        {"article": quote.version.article_id},
    ):
        assert ids(get(client, "quotes/", **parameters)) == [quote.pk], parameters
    assert ids(get(client, "quotes/", kind="indirect")) == [other.pk]


def test_facts_and_utterances_by_what_a_client_asks(client):
    discrepancy, claim, _, quote = fill()
    make.claim("Three", make.article().current, fact=make.fact("other", dimension="date", unit="date"))
    make.quote("Three", make.article().current, utterance=make.utterance("other"))
    for parameters in (
        {"dimension": "count"},
        {"unit": "district"},
        {"source": "South Post"},
        {"entity": claim.holder.entity_id},
    ):
        assert ids(get(client, "facts/", **parameters)) == [discrepancy.fact_id], parameters
    for parameters in ({"speaker": quote.speaker.entity_id}, {"origin": "North Post"}):
        assert ids(get(client, "utterances/", **parameters)) == [quote.utterance_id], parameters
    assert ids(get(client, "facts/", source="South Post", origin="North Post")) == []


def test_entities_by_kind_and_name(client):
    ada = Entity.objects.create(name="Ada Person", kind="person", names=[])
    Entity.objects.create(name="Lake", kind="place", names=[])
    assert ids(get(client, "entities/", kind="person")) == ids(get(client, "entities/", name="PERS")) == [ada.pk]


def test_discrepancies_by_what_a_client_asks(client):
    value, claim, _, quote = fill()
    worded = Discrepancy.objects.get(kind="wording")
    Discrepancy.objects.filter(pk=worded.pk).update(severity=0.9, status="confirmed")
    for parameters, found in (
        ({"kind": "value"}, [value]),
        ({"status": "confirmed"}, [worded]),
        ({"severity_min": 0.9}, [worded]),
        ({"severity_min": 0.5}, [value, worded]),
        ({"fact": value.fact_id}, [value]),
        ({"utterance": worded.utterance_id}, [worded]),
        ({"dimension": "count"}, [value]),
        ({"dimension": "date"}, []),
        ({"unit": "district"}, [value]),
        ({"source": "South Post"}, [value]),
        ({"source": "North Post"}, [value, worded]),
        ({"article": quote.version.article_id}, [value, worded]),
        ({"entity": claim.holder.entity_id}, [value, worded]),
        ({"entity": 999_999}, []),
        ({"language": "hy"}, []),
    ):
        assert ids(get(client, "discrepancies/", **parameters)) == [row.pk for row in found], parameters


def test_reviews_by_what_a_client_asks(staff):
    discrepancy, claim, _, _ = fill()
    decided, separated = Review.objects.order_by("pk")
    for parameters, found in (
        ({"verdict": "confirmed"}, [decided]),
        ({"discrepancy": discrepancy.pk}, [decided]),
        ({"entity": claim.holder.entity_id}, [separated]),
        ({"reviewer": "reviewer"}, [decided, separated]),
        ({"reviewer": "staff"}, []),
    ):
        assert ids(get(staff, "reviews/", **parameters)) == [row.pk for row in found], parameters


@pytest.mark.parametrize(
    ("resource", "parameters", "remedy"),
    [
        ("claims", {"fact": "lakes"}, "Give an id: a whole number, as in a row's id."),
        ("claims", {"fact": "0"}, "Give an id: a whole number, as in a row's id."),
        ("claims", {"entity": "9" * 30}, "Give an id: a whole number, as in a row's id."),
        ("claims", {"holder": "somebody"}, "Give an entity's id, or narrator for the article's own voice."),
        ("claims", {"holder": "9" * 30}, "Give an entity's id, or narrator for the article's own voice."),
        ("claims", {"date_from": "yesterday"}, "Give a day as YYYY-MM-DD, such as 2020-11-09."),
        ("claims", {"published_after": "10/11/2020"}, "Give a day as YYYY-MM-DD, such as 2020-11-09."),
        (
            "claims",
            {"dimension": "colour"},
            f"Use one of: {', '.join(Claim.Dimension.values)}.",
        ),
        ("claims", {"value_min": "some"}, "Enter a number."),
        ("claims", {"unit": "a\x00b"}, "Null characters are not allowed."),
        ("quotes", {"kind": "loud"}, "Use one of: direct, indirect, mixed, scare."),
        ("discrepancies", {"severity_min": "2"}, "Ensure this value is less than or equal to 1."),
        ("entities", {"name": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_is_named_with_a_remedy(client, resource, parameters, remedy):
    [name] = parameters
    assert get(client, f"{resource}/", 400, **parameters) == {name: [remedy]}


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")
@pytest.mark.django_db(transaction=True)
def test_the_interactive_page_runs_under_the_content_policy(live_server, monkeypatch):
    """It draws every operation, answers a request tried out on it, breaks no policy and asks no other host."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    make.article()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        asked, complaints = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        response = page.goto(f"{live_server.url}/api/v1/docs/", wait_until="networkidle")
        assert "default-src 'self'" in response.headers["content-security-policy"]
        page.click("#operations-articles-articles_list button.opblock-summary-control")
        page.click("#operations-articles-articles_list .try-out__btn")
        page.click("#operations-articles-articles_list .execute")
        answer = page.locator("#operations-articles-articles_list .live-responses-table .response-col_status").last
        assert answer.inner_text().startswith("200")
        operations = page.locator(".opblock").count()
        browser.close()
    assert complaints == []
    assert operations >= 22
    assert {url.split("/api/")[0].split("/static/")[0] for url in asked if not url.startswith("data:")} == {
        live_server.url
    }
