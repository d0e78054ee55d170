"""What every list of what was said can do: orders, counts, fewer fields, and other formats, streamed."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.exporting import in_chunks
from claims.formatting import COLUMNS, ndjson, table
from factcheck.documenting import Schema
from factcheck.reading import KnownFilters as FewerFilters
from factcheck.reading import OnlyJSON, Reading, refuse_other_than_booleans, refuse_unknown

from .paging import OrderedPages

# What is sent at once, in characters: row by row would take longer to send than to make.
PART = 65_536
MEDIA_TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "jsonld": "application/ld+json",
    "atom": "application/atom+xml",
}
IN_WORDS = {
    "ndjson": "Every row that was asked for, one a line.",
    "csv": "Every row that was asked for; nested fields are dotted columns, formulas are made harmless.",
    "jsonld": "Every row that was asked for, as linked data.",
    "atom": "The newest rows.",
}
LISTED = {"limit", "cursor", "count", "fields", "ordering", "format"}
Names = list[str]
Rows = list[dict[str, Any]]


class KnownFilters(FewerFilters):
    """Knows the parameters of lists besides those of their filters."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        filterset = self.get_filterset_class(view, queryset)
        if getattr(view, "detail", False) or filterset is None:
            return super().filter_queryset(request, queryset, view)
        lists: Any = view
        refuse_unknown(request, sorted({*filterset.base_filters, *LISTED, *lists.more_parameters()}))
        refuse_other_than_booleans(request, filterset.base_filters)
        # A form of every filter takes longer to make than many a page takes to fetch.
        if request.query_params.keys().isdisjoint(filterset.base_filters):
            return queryset
        filtered: QuerySet[Any] = super(FewerFilters, self).filter_queryset(request, queryset, view)
        return filtered


class Formats(OnlyJSON):
    """By `format=`, else by Accept. Refusals are JSON in any case."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        view = (request.parser_context or {})["view"]
        known, asked = offered(view), request.query_params.get("format")
        if asked is None or getattr(view, "detail", False):
            return super().select_renderer(request, known)
        for renderer in known:
            if renderer.format == asked:
                return renderer, renderer.media_type
        raise ValidationError({"format": [f"Use one of: {', '.join(renderer.format for renderer in known)}."]})


def offered(view: Any) -> list[JSONRenderer]:
    """One renderer for each format of the view; what is not JSON is written by the view itself."""
    formats = [] if getattr(view, "detail", False) or view.action != "list" else view.formats
    renderers = []
    for name in ("json", *formats):
        renderer = JSONRenderer()
        renderer.format, renderer.media_type = name, MEDIA_TYPES[name]
        renderers.append(renderer)
    return renderers


class ListSchema(Schema):
    """Says what lists can do besides."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation, view = super().get_operation(*args, **kwargs), self.view
        if operation and isinstance(view, Listing) and view.action == "list":
            operation["parameters"] = [*operation.get("parameters", []), *_parameters(view)]
            content = operation["responses"]["200"]["content"]
            content["application/json"]["schema"] = whole_or_less(content["application/json"]["schema"], view)
            for name in view.formats:
                schema = {"type": "object" if name == "jsonld" else "string", "description": IN_WORDS[name]}
                content[MEDIA_TYPES[name]] = {"schema": schema}
        return operation


def whole_or_less(page: dict[str, Any], view: "Listing") -> dict[str, Any]:
    """A page of rows; or, with `fields`, one of rows that have only those."""
    less = {"type": "object", "maxProperties": len(view.known_fields()), "description": "With fields: only those."}
    asked = OrderedPages().get_paginated_response_schema({"type": "array", "items": less})
    return {"anyOf": [page, asked]}


def _parameters(view: "Listing") -> Iterator[dict[str, Any]]:
    orders = [sign + name for name in view.orderings for sign in ("", "-")]
    yield parameter("ordering", {"type": "string", "enum": orders}, f"{orders[0]} where it is not given.")
    yield parameter(
        "count", {"type": "boolean"}, "true: how many rows there are, in JSON, at the cost of counting them."
    )
    yield parameter("format", {"type": "string", "enum": ["json", *view.formats]}, "Instead of Accept.")
    known = {"type": "array", "items": {"type": "string", "enum": view.known_fields()}, "minItems": 1}
    yield parameter(
        "fields",
        known,
        "Only these, separated by commas; linked data and feeds have what they have.",
        explode=False,
        style="form",
    )


def parameter(name: str, schema: dict[str, Any], description: str, **more: Any) -> dict[str, Any]:
    return {"in": "query", "name": name, "schema": schema, "description": description, **more}


def gathered(texts: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= PART:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)


def continued(first: str, parts: Iterator[str]) -> Iterator[str]:
    """A generator, for what answers closes that when a client goes away: nothing then stays open behind it."""
    yield first
    yield from parts


class Listing(Reading):
    """A list in several orders and formats."""

    schema = ListSchema()
    pagination_class = OrderedPages
    filter_backends = [KnownFilters]
    content_negotiation_class = Formats
    orderings: ClassVar[tuple[str, ...]] = ("id",)
    formats: ClassVar[tuple[str, ...]] = ("ndjson", "csv")
    # Where a format has an order of its own.
    ordered: ClassVar[dict[str, str]] = {}
    # How formats besides those that are rows as text are written: of rows and the request, in parts.
    writers: ClassVar[dict[str, Callable[[Any, Iterable[Any], Request], Iterator[str]]]] = {}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        name = request.accepted_renderer.format
        if name != "json":
            return self._streamed(name, request)
        response = super().list(request, *args, **kwargs)
        response.data["results"] = self.in_part(response.data["results"], request)
        return response

    def in_part(self, rows: Rows, request: Request) -> Rows:
        """The rows with the fields that are asked for."""
        wanted = self._wanted(request)
        return [{key: row[key] for key in wanted if key in row} for row in rows] if wanted else rows

    def more_parameters(self) -> Names:
        """What a list knows besides."""
        return []

    def _wanted(self, request: Request) -> Names:
        text = request.query_params.get("fields")
        if text is None:
            return []
        known, asked = self.known_fields(), text.split(",")
        if unknown := [name for name in asked if name not in known]:
            raise ValidationError({"fields": [f"Not fields: {', '.join(unknown)}. Use {', '.join(known)}."]})
        return asked

    def known_fields(self) -> Names:
        row: Any = self.get_serializer_class()()
        return list(row.fields)

    def _streamed(self, name: str, request: Request) -> HttpResponseBase:
        """Every row, or the first `limit` of them, in constant memory."""
        queryset = self.filter_queryset(self.get_queryset())
        if "cursor" in request.query_params:
            raise ValidationError({"cursor": [f"{name} has no pages: leave this out."]})
        OrderedPages().wants_count(request)
        most = OrderedPages().get_page_size(request) if "limit" in request.query_params else None
        ordering = OrderedPages().ordering_of(request, self.orderings, self.ordered.get(name))
        sign = "-" if ordering.startswith("-") else ""
        ordered = in_chunks(queryset.order_by(*dict.fromkeys((ordering, f"{sign}id"))))
        parts = gathered(self._written(name, itertools.islice(ordered, most), request))
        # The first part is made before there is an answer, so that what fails at once is not a 200.
        response = StreamingHttpResponse(continued(next(parts, ""), parts), content_type=MEDIA_TYPES[name])
        if name == "csv":
            response["Content-Disposition"] = f'attachment; filename="{self.basename}.csv"'
        return response

    def _written(self, name: str, rows: Iterable[Any], request: Request) -> Iterator[str]:
        if name in self.writers:
            return self.writers[name](self, rows, request)
        serializer: Any = self.get_serializer()
        wanted = self._wanted(request) or self.known_fields()
        told = ({key: row[key] for key in wanted if key in row} for row in map(serializer.to_representation, rows))
        columns = [*COLUMNS[self.plural()], serializer.address]
        asked = [column for column in columns if column.split(".")[0] in wanted]
        return ndjson(told) if name == "ndjson" else table(told, asked)

    def plural(self) -> str:
        queryset: Any = self.get_queryset()
        return str(queryset.model._meta.verbose_name_plural)
