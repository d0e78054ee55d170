"""Pages of other sites may read what anybody may read, without credentials. Nothing else crosses origins."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from .conditional import carries_credentials
from .limits import Answering

ALLOWED = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
EXPOSED = "ETag, Last-Modified, Location, Link, Deprecation, Sunset, RateLimit, RateLimit-Policy, Retry-After"


class CrossOrigin:
    """Middleware: answers a browser's question whether a page may read, and marks what it may."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/api/") or not settings.API_ANONYMOUS_READING:
            return self.get_response(request)
        wanted = request.headers.get("Access-Control-Request-Method", "")
        if request.method == "OPTIONS" and wanted and "Origin" in request.headers:
            return preflight(wanted)
        response = self.get_response(request)
        if request.method in ("GET", "HEAD") and not carries_credentials(request):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
        return response


def preflight(wanted: str) -> HttpResponse:
    """204, with the leave to read; without it where something else than reading is wanted."""
    response = HttpResponse(status=204)
    patch_vary_headers(response, ["Access-Control-Request-Method"])
    if wanted in ("GET", "HEAD"):
        response["Access-Control-Allow-Origin"] = "*"
        for name, value in ALLOWED.items():
            response[name] = value
    return response
