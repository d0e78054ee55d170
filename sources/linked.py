"""schema.org's data about an article as JSON-LD: the one object of a page that describes the page's own article."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from . import addresses

Object = dict[str, Any]
ARTICLE_TYPE = re.compile(r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$|^Review$|^SocialMediaPosting$")
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|(?://\s*)?\]\]>|;)\s*$")
TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
MAX_OBJECTS = 20_000


@dataclass(frozen=True)
class Linked:
    """The object that describes the article, and all objects of the page by their id."""

    article: Object
    known: dict[str, Object]

    def names(self, field: str) -> list[str]:
        """The names under a field that may hold text, an object with a name, a reference, or a list of these."""
        return [name for item in _listed(self.article.get(field)) if (name := self._name(item))]

    def text(self, field: str) -> str:
        value = self.article.get(field)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    @property
    def free(self) -> bool | None:
        """Whether it may be read without paying; None where it does not say."""
        said = [self.article.get("isAccessibleForFree")]
        said += [part.get("isAccessibleForFree") for part in _listed(self.article.get("hasPart")) if _is_object(part)]
        answers = {str(value).strip().lower().removeprefix("http://schema.org/") for value in said if value is not None}
        if answers & {"false", "0"}:
            return False
        return True if answers & {"true", "1"} else None

    @property
    def is_article(self) -> bool:
        return bool(self.article)

    def _name(self, item: Any) -> str:
        if isinstance(item, dict):
            item = self.known.get(str(item.get("@id")), item) if "name" not in item else item
            item = item.get("name")
            item = item[0] if isinstance(item, list) and item else item
        return item.strip() if isinstance(item, str) else ""


def read(root: html.HtmlElement, url: str = "") -> Linked:
    """The article's object: one that gives the page's address, else the first that says most; an empty one if none."""
    objects: list[Object] = []
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        objects.extend(_objects(_parsed(script.text or "")))
        if len(objects) > MAX_OBJECTS:
            break
    known = {str(item["@id"]): item for item in objects if "@id" in item and len(item) > 1}
    articles = [item for item in objects if any(ARTICLE_TYPE.search(kind) for kind in kinds(item))]
    return Linked(max(articles, key=lambda item: _fit(item, url), default={}), known)


def kinds(item: Object) -> list[str]:
    return [str(kind).rpartition("/")[2] for kind in _listed(item.get("@type"))]


def _fit(item: Object, url: str) -> tuple[bool, int]:
    stated = [item.get("url"), item.get("@id"), item.get("mainEntityOfPage")]
    stated = [value.get("@id") or value.get("url") if isinstance(value, dict) else value for value in stated]
    here = bool(url) and any(isinstance(value, str) and _same(value, url) for value in stated)
    return here, sum(field in item for field in ("headline", "datePublished", "author", "articleBody"))


def _same(one: str, other: str) -> bool:
    try:
        return addresses.canonical(one) == addresses.canonical(other)
    except ValueError:
        return False


def _parsed(script: str) -> Any:
    """The data of a script. Broken linked data is common; what cannot be mended is read as none."""
    plain = WRAPPING.sub("", WRAPPING.sub("", script))
    for attempt in (plain, TRAILING_COMMA.sub("", plain)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(data: Any) -> Iterator[Object]:
    """All objects, those that contain others first; those of lists of other articles are left out."""
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            inner = (value for key, value in item.items() if key not in ("itemListElement", "relatedLink", "citation"))
            waiting.extend(value for value in inner if isinstance(value, dict | list))


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
