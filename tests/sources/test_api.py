"""What outlets published, over the API; and what all of the API shares: pages, refusals, permissions, schema."""

import base64
import functools

import jsonschema
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from drf_spectacular.generators import SchemaGenerator

from sources.models import Article, ArticleChange, Feed, Page
from tests import make

pytestmark = pytest.mark.django_db
RESOURCES = [
    *"sources feeds pages articles versions edits quotes utterances entities claims facts".split(),
    *"discrepancies reviews".split(),
]
OF_ADMINISTRATORS = ["webhooks", "deliveries"]


@pytest.fixture
def staff():
    client = Client(raise_request_exception=False)
    client.force_login(make.member("Reader", "staff", is_staff=True))
    return client


def get(client, address, expected=200, /, **parameters):
    response = client.get(f"/api/v1/{address}", parameters)
    assert response.status_code == expected, response.content
    answer = response.json()
    return answer["errors"] if expected == 400 else answer


def ids(page):
    return [row["id"] for row in page["results"]]


def test_the_root_lists_what_there_is(client):
    assert list(get(client, "")) == [*RESOURCES, "changes", *OF_ADMINISTRATORS]


def test_an_article_comes_with_text_and_versions(client):
    article = make.article("First text.", title="First", origin="Wire", language="en")
    make.version(article, "Second text.", title="Second")
    [row] = get(client, "articles/")["results"]
    assert (row["url"], row["title"], row["version"]) == (article.url, "Second", 2)
    assert (row["source"], row["origin"], row["language"]) == ("The Daily Test", "Wire", "en")
    assert "text" not in row
    whole = get(client, f"articles/{article.pk}/")
    assert whole["text"] == "Second text." and whole["sha256"] == article.current.sha256
    assert [version["number"] for version in whole["versions"]] == [1, 2]
    assert client.get(row["api_url"]).json() == whole
    assert client.get(whole["versions"][0]["url"]).json()["text"] == "First text."


def test_an_article_that_was_never_read_has_no_text(client):
    article = Article.objects.create(source=make.source(), key="file:x")
    row = get(client, f"articles/{article.pk}/")
    assert (row["version"], row["text"], row["versions"], row["published_at"]) == (None, "", [], None)


def test_versions_by_article_and_number(client):
    article = make.article("One.")
    second = make.version(article, "Two.")
    make.article("Other.")
    page = get(client, "versions/", article=article.pk, number=2)
    assert ids(page) == [second.pk] and "text" not in page["results"][0]
    assert get(client, f"versions/{second.pk}/")["text"] == "Two."


def test_sources_by_name_and_domain(client):
    north = make.source("North Post", domain="north.example")
    make.source("South Post")
    assert ids(get(client, "sources/", name="North Post")) == ids(get(client, "sources/", domain="north.example"))
    assert get(client, f"sources/{north.pk}/")["url"] == f"http://testserver/api/v1/sources/{north.pk}/"


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, "abc"),
        ({"source": "North Post"}, "ab"),
        ({"source": "{north}"}, "ab"),
        ({"source": "999999"}, ""),
        ({"source": "9" * 30}, ""),
        ({"origin": "Wire"}, "b"),
        ({"origin": "North Post"}, "a"),
        ({"origin": "Unidentified source (c)"}, "c"),
        ({"origin": "Unidentified source"}, ""),
        ({"language": "hy"}, "b"),
        ({"published_after": "2020-11-10"}, "bc"),
        ({"published_before": "2020-11-10"}, "ab"),
        ({"published_after": "2020-11-10", "published_before": "2020-11-10"}, "b"),
        ({"published_after": "0001-01-01", "published_before": "9999-12-31"}, "abc"),
        ({"source": "North Post", "language": "en"}, "a"),
    ],
)
def test_articles_by_what_a_client_knows(client, parameters, found):
    north = make.source("North Post")
    made = {
        "a": make.article(source=north, published_at="2020-11-09T23:59Z", language="en"),
        "b": make.article(source=north, published_at="2020-11-10T23:59Z", language="hy", origin="Wire"),
        "c": make.article(
            source=make.source("Unidentified source"), key="file:c", published_at="2020-11-11T00:00Z", language="en"
        ),
    }
    asked = {name: value.format(north=north.pk) for name, value in parameters.items()}
    assert ids(get(client, "articles/", **asked)) == [made[name].pk for name in found]


def test_pages_are_walked_by_cursor_and_rows_added_meanwhile_shift_nothing(client):
    made = [make.article().pk for _ in range(5)]
    page = get(client, "articles/", limit=2)
    seen = ids(page)
    assert page["previous"] is None
    late = make.article().pk
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += ids(page)
    assert seen == [*made, late]
    assert ids(client.get(page["previous"]).json()) == made[2:4]


def cursor(text):
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize(
    ("parameters", "remedy"),
    [
        ({"limit": "0"}, "from 1 to 500"),
        ({"limit": "501"}, "from 1 to 500"),
        ({"limit": "many"}, "from 1 to 500"),
        ({"limit": ""}, "Give it a value"),
        ({"cursor": ""}, "Give it a value"),
        ({"limit": "٣"}, "from 1 to 500"),
        ({"limit": "9" * 5000}, "from 1 to 500"),
        ({"cursor": "garbage"}, "follow a next or previous link"),
        ({"cursor": "é\x00"}, "follow a next or previous link"),
        ({"cursor": cursor("p=abc")}, "follow a next or previous link"),
        ({"cursor": cursor("p=%00")}, "follow a next or previous link"),
        ({"cursor": cursor("p=99999999999999999999")}, "follow a next or previous link"),
        ({"cursor": cursor("p=" + "9" * 5000)}, "follow a next or previous link"),
        ({"cursor": cursor("o=-1")}, "follow a next or previous link"),
        ({"cursor": cursor("r=x")}, "follow a next or previous link"),
        ({"colour": "red"}, "Not a parameter here: use "),
        ({"limit": ["1", "2"]}, "Give it once"),
    ],
)
def test_bad_pages_and_unknown_parameters_are_named(staff, resource, parameters, remedy):
    error = get(staff, f"{resource}/", 400, **parameters)
    [name] = parameters
    assert remedy in error[name][0]


def test_an_unknown_parameter_lists_the_known_ones(client):
    error = get(client, "articles/", 400, sauce="x")
    assert error == {
        "sauce": [
            "Not a parameter here: use count, cursor, fields, format, gone, language, limit, modified_since, "
            "ordering, origin, published_after, published_before, search, source, url."
        ]
    }
    article = make.article()
    assert get(client, f"articles/{article.pk}/", 400, source="x") == {"source": ["Not a parameter here: use fields."]}


def all_filters():
    for path, methods in strict_document()["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", []):
            if parameter["in"] == "query" and "{" not in path:
                yield path, parameter["name"], parameter["schema"]


@pytest.mark.parametrize(
    "garbage", ["\x00", "a\x00b", "'); --", "9" * 400, "-1", "1e999", "nan", "2020-02-30", "٣", "é" * 3000]
)
def test_garbage_is_refused_or_finds_nothing_but_never_fails(staff, garbage):
    make.discrepancy()
    asked = 0
    for path, name, schema in all_filters():
        response = staff.get(path, {name: garbage})
        if any(path.startswith(f"/api/v1/{name}/") for name in OF_ADMINISTRATORS):
            assert response.status_code == 403
            continue
        assert response.status_code in (200, 400), (path, name, response.content)
        if response.status_code == 400:
            assert response.json()["errors"][name][0]
        elif not ({"enum", "format"} & set(schema)) and schema["type"] == "string":
            assert "\x00" not in garbage
        asked += 1
    assert asked > 60


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("text", ["abc", "%00", "-1", "1.5", "%C2%B2", "9" * 25])
def test_an_id_that_is_no_number_is_refused(staff, resource, text):
    assert "give a whole number" in get(staff, f"{resource}/{text}/", 400)["id"][0]


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("text", ["0", "999999", "9" * 19])
def test_a_row_that_is_not_there(staff, resource, text):
    assert "detail" in get(staff, f"{resource}/{text}/", 404)


def test_an_address_that_is_not_there_answers_json(client):
    assert "/api/v1/" in get(client, "nothing/", 404)["detail"]
    assert client.get("/api/v1/claims", follow=True).status_code == 200
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


def test_a_failure_answers_json(staff, monkeypatch):
    def broken(_row):
        raise RuntimeError("a bug")

    make.source()
    monkeypatch.setattr("sources.api.rows.SourceRow.row", staticmethod(broken))
    assert "server's log" in get(staff, "sources/", 500)["detail"]


@pytest.mark.parametrize("resource", RESOURCES)
def test_nobody_writes(client, staff, resource):
    for who in (client, staff):
        for method in (who.post, who.put, who.patch, who.delete):
            response = method(f"/api/v1/{resource}/", {}, content_type="application/json")
            assert response.status_code in (401, 403, 405) and "detail" in response.json()


@pytest.mark.parametrize("resource", RESOURCES)
def test_who_may_read(client, staff, resource):
    member = Client()
    member.force_login(User.objects.create(username="member"))
    for_staff = resource in ("feeds", "pages", "reviews")
    assert client.get(f"/api/v1/{resource}/").status_code == (401 if for_staff else 200)
    assert member.get(f"/api/v1/{resource}/").status_code == (403 if for_staff else 200)
    assert staff.get(f"/api/v1/{resource}/").status_code == 200


@pytest.mark.parametrize("resource", RESOURCES)
def test_reading_can_be_for_those_logged_in_only(client, staff, resource):
    closed = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    }
    with override_settings(REST_FRAMEWORK=closed):
        assert "detail" in get(client, f"{resource}/", 401)
        assert client.get(f"/api/v1/{resource}/1/").status_code == 401
        get(staff, f"{resource}/")


def fill():
    feed = Feed.objects.create(location=f"https://feeds.example/{Feed.objects.count()}", source=make.source())
    article = make.article(source=make.source(f"Outlet {feed.pk}"), inferred={"source": "byline"})
    Page.objects.create(url=article.url, article=article, source=article.source, feed=feed)
    second = make.version(article, "A second text.")
    ArticleChange.objects.create(article=article, kind="edited", version=second, classes={"value": 1}, rank=1.0)


@pytest.mark.parametrize("resource", ["sources", "feeds", "pages", "articles", "versions", "edits"])
def test_queries_do_not_grow_with_rows(staff, resource):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            count = len(get(staff, f"{resource}/")["results"])
        return count, len(captured)

    fill()
    few, first = queries()
    for _ in range(4):
        fill()
    more, second = queries()
    assert more > few and second == first


@pytest.mark.parametrize("resource", ["sources", "feeds", "pages", "articles", "versions", "edits"])
def test_rows_are_as_the_schema_says(staff, resource):
    fill()
    page = get(staff, f"{resource}/")
    follows(page, f"/api/v1/{resource}/")
    row = page["results"][0]
    one = staff.get(row.get("api_url", row["url"])).json()
    follows(one, f"/api/v1/{resource}/{{id}}/")


@functools.cache
def strict_document():
    document = SchemaGenerator().get_schema(public=True)
    for component in document["components"]["schemas"].values():
        if "properties" in component:
            component.setdefault("additionalProperties", False)
    return document


def follows(answer, path):
    """The answer has every field that the schema declares for the path, and no other."""
    document = strict_document()
    schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer, {**schema, "components": document["components"]}, jsonschema.Draft202012Validator)


def test_the_schema_is_openapi_3_1_and_names_filters_and_refusals(client):
    document = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert document["openapi"].startswith("3.1")
    claims = document["paths"]["/api/v1/claims/"]["get"]
    assert {"holder", "value_min", "date_to", "limit", "cursor"} <= {item["name"] for item in claims["parameters"]}
    assert set(claims["responses"]) == {"200", "304", "400", "401", "403", "406", "412", "414", "429"}
    assert {} in claims["security"] and {} not in document["paths"]["/api/v1/reviews/"]["get"]["security"]


def test_health(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_health_without_a_database(client, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError("no route to host")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/healthz")
    assert response.status_code == 503 and b"no route" not in response.content
