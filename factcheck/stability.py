"""The page on what clients can rely on, as the service itself gives it: headers of what is to go point here."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import problems

READING = ("GET", "HEAD")
PAGE = Path(settings.BASE_DIR, "docs", "stability.md")


def stability(request: HttpRequest) -> HttpResponse:
    if request.method not in READING:
        refused = problems.respond(405, f"Use {', '.join(READING)}.")
        refused["Allow"] = ", ".join(READING)
        return refused
    return HttpResponse(PAGE.read_bytes(), content_type="text/markdown; charset=utf-8")
