"""Adding over the API: who may, what becomes of it, and what an error says."""

import functools

import jsonschema
import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client, override_settings
from drf_spectacular.generators import SchemaGenerator

from sources import visiting
from sources.models import UNIDENTIFIED, Article, ArticleVersion, Feed, ImportRun, Page

from .site import Site, page

pytestmark = pytest.mark.django_db
TEXT = "The council met in the old hall.\nIt voted to keep the bridge."


def logged_in(*permissions):
    user = User.objects.create(username="member")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def member():
    return logged_in("add_article", "add_feed")


def post(client, address, expected, **fields):
    response = client.post(f"/api/v1/{address}/", fields, content_type="application/json")
    assert response.status_code == expected, response.content
    answer = response.json()
    follows(answer, f"/api/v1/{address}/", expected)
    return answer["errors"] if expected == 400 else answer


@functools.cache
def schema():
    return SchemaGenerator().get_schema(public=True)


def follows(answer, path, status):
    """The answer is as the schema says of a POST with that status."""
    [declared] = schema()["paths"][path]["post"]["responses"][str(status)]["content"].values()
    components = {"components": schema()["components"]}
    jsonschema.validate(answer, {**declared["schema"], **components}, jsonschema.Draft202012Validator)


def test_a_text_becomes_an_article_kept_character_for_character(member):
    fields = {
        "text": TEXT + "\n ",
        "url": "https://news.example/1",
        "source": "North Post",
        "published_at": "2021-03-01",
    }
    row = post(member, "articles", 201, **fields)
    article = Article.objects.get()
    assert (row["id"], row["source"], row["version"]) == (article.pk, "North Post", 1)
    assert article.current.text == TEXT + "\n " and member.get(row["api_url"]).json()["text"] == TEXT + "\n "
    run = ImportRun.objects.get()
    assert (run.what, run.new, bool(run.finished_at)) == ("API, by member", 1, True)
    assert not Page.objects.exists()


def test_the_same_again_is_unchanged_and_another_text_a_version(member):
    fields = {"id": "7", "source": "North Post", "title": "Bridge"}
    first = post(member, "articles", 201, text=TEXT, **fields)
    assert post(member, "articles", 200, text=TEXT, **fields)["version"] == 1
    assert post(member, "articles", 200, text=TEXT + " Or not.", **fields)["version"] == 2
    assert post(member, "articles", 200, text=TEXT, **fields)["id"] == first["id"]
    assert ArticleVersion.objects.count() == 3
    assert Article.objects.exclude(source__name=UNIDENTIFIED).count() == 1


def test_a_url_alone_is_a_page_that_a_worker_fetches(member, settings):
    settings.FETCH_ALLOW_LOOPBACK, settings.FETCH_GAP_SECONDS = True, 0
    with Site() as site:
        site.pages["/a"] = page()
        row = post(member, "articles", 202, url=site.url("/a"))
        assert (row["state"], row["article"], row["next_fetch_at"]) == ("new", None, None)
        assert post(member, "articles", 202, url=site.url("/a"))["id"] == row["id"]
        assert visiting.visit_due() == 1
    User.objects.get().user_permissions.add(Permission.objects.get(codename="view_page"))
    assert member.get(row["api_url"]).json()["article"] == Article.objects.get().pk


def test_a_feed_is_due_at_once_with_the_source_of_that_name(member):
    row = post(member, "feeds", 201, location="https://News.example/feed", interval_minutes=15, source="North Post")
    feed = Feed.objects.get()
    assert (row["id"], row["location"], row["source"]) == (feed.pk, "https://news.example/feed", "North Post")
    assert (feed.kind, feed.interval_minutes, feed.next_fetch_at) == ("syndication", 15, None)


@pytest.mark.parametrize(
    "address, fields, name, remedy",
    [
        ("articles", {}, "text", "a url alone to have it fetched"),
        ("articles", {"title": "T", "url": "https://news.example/1"}, "text", "Give a text"),
        ("articles", {"url": "http://user@news.example/"}, "url", "give the public address"),
        ("articles", {"url": "news.example"}, "url", "http://"),
        ("articles", {"text": "T", "url": "nowhere"}, "url", "its url"),
        ("articles", {"text": "T", "published_at": "03/04/2021"}, "published_at", "write it as 2020-11-21"),
        ("articles", {"text": "T", "colour": "red"}, "colour", "Not a field here: use url, text"),
        ("articles", {"text": ["T"]}, "text", "string"),
        ("articles", {"text": "a\x00b"}, "text", "ull"),
        ("feeds", {}, "location", "required"),
        ("feeds", {"location": "ftp://news.example/feed"}, "location", "http://"),
        ("feeds", {"location": "/tmp"}, "location", "http://"),
        ("feeds", {"location": "/tmp", "kind": "folder"}, "kind", "not a valid choice"),
        ("feeds", {"location": "https://news.example/feed", "interval_minutes": 0}, "interval_minutes", "1"),
        ("feeds", {"location": "https://polled.example/feed"}, "location", "polled already"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(member, address, fields, name, remedy):
    Feed.objects.create(location="https://polled.example/feed")
    answer = post(member, address, 400, **fields)
    assert remedy in " ".join(answer[name]), answer
    assert not Article.objects.exists() and Feed.objects.count() == 1 and not Page.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_read(member, settings):
    settings.MAX_DOCUMENT_BYTES = 1000
    assert "Larger than 1,000 bytes" in post(member, "articles", 400, text="x" * 2000)["text"][0]


def test_what_is_no_json_object_is_refused(member):
    for body in ("[1]", "{", '"x"', "null"):
        response = member.post("/api/v1/articles/", body, content_type="application/json")
        assert response.status_code == 400 and response.json(), body
    assert member.post("/api/v1/articles/", {"text": "T"}).status_code == 415


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(
    "address, fields", [("articles", {"text": TEXT}), ("feeds", {"location": "https://n.example/"})]
)
def test_nobody_adds_without_the_permission(address, fields, closed, settings):
    framework = dict(settings.REST_FRAMEWORK)
    if closed:
        framework["DEFAULT_PERMISSION_CLASSES"] = ["rest_framework.permissions.IsAuthenticated"]
    with override_settings(REST_FRAMEWORK=framework):
        for client, status in ((Client(), 401), (logged_in("add_source", "change_article", "change_feed"), 403)):
            assert post(client, address, status, **fields)["detail"]
    assert not Article.objects.exists() and not Feed.objects.exists()


def test_a_log_in_alone_is_not_enough_from_another_site(member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get())
    response = strict.post("/api/v1/articles/", {"text": TEXT}, content_type="application/json")
    assert response.status_code == 403 and "CSRF" in response.json()["detail"]
