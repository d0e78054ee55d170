"""Who has which discrepancy before them: two people are never given the same one, and a lease ends by itself."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.holding import Refused
from claims.models import Discrepancy, Lease

from . import judging

GONE = gettext_lazy("This is gone: its evidence no longer conflicts.")


class Leased(Refused):
    """Another person has it before them."""

    def __init__(self, lease: Lease) -> None:
        until = time_format(timezone.localtime(lease.until))
        told = _("%(who)s has this before them until %(until)s: wait until they are done, or take it over.")
        super().__init__(told % {"who": lease.holder, "until": until})
        self.lease = lease


def take(person: User, waiting: QuerySet[Discrepancy], after: Discrepancy | None = None) -> Discrepancy | None:
    """The next of `waiting` that nobody else holds and that does not wait for somebody else; leased to the person.

    The most severe first; with `after` the next below that one, and from the bottom on to the top. What the person
    held before is let go.
    """
    for part in _parts(free_to(person, waiting), after):
        # Whoever was faster holds it from now on, so the next look finds another.
        while row := part.first():
            if not _leased(row.pk, person):
                continue
            # It may have been taken, decided and let go since it was found; from here on nobody else decides it.
            if waiting.filter(pk=row.pk).exists():
                Lease.objects.filter(holder=person).exclude(discrepancy=row).delete()
                return row
            let_go(row, person)
    return None


def free_to(person: User, waiting: QuerySet[Discrepancy]) -> QuerySet[Discrepancy]:
    """Those that nobody else holds, and on which the person's opinion is not in already."""
    held = Lease.objects.filter(discrepancy=OuterRef("pk"), until__gt=timezone.now()).exclude(holder=person)
    return waiting.filter(~Exists(held)).exclude(judging.has_given(person))


def hold(discrepancy: Discrepancy, person: User) -> Lease:
    """The lease that stands: the person's, made or prolonged, unless another holds it. See whose it is."""
    while not _leased(discrepancy.pk, person):
        if lease := held_by_another(discrepancy, person):
            return lease
        # Either the other's ended just now, or there is nothing to be held any more.
        if not Discrepancy.objects.filter(pk=discrepancy.pk).exists():
            raise Refused(str(GONE))
    return Lease.objects.select_related("holder").get(discrepancy=discrepancy)


def take_over(discrepancy: Discrepancy, person: User) -> Lease:
    """The person's from now on, whoever held it."""
    if not _leased(discrepancy.pk, person, from_anybody=True):
        raise Refused(str(GONE))
    return Lease.objects.select_related("holder").get(discrepancy=discrepancy)


def let_go(discrepancy: Discrepancy, person: User) -> None:
    Lease.objects.filter(discrepancy=discrepancy, holder=person).delete()


def held_by_another(discrepancy: Discrepancy, person: User) -> Lease | None:
    standing = Lease.objects.filter(discrepancy=discrepancy, until__gt=timezone.now()).exclude(holder=person)
    return standing.select_related("holder").first()


def _parts(waiting: QuerySet[Discrepancy], after: Discrepancy | None) -> Iterator[QuerySet[Discrepancy]]:
    ordered = waiting.order_by("-severity", "id")
    if after is None:
        yield ordered
        return
    below = Q(severity__lt=after.severity) | Q(severity=after.severity, pk__gt=after.pk)
    yield ordered.filter(below)
    yield ordered.exclude(below).exclude(pk=after.pk)


@transaction.atomic
def _leased(pk: int, person: User, from_anybody: bool = False) -> bool:
    """Makes the lease the person's, unless another's stands; whether it is theirs.

    The discrepancy is locked, so that it cannot go while somebody comes to hold it.
    """
    if not list(Discrepancy.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk")):
        return False
    now = timezone.now()
    until = now + dt.timedelta(seconds=settings.REVIEW_LEASE_SECONDS)
    lease = Lease.objects.filter(discrepancy=pk)
    if lease.filter(holder=person, until__gt=now).update(until=until):
        return True
    to_have = lease if from_anybody else lease.filter(Q(until__lte=now) | Q(holder=person))
    if to_have.update(holder=person, since=now, until=until):
        return True
    _lease, made = Lease.objects.get_or_create(
        discrepancy_id=pk, defaults={"holder": person, "since": now, "until": until}
    )
    return made
