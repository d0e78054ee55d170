"""Everything that was created, changed, superseded or removed, in order: what a mirror reads, and all that it needs."""

import hashlib
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.db.models import BigIntegerField, QuerySet
from drf_spectacular.utils import (
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from claims import exporting
from claims.models import Action, Change, Entity, Kind, Touched
from claims.numbering import number_pending
from factcheck.paging import Pages
from factcheck.problems import Problem
from factcheck.reading import Reading, RowSerializer
from sources.api.rows import ArticleRow, SourceRow, VersionWithText
from sources.models import Article, ArticleVersion, Source

from . import filters, schemas

# What each kind of thing is told as: its rows in the database, and the row of the API.
TOLD: dict[str, tuple[Any, type[RowSerializer]]] = {
    Kind.SOURCE: (Source.objects.all, SourceRow),
    Kind.ARTICLE: (lambda: Article.objects.select_related("source", "current").defer("current__text"), ArticleRow),
    Kind.VERSION: (ArticleVersion.objects.all, VersionWithText),
    Kind.ENTITY: (Entity.objects.all, schemas.EntityRow),
    Kind.QUOTE: (exporting.quotes, schemas.QuoteRow),
    Kind.CLAIM: (exporting.claims, schemas.ClaimRow),
    Kind.FACT: (exporting.facts, schemas.FactRow),
    Kind.UTTERANCE: (exporting.utterances, schemas.UtteranceRow),
    Kind.DISCREPANCY: (exporting.discrepancies, schemas.DiscrepancyRow),
    Kind.REVIEW: (exporting.reviews, schemas.ReviewRow),
}
START_ANEW = (
    "These changes are not those that your cursor is of (a backup was put back?): start anew, without a cursor."
)


def tell(changes: Iterable[Change], request: Request) -> dict[tuple[str, int], dict[str, Any]]:
    """The rows as they are now, by kind and id; what is no longer there has none. It asks once for each kind."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        wanted.setdefault(change.kind, set()).add(change.thing)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for kind, ids in wanted.items():
        rows, serializer = TOLD[kind]
        context = {"request": request, "view": SimpleNamespace(basename=kind)}
        for row in rows().filter(pk__in=ids):
            found[kind, row.pk] = serializer(row, context=context).data
    return found


@extend_schema_field(PolymorphicProxySerializer("Thing", [row for _, row in TOLD.values()], None))
class Thing(serializers.JSONField):
    """The row as it is now, as its own address gives it; null where it is no longer there."""


class ChangeRow(serializers.Serializer[Change]):
    number = serializers.IntegerField(
        help_text="One more than that of the change before, be it one that you may read or not."
    )
    kind = serializers.ChoiceField(Kind.choices)
    id = serializers.IntegerField(source="thing")
    action = serializers.ChoiceField(Action.choices, help_text="What happened then; superseded: by a newer version.")
    at = serializers.DateTimeField()
    row = Thing(allow_null=True, help_text=Thing.__doc__)


class Onwards(Pages):
    """Goes on from a number, for ever: `next` is where the next changes will be, whether or not there are any yet."""

    cursor_query_description = "Of the last change you have, from `next`; without it, from the first change."

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        size, after = self.get_page_size(request), self._after(request)
        number_pending(limit=1)
        page = list(queryset.filter(number__gt=after.number if after else 0).order_by("number")[:size])
        self.address, self.last = request.build_absolute_uri(), page[-1] if page else after
        self.more = len(page) == size or Touched.objects.exists()
        return page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.get_next_link(), "more": self.more, "results": data})

    def get_next_link(self) -> str:
        if self.last is None:
            return remove_query_param(self.address, "cursor")
        return replace_query_param(self.address, "cursor", cursor_of(self.last))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        more = {"type": "boolean", "description": "Whether there is more to read now; if not, ask again later."}
        properties = {"next": {"type": "string", "format": "uri"}, "more": more, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    def _after(self, request: Request) -> Change | None:
        """The change that the cursor names. Raises a 400 where it is no cursor, a 410 where the log is another one."""
        text = request.query_params.get("cursor", "")
        if not text:
            return None
        number, _, _mark = text.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 20 and text.count(".") == 1):
            raise ValidationError({"cursor": ["Not a cursor: follow a next link, or leave it out."]})
        change = Change.objects.filter(number=min(int(number), BigIntegerField.MAX_BIGINT)).first()
        if change is None or cursor_of(change) != text:
            raise Problem(410, START_ANEW, errors={"cursor": [START_ANEW]})
        return change


def cursor_of(change: Change) -> str:
    """Its number, and a mark of what it was: by which a log that is not the one that was read is found out."""
    told = f"{change.number} {change.kind} {change.thing} {change.action} {change.at.isoformat()}"
    return f"{change.number}.{hashlib.sha256(told.encode()).hexdigest()[:12]}"


@extend_schema_view(
    list=extend_schema(responses={200: ChangeRow(many=True), 410: OpenApiResponse(description=START_ANEW)})
)
class Changes(Reading):
    """What was created, changed, superseded or removed, in order and without gaps, each with its row as it is now.

    A copy is complete that begins without a cursor, keeps each `row` under its kind and id, drops what has none, and
    follows `next`. Of reviews only those learn who may read them.
    """

    queryset = Change.objects.all()
    serializer_class = ChangeRow
    filterset_class = filters.ChangeFilters
    pagination_class = Onwards

    def get_queryset(self) -> QuerySet[Change]:
        queryset = super().get_queryset()
        may = self.request.user.has_perm("claims.view_review")
        return queryset if may else queryset.exclude(kind=Kind.REVIEW)

    def paginate_queryset(self, queryset: Any) -> Any:
        return self._with_rows(super().paginate_queryset(queryset))

    def get_object(self) -> Any:
        return self._with_rows([super().get_object()])[0]

    def _with_rows(self, changes: Any) -> Any:
        rows = tell(changes, self.request)
        for change in changes:
            change.row = rows.get((change.kind, change.thing))
        return changes
