"""Webhooks over the API: set up, looked after, and every delivery with what became of it. For administrators."""

from typing import Any

import django_filters as filters
from django.db.models import BigIntegerField, Model, QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from access.models import Scope
from claims.models import PING, Delivery, Discrepancy, Entity, Event, Webhook
from claims.webhooks import delivering, subscribing
from factcheck.permitting import Need
from factcheck.problems import Problem
from factcheck.reading import Reading, Strict, refuse_unknown
from sources.filtering import by_choice, by_id
from sources.models import Source

from .told import DeliveryRow, DeliveryWithBody, WebhookRow, WebhookWithSecret, delivery_row

MOST_IDS = 100


class Words(serializers.CharField):
    """Text, and no number that could be read as one: what is posted is of the type that the schema says."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Number(serializers.FloatField):
    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(data)


class Id(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Narrowing(Strict):
    """What of it is told: of discrepancies and edits, those that all of this holds of."""

    events = serializers.ListField(child=serializers.ChoiceField(Event.choices), min_length=1, max_length=len(Event))
    kinds = serializers.ListField(
        child=serializers.ChoiceField([kind.value for kind in Discrepancy.Kind]), required=False, max_length=10
    )
    severity_min = Number(
        required=False, min_value=0, max_value=1, help_text="Of an edit: the rank of its most serious sentence."
    )
    sources = serializers.ListField(child=Id(), required=False, max_length=MOST_IDS)
    entities = serializers.ListField(child=Id(), required=False, max_length=MOST_IDS)

    def validate_sources(self, ids: list[int]) -> list[int]:
        return known(Source, ids)

    def validate_entities(self, ids: list[int]) -> list[int]:
        return known(Entity, ids)


class WebhookInput(Narrowing):
    name = Words(max_length=100, help_text="What it is for.")
    target = Words(max_length=2000, help_text="Where events are sent: https, at a public address.")
    active = Flag(required=False, help_text="true also enables what was disabled.")

    def validate_target(self, target: str) -> str:
        try:
            return delivering.vetted(target)
        except delivering.NotAllowed as refused:
            raise ValidationError(f"{refused}: give the public https address of a receiver.") from None


def known(model: type[Model], ids: list[int]) -> list[int]:
    """The ids, each once. Raises where a row is not there: a filter that nothing passes would never be noticed."""
    within = {pk for pk in ids if 0 < pk <= BigIntegerField.MAX_BIGINT}
    there = set(model._default_manager.filter(pk__in=within).values_list("pk", flat=True))
    if missing := sorted({*ids} - there):
        raise ValidationError(f"There are no rows with these ids: {', '.join(map(str, missing))}.")
    return sorted(there)


class WebhookFilters(filters.FilterSet):
    active = filters.BooleanFilter()


class DeliveryFilters(filters.FilterSet):
    webhook = by_id("webhook", "A webhook's id.")
    state = by_choice([(str(state), str(state)) for state in Delivery.State], "state")
    event = by_choice([(event, event) for event in (*Event.values, PING)], "event")


def need(permission: str) -> Need:
    return Need(f"claims.{permission}", Scope.ADMIN)


OFF = {409: OpenApiResponse(description="It is off: activate it first.")}
QUEUED = {202: OpenApiResponse(DeliveryRow, description="It waits: follow it at its url."), **OFF}


class Looking(Reading):
    """What both kinds of rows share."""

    parser_classes = [JSONParser]

    def queued(self, delivery: Delivery, request: Request) -> Response:
        address = reverse("delivery-detail", [delivery.pk], request=request)
        return Response({**delivery_row(delivery), "url": address}, status=202, headers={"Location": address})


def refuse_off(webhook: Webhook) -> None:
    if webhook.disabled_at or not webhook.active:
        why = webhook.disabled_because or "It is not active."
        raise Problem(409, f"Nothing is sent by this webhook: {why} Set active to true.")


class Webhooks(Looking):
    """Who is told of discrepancies and edits, and where. Events are documented under `webhooks` of this schema."""

    queryset = Webhook.objects.select_related("owner")
    serializer_class = WebhookRow
    filterset_class = WebhookFilters
    needs = {
        **dict.fromkeys(["list", "retrieve"], need("view_webhook")),
        "create": need("add_webhook"),
        **dict.fromkeys(["partial_update", "ping", "rotate"], need("change_webhook")),
        "destroy": need("delete_webhook"),
    }

    @extend_schema(request=WebhookInput, responses={201: WebhookWithSecret})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Sets up a webhook, which is told of what happens from now on."""
        webhook = Webhook(owner=request.user, **given(request))  # type: ignore[misc]
        return self.shown_once(webhook, subscribing.subscribe(webhook), request, 201)

    @extend_schema(request=WebhookInput, responses={200: WebhookRow})
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Changes what is given. What waits to be sent is sent to the new target."""
        webhook = self.get_object()
        fields = given(request, partial=True)
        Webhook.objects.filter(pk=webhook.pk).update(**fields)
        if fields.get("active"):
            subscribing.enable(Webhook.objects.filter(pk=webhook.pk))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Removes it with its deliveries."""
        webhook = self.get_object()
        refuse_unknown(request, [])
        webhook.delete()
        return Response(status=204)

    @extend_schema(request=None, responses=QUEUED)
    @action(detail=True, methods=["post"])
    def ping(self, request: Request, pk: str) -> Response:
        """Sends an event of the type `ping`, that says nothing but that the way is open."""
        webhook = self.get_object()
        refuse_unknown(request, [])
        refuse_off(webhook)
        return self.queued(subscribing.ping(webhook), request)

    @extend_schema(request=None, responses={200: WebhookWithSecret})
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: str) -> Response:
        """Makes a new secret. For 24 hours the one before signs too."""
        webhook = self.get_object()
        refuse_unknown(request, [])
        return self.shown_once(webhook, subscribing.rotate(webhook), request, 200)

    def shown_once(self, webhook: Webhook, secret: str, request: Request, status: int) -> Response:
        """With the secret; it is not among what is kept for a call that is repeated."""
        row = dict(self.get_serializer(webhook).data)
        response = Response({**row, "secret": secret}, status=status)
        if status == 201:
            response["Location"] = row["url"]
        response.kept = {**row, "secret": None}  # type: ignore[attr-defined]
        return response


class Deliveries(Looking):
    """What was sent or is to be, with what became of it; after 30 days what was delivered is removed."""

    queryset = Delivery.objects.select_related("webhook")
    serializer_class = DeliveryRow
    filterset_class = DeliveryFilters
    needs = {
        **dict.fromkeys(["list", "retrieve"], need("view_delivery")),
        "redeliver": need("change_delivery"),
    }

    def get_serializer_class(self) -> Any:
        return DeliveryWithBody if self.action == "retrieve" else DeliveryRow

    def get_queryset(self) -> QuerySet[Delivery]:
        rows: QuerySet[Delivery] = super().get_queryset()
        return rows.defer("body") if self.action == "list" else rows

    @extend_schema(request=None, responses=QUEUED)
    @action(detail=True, methods=["post"])
    def redeliver(self, request: Request, pk: str) -> Response:
        """Sends it again as it was, under the same id, whatever became of it."""
        delivery = self.get_object()
        refuse_unknown(request, [])
        refuse_off(delivery.webhook)
        subscribing.send_again(Delivery.objects.filter(pk=delivery.pk))
        return self.queued(self.get_object(), request)


def given(request: Request, partial: bool = False) -> dict[str, Any]:
    """What was posted, checked, by the names of the row's columns. Raises ValidationError, by field."""
    refuse_unknown(request, [])
    serializer = WebhookInput(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    fields = dict(serializer.validated_data)
    return {("url" if name == "target" else name): value for name, value in fields.items()}
