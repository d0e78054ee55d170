"""Visits of one page: what is written of each finding, and by whom, and when it is looked at again."""

import datetime as dt
import importlib

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from sources import adding, claiming, counting, hosts, looking, spending, visiting
from sources.models import Article, ArticleVersion, ImportOutcome, ImportRun, Move, Page, Source
from tests import make

from .site import WORDS, Site, page

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
HOUR = 60 * MINUTE
OTHER = "Rain fell on the northern hills all week and the farmers there were glad of it after so dry a spring. " * 3


@pytest.fixture(autouse=True)
def at_noon():
    """What is looked at within a few hours counts for one day."""
    with time_machine.travel(timezone.now().replace(hour=12), tick=True):
        yield


@pytest.fixture(autouse=True)
def site(site):
    make.source(domain="127.0.0.1")
    site.pages["/2021/a-story-of-it"] = tagged(page(), '"1"')
    return site


def tagged(answer, etag):
    status, headers, body = answer
    return (status, headers | {"ETag": etag, "Last-Modified": "Tue, 01 Dec 2020 10:00:00 GMT"}, body)


def edited(what="Monday"):
    return page(WORDS.replace("Tuesday", what) * 3)


@pytest.fixture
def story(site):
    """A page that was imported."""
    row = adding.page(site.url("/2021/a-story-of-it"))
    assert visiting.visit(row.pk).outcome == "new"
    return refreshed(row)


def refreshed(row):
    row.refresh_from_db()
    return row


def after(row, **passed):
    """The outcome of one more visit, so much later."""
    with time_machine.travel(timezone.now() + dt.timedelta(**passed), tick=True):
        Page.objects.filter(pk=row.pk).update(next_fetch_at=None)
        outcome = visiting.visit(row.pk)
    row.refresh_from_db()
    return outcome


def test_a_page_that_was_imported_is_watched(story, site):
    assert (story.state, story.failures, story.leased_until, story.attempt) == ("watched", 0, None, 1)
    assert (story.etag, story.source, story.article) == ('"1"', make.source(), Article.objects.get())
    assert 4 * MINUTE < story.next_fetch_at - timezone.now() < 6 * MINUTE


def test_a_304_leaves_no_version_and_keeps_the_marks(story, site):
    site.pages["/2021/a-story-of-it"] = (304, {}, b"")
    outcome = after(story, hours=1)
    headers = site.asked[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "Tue, 01 Dec 2020 10:00:00 GMT")
    assert (outcome.outcome, story.etag, ArticleVersion.objects.count()) == ("unchanged", '"1"', 1)


def test_what_is_the_same_leaves_no_version_and_is_counted_not_listed(story):
    listed = ImportOutcome.objects.count()
    assert after(story, hours=1).outcome == "unchanged"
    assert ArticleVersion.objects.count() == 1 and ImportOutcome.objects.count() == listed
    assert ImportRun.objects.get(what__contains="looking again").unchanged == 1


def test_there_and_back_again_is_three_versions(story, site):
    original = site.pages["/2021/a-story-of-it"]
    site.pages["/2021/a-story-of-it"] = edited()
    assert after(story, hours=1).outcome == "changed" and story.changed_at and story.etag == ""
    site.pages["/2021/a-story-of-it"] = original
    assert after(story, hours=2).outcome == "changed"
    hashes = list(ArticleVersion.objects.values_list("sha256", flat=True))
    assert len(hashes) == 3 and hashes[0] == hashes[2] != hashes[1]


@pytest.mark.parametrize(
    "answer, reason",
    [
        ((404, {}, b""), "404 Not Found"),
        ((410, {}, b""), "410 Gone"),
        ((302, {"Location": "/"}, b""), "which is no article"),
        ((301, {"Location": "/2021/"}, b""), "which is no article"),
        ((301, {"Location": "/2021/another-story-altogether"}, b""), "shows another piece"),
    ],
)
def test_an_article_whose_page_is_gone_is_kept_and_comes_back(story, site, answer, reason):
    front = (200, {"Content-Type": "text/html"}, b"<html><body><p>Latest news</p></body></html>")
    site.pages |= {"/": front, "/2021/": front, "/2021/another-story-altogether": page(OTHER, "Rain")}
    before = site.pages["/2021/a-story-of-it"]
    site.pages["/2021/a-story-of-it"] = answer
    outcome = after(story, hours=1)
    article = Article.objects.get()
    assert outcome.outcome == "gone" and reason in outcome.reason and reason in article.gone_because
    assert article.gone_at and article.current.number == 1
    assert (story.state, story.failures, story.etag) == ("gone", 0, "")
    assert after(story, hours=3).outcome == "gone"
    assert ImportOutcome.objects.filter(outcome="gone").count() == 1
    assert sum(run.gone for run in ImportRun.objects.filter(what__contains="looking again")) == 1
    site.pages["/2021/a-story-of-it"] = before
    outcome = after(story, hours=30)
    article.refresh_from_db()
    assert outcome.outcome == "unchanged" and "is there again, gone since" in outcome.reason
    assert (article.gone_at, article.gone_because, story.state) == (None, "", "watched")
    assert ImportOutcome.objects.filter(outcome="unchanged", article=article).count() == 1


def test_a_page_that_moved_is_the_same_article_with_the_same_key(story, site):
    key = Article.objects.get().key
    site.pages["/2021/a-story-of-it"] = (301, {"Location": "/2021/12345/story-of-it"}, b"")
    site.pages["/2021/12345/story-of-it"] = edited()
    assert after(story, hours=1).outcome == "changed"
    article = Article.objects.get()
    assert (article.key, article.url, article.gone_at) == (key, site.url("/2021/12345/story-of-it"), None)
    assert Move.objects.get().key == site.url("/2021/12345/story-of-it")
    elsewhere = adding.page(site.url("/2021/12345/story-of-it"))
    assert after(elsewhere, hours=2).outcome == "unchanged"
    assert Article.objects.count() == 1


def test_a_page_that_moved_to_a_known_article_is_gone(story, site):
    site.pages["/2021/12345/story-of-it"] = page()
    other = adding.page(site.url("/2021/12345/story-of-it"))
    visiting.visit(other.pk)
    site.pages["/2021/a-story-of-it"] = (301, {"Location": "/2021/12345/story-of-it"}, b"")
    assert "an article of its own here" in after(story, hours=1).reason
    assert Article.objects.filter(gone_at=None).get().url.endswith("/12345/story-of-it")


def test_a_failure_is_tried_again_later_each_time_and_given_up(site, settings):
    settings.MAX_FETCH_ATTEMPTS = 3
    site.pages["/bad"] = (500, {}, b"")
    row = adding.page(site.url("/bad"))
    waits = []
    for attempt in range(1, 4):
        now = timezone.now()
        assert visiting.visit(row.pk).outcome == "failed"
        assert refreshed(row).failures == attempt and "500" in row.last_error
        waits.append(row.next_fetch_at - now)
        Page.objects.update(next_fetch_at=None)
    assert 5 * MINUTE <= waits[0] <= 11 * MINUTE and 20 * MINUTE <= waits[2] <= 41 * MINUTE
    assert row.state == "failed" and claiming.due_hosts() == [] and visiting.visit(row.pk) is None
    site.pages["/bad"] = page()
    assert claiming.try_again(Page.objects.all()) == 1
    assert visiting.visit(row.pk).outcome == "new" and refreshed(row).state == "watched"


@pytest.mark.parametrize("status", [429, 503])
def test_a_page_waits_as_long_as_its_host_asks_for_and_so_do_the_others(site, status):
    site.pages["/busy"] = (status, {"Retry-After": "7200"}, b"")
    row, other = adding.page(site.url("/busy")), adding.page(site.url("/2021/a-story-of-it"))
    visiting.visit(row.pk)
    assert refreshed(row).next_fetch_at > timezone.now() + 1.9 * HOUR
    assert claiming.due_hosts() == []
    assert visiting.visit(other.pk) is None and (refreshed(other).failures, other.state) == (0, "new")
    assert other.next_fetch_at > timezone.now() + 1.9 * HOUR
    assert [path for path, _ in site.asked] == ["/robots.txt", "/busy"]


def test_what_robots_txt_forbids_is_given_up_at_once(site):
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /")
    row = adding.page(site.url("/2021/a-story-of-it"))
    assert "does not allow" in visiting.visit(row.pk).reason
    assert refreshed(row).state == "failed"
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_a_bug_in_a_parser_fails_one_page_and_is_logged(site, monkeypatch, caplog):
    def breaks(url, data, **_):
        raise RuntimeError("an odd page")

    monkeypatch.setattr("sources.documents.page", breaks)
    row = adding.page(site.url("/2021/a-story-of-it"))
    assert visiting.visit_due() == 1
    assert "an odd page" in refreshed(row).last_error and "an odd page" in caplog.text


def test_a_page_that_kills_its_workers_is_given_up(site, settings):
    settings.MAX_FETCH_ATTEMPTS = 3
    run = counting.begin("a feed", expected=1)
    row = adding.page(site.url("/2021/a-story-of-it"), run)
    for _ in range(3):
        assert claiming.claim(row.pk)
        assert claiming.claim(row.pk) is None
        Page.objects.update(leased_until=timezone.now() - HOUR)
    assert claiming.claim(row.pk) is None
    assert refreshed(row).state == "failed" and "taken up 3 times" in row.last_error and row.leased_until is None
    run.refresh_from_db()
    assert (run.failed, bool(run.finished_at), row.run) == (1, True, None)


def test_a_worker_that_lost_its_lease_writes_nothing(story, monkeypatch, caplog):
    look = looking.look

    def overtaken(page):
        found = look(page)
        Page.objects.filter(pk=page.pk).update(attempt=99)
        return found

    monkeypatch.setattr(looking, "look", overtaken)
    before = ImportOutcome.objects.count()
    assert after(story, hours=1) is None
    assert story.attempt == 99 and ImportOutcome.objects.count() == before
    assert "claimed by another worker" in caplog.text


def test_the_day_s_budget_of_a_source_is_kept_and_new_articles_come_first(story, site):
    Source.objects.update(fetches_per_day=5)
    site.pages |= {f"/new/{n}": page(WORDS * 3 + f"Number {n}.", f"{n}") for n in range(5)}
    tomorrow = timezone.now().date() + dt.timedelta(days=1)
    with time_machine.travel(dt.datetime.combine(tomorrow, dt.time(21), dt.UTC), tick=True):
        assert [bool(after(story, minutes=n)) for n in range(6)] == [True] * 4 + [False] * 2
        assert HOUR < story.next_fetch_at - timezone.now() < 4 * HOUR and story.failures == 0
        new = [adding.page(site.url(f"/new/{n}")) for n in range(2)]
        assert [after(row, minutes=10) is not None for row in new] == [True, False]
        assert spending.today(make.source()).fetches == 5
        assert new[1].next_fetch_at.date() == tomorrow + dt.timedelta(days=1)
    with time_machine.travel(new[1].next_fetch_at, tick=True):
        assert visiting.visit(new[1].pk).outcome == "new"


def test_the_morning_s_checks_leave_some_for_the_evening(story):
    Source.objects.update(fetches_per_day=60)
    tomorrow = timezone.now().date() + dt.timedelta(days=1)
    with time_machine.travel(dt.datetime.combine(tomorrow, dt.time(2), dt.UTC), tick=True):
        assert sum(spending.may_fetch(make.source(), known=True) for _ in range(60)) == 12
    with time_machine.travel(dt.datetime.combine(tomorrow, dt.time(22), dt.UTC), tick=True):
        assert sum(spending.may_fetch(make.source(), known=True) for _ in range(60)) == 48 - 12
        assert sum(spending.may_fetch(make.source(), known=False) for _ in range(60)) == 12


def test_a_source_s_hints_are_heeded_and_a_new_hint_has_its_pages_sent_in_full(story, site, client):
    original = site.pages["/2021/a-story-of-it"]
    site.pages["/2021/a-story-of-it"] = lambda h: (304, {}, b"") if h.get("If-None-Match") == '"1"' else original
    client.force_login(make.superuser())
    source = make.source()
    data = {
        "name": source.name,
        "domain": source.domain,
        "fetches_per_day": 100,
        "text_selector": "article p:last-child",
    }
    response = client.post(reverse("admin:sources_source_change", args=[source.pk]), data)
    assert response.status_code == 302
    assert after(story, hours=1).outcome == "changed"
    text = Article.objects.get().current.text
    assert "Nobody from the ministry" in text and "old bridge" not in text


def test_a_source_s_habits_are_counted(story, site):
    site.pages["/2021/a-story-of-it"] = edited()
    after(story, hours=1)
    after(story, hours=2)
    assert spending.habits(make.source()) == (1, 2)


def test_while_another_worker_is_at_the_host_nothing_is_due_there(site):
    rows = [adding.page(site.url(f"/{n}")) for n in range(2)]
    assert claiming.due_hosts() == [rows[0].host]
    claiming.claim(rows[0].pk)
    assert claiming.due_hosts() == []


def test_a_turn_that_is_taken_costs_neither_an_attempt_nor_the_budget(site, monkeypatch):
    monkeypatch.setattr(hosts, "LONGEST_WAIT", 0.1)
    row = adding.page(site.url("/2021/a-story-of-it"))
    with hosts.turn(row.host):
        assert visiting.visit(row.pk) is None
    assert (refreshed(row).failures, row.leased_until) == (0, None)
    assert spending.today(make.source()).fetches == 0
    with time_machine.travel(timezone.now() + MINUTE, tick=True):
        assert visiting.visit_host(row.host) == 1


def test_a_source_without_budget_does_not_hold_up_another_one_s_pages_at_the_same_host(site):
    spent = make.source("Spent Post", fetches_per_day=0)
    rows = [adding.page(site.url(f"/{n}")) for n in range(4)]
    Page.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(source=spent)
    assert visiting.visit_host(rows[0].host) == 1
    assert [path for path, _ in site.asked] == ["/robots.txt", "/3"]


def test_pages_of_all_hosts_are_taken_in_turn_and_until_told_to_stop(site):
    with Site() as other:
        for place in (site, other):
            place.pages |= {f"/{n}": page(title=f"{n}") for n in range(3)}
        rows = [adding.page(place.url(f"/{n}")) for place in (site, other) for n in range(3)]
        assert visiting.visit_due(limit=2) == 2
        assert {row.host for row in rows if refreshed(row).fetched_at} == {site_host(site), site_host(other)}
        assert visiting.visit_due(stopping=lambda: True) == 0
        assert visiting.visit_due() == 4


def site_host(site):
    return site.url("").removeprefix("http://")


def test_tracking_is_no_part_of_a_page_s_address(site):
    one = adding.page(site.url("/2021/a-story-of-it?utm_source=feed#top"))
    assert adding.page(site.url("/2021/a-story-of-it")).pk == one.pk


def test_known_articles_from_pages_are_watched_from_now_on_and_files_are_not(site):
    fill = importlib.import_module("sources.migrations.0005_known_articles_are_watched")
    fetched, of_a_file = make.article(), make.article(key="https://news.example/from-a-file")
    run = ImportRun.objects.create(what="before")
    ImportOutcome.objects.create(run=run, item=fetched.url, outcome="new", article=fetched)
    ImportOutcome.objects.create(run=run, item=fetched.url, outcome="unchanged", article=fetched)
    ImportOutcome.objects.create(run=run, item="a.txt", outcome="new", article=of_a_file)
    fill.watch(apps, None)
    fill.watch(apps, None)
    row = Page.objects.get()
    assert (row.url, row.host, row.article, row.state) == (fetched.key, "test.example", fetched, "watched")
    assert timezone.now() < row.next_fetch_at < timezone.now() + dt.timedelta(days=1)
