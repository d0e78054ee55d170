"""Decisions over the API: through the one door that the admin uses, on the evidence that If-Match names."""

import re
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from access.models import Scope
from claims import exporting, reviewing, shaping
from claims.models import STATUS_AFTER, Discrepancy, Opinion, Review
from factcheck.permitting import Need
from factcheck.problems import Problem
from factcheck.reading import Reading, Strict, refuse_unknown

from .schemas import HeardRow, ReviewRow

DECIDING = Need("claims.add_review", Scope.REVIEW)
LISTING = Need("claims.view_review", Scope.READ)
# An ETag of a discrepancy begins with the fingerprint of its evidence and the id of its last decision, 0 for none; the
# fingerprint alone names the evidence as well.
TAG = re.compile(r'"([0-9a-f]{64})(?:\.([0-9]{1,18}))?(?:\.[0-9a-f]{32})?"')
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^("[0-9a-f]{64}(\.[0-9]{1,18})?(\.[0-9a-f]{32})?"|\*)$'},
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the discrepancy as it was read: its evidence and last decision count. *: whatever stands.",
)
DECIDED = {
    200: OpenApiResponse(ReviewRow, description="The same was decided before, and stands."),
    201: OpenApiResponse(ReviewRow, description="Recorded."),
}


class Decision(Strict):
    verdict = serializers.ChoiceField([verdict.value for verdict in STATUS_AFTER])
    note = serializers.CharField(
        default="", allow_blank=True, max_length=10_000, help_text="A confirmed conflict needs one."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verdict"] in reviewing.NEED_A_NOTE and not attrs["note"].strip():
            raise ValidationError({"note": ["A confirmed conflict needs a note that says what was checked."]})
        return attrs


class Deciding(Reading):
    """Rows that can be decided on, at `reviews/` below each."""

    parser_classes = [JSONParser]
    needs = {"reviews": LISTING, "decide": DECIDING}

    def listed(self, reviews: Any, request: Request) -> Response:
        refuse_unknown(request, ["limit", "cursor"])
        page = self.paginate_queryset(reviews)
        return self.get_paginated_response([row_of(review, request) for review in page or []])

    def recorded(self, review: Review, fresh: bool, request: Request) -> Response:
        row = row_of(review, request)
        return Response(row, status=201 if fresh else 200, headers={"Location": row["url"]})


def given(kind: type[Strict], request: Request) -> dict[str, Any]:
    refuse_unknown(request, [])
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def row_of(review: Review, request: Request) -> dict[str, Any]:
    return {**shaping.review_row(review), "url": reverse("review-detail", [review.pk], request=request)}


def heard(opinion: Opinion, request: Request) -> Response:
    """That an opinion was taken, and what it waits for: not what others gave."""
    named = {"discrepancy": "discrepancy-detail", "reviews": "discrepancy-reviews"}
    links = {field: reverse(name, [opinion.discrepancy_id], request=request) for field, name in named.items()}
    return Response({"awaits": opinion.discrepancy.awaits} | links, status=202)


def newest(reviews: Any) -> int | None:
    found: int | None = reviews.values_list("pk", flat=True).first()
    return found


def seen(request: Request) -> tuple[str | None, int | None]:
    """The fingerprint of the evidence that If-Match names, and the last decision; None for what it does not name.

    Raises a 428 where it is missing, a 400 for what is no tag.
    """
    stated = request.headers.get("If-Match", "").strip()
    if not stated:
        remedy = "Send If-Match with the ETag of the discrepancy as you read it, so that you decide on what you saw."
        raise Problem(428, remedy, errors={"If-Match": [remedy]})
    if stated == "*":
        return None, None
    if not (tag := TAG.fullmatch(stated)):
        raise ValidationError({"If-Match": ["Give the ETag of the discrepancy as you read it, in its quotes."]})
    return tag[1], int(tag[2]) if tag[2] else None


def stale(discrepancy: Discrepancy, fingerprint: str, row: dict[str, Any], why: str) -> Problem:
    """The refusal, with the row as it stands now and what is otherwise than when it was decided on before."""
    changed = [discrepancy.status_reason] if discrepancy.status_reason else []
    before = discrepancy.reviews.filter(fingerprint=fingerprint).first()
    if before:
        was = {position["label"] for position in before.evidence.get("positions", [])}
        now = {position.label for position in discrepancy.positions.all()}
        changed += [f"Gone: {label}" for label in sorted(was - now)] + [f"New: {label}" for label in sorted(now - was)]
    remedy = f"{why} Send the ETag that it has now."
    return Problem(412, remedy, errors={"If-Match": [remedy]}, current=row, changed=changed)


class DecidingDiscrepancies(Deciding):
    """Discrepancies, and what people decided on each."""

    def evidence_of(self, row: Discrepancy) -> str:
        return f"{row.fingerprint}.{newest(row.reviews) or 0}."

    @extend_schema(responses={200: ReviewRow(many=True)}, operation_id="discrepancies_reviews_list")
    @action(detail=True, filter_backends=[])
    def reviews(self, request: Request, pk: str) -> Response:
        """What was decided on it, oldest first."""
        return self.listed(exporting.reviews().filter(discrepancy=self.get_object()), request)

    @extend_schema(
        request=Decision,
        parameters=[IF_MATCH],
        operation_id="discrepancies_decide",
        responses={
            **DECIDED,
            202: OpenApiResponse(HeardRow, description="Two have to agree on it: yours is in, and another is needed."),
            409: OpenApiResponse(description="There is nothing for you to decide: it is closed, or another is on it."),
            412: OpenApiResponse(description="Other evidence, or a decision since: what stands now comes with it."),
            428: OpenApiResponse(description="If-Match is missing."),
        },
    )
    @reviews.mapping.post
    def decide(self, request: Request, pk: str) -> Response:
        """Records a decision. To take one back, decide `reopened`: nothing is ever deleted."""
        row = self.get_object()
        fingerprint, last = seen(request)
        fields = given(Decision, request)
        before = newest(row.reviews)
        try:
            decided = reviewing.decide(row, fields["verdict"], self.request.user, fields["note"], fingerprint, last)
        except reviewing.Changed as changed:
            row = self.get_object()
            raise stale(row, fingerprint or "", self.get_serializer(row).data, str(changed)) from None
        except reviewing.Refused as refused:
            raise Problem(409, str(refused)) from None
        if isinstance(decided, Opinion):
            return heard(decided, request)
        return self.recorded(decided, decided.pk != before, request)
