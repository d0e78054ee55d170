"""The admin's front page: what waits, what changed since the last visit, what is wrong, and what was counted ahead."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims import reviewing
from claims.admin import figures
from claims.models import Discrepancy, Extraction, Tally, Visit
from claims.workbench import leasing, tallying
from sources.models import ArticleChange, Feed, Page
from tests import make

pytestmark = pytest.mark.django_db
DESK = "/admin/"
BIG = ("claims_claim", "claims_quote", "sources_articleversion", "claims_entity", "claims_fact", "sources_article")


@pytest.fixture
def reviewer():
    return make.member("Reviewer", "ada", is_staff=True)


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return lambda: client.get(DESK).content.decode()


def words(page):
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def counted():
    Tally.objects.all().delete()
    assert tallying.tally_due() == 1


def newsroom(number):
    """Some of everything that the desk shows."""
    now = timezone.now()
    for index in range(number):
        row = make.discrepancy(fact=make.fact(f"question {index}"), first_seen=now, severity=0.9 - index / 100)
        version = make.article("Three", source=make.source(f"source {index}")).current
        make.extraction(version, source=version.article.source, state=list(Extraction.State)[index % 5])
        Feed.objects.create(location=f"https://a.example/{index}", failures=2, last_error="refused")
        Page.objects.create(url=f"https://b.example/{index}", state=Page.State.FAILED, last_error="gone")
        ArticleChange.objects.create(article=version.article, kind=ArticleChange.Kind.EDITED)
        reviewing.decide(row, "dismissed", make.member("Reviewer", f"person {index}"), "as read")
        make.discrepancy(fact=make.fact(f"open question {index}"), first_seen=now)
    counted()


def test_what_waits_stands_by_kind_and_severity(desk):
    for severity, kind in ((0.9, "value"), (0.8, "value"), (0.1, "value"), (0.3, "edit")):
        make.discrepancy(severity=severity, kind=kind, fact=make.fact())
    make.article()
    shown = desk()
    rows = dict(re.findall(r'badge-(\w+)">[^<]*</span></th>(.*?)</tr>', shown, re.DOTALL))
    assert {kind: [int(number) for number in re.findall(r">(\d+)<", row)] for kind, row in rows.items()} == {
        "value": [2, 0, 1, 3],
        "edit": [0, 1, 0, 1],
    }
    assert "4 questions are open" in words(shown)


@pytest.mark.parametrize("band", ["high", "middle", "low"])
def test_each_count_leads_to_just_what_was_counted(desk, client, band):
    for severity in (0.0, 0.24, 0.25, 0.49, 0.5, 1.0):
        make.discrepancy(severity=severity, fact=make.fact(f"of severity {severity}"))
    make.article()
    address = re.search(rf'href="([^"]*kind=value&amp;severity={band})">(\d)<', desk())
    listed = words(client.get(address[1].replace("&amp;", "&")).content.decode())
    assert int(address[2]) == len(set(re.findall(r"of severity [\d.]+", listed))) == 2


def test_the_next_is_taken_from_the_desk(desk, client, reviewer):
    row = make.discrepancy()
    shown = desk()
    assert 'action="/admin/claims/discrepancy/take/"' in shown and "go on where you were" not in shown
    assert client.post("/admin/claims/discrepancy/take/").url.startswith(f"/admin/claims/discrepancy/{row.pk}/change/")
    shown = desk()
    assert "go on where you were" in shown and f"/admin/claims/discrepancy/{row.pk}/change/" in shown


def test_what_somebody_else_holds_is_not_where_you_were(desk):
    leasing.hold(make.discrepancy(), make.member("Reviewer", "ben"))
    assert "go on where you were" not in desk()


def test_readers_are_offered_no_work(client):
    make.discrepancy()
    client.force_login(make.member("Reader", "reader", is_staff=True))
    shown = client.get(DESK).content.decode()
    assert "One question is open" in words(shown) and "Take the next" not in shown


def test_a_second_opinion_is_asked_for_from_others_only(client, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    ada, ben = (make.member("Reviewer", name, is_staff=True) for name in ("ada", "ben"))
    reviewing.decide(make.discrepancy(), "dismissed", ada, "as read")
    for person, asked in ((ada, False), (ben, True)):
        client.force_login(person)
        assert ("1 wait for a second opinion" in words(client.get(DESK).content.decode())) is asked


def test_the_first_visit_has_no_news_and_the_next_has(desk, client):
    make.article()
    assert "This is your first visit" in desk()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=9), tick=True) as clock:
        now = timezone.now()
        make.discrepancy(fact=make.fact("brand new"), first_seen=now, last_seen=now)
        make.discrepancy(fact=make.fact("is back"), last_seen=now, status_reason="It was closed, and is back.")
        make.discrepancy(fact=make.fact("is gone"), last_seen=now, status="closed", status_reason="Gone.")
        ArticleChange.objects.create(article=make.article(title="An edited one"), kind="edited")
        make.discrepancy(fact=make.fact("old"))
        shown = desk()
        news = shown[shown.index('id="desk-news"') :]
        found = re.findall(r'<li><a href="([^"]+)"><strong>(\d+)</strong> ([^<]*)', news)[:4]
        assert [(int(number), label) for _address, number, label in found] == [
            (1, "new and open"),
            (1, "re-opened: their evidence changed"),
            (1, "closed by themselves"),
            (1, "edits found in articles"),
        ]
        for (address, _number, _label), wanted in zip(
            found, ("brand new", "is back", "is gone", "A title"), strict=True
        ):
            listed = client.get(address.replace("&amp;", "&")).content.decode()
            others = {"brand new", "is back", "is gone", "old"} - {wanted}
            body = listed[listed.index('id="changelist"') :]
            assert wanted in body or wanted == "A title"
            assert not [other for other in others if f">{other}<" in body]
        clock.shift(dt.timedelta(minutes=30))
        assert "1 new and open" in words(desk())
        clock.shift(dt.timedelta(hours=2))
        assert "0 new and open" in words(desk())
    assert Visit.objects.count() == 1


def test_what_is_in_trouble_is_named_with_its_reason(desk):
    newsroom(2)
    shown = words(desk())
    assert "2 feeds in trouble https://a.example/0 refused https://a.example/1 refused" in shown
    assert "2 pages given up https://b.example/1 gone https://b.example/0 gone" in shown


def test_the_week_tells_you_first_and_counts_no_reopening(desk, reviewer):
    row = make.discrepancy()
    reviewing.decide(row, "dismissed", reviewer, "as read")
    reviewing.decide(Discrepancy.objects.get(), "reopened", reviewer, "not yet")
    ben = make.member("Reviewer", "ben")
    for number in range(2):
        reviewing.decide(make.discrepancy(fact=make.fact(f"{number}")), "dismissed", ben, "as read")
    shown = desk()
    week = shown[shown.index('class="desk-week"') : shown.index("</table>", shown.index('class="desk-week"'))]
    rows = [words("<tr" + row) for row in week.split("<tr")[2:]]
    assert rows == ["ada you 0 0 0 0 0 0 1 1", "ben 0 0 0 0 0 0 2 2"]


def test_before_the_first_count_the_charts_say_what_to_run(desk):
    make.discrepancy()
    assert "Charts stand here once a worker has counted" in words(desk())


def test_what_was_counted_ahead_is_drawn_with_its_table_and_says_as_of_when(desk):
    newsroom(3)
    shown = desk()
    assert shown.count('class="chart chart-') == 3 and shown.count("<summary>As a table") >= 2
    assert "as of" in shown
    assert "style=" not in shown[shown.index("desk-figures") : shown.index("desk-apps")]


def test_the_agreement_of_reviewers_is_told_by_kind_once_any_two_have_judged(desk):
    newsroom(1)
    assert "No pair yet. The setting DOUBLE_REVIEW_SHARE" in words(desk()) and "Krippendorff" not in desk()
    agreeing = Tally.objects.get(name="agreement")
    agreeing.figures["kinds"] = {"value": {"pairs": 3, "same": 2, "alpha": 0.456}}
    agreeing.save()
    shown = words(desk())
    assert "Krippendorff" in shown and "Value 3 67 % 0.46 Holder 0 — too few to say" in shown


def test_a_source_of_a_hostile_name_is_shown_as_itself(desk):
    newsroom(2)
    figures = Tally.objects.get(name="coverage")
    figures.figures["sources"][0]["name"] = "<script>alert(1)</script>"
    figures.save()
    shown = desk()
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_more_than_anybody_counts_is_told_as_more(desk):
    now = timezone.now()
    fact = make.fact()
    make.article()
    some = [
        Discrepancy(fact=fact, key=f"value:many {number}", kind="value", severity=0.5, explanation={"text": ""},
                    fingerprint="0", first_seen=now, last_seen=now)
        for number in range(1001)
    ]  # fmt: skip
    Discrepancy.objects.bulk_create(some)
    desk()
    Visit.objects.update(at=now - dt.timedelta(days=1))
    shown = words(desk())
    assert "999+ new and open" in shown and "1,001 questions are open" in shown


def test_the_queries_are_few_bounded_and_as_many_for_many_rows_as_for_few(desk):
    newsroom(5)
    desk()
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk()
    for index in range(5, 25):
        make.discrepancy(fact=make.fact(f"more {index}"), first_seen=timezone.now())
        Feed.objects.create(location=f"https://c.example/{index}", failures=1)
    counted()
    with CaptureQueriesContext(connection) as many:
        desk()
    assert len(few) == len(many) < 40
    for asked in many:
        for table in BIG:
            if f'FROM "{table}"' in asked["sql"]:
                assert "WHERE" in asked["sql"] or "LIMIT" in asked["sql"], asked["sql"]


def test_without_the_permission_only_the_list_of_apps_is_there(client):
    make.discrepancy()
    counted()
    client.force_login(make.user("staff", is_staff=True))
    shown = client.get(DESK).content.decode()
    assert "question" not in shown and "chart" not in words(shown) and "desk-main" not in shown
    assert Visit.objects.count() == 0


def test_sources_that_speak_to_the_same_facts_stand_beside_each_other_and_loners_are_left_out():
    names = {1: "A", 2: "B", 3: "C", 4: "D", 5: "Alone"}
    pairs = [(1, 3, 0, 4), (2, 4, 1, 9)]
    drawn = figures.heat({"sources": [(pk, name, 9) for pk, name in names.items()], "pairs": pairs})
    headings = re.findall(r">(A|B|C|D|Alone)<", drawn["chart"])
    assert headings == ["C", "B", "D", "A", "B"]
    assert drawn["table"] == [("B", "D", 1, 9), ("A", "C", 0, 4)]
