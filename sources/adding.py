"""Adds what is fetched, a feed or a page: the one door behind the commands, the admin, the API and the feeds."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from . import addresses, claiming, counting, targets
from .feeds import Entry
from .messages import Part, english, gettext
from .models import Feed, ImportRun, Page, Source
from .models.reasons import said_in, written
from .targets import FetchRefused

AT_ONCE = 500


class NotAdded(ValidationError):
    """What is wrong with one field: `said` in parts, the message in English, as the commands and the API have it."""

    def __init__(self, field: str, said: Part) -> None:
        super().__init__({field: english(said)})
        self.field = field
        self.said = said


@transaction.atomic
def feed(location: str, kind: str | None = None, minutes: int = 60, source: str = "") -> Feed:
    """Stores a feed, due now, with the source of that name, if any. Raises ValidationError, by field."""
    kind, location = place(location, kind)
    if minutes < 1:
        said = gettext("{minutes}: a feed is polled once a minute at most", minutes=str(minutes))
        raise NotAdded("interval_minutes", said)
    if Feed.objects.filter(location=location).exists():
        said = gettext("{location} is polled already: change it in the admin", location=location)
        raise NotAdded("location", said)
    added = Feed(location=location, kind=kind, interval_minutes=minutes)
    if name := source.strip():
        Source(name=name).clean_fields()
        added.source = Source.objects.get_or_create(name=name)[0]
    added.full_clean()
    added.save()
    return added


def place(location: str, kind: str | None) -> tuple[str, str]:
    """The kind and the location as stored: a folder's path made absolute, a URL vetted as far as it can be unasked.

    Raises NotAdded.
    """
    if kind == Feed.Kind.FOLDER or (kind is None and Path(location).is_dir()):
        folder = Path(location).resolve()
        if not folder.is_dir():
            raise NotAdded("location", gettext("{location} is no folder", location=location))
        return Feed.Kind.FOLDER, str(folder)
    try:
        return kind or Feed.Kind.SYNDICATION, targets.parse(location).url
    except FetchRefused as error:
        raise NotAdded("location", gettext("{why}; a folder has to exist", why=error.said)) from error


def page(url: str, run: ImportRun | None = None) -> Page:
    """The row of a page, made due now; a run waits for its outcome. Raises FetchRefused where it is no URL to fetch."""
    url, host = identity(url)
    row, created = Page.objects.get_or_create(
        url=url, defaults={"host": host, "run": run, "source": _sources([url]).get(url)}
    )
    if not created:
        claiming.try_again(Page.objects.filter(pk=row.pk))
        Page.objects.filter(pk=row.pk).update(run=run)
    row.refresh_from_db()
    return row


def identity(url: str) -> tuple[str, str]:
    """The canonical URL and its host (with the port, where that is unusual). Raises FetchRefused."""
    target = targets.parse(url)
    return targets.parse(addresses.canonical(target.url)).url, target.authority


def announce(entries: Sequence[Entry], by: Feed, due: bool = False) -> int:
    """Stores the pages that a feed lists: what is new is due now, as is what changed since it was fetched.

    With `due` all of them are. Returns how many are new; they are counted in an import of their own. Call it in a
    transaction.
    """
    rows = {row.url: row for row in (_row(entry, by) for entry in entries)}
    known = _known(list(rows))
    new = [row for url, row in rows.items() if url not in known]
    for url, was in known.items():
        _renew(was, rows[url], due)
    if new:
        run = counting.begin(by.location, by)
        found = _sources([row.url for row in new if not row.source])
        for row in new:
            row.run, row.source = run, row.source or found.get(row.url)
        Page.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
        _expect(run)
    return len(new)


def _expect(run: ImportRun) -> None:
    """How much is expected of a run; what cannot be fetched at all is an outcome of it at once."""
    waiting = Page.objects.filter(run=run)
    run.expected = waiting.count()
    run.save(update_fields=["expected"])
    hopeless = waiting.filter(state=Page.State.FAILED)
    for row in hopeless:
        counting.note(run, counting.Outcome(counting.Kind.FAILED, row.url, said_in(row, "last_error")))
    hopeless.update(run=None)
    counting.finish(run, if_complete=True)


def _row(entry: Entry, by: Feed) -> Page:
    fields: dict[str, Any] = {"feed": by, "source": by.source, "announced": entry.stated()}
    try:
        url, host = identity(entry.url)
    except FetchRefused as error:
        return Page(url=entry.url[:2000], state=Page.State.FAILED, **written("last_error", error.said), **fields)
    return Page(url=url, host=host, **fields)


def _known(urls: list[str]) -> dict[str, Page]:
    found: dict[str, Page] = {}
    for start in range(0, len(urls), AT_ONCE):
        pages = Page.objects.filter(url__in=urls[start : start + AT_ONCE])
        found |= {page.url: page for page in pages}
    return found


def _renew(was: Page, row: Page, due: bool) -> None:
    changes: dict[str, Any] = {"announced": row.announced} if row.announced != was.announced else {}
    if was.feed_id is None:
        changes["feed"] = row.feed
    updated = row.announced.get("updated")
    moved_on = updated and was.fetched_at and dt.datetime.fromisoformat(updated) > was.fetched_at
    early = was.next_fetch_at is not None and was.next_fetch_at > timezone.now()
    if early and not was.failures and (due or ("announced" in changes and moved_on)):
        changes["next_fetch_at"] = None
    if changes:
        Page.objects.filter(pk=was.pk).update(**changes)


def _sources(urls: Iterable[str]) -> dict[str, Source]:
    """Whose the URLs are, by their domains, where that is known."""
    domains = {url: addresses.domain(url) for url in urls}
    known = {source.domain: source for source in Source.objects.filter(domain__in=set(domains.values()) - {""})}
    return {url: known[domain] for url, domain in domains.items() if domain in known}
