"""Polling: against a site of our own, with the clock and the lease in our hands."""

import datetime as dt
import logging

import pytest
import time_machine
from django.utils import timezone

from sources import hosts, polling
from sources.models import Article, ArticleVersion, Feed, ImportRun
from tests import make

from .site import WORDS, Site, listing, page

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def site(settings):
    settings.FETCH_ALLOW_LOOPBACK = True
    settings.FETCH_GAP_SECONDS = 0
    hosts.forget()
    with Site() as site:
        yield site
    hosts.forget()


def feed_at(site, path="/feed", **fields):
    fields.setdefault("source", make.source())
    return Feed.objects.create(location=site.url(path), **fields)


def later(feed, time):
    """The feed as the database has it, made due now, at that time."""
    Feed.objects.filter(pk=feed.pk).update(next_fetch_at=None)
    return time_machine.travel(time, tick=True)


def outcomes(run=None):
    run = run or ImportRun.objects.first()
    return {outcome.item.rpartition("/")[2]: outcome.outcome for outcome in run.outcomes.all()}


def test_a_feed_s_pages_become_articles_of_its_source(site):
    site.pages |= {"/feed": listing("/a", "/b", etag='"1"'), "/a": page(), "/b": page(title="Another")}
    feed = feed_at(site, interval_minutes=30)
    before = timezone.now()
    assert polling.poll_due() == 1
    feed.refresh_from_db()
    assert {article.source.name for article in Article.objects.all()} == {"The Daily Test"}
    assert {article.origin for article in Article.objects.all()} == {"Wire"}
    assert ArticleVersion.objects.count() == 2
    assert (feed.failures, feed.last_error, feed.etag, feed.leased_until) == (0, "", '"1"', None)
    assert before + HOUR / 2 <= feed.next_fetch_at <= timezone.now() + HOUR / 2
    run = ImportRun.objects.get()
    assert (run.feed, run.new, run.failed, bool(run.finished_at)) == (feed, 2, 0, True)
    assert polling.poll_due() == 0


def test_one_bad_page_does_not_stop_the_others(site):
    site.pages |= {
        "/feed": listing("/gone", "/empty", "/image", "http://10.0.0.1/x", "/good", etag='"1"'),
        "/empty": (200, {"Content-Type": "text/html"}, b""),
        "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/good": page(),
    }
    feed = feed_at(site)
    polling.poll(feed.pk)
    feed.refresh_from_db()
    expected = {"gone": "failed", "empty": "failed", "image": "failed", "x": "failed", "good": "new"}
    assert outcomes() == expected
    assert feed.failures == 0 and feed.last_error.startswith("4 of 5 failed")
    assert feed.etag == ""
    reasons = {outcome.item.rpartition("/")[2]: outcome.reason for outcome in ImportRun.objects.get().outcomes.all()}
    assert "404" in reasons["gone"] and "image/png" in reasons["image"] and "not a public" in reasons["x"]


def test_a_page_that_breaks_a_parser_is_one_failure_and_is_logged(site, monkeypatch, caplog):
    def breaks(url, data, **_):
        raise RuntimeError("an odd page")

    monkeypatch.setattr("sources.documents.page", breaks)
    site.pages |= {"/feed": listing("/a"), "/a": page()}
    polling.poll(feed_at(site).pk)
    assert outcomes() == {"a": "failed"}
    assert "an odd page" in caplog.text


def test_a_known_page_is_left_alone_and_then_looked_at_again(site):
    site.pages |= {"/feed": listing("/a"), "/a": page()}
    feed = feed_at(site)
    polling.poll(feed.pk)
    now = timezone.now()
    with later(feed, now + HOUR / 2):
        polling.poll(feed.pk)
    assert outcomes() == {}
    site.pages |= {"/a": page(WORDS.replace("Tuesday", "Monday") * 3), "/feed": listing()}
    with later(feed, now + 2 * HOUR):
        polling.poll(feed.pk)
    assert outcomes() == {"a": "changed"}
    assert ArticleVersion.objects.count() == 2


def test_pages_are_looked_at_again_although_the_feed_has_not_changed(site):
    site.pages |= {"/feed": listing("/a", etag='"1"'), "/a": page()}
    feed = feed_at(site)
    polling.poll(feed.pk)
    site.pages["/feed"] = (304, {}, b"")
    with later(feed, timezone.now() + 2 * HOUR):
        polling.poll(feed.pk)
    assert [headers.get("If-None-Match") for path, headers in site.asked if path == "/feed"] == [None, '"1"']
    assert outcomes() == {"a": "unchanged"}
    feed.refresh_from_db()
    assert feed.etag == '"1"'


@pytest.mark.parametrize(
    "answer, why",
    [
        ((500, {}, b""), "500 Internal Server Error"),
        ((404, {}, b""), "404 Not Found"),
        ((200, {}, b"<html>x</html>"), "an HTML page, not a feed"),
        ((302, {"Location": "http://10.0.0.1/"}, b""), "not a public address"),
    ],
)
def test_a_feed_that_fails_says_why_and_waits_longer_each_time(site, answer, why):
    site.pages["/feed"] = answer
    feed = feed_at(site)
    waits = []
    for failures in (1, 2, 3):
        Feed.objects.update(next_fetch_at=None)
        before = timezone.now()
        assert polling.poll(feed.pk)
        feed.refresh_from_db()
        assert feed.failures == failures and why in feed.last_error and feed.leased_until is None
        waits.append(feed.next_fetch_at - before)
    assert HOUR <= waits[0] <= 2.1 * HOUR and 2 * HOUR <= waits[1] and 4 * HOUR <= waits[2] <= 8.1 * HOUR
    run = ImportRun.objects.first()
    assert (run.failed, run.outcomes.get().item, bool(run.finished_at)) == (1, feed.location, True)
    site.pages["/feed"] = listing()
    Feed.objects.update(next_fetch_at=None)
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert (feed.failures, feed.last_error) == (0, "")


def test_a_feed_waits_as_long_as_its_host_asks_for(site):
    site.pages["/feed"] = (503, {"Retry-After": "36000"}, b"")
    feed = feed_at(site)
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert feed.next_fetch_at > timezone.now() + 9 * HOUR


def test_a_bug_fails_its_feed_and_not_the_others(site, monkeypatch, caplog):
    site.pages |= {"/one": listing("/a"), "/two": listing("/b"), "/b": page()}
    one, two = feed_at(site, "/one"), feed_at(site, "/two")
    read = polling.feeds.read

    def breaks(data, url, kind):
        if url.endswith("/one"):
            raise KeyError("surprise")
        return read(data, url, kind)

    monkeypatch.setattr(polling.feeds, "read", breaks)
    assert polling.poll_due() == 2
    one.refresh_from_db()
    two.refresh_from_db()
    assert "KeyError" in one.last_error and "surprise" in caplog.text
    assert two.failures == 0 and Article.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"active": False},
        {"next_fetch_at": timezone.now() + HOUR},
        {"leased_until": timezone.now() + HOUR},
        {"leased_until": timezone.now() + HOUR, "next_fetch_at": timezone.now() - HOUR},
    ],
)
def test_what_is_not_due_or_not_free_is_not_claimed(site, fields):
    feed = feed_at(site, **fields)
    assert polling.due_ids() == []
    assert polling.claim(feed.pk) is None
    assert polling.poll(feed.pk) is False
    assert site.asked == [] and not ImportRun.objects.exists()


def test_an_expired_lease_is_taken_over(site):
    feed = feed_at(site, leased_until=timezone.now() - HOUR, attempt=4)
    assert polling.claim(feed.pk).attempt == 5
    assert polling.claim(feed.pk) is None


def test_feeds_are_polled_longest_due_first(site):
    now = timezone.now()
    recent = feed_at(site, "/recent", next_fetch_at=now - HOUR)
    long = feed_at(site, "/long", next_fetch_at=now - 2 * HOUR)
    new = feed_at(site, "/new")
    assert polling.due_ids() == [new.pk, long.pk, recent.pk]
    assert polling.poll_due(limit=1) == 1
    assert polling.due_ids() == [long.pk, recent.pk]
    assert polling.poll_due(stopping=lambda: True) == 0


def test_a_worker_that_lost_its_lease_writes_nothing_more(site, caplog):
    feed = feed_at(site)

    def overtaken():
        """Asked between two pages: there, another worker takes the feed."""
        if ImportRun.objects.get().outcomes.exists():
            Feed.objects.filter(pk=feed.pk).update(attempt=99, last_error="the other worker's", leased_until=None)
        return False

    site.pages |= {"/feed": listing("/a", "/b", etag='"1"'), "/a": page(), "/b": page(title="b")}
    assert polling.poll(feed.pk, overtaken)
    feed.refresh_from_db()
    assert (feed.attempt, feed.last_error, feed.etag, feed.next_fetch_at) == (99, "the other worker's", "", None)
    assert outcomes() == {"a": "new"} and Article.objects.count() == 1
    assert "claimed by another worker" in caplog.text


def test_a_stopped_poll_ends_after_the_current_page_and_goes_on_soon(site):
    site.pages |= {"/feed": listing("/a", "/b", "/c", etag='"1"')} | {f"/{name}": page(title=name) for name in "abc"}
    feed = feed_at(site)
    polling.poll(feed.pk, stopping=lambda: ImportRun.objects.get().outcomes.exists())
    feed.refresh_from_db()
    assert outcomes() == {"a": "new"}
    assert feed.leased_until is None and feed.etag == ""
    assert feed.next_fetch_at <= timezone.now() + dt.timedelta(minutes=1)
    with later(feed, timezone.now() + dt.timedelta(minutes=2)):
        polling.poll(feed.pk)
    assert outcomes() == {"b": "new", "c": "new"}


def test_a_poll_without_time_left_goes_on_soon(site, monkeypatch):
    monkeypatch.setattr(polling, "POLL_SECONDS", -1)
    site.pages |= {"/feed": listing("/a", etag='"1"'), "/a": page()}
    feed = feed_at(site)
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert outcomes() == {} and feed.etag == ""
    assert feed.next_fetch_at <= timezone.now() + dt.timedelta(minutes=1)


def test_one_page_is_polled_as_an_article(site):
    status, headers, body = page()
    site.pages["/a"] = (status, headers | {"ETag": '"1"'}, body)
    feed = feed_at(site, "/a", kind=Feed.Kind.PAGE)
    polling.poll(feed.pk)
    assert outcomes() == {"a": "new"}
    site.pages["/a"] = (304, {}, b"")
    Feed.objects.update(next_fetch_at=None)
    polling.poll(feed.pk)
    assert outcomes() == {} and ImportRun.objects.count() == 2
    site.pages["/a"] = page(WORDS.replace("Tuesday", "Monday") * 3)
    Feed.objects.update(next_fetch_at=None)
    polling.poll(feed.pk)
    assert outcomes() == {"a": "changed"}
    site.pages["/a"] = (200, {"Content-Type": "application/pdf", "ETag": '"2"'}, b"%PDF-")
    Feed.objects.update(next_fetch_at=None)
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert feed.failures == 1 and "application/pdf" in feed.last_error and feed.etag != '"2"'


def test_a_folder_is_polled_for_its_files(tmp_path):
    (tmp_path / "one.txt").write_text(WORDS * 3)
    (tmp_path / "two.txt").write_bytes(b"")
    feed = Feed.objects.create(kind=Feed.Kind.FOLDER, location=str(tmp_path), source=make.source())
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert outcomes() == {"one.txt": "new", "two.txt": "failed"}
    assert feed.failures == 0 and "two.txt" in feed.last_error
    assert ImportRun.objects.get().feed == feed


def test_a_folder_that_is_not_there_fails(tmp_path, caplog):
    caplog.set_level(logging.ERROR)
    feed = Feed.objects.create(kind=Feed.Kind.FOLDER, location=str(tmp_path / "none"))
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert outcomes() == {"none": "failed"}
    assert feed.failures == 1 and "there is no folder" in feed.last_error
    assert caplog.text == ""
