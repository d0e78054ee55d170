"""What the API says when it refuses: problem+json (RFC 9457), which names the field and the remedy."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded"
# What to do, where what went wrong says no more than that it did.
REMEDIES = {
    401: "This needs a log-in, or a token: Authorization: Bearer fct_…",
    403: "You may not do this: an administrator can give you a role that may.",
    404: "There is no such row.",
}
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "about:blank: as its status says."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do, in words for a person."},
        "errors": {
            "type": "object",
            "description": "Field, parameter or header to what is wrong with it, and what to give instead.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "review": {"type": "integer", "description": "With 409: the id of the standing review that says otherwise."},
        "current": {"type": "object", "description": "With 412: the row as it stands now."},
        "changed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "With 412: what is otherwise than it was, as far as that is known.",
        },
    },
}


class Problem(exceptions.APIException):
    """A refusal with a status of its own; `more` are further members of what is answered, `headers` its headers."""

    def __init__(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, errors: Any = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status_code = status
        self.headers, self.errors, self.more = dict(headers or {}), errors, more


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal of a view, as problem+json."""
    response = exception_handler(error, context)
    if response is None:
        return None
    more: dict[str, Any] = {}
    if isinstance(error, Problem):
        detail, errors, more = str(error.detail), error.errors, error.more
        for name, value in error.headers.items():
            response[name] = value
    elif isinstance(error, exceptions.ValidationError):
        errors = by_field(error.detail)
        detail = "; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in errors.items())
    else:
        detail, errors = _worded(error, response.data, context), None
    response.data = problem(response.status_code, detail, errors, **more)
    response.content_type = MEDIA_TYPE
    return response


def problem(status: int, detail: str, errors: Any = None, type: str = "about:blank", **more: Any) -> dict[str, Any]:
    body = {"type": type, "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return body | ({"errors": errors} if errors else {})


def respond(status: int, detail: str, **more: Any) -> HttpResponse:
    """The same where there is no view of the API: in middleware, and for addresses that are not there."""
    return HttpResponse(json.dumps(problem(status, detail, **more)), status=status, content_type=MEDIA_TYPE)


def by_field(detail: Any, name: str = "") -> dict[str, list[str]]:
    """DRF's nested errors, flat: "names.0" to the sentences on it."""
    if isinstance(detail, Mapping):
        parts: Any = detail.items()
    elif isinstance(detail, list) and any(isinstance(part, Mapping | list) for part in detail):
        parts = [(str(number), part) for number, part in enumerate(detail)]
    else:
        sentences = detail if isinstance(detail, list) else [detail]
        return {name or "body": [str(sentence) for sentence in sentences]}
    found: dict[str, list[str]] = {}
    for key, part in parts:
        key = "body" if key == api_settings.NON_FIELD_ERRORS_KEY else str(key)
        found |= by_field(part, f"{name}.{key}" if name else key)
    return found


def _worded(error: Exception, data: Any, context: dict[str, Any]) -> str:
    """The remedy where DRF has only said what is wrong."""
    view = context.get("view")
    if isinstance(error, exceptions.MethodNotAllowed):
        return f"{error.detail} Use {', '.join(getattr(view, 'allowed_methods', []))}."
    if isinstance(error, exceptions.NotAcceptable):
        types = ", ".join(dict.fromkeys(renderer.media_type for renderer in getattr(view, "renderer_classes", [])))
        return f"{error.detail} Ask for {types}."
    if isinstance(error, exceptions.UnsupportedMediaType):
        types = ", ".join(parser.media_type for parser in getattr(view, "parser_classes", []))
        return f"{error.detail} Send {types}."
    text = str(data.get("detail", "")) if isinstance(data, Mapping) else " ".join(map(str, data))
    default = getattr(type(error), "default_detail", None)
    status = getattr(error, "status_code", 404)
    return REMEDIES.get(status, text) if text == default or not text or status == 404 else text


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """An address of the API that is none: a route of its own, since with DEBUG Django answers with a page."""
    return respond(404, "Nothing is here: /api/v1/ lists what there is.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return unknown(request)
    return defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return respond(500, "Something failed here, not with you; it is in the server's log.")
    return defaults.server_error(request)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return respond(400, "This request cannot be read: look at its address, headers and size.")
    return defaults.bad_request(request, exception)
