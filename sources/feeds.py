"""Pure: the bytes of a feed ─▶ its entries. RSS, Atom, RDF, JSON Feed and (news) sitemaps, told apart by content."""

import calendar
import datetime as dt
import html
import io
import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import dates

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
DATES = ("published_parsed", "updated_parsed")
JSON_FEED = "https://jsonfeed.org/version/"


class NotAFeed(Exception):
    """The bytes are no feed of a known kind; the message says what they look like and what to do."""


@dataclass(frozen=True)
class Entry:
    """One article as a feed announces it; `published` is UTC, `origin` whom the feed credits, if anybody."""

    url: str
    title: str = ""
    published: dt.datetime | None = None
    origin: str = ""


def read(data: bytes, url: str = "", content_type: str = "") -> list[Entry]:
    """The entries in the feed's order, each URL once; `url` is the feed's own, for relative links. Raises NotAFeed."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    if start.startswith(b"{"):
        entries = _json_feed(data)
    elif b"<urlset" in start or b"<sitemapindex" in start:
        entries = _sitemap(data)
    else:
        entries = _syndication(data, url, content_type)
    return list(_addressed(entries, url))


def _addressed(entries: Iterable[Entry], base: str) -> Iterator[Entry]:
    seen = set()
    for entry in entries:
        if not entry.url.strip():
            continue
        try:
            url = urljoin(base, entry.url.strip())
            scheme = urlsplit(url).scheme
        except ValueError:  # Not a URL at all: nothing could be fetched there.
            continue
        if scheme in ("http", "https") and url not in seen:
            seen.add(url)
            yield Entry(url, _plain(entry.title), entry.published, _plain(entry.origin))


def _plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", text)).split())


def _syndication(data: bytes, url: str, content_type: str) -> list[Entry]:
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    try:
        # A stream: bytes given as they are would first be tried as the name of a file.
        parsed = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # It runs eleven parsers over whatever a stranger sent.
        raise NotAFeed(f"the feed cannot be read: {type(error).__name__}: {error}") from error
    if not parsed.get("version"):
        raise NotAFeed(_unlike_a_feed(data))
    return [
        Entry(
            url=entry.get("link", ""),
            title=entry.get("title", ""),
            published=_moment(next((entry[name] for name in DATES if name in entry), None)),
            origin=entry.get("source", {}).get("title", ""),
        )
        for entry in parsed.entries
    ]


def _unlike_a_feed(data: bytes) -> str:
    if not data.strip():
        return "the feed is empty"
    if re.search(rb"<html|<!doctype html", data[:2000], re.IGNORECASE):
        return "this is an HTML page, not a feed: give the feed's own address, or add it as one page"
    return "this is no RSS, Atom, RDF, JSON Feed or sitemap"


def _moment(parsed: time.struct_time | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError):  # A day that does not exist, a year past 9999.
        return None


def _json_feed(data: bytes) -> list[Entry]:
    """JSON Feed 1 and 1.1 (jsonfeed.org)."""
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"this looks like JSON and cannot be read: {error}") from error
    items = feed.get("items")
    if not str(feed.get("version", "")).startswith(JSON_FEED) or not isinstance(items, list):
        raise NotAFeed(f"this is JSON, but no JSON Feed: its version does not start with {JSON_FEED}")
    return [_json_item(item) for item in items if isinstance(item, dict)]


def _json_item(item: dict[str, Any]) -> Entry:
    return Entry(
        url=_string(item.get("url")) or _string(item.get("external_url")) or _string(item.get("id")),
        title=_string(item.get("title")),
        published=dates.parse(_string(item.get("date_published"))),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _sitemap(data: bytes) -> list[Entry]:
    """A sitemap (sitemaps.org), with Google's news extension where it has one."""
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotAFeed(f"the sitemap cannot be read: {error}") from error
    if root.tag != f"{SITEMAP}urlset":
        raise NotAFeed("this is an index of sitemaps: add the sitemaps that it lists, the news one first")
    return [_sitemap_url(element) for element in root.iter(f"{SITEMAP}url")]


def _sitemap_url(element: Element) -> Entry:
    news = element.find(f"{NEWS}news")
    return Entry(
        url=element.findtext(f"{SITEMAP}loc", ""),
        title=news.findtext(f"{NEWS}title", "") if news is not None else "",
        published=dates.parse(news.findtext(f"{NEWS}publication_date", "")) if news is not None else None,
    )
