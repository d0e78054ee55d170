"""Corrections over the API: what was read is added to, set right or rejected, and so in all later readings."""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import BigIntegerField
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import exporting
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, Value
from claims.corrections import correcting
from claims.models import Claim, Mention, Quote, Review
from factcheck.reading import Reading, Strict
from sources.models import ArticleVersion

from .deciding import DECIDED, DECIDING, LISTING, Deciding, given, row_of
from .ruling import carried_out
from .schemas import Bound, ReviewRow

REJECTED, CORRECTED = Review.Verdict.REJECTED.value, Review.Verdict.CORRECTED.value
REFUSED = "It is not in the newest text, something stands there already, or nothing would change."
RECORDED = {201: DECIDED[201], 409: OpenApiResponse(description=REFUSED)}
FURTHEST = 2**31 - 1
DATE_STEPS = ("day", "month", "season", "year", "decade", "century")
LARGEST = 1e15


class SpanInput(Strict):
    """Characters of the version's text, in code points."""

    start = serializers.IntegerField(min_value=0, max_value=FURTHEST)
    end = serializers.IntegerField(min_value=1, max_value=FURTHEST)

    def validate(self, attrs: dict[str, Any]) -> Span:
        if attrs["start"] >= attrs["end"]:
            raise ValidationError({"end": ["Give one that is after start."]})
        return Span(attrs["start"], attrs["end"])


class ValueInput(Strict):
    """A value as rows give it."""

    dimension = serializers.ChoiceField(Claim.Dimension.choices)
    unit = serializers.CharField(default="", allow_blank=True, max_length=100)
    low = Bound(default=None, allow_null=True)
    high = Bound(default=None, allow_null=True)
    granularity = serializers.CharField(
        default="", max_length=30, help_text=f"Of dates: {', '.join(DATE_STEPS)}; else the step, such as 1000."
    )
    comparator = serializers.ChoiceField(Claim.Comparator.choices, default=Comparator.EXACTLY.value)

    def validate(self, attrs: dict[str, Any]) -> Value:
        dimension = Dimension(attrs["dimension"])
        low, high = (bound(name, dimension, attrs[name]) for name in ("low", "high"))
        if low is None and high is None:
            raise ValidationError({"low": ["Give low, or high, or both: they are inclusive."]})
        if low is not None and high is not None and low > high:
            raise ValidationError({"high": ["Give one that is not below low."]})
        step = granularity(dimension, attrs["granularity"])
        return Value(dimension, attrs["unit"], low, high, step, Comparator(attrs["comparator"]))


class Correction(Strict):
    verdict = serializers.ChoiceField([REJECTED, CORRECTED], help_text="rejected: the text does not say this.")
    note = serializers.CharField(default="", allow_blank=True, max_length=10_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = attrs.keys() - {"verdict", "note"}
        if attrs["verdict"] == REJECTED and given:
            raise ValidationError({name: ["Not with rejected: leave it out."] for name in given})
        if attrs["verdict"] == CORRECTED and not given:
            known = ", ".join(name for name in map(str, self.fields) if name not in ("verdict", "note"))
            raise ValidationError({"verdict": [f"Say what is to be set right: {known}."]})
        return attrs


def who(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=BigIntegerField.MAX_BIGINT, help_text=help_text
    )


class ClaimCorrection(Correction):
    clause = SpanInput(required=False, help_text="The words that say it.")
    place = SpanInput(required=False, help_text="The words of the value, within the clause.")
    value = ValueInput(required=False)
    label = serializers.CharField(required=False, max_length=300)  # type: ignore[assignment]
    holder = who("The id of an entity that the version mentions; null: the narrator.")


class QuoteCorrection(Correction):
    spans = SpanInput(many=True, required=False, allow_empty=False, help_text="What was said, in one or more pieces.")
    kind = serializers.ChoiceField(Quote.Kind.choices, required=False)
    speaker = who("The id of an entity that the version mentions; null: nobody.")


class NewClaim(Strict):
    clause, place, value = SpanInput(), SpanInput(), ValueInput()
    label = serializers.CharField(default="", allow_blank=True, max_length=300)  # type: ignore[assignment]
    holder = who("The id of an entity that the version mentions; null: the narrator.")
    note = serializers.CharField(default="", allow_blank=True, max_length=10_000)


class NewQuote(Strict):
    spans = SpanInput(many=True, allow_empty=False)
    kind = serializers.ChoiceField(Quote.Kind.choices)
    speaker = who("The id of an entity that the version mentions.")
    note = serializers.CharField(default="", allow_blank=True, max_length=10_000)


def bound(name: str, dimension: Dimension, told: Any) -> Any:
    """As rows write it: a day, hh:mm or a number. Raises a 400."""
    try:
        if told is None:
            return None
        if dimension is Dimension.DATE:
            return dt.date.fromisoformat(told)
        if dimension is Dimension.TIME:
            time = dt.time.fromisoformat(told)
            return float(60 * time.hour + time.minute)
        if isinstance(told, int | float) and not isinstance(told, bool) and abs(told) <= LARGEST:
            return float(told)
    except (TypeError, ValueError):
        pass
    raise ValidationError({name: ["Give a day for dates, hh:mm for times of day, a number for everything else."]})


def granularity(dimension: Dimension, told: str) -> str:
    """Raises a 400."""
    if dimension is Dimension.DATE and told in ("", *DATE_STEPS):
        return told or "day"
    try:
        if dimension is not Dimension.DATE and 0 < (step := float(told or 1)) <= LARGEST:
            return repr(step)
    except ValueError:
        pass
    raise ValidationError({"granularity": [f"Give one of {', '.join(DATE_STEPS)} for dates, a number for the rest."]})


def named(version: ArticleVersion, field: str, entity: int | None) -> correcting.Named | None:
    """Raises a 400 for an entity that the version does not mention."""
    if entity is None:
        return None
    mention = Mention.objects.filter(extraction__version=version, entity=entity).order_by("pk").first()
    if mention is None:
        raise ValidationError({field: ["Give the id of an entity that this version mentions."]})
    return correcting.Named(mention=mention)


class CorrectingEvidence(Deciding):
    """Quotes and claims, and what people set right of each."""

    needs = {"reviews": LISTING, "correct": DECIDING}
    kind: ClassVar[type[Correction]]
    by: ClassVar[str]

    @extend_schema(responses={200: ReviewRow(many=True)})
    @action(detail=True, filter_backends=[])
    def reviews(self, request: Request, pk: str) -> Response:
        """What was set right of it, oldest first."""
        row: Quote | Claim = self.get_object()
        own = {"kind": row._meta.model_name, "anchor": row.anchor, "article": row.version.article_id}
        corrected = Review.objects.filter(**{f"corrections__{name}": value for name, value in own.items()})
        return self.listed(exporting.reviews().filter(pk__in=corrected.values("pk")), request)

    @reviews.mapping.post
    def correct(self, request: Request, pk: str) -> Response:
        row: Quote | Claim = self.get_object()
        fields = given(self.kind, request)
        verdict, note = fields.pop("verdict"), fields.pop("note")
        if verdict == REJECTED:
            return self.noted(lambda: correcting.reject(row, request.user, note), request)
        changes = {name: value for name, value in fields.items() if name != self.by}
        if "spans" in changes:
            changes["spans"] = tuple(changes["spans"])
        if self.by in fields:
            whose = named(row.version, self.by, fields[self.by])
            changes |= {"named": whose, "nobody": whose is None}
        return self.noted(lambda: correcting.correct(row, correcting.Changes(**changes), request.user, note), request)

    def noted(self, act: Callable[[], Review], request: Request) -> Response:
        return self.recorded(carried_out(act), True, request)


class CorrectingClaims(CorrectingEvidence):
    """Claims, and what people set right of each."""

    kind, by = ClaimCorrection, "holder"

    @extend_schema(request=ClaimCorrection, responses=RECORDED)
    def correct(self, request: Request, pk: str) -> Response:
        """Sets a claim right, or rejects it, in this and all later readings of the article."""
        return super().correct(request, pk)


class CorrectingQuotes(CorrectingEvidence):
    """Quotes, and what people set right of each."""

    kind, by = QuoteCorrection, "speaker"

    @extend_schema(request=QuoteCorrection, responses=RECORDED)
    def correct(self, request: Request, pk: str) -> Response:
        """Sets a quote right, or rejects it, in this and all later readings of the article."""
        return super().correct(request, pk)


class AddingEvidence(Reading):
    """Versions, to whose readings a quote or claim can be added that the rules missed."""

    parser_classes = [JSONParser]
    needs = {"claims": DECIDING, "quotes": DECIDING}

    @extend_schema(request=NewClaim, responses=RECORDED, operation_id="versions_add_claim")
    @action(detail=True, methods=["post"], filter_backends=[])
    def claims(self, request: Request, pk: str) -> Response:
        """Adds a claim at its exact words, in this and all later readings of the article."""
        version: ArticleVersion = self.get_object()
        told = given(NewClaim, request)
        whose = named(version, "holder", told.get("holder"))
        place = told["clause"], told["place"], told["value"]
        return self._added(
            lambda: correcting.add_claim(version, *place, request.user, told["label"], whose, told["note"]), request
        )

    @extend_schema(request=NewQuote, responses=RECORDED, operation_id="versions_add_quote")
    @action(detail=True, methods=["post"], filter_backends=[])
    def quotes(self, request: Request, pk: str) -> Response:
        """Adds a quote at its exact words, in this and all later readings of the article."""
        version: ArticleVersion = self.get_object()
        told = given(NewQuote, request)
        whose = named(version, "speaker", told.get("speaker"))
        return self._added(
            lambda: correcting.add_quote(version, told["spans"], told["kind"], request.user, whose, note=told["note"]),
            request,
        )

    def _added(self, act: Callable[[], Review], request: Request) -> Response:
        row = row_of(carried_out(act), request)
        return Response(row, status=201, headers={"Location": row["url"]})
