"""Fetches pages and imports them; a page that fails is an outcome that says why, and the next one follows."""

import dataclasses
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from . import documents, importing, outlets
from .documents import Document
from .failures import Failure, Unreadable
from .feeds import Entry
from .fetching import Fetched, FetchFailed, FetchRefused, fetch
from .importing import Outcome

logger = logging.getLogger(__name__)


def import_urls(urls: Sequence[str]) -> Iterator[Outcome]:
    """Imports the pages at the URLs, one outcome each."""
    yield from importing.import_documents(map(visit, map(Entry, urls)), importing.begin(", ".join(urls)))


def visit(entry: Entry) -> Document | Failure:
    """The article at an entry's URL, or why there is none."""
    try:
        return read(fetch(entry.url), entry)
    except (FetchRefused, FetchFailed, Unreadable) as error:
        return Failure(entry.url, str(error))
    except Exception as error:  # What strangers send breaks parsers in ways nobody listed: this page only.
        logger.exception("%s cannot be read", entry.url)
        return Failure(entry.url, f"{type(error).__name__}: {error}")


def read(fetched: Fetched, entry: Entry) -> Document:
    """The article of a fetched page, with what the entry says and the page does not. Raises Unreadable."""
    if fetched.content_type and not fetched.content_type.startswith(("text/", "application/xhtml")):
        raise Unreadable(f"is {fetched.content_type}, not an HTML page: save its text and import that")
    document = documents.page(fetched.url, fetched.data, charset=fetched.charset)
    return completed(dataclasses.replace(document, item=entry.url), entry)


def completed(document: Document, entry: Entry) -> Document:
    """What the entry states fills what the page leaves out or only lets infer; crediting oneself says nothing."""
    credit = outlets.name_of(entry.origin) if entry.origin else ""
    stated: dict[str, Any] = {
        "title": entry.title,
        "published_at": entry.published,
        "origin": credit if credit != document.source else "",
    }
    missing = {
        name: value
        for name, value in stated.items()
        if value and (not getattr(document, name) or name in document.inferred)
    }
    inferred = {name: clue for name, clue in document.inferred.items() if name not in missing}
    return dataclasses.replace(document, **missing, inferred=inferred) if missing else document
