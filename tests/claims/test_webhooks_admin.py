"""Webhooks in the admin: set up with a secret shown once, pinged, enabled; deliveries looked at and sent again."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Delivery, Webhook
from claims.webhooks import signing, subscribing
from sources import fetching
from tests import make

pytestmark = pytest.mark.django_db
FORM = {"name": "Desk", "url": "https://desk.example/hook", "active": "on", "severity_min": "0.5"}


@pytest.fixture(autouse=True)
def names(monkeypatch):
    names = {"desk.example": ["93.184.215.14"], "inside.example": ["10.0.0.8"]}
    monkeypatch.setattr(fetching.check, "__defaults__", (lambda host, port: names[host],))


@pytest.fixture
def staff(client):
    client.force_login(make.member("Administrator", is_staff=True))
    return client


def address(name, *args):
    return reverse(f"admin:claims_{name}", args=args)


def said(response):
    assert response.status_code == 200, response.status_code
    return html.unescape(response.content.decode())


def test_a_webhook_is_set_up_and_its_secret_is_on_one_page_only(staff):
    source, entity = make.source(), make.mention().entity
    fields = {
        "events": ["discrepancy.opened"],
        "kinds": ["value"],
        "sources": [source.pk],
        "entities": f" {entity.pk},",
    }
    response = staff.post(address("webhook_add"), FORM | fields)
    webhook = Webhook.objects.get()
    secret = signing.secret_of(webhook.seed)
    assert secret in said(response) and "no-store" in response["Cache-Control"]
    assert (webhook.owner.username, webhook.sources, webhook.entities) == ("administrator", [source.pk], [entity.pk])
    assert (webhook.kinds, webhook.severity_min, webhook.active) == (["value"], 0.5, True)
    for page in (address("webhook_change", webhook.pk), address("webhook_changelist")):
        text = said(staff.get(page))
        assert "Desk" in text and secret not in text and webhook.seed not in text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"url": "https://inside.example/"}, "10.0.0.8, which is not a public address"),
        ({"url": "http://desk.example/"}, "is not https"),
        ({"events": []}, "This field is required"),
        ({"entities": "7, x"}, "Not ids: x"),
        ({"entities": "99999"}, "No entity has these ids: 99999"),
        ({"severity_min": "2"}, "less than or equal to 1"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(staff, fields, why):
    given = FORM | {"events": ["discrepancy.opened"]} | fields
    assert why in said(staff.post(address("webhook_add"), given))
    assert not Webhook.objects.exists()


def test_changing_one_leaves_what_workers_write(staff):
    webhook = make.webhook()
    page = address("webhook_change", webhook.pk)
    Webhook.objects.update(turn=5, failures=2)
    staff.post(page, FORM | {"name": "Other", "events": ["article.edited"]})
    row = Webhook.objects.get()
    assert (row.name, row.events, row.turn, row.failures, row.seed) == ("Other", ["article.edited"], 5, 2, webhook.seed)


def test_a_ping_is_sent_by_button_and_by_action_but_not_by_what_is_off(staff):
    webhook = make.webhook()
    staff.post(address("webhook_ping", webhook.pk))
    chosen = {"action": "send_pings", "_selected_action": [webhook.pk]}
    staff.post(address("webhook_changelist"), chosen)
    assert Delivery.objects.filter(event="ping", state="waiting").count() == 2
    Webhook.objects.update(active=False)
    assert "It is off" in said(staff.post(address("webhook_ping", webhook.pk), follow=True))
    staff.post(address("webhook_changelist"), chosen)
    assert Delivery.objects.count() == 2


def test_what_was_disabled_says_why_and_is_enabled_again(staff):
    webhook = make.webhook()
    off = {"disabled_at": timezone.now(), "disabled_because": "It answered 410.", "failures": 3}
    Webhook.objects.update(**off)
    assert "It answered 410." in said(staff.get(address("webhook_change", webhook.pk)))
    staff.post(address("webhook_enable", webhook.pk))
    assert Webhook.objects.get().disabled_at is None
    Webhook.objects.update(**off)
    staff.post(address("webhook_changelist"), {"action": "enable", "_selected_action": [webhook.pk]})
    assert (Webhook.objects.get().disabled_at, Webhook.objects.get().failures) == (None, 0)


def test_a_new_secret_is_shown_once(staff):
    webhook = make.webhook()
    text = said(staff.post(address("webhook_rotate", webhook.pk)))
    row = Webhook.objects.get()
    assert signing.secret_of(row.seed) in text and row.seed_before == webhook.seed


def test_what_was_given_up_is_found_looked_at_and_sent_again(staff):
    webhook = make.webhook()
    failed, delivered = subscribing.ping(webhook), subscribing.ping(webhook)
    Delivery.objects.filter(pk=failed.pk).update(state="failed", attempts=10, status=500, error="It answered 500.")
    Delivery.objects.filter(pk=delivered.pk).update(state="delivered")
    dead = f"{address('delivery_changelist')}?webhook__id__exact={webhook.pk}&state__exact=failed"
    assert html.escape(dead) in staff.get(address("webhook_changelist")).content.decode()
    found = said(staff.get(dead))
    assert "It answered 500." in found and found.count('name="_selected_action"') == 1
    page = said(staff.get(address("delivery_change", failed.pk)))
    assert failed.key in page and '"type": "ping"' in page
    staff.post(address("delivery_again", failed.pk))
    staff.post(address("delivery_changelist"), {"action": "send_again", "_selected_action": [delivered.pk]})
    assert {*Delivery.objects.values_list("state", "attempts")} == {("waiting", 0)}


@pytest.mark.parametrize("role", ["Reader", "Reviewer", "Editor"])
def test_only_administrators_see_or_do_any_of_this(client, role):
    client.force_login(make.member(role, is_staff=True))
    webhook = make.webhook()
    delivery = subscribing.ping(webhook)
    pages = [("webhook_changelist",), ("webhook_change", webhook.pk), ("delivery_change", delivery.pk)]
    assert [client.get(address(*page)).status_code for page in pages] == [403] * 3
    acts = [(f"webhook_{act}", webhook.pk) for act in ("ping", "rotate", "enable")] + [("delivery_again", delivery.pk)]
    assert [client.post(address(*act)).status_code for act in acts] == [403] * 4
    assert Delivery.objects.count() == 1 and Webhook.objects.get().seed == webhook.seed


def test_buttons_do_nothing_by_a_link(staff):
    webhook = make.webhook()
    assert staff.get(address("webhook_rotate", webhook.pk)).status_code == 405
    assert Webhook.objects.get().seed == webhook.seed


@pytest.mark.parametrize("name", ["webhook_changelist", "delivery_changelist"])
def test_a_list_costs_the_same_however_long(staff, name, django_assert_max_num_queries):
    for _ in range(15):
        subscribing.ping(make.webhook())
    with django_assert_max_num_queries(14):
        said(staff.get(address(name)))
