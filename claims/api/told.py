"""Webhooks and deliveries as rows; and what is sent to receivers, for the section `webhooks` of the schema."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from claims.models import PING, Delivery, Discrepancy, Event, Webhook
from factcheck.reading import RowSerializer
from sources.api.rows import instant

from .schemas import ArticleRef, DiscrepancyRow, ReviewRow

NARROWED = ("events", "kinds", "severity_min", "sources", "entities", "active")
ONCE = "Shown now and never again; null where an answer is repeated under its Idempotency-Key."


def webhook_row(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.pk,
        "name": webhook.name,
        "target": webhook.url,
        **{name: getattr(webhook, name) for name in NARROWED},
        "owner": webhook.owner.get_username(),
        "failures": webhook.failures,
        "failing_since": instant(webhook.failing_since),
        "disabled_at": instant(webhook.disabled_at),
        "disabled_because": webhook.disabled_because,
        "delivered_at": instant(webhook.delivered_at),
        "created_at": instant(webhook.created_at),
    }


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "webhook": delivery.webhook_id,
        "key": delivery.key,
        "event": delivery.event,
        "number": delivery.number,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "answer": delivery.answer,
        "error": delivery.error,
        "seconds": delivery.seconds,
        "created_at": instant(delivery.created_at),
        "tried_at": instant(delivery.tried_at),
        "next_at": instant(delivery.next_at),
        "done_at": instant(delivery.done_at),
    }


class WebhookRow(RowSerializer):
    row = staticmethod(webhook_row)
    id = serializers.IntegerField()
    name = serializers.CharField()
    target = serializers.CharField(help_text="Where events are sent.")
    events = serializers.ListField(child=serializers.ChoiceField(Event.choices))
    kinds = serializers.ListField(child=serializers.ChoiceField([kind.value for kind in Discrepancy.Kind]))
    severity_min = serializers.FloatField()
    sources = serializers.ListField(child=serializers.IntegerField())
    entities = serializers.ListField(child=serializers.IntegerField())
    active = serializers.BooleanField()
    owner = serializers.CharField()
    failures = serializers.IntegerField(help_text="In a row; 0 after a success.")
    failing_since = serializers.DateTimeField(allow_null=True)
    disabled_at = serializers.DateTimeField(allow_null=True, help_text="Since when nothing is sent any more.")
    disabled_because = serializers.CharField()
    delivered_at = serializers.DateTimeField(allow_null=True, help_text="The last success.")
    created_at = serializers.DateTimeField()
    url = serializers.URLField()


class WebhookWithSecret(WebhookRow):
    secret = serializers.CharField(allow_null=True, help_text=ONCE)


class DeliveryRow(RowSerializer):
    row = staticmethod(delivery_row)
    id = serializers.IntegerField()
    webhook = serializers.IntegerField(help_text="The webhook's id.")
    key = serializers.CharField(help_text="Webhook-Id: the same at each attempt.")
    event = serializers.ChoiceField([*Event.values, PING])
    number = serializers.IntegerField(allow_null=True, help_text="Of the change, as in /changes/; null for a ping.")
    state = serializers.ChoiceField(Delivery.State.choices)
    attempts = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True, help_text="Of the last answer.")
    answer = serializers.CharField(help_text="How the last answer began.")
    error = serializers.CharField()
    seconds = serializers.FloatField(allow_null=True, help_text="How long the last attempt took.")
    created_at = serializers.DateTimeField()
    tried_at = serializers.DateTimeField(allow_null=True)
    next_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    url = serializers.URLField()


class DeliveryWithBody(DeliveryRow):
    body = serializers.CharField(help_text="What is sent, character for character.")

    def to_representation(self, instance: Delivery) -> dict[str, Any]:  # type: ignore[override]
        return {**super().to_representation(instance), "body": instance.body}


class DiscrepancyTold(DiscrepancyRow):
    """The row of the API but for its address, which is below whatever host the API is asked at."""

    url = None  # type: ignore[assignment]


class ReviewTold(ReviewRow):
    url = None  # type: ignore[assignment]


class DiscrepancyData(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="The discrepancy's.")
    path = serializers.CharField(allow_null=True, help_text="Of its row in this API; null where it was removed.")
    was = serializers.CharField(required=False, allow_null=True, help_text="Its status when it was last told of.")
    review = ReviewTold(required=False, help_text="With discrepancy.decided.")
    discrepancy = DiscrepancyTold(allow_null=True, help_text="As it stood when this was handed out; null: removed.")


class EditData(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="The article's.")
    path = serializers.CharField(help_text="Of its row in this API.")
    article = ArticleRef()
    version = serializers.IntegerField(help_text="The number of the new version.")
    sha256 = serializers.CharField(help_text="Of the new version's text.")
    classes = serializers.DictField(child=serializers.IntegerField(), help_text="Class of edit to how many sentences.")
    rank = serializers.FloatField(help_text="Of its most serious edit, from 0 to 1.")
    noticed_at = serializers.DateTimeField()


class PingData(serializers.Serializer[Any]):
    webhook = serializers.IntegerField(help_text="The webhook's id.")


class Sent(serializers.Serializer[Any]):
    """What every event has: `data` is by its type."""

    timestamp = serializers.DateTimeField(help_text="When what is told of got its number.")
    number = serializers.IntegerField(allow_null=True, help_text="Of the change, as in /changes/; null for a ping.")


class DiscrepancySent(Sent):
    type = serializers.ChoiceField([event.value for event in Event if event.value.startswith("discrepancy.")])
    data = DiscrepancyData()  # type: ignore[assignment]


class EditSent(Sent):
    type = serializers.ChoiceField([Event.EDITED.value])
    data = EditData()  # type: ignore[assignment]


class PingSent(Sent):
    type = serializers.ChoiceField([PING])
    data = PingData()  # type: ignore[assignment]


HEADERS = (
    "Signed as Standard Webhooks 1.0.0 says: Webhook-Id, Webhook-Timestamp, Webhook-Signature. See docs/webhooks.md."
)
ANSWERS = {
    "2XX": OpenApiResponse(description="It was taken. Anything else, a redirect too, and it is sent again later."),
    "410": OpenApiResponse(description="The receiver wants no more: the webhook is disabled."),
}


def sent(event: str, body: type[Sent], description: str) -> OpenApiWebhook:
    how = extend_schema(request=body, responses=ANSWERS, summary=description, description=HEADERS, tags=["webhooks"])
    return OpenApiWebhook(event, how)


# The settings name these: each is one entry of the schema.
OPENED = sent(Event.OPENED.value, DiscrepancySent, "A discrepancy was found")
CHANGED = sent(Event.CHANGED.value, DiscrepancySent, "Its evidence is other than when it was last told of")
CLOSED = sent(Event.CLOSED.value, DiscrepancySent, "It is no longer in the evidence, or was removed")
REOPENED = sent(Event.REOPENED.value, DiscrepancySent, "It was decided or closed, and is open again")
DECIDED = sent(Event.DECIDED.value, DiscrepancySent, "Somebody decided on it")
EDITED = sent(Event.EDITED.value, EditSent, "An article was edited after it was published")
PINGED = sent(PING, PingSent, "A person asked whether the way is open")
