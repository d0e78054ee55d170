"""Tasks take an id and make one call; the schedule, the queues and the limits are what the settings say."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from claims import tasks as claims_tasks
from claims.models import Claim, Extraction, Tally
from factcheck.celery import app
from sources import adding
from sources import tasks as sources_tasks
from sources.models import Article, Feed, Page
from tests import make
from tests.sources.site import Site, listing, page

HOUR = dt.timedelta(hours=1)
TASKS = [
    *(sources_tasks.fetch_due, sources_tasks.poll_feed, sources_tasks.visit_host),
    *(claims_tasks.analyse_pending, claims_tasks.tally),
]


@pytest.fixture
def site(settings):
    settings.FETCH_ALLOW_LOOPBACK = True
    settings.FETCH_GAP_SECONDS = 0
    with Site() as site:
        yield site


@pytest.fixture
def sent(monkeypatch):
    """Ids of the feeds and names of the hosts that messages were sent for."""
    sent = []
    monkeypatch.setattr(sources_tasks.poll_feed, "delay", sent.append)
    monkeypatch.setattr(sources_tasks.visit_host, "delay", sent.append)
    return sent


def test_the_schedule_names_tasks_that_exist():
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_message_nobody_took_in_time_expires(task):
    assert task.expires == 60


@pytest.mark.parametrize(
    "task, queue",
    list(zip(TASKS, ["fetching"] * 3 + ["language", "fetching"], strict=True)),
    ids=lambda value: getattr(value, "name", value),
)
def test_fetching_and_language_have_queues_of_their_own(task, queue):
    assert app.amqp.router.route({}, task.name)["queue"].name == queue


@pytest.mark.django_db
def test_a_tick_sends_what_is_due_and_nothing_else(sent):
    due = Feed.objects.create(location="https://a.example/feed")
    Feed.objects.create(location="https://b.example/feed", active=False)
    sources_tasks.fetch_due()
    adding.page("https://c.example/article")
    Page.objects.create(url="https://d.example/later", host="d.example", next_fetch_at=timezone.now() + HOUR)
    sources_tasks.fetch_due()
    assert sent == [due.pk, due.pk, "c.example"]


@pytest.mark.django_db
def test_two_beats_and_a_repeated_message_poll_a_feed_once(site, sent):
    site.pages |= {"/feed": listing("/a"), "/a": page()}
    Feed.objects.create(location=site.url("/feed"), source=make.source())
    sources_tasks.fetch_due()
    sources_tasks.fetch_due()
    assert len(sent) == 2
    for feed_id in sent * 2:
        sources_tasks.poll_feed(feed_id)
    sent.clear()
    sources_tasks.fetch_due()
    sources_tasks.fetch_due()
    assert len(sent) == 2
    for host in sent * 2:
        sources_tasks.visit_host(host)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/feed", "/a"]
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_message_for_a_row_that_is_gone_does_nothing():
    sources_tasks.poll_feed(12345)
    sources_tasks.visit_host("nobody.example")


@pytest.mark.django_db
def test_without_a_broker_the_feed_stays_due(monkeypatch):
    """A tick that cannot send fails by itself; the row is still there for the next one."""

    def down(feed_id):
        raise sources_tasks.poll_feed.OperationalError("no broker")

    monkeypatch.setattr(sources_tasks.poll_feed, "delay", down)
    feed = Feed.objects.create(location="https://a.example/feed")
    with pytest.raises(sources_tasks.poll_feed.OperationalError):
        sources_tasks.fetch_due()
    feed.refresh_from_db()
    assert (feed.next_fetch_at, feed.leased_until, feed.attempt) == (None, None, 0)


@pytest.mark.django_db
def test_what_is_pending_is_analysed_to_the_end():
    make.article("The ministry said that 120 houses were rebuilt in the valley.")
    claims_tasks.analyse_pending()
    assert Extraction.objects.get().state == Extraction.State.DONE
    assert Claim.objects.filter(low_number=120, fact__isnull=False).exists()
    claims_tasks.analyse_pending()
    assert Claim.objects.filter(low_number=120).count() == 1


@pytest.mark.django_db
def test_counting_for_the_desk_is_a_task_of_its_own():
    claims_tasks.analyse_pending()
    assert not Tally.objects.exists()
    claims_tasks.tally()
    assert Tally.objects.filter(name="totals").exists()
