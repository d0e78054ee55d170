"""Rulings over the API: what is kept apart or put together from now on, and taking that back."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db.models import BigIntegerField
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import exporting, reviewing, ruling
from claims.corrections import correcting
from claims.models import Review
from factcheck.problems import Problem
from factcheck.reading import Reading, Strict

from .deciding import DECIDED, DECIDING, LISTING, Deciding, given
from .schemas import ReviewRow

Verdict = Review.Verdict
MOST = 500
REFUSED = "It divides nothing, or unites nothing, or a ruling that stands says otherwise: its review comes with it."


def ids(help_text: str) -> serializers.ListField:
    """Ids of rows."""
    each = serializers.IntegerField(min_value=1, max_value=BigIntegerField.MAX_BIGINT)
    return serializers.ListField(child=each, required=False, min_length=1, max_length=MOST, help_text=help_text)


class Ruling(Strict):
    """A verdict, and the one field that it goes by."""

    goes_by: ClassVar[dict[str, str]]
    note = serializers.CharField(default="", allow_blank=True, max_length=10_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        field = self.goes_by[attrs["verdict"]]
        wrong = {name: [f"Not with {attrs['verdict']}: leave it out."] for name in {*self.goes_by.values()} - {field}}
        wrong = {name: sentences for name, sentences in wrong.items() if name in attrs}
        if field not in attrs:
            wrong[field] = [f"{attrs['verdict']} needs this."]
        if wrong:
            raise ValidationError(wrong)
        return {"verdict": attrs["verdict"], "chosen": attrs[field], "note": attrs["note"], "field": field}


class EntityRuling(Ruling):
    goes_by = {Verdict.NOT_SAME_ENTITY.value: "names", Verdict.SAME_ENTITY.value: "entities"}
    verdict = serializers.ChoiceField(list(goes_by), default=Verdict.NOT_SAME_ENTITY.value)
    names = serializers.ListField(
        child=serializers.CharField(min_length=1, max_length=500),
        required=False,
        min_length=1,
        max_length=200,
        help_text="With not_same_entity: whose are another's.",
    )
    entities = ids("With same_entity: ids of the others.")


class FactRuling(Ruling):
    goes_by = {Verdict.NOT_SAME_FACT.value: "claims", Verdict.SAME_FACT.value: "facts"}
    verdict = serializers.ChoiceField(list(goes_by))
    claims = ids("With not_same_fact: ids of its live claims that answer another question.")
    facts = ids("With same_fact: ids of the others.")


class UtteranceRuling(Ruling):
    goes_by = {Verdict.NOT_SAME_UTTERANCE.value: "quotes", Verdict.SAME_UTTERANCE.value: "utterances"}
    verdict = serializers.ChoiceField(list(goes_by))
    quotes = ids("With not_same_utterance: ids of its live quotes that were said on another occasion.")
    utterances = ids("With same_utterance: ids of the others.")


class Undoing(Strict):
    note = serializers.CharField(default="", allow_blank=True, max_length=10_000)


UNITING = {verdict.value for verdict in ruling.TOGETHER.values()}


class RulingOn(Deciding):
    """Rows that can be divided, and united with others of their kind."""

    needs = {"reviews": LISTING, "rule": DECIDING}
    kind: ClassVar[type[Ruling]]

    @extend_schema(responses={200: ReviewRow(many=True)})
    @action(detail=True, filter_backends=[])
    def reviews(self, request: Request, pk: str) -> Response:
        """What was ruled on it, oldest first."""
        row = self.get_object()
        return self.listed(exporting.reviews().filter(**{row._meta.model_name: row}), request)

    @reviews.mapping.post
    def rule(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        fields = given(self.kind, request)
        person, note, chosen = request.user, fields["note"], fields["chosen"]
        if fields["verdict"] in UNITING:
            rows = [row, *others(row, fields["field"], chosen)]
            return self._answered(rows, lambda: ruling.unite(rows, person, note), request)
        if fields["field"] == "names":
            return self._answered([row], lambda: ruling.separate(row, chosen, person, note), request, "names")
        refuse_strangers(row, fields["field"], chosen)
        return self._answered([row], lambda: ruling.split(row, chosen, person, note), request, fields["field"])

    def _answered(self, rows: Sequence[Any], act: Callable[[], Review], request: Request, field: str = "") -> Response:
        named = {f"{rows[0]._meta.model_name}__in": rows}
        before = set(Review.objects.filter(**named).values_list("pk", flat=True))
        review = carried_out(act, field)
        return self.recorded(review, review.pk not in before, request)


def carried_out(act: Callable[[], Review], field: str = "") -> Review:
    """Raises a 409 where it is refused, with the review that says otherwise where there is one."""
    try:
        return act()
    except reviewing.Refused as refused:
        against: dict[str, Any] = {"review": refused.review.pk} if refused.review else {}
        raise Problem(409, str(refused), errors={field: [str(refused)]} if field else None, **against) from None


def others(row: Any, field: str, chosen: Sequence[int]) -> list[Any]:
    """The rows to unite with. Raises a 400 that names those which are not there."""
    found = type(row)._default_manager.in_bulk(chosen)
    if missing := sorted(set(chosen) - found.keys()):
        raise ValidationError({field: [f"There is none with the id {', '.join(map(str, missing))}."]})
    return list(found.values())


def refuse_strangers(row: Any, field: str, chosen: Sequence[int]) -> None:
    """Raises a 400 that names what is not of the row, or no longer of the newest text."""
    held = set(ruling.evidence_of(row).values_list("pk", flat=True))
    if strangers := sorted(set(chosen) - held):
        told = f"Not live {field} of this {row._meta.model_name}: {', '.join(map(str, strangers))}."
        raise ValidationError({field: [told]})


RULED = {**DECIDED, 409: OpenApiResponse(description=REFUSED)}


class RulingEntities(RulingOn):
    """Entities, and what people ruled on each."""

    kind = EntityRuling

    @extend_schema(request=EntityRuling, responses=RULED)
    def rule(self, request: Request, pk: str) -> Response:
        """Rules that who goes by these names is another, or that other entities are this one, in all later runs."""
        return super().rule(request, pk)


class RulingFacts(RulingOn):
    """Facts, and what people ruled on each."""

    kind = FactRuling

    @extend_schema(request=FactRuling, responses=RULED)
    def rule(self, request: Request, pk: str) -> Response:
        """Rules that these claims answer another question, or that other facts are this one, in all later runs."""
        return super().rule(request, pk)


class RulingUtterances(RulingOn):
    """Utterances, and what people ruled on each."""

    kind = UtteranceRuling

    @extend_schema(request=UtteranceRuling, responses=RULED)
    def rule(self, request: Request, pk: str) -> Response:
        """Rules that these quotes are of another utterance, or other utterances this one, in all later runs."""
        return super().rule(request, pk)


class UndoingReviews(Reading):
    """Reviews; those that rule or correct can be taken back."""

    parser_classes = [JSONParser]
    needs = {"undo": DECIDING}

    @extend_schema(
        request=Undoing,
        operation_id="reviews_undo",
        responses={
            201: DECIDED[201],
            409: OpenApiResponse(description="It holds nothing, or was taken back: the review that did comes with it."),
        },
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    def undo(self, request: Request, pk: str) -> Response:
        """Takes a ruling or a correction back, by a review of its own: as if it had never been made."""
        review: Review = self.get_object()
        fields = given(Undoing, request)
        room: Any = correcting if review.verdict in correcting.CORRECTIONS else ruling
        taken = carried_out(lambda: room.undo(review, request.user, fields["note"]))
        row: Any = self.get_serializer(taken).data
        return Response(row, status=201, headers={"Location": row["url"]})
