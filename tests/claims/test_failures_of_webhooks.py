"""Why a delivery failed and a webhook was disabled: kept in English and in parts, shown in any language."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from claims.models import Delivery, Webhook
from claims.webhooks import delivering, subscribing
from sources import fetching, messages, telling
from sources.models.reasons import said_in
from tests import make
from tests.foreign import LATIN, speak, stripped, templates

from .receiver import DRIP, OK, Receiver

pytestmark = pytest.mark.django_db
REFUSED = "%(why)s: give the public https address of a receiver."


@pytest.fixture(autouse=True)
def english():
    """A page that was asked for in a language leaves it behind."""
    with override("en-gb"):
        yield


@pytest.fixture(autouse=True)
def german(monkeypatch, client, settings):
    settings.FETCH_ALLOW_LOOPBACK = True
    speak(monkeypatch, templates(), {REFUSED: "%(why)s: жжж"})
    client.force_login(make.superuser("boss"))


def shown(client, name, *args, language="de"):
    answer = client.get(reverse(f"admin:claims_{name}", args=args), headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def stored(row, column):
    """What the row says of itself in the other language; it says the same in English, and nothing stays English."""
    row.refresh_from_db()
    said = getattr(row, f"{column}_said")
    assert said and getattr(row, column) == messages.english(said)
    with override("de"):
        assert not LATIN.search(telling.told(stripped(said))), said
        return telling.told(said_in(row, column))


def is_shown(client, delivery):
    """In the language of the reader where deliveries are listed, with their webhook, and alone."""
    told = stored(delivery, "error")
    pages = {
        ("delivery_changelist",): 60,
        ("webhook_change", delivery.webhook_id): 119,
        ("delivery_change", delivery.pk): None,
    }
    for address, length in pages.items():
        page = shown(client, *address)
        assert escape(told[:length]) in page and escape(delivery.error[:length]) not in page, address
        assert escape(delivery.error[:length]) in shown(client, *address, language="en"), address


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, {}, b""), "It answered 500 Internal Server Error."),
        ((302, {"Location": "/x"}, b""), "It answered 302 Found: redirects are not followed."),
        (DRIP, " took longer than 0.3 seconds"),
    ],
    ids=["broken", "a redirect", "slow"],
)
def test_why_a_delivery_failed_is_shown_in_the_language_of_the_reader(client, settings, answer, why):
    settings.WEBHOOK_DEADLINE_SECONDS = 0.3
    with Receiver(answer, OK) as receiver:
        delivery = subscribing.ping(make.webhook(receiver.url))
        delivering.deliver_due()
        is_shown(client, delivery)
        assert why in delivery.error
        read = client.get(f"/api/v1/deliveries/{delivery.pk}/", headers={"accept-language": "de"}).json()
        assert read["error"] == delivery.error and "error_said" not in read
        Delivery.objects.update(next_at=timezone.now())
        delivering.deliver_due()
    delivery.refresh_from_db()
    assert (delivery.error, delivery.error_said) == ("", "")


def test_why_no_receiver_was_reached_is_shown_in_the_language_of_the_reader(client, settings, monkeypatch):
    settings.WEBHOOK_MAX_ATTEMPTS = 2
    monkeypatch.setattr(fetching.post, "__defaults__", (lambda host, port: ["10.0.0.8"],))
    refused, lost = (subscribing.ping(make.webhook(f"https://{host}.example/")) for host in ("inside", "lost"))
    Delivery.objects.filter(pk=lost.pk).update(attempts=2)
    delivering.deliver_due()
    is_shown(client, refused)
    assert "10.0.0.8, which is not a public address" in refused.error
    is_shown(client, lost)
    assert lost.error == "No worker came to an end with it."


def is_disabled(client, webhook):
    told = stored(webhook, "disabled_because")
    page = shown(client, "webhook_change", webhook.pk)
    assert escape(told) in page and escape(webhook.disabled_because) not in page
    assert escape(webhook.disabled_because) in shown(client, "webhook_change", webhook.pk, language="en")
    asked = {"headers": {"accept-language": "de"}}
    read = client.get(f"/api/v1/webhooks/{webhook.pk}/", **asked).json()
    assert read["disabled_because"] == webhook.disabled_because and "disabled_because_said" not in read
    refused = client.post(f"/api/v1/webhooks/{webhook.pk}/ping/", **asked)
    assert refused.status_code == 409 and webhook.disabled_because in str(refused.json())
    subscribing.enable(Webhook.objects.all())
    webhook.refresh_from_db()
    assert (webhook.disabled_because, webhook.disabled_because_said) == ("", "")


def test_why_a_webhook_was_disabled_is_shown_in_the_language_of_the_reader(client, settings):
    with Receiver((410, {}, b"")) as receiver:
        webhook = make.webhook(receiver.url)
        subscribing.ping(webhook)
        delivering.deliver_due()
        is_disabled(client, webhook)
        settings.SECRET_KEY = "another key, made up for this test"
        client.force_login(make.superuser("other"))
        subscribing.ping(webhook)
        delivering.deliver_due()
        is_disabled(client, webhook)


@pytest.mark.parametrize(("hours", "words"), [(1, "1 hour."), (72, "72 hours."), (2_000, "2,000 hours.")])
def test_a_webhook_that_only_failed_says_for_how_long(client, settings, hours, words):
    settings.WEBHOOK_DISABLE_AFTER_HOURS = hours
    with Receiver((500, {}, b"")) as receiver:
        webhook = make.webhook(receiver.url)
        subscribing.ping(webhook)
        Webhook.objects.update(failing_since=timezone.now() - dt.timedelta(hours=hours, minutes=1))
        delivering.deliver_due()
    webhook.refresh_from_db()
    why = "It answered 500 Internal Server Error."
    assert webhook.disabled_because == f"Nothing was delivered for {words} Last: {why}"
    is_disabled(client, webhook)


def test_what_a_form_refuses_is_said_in_the_language_of_the_reader(client):
    fields = {"name": "Desk", "url": "http://u@desk.example/", "severity_min": "0", "events": ["article.edited"]}
    asked = {"headers": {"accept-language": "de"}}
    page = client.post(reverse("admin:claims_webhook_add"), fields, **asked).content.decode()
    assert escape("'http://u@desk.example/' жжж ж жжжж жжжж жж жж: жжж") in page
    fields = {"name": "Desk", "target": "http://u@desk.example/", "events": ["article.edited"]}
    answer = client.post("/api/v1/webhooks/", fields, "application/json", **asked)
    assert answer.status_code == 400 and "has a user name in it: give the public https" in str(answer.json())


def test_what_failed_before_parts_were_kept_is_shown_as_it_is_stored(client):
    webhook = make.webhook()
    delivery = subscribing.ping(webhook)
    Delivery.objects.update(error="It answered 500.")
    Webhook.objects.update(disabled_at=timezone.now(), disabled_because="Its receiver wants no more.")
    for address in (("delivery_changelist",), ("delivery_change", delivery.pk), ("webhook_change", webhook.pk)):
        assert "It answered 500." in shown(client, *address)
    assert "Its receiver wants no more." in shown(client, "webhook_change", webhook.pk)
