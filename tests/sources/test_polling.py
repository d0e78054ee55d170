"""Polling feeds and visiting the pages they list: against a site of our own, with clock and lease in our hands."""

import datetime as dt
import logging

import pytest
import time_machine
from django.utils import timezone

from sources import polling, visiting
from sources.models import Article, Feed, ImportOutcome, ImportRun, Page
from tests import make

from .site import WORDS, listing, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
HOUR = dt.timedelta(hours=1)
INDEX = b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</sitemapindex>"
SITEMAP = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>"


def feed_at(site, path="/feed", **fields):
    fields.setdefault("source", make.source())
    return Feed.objects.create(location=site.url(path), **fields)


def again(feed, **passed):
    """Polls the feed once more, so much later, and gives it as the database has it then."""
    with time_machine.travel(timezone.now() + dt.timedelta(**passed), tick=True):
        Feed.objects.filter(pk=feed.pk).update(next_fetch_at=None)
        polling.poll(feed.pk)
        visiting.visit_due()
    feed.refresh_from_db()
    return feed


def outcomes(run=None):
    run = run or ImportRun.objects.first()
    return {outcome.item.rpartition("/")[2]: outcome.outcome for outcome in run.outcomes.all()}


def test_a_feed_s_pages_become_articles_of_its_source(site):
    site.pages |= {"/feed": listing("/a", "/b", etag='"1"'), "/a": page(), "/b": page(title="Another")}
    feed = feed_at(site, interval_minutes=30)
    before = timezone.now()
    assert polling.poll_due() == 1
    run = ImportRun.objects.get()
    assert (run.feed, run.expected, run.new, run.finished_at) == (feed, 2, 0, None)
    assert visiting.visit_due() == 2
    feed.refresh_from_db()
    run.refresh_from_db()
    assert {article.source.name for article in Article.objects.all()} == {"The Daily Test"}
    assert {article.origin for article in Article.objects.all()} == {"Wire"}
    assert (feed.failures, feed.last_error, feed.etag, feed.leased_until) == (0, "", '"1"', None)
    assert before + HOUR / 2 <= feed.next_fetch_at <= timezone.now() + HOUR / 2
    assert (run.new, run.failed, bool(run.finished_at)) == (2, 0, True)
    assert polling.poll_due() == 0 and visiting.visit_due() == 0


def test_one_bad_page_does_not_stop_the_others(site):
    site.pages |= {
        "/feed": listing("/gone", "/empty", "/image", "http://10.0.0.1/x", "http://u@x.example/y", "/good", etag='"1"'),
        "/empty": (200, {"Content-Type": "text/html"}, b""),
        "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/good": page(),
    }
    feed = feed_at(site)
    polling.poll(feed.pk)
    visiting.visit_due()
    feed.refresh_from_db()
    expected = dict.fromkeys(["gone", "empty", "image", "x", "y"], "failed") | {"good": "new"}
    assert outcomes() == expected
    assert (feed.failures, feed.last_error, feed.etag) == (0, "", '"1"')
    run = ImportRun.objects.get()
    assert (run.expected, run.failed, run.new, bool(run.finished_at)) == (6, 5, 1, True)
    reasons = {outcome.item.rpartition("/")[2]: outcome.reason for outcome in run.outcomes.all()}
    assert "404" in reasons["gone"] and "image/png" in reasons["image"] and "not a public" in reasons["x"]
    assert set(Page.objects.filter(state="failed").values_list("host", flat=True)) == {"", "10.0.0.1"}


def test_a_feed_lists_its_pages_once_however_often_it_is_polled(site):
    site.pages |= {"/feed": listing("/a"), "/a": page()}
    feed = feed_at(site)
    polling.poll(feed.pk)
    again(feed, minutes=1)
    again(feed, minutes=2)
    assert ImportRun.objects.count() == 1 and Page.objects.count() == 1
    assert [path for path, _ in site.asked].count("/a") == 1


def test_what_a_feed_says_has_been_updated_is_looked_at_at_once(site):
    def entry(updated):
        entry = f"<entry><link href='/a'/><title>T</title><updated>{updated}</updated></entry>"
        return (200, {}, f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode())

    site.pages |= {"/feed": entry("2021-03-01T10:00:00Z"), "/a": page()}
    feed = feed_at(site)
    polling.poll(feed.pk)
    visiting.visit_due()
    again(feed, minutes=1)
    assert [path for path, _ in site.asked].count("/a") == 1
    site.pages["/feed"] = entry("2199-03-01T10:00:00Z")
    again(feed, minutes=2)
    assert [path for path, _ in site.asked].count("/a") == 2


def test_a_feed_is_polled_by_how_often_it_brings_something_new(site):
    site.pages |= {"/feed": listing("/a"), "/a": page(), "/b": page()}
    feed = feed_at(site, interval_minutes=60)
    polling.poll(feed.pk)

    def waits(**passed):
        now = timezone.now() + dt.timedelta(**passed)
        return (again(feed, **passed).next_fetch_at - now).total_seconds() / 3600

    assert waits(hours=2) == pytest.approx(1, abs=0.01)
    assert waits(hours=50) == pytest.approx(5, abs=0.01)
    assert waits(days=40) == pytest.approx(24, abs=0.01)
    site.pages["/feed"] = listing("/a", "/b")
    assert waits(days=41) == pytest.approx(1, abs=0.01)


def test_a_feed_that_has_not_changed_is_not_sent_again(site):
    site.pages |= {"/feed": listing("/a", etag='"1"'), "/a": page()}
    feed = feed_at(site)
    polling.poll(feed.pk)
    site.pages["/feed"] = (304, {}, b"")
    again(feed, hours=2)
    assert [headers.get("If-None-Match") for path, headers in site.asked if path == "/feed"] == [None, '"1"']
    assert (feed.etag, feed.failures) == ('"1"', 0)


def test_a_feed_that_moved_for_good_is_polled_where_it_is(site):
    site.pages |= {
        "/feed": (301, {"Location": "/new"}, b""),
        "/new": listing(),
        "/tmp": (302, {"Location": "/new"}, b""),
    }
    moved, elsewhere = feed_at(site), feed_at(site, "/tmp")
    assert again(moved, hours=1).location == site.url("/new")
    assert again(elsewhere, hours=1).location == site.url("/tmp")
    site.pages["/new"] = (301, {"Location": "/html"}, b"")
    site.pages["/html"] = (200, {}, b"<html>x</html>")
    assert again(moved, hours=2).location == site.url("/new")


def test_a_feed_that_is_gone_for_good_is_stopped_and_says_why(site):
    site.pages["/feed"] = (410, {}, b"")
    feed = again(feed_at(site), hours=1)
    assert not feed.active and "410 Gone" in feed.last_error and "tick active" in feed.last_error
    assert polling.due_ids() == []


def test_an_index_of_sitemaps_is_read_from_the_newest_and_within_bounds(site, monkeypatch):
    monkeypatch.setattr("sources.listing.MOST_SITEMAPS", 2)
    monkeypatch.setattr("sources.listing.MOST_ENTRIES", 2)
    days = {"/s1": "2021-01-01", "/s2": "2021-03-01", "/s3": "2021-02-01"}
    maps = "".join(f"<sitemap><loc>{path}</loc><lastmod>{day}</lastmod></sitemap>" for path, day in days.items())
    site.pages["/index"] = (200, {}, INDEX % maps.encode())
    for path, names in {"/s1": "a", "/s2": "bc", "/s3": "d"}.items():
        urls = "".join(f"<url><loc>/{n}</loc><lastmod>{days[path]}</lastmod></url>" for n in names)
        site.pages[path] = (200, {}, SITEMAP % urls.encode())
    feed = again(feed_at(site, "/index"), hours=1)
    assert {row.url.rpartition("/")[2] for row in Page.objects.all()} == {"b", "c"}
    assert "/s1" not in [path for path, _ in site.asked]
    assert "an index of 3 sitemaps: the newest 2 are read" in feed.last_error and "lists 3 pages" in feed.last_error


def test_an_index_of_slow_sitemaps_is_read_for_so_long_and_no_longer(site, monkeypatch):
    monkeypatch.setattr("sources.listing.MOST_SECONDS", -1)
    site.pages["/index"] = (200, {"ETag": '"1"'}, INDEX % b"<sitemap><loc>/s</loc></sitemap>")
    feed = again(feed_at(site, "/index"), hours=1)
    assert "and what follows cannot be read" in feed.last_error and feed.etag == ""


def test_a_sitemap_that_cannot_be_read_leaves_the_others(site):
    maps = b"".join(b"<sitemap><loc>/%s</loc></sitemap>" % name for name in (b"none", b"index", b"s"))
    site.pages |= {
        "/index": (200, {"ETag": '"1"'}, INDEX % maps),
        "/s": (200, {}, SITEMAP % b"<url><loc>/a</loc></url>"),
    }
    feed = again(feed_at(site, "/index"), hours=1)
    assert Page.objects.get().url == site.url("/a")
    assert "404" in feed.last_error and "within an index" in feed.last_error and feed.etag == ""


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
    read = polling.listing.feeds.read

    def breaks(data, url, kind):
        if url.endswith("/one"):
            raise KeyError("surprise")
        return read(data, url, kind)

    monkeypatch.setattr(polling.listing.feeds, "read", breaks)
    assert polling.poll_due() == 2 and visiting.visit_due() == 1
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


def test_a_worker_that_lost_its_lease_writes_nothing_more(site, monkeypatch, caplog):
    feed = feed_at(site)
    read = polling.listing.read

    def overtaken(of):
        Feed.objects.filter(pk=of.pk).update(attempt=99, last_error="the other worker's", leased_until=None)
        return read(of)

    monkeypatch.setattr(polling.listing, "read", overtaken)
    site.pages["/feed"] = listing("/a", etag='"1"')
    assert polling.poll(feed.pk)
    feed.refresh_from_db()
    assert (feed.attempt, feed.last_error, feed.etag, feed.next_fetch_at) == (99, "the other worker's", "", None)
    assert not Page.objects.exists() and not ImportRun.objects.exists()
    assert "claimed by another worker" in caplog.text


def test_one_page_is_polled_as_an_article(site):
    status, headers, body = page()
    site.pages["/a"] = (status, headers | {"ETag": '"1"'}, body)
    feed = again(feed_at(site, "/a", kind=Feed.Kind.PAGE), hours=1)
    assert outcomes() == {"a": "new"}
    site.pages["/a"] = (304, {}, b"")
    again(feed, hours=2)
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    site.pages["/a"] = page(WORDS.replace("Tuesday", "Monday") * 3)
    again(feed, hours=3)
    assert Article.objects.get().current.number == 2


def test_a_page_that_was_given_up_fails_its_feed_and_is_tried_again(site, settings):
    settings.MAX_FETCH_ATTEMPTS = 1
    site.pages["/a"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-")
    feed = again(feed_at(site, "/a", kind=Feed.Kind.PAGE), hours=1)
    assert (feed.failures, Page.objects.get().state) == (0, "failed")
    site.pages["/a"] = page()
    feed = again(feed, hours=2)
    assert feed.failures == 1 and "application/pdf" in feed.last_error
    assert again(feed, hours=3).failures == 0 and Page.objects.get().state == "watched"


def test_a_stopped_poll_of_a_folder_ends_after_the_current_file_and_goes_on_soon(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(WORDS * 3 + name)
    feed = Feed.objects.create(kind=Feed.Kind.FOLDER, location=str(tmp_path), source=make.source())
    polling.poll(feed.pk, stopping=ImportOutcome.objects.exists)
    feed.refresh_from_db()
    assert outcomes() == {"a.txt": "new"} and feed.leased_until is None
    assert feed.next_fetch_at <= timezone.now() + dt.timedelta(minutes=1)
    again(feed, minutes=2)
    assert outcomes() == {"a.txt": "unchanged", "b.txt": "new", "c.txt": "new"}


def test_a_folder_is_polled_for_its_files(tmp_path):
    (tmp_path / "one.txt").write_text(WORDS * 3)
    (tmp_path / "two.txt").write_bytes(b"")
    feed = Feed.objects.create(kind=Feed.Kind.FOLDER, location=str(tmp_path), source=make.source())
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert outcomes() == {"one.txt": "new", "two.txt": "failed"}
    assert feed.failures == 0 and "1 failed, the last: two.txt" in feed.last_error
    assert ImportRun.objects.get().feed == feed


def test_a_folder_that_is_not_there_fails(tmp_path, caplog):
    caplog.set_level(logging.ERROR)
    feed = Feed.objects.create(kind=Feed.Kind.FOLDER, location=str(tmp_path / "none"))
    polling.poll(feed.pk)
    feed.refresh_from_db()
    assert outcomes() == {"none": "failed"}
    assert feed.failures == 1 and "there is no folder" in feed.last_error
    assert caplog.text == ""
