"""The commands that import pages and add feeds."""

import io

import pytest
from django.core.management import CommandError, call_command

from sources import adding, claiming, hosts
from sources.models import Article, Feed, ImportRun, Page

from .site import page

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_each_page_has_one_outcome_and_any_failure_is_an_error(site):
    site.pages |= {"/a": page(), "/b": page(title="b")}
    out, error = run("import_url", site.url("/a"), site.url("/none"), "http://169.254.169.254/", site.url("/b"))
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == ["new", "failed", "failed", "new"]
    assert "404 Not Found" in lines[1] and "not a public address" in lines[2]
    assert error == "2 of 4 failed"
    assert Article.objects.count() == 2
    assert ImportRun.objects.get().failed == 2


def test_a_second_time_nothing_is_new(site):
    site.pages["/a"] = page()
    assert run("import_url", site.url("/a"))[1] == ""
    out, error = run("import_url", site.url("/a"))
    assert out.startswith("unchanged") and error == ""


def test_a_redirected_page_is_the_article_it_leads_to(site):
    site.pages |= {"/short": (301, {"Location": "/a"}, b""), "/a": page()}
    run("import_url", site.url("/short"))
    run("import_url", site.url("/a"))
    assert Article.objects.get().url == site.url("/a")
    assert ImportRun.objects.last().outcomes.get().item == site.url("/short")


def test_a_feed_is_added_once(db):
    out, error = run("add_feed", "https://News.example/feed#top", "--every", "15", "--source", "North Post")
    feed = Feed.objects.get()
    assert error == "" and "every 15 minutes" in out
    assert (feed.location, feed.kind, feed.interval_minutes) == ("https://news.example/feed", "syndication", 15)
    assert feed.source.name == "North Post" and feed.next_fetch_at is None
    assert "polled already" in run("add_feed", "https://news.example/feed")[1]


def test_a_folder_is_one_by_itself_and_a_page_when_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path.parent)
    run("add_feed", tmp_path.name)
    run("add_feed", "https://news.example/story", "--kind", "page")
    assert set(Feed.objects.values_list("kind", "location")) == {
        ("folder", str(tmp_path)),
        ("page", "https://news.example/story"),
    }


@pytest.mark.parametrize(
    "arguments, why",
    [
        (["ftp://news.example/feed"], "does not start with http"),
        (["http://user:word@news.example/feed"], "user name"),
        (["no/such/folder"], "a folder has to exist"),
        (["no/such/folder", "--kind", "folder"], "is no folder"),
        (["https://news.example/feed", "--every", "0"], "once a minute at most"),
        (["https://news.example/feed", "--source", "x" * 201], "200"),
    ],
)
def test_what_cannot_be_polled_is_not_added(arguments, why):
    assert why in run("add_feed", *arguments)[1]
    assert not Feed.objects.exists()


def test_what_is_not_fetched_now_says_why_and_is_left_to_the_workers(site, monkeypatch):
    monkeypatch.setattr(hosts, "LONGEST_WAIT", 0.1)
    site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 600"), "/a": page(), "/b": page(title="b")}
    out, error = run("import_url", site.url("/a"), site.url("/b"))
    assert [line.split()[0] for line in out.splitlines()] == ["new", "failed"] and error == "1 of 2 failed"
    assert "it will be fetched after" in out and "by a worker" in out
    left = Page.objects.get(url=site.url("/b"))
    assert (left.state, left.failures, left.run) == ("new", 0, None)
    claiming.claim(adding.page(site.url("/b")).pk)
    assert "another worker has it at hand" in run("import_url", site.url("/b"))[0]
    assert ImportRun.objects.filter(finished_at=None).count() == 0


def test_a_page_that_was_given_up_is_tried_again_by_hand(site, settings):
    settings.MAX_FETCH_ATTEMPTS = 1
    assert run("import_url", site.url("/a"))[1] and Page.objects.get().state == "failed"
    site.pages["/a"] = page()
    assert run("import_url", site.url("/a"))[1] == "" and Page.objects.get().state == "watched"
