"""Polls feeds: claims a due one by a lease, fetches it outside any transaction, and stores the pages that it lists.

The pages are jobs of their own, see `visiting`; the files of a folder are imported by the poll itself.
"""

import contextlib
import datetime as dt
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from . import adding, claiming, counting, folders, importing, listing, schedule, spending
from .counting import Kind, Outcome
from .failures import Unreadable
from .feeds import Entry, NotAFeed
from .fetching import FetchFailed, FetchRefused, HostBusy
from .messages import Part, gettext, ngettext
from .models import Feed, Page
from .models.reasons import said_in, written

logger = logging.getLogger(__name__)

Stopping = Callable[[], bool]
SOON = dt.timedelta(minutes=1)
FAILURES = (FetchRefused, FetchFailed, NotAFeed, Unreadable)
GONE = 410


class LeaseLost(Exception):
    """Another worker has claimed the feed meanwhile: what this one still has in hand is not written."""


@dataclass
class Poll:
    """One poll of a feed that this worker has claimed; `found` are the fields of the feed that it sets in the end."""

    feed: Feed
    stopping: Stopping
    found: dict[str, Any] = field(default_factory=dict)

    def hold(self) -> None:
        """Renews the lease. Raises LeaseLost."""
        if not _held(self.feed).update(leased_until=_lease()):
            raise LeaseLost(f"{self.feed} was claimed by another worker")


def poll_due(stopping: Stopping = lambda: False, limit: int | None = None) -> int:
    """Polls the feeds that are due, or so many of them; returns how many."""
    polled = 0
    for feed_id in due_ids():
        if stopping() or polled == limit:
            break
        polled += poll(feed_id, stopping)
    return polled


def due_ids() -> list[int]:
    """The feeds to be polled now, longest due first."""
    return list(_due().order_by(F("next_fetch_at").asc(nulls_first=True), "id").values_list("id", flat=True))


def poll(feed_id: int, stopping: Stopping = lambda: False) -> bool:
    """Polls one feed if it is due and free; False where it is not. `stopping` ends it after the current item."""
    feed = claim(feed_id)
    if feed is None:
        return False
    if feed.kind != Feed.Kind.FOLDER and not spending.may_fetch(feed.source, known=False):
        _held(feed).update(next_fetch_at=spending.later(known=False), leased_until=None)
        return False
    this = Poll(feed, stopping)
    try:
        _READERS[feed.kind](this)
    except LeaseLost as error:
        logger.warning("%s", error)
    except HostBusy as error:
        spending.give_back(feed.source)
        _held(feed).update(next_fetch_at=_in(error.retry_after or 0), leased_until=None)
    except FAILURES as error:
        _fail(feed, error.said, getattr(error, "retry_after", None), getattr(error, "status", None) == GONE)
    except Exception as error:  # One bad feed never stops the others; the row says why.
        logger.exception("Polling %s failed", feed)
        _fail(feed, f"{type(error).__name__}: {error}")
    else:
        _finish(this)
    return True


def claim(feed_id: int) -> Feed | None:
    """The feed, leased to this worker; None where it is not due or another worker has it."""
    claimed = _due().filter(pk=feed_id).update(attempt=F("attempt") + 1, leased_until=_lease())
    # Nobody else may change `attempt` while the lease lasts, so this is the number that was just set.
    return Feed.objects.select_related("source").get(pk=feed_id) if claimed else None


def _due() -> QuerySet[Feed]:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Feed.objects.filter(Q(next_fetch_at=None) | Q(next_fetch_at__lte=now), free, active=True)


def _held(feed: Feed) -> QuerySet[Feed]:
    return Feed.objects.filter(pk=feed.pk, attempt=feed.attempt)


def _lease() -> dt.datetime:
    return _in(settings.LEASE_SECONDS)


def _in(seconds: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(seconds=seconds)


def _folder(this: Poll) -> None:
    folder = Path(this.feed.location)
    if not folder.is_dir():
        raise Unreadable(
            gettext(
                "there is no folder {folder}: correct the path, or mount it where the worker runs", folder=str(folder)
            )
        )
    run, failed, last = counting.begin(this.feed.location, this.feed), 0, None
    with contextlib.closing(importing.import_files(folders.found([folder]), run)) as outcomes:
        for outcome in outcomes:
            if outcome.outcome == Kind.FAILED:
                failed, last = failed + 1, outcome
            this.hold()
            if this.stopping():
                this.found["next_fetch_at"] = timezone.now() + SOON
                break
    this.found |= written("last_error", _how_many_failed(failed, last) if last else "")


def _how_many_failed(count: int, last: Outcome) -> Part:
    why = gettext("{item}: {why}", item=last.item, why=last.said)
    return ngettext(
        "{number} failed, the last: {last}", "{number} failed, the last: {last}", count, number=str(count), last=why
    )


def _page(this: Poll) -> None:
    """Makes the one page due; where it was given up, that is a failure of the feed, after which it is tried again."""
    page = Page.objects.filter(url=adding.identity(this.feed.location)[0]).first()
    if page and page.state == Page.State.FAILED:
        claiming.try_again(Page.objects.filter(pk=page.pk))
        raise Unreadable(said_in(page, "last_error"))
    _announce(this, [Entry(this.feed.location)], due=True)


def _syndication(this: Poll) -> None:
    listed = listing.read(this.feed)
    this.found |= {"etag": listed.etag[:500], "last_modified": listed.last_modified[:100]}
    this.found |= written("last_error", listed.remark)
    this.hold()
    if listed.moved_to and not Feed.objects.filter(location=listed.moved_to).exists():
        this.found["location"] = listed.moved_to
    _announce(this, listed.entries)


def _announce(this: Poll, entries: list[Entry], due: bool = False) -> None:
    """Stores the pages and the end of the poll in one transaction, which only the holder of the lease can make."""
    with transaction.atomic():
        if not list(_held(this.feed).select_for_update().values_list("pk")):
            raise LeaseLost(f"{this.feed} was claimed by another worker")
        adding.announce(entries, this.feed, due)
        _finish(this)


_READERS: dict[str, Callable[[Poll], None]] = {
    Feed.Kind.SYNDICATION: _syndication,
    Feed.Kind.PAGE: _page,
    Feed.Kind.FOLDER: _folder,
}


def _finish(this: Poll) -> None:
    interval = dt.timedelta(minutes=this.feed.interval_minutes)
    listed = this.feed.kind == Feed.Kind.SYNDICATION
    later = timezone.now() + (schedule.poll(interval, _quiet(this.feed)) if listed else interval)
    fields = {"next_fetch_at": later} | written("last_error", "") | this.found
    _held(this.feed).update(leased_until=None, failures=0, **fields)


def _quiet(feed: Feed) -> dt.timedelta:
    """For how long the feed has listed no page that was not known."""
    newest = Page.objects.filter(feed=feed).order_by("-id").values_list("created_at", flat=True).first()
    return timezone.now() - (newest or feed.created_at)


def _fail(feed: Feed, said: Part, asked: float | None = None, gone: bool = False) -> None:
    """Says why in the row and in an import of its own; a feed that is gone for good (410) is not polled any more."""
    interval = dt.timedelta(minutes=feed.interval_minutes)
    later = timezone.now() + schedule.delay(interval, feed.failures + 1, random.random(), asked)
    if gone:
        said = gettext("{why}: not polled any more; correct its location and tick active if it should be", why=said)
    with transaction.atomic():
        run = counting.begin(feed.location, feed)
        counting.note(run, Outcome(Kind.FAILED, feed.location, said))
        counting.finish(run)
        fields = {"next_fetch_at": later, "leased_until": None, "active": not gone, **written("last_error", said)}
        _held(feed).update(failures=F("failures") + 1, **fields)
