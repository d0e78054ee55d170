"""Hands changes out: from the numbered changes to one Delivery for each webhook that asked for what happened.

The outbox is not written by whoever changes something, for then somebody would forget to. It is the log of changes
itself: triggers write `Touched` in the transaction that changes a row, so what is rolled back is never told of and what
is committed is never missed; numbering gives these their numbers in the order of commits and without holes. Here the
place in that log moves on in the one transaction that writes the Delivery rows: a worker that is killed has done both
or neither, so nothing is lost and nothing is handed out twice.

There is one place for all webhooks rather than one for each, because what became of a discrepancy shows only against
what it was when it was last told of (`Told`), and that moves on with the place. The price is that a change is told as
the row stands when it is handed out, seconds after the change whose number it bears: what happened to a row in quick
succession is one event. From then on the bytes are fixed, whenever they are sent.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from claims import numbering
from claims.models import Change, Delivery, Outbox, Told, Webhook

from . import subscribing
from .noticing import KINDS, Happening, Noticing

BATCH = 500
CLEARED_AT_ONCE = 1_000


def hand_out(limit: int | None = None) -> int:
    """Hands out what is numbered, in batches, or only so many of them; returns how many deliveries that gave."""
    if not Webhook.objects.exists():
        return 0
    numbering.number_pending(limit=1)
    given = 0
    while (limit is None or limit > 0) and (batch := hand_out_batch()) is not None:
        given += batch
        limit = None if limit is None else limit - 1
    clear()
    return given


def hand_out_batch() -> int | None:
    """Hands out one batch; None where nothing is left."""
    if not _behind(Outbox.objects.first()):
        return None
    with transaction.atomic():
        outbox = subscribing.locked()
        if not (last := _behind(outbox)):
            return None
        told_of = Change.objects.filter(kind__in=KINDS, number__gt=outbox.number, number__lte=last)
        changes = list(told_of.order_by("number")[:BATCH])
        deliveries = _tell(changes)
        Delivery.objects.bulk_create(deliveries, batch_size=200)
        outbox.number = last if len(changes) < BATCH else changes[-1].number
        outbox.save(update_fields=["number"])
    return len(deliveries)


def _behind(outbox: Outbox | None) -> int:
    """The number of the last change where it was not handed out yet, else 0."""
    last: int = Change.objects.aggregate(last=Max("number"))["last"] or 0
    return last if last > (outbox.number if outbox else 0) else 0


def listening() -> QuerySet[Webhook]:
    return Webhook.objects.filter(active=True, disabled_at=None, owner__is_active=True)


def _tell(changes: list[Change]) -> list[Delivery]:
    """The deliveries of a batch, not stored yet; what was told is stored as it stands after them."""
    webhooks = list(listening())
    narrow = any(webhook.sources or webhook.entities for webhook in webhooks)
    noticing = Noticing(changes, narrow)
    told, known = noticing.told, set(noticing.told)
    deliveries: list[Delivery] = []
    for happening in noticing.events():
        kept = told.get(happening.discrepancy)
        before = (kept.webhooks or []) if kept else []
        chosen = [webhook for webhook in webhooks if happening.is_for(webhook, before)]
        deliveries += _deliveries(happening, chosen)
        if kept:
            kept.webhooks = sorted({*before, *(webhook.pk for webhook in chosen)})
    Told.objects.filter(pk__in=known - told.keys()).delete()
    Told.objects.bulk_create(
        told.values(),
        batch_size=200,
        update_conflicts=True,
        unique_fields=["discrepancy"],
        update_fields=["status", "fingerprint", "webhooks"],
    )
    return deliveries


def _deliveries(happening: Happening, webhooks: list[Webhook]) -> list[Delivery]:
    """The same bytes for each, under an id of its own."""
    if not webhooks:
        return []
    body = subscribing.body(happening.event, happening.at, happening.number, happening.data)
    return [
        Delivery(
            webhook=webhook,
            key=subscribing.new_key(),
            event=happening.event,
            number=happening.number,
            body=body,
        )
        for webhook in webhooks
    ]


def clear() -> int:
    """Removes what was delivered long ago; what was given up stays until somebody has looked at it."""
    before = timezone.now() - dt.timedelta(days=settings.WEBHOOK_KEEP_DAYS)
    old = Delivery.objects.filter(state=Delivery.State.DELIVERED, done_at__lt=before).order_by("done_at")
    return Delivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:CLEARED_AT_ONCE])).delete()[0]
