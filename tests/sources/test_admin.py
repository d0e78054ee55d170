"""The admin of what is fetched: states in a word, failures first, and a row that is due at once."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from sources.admin.fetched import state_of
from sources.models import Feed, ImportOutcome, ImportRun, Page, Usage
from tests import make

NOW = timezone.now()
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def editor(client):
    client.force_login(make.superuser())
    return client


def page(client, name, *args, **query):
    response = client.get(reverse(f"admin:sources_{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"active": False, "failures": 3}, "off"),
        ({"leased_until": NOW + HOUR, "failures": 3}, "being fetched"),
        ({"leased_until": NOW - HOUR, "failures": 3}, "failing"),
        ({"next_fetch_at": NOW - HOUR}, "due"),
        ({}, "due"),
        ({"next_fetch_at": NOW + HOUR}, "waiting"),
    ],
)
def test_the_state_of_a_feed_in_a_word(fields, state):
    assert state_of(Feed(**fields))[0] == state


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"state": "failed", "failures": 10}, "given up"),
        ({"state": "new"}, "due"),
        ({"state": "gone", "next_fetch_at": NOW + HOUR}, "gone"),
        ({"state": "watched", "next_fetch_at": NOW + HOUR}, "waiting"),
        ({"state": "watched", "failures": 1}, "failing"),
        ({"state": "new", "leased_until": NOW + HOUR, "failures": 1}, "being fetched"),
    ],
)
def test_the_state_of_a_page_in_a_word(fields, state):
    assert state_of(Page(**fields))[0] == state


@pytest.fixture
def given_up():
    error = "https://a.example/1 answered 500 Internal Server Error"
    return Page.objects.create(
        url="https://a.example/1", host="a.example", state="failed", failures=10, last_error=error, next_fetch_at=NOW
    )


@pytest.mark.django_db
def test_what_was_given_up_says_why_and_can_be_tried_again(editor, given_up):
    Page.objects.create(url="https://b.example/1", host="b.example", state="watched", next_fetch_at=NOW + HOUR)
    shown = page(editor, "page_changelist", state__exact="failed")
    assert "500 Internal Server Error" in shown and "given up" in shown and "b.example/1" not in shown
    assert "500 Internal Server Error" in page(editor, "page_change", given_up.pk)
    data = {"action": "try_again", "_selected_action": [given_up.pk]}
    assert "1 due now." in editor.post(reverse("admin:sources_page_changelist"), data, follow=True).content.decode()
    given_up.refresh_from_db()
    assert (given_up.state, given_up.failures, given_up.next_fetch_at) == ("new", 0, None)


@pytest.mark.django_db
def test_a_reader_cannot_try_again(client, given_up):
    reader = make.user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_page"))
    client.force_login(reader)
    data = {"action": "try_again", "_selected_action": [given_up.pk]}
    client.post(reverse("admin:sources_page_changelist"), data, follow=True)
    given_up.refresh_from_db()
    assert given_up.state == "failed"


@pytest.mark.django_db
def test_a_page_is_added_by_its_url_and_lands_in_the_row_there_is(editor, given_up):
    address = reverse("admin:sources_page_add")
    assert editor.post(address, {"url": "https://News.example/2?utm_source=x"}).status_code == 302
    assert Page.objects.get(host="news.example").url == "https://news.example/2"
    assert "give the public address" in editor.post(address, {"url": "http://u@news.example/"}).content.decode()
    assert Page.objects.count() == 2


@pytest.mark.django_db
def test_the_budget_of_a_source_and_what_is_used_of_it_can_be_seen(editor):
    outlet = make.source(fetches_per_day=1500)
    Usage.objects.create(source=outlet, day=NOW.date(), fetches=1499, checks=40, edits=3)
    assert "1,499 of 1,500" in page(editor, "source_changelist")
    shown = page(editor, "usage_changelist")
    assert ">1499<" in shown and ">1500<" in shown


@pytest.mark.django_db
def test_sources_are_listed_with_their_articles_in_as_many_queries_as_one(editor, django_assert_num_queries):
    make.article()
    make.article()
    with django_assert_num_queries(10, exact=False) as few:
        shown = page(editor, "source_changelist")
    assert '?source__id__exact=1">2</a>'.replace("1", str(make.source().pk), 1) in shown
    for number in range(10):
        make.article(source=make.source(f"Post {number}"))
    with django_assert_num_queries(len(few)):
        page(editor, "source_changelist")


@pytest.mark.django_db
def test_a_feed_that_fails_says_why_in_the_list(editor):
    Feed.objects.create(location="https://a.example/feed", failures=2, last_error="\nHTTP 503 from a.example\nmore")
    Feed.objects.create(location="https://b.example/feed")
    shown = page(editor, "feed_changelist", failing="yes")
    assert "HTTP 503 from a.example" in shown and "failing" in shown
    assert "b.example" not in shown
    assert "a.example" not in page(editor, "feed_changelist", failing="no")


@pytest.mark.django_db
def test_polling_now_makes_active_feeds_due_and_says_which_are_off(editor):
    later = NOW + HOUR
    on = Feed.objects.create(location="https://a.example/feed", next_fetch_at=later)
    off = Feed.objects.create(location="https://b.example/feed", next_fetch_at=later, active=False)
    data = {"action": "poll_now", "_selected_action": [on.pk, off.pk]}
    shown = editor.post(reverse("admin:sources_feed_changelist"), data, follow=True).content.decode()
    assert "1 due now. 1 not active and never polled" in shown
    on.refresh_from_db()
    off.refresh_from_db()
    assert (on.next_fetch_at, off.next_fetch_at) == (None, later)


@pytest.mark.django_db
def test_a_feed_can_be_added(editor):
    data = {"kind": "syndication", "location": "https://a.example/feed", "active": "on", "interval_minutes": "30"}
    response = editor.post(reverse("admin:sources_feed_add"), data)
    assert response.status_code == 302
    assert Feed.objects.get().interval_minutes == 30


@pytest.mark.django_db
def test_a_feed_is_stored_as_the_command_stores_it_and_tricks_are_refused(editor):
    data = {"kind": "syndication", "active": "on", "interval_minutes": "30"}
    address = reverse("admin:sources_feed_add")
    editor.post(address, data | {"location": "https://A.example/feed#top"})
    assert Feed.objects.get().location == "https://a.example/feed"
    assert "user name" in editor.post(address, data | {"location": "http://u@a.example/"}).content.decode()
    assert Feed.objects.count() == 1


@pytest.mark.django_db
def test_a_run_can_be_read_while_it_is_under_way(editor):
    ImportRun.objects.create(what="https://a.example/feed", expected=50, new=2, failed=1)
    assert "3 of 50" in page(editor, "importrun_changelist")


@pytest.fixture
def run():
    row = ImportRun.objects.create(what="articles", new=1, failed=1)
    article = make.article()
    ImportOutcome.objects.create(run=row, item="good.txt", outcome="new", article=article)
    ImportOutcome.objects.create(run=row, item="bad.txt", outcome="failed", reason="<No text> in bad.txt")
    return row


@pytest.mark.django_db
def test_a_run_shows_failures_first_and_why(editor, run):
    shown = page(editor, "importrun_change", run.pk)
    assert shown.index("bad.txt") < shown.index("good.txt")
    assert "&lt;No text&gt; in bad.txt" in shown
    assert reverse("admin:sources_article_change", args=[run.outcomes.first().article_id]) in shown


@pytest.mark.django_db
def test_a_runs_outcomes_are_listed_failures_first(editor, run):
    other = ImportRun.objects.create(what="others")
    ImportOutcome.objects.create(run=other, item="elsewhere.txt", outcome="unchanged")
    shown = page(editor, "importoutcome_changelist", run__id__exact=run.pk)
    assert shown.index("bad.txt") < shown.index("good.txt")
    assert "elsewhere.txt" not in shown


@pytest.mark.django_db
def test_runs_that_failed_can_be_picked_out(editor, run):
    ImportRun.objects.create(what="flawless")
    shown = page(editor, "importrun_changelist", failing="yes")
    assert "articles at" in shown or ">articles<" in shown
    assert "flawless" not in shown


@pytest.mark.django_db
def test_a_run_without_outcomes_says_so(editor):
    assert "Nothing was imported by this run." in page(
        editor, "importrun_change", ImportRun.objects.create(what="empty").pk
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", ["importrun", "importoutcome"])
def test_what_programs_wrote_cannot_be_changed(editor, run, model):
    row = run if model == "importrun" else run.outcomes.first()
    for view, args in (("add", []), ("change", [row.pk]), ("delete", [row.pk])):
        assert editor.post(reverse(f"admin:sources_{model}_{view}", args=args), {"post": "yes"}).status_code == 403
