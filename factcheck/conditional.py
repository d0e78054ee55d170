"""What need not be sent again, and what may be kept: ETag and 304, Cache-Control, Vary, and compression."""

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from . import problems
from .limits import Answering

# An ETag is of the very bytes, so what is compressed has one of its own.
COMPRESSED = '-gzip"'
VARY = ["Accept", "Accept-Encoding", "Authorization", "Cookie"]


class Compressing(GZipMiddleware):
    """The same bytes each time, so that their ETag is true; nothing here is secret that random padding would hide."""

    max_random_bytes = 0


class Conditional:
    """Middleware: 304 for what the client has; else the answer with a strong ETag, compressed where that is wanted."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response
        self.compressing = Compressing(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        asked = {name: request.META.get(name, "") for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")}
        for name in filter(asked.get, asked):
            request.META[name] = asked[name].replace(COMPRESSED, '"')
        request.__dict__.pop("headers", None)  # They are a copy that Django keeps.
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            return response
        patch_vary_headers(response, VARY)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = kept(request, response)
        answer = conditioned(request, response)
        if answer.status_code == 304:
            if mark(response["ETag"]) in asked["HTTP_IF_NONE_MATCH"]:
                answer["ETag"] = mark(response["ETag"])
            return answer
        return self._compressed(request, answer)

    def _compressed(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        tag = response.get("ETag")
        answer = self.compressing.process_response(request, response)
        if tag and answer.get("Content-Encoding") == "gzip":
            answer["ETag"] = mark(tag)
        return answer


def mark(tag: str) -> str:
    return tag[:-1] + COMPRESSED


def kept(request: HttpRequest, response: HttpResponseBase) -> str:
    """Whoever keeps it asks each time whether it still holds; what only some may read, no one keeps for others."""
    if request.method not in ("GET", "HEAD") or response.status_code not in (200, 304):
        return "no-store"
    return "private, no-cache" if carries_credentials(request) else "public, no-cache"


def carries_credentials(request: HttpRequest) -> bool:
    return bool(request.headers.get("Authorization")) or settings.SESSION_COOKIE_NAME in request.COOKIES


def conditioned(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 where the client has what would be sent.

    The ETag is the view's own where it gives one; else of the bytes, led by the evidence's where it has one.
    """
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    if not response.has_header("ETag"):
        tag = hashlib.sha256(response.content).hexdigest()[:32]
        response["ETag"] = f'"{getattr(response, "etag_prefix", "")}{tag}"'
    modified: dt.datetime | None = getattr(response, "modified_at", None)
    if modified:
        response["Last-Modified"] = http_date(modified.timestamp())
    answer = get_conditional_response(
        request, etag=response["ETag"], last_modified=int(modified.timestamp()) if modified else None, response=response
    )
    if answer is not None and answer.status_code == 412:
        return problems.respond(412, "This is no longer what If-Match names: read it again.")
    return answer or response
