"""Which pages are to be fetched now, and by whom: a row is claimed by a conditional UPDATE with a lease."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import counting
from .counting import Kind, Outcome
from .messages import Part, ngettext
from .models import Host, Page
from .models.reasons import written

HOSTS_AT_ONCE = 200


def due_hosts() -> list[str]:
    """The hosts with pages to be fetched that nobody is fetching from and that may be asked now, longest due first."""
    now = timezone.now()
    busy = Page.objects.filter(host=OuterRef("host"), leased_until__gt=now)
    resting = Host.objects.filter(authority=OuterRef("host"), free_at__gt=now)
    due = _due().filter(~Exists(busy), ~Exists(resting)).order_by().values("host")
    since = Min(Coalesce("next_fetch_at", "created_at"))
    return list(due.annotate(since=since).order_by("since", "host").values_list("host", flat=True)[:HOSTS_AT_ONCE])


def next_of(host: str) -> int | None:
    """The host's page to be fetched next: those that nobody has fetched yet, then what is due longest."""
    order = (F("fetched_at").asc(nulls_first=True), F("next_fetch_at").asc(nulls_first=True), "id")
    new = _due().filter(host=host, fetched_at=None).order_by("id").values_list("id", flat=True).first()
    return new or _due().filter(host=host).order_by(*order[1:]).values_list("id", flat=True).first()


def claim(page_id: int) -> Page | None:
    """The page, leased to this worker; None where it is not due, another worker has it, or it was given up.

    A claim counts as a failure until its end is known: a page that kills its workers is given up like any other.
    """
    claimed = _due().filter(pk=page_id)
    if not claimed.update(attempt=F("attempt") + 1, failures=F("failures") + 1, leased_until=lease()):
        return None
    page = Page.objects.select_related("source", "feed__source", "article__source", "run").get(pk=page_id)
    if page.failures <= settings.MAX_FETCH_ATTEMPTS:
        return page
    times = page.failures - 1
    said = ngettext(
        "was taken up {number} time, and no worker came to an end with it",
        "was taken up {number} times, and no worker came to an end with it",
        times,
        number=str(times),
    )
    _give_up(page, said)
    return None


@transaction.atomic
def _give_up(page: Page, said: Part) -> None:
    why = {} if page.last_error else written("last_error", said)
    held(page).update(state=Page.State.FAILED, leased_until=None, run=None, **why)
    if page.run:
        counting.note(page.run, Outcome(Kind.FAILED, page.url, said))
        counting.finish(page.run, if_complete=True)


def put_off(page: Page, until: dt.datetime) -> None:
    """Gives the page back untried."""
    held(page).update(next_fetch_at=until, leased_until=None, failures=F("failures") - 1)


def held(page: Page) -> QuerySet[Page]:
    """The row, as long as no other worker has claimed it."""
    return Page.objects.filter(pk=page.pk, attempt=page.attempt)


def try_again(pages: QuerySet[Page]) -> int:
    """Makes pages due now that nobody is fetching, also those that were given up; returns how many."""
    free = pages.filter(Q(leased_until=None) | Q(leased_until__lte=timezone.now()))
    free.filter(state=Page.State.FAILED, article=None).update(state=Page.State.NEW)
    free.filter(state=Page.State.FAILED).update(state=Page.State.WATCHED)
    return free.update(next_fetch_at=None, failures=0)


def lease() -> dt.datetime:
    return timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS)


def _due() -> QuerySet[Page]:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Page.objects.filter(Q(next_fetch_at=None) | Q(next_fetch_at__lte=now), free).exclude(state=Page.State.FAILED)
