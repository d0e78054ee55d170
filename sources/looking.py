"""Fetches a page and says what was seen of it; nothing is written. What fails is a finding as well."""

import dataclasses
import logging
from dataclasses import dataclass
from typing import Any

from . import addresses, documents, moves, outlets
from .documents import Document
from .failures import Unreadable
from .feeds import Entry
from .fetching import Fetched, FetchFailed, FetchRefused, HostBusy, fetch
from .hinting import hints_for
from .messages import Part, gettext
from .models import Page
from .obstacles import MISSING as MISSING_PAGE
from .obstacles import NoArticle

logger = logging.getLogger(__name__)

MISSING = (404, 410)


@dataclass(frozen=True)
class Seen:
    """There is an article."""

    document: Document
    fetched: Fetched


@dataclass(frozen=True)
class Same:
    """It has not changed since (304)."""

    fetched: Fetched


@dataclass(frozen=True)
class Missing:
    """It is not there any more, or never was."""

    said: Part


@dataclass(frozen=True)
class Failed:
    """Not this time, or with `final` not at all; `asked` is the seconds that its host asked to wait."""

    said: Part
    asked: float | None = None
    final: bool = False


@dataclass(frozen=True)
class Busy:
    """It was not tried: its host is asked by others, or wants to be left alone for so many seconds."""

    seconds: float


Finding = Seen | Same | Missing | Failed | Busy


def look(page: Page) -> Finding:
    """What there is at the page's URL now, with what a feed announced of it."""
    try:
        fetched = fetch(page.url, etag=page.etag, last_modified=page.last_modified)
        if moves.is_section(page.url, addresses.canonical(fetched.url)):
            return Missing(gettext("redirects to {url}, which is no article", url=fetched.url))
        return Same(fetched) if fetched.not_modified else Seen(read(fetched, _entry(page), page), fetched)
    except HostBusy as error:
        return Busy(error.retry_after or 0.0)
    except FetchRefused as error:
        return Failed(error.said, final=True)
    except FetchFailed as error:
        return Missing(error.said) if error.status in MISSING else Failed(error.said, error.retry_after)
    except NoArticle as error:
        return Missing(error.said) if error.kind == MISSING_PAGE and page.article else Failed(error.said)
    except Unreadable as error:
        return Failed(error.said)
    except Exception as error:  # What strangers send breaks parsers in ways nobody listed: this page only.
        logger.exception("%s cannot be read", page.url)
        return Failed(f"{type(error).__name__}: {error}")


def read(fetched: Fetched, entry: Entry, page: Page) -> Document:
    """The article of a fetched page, with what the entry says and the page does not. Raises Unreadable."""
    if fetched.content_type and not fetched.content_type.startswith(("text/", "application/xhtml")):
        raise Unreadable(
            gettext("is {type}, not an HTML page: save its text and import that", type=fetched.content_type)
        )
    hint = hints_for(fetched.url, page.source)
    document = documents.page(fetched.url, fetched.data, charset=fetched.charset, hint=hint)
    return completed(dataclasses.replace(document, item=page.url), entry)


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


def _entry(page: Page) -> Entry:
    return Entry.of(page.url, page.announced)
