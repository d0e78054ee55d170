"""The article of an HTML page: its main text, and what the publisher states about it in the page's head.

What is stated for machines (JSON-LD, then OpenGraph and other meta elements) comes before what is visible.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

import trafilatura
from htmldate import find_date
from lxml import html
from lxml.etree import LxmlError

from . import addresses, dates
from .bylines import byline
from .clues import Clue, Clues
from .failures import Unreadable
from .outlets import called

MAX_ELEMENTS = 50_000
BY = re.compile(r"^by:?\s+", re.IGNORECASE)
DAY_NAMES = re.compile(
    r"[\s;,]+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|[\s;,])+$",
    re.IGNORECASE,
)
ARTICLE_TYPE = re.compile(r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$|^AnalysisNewsArticle$")
META = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"),
    "byline": ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl", "dcterms.creator"),
    "published_at": (
        *("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
        *("dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "ptime"),
        *(
            "cxenseparse:recs:publishtime",
            "publication_date",
            "article.published",
            "date.created",
            "cxenseparse:publishtime",
        ),
    ),
}


@dataclass(frozen=True)
class Page:
    """The main text, what the page states for machines, and what was inferred from what it shows."""

    text: str
    stated: dict[str, str]
    clues: Clues


def read(markup: str, url: str = "") -> Page:
    """The article of the page at `url` ("" for a file). Raises Unreadable where there is no main text."""
    tree = _tree(markup)
    stated: dict[str, str] = {}
    for finder in (_site_name, _linked_data, _meta):
        for field, value in finder(tree):
            for name, part in _split(field, _clean(field, value)):
                stated.setdefault(name, part)
    stated["url"] = _canonical(tree, url)
    text, title, author = _main(tree, url)
    signed = byline(f"By {DAY_NAMES.sub('', author)}")
    people, wrote_for = (signed.people, signed.organisation) if signed else ("", "")
    clues = {"title": Clue(title, "visible title"), "byline": Clue(people, "visible byline")}
    clues["origin"] = Clue(wrote_for, "visible byline")
    # A site's name varies from page to page: its domain says more.
    clues["source"] = Clue(stated.pop("source", ""), "site name")
    if "published_at" not in stated and (moment := _visible_date(tree, url)):
        clues["published_at"] = moment
    return Page(text, {k: v for k, v in stated.items() if v}, {k: v for k, v in clues.items() if v.value})


def _tree(markup: str) -> html.HtmlElement:
    if not re.search(r"<\s*(?:!doctype\s+html|html|head|body|p|div|article|section|h\d|span|br)\b", markup, re.I):
        raise Unreadable("holds no HTML elements: import it as .txt")
    try:
        # As bytes, for a text that declares an encoding of its own would be refused.
        tree = html.document_fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except LxmlError as error:
        raise Unreadable(f"cannot be parsed as HTML ({error})") from None
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise Unreadable(f"has more than {MAX_ELEMENTS:,} elements: save the article's text alone")
    return tree


def _main(tree: html.HtmlElement, url: str) -> tuple[str, str, str]:
    found = trafilatura.bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_formatting=False,
        include_links=False,
        deduplicate=False,
        with_metadata=True,
        # The date is found apart; this keeps the extractor from looking for it too.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise Unreadable("no article text was found in the page: save the article's text alone as .txt")
    return str(found.text), found.title or "", found.author or ""


def _linked_data(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """schema.org's NewsArticle and its kin."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # Broken linked data is common; the meta elements are read next.
        for item in _items(data):
            yield "title", _named(item.get("headline"))
            yield "published_at", _named(item.get("datePublished"))
            publisher = _named(item.get("publisher"))
            yield "origin" if _agency(publisher) else "source", publisher
            yield "language", _named(item.get("inLanguage"))
            yield from _authors(item.get("author"))


def _items(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            types = item.get("@type")
            if any(ARTICLE_TYPE.search(str(kind)) for kind in (types if isinstance(types, list) else [types])):
                yield item
            if isinstance(graph := item.get("@graph"), list):
                yield from _items(graph)


def _named(value: Any) -> str:
    """The name of a thing that may be written as text, as an object with a name, or as a list of either."""
    if isinstance(value, list):
        return _named(value[0]) if value else ""
    if isinstance(value, dict):
        return _named(value.get("name"))
    return value if isinstance(value, str) else ""


def _authors(value: Any) -> Iterator[tuple[str, str]]:
    """People are the byline; an agency among the authors is the origin where it is the only one."""
    names = [name for item in (value if isinstance(value, list) else [value]) if (name := _named(item).strip())]
    agencies = [name for name in names if _agency(name)]
    people = [name for name in dict.fromkeys(names) if name not in agencies and not name.startswith("http")]
    if people:
        yield "byline", ", ".join(people)
    if len(agencies) == 1:
        yield "origin", agencies[0]


def _agency(name: str) -> bool:
    known = called(name)
    return known is not None and known.agency


def _site_name(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iterfind(".//meta[@property='og:site_name']"):
        yield "source", (element.get("content") or "").split(" | ")[0]


def _meta(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := (element.get("content") or "").strip():
            found.setdefault(name.lower(), content)
    for field, names in META.items():
        for name in names:
            if name in found and not found[name].startswith(("@", "http")):
                yield field, found[name]
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or "datePublished" in (element.get("itemprop") or ""):
            yield "published_at", element.get("datetime") or ""
    yield "language", tree.get("lang") or ""


def _clean(field: str, value: str) -> str:
    value = " ".join(unescape(value).split())
    if field == "published_at":
        moment = dates.parse(value)
        return moment.isoformat() if moment else ""
    if field == "language":
        return value.lower() if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", value) else ""
    return value


def _split(field: str, value: str) -> Iterator[tuple[str, str]]:
    """A byline in people and whom they wrote for ("Ada Example, AP"); everything else as it is."""
    signed = byline(f"By {BY.sub('', value)}") if field == "byline" else None
    if signed and signed.organisation:
        yield "origin", signed.organisation
        value = signed.people
    if value:
        yield field, BY.sub("", value) if field == "byline" else value


def _canonical(tree: html.HtmlElement, url: str) -> str:
    """The address the page gives itself; another site's is not believed, nor a home page's.

    Otherwise any page could add a version to any other publisher's article.
    """
    candidates = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    candidates += [meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    for candidate in candidates:
        try:
            address = addresses.canonical(urljoin(url, (candidate or "").strip()))
        except ValueError:
            continue
        if not url:
            return address
        if addresses.domain(address) == addresses.domain(url) and not _home(address):
            return address
    return url


def _home(url: str) -> bool:
    return re.fullmatch(r"https?://[^/]+/?", url) is not None


def _visible_date(tree: html.HtmlElement, url: str) -> Clue | None:
    found = find_date(tree, url=url or None, extensive_search=False, original_date=True)
    moment = dates.parse(found) if found else None
    return Clue(moment.isoformat(), f"visible date {found}") if moment else None
