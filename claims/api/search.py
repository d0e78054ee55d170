"""Full-text search over articles, quotes and claims: the best of each, with what was found in them."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.models import Change
from claims.models.words import SEARCHED
from claims.searching import Hit, search
from factcheck.reading import Reading, refuse_unknown
from sources.api.rows import ArticleRow

from .changes import tell
from .schemas import ClaimRow, QuoteRow

MOST = 100
LONGEST = 300


class PartRow(serializers.Serializer[Any]):
    text = serializers.CharField()
    match = serializers.BooleanField(help_text="Whether this is what was asked for.")


@extend_schema_field(PolymorphicProxySerializer("Found", [ArticleRow, QuoteRow, ClaimRow], None))
class Found(serializers.JSONField):
    """The row, as its own address gives it."""


class HitRow(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(list(SEARCHED))
    id = serializers.IntegerField()
    rank = serializers.FloatField(help_text="More is better; it compares only with others of the kind.")
    excerpt = PartRow(many=True)
    row = Found()


class HitsPage(serializers.Serializer[Any]):
    results = HitRow(many=True)


class Search(Reading):
    """Looks for words in the newest text of articles, in live quotes and in live claims."""

    queryset = Change.objects.none()
    pagination_class = None  # type: ignore[assignment]
    filter_backends = []
    serializer_class = HitRow
    http_method_names = ["get", "head", "options"]

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": LONGEST},
                required=True,
                description='Words, in any form; "as they stand"; -without.',
            ),
            OpenApiParameter("kind", OpenApiTypes.STR, enum=list(SEARCHED), description="Only these."),
            OpenApiParameter(
                "limit", {"type": "integer", "minimum": 1, "maximum": MOST}, description="Of each kind; 20 by itself."
            ),
        ],
        responses={200: HitsPage},
        operation_id="search",
    )
    def find(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown(request, ["q", "kind", "limit"])
        asked = request.query_params
        words, kind, limit = asked.get("q", ""), asked.get("kind"), asked.get("limit", "20")
        wrong = {}
        if not words.strip() or len(words) > LONGEST or "\x00" in words:
            wrong["q"] = [f"Give the words to look for, in up to {LONGEST} characters."]
        if kind is not None and kind not in SEARCHED:
            wrong["kind"] = [f"Use one of: {', '.join(SEARCHED)}."]
        if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= MOST):
            wrong["limit"] = [f"Give a whole number from 1 to {MOST}."]
        if wrong:
            raise ValidationError(wrong)
        hits = search(words, [kind] if kind else [*SEARCHED], int(limit))
        return Response({"results": told(hits, request)})


def told(hits: list[Hit], request: Request) -> list[dict[str, Any]]:
    """With their rows; what went away meanwhile is left out."""
    rows = tell((Change(kind=hit.kind, thing=hit.id) for hit in hits), request)
    return [{**asdict(hit), "row": rows[hit.kind, hit.id]} for hit in hits if (hit.kind, hit.id) in rows]
