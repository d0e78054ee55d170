"""Pages of the API: by cursor, so that a page costs the same however deep, and rows added meanwhile shift nothing."""

from typing import Any

from django.db.models import BigIntegerField
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class Pages(CursorPagination):
    """100 rows by id, or as many as `limit` asks for, up to 500; `next` and `previous` are links to follow."""

    ordering = "id"
    page_size = 100
    max_page_size = 500
    page_size_query_param = "limit"
    page_size_query_description = "Rows a page, 1 to 500; 100 where it is not given."
    cursor_query_description = "From a `next` or `previous` link: follow the link rather than build one."

    def get_page_size(self, request: Request) -> int:
        text = request.query_params.get("limit", "100")
        if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= self.max_page_size:
            return int(text)
        raise ValidationError({"limit": ["Give a whole number from 1 to 500."]})

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            cursor: Any = super().decode_cursor(request)
            if cursor and not 0 <= int(cursor.position or -1) <= BigIntegerField.MAX_BIGINT:
                raise ValueError(cursor.position)
        except (NotFound, ValueError):
            raise ValidationError(
                {"cursor": ["Not a cursor: follow a next or previous link, or leave it out."]}
            ) from None
        return cursor  # type: ignore[no-any-return]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == "limit":
                parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
            else:
                parameter["schema"] = {"type": "string", "minLength": 1}
        return parameters

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Without `nullable`, which OpenAPI 3.1 no longer knows."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }
