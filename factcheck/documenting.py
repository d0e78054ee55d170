"""What the schema says beside the rows: who may call, every refusal, and every header."""

from typing import Any

from django.db.models import BigIntegerField
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.permissions import SAFE_METHODS

from . import problems, retiring
from .idempotency import KEY

ERRORS = problems.SCHEMA
PROBLEM = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PAGE = {"text/html": {"schema": {"type": "string"}}}
REFUSALS = {
    "400": "A parameter, field or header that is not known or cannot be read: each by its name, with its remedy.",
    "401": "This needs a log-in or a token, or the token opens nothing.",
    "403": "This needs a permission that you have not, or a scope that the token has not.",
    "404": "There is no such row.",
    "406": "It cannot be had in what Accept asks for.",
    "412": "It is not what If-Match names.",
    "414": "By the web server: the address is longer than it reads.",
    "415": "The body is in a format that is not read here.",
    "422": "The Idempotency-Key was used for another request.",
    "429": "Asked too often: wait as long as Retry-After says.",
}
ID = {"type": "integer", "minimum": 1, "maximum": BigIntegerField.MAX_BIGINT}
NO_NULL = "^[^\\u0000]+$"
TEXT = {"schema": {"type": "string"}}
EVERYWHERE = {
    "RateLimit": {"description": 'Such as "token";r=599;t=60: requests left, and seconds until it starts anew.'},
    "RateLimit-Policy": {"description": 'Such as "token";q=600;w=60: requests, and the seconds they are for.'},
    "Cache-Control": {"description": "Who may keep it."},
}
OF_READING = {
    "ETag": {"description": "Of these very bytes: send it as If-None-Match to be told 304 where nothing changed."},
    "Last-Modified": {"description": "Of rows that never change."},
}
ASKED = [
    {"name": "If-None-Match", "in": "header", **TEXT, "description": "An ETag: 304 where it still holds, at no cost."},
]
REPEATED = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "pattern": KEY},
        "description": "Yours, new for each request: sent again within 24 hours, it gets the first answer again.",
    }
]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema writes a token, and the scope that it needs."""

    target_class = "access.authenticating.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of the admin, such as fct_…"}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [auto_schema.view.need().scope]}


class Schema(AutoSchema):
    """Says which permission and scope a call needs, and where no log-in is needed."""

    def get_auth(self) -> Any:
        permissions = self.view.get_permissions()
        anonymous = all(getattr(permission, "authenticated_users_only", True) is False for permission in permissions)
        return [*super().get_auth(), {}] if anonymous else super().get_auth()

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation:
            retiring.declare(operation, self.view)
        return operation

    def get_extensions(self) -> Any:
        view: Any = self.view
        return {"x-permission": view.need().permission, **super().get_extensions()}


def complete(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: adds to each operation the refusals and headers that all of them share."""
    schemas = result["components"]["schemas"]
    schemas["Problem"] = problems.SCHEMA
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _complete(path, method.upper(), operation)
            for media in operation.get("requestBody", {}).get("content", {}).values():
                schemas[media["schema"]["$ref"].rpartition("/")[2]]["additionalProperties"] = False
    return result


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status in _statuses(path, method):
        responses.setdefault(status, {"description": REFUSALS[status]})
    if method == "GET":
        responses["304"] = {"description": "You have it: it is as If-None-Match names it. This costs nothing."}
    for status, response in responses.items():
        if status >= "400":
            response["content"] = PAGE if status == "414" else PROBLEM
        response["headers"] = {**_headers(method, status), **response.get("headers", {})}
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "path":
            parameter["schema"] = ID
        elif parameter["in"] == "query":
            parameter["schema"] |= _narrowed(parameter["schema"])
    parameters.extend(ASKED if method in SAFE_METHODS else REPEATED)


def _narrowed(schema: dict[str, Any]) -> dict[str, Any]:
    """What holds of every parameter, and is not said of each."""
    if schema.get("type") == "integer":
        return {"maximum": schema.get("maximum", BigIntegerField.MAX_BIGINT)}
    if schema.get("type") == "string" and not {"enum", "format", "pattern"} & schema.keys():
        return {"minLength": 1, "pattern": NO_NULL}
    return {}


def _statuses(path: str, method: str) -> list[str]:
    statuses = ["400", "401", "403", "406", "429"]
    if "{" in path:
        statuses.append("404")
    return sorted([*statuses, "412", "414"] if method == "GET" else [*statuses, "415", "422"])


def _headers(method: str, status: str) -> dict[str, Any]:
    headers = dict(EVERYWHERE)
    if method == "GET" and status in ("200", "304"):
        headers |= OF_READING
    if status in ("201", "202"):
        headers["Location"] = {"description": "Where it is."}
    if status == "401":
        headers["WWW-Authenticate"] = {"description": "How to say who you are."}
    if status == "429":
        headers["Retry-After"] = {"description": "Seconds."}
    return {name: {**TEXT, **header} for name, header in headers.items()}
