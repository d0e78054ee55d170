"""What webhooks are told of: every change that was committed, as what became of it, and to whom asked for it."""

import datetime as dt
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims import numbering, reviewing
from claims.models import Change, Delivery, Discrepancy, Kind, Outbox, Told, Webhook
from claims.webhooks import signing, subscribing, telling
from sources import changing
from tests import make

pytestmark = pytest.mark.django_db
OPEN, CLOSED, CONFIRMED = Discrepancy.Status.OPEN, Discrepancy.Status.CLOSED, Discrepancy.Status.CONFIRMED


def told(webhook=None):
    """(event, data) of what was handed out just now, oldest first."""
    last = max(Delivery.objects.values_list("pk", flat=True), default=0)
    telling.hand_out()
    new = Delivery.objects.filter(pk__gt=last).order_by("pk")
    rows = new.filter(webhook=webhook) if webhook else new
    return [(row.event, json.loads(row.body)["data"]) for row in rows]


def events(webhook=None):
    return [event.removeprefix("discrepancy.") for event, _ in told(webhook)]


def move(row, **fields):
    Discrepancy.objects.filter(pk=row.pk).update(**fields)


def test_a_discrepancy_is_told_of_with_its_row_and_the_number_of_its_change():
    make.webhook()
    row = make.discrepancy(severity=0.7)
    assert telling.hand_out() == 1
    delivery = Delivery.objects.get()
    change = Change.objects.get(kind=Kind.DISCREPANCY)
    body = json.loads(delivery.body)
    assert (body["type"], body["number"], body["timestamp"]) == (
        "discrepancy.opened",
        change.number,
        change.at.isoformat(),
    )
    assert (body["data"]["id"], body["data"]["was"]) == (row.pk, None)
    assert body["data"]["path"] == reverse("discrepancy-detail", args=[row.pk])
    assert body["data"]["discrepancy"]["severity"] == 0.7 and len(body["data"]["discrepancy"]["positions"]) == 2
    assert delivery.state == "waiting" and delivery.number == change.number


def test_what_was_handed_out_is_not_handed_out_again():
    make.webhook()
    make.discrepancy()
    assert (telling.hand_out(), telling.hand_out()) == (1, 0)
    assert Outbox.objects.get().number == Change.objects.latest("number").number


def test_what_is_rolled_back_is_never_told_of():
    make.webhook()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.discrepancy()
        raise ZeroDivisionError
    assert telling.hand_out() == 0
    make.discrepancy()
    assert telling.hand_out() == 1


def test_handing_out_that_fails_has_done_nothing(monkeypatch):
    make.webhook()
    make.discrepancy()
    monkeypatch.setattr(Outbox, "save", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        telling.hand_out()
    assert not Delivery.objects.exists() and not Told.objects.exists()
    monkeypatch.undo()
    assert telling.hand_out() == 1


def test_what_becomes_of_a_discrepancy_has_a_name_each_time():
    make.webhook()
    row = make.discrepancy()
    assert events() == ["opened"]
    move(row, fingerprint="1" * 64)
    assert events() == ["changed"]
    move(row, last_seen=timezone.now(), severity=0.6)
    assert events() == []
    move(row, status=CLOSED)
    assert events() == ["closed"]
    move(row, status=OPEN, fingerprint="2" * 64)
    assert events() == ["reopened"]
    move(row, status=Discrepancy.Status.EXPLAINED)
    assert events() == ["changed"]


def test_a_decision_is_told_once_with_its_review_and_a_reopening_besides():
    make.webhook()
    row, reviewer = make.discrepancy(), make.member("Reviewer")
    events()
    review = reviewing.decide(row, "confirmed", reviewer, "Both stand.")
    [(event, data)] = told()
    assert event == "discrepancy.decided"
    assert (data["review"]["id"], data["review"]["verdict"]) == (review.pk, "confirmed")
    assert data["discrepancy"]["status"] == "confirmed"
    reviewing.decide(row, "reopened", reviewer, "Not yet.")
    assert sorted(events()) == ["decided", "reopened"]


def test_an_old_decision_that_holds_again_is_a_change():
    make.webhook()
    row = make.discrepancy(fingerprint="1" * 64)
    events()
    move(row, status=CONFIRMED, fingerprint="2" * 64)
    assert events() == ["changed"]


def test_a_discrepancy_that_is_removed_is_closed_for_who_was_told_of_it_and_who_asks_for_all():
    narrow, other, wide = make.webhook(severity_min=0.5), make.webhook(severity_min=0.9), make.webhook()
    row = make.discrepancy(severity=0.6)
    events()
    pk = row.pk
    row.delete()
    given = told()
    assert given == [("discrepancy.closed", {"id": pk, "path": None, "was": "open", "discrepancy": None})] * 2
    assert {*Delivery.objects.filter(event="discrepancy.closed").values_list("webhook", flat=True)} == {
        narrow.pk,
        wide.pk,
    }
    assert not Delivery.objects.filter(webhook=other).exists() and not Told.objects.filter(pk=pk).exists()


def test_one_that_came_and_went_between_two_tellings_is_not_told_of():
    make.webhook()
    make.discrepancy().delete()
    assert events() == []


def test_an_edit_is_told_and_a_first_version_is_not():
    make.webhook()
    article = make.article("The flood killed 12 people. It rained.", source=make.source("North Post"))
    assert events() == []
    before, after = article.current, make.version(article, "The flood killed 15 people. It rained.")
    changing.note_edits(before, after)
    [(event, data)] = told()
    assert event == "article.edited"
    assert (data["id"], data["version"], data["article"]["source"]) == (article.pk, 2, "North Post")
    assert data["path"] == reverse("article-detail", args=[article.pk])
    assert data["classes"] and data["rank"] > 0 and data["sha256"] == after.sha256


def test_a_version_that_edits_nothing_is_not_told():
    make.webhook()
    article = make.article("It rained.")
    make.version(article, "It  rained.")
    assert events() == []


@pytest.fixture
def evidence():
    """A discrepancy of severity 0.5 between North Post and South Post, about Ada Person."""
    row = make.discrepancy()
    claim = row.fact.claims.first()
    claim.mentions.add(make.mention("Ada Person", claim.version))
    return row


def entity(row):
    return row.fact.claims.first().mentions.get().entity_id


@pytest.mark.parametrize(
    ("narrowed", "is_told"),
    [
        (lambda row: {}, True),
        (lambda row: {"events": ["discrepancy.opened"]}, True),
        (lambda row: {"events": ["discrepancy.closed", "article.edited"]}, False),
        (lambda row: {"kinds": ["value", "edit"]}, True),
        (lambda row: {"kinds": ["edit"]}, False),
        (lambda row: {"severity_min": 0.5}, True),
        (lambda row: {"severity_min": 0.51}, False),
        (lambda row: {"sources": [make.source("South Post").pk]}, True),
        (lambda row: {"sources": [make.source("West Post").pk]}, False),
        (lambda row: {"entities": [entity(row)]}, True),
        (lambda row: {"entities": [entity(row) + 1]}, False),
        (lambda row: {"sources": [make.source("South Post").pk], "entities": [entity(row) + 1]}, False),
        (lambda row: {"active": False}, False),
        (lambda row: {"disabled": True}, False),
        (lambda row: {"closed_account": True}, False),
    ],
)
def test_a_webhook_gets_what_it_asked_for(evidence, narrowed, is_told):
    fields = narrowed(evidence)
    disabled, closed = fields.pop("disabled", False), fields.pop("closed_account", False)
    Change.objects.all().delete()
    Webhook.objects.all().delete()
    webhook = make.webhook(**fields)
    if disabled:
        Webhook.objects.update(disabled_at=timezone.now())
    if closed:
        webhook.owner.is_active = False
        webhook.owner.save()
    # It was there before the webhook, but its change was not numbered yet.
    assert bool(events()) == is_told


def test_edits_are_narrowed_by_source_and_by_who_is_named():
    article = make.article("Ada Person said 12 died.", source=make.source("North Post"))
    named = make.mention("Ada Person", article.current).entity_id
    asked = [make.webhook(**fields) for fields in ({"sources": [article.source_id]}, {"entities": [named]})]
    others = [make.webhook(**fields) for fields in ({"sources": [9999]}, {"entities": [9999]}, {"events": ["ping"]})]
    kind = make.webhook(kinds=["value"])
    changing.note_edits(article.current, make.version(article, "Ada Person said 15 died."))
    telling.hand_out()
    given = {*Delivery.objects.filter(event="article.edited").values_list("webhook", flat=True)}
    assert given == {*(webhook.pk for webhook in asked), kind.pk} and given.isdisjoint(row.pk for row in others)


def test_whoever_was_told_of_one_is_told_of_all_that_becomes_of_it():
    make.webhook(severity_min=0.5)
    row = make.discrepancy(severity=0.5)
    assert events() == ["opened"]
    move(row, severity=0.1, fingerprint="1" * 64)
    move(make.discrepancy(severity=0.1), severity=0.2)
    assert events() == ["changed"]


def test_what_was_there_before_the_first_webhook_is_not_told_but_what_becomes_of_it_is():
    old = make.discrepancy()
    numbering.number_pending()
    make.webhook()
    assert events() == []
    move(old, status=CLOSED)
    [(event, data)] = told()
    assert (event, data["was"]) == ("discrepancy.closed", "open")


def test_a_later_webhook_is_told_from_then_on():
    make.webhook()
    make.discrepancy()
    numbering.number_pending()
    later = make.webhook()
    assert events(later) == []
    make.discrepancy()
    assert events(later) == ["opened"]


def test_after_a_time_without_any_webhook_what_was_told_is_noted_anew():
    first = make.webhook()
    row = make.discrepancy()
    events()
    first.delete()
    move(row, status=CLOSED)
    numbering.number_pending()
    make.webhook()
    move(row, status=OPEN)
    assert events() == ["reopened"]


def test_without_a_webhook_nothing_is_kept(django_assert_max_num_queries):
    make.discrepancy()
    with django_assert_max_num_queries(1):
        assert telling.hand_out() == 0
    assert not Told.objects.exists() and not Outbox.objects.exists()


@pytest.mark.parametrize("narrow", [False, True])
def test_queries_do_not_grow_with_what_is_told(narrow):
    make.webhook(sources=[make.source("North Post").pk] if narrow else [])
    counted = []
    for times in (1, 1, 12):
        for _ in range(times):
            make.discrepancy()
        numbering.number_pending()
        with CaptureQueriesContext(connection) as queries:
            assert telling.hand_out() == times
        counted.append(len(queries))
    assert counted[1] == counted[2]


def test_what_was_delivered_is_removed_after_its_days_and_what_was_given_up_stays(settings):
    webhook = make.webhook()
    old = timezone.now() - dt.timedelta(days=settings.WEBHOOK_KEEP_DAYS, hours=1)
    for state in ("delivered", "failed"):
        for done in (old, timezone.now()):
            Delivery.objects.filter(pk=subscribing.ping(webhook).pk).update(state=state, done_at=done)
    waiting = subscribing.ping(webhook)
    telling.hand_out()
    left = sorted(Delivery.objects.values_list("state", flat=True))
    assert left == ["delivered", "failed", "failed", "waiting"]
    assert Delivery.objects.filter(pk=waiting.pk).exists()


def test_a_signature_is_that_of_the_standard():
    secret, key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signature = signing.sign(secret, key, 1614265330, b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_in_no_row_and_depends_on_the_key(settings):
    webhook = make.webhook()
    row = json.dumps(Webhook.objects.values().get(), default=str)
    assert webhook.secret not in row and webhook.secret.removeprefix("whsec_") not in row
    assert signing.secret_of(webhook.seed) == webhook.secret and signing.is_known(webhook)
    settings.SECRET_KEY = "another key, made up for this test"
    assert signing.secret_of(webhook.seed) != webhook.secret and not signing.is_known(webhook)


def test_two_webhooks_have_two_secrets():
    assert make.webhook().secret != make.webhook().secret


def test_for_a_day_the_secret_before_signs_too():
    webhook = make.webhook()
    now = timezone.now()
    new = subscribing.rotate(webhook)
    row = Webhook.objects.get()
    assert new != webhook.secret
    both = [signing.sign(secret, "msg_1", int(now.timestamp()), b"{}") for secret in (new, webhook.secret)]
    assert signing.headers(row, "msg_1", b"{}", now)["Webhook-Signature"].split(" ") == both
    later = now + dt.timedelta(hours=25)
    assert len(signing.headers(row, "msg_1", b"{}", later)["Webhook-Signature"].split(" ")) == 1
