"""What may be fetched of a source in a day, what was, and how often it was found to have edited."""

import datetime as dt
import random

from django.db.models import F, Sum
from django.utils import timezone

from . import counting
from .messages import day, gettext
from .models import ImportRun, Source, Usage

# What is left for articles that are not known yet when looking again has used up its share.
SHARE_OF_CHECKS = 0.8
HEAD_START = 4
REMEMBERED = dt.timedelta(days=30)


def may_fetch(source: Source | None, known: bool) -> bool:
    """Takes one fetch from the day's budget; False where it is used up, or, for a page that is `known`, its share.

    The share grows with the hours of the day, so that the morning's checks do not use up the evening's.
    """
    if source is None:
        return True
    allowed = source.fetches_per_day * (SHARE_OF_CHECKS * _day_so_far() if known else 1.0)
    return bool(Usage.objects.filter(pk=today(source).pk, fetches__lt=allowed).update(fetches=F("fetches") + 1))


def _day_so_far() -> float:
    """How much of the day's checks may have been made by now, from 4/24 in its first hour to all in its last four."""
    return min((timezone.now().astimezone(dt.UTC).hour + HEAD_START) / 24, 1.0)


def later(known: bool) -> dt.datetime:
    """When to ask for what the budget did not allow: a check in some hours, what is new when there is a new budget."""
    now = timezone.now()
    if known:
        return now + dt.timedelta(hours=random.uniform(1, 3))
    midnight = dt.datetime.combine(now.astimezone(dt.UTC).date() + dt.timedelta(days=1), dt.time(), dt.UTC)
    return midnight + dt.timedelta(seconds=random.uniform(0, 3600))


def give_back(source: Source | None) -> None:
    """Of a fetch that was not made after all."""
    if source:
        Usage.objects.filter(pk=today(source).pk, fetches__gt=0).update(fetches=F("fetches") - 1)


def lock(source: Source) -> Usage:
    """The day's row, first in a transaction that will count in it: those of one source then follow one another."""
    return Usage.objects.select_for_update(of=("self",)).select_related("run").get(pk=today(source).pk)


def today(source: Source) -> Usage:
    return Usage.objects.get_or_create(source=source, day=timezone.now().astimezone(dt.UTC).date())[0]


def count_check(source: Source, edited: bool) -> None:
    Usage.objects.filter(pk=today(source).pk).update(checks=F("checks") + 1, edits=F("edits") + int(edited))


def habits(source: Source) -> tuple[int, int]:
    """Edits that were found in the last thirty days, and the checks that were made to find them."""
    since = timezone.now().astimezone(dt.UTC).date() - REMEMBERED
    found = Usage.objects.filter(source=source, day__gt=since).aggregate(edits=Sum("edits"), checks=Sum("checks"))
    return found["edits"] or 0, found["checks"] or 0


def run_of_today(source: Source) -> ImportRun:
    """The import that the day's checks of a source are counted in. Call it in a transaction."""
    usage = lock(source)
    if usage.run is None:
        usage.run = counting.begin(gettext("{source}: looking again on {day}", source=source.name, day=day(usage.day)))
        usage.save(update_fields=["run"])
    return usage.run
