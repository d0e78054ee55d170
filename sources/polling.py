"""Polls feeds: claims a due one by a lease, fetches and imports outside any transaction, says when to look again."""

import contextlib
import datetime as dt
import logging
import random
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.models import F, Max, Min, Q, QuerySet
from django.utils import timezone

from . import feeds, folders, importing, schedule, visiting
from .documents import Document
from .failures import Failure, Unreadable
from .feeds import Entry, NotAFeed
from .fetching import Fetched, FetchFailed, FetchRefused, fetch
from .importing import Outcome
from .models import Feed, ImportOutcome, ImportRun

logger = logging.getLogger(__name__)

Stopping = Callable[[], bool]
# Well within the time limit of a task. What is left over is taken up in a minute.
POLL_SECONDS = 120.0
SOON = dt.timedelta(minutes=1)
FAILURES = (FetchRefused, FetchFailed, NotAFeed, Unreadable)


class LeaseLost(Exception):
    """Another worker has claimed the feed meanwhile: what this one still has in hand is not written."""


@dataclass
class Poll:
    """One poll of a feed that this worker has claimed."""

    feed: Feed
    stopping: Stopping
    etag: str = ""
    last_modified: str = ""
    unfinished: bool = False
    tried: int = 0
    failed: int = 0
    last_failure: str = ""
    ends: float = field(default_factory=lambda: time.monotonic() + POLL_SECONDS)

    def hold(self) -> None:
        """Renews the lease. Raises LeaseLost."""
        if not _held(self.feed).update(leased_until=_lease()):
            raise LeaseLost(f"{self.feed} was claimed by another worker")

    def ends_here(self) -> bool:
        """Whether to leave the rest for the next poll."""
        self.unfinished = self.stopping() or time.monotonic() > self.ends
        return self.unfinished

    def note(self, outcome: Outcome) -> None:
        self.tried += 1
        if outcome.outcome == ImportOutcome.Outcome.FAILED:
            self.failed += 1
            self.last_failure = f"{outcome.item}: {outcome.reason}"

    def complaint(self) -> str:
        return f"{self.failed} of {self.tried} failed, the last: {self.last_failure}" if self.failed else ""


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
    this = Poll(feed, stopping)
    try:
        _import(this)
    except LeaseLost as error:
        logger.warning("%s", error)
    except FAILURES as error:
        _fail(feed, str(error), getattr(error, "retry_after", None))
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
    return timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS)


def _import(this: Poll) -> None:
    run = importing.begin(this.feed.location, this.feed)
    with contextlib.closing(_outcomes(this, run)) as outcomes:
        for outcome in outcomes:
            this.note(outcome)
            this.hold()
            if this.stopping():
                this.unfinished = True
                break


def _outcomes(this: Poll, run: ImportRun) -> Generator[Outcome, None, None]:
    if this.feed.kind == Feed.Kind.FOLDER and (folder := Path(this.feed.location)).is_dir():
        yield from importing.import_files(folders.found([folder]), run)
    else:
        yield from importing.import_documents(_items(this), run)


def _items(this: Poll) -> Iterator[Document | Failure]:
    """What the feed has; where the feed itself fails, that is an outcome of the run too."""
    try:
        yield from _READERS[this.feed.kind](this)
    except FAILURES as error:
        yield Failure(this.feed.location, str(error))
        raise


def _fetch(this: Poll) -> Fetched:
    feed = this.feed
    fetched = fetch(feed.location, etag=feed.etag, last_modified=feed.last_modified)
    this.etag, this.last_modified = fetched.etag[:500], fetched.last_modified[:100]
    this.hold()
    return fetched


def _page(this: Poll) -> Iterator[Document]:
    fetched = _fetch(this)
    if not fetched.not_modified:
        yield visiting.read(fetched, Entry(this.feed.location))


def _pages(this: Poll) -> Iterator[Document | Failure]:
    """The feed's new articles, and those that are to be looked at again."""
    fetched = _fetch(this)
    listed = [] if fetched.not_modified else feeds.read(fetched.data, fetched.url, fetched.content_type)
    entries = {entry.url: entry for entry in listed}
    for url in schedule.pages(list(entries), _history(this.feed), timezone.now()):
        if this.ends_here():
            break
        item = visiting.visit(entries.get(url, Entry(url)))
        this.hold()
        yield item


def _no_folder(this: Poll) -> Iterator[Document]:
    raise Unreadable(f"there is no folder {this.feed.location}: correct the path, or mount it where the worker runs")


_READERS: dict[str, Callable[[Poll], Iterator[Document | Failure]]] = {
    Feed.Kind.SYNDICATION: _pages,
    Feed.Kind.PAGE: _page,
    Feed.Kind.FOLDER: _no_folder,
}


def _history(feed: Feed) -> dict[str, schedule.Visits]:
    """When each page of the feed was visited."""
    visits = (
        ImportOutcome.objects.filter(run__feed=feed, run__started_at__gt=timezone.now() - schedule.REMEMBERED)
        .exclude(item=feed.location)
        .order_by()
        .values_list("item")
        .annotate(first=Min("run__started_at"), last=Max("run__started_at"))
    )
    return {item: schedule.Visits(first, last) for item, first, last in visits}


def _finish(this: Poll) -> None:
    feed = this.feed
    later = SOON if this.unfinished else schedule.delay(dt.timedelta(minutes=feed.interval_minutes), 0, 0)
    # With what failed or was left over, the feed has to be sent in full once more.
    complete = {} if this.unfinished or this.failed else {"etag": this.etag, "last_modified": this.last_modified}
    _held(feed).update(
        next_fetch_at=timezone.now() + later, leased_until=None, failures=0, last_error=this.complaint(), **complete
    )


def _fail(feed: Feed, reason: str, asked: float | None = None) -> None:
    interval = dt.timedelta(minutes=feed.interval_minutes)
    later = schedule.delay(interval, feed.failures + 1, random.random(), asked)
    _held(feed).update(
        next_fetch_at=timezone.now() + later, leased_until=None, failures=F("failures") + 1, last_error=reason
    )
