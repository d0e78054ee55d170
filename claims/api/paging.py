"""Pages by any of a list's orders, by keyset: page 1,000 costs what page 1 does, whatever it is ordered by."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError as Invalid
from django.db.models import BigIntegerField, Q
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from factcheck.paging import Pages


@dataclass(frozen=True)
class Mark:
    """Where a page begins: beyond this row, in the order or against it."""

    ordering: str
    backwards: bool
    value: Any
    id: int

    def text(self) -> str:
        value = self.value.isoformat() if hasattr(self.value, "isoformat") else self.value
        told = json.dumps([self.ordering, self.backwards, value, self.id])
        return base64.urlsafe_b64encode(told.encode()).decode()


class OrderedPages(Pages):
    """`ordering` is one of the view's `orderings`, with - in front the other way round; equal rows go by id."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        size, ordering = self.get_page_size(request), self.ordering_of(request, view.orderings)
        field, descending = ordering.removeprefix("-"), ordering.startswith("-")
        self.count = queryset.count() if self.wants_count(request) else None
        mark = self._mark(request, ordering, queryset.model)
        backwards = mark is not None and mark.backwards
        against = descending != backwards
        if mark is not None:
            queryset = queryset.filter(beyond(field, mark, against))
        sign = "-" if against else ""
        rows = list(queryset.order_by(*(sign + name for name in dict.fromkeys((field, "id"))))[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        self.page: list[Any] = rows[::-1] if backwards else rows
        self.address, self.ordered = request.build_absolute_uri(), ordering
        self.has_next = bool(self.page) and (more or backwards)
        self.has_previous = bool(self.page) and (more if backwards else mark is not None)
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        counted = {} if self.count is None else {"count": self.count}
        return Response(
            {"next": self.get_next_link(), "previous": self.get_previous_link(), **counted, "results": data}
        )

    def get_next_link(self) -> str | None:
        return self._link(-1, backwards=False) if self.has_next else None

    def get_previous_link(self) -> str | None:
        return self._link(0, backwards=True) if self.has_previous else None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        page["properties"]["count"] = {"type": "integer", "minimum": 0, "description": "With count=true."}
        return page

    def ordering_of(self, request: Request, known: tuple[str, ...], default: str | None = None) -> str:
        ordering = request.query_params.get("ordering", default or known[0])
        if ordering.removeprefix("-") not in known:
            raise ValidationError({"ordering": [f"Use {', '.join(known)}, or one of them with - in front."]})
        return ordering

    def wants_count(self, request: Request) -> bool:
        text = request.query_params.get("count", "false")
        if text not in ("true", "false"):
            raise ValidationError({"count": ["Use true or false."]})
        return text == "true"

    def _link(self, place: int, backwards: bool) -> str:
        row: Any = self.page[place]
        mark = Mark(self.ordered, backwards, getattr(row, self.ordered.removeprefix("-")), row.pk)
        return replace_query_param(remove_query_param(self.address, "count"), "cursor", mark.text())

    def _mark(self, request: Request, ordering: str, model: Any) -> Mark | None:
        text = request.query_params.get("cursor", "")
        if not text:
            return None
        try:
            told = json.loads(base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True))
            asked, backwards, value, pk = told
            if asked != ordering or not isinstance(backwards, bool) or not isinstance(pk, int):
                raise ValueError(told)
            if not 0 <= pk <= BigIntegerField.MAX_BIGINT:
                raise ValueError(pk)
            return Mark(ordering, backwards, known_value(model, ordering.removeprefix("-"), value), pk)
        except (binascii.Error, UnicodeError, ValueError, TypeError, OverflowError, RecursionError, Invalid):
            refusal = "Not a cursor: follow a next or previous link, or leave it out."
            raise ValidationError({"cursor": [refusal]}) from None


def known_value(model: Any, field: str, value: Any) -> Any:
    """A value that the field can have. Raises ValueError, TypeError or Django's ValidationError."""
    column = model._meta.get_field(field)
    if value is None or isinstance(value, Mapping | list | bool) or "\x00" in str(value):
        raise ValueError(value)
    known = column.to_python(value)
    if isinstance(known, float) and not -1e300 < known < 1e300:
        raise ValueError(value)
    if isinstance(known, int) and not 0 <= known <= BigIntegerField.MAX_BIGINT:
        raise ValueError(value)
    if hasattr(known, "tzinfo") and known.tzinfo is None:
        raise ValueError(value)
    return known


def beyond(field: str, mark: Mark, against: bool) -> Q:
    """The rows that come after the mark, in the direction of the page."""
    lookup = "lt" if against else "gt"
    if field == "id":
        return Q(**{f"id__{lookup}": mark.id})
    # The first condition alone lets the index be entered at the right place.
    return Q(**{f"{field}__{lookup}e": mark.value}) & (
        Q(**{f"{field}__{lookup}": mark.value}) | Q(**{f"id__{lookup}": mark.id})
    )
