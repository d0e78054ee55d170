"""Pure: the bytes of a feed ─▶ its entries. RSS, Atom, RDF, JSON Feed and (news) sitemaps, told apart by content."""

import calendar
import datetime as dt
import html
import io
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import dates
from .failures import Told
from .messages import Part, gettext, number

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# With the zeros of the wide encodings between the letters.
ENTITY = re.compile(rb"<\x00*" + rb"\x00*".join(re.escape(b"!ENTITY"[n : n + 1]) for n in range(7)) + rb"[^>]*>", re.I)
ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"'>]{1,40})["']""")
EBCDIC = b"\x4c\x6f\xa7\x94"
PLAIN = bytes(range(32, 127)) + b"+ADw-!ENTITY ~{<"
# A parser takes so long for each of these that a few megabytes of them would keep a worker busy for a minute.
MARKS = (b"<", b"&", b"=")
MOST_MARKS = 300_000
ITEM = re.compile(rb"<(?:item|entry)\b", re.IGNORECASE)
MOST_ITEMS = 10_000
# Elements and attributes cost the parser a list or a dictionary each, and those of one element time that grows with
# their square; this many are far beyond what publishers need.
MOST_PARTS, MOST_ATTRIBUTES, MOST_DEEP = 100_000, 2_000, 5_000
PART = re.compile(rb"""<(?P<end>/)?[A-Za-z_:](?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+""")
SECTION = re.compile(rb"<!--|<!\[CDATA\[|<\?")
ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
DATES = ("published_parsed", "updated_parsed")
JSON_FEED = "https://jsonfeed.org/version/"


class NotAFeed(Told):
    """The bytes are no feed of a known kind; it says what they look like and what to do."""


@dataclass(frozen=True)
class Entry:
    """One article as a feed announces it; times are UTC, `origin` is whom the feed credits, if anybody."""

    url: str
    title: str = ""
    published: dt.datetime | None = None
    origin: str = ""
    updated: dt.datetime | None = None

    def stated(self) -> dict[str, str]:
        """What it says beside the URL, as text."""
        said = {"title": self.title[:1000], "origin": self.origin[:200]}
        said |= {name: when.isoformat() for name in ("published", "updated") if (when := getattr(self, name))}
        return {name: text for name, text in said.items() if text}

    @classmethod
    def of(cls, url: str, stated: Mapping[str, str]) -> "Entry":
        times = {name: dt.datetime.fromisoformat(stated[name]) for name in ("published", "updated") if name in stated}
        return cls(url, stated.get("title", ""), times.get("published"), stated.get("origin", ""), times.get("updated"))


def read(data: bytes, url: str = "", content_type: str = "") -> list[Entry]:
    """The entries in the feed's order, each URL once; `url` is the feed's own, for relative links. Raises NotAFeed."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    if start.startswith(b"{"):
        entries = _json_feed(data)
    elif b"<sitemapindex" in start:
        raise NotAFeed(
            gettext("this is an index of sitemaps, and not the first: an index within an index is not followed")
        )
    elif b"<urlset" in start:
        entries = _sitemap(data)
    else:
        entries = _syndication(data, url, content_type)
    return list(_addressed(entries, url))


def sitemaps(data: bytes, url: str) -> list[Entry] | None:
    """The sitemaps that an index of sitemaps lists; None where the bytes are no such index. Raises NotAFeed."""
    if b"<sitemapindex" not in data[:2000]:
        return None
    return list(_addressed(map(_sitemap_url, _xml(data).iter(f"{SITEMAP}sitemap")), url))


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
            yield Entry(url, _plain(entry.title), entry.published, _plain(entry.origin), entry.updated)


def _plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", text)).split())


def _syndication(data: bytes, url: str, content_type: str) -> list[Entry]:
    if sum(map(data.count, MARKS)) > MOST_MARKS or len(ITEM.findall(data)) > MOST_ITEMS:
        raise NotAFeed(
            gettext("the feed has more than {number} items, or markup enough for that many", number=number(MOST_ITEMS))
        )
    plain = _without_entities(data)
    _refuse_overgrown(plain)
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    try:
        # A stream: bytes given as they are would first be tried as the name of a file.
        parsed = feedparser.parse(
            io.BytesIO(plain),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # It runs eleven parsers over whatever a stranger sent.
        broken = f"{type(error).__name__}: {error}"
        raise NotAFeed(gettext("the feed cannot be read: {error}", error=broken)) from error
    if not parsed.get("version"):
        raise NotAFeed(_unlike_a_feed(data))
    return [
        Entry(
            url=entry.get("link", ""),
            title=entry.get("title", ""),
            published=_moment(next((entry[name] for name in DATES if name in entry), None)),
            origin=entry.get("source", {}).get("title", ""),
            # Its own `get` would give the time of publication.
            updated=_moment(dict.get(entry, "updated_parsed")),
        )
        for entry in parsed.entries
    ]


def _without_entities(data: bytes) -> bytes:
    """The XML without declarations of entities, which can grow to anything. Raises NotAFeed where they could hide."""
    declared = ENCODING.search(data[:200])
    if declared and not _says_ascii_as_it_is(declared[1].decode("ascii", "replace")):
        encoding = declared[1].decode("ascii", "replace")
        raise NotAFeed(gettext("the feed is encoded as {encoding}: it has to be in UTF-8", encoding=encoding))
    if data.startswith(EBCDIC):
        raise NotAFeed(gettext("the feed is encoded as {encoding}: it has to be in UTF-8", encoding="EBCDIC"))
    return ENTITY.sub(b"", data)


def _refuse_overgrown(data: bytes) -> None:
    """Raises NotAFeed where elements have too many attributes, are nested too deep, or are too many.

    Judged by the bytes, for what is not well-formed is read by a parser of its own, which is the more costly one.
    """
    depth = parts = 0
    for part in PART.finditer(_without_sections(data.replace(b"\x00", b""))):
        if part["end"]:
            depth = max(depth - 1, 0)
            continue
        # A value may hold either, so the one says at most and the other at least how many there are.
        words, values = len(part[0].split()) - 1, part[0].count(b"=")
        depth += not part[0].endswith(b"/")
        parts += 1 + min(words, values)
        if max(words, values) > MOST_ATTRIBUTES:
            most = number(MOST_ATTRIBUTES)
            raise NotAFeed(gettext("an element of the feed has more than {number} attributes", number=most))
        if parts > MOST_PARTS:
            most = number(MOST_PARTS)
            raise NotAFeed(gettext("the feed has more than {number} elements and attributes", number=most))
        if depth > MOST_DEEP:
            most = number(MOST_DEEP)
            raise NotAFeed(gettext("the feed's elements are nested more than {number} deep", number=most))


def _without_sections(data: bytes) -> bytes:
    """The bytes without comments, instructions and CDATA, in which nothing is an element."""
    kept, at = [], 0
    while found := SECTION.search(data, at):
        end = data.find(ENDS[found[0]], found.end())
        if end < 0:
            break
        kept.append(data[at : found.start()])
        at = end + len(ENDS[found[0]])
    return b"".join((*kept, data[at:]))


def _says_ascii_as_it_is(encoding: str) -> bool:
    """Whether a byte below 128 is always itself, as it is in all but a few old encodings; or the wide ones."""
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "ucs-", "iso-10646-ucs-")):
        return True
    try:
        return PLAIN.decode(encoding) == PLAIN.decode("ascii")
    except (LookupError, UnicodeError):
        return encoding.isalnum() or not encoding  # Not a known one: it is not what the bytes are read by.


def _unlike_a_feed(data: bytes) -> Part:
    if not data.strip():
        return gettext("the feed is empty")
    if re.search(rb"<html|<!doctype html", data[:2000], re.IGNORECASE):
        return gettext("this is an HTML page, not a feed: give the feed's own address, or add it as one page")
    return gettext("this is no RSS, Atom, RDF, JSON Feed or sitemap")


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
        raise NotAFeed(gettext("this looks like JSON and cannot be read: {error}", error=str(error))) from error
    items = feed.get("items")
    if not str(feed.get("version", "")).startswith(JSON_FEED) or not isinstance(items, list):
        raise NotAFeed(
            gettext("this is JSON, but no JSON Feed: its version does not start with {version}", version=JSON_FEED)
        )
    return [_json_item(item) for item in items if isinstance(item, dict)]


def _json_item(item: dict[str, Any]) -> Entry:
    return Entry(
        url=_string(item.get("url")) or _string(item.get("external_url")) or _string(item.get("id")),
        title=_string(item.get("title")),
        published=dates.parse(_string(item.get("date_published"))),
        updated=dates.parse(_string(item.get("date_modified"))),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _sitemap(data: bytes) -> list[Entry]:
    """A sitemap (sitemaps.org), with Google's news extension where it has one."""
    return [_sitemap_url(element) for element in _xml(data).iter(f"{SITEMAP}url")]


def _xml(data: bytes) -> Element:
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotAFeed(gettext("the sitemap cannot be read: {error}", error=str(error))) from error
    return root


def _sitemap_url(element: Element) -> Entry:
    news = element.find(f"{NEWS}news")
    return Entry(
        url=element.findtext(f"{SITEMAP}loc", ""),
        title=news.findtext(f"{NEWS}title", "") if news is not None else "",
        published=dates.parse(news.findtext(f"{NEWS}publication_date", "")) if news is not None else None,
        updated=dates.parse(element.findtext(f"{SITEMAP}lastmod", "")),
    )
