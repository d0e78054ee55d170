"""What is to go, declared where it is: the schema calls it deprecated, and answers that use it say until when it is.

After RFC 9745 (Deprecation) and RFC 8594 (Sunset); docs/stability.md is the page that the headers point to.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.reverse import reverse

# What docs/stability.md promises, and no declaration can fall short of.
NOTICE = dt.timedelta(days=365)
HEADERS = {
    "Deprecation": {"description": "Since when it is known that this is to go: @ and seconds since 1970 (RFC 9745)."},
    "Sunset": {"description": "Until when it is there at least (RFC 8594)."},
    "Link": {"description": "rel=deprecation and rel=sunset: the page that says what is promised."},
}


@dataclass(frozen=True)
class Retiring:
    """One action of a view, or one query parameter of it, that is to go, a year after that was said or later."""

    action: str
    since: dt.datetime
    gone: dt.datetime
    instead: str
    parameter: str = ""

    def __post_init__(self) -> None:
        if self.gone - self.since < NOTICE:
            raise ValueError(f"{self.action} {self.parameter}: {NOTICE.days} days' notice is promised")

    def used(self, request: Request) -> bool:
        return not self.parameter or self.parameter in request.query_params

    @property
    def told(self) -> str:
        return f"It is to go after {self.gone:%Y-%m-%d}: {self.instead}"


def of(view: Any) -> list[Retiring]:
    return [each for each in view.going if each.action == view.action]


def headers(view: Any, request: Request) -> Iterator[tuple[str, str]]:
    """Of an answer to a request that uses any of it; where several are used, of the soonest."""
    used = [each for each in of(view) if each.used(request)]
    if not used:
        return
    page = reverse("stability", request=request)
    yield "Deprecation", f"@{int(min(each.since for each in used).timestamp())}"
    yield "Sunset", http_date(min(each.gone for each in used).timestamp())
    links = [f'<{page}>; rel="{relation}"; type="text/markdown"' for relation in ("deprecation", "sunset")]
    yield "Link", ", ".join(links)


def declare(operation: dict[str, Any], view: Any) -> None:
    """Says so in the schema's operation; saying it twice is saying it once."""
    for each in of(view):
        parameters = [item for item in operation.get("parameters", []) if item["name"] == each.parameter]
        for place in parameters if each.parameter else [operation]:
            if not place.get("deprecated"):
                place["deprecated"] = True
                place["description"] = f"{place.get('description', '')} {each.told}".strip()
        for response in operation["responses"].values():
            response["headers"] = {
                **{name: {"schema": {"type": "string"}, **header} for name, header in HEADERS.items()},
                **response.get("headers", {}),
            }
