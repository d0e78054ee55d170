"""Fetches a feed and says what it lists; of an index of sitemaps, what the newest of them list."""

import logging
import time
from dataclasses import dataclass, field

from . import feeds
from .feeds import Entry, NotAFeed
from .fetching import Fetched, FetchFailed, FetchRefused, fetch
from .messages import Part, clauses, gettext, ngettext
from .messages import number as numbered
from .models import Feed

logger = logging.getLogger(__name__)

MOST_ENTRIES = 1000
MOST_SITEMAPS = 10
# Well within the time limit of a task.
MOST_SECONDS = 120.0


@dataclass(frozen=True)
class Listed:
    """What a feed lists; `remark` says what was left out, `moved_to` where a permanent redirect leads ("" if none)."""

    entries: list[Entry] = field(default_factory=list)
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    remark: Part = ""


def read(feed: Feed) -> Listed:
    """What the feed lists now. Raises FetchRefused, FetchFailed or NotAFeed."""
    fetched = fetch(feed.location, etag=feed.etag, last_modified=feed.last_modified)
    entries, remarks, whole = ([], [], True) if fetched.not_modified else _entries(fetched)
    if (listed := len(entries)) > MOST_ENTRIES:
        remarks.append(
            ngettext(
                "lists {number} page: the newest {most} are taken",
                "lists {number} pages: the newest {most} are taken",
                listed,
                number=numbered(listed),
                most=numbered(MOST_ENTRIES),
            )
        )
        entries = _newest(entries)[:MOST_ENTRIES]
    moved = fetched.url if fetched.moved and fetched.url != feed.location else ""
    # What could not be read is to be sent again.
    marks = (fetched.etag, fetched.last_modified) if whole else ("", "")
    return Listed(entries, *marks, moved, clauses(remarks) if remarks else "")


def _entries(fetched: Fetched) -> tuple[list[Entry], list[Part], bool]:
    """The entries, what is to be said of them, and whether all that was to be read could be."""
    sitemaps = feeds.sitemaps(fetched.data, fetched.url)
    if sitemaps is None:
        return feeds.read(fetched.data, fetched.url, fetched.content_type), [], True
    found: dict[str, Entry] = {}
    remarks, whole = [], True
    if (listed := len(sitemaps)) > MOST_SITEMAPS:
        remarks.append(
            ngettext(
                "an index of {number} sitemap: the newest {most} are read",
                "an index of {number} sitemaps: the newest {most} are read",
                listed,
                number=numbered(listed),
                most=str(MOST_SITEMAPS),
            )
        )
    ends = time.monotonic() + MOST_SECONDS
    for sitemap in _newest(sitemaps)[:MOST_SITEMAPS]:
        if time.monotonic() > ends:
            seconds = f"{MOST_SECONDS:.0f}"
            remarks.append(
                gettext("{url} and what follows cannot be read in {seconds} seconds", url=sitemap.url, seconds=seconds)
            )
            whole = False
            break
        try:
            part = fetch(sitemap.url)
            found |= {entry.url: entry for entry in feeds.read(part.data, part.url, part.content_type)}
        except (FetchRefused, FetchFailed, NotAFeed) as error:
            logger.info("%s of %s: %s", sitemap.url, fetched.url, error)
            remarks.append(gettext("{url} cannot be read: {why}", url=sitemap.url, why=error.said))
            whole = False
    return list(found.values()), remarks, whole


def _newest(entries: list[Entry]) -> list[Entry]:
    """The newest first, as far as their dates say; those without one in their own order after them."""
    dated = [entry for entry in entries if entry.updated or entry.published]
    dated.sort(key=lambda entry: max(filter(None, (entry.updated, entry.published))), reverse=True)
    return dated + [entry for entry in entries if not (entry.updated or entry.published)]
