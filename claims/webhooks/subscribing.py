"""Sets up webhooks, and does by hand what is done with them: pings, new secrets, enabling, sending again."""

import datetime as dt
import json
import uuid

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from claims.models import PING, Change, Delivery, Outbox, Told, Webhook
from sources.models.reasons import written

from . import signing

SEEDING = (
    "INSERT INTO claims_told (discrepancy, status, fingerprint) SELECT id, status, fingerprint FROM claims_discrepancy"
)


@transaction.atomic
def subscribe(webhook: Webhook) -> str:
    """Stores a new webhook, which is told of what changes from now on; returns its secret, to be shown now or never.

    With the first one it is noted what each discrepancy is now: by that it is known what becomes of it.
    """
    outbox = locked()
    last: int = Change.objects.aggregate(last=Max("number"))["last"] or 0
    if not Webhook.objects.exists():
        outbox.number = last
        outbox.save()
        Told.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(SEEDING)
    webhook.after = last
    secret = signing.stamp(webhook, timezone.now())
    webhook.save()
    return secret


def locked() -> Outbox:
    """The one row, for this transaction alone: who hands out and who subscribes take turns."""
    Outbox.objects.get_or_create(pk=1)
    return Outbox.objects.select_for_update().get(pk=1)


@transaction.atomic
def rotate(webhook: Webhook) -> str:
    """A new secret, to be shown now or never; the one before signs too for a day."""
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    secret = signing.stamp(row, timezone.now())
    row.save(update_fields=["seed", "mark", "seed_before", "before_until"])
    return secret


def enable(webhooks: QuerySet[Webhook]) -> int:
    """Lets webhooks go on that were disabled: what waits for them is due now. Returns how many there were."""
    ids = list(webhooks.exclude(disabled_at=None).values_list("pk", flat=True))
    with transaction.atomic():
        on = {"disabled_at": None, **written("disabled_because", ""), "failures": 0, "failing_since": None}
        Webhook.objects.filter(pk__in=ids).update(**on)
        Delivery.objects.filter(webhook__in=ids, state=Delivery.State.WAITING).update(next_at=timezone.now())
    return len(ids)


def ping(webhook: Webhook) -> Delivery:
    """Queues an event that says nothing but that the way is open."""
    now = timezone.now()
    return Delivery.objects.create(
        webhook=webhook, key=new_key(), event=PING, body=body(PING, now, None, {"webhook": webhook.pk})
    )


def send_again(deliveries: QuerySet[Delivery]) -> int:
    """Makes deliveries due now, whatever became of them: the same bytes under the same id. Returns how many."""
    return deliveries.update(state=Delivery.State.WAITING, attempts=0, next_at=timezone.now(), done_at=None)


def new_key() -> str:
    return f"msg_{uuid.uuid4().hex}"


def body(event: str, at: dt.datetime, number: int | None, data: dict[str, object]) -> str:
    """The bytes that are sent, as text; `number` is that of the change, null for a ping."""
    told = {"type": event, "timestamp": at.isoformat(), "number": number, "data": data}
    return json.dumps(told, ensure_ascii=False)
