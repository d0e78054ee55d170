"""The queue: what its filters let through, what its address carries, saved views, and taking the next."""

import datetime as dt
import html
import re

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from claims import reviewing
from claims.admin import queue
from claims.models import Discrepancy, Lease, Review, SavedView
from claims.workbench import leasing
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/admin/claims/discrepancy/"


@pytest.fixture
def ada(client):
    person = make.member("Reviewer", "ada", is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def bea():
    return make.member("Reviewer", "bea", is_staff=True)


def row(label="number of districts", **fields):
    return make.discrepancy(fact=make.fact(label), **fields)


def shown(client, query=""):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200, response
    return html.unescape(response.content.decode())


def listed(client, query=""):
    """The questions of the rows, in their order."""
    return re.findall(r'<th class="field-question"><a href="[^"]*">([^<]*)</a>', shown(client, query))


# Filters


def test_without_filters_it_is_what_is_open_the_most_severe_first(client, ada):
    row("low", severity=0.1), row("high", severity=0.9), row("decided", status="dismissed")
    assert listed(client) == ["high", "low"]


def a_story():
    """Rows that differ in what can be asked for, each named after it."""
    now = timezone.now()
    row("dismissed", status="dismissed", severity=0.4)
    row("an edit", kind="edit", severity=0.4)
    row("severe", severity=0.5)
    row("middling", severity=0.25)
    row("slight", severity=0.24)
    row("new today", first_seen=now - dt.timedelta(hours=2), severity=0.2)
    row("ten days old", first_seen=now - dt.timedelta(days=10), severity=0.2)


OLD = {"an edit", "severe", "middling", "slight"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=all", OLD | {"dismissed", "new today", "ten days old"}),
        ("status=open", OLD | {"new today", "ten days old"}),
        ("status=dismissed", {"dismissed"}),
        ("kind=edit", {"an edit"}),
        ("kind__exact=edit", {"an edit"}),
        ("kind=edit&kind=value&severity=middle", {"an edit", "middling"}),
        ("severity=high", {"severe"}),
        ("severity=middle", {"an edit", "middling"}),
        ("severity=low", {"slight", "new today", "ten days old"}),
        ("age=day", {"new today"}),
        ("age=month", {"new today", "ten days old"}),
        ("age=over-week", OLD | {"ten days old"}),
        ("age=over-month", OLD),
        ("q=ten+OLD", {"ten days old"}),
        ("q=ten+new", set()),
        ("severity=low&age=week&status=open", {"new today"}),
        ("kind=unknown&severity=9&status=nothing", OLD | {"new today", "ten days old"}),
    ],
)
def test_filters_let_through_what_they_say_and_several_at_once_what_all_do(client, ada, query, expected):
    a_story()
    assert set(listed(client, query)) == expected


def test_a_source_is_asked_for_by_its_name_a_part_of_it_or_its_id(client, ada):
    make.discrepancy(severity=0.9)
    said = make.utterance("We will win")
    quoted = make.discrepancy(utterance=said, kind="wording")
    quote = make.quote(
        "We will win", make.article('"We will win," he said.', source=make.source("East Courier")).current
    )
    quoted.positions.create(number=1, label="one", answer={}, origins=[]).quotes.add(quote)
    assert listed(client, "source=north+post") == listed(client, "source=North") == ["number of districts"]
    assert listed(client, f"source={make.source('East Courier').pk}") == ["We will win"]
    assert listed(client, "source=Post") == ["number of districts"]
    assert listed(client, "source=Nowhere") == listed(client, "source=99999999999999999999") == []


def test_a_source_of_very_many_articles_is_looked_up_row_by_row_and_found_the_same(client, ada, monkeypatch):
    make.discrepancy(severity=0.9), row("of nobody")
    quoted = make.discrepancy(utterance=make.utterance("We will win"), kind="wording")
    version = make.article('"We will win," he said.', source=make.source("North Post")).current
    quoted.positions.create(number=1, label="one", answer={}, origins=[]).quotes.add(make.quote("We will win", version))
    few = listed(client, "source=North+Post")
    monkeypatch.setattr(queue, "MANY", 0)
    assert listed(client, "source=North+Post") == few == ["number of districts", "We will win"]
    assert listed(client, "source=Nowhere") == []


def test_what_is_slow_to_count_is_counted_no_further_than_it_must(client, ada, monkeypatch):
    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    for _ in range(3):
        row()
    assert "2+ results" in shown(client, "q=number") and "3 results" in shown(client)


def test_an_entity_is_found_as_what_is_spoken_of_as_holder_and_as_speaker(client, ada):
    of = make.discrepancy(severity=0.9)
    first, second = of.fact.claims.order_by("pk")
    first.mentions.add(make.mention("Lena Oak", first.version))
    second.holder = make.mention("Leo Birch", second.version)
    second.save()
    quoted = make.discrepancy(utterance=make.utterance("We will win"), kind="wording", severity=0.1)
    version = make.article('"We will win," said Ada Person.').current
    quote = make.quote("We will win", version, speaker=make.mention("Ada Person", version))
    quoted.positions.create(number=1, label="one", answer={}, origins=[]).quotes.add(quote)
    assert listed(client, "entity=lena+oak") == listed(client, "entity=Birch") == ["number of districts"]
    assert listed(client, "entity=Ada+Person") == ["We will win"]
    assert listed(client, "entity=Nobody") == []


def test_who_decided_is_asked_of_what_is_decided_too(client, ada, bea):
    mine, hers, open_ = row("mine"), row("hers"), row("open")
    reviewing.decide(mine, "dismissed", ada)
    reviewing.decide(hers, "dismissed", bea)
    reviewing.reopen(open_, ada)
    assert set(listed(client, "decided=me")) == {"mine", "open"}
    assert listed(client, "decided=bea") == ["hers"]
    assert listed(client, "decided=bea&status=reconciled") == []


def test_who_holds_what_is_asked_for_and_what_ended_is_held_by_nobody(client, ada, bea):
    rows = [row("mine", severity=0.9), row("hers", severity=0.8), row("ended", severity=0.7), row("free")]
    for each, person in zip(rows, (ada, bea, bea), strict=False):
        leasing.hold(each, person)
    Lease.objects.filter(discrepancy=rows[2]).update(until=timezone.now() - dt.timedelta(seconds=1))
    assert listed(client, "held=me") == ["mine"]
    assert listed(client, "held=BEA") == ["hers"]
    assert listed(client, "held=anybody") == ["mine", "hers"]
    page = shown(client)
    assert page.count("has it until") == 1 and "bea has it until" in page and page.count("yours until") == 1


def test_what_waits_for_a_second_opinion_of_mine_and_for_adjudication(client, ada, bea, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    mine, hers, differ = row("mine", severity=0.9), row("hers", severity=0.8), row("differ")
    reviewing.decide(mine, "dismissed", ada)
    reviewing.decide(hers, "dismissed", bea)
    for person, verdict in ((ada, "dismissed"), (bea, "reconciled")):
        reviewing.decide(differ, verdict, person)
    assert listed(client, "awaits=me") == ["hers"]
    assert listed(client, "awaits=third") == ["differ"]
    page = shown(client)
    assert page.count("yours is in") == 2 and page.count("A second opinion</span>") == 2


@pytest.mark.parametrize("query", ["q=%00", "source=%00", "decided=%00", "held=%27%22%3Cb%3E", "status=%F0%9F%98%80"])
def test_what_makes_no_sense_does_no_harm(client, ada, query):
    row("<script>alert(1)</script>")
    page = client.get(f"{LIST}?{query}").content.decode()
    assert "<script>alert" not in page and "'\"<b>" not in page


# Chips, address, form


def test_each_filter_is_a_chip_that_leads_to_the_rest(client, ada):
    page = client.get(f"{LIST}?kind=edit&kind=value&severity=high&q=number+of&p=2").content.decode()
    found = re.findall(r'<span class="quiet">([^<]*)</span> (.*?)\n\s*<a href="\?([^"]*)" aria-label', page)
    assert {(label, words): sorted(QueryDict(html.unescape(rest)).lists()) for label, words, rest in found} == {
        ("Severity", "High: 0.5 and above"): [("kind", ["edit", "value"]), ("q", ["number of"])],
        ("Words of the question", "number of"): [("kind", ["edit", "value"]), ("severity", ["high"])],
        ("Kind", "Edit"): [("kind", ["value"]), ("q", ["number of"]), ("severity", ["high"])],
        ("Kind", "Value"): [("kind", ["edit"]), ("q", ["number of"]), ("severity", ["high"])],
    }
    assert re.search(r'value="edit"[^>]*checked', page) and re.search(r'value="high" selected', page)


def test_names_that_are_offered_are_few_however_many_there_are(client, ada):
    for number in range(queue.MOST_OFFERED + 20):
        make.source(f"Outlet {number:03}")
    page = shown(client)
    assert page.count('<option value="Outlet') == queue.MOST_OFFERED
    assert '<option value="Outlet 049">' in shown(client, "source=Outlet+04")


def test_what_is_opened_carries_the_view_along(client, ada):
    kept = row("kept", severity=0.9)
    page = shown(client, "severity=high&p=0&q=")
    assert f'href="{LIST}{kept.pk}/change/?_in=severity%3Dhigh"' in page
    assert 'name="_in" value="severity=high"' in page
    assert f'href="{LIST}{kept.pk}/change/"' in shown(client)


def test_the_view_that_is_carried_along_is_what_waits_in_it(ada):
    rows = [row("wide", severity=0.9), row("narrow", severity=0.8, kind="edit"), row("decided", status="dismissed")]
    request = RequestFactory().get("/", {"_in": "kind=edit&status=dismissed"})
    assert list(queue.waiting_of(request, ada)) == [rows[1]]
    assert list(queue.waiting_of(RequestFactory().post("/", {"_in": "kind=edit"}), ada)) == [rows[1]]
    assert list(queue.waiting_of("", ada)) == list(queue.waiting_of("o=1&nonsense=%", ada)) == rows[:2]


def test_the_order_of_a_column_is_part_of_the_view(client, ada):
    row("a", severity=0.1), row("b", severity=0.9)
    assert listed(client, "o=1") == ["a", "b"] and listed(client, "o=-1") == ["b", "a"]
    assert queue.carried_by(QueryDict("o=1&p=3&e=1&_in=x&kind=")) == "o=1"


# Empty


@pytest.mark.parametrize(
    ("imported", "query", "says"),
    [
        (False, "", "Nothing is imported yet"),
        (True, "", "the sources agree, or all has been decided"),
        (True, "kind=edit", "Nothing matches these filters"),
    ],
)
def test_an_empty_queue_says_why_and_what_to_do(client, ada, imported, query, says):
    if imported:
        make.article()
    page = shown(client, query)
    assert says in page and "0 results" in page


# Taking the next


def take(client, carried=""):
    return client.post(reverse("admin:claims_discrepancy_take"), {"_in": carried})


def test_the_next_of_the_view_is_leased_and_opened_within_it(client, ada, bea):
    wide, narrow = row("wide", severity=0.9), row("narrow", kind="edit")
    leasing.hold(wide, bea)
    assert take(client).url == f"{LIST}{narrow.pk}/change/"
    assert take(client, "kind=edit&p=2").url.startswith(f"{LIST}{narrow.pk}/change/?_in=kind%3Dedit")
    assert Lease.objects.get(discrepancy=narrow).holder == ada
    assert client.get(take(client, "kind=edit").url).status_code == 200


@pytest.mark.parametrize(
    ("others", "says"), [(False, "Nothing is open in this view"), (True, "is before somebody else")]
)
def test_where_there_is_no_next_it_says_why_and_stays_in_the_view(client, ada, bea, others, says):
    if others:
        leasing.hold(row(kind="edit"), bea)
    response = client.post(reverse("admin:claims_discrepancy_take"), {"_in": "kind=edit"}, follow=True)
    assert response.request["QUERY_STRING"] == "kind=edit" and says in html.unescape(response.content.decode())


def test_who_may_only_look_takes_and_saves_nothing(client):
    client.force_login(make.member("Reader", "reader", is_staff=True))
    row()
    page = shown(client)
    assert "Take the next" not in page and "Save the view" not in page and "decide_together" not in page
    assert take(client).status_code == 403 and not Lease.objects.exists()
    assert client.post(reverse("admin:claims_discrepancy_save_view"), {"name": "x"}).status_code == 403
    assert client.get(reverse("admin:claims_discrepancy_take")).status_code == 405


# Saved views


def save(client, name, carried="kind=edit", **more):
    return client.post(
        reverse("admin:claims_discrepancy_save_view"), {"name": name, "_in": carried, **more}, follow=True
    )


def act(client, view, what, **more):
    return client.post(
        reverse("admin:claims_discrepancy_saved_view", args=[view.pk]), {"act": what, **more}, follow=True
    )


def test_filters_are_saved_under_a_name_and_again_under_the_same_in_its_place(client, ada):
    save(client, "  Silent   edits ", "kind=edit&p=3&q=")
    save(client, "Silent edits", "kind=edit&severity=high")
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.query, view.shared) == (ada, "Silent edits", "kind=edit&severity=high", False)
    assert '<a href="?kind=edit&severity=high" aria-current="page">Silent edits</a>' in shown(client, view.query)


@pytest.mark.parametrize(
    ("name", "carried", "why"), [(" ", "kind=edit", "Give the view a name"), ("x", "q=" + "a" * 3000, "too many")]
)
def test_what_cannot_be_saved_is_said(client, ada, name, carried, why):
    assert why in save(client, name, carried).content.decode()
    assert not SavedView.objects.exists()


def test_a_shared_view_is_everybodys_to_use_and_its_owners_to_change(client, ada, bea):
    save(client, "Edits")
    view = SavedView.objects.get()
    client.force_login(bea)
    assert "Edits" not in shown(client) and act(client, view, "share").status_code == 404
    client.force_login(ada)
    act(client, view, "share")
    client.force_login(bea)
    assert "by ada" in shown(client)
    for what in ("rename", "share", "keep", "delete"):
        assert act(client, view, what, name="Mine").status_code == 403
    client.force_login(ada)
    act(client, view, "keep")
    client.force_login(bea)
    assert "Edits" not in shown(client)


def test_a_view_is_renamed_and_deleted(client, ada):
    save(client, "Edits", shared="on")
    save(client, "Other")
    view = SavedView.objects.get(name="Edits")
    assert view.shared and "already" in act(client, view, "rename", name="Other").content.decode()
    act(client, view, "rename", name="All edits")
    view.refresh_from_db()
    assert view.name == "All edits"
    act(client, view, "delete")
    assert [each.name for each in SavedView.objects.all()] == ["Other"]
    assert act(client, view, "delete").status_code == 404


def test_who_may_remove_people_deletes_the_views_they_leave_and_changes_none(client, ada):
    save(client, "Edits", shared="on")
    save(client, "Private")
    edits, private = SavedView.objects.order_by("name")
    client.force_login(make.member("Administrator", "root", is_staff=True))
    page = shown(client)
    assert "Delete the view Edits" in page and "Delete the view Private" not in page
    assert act(client, edits, "rename", name="Mine").status_code == 403
    assert act(client, private, "rename", name="Mine").status_code == 404
    for view in (edits, private):
        assert act(client, view, "delete").status_code == 200
    assert not SavedView.objects.exists()


# Deciding together


def together(client, rows, **data):
    chosen = {"action": "decide_together", "_selected_action": [each.pk for each in rows]}
    return client.post(LIST, chosen | data, follow=True).content.decode()


def asked(client, rows):
    """What the page that asks would send back of what was seen."""
    page = together(client, rows)
    return dict(re.findall(r'name="((?:seen|last)-\d+)" value="([^"]*)"', page))


def test_of_several_those_that_two_have_to_agree_on_wait_and_what_another_holds_is_refused(client, ada, bea, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    rows = [row("waits"), row("agreed"), row("held")]
    reviewing.decide(rows[1], "dismissed", bea)
    leasing.hold(rows[2], bea)
    told = together(client, rows, decide="1", verdict="dismissed", note="", **asked(client, rows))
    assert "1 decided." in told and "1 waits for somebody else" in told and "bea has this before them" in told
    assert [review.discrepancy for review in Review.objects.all()] == [rows[1]]


def test_of_several_the_one_that_somebody_decided_meanwhile_is_refused(client, ada, bea):
    rows = [row("a"), row("b")]
    seen = asked(client, rows)
    reviewing.decide(rows[0], "reconciled", bea)
    told = together(client, rows, decide="1", verdict="dismissed", note="", **seen)
    assert "1 decided." in told and "Meanwhile bea decided “Reconciled”" in html.unescape(told)


# Many


@pytest.mark.parametrize(
    "query", ["", "kind=value&severity=low&source=Post&entity=Ada&decided=me&held=me&awaits=me&q=a"]
)
def test_it_takes_as_many_queries_for_many_rows_as_for_few(client, ada, bea, query, django_assert_max_num_queries):
    def fill(number):
        for each in range(number):
            made = make.discrepancy(severity=0.1)
            leasing.hold(made, ada)
            SavedView.objects.create(owner=ada, name=f"View {SavedView.objects.count()}", query=f"q={each}")
            User.objects.create(username=f"person {User.objects.count()}")

    fill(2)
    shown(client, query)
    with django_assert_max_num_queries(24) as few:
        shown(client, query)
    fill(12)
    with django_assert_max_num_queries(len(few)):
        shown(client, query)
    assert Discrepancy.objects.filter(status="open").count() == 14
