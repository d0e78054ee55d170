"""Changes in order and without gaps: a copy that is made of them alone is what the database is."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from rest_framework.request import Request

from claims import numbering
from claims.api import changes
from claims.models import (
    Change,
    Claim,
    Discrepancy,
    Entity,
    Extraction,
    Fact,
    Kind,
    Mention,
    Position,
    Quote,
    Review,
    Touched,
)
from claims.models.watched import FIRST, WATCHES, touch_all, watch
from sources.models import Article, Source
from tests import make
from tests.claims import mirror
from tests.claims.mirror import Mirror, news
from tests.claims.test_api import fill
from tests.sources.test_api import follows, get, ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    """One who may read decisions."""
    user = User.objects.create(username="reader")
    user.user_permissions.add(Permission.objects.get(codename="view_review"))
    client = Client()
    client.force_login(user)
    return client


def mirror_of(client, limit=500):
    def page(address):
        response = client.get(address)
        assert response.status_code == 200, response.content
        return response.json()

    return Mirror(page, limit=limit)


def everything():
    return mirror.everything(Request(RequestFactory().get("/api/v1/changes/")))


def same(one, other):
    return news(one) == news(other)


def test_a_copy_is_what_the_database_is(reviewer):
    fill()
    copy = mirror_of(reviewer, limit=3)
    copy.pull()
    assert same(copy.rows, everything()) and {kind for kind, _ in copy.rows} == set(Kind.values)
    assert copy.numbers == list(range(1, len(copy.numbers) + 1))
    assert copy.pull() == []


def rename_source():
    Source.objects.filter(name="North Post").update(name="Northern Post")


def credit_a_wire():
    Article.objects.filter(source__name="South Post").update(origin="Wire")


def see_again():
    Article.objects.update(seen_at=make.NOON)


def add_a_version():
    make.version(Article.objects.order_by("pk").first(), "A further text.")


def rename_entity():
    Entity.objects.filter(name="Ada Person").update(name="Ada B. Person")


def know_another_name():
    Entity.objects.filter(name="Ada Person").update(names=["Ada Person", "A. Person"])


def give_mention_to_another():
    Mention.objects.filter(name="Ada Person").update(entity=Entity.objects.create(name="Bea Other", kind="person"))


def wait_for_other_rules():
    Extraction.objects.update(rules="next", state="pending")


def read_by_other_rules():
    Extraction.objects.update(rules="next", read_rules="next")


def supersede():
    Claim.objects.filter(dimension="count").update(live=False)


def move_claim():
    Claim.objects.filter(value_text="three").update(fact=make.fact("another"))


def remove_claim():
    Claim.objects.get(dimension="date").delete()


def save_unchanged():
    Claim.objects.bulk_update(list(Claim.objects.all()), ["exact", "about", "low_number"])
    Quote.objects.get().save()


def relabel_fact():
    Fact.objects.update(label="districts")


def compare_again():
    Fact.objects.update(stale=True)


def move_position():
    Position.objects.filter(number=1, discrepancy__kind="value").update(label="3")


def take_claim_from_position():
    Position.objects.filter(discrepancy__kind="value").first().claims.clear()


def decide():
    Review.objects.create(
        discrepancy=Discrepancy.objects.get(kind="value"),
        verdict="dismissed",
        reviewer=User.objects.get(username="reviewer"),
    )


def rename_reviewer():
    User.objects.filter(username="reviewer").update(username="editor")


def remove_discrepancy():
    Discrepancy.objects.get(kind="wording").delete()


def forget_about():
    Claim.mentions.through.objects.all().delete()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            rename_source,
            {
                "source changed",
                "article changed",
                "claim changed",
                "quote changed",
                "fact changed",
                "utterance changed",
            },
        ),
        (credit_a_wire, {"article changed", "claim changed", "fact changed"}),
        (see_again, set()),
        (add_a_version, {"article changed", "version created", "version superseded"}),
        (rename_entity, {"entity changed", "claim changed", "quote changed", "review changed"}),
        (know_another_name, {"entity changed"}),
        (give_mention_to_another, {"entity created", "claim changed", "quote changed"}),
        (wait_for_other_rules, set()),
        (read_by_other_rules, {"claim changed", "quote changed"}),
        (supersede, {"claim superseded", "fact changed"}),
        (move_claim, {"fact created", "fact changed", "claim changed"}),
        (remove_claim, {"claim removed"}),
        (save_unchanged, set()),
        (relabel_fact, {"fact changed", "discrepancy changed"}),
        (compare_again, set()),
        (move_position, {"discrepancy changed"}),
        (take_claim_from_position, {"discrepancy changed"}),
        (decide, {"review created"}),
        (rename_reviewer, {"review changed"}),
        (remove_discrepancy, {"discrepancy removed", "utterance changed"}),
        (forget_about, {"claim changed"}),
    ],
)
def test_what_is_told_differently_is_told(reviewer, change, told):
    fill()
    copy = mirror_of(reviewer)
    copy.pull()
    change()
    assert set(copy.pull()) == told
    assert same(copy.rows, everything())


def test_a_thing_is_told_once_where_much_happens_to_it_at_once(reviewer):
    copy = mirror_of(reviewer)
    fact = make.fact()
    Fact.objects.filter(pk=fact.pk).update(label="b")
    gone = Entity.objects.create(name="Nobody", kind="person")
    gone.delete()
    assert copy.pull() == ["fact created", "entity removed"]


def test_a_fact_that_nothing_answers_any_more_has_no_row(reviewer):
    claim = make.claim("Three", make.article().current, fact=make.fact())
    copy = mirror_of(reviewer)
    copy.pull()
    assert (Kind.FACT, claim.fact_id) in copy.rows
    Claim.objects.update(live=False)
    assert sorted(copy.pull()) == ["claim superseded", "fact changed"]
    assert (Kind.FACT, claim.fact_id) not in copy.rows


def test_what_was_there_before_is_told_as_created(reviewer):
    fill()
    Touched.objects.all().delete()
    touch_all(connection)
    copy = mirror_of(reviewer)
    assert set(copy.pull()) == {f"{kind} created" for kind in Kind.values}
    assert same(copy.rows, everything())


def test_reviews_are_for_those_who_may_read_them(client, reviewer):
    fill()
    assert {kind for kind, _ in pulled(reviewer)} - {kind for kind, _ in pulled(client)} == {"review"}
    number = Change.objects.filter(kind=Kind.REVIEW).first().number
    assert get(reviewer, f"changes/{number}/")["kind"] == "review"
    get(client, f"changes/{number}/", 404)


def pulled(client):
    copy = mirror_of(client)
    copy.pull()
    return copy.rows


def test_changes_of_one_kind(client):
    fill()
    page = get(client, "changes/", kind="quote")
    assert [change["kind"] for change in page["results"]] == ["quote"]
    assert client.get(page["next"]).json()["results"] == []


def test_rows_are_as_the_schema_says(reviewer):
    fill()
    page = get(reviewer, "changes/")
    follows(page, "/api/v1/changes/")
    follows(get(reviewer, "changes/1/"), "/api/v1/changes/{number}/")


def test_without_changes_there_is_where_to_ask_again(client):
    Touched.objects.all().delete()
    page = get(client, "changes/")
    assert page == {"next": "http://testserver/api/v1/changes/", "more": False, "results": []}


@pytest.mark.parametrize("cursor", ["x", "1", "1.2.3", "-1.ab", "٣.ab", "9" * 40 + ".ab", "\x00"])
def test_what_is_no_cursor_is_refused(client, cursor):
    assert "follow a next link" in get(client, "changes/", 400, cursor=cursor)["cursor"][0]


def test_a_log_that_is_another_one_is_found_out(client):
    """A backup that was put back gives numbers again which a mirror already has, to other changes."""
    make.fact()
    next_page = get(client, "changes/")["next"]
    assert client.get(next_page).status_code == 200
    Change.objects.order_by("-number")[0].delete()
    gone = client.get(next_page)
    assert gone.status_code == 410 and "start anew" in gone.json()["errors"]["cursor"][0]
    make.article()
    get(client, "changes/")
    assert client.get(next_page).status_code == 410


def test_queries_do_not_grow_with_rows(reviewer):
    def queries(client):
        with CaptureQueriesContext(connection) as captured:
            count = len(get(client, "changes/", limit=500)["results"])
        return count, len(captured)

    fill()
    get(reviewer, "changes/")
    few, first = queries(reviewer)
    for _ in range(6):
        fill()
    numbering.number_pending()
    more, second = queries(reviewer)
    assert more > 3 * few and second == first


def test_numbers_are_given_in_batches(monkeypatch):
    monkeypatch.setattr(numbering, "BATCH", 3)
    Touched.objects.all().delete()
    for number in range(8):
        make.fact(f"fact {number}")
    assert numbering.number_pending(limit=1) == 3
    assert numbering.number_pending() == 5
    assert list(Change.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert not Touched.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [
        (None, "changed", "changed"),
        ("created", "changed", "created"),
        ("changed", "superseded", "superseded"),
        ("superseded", "changed", "superseded"),
        ("created", "superseded", "superseded"),
        ("created", "removed", "removed"),
    ],
)
def test_two_changes_of_one_thing(before, after, both):
    assert numbering.later(before, after) == both


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def test_every_trigger_stands_and_knows_every_column():
    """Where this fails after a migration changed a table: end that migration with `watched.watching()`."""
    installed = triggers()
    with connection.cursor() as cursor:
        for each in WATCHES:
            table = connection.introspection.get_table_description(cursor, each.table)
            for event in each.events:
                assert each.name(event) in installed
                for column in each.columns or [column.name for column in table]:
                    if event == "UPDATE" and column not in each.besides:
                        assert f"OLD.{column}" in installed[each.name(event)].replace("old.", "OLD.").replace('"', "")
    assert set(FIRST) == set(Kind.values) == set(changes.TOLD)


def test_watching_again_changes_nothing():
    before = triggers()
    watch(connection)
    assert triggers() == before


def test_claims_as_they_were_known_at_a_time(client):
    def at(day):
        numbering.number_pending()
        Change.objects.filter(at__year__gte=2022).update(at=f"{day}T12:00:00Z")

    old = make.claim("Three", make.article().current)
    make.quote("Three", old.version)
    at("2021-03-01")
    Claim.objects.update(live=False)
    new = make.claim("Three", make.version(old.version.article, "Three lakes."))
    at("2021-03-10")
    for asked, found in (
        ("2021-02-28", []),
        ("2021-03-01", [old.pk]),
        ("2021-03-01T11:59:59Z", []),
        ("2021-03-01T14:00:00+02:00", [old.pk]),
        ("2021-03-09", [old.pk]),
        ("2021-03-10", [new.pk]),
    ):
        assert ids(get(client, "claims/", as_of=asked)) == found, asked
    assert ids(get(client, "claims/")) == [new.pk]
    assert len(get(client, "quotes/", as_of="2021-03-05")["results"]) == 1


@pytest.mark.parametrize("text", ["yesterday", "2021-02-30", "2021-03-01T12:00", "0001-01-01T00:00:00+14:00", "9" * 99])
def test_a_time_that_is_none_is_refused(client, text):
    assert "Give a day such as 2021-03-01" in get(client, "claims/", 400, as_of=text)["as_of"][0]
