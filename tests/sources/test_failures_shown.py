"""Why a fetch or an import failed, and what became of articles: kept in English and in parts, shown in any language."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from sources import adding, importing, messages, polling, telling, visiting
from sources.models import Article, ArticleChange, Feed, Host, ImportOutcome, Page
from sources.models.reasons import said_in
from tests import make
from tests.foreign import LATIN, speak, stripped, templates

from .site import WORDS, listing, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
COLUMNS = {
    Feed: "last_error",
    Page: "last_error",
    Host: "trouble",
    Article: "gone_because",
    ArticleChange: "reason",
    ImportOutcome: "reason",
}
# What Django's own pages have, and ours beside what failed.
WORDS_OF_A_SITE = {"This %(why)s.": "Δδ %(why)s.", "%(why)s: give the public address of a page": "%(why)s: жжж"}


@pytest.fixture(autouse=True)
def english():
    """A page that was asked for in a language leaves it behind."""
    with override("en-gb"):
        yield


@pytest.fixture(autouse=True)
def german(monkeypatch, client):
    speak(monkeypatch, templates(), WORDS_OF_A_SITE)
    client.force_login(make.superuser("boss"))


def shown(client, name, *args, language="de", **query):
    answer = client.get(reverse(f"admin:sources_{name}", args=args), query, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def stored(model):
    """The rows that say something, each in both ways; what it says has no English in another language."""
    column = COLUMNS[model]
    rows = list(model.objects.exclude(**{column: ""}))
    for row in rows:
        said = getattr(row, f"{column}_said")
        assert getattr(row, column) == messages.english(said)
        with override("de"):
            told = telling.told(stripped(said))
        assert said and (isinstance(said, str) or not LATIN.search(told)), said
    return rows


def in_german(row):
    """As a page has it."""
    with override("de"):
        told = telling.told(said_in(row, COLUMNS[type(row)]))
    return escape(told)


def test_why_pages_failed_is_shown_in_the_language_of_the_reader(client, site, settings):
    settings.MAX_DOCUMENT_BYTES = 5_000
    settings.FETCH_DEADLINE_SECONDS = 0.5
    html = {"Content-Type": "text/html"}
    site.pages |= {
        "/empty": (200, html, b""),
        "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/shell": (200, html, b"<html><body><script src='/a.js'></script></body></html>"),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/nowhere": (302, {"Location": "http://["}, b""),
        "/short": (200, {"Content-Length": "9", **html}, b"x"),
        "/odd": (200, {"Content-Encoding": "br", **html}, b"x"),
        "/long": (200, html, b"<p>" + b"x" * 9_000),
        "/same": (304, {}, b""),
    }
    paths = ["/none", "/drip/body", "http://10.0.0.1/x", "http://u@x.example/y", "http://no.such.invalid/", *site.pages]
    site.pages["/feed"] = listing(*paths)
    polling.poll(Feed.objects.create(location=site.url("/feed")).pk)
    visiting.visit_due()
    assert {row.outcome for row in stored(ImportOutcome)} == {"failed"}
    assert len(stored(ImportOutcome)) == len(stored(Page)) == len(paths)
    lists = shown(client, "importoutcome_changelist") + shown(
        client, "importrun_change", ImportOutcome.objects.first().run_id
    )
    for row in ImportOutcome.objects.all():
        assert lists.count(in_german(row)) >= 2 and escape(row.reason) not in lists
    pages = shown(client, "page_changelist")
    for row in Page.objects.all():
        assert in_german(row)[:100] in pages and escape(row.last_error) not in pages
    refused = Page.objects.get(host="")
    assert in_german(refused) in shown(client, "page_change", refused.pk)
    assert in_german(refused) in shown(client, "importoutcome_change", ImportOutcome.objects.get(item=refused.url).pk)
    assert escape(refused.last_error) in shown(client, "page_change", refused.pk, language="en")


def test_why_a_host_is_left_alone_is_shown_in_the_language_of_the_reader(client, site):
    site.pages |= {"/robots.txt": (500, {}, b""), "/a": page()}
    row = adding.page(site.url("/a"))
    visiting.visit(row.pk)
    (host,) = stored(Host)
    (told,) = stored(Page)
    for address in (("host_changelist",), ("host_change", host.pk)):
        assert in_german(host) in shown(client, *address)
        assert "answered 500" not in shown(client, *address)
        assert "/robots.txt answered 500" in shown(client, *address, language="en")
    assert in_german(host) in in_german(told)
    Page.objects.update(next_fetch_at=None)
    again = visiting.visit(row.pk)
    assert again.reason == told.last_error, "as the row of the host has it"
    Host.objects.update(robots="User-agent: *\nDisallow: /", trouble="", trouble_said="")
    Page.objects.update(next_fetch_at=None)
    assert "does not allow factcheck to fetch" in visiting.visit(row.pk).reason
    assert in_german(stored(Page)[0]) in shown(client, "page_changelist")


@pytest.mark.parametrize(
    "answer",
    [(500, {}, b""), (410, {}, b""), (200, {}, b"<html>x</html>"), (200, {}, b"{"), (301, {"Location": "/feed"}, b"")],
    ids=["broken", "gone", "a page", "not JSON", "a circle"],
)
def test_why_a_feed_failed_is_shown_in_the_language_of_the_reader(client, site, answer):
    site.pages["/feed"] = answer
    feed = Feed.objects.create(location=site.url("/feed"))
    polling.poll(feed.pk)
    (row,), (outcome,) = stored(Feed), stored(ImportOutcome)
    assert outcome.reason_said == row.last_error_said
    for address in (("feed_changelist",), ("feed_change", feed.pk), ("importoutcome_changelist",)):
        page = shown(client, *address)
        assert in_german(row)[:100] in page and escape(row.last_error)[:100] not in page
    if row.active:
        desk = client.get("/admin/", headers={"accept-language": "de"}).content.decode()
        assert in_german(row)[:60] in desk and escape(row.last_error)[:60] not in desk


def test_what_was_left_out_of_a_feed_is_kept_in_parts(site, monkeypatch):
    monkeypatch.setattr("sources.listing.MOST_SITEMAPS", 2)
    monkeypatch.setattr("sources.listing.MOST_ENTRIES", 1)
    namespace = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    maps = "".join(f"<sitemap><loc>/{n}</loc></sitemap>" for n in range(3))
    urls = "<url><loc>/a</loc></url><url><loc>/b</loc></url>"
    site.pages |= {
        "/index": (200, {"ETag": '"1"'}, f"<sitemapindex {namespace}>{maps}</sitemapindex>".encode()),
        "/0": (200, {}, f"<urlset {namespace}>{urls}</urlset>".encode()),
    }
    feed = Feed.objects.create(location=site.url("/index"))
    polling.poll(feed.pk)
    (row,) = stored(Feed)
    assert row.failures == 0 and row.etag == ""
    assert "an index of 3 sitemaps: the newest 2 are read; " in row.last_error
    assert f"{site.url('/1')} cannot be read: {site.url('/1')} answered 404 Not Found; lists 2 pages" in row.last_error
    monkeypatch.setattr("sources.listing.MOST_SECONDS", -1)
    Feed.objects.update(next_fetch_at=None)
    polling.poll(feed.pk)
    assert stored(Feed)[0].last_error.endswith("/0 and what follows cannot be read in -1 seconds")


def test_why_files_failed_is_shown_in_the_language_of_the_reader(client, tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    body = WORDS * 3
    files = {
        "a.txt": body,
        "b.txt": "",
        "c.pdf": "x",
        "d.jsonl": '{"text": "x", "url": "y"}',
        "e.txt": body,
        "f.txt": body,
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / "link").symlink_to(tmp_path)
    (tmp_path / "m.json").write_text('{"none.txt": {}, "f.txt": {"url": "https://a.example/1"}}')
    read = importing.documents.read
    monkeypatch.setattr(
        importing.documents, "read", lambda name, *a, **o: read(name, *a, **o) if name != "e.txt" else 1 / 0
    )
    list(importing.import_paths([folder], manifest=tmp_path / "m.json"))
    feed = Feed.objects.create(location=str(folder), kind=Feed.Kind.FOLDER)
    (folder / "a.txt").write_text(body + "One more sentence stands here now.")
    polling.poll(feed.pk)
    (row,) = stored(Feed)
    assert row.last_error.startswith("5 failed, the last: ")
    page = shown(client, "feed_change", row.pk)
    assert in_german(row) in page and "failed, the last" not in page
    lists = shown(client, "importoutcome_changelist")
    reasons = {each.item: each.reason for each in stored(ImportOutcome)}
    assert "breaks the parser (ZeroDivisionError: " in reasons["e.txt"] and "in the manifest" in reasons["none.txt"]
    assert reasons["a.txt"] == "version 2: sentences: 1 added"
    for each in ImportOutcome.objects.exclude(reason=""):
        assert in_german(each) in lists and escape(each.reason) not in lists
    Feed.objects.update(location=str(tmp_path / "gone"), next_fetch_at=None)
    polling.poll(feed.pk)
    assert "there is no folder" in stored(Feed)[0].last_error


def test_what_became_of_an_article_is_shown_in_the_language_of_the_reader(client, site):
    site.pages["/2021/a-story-of-it"] = page()
    row = adding.page(site.url("/2021/a-story-of-it"))
    visiting.visit(row.pk)
    ways = [(404, {}, b""), page(), page(WORDS * 3 + "It rained."), page(WORDS * 3 + "It rained.", "Another title")]
    for hours, answer in enumerate(ways, start=1):
        site.pages["/2021/a-story-of-it"] = answer
        with time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=True):
            Page.objects.update(next_fetch_at=None)
            visiting.visit(row.pk)
        if hours == 1:
            (article,) = stored(Article)
            assert article.gone_because.endswith("answered 404 Not Found") and stored(Page)
    assert not stored(Article) and not stored(Page), "both are empty again"
    gone, back = sorted(stored(ArticleChange), key=lambda change: change.pk)
    assert back.reason.startswith("is there again, gone since ")
    listed = client.get("/admin/sources/articlechange/", headers={"accept-language": "de"}).content.decode()
    for change in (gone, back):
        told = shown(client, "articlechange_change", change.pk)
        assert in_german(change) in told and in_german(change) in listed
        assert escape(change.reason) not in told + listed
        assert escape(change.reason) in shown(client, "articlechange_change", change.pk, language="en")
    assert {each.reason for each in stored(ImportOutcome) if each.outcome == "changed"} >= {"version 3: another title"}
    read = client.get("/api/v1/edits/?kind=gone", headers={"accept-language": "de"}).json()["results"]
    assert [each["reason"] for each in read] == [gone.reason] and "reason_said" not in read[0]


def test_what_a_form_refuses_is_said_in_the_language_of_the_reader(client, tmp_path):
    asked = {"headers": {"accept-language": "de"}}
    feed = {"kind": "syndication", "active": "on", "interval_minutes": "30", "location": "http://u@a.example/"}
    answer = client.post(reverse("admin:sources_feed_add"), feed, **asked).content.decode()
    assert escape("'http://u@a.example/' жжж ж жжжж жжжж жж жж; ж жжжжжж жжж жж жжжжж") in answer
    answer = client.post(reverse("admin:sources_feed_add"), feed | {"kind": "folder", "location": "/no"}, **asked)
    assert "/no жж жж жжжжжж" in answer.content.decode()
    answer = client.post(reverse("admin:sources_page_add"), {"url": "http://u@a.example/"}, **asked).content.decode()
    assert escape("'http://u@a.example/' жжж ж жжжж жжжж жж жж: жжж") in answer
    source = {"name": "Small Paper", "text_selector": "div[", "fetches_per_day": 10}
    answer = client.post(reverse("admin:sources_source_add"), source, **asked).content.decode()
    assert "Δδ жж жж жжж жжжжжжжж (" in answer
    answer = client.post("/api/v1/feeds/", {"location": "http://u@a.example/"}, "application/json", **asked)
    assert "has a user name in it; a folder has to exist" in str(answer.json())


def test_what_failed_before_parts_were_kept_is_shown_as_it_is_stored(client):
    feed = Feed.objects.create(location="https://a.example/feed", failures=1, last_error="It took too long.")
    given_up = Page.objects.create(
        url="https://a.example/1", state="failed", failures=9, last_error="It took too long."
    )
    host = Host.objects.create(authority="a.example", free_at=timezone.now(), trouble="It took too long.")
    outcome = ImportOutcome.objects.create(
        run=importing.begin("a feed"), item="a", outcome="failed", reason="It took too long."
    )
    change = ArticleChange.objects.create(article=make.article(), kind="gone", reason="It took too long.")
    for row in (feed, given_up, host, outcome, change):
        name = row._meta.model_name
        assert "It took too long." in shown(client, f"{name}_change", row.pk), name
        assert "It took too long." in shown(client, f"{name}_changelist"), name
    assert client.get("/admin/", headers={"accept-language": "de"}).content.decode().count("It took too long.") == 2
