"""Visits pages: claims one that is due, looks at it outside any transaction, writes what was found in one."""

import datetime as dt
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import adding, claiming, counting, importing, looking, moves, moving, schedule, spending
from .counting import Kind, Outcome
from .looking import Busy, Failed, Finding, Missing, Same, Seen
from .messages import Part, gettext
from .models import Article, ImportRun, Page
from .models.reasons import write
from .targets import FetchRefused

logger = logging.getLogger(__name__)

Stopping = Callable[[], bool]
# Well within the time limit of a task. What is left over is taken up by the next one.
VISIT_SECONDS = 120.0
LOST = gettext("another worker has it at hand: its page in the admin says how it went")


def import_urls(urls: Sequence[str]) -> Iterator[Outcome]:
    """Imports the pages at the URLs here and now, one outcome each; their rows are those that workers would take."""
    run = counting.begin(", ".join(urls), expected=len(urls))
    for url in urls:
        try:
            page = adding.page(url, run=run)
        except FetchRefused as error:
            yield counting.note(run, Outcome(Kind.FAILED, url, error.said))
        else:
            yield visit(page.pk) or counting.note(run, Outcome(Kind.FAILED, url, _why_not(page)))
    counting.finish(run)


def _why_not(page: Page) -> Part:
    """Why a page that was made due was not fetched."""
    Page.objects.filter(pk=page.pk, run=page.run).update(run=None)
    page.refresh_from_db()
    if page.next_fetch_at and page.next_fetch_at > timezone.now():
        when = f"{page.next_fetch_at:%Y-%m-%d %H:%M:%S}"
        return gettext("not now: it will be fetched after {time} UTC by a worker", time=when)
    return LOST


def visit_due(stopping: Stopping = lambda: False, limit: int | None = None) -> int:
    """Visits pages that are due, a page of each host in turn, none of which is waited for; returns how many."""
    visited = 0
    while hosts := claiming.due_hosts():
        before = visited
        for host in hosts:
            if stopping() or visited == limit:
                return visited
            page_id = claiming.next_of(host)
            visited += page_id is not None and visit(page_id) is not None
        if visited == before:
            break
    return visited


def visit_host(host: str, stopping: Stopping = lambda: False) -> int:
    """Visits the host's due pages one after the other, for a while; returns how many."""
    visited, ends = 0, time.monotonic() + VISIT_SECONDS
    while time.monotonic() < ends and not stopping():
        page_id = claiming.next_of(host)
        if page_id is None:
            break
        if visit(page_id) is not None:
            visited += 1
        elif host not in claiming.due_hosts():  # It is the host that is not to be asked, not this page alone.
            break
    return visited


def visit(page_id: int) -> Outcome | None:
    """Visits one page if it is due and free and its source's budget allows; None where it was not tried."""
    page = claiming.claim(page_id)
    if page is None:
        return None
    known = page.article is not None
    if not spending.may_fetch(page.source, known):
        claiming.put_off(page, spending.later(known))
        return None
    found = looking.look(page)
    if isinstance(found, Busy):
        spending.give_back(page.source)
        claiming.put_off(page, timezone.now() + dt.timedelta(seconds=found.seconds))
        return None
    with transaction.atomic():
        # Locked, so that the outcome and the end of the lease are one; a worker that came too late writes nothing.
        if not list(claiming.held(page).select_for_update().values_list("pk")):
            logger.warning("%s was claimed by another worker meanwhile", page)
            return None
        outcome = _concluded(page, found)
        claiming.held(page).update(leased_until=None, **_kept(page))
    return outcome


def _concluded(page: Page, found: Finding) -> Outcome:
    """Stores what was found and says in the row when to look again."""
    run, watched = page.run, page.article
    if page.source:
        spending.lock(page.source)
    if run is None:
        run = spending.run_of_today(page.source) if page.source else _run_of_its_own(page)
    if isinstance(found, Seen) and (gone := _not_the_piece(found, watched)):
        found = Missing(gone)
    outcome = _outcome(page, found, run)
    if watched and page.source and not isinstance(found, Failed):
        spending.count_check(page.source, outcome.outcome == Kind.CHANGED)
    _schedule(page, found, outcome)
    counting.finish(run, if_complete=True)
    page.run = None
    return outcome


def _run_of_its_own(page: Page) -> ImportRun:
    return counting.begin(gettext("Looking again at {url}", url=page.url))


def _not_the_piece(found: Seen, watched: Article | None) -> Part:
    """Why what is at the page now is not the article that was, or "" where it is, maybe moved."""
    document = found.document
    if watched is None or watched.current is None or document.key == watched.key:
        return ""
    known = moving.article_at(document.key)
    if known == watched:
        return ""
    if not moves.is_same_piece(document.title, document.text, watched.current.title, watched.current.text):
        return gettext("shows another piece now, {key}", key=document.key)
    if known:
        return gettext("moved to {key}, which is an article of its own here", key=document.key)
    moving.move(watched, document.key)
    return ""


def _outcome(page: Page, found: Finding, run: ImportRun) -> Outcome:
    article = page.article
    back = moving.is_back(article) if article and isinstance(found, Seen | Same) else ""
    if isinstance(found, Seen):
        default = page.feed.source if page.feed else None
        return importing.take(found.document, run, default, back, brief=page.run is None)
    if isinstance(found, Same) and article:
        return counting.note(run, Outcome(Kind.UNCHANGED, page.url, back, article), brief=page.run is None)
    if isinstance(found, Missing) and article:
        if moving.is_gone(article, found.said) or page.run:
            return counting.note(run, Outcome(Kind.GONE, page.url, found.said, article))
        return Outcome(Kind.GONE, page.url, found.said, article)
    never_read = gettext("has not changed (304), although it was never read")
    said = found.said if isinstance(found, Failed | Missing) else never_read
    return counting.note(run, Outcome(Kind.FAILED, page.url, said, article))


def _schedule(page: Page, found: Finding, outcome: Outcome) -> None:
    """Sets the row's fields: its state, and when it is fetched next."""
    now, jitter = timezone.now(), random.random()
    page.fetched_at = now if not isinstance(found, Failed) else page.fetched_at
    if outcome.outcome == Kind.GONE and outcome.article and outcome.article.gone_at:
        page.state, page.failures = Page.State.GONE, 0
        write(page, "last_error", outcome.said)
        page.etag = page.last_modified = ""
        page.next_fetch_at = now + schedule.return_visit(now - outcome.article.gone_at, jitter)
    elif outcome.outcome == Kind.FAILED:
        asked, final = getattr(found, "asked", None), getattr(found, "final", False)
        given_up = final or page.failures >= settings.MAX_FETCH_ATTEMPTS
        page.state = Page.State.FAILED if given_up else page.state
        write(page, "last_error", outcome.said)
        page.etag = page.last_modified = ""
        page.next_fetch_at = now + schedule.retry(page.failures, jitter, asked)
    elif outcome.article:
        page.state, page.failures = Page.State.WATCHED, 0
        write(page, "last_error", "")
        page.changed_at = now if outcome.outcome == Kind.CHANGED else page.changed_at
        page.article, page.source = outcome.article, outcome.article.source
        if isinstance(found, Seen | Same):
            page.etag, page.last_modified = found.fetched.etag[:500], found.fetched.last_modified[:100]
        page.next_fetch_at = now + schedule.recheck(_quiet(page, now), *spending.habits(page.source), jitter)


def _quiet(page: Page, now: dt.datetime) -> dt.timedelta:
    """How long nothing is known to have happened to the page: since it was published, or an edit was noticed."""
    article = page.article
    published = (article.published_at if article else None) or page.created_at
    return now - min(max(published, page.changed_at or published), now)


def _kept(page: Page) -> dict[str, object]:
    names = "state failures etag last_modified next_fetch_at fetched_at changed_at source article run".split()
    return {name: getattr(page, name) for name in (*names, "last_error", "last_error_said")}
