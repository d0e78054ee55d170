"""What a publisher declares about an article in its page: JSON-LD, then OpenGraph, microdata and other meta elements.

Of each field the first value that can be read stands, with how it was declared and as it was written (an offset from
UTC among it).
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from lxml import html

from . import dates, linked
from .bylines import DAY_NAMES, byline
from .clues import Clue, Clues
from .outlets import called

OPEN_GRAPH = {
    "title": ("og:title",),
    "byline": ("article:author", "og:article:author"),
    "published_at": ("article:published_time", "og:article:published_time", "og:published_time", "og:pubdate"),
    "modified_at": ("article:modified_time", "og:article:modified_time", "og:updated_time", "article:updated_time"),
    "source": ("og:site_name",),
    "language": ("og:locale",),
}
MICRODATA = {
    "title": "headline",
    "byline": "author",
    "published_at": "datePublished",
    "modified_at": "dateModified",
    "language": "inLanguage",
}
META = {
    "title": ("twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline"),
    "byline": ("author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "authors"),
    "published_at": (
        *("datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued"),
        *("parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date", "ptime", "publication_date"),
        *(
            "cxenseparse:recs:publishtime",
            "cxenseparse:publishtime",
            "article.published",
            "date.created",
            "publishdate",
        ),
    ),
    "modified_at": (
        *("datemodified", "last-modified", "dc.date.modified", "dcterms.modified", "lastmod", "article.updated"),
        *("utime", "date.modified", "revised", "last_updated_date"),
    ),
    "language": ("dc.language", "dcterms.language", "content-language", "language"),
}
BY = re.compile(r"^by:?\s+", re.IGNORECASE)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
MOST_SHOWN = 100
TIMES = ("published_at", "modified_at")


@dataclass(frozen=True)
class Declared:
    """The fields (title, byline, origin, source, language, published_at, modified_at), each with how it was found.

    `text` is the article's text where a page states it for machines, `words` how many it claims to have; `free` is
    None where the page does not say whether it may be read without paying.
    """

    fields: Clues = field(default_factory=dict)
    text: str = ""
    words: int = 0
    free: bool | None = None
    is_article: bool = False

    @property
    def title(self) -> str:
        return self.fields["title"].value if "title" in self.fields else ""


def read(root: html.HtmlElement, url: str = "") -> Declared:
    data = linked.read(root, url)
    fields: Clues = {}
    said = list(_statements(root, data))
    zone = _zone(written for name, written, _ in said if name in TIMES)
    for name, written, how in said:
        shown = f"{how}: {' '.join(written.split())[:MOST_SHOWN]}"
        if name in TIMES and dates.is_local(written):
            shown += (
                f" (no zone stated: {zone or 'UTC'}, {'as in other times of the page' if zone else 'for want of any'})"
            )
        for known, value in _split(name, cleaned(name, written, zone)):
            fields.setdefault(known, Clue(value, shown))
    text = data.text("articleBody")
    plain = re.sub(r"<[a-z/][^<>]*>", " ", unescape(text), flags=re.IGNORECASE) if text else ""
    words = data.text("wordCount")
    is_article = data.is_article or _meta(root).get("og:type", "").lower() == "article"
    return Declared(fields, plain, int(words) if words.isdecimal() and len(words) < 7 else 0, data.free, is_article)


def _statements(root: html.HtmlElement, data: linked.Linked) -> Iterator[tuple[str, str, str]]:
    """Field, value as written, and how it is declared, in order of trust."""
    yield from _linked(data)
    meta = _meta(root)
    for name, names in OPEN_GRAPH.items():
        yield from ((name, meta[key], f"OpenGraph {key}") for key in names if _says(meta.get(key, "")))
    yield from _microdata(root)
    for name, names in META.items():
        yield from ((name, meta[key], f"meta {key}") for key in names if _says(meta.get(key, "")))
    yield "language", root.get("lang") or "", "lang of the page"


def _zone(written: Iterable[str]) -> dt.tzinfo | None:
    """The offset from UTC of a page's own times, where those that state one state the same, but for UTC beside it.

    Programs write UTC of themselves, another zone only because the publisher has it.
    """
    stated = {zone for text in written if (zone := dates.zone(text))}
    own = stated - {dt.UTC} or stated
    return next(iter(own)) if len(own) == 1 else None


def _linked(data: linked.Linked) -> Iterator[tuple[str, str, str]]:
    for name, key in (("title", "headline"), ("published_at", "datePublished"), ("modified_at", "dateModified")):
        yield name, data.text(key), f"JSON-LD {key}"
    publisher = next(iter(data.names("publisher")), "")
    yield "origin" if _agency(publisher) else "source", publisher, "JSON-LD publisher"
    yield "language", next(iter(data.names("inLanguage")), ""), "JSON-LD inLanguage"
    names = data.names("author") or data.names("creator")
    agencies = [name for name in names if _agency(name)]
    people = [name for name in dict.fromkeys(names) if name not in agencies and _says(name)]
    yield "byline", ", ".join(people), "JSON-LD author"
    if len(agencies) == 1:
        yield "origin", agencies[0], "JSON-LD author"


def _meta(root: html.HtmlElement) -> dict[str, str]:
    """The contents of meta elements by name in lower case, the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or ""
        if content := (element.get("content") or "").strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _microdata(root: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Of the first article that is marked up, else of any element that bears such a name."""
    scopes = (element for element in root.iter() if "Article" in (element.get("itemtype") or ""))
    within = next(scopes, root)
    wanted = {key: name for name, key in MICRODATA.items()}
    for element in within.iter():
        for key in (element.get("itemprop") or "").split():
            if key in wanted:
                yield wanted[key], _content(element), f"microdata {key}"
        if element.tag == "time" and element.get("pubdate") is not None:
            yield "published_at", element.get("datetime") or "", "time pubdate"


def _content(element: html.HtmlElement) -> str:
    if element.get("itemscope") is not None:
        named = (inner for inner in element.iter() if inner.get("itemprop") == "name")
        return next((_content(inner) for inner in named if inner is not element), "")
    stated = element.get("content") or element.get("datetime")
    return stated or " ".join(element.itertext())[:500]


def _says(value: str) -> bool:
    return bool(value) and not value.startswith(("@", "http", "//"))


def _agency(name: str) -> bool:
    known = called(name)
    return known is not None and known.agency


def cleaned(name: str, value: str, zone: dt.tzinfo | None = None) -> str:
    """A value in the form it is kept in, "" where it is none: dates in ISO 8601, languages as a code.

    `zone` is that of times that state none; without it they are taken as UTC.
    """
    value = " ".join(unescape(value).split())
    if name in TIMES:
        moment = dates.parse(value, zone or dt.UTC)
        return moment.isoformat() if moment else ""
    if name == "language":
        return value.lower() if LANGUAGE.fullmatch(value) else ""
    return value.split(" | ")[0] if name == "source" else value


def _split(name: str, value: str) -> Iterator[tuple[str, str]]:
    """A byline in people and whom they wrote for ("Ada Example, AP"); everything else as it is."""
    if name == "byline":
        value = DAY_NAMES.sub("", BY.sub("", value))
        signed = byline(f"By {value}")
        if signed and signed.organisation:
            yield "origin", signed.organisation
            value = signed.people
    if value:
        yield name, value
