"""Imports as rows: begun, counted item by item while they run, finished; each outcome with its reason."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .models import Article, Feed, ImportOutcome, ImportRun

Kind = ImportOutcome.Outcome


@dataclass(frozen=True)
class Outcome:
    """What became of one file, row or page, and why."""

    outcome: Kind
    item: str
    reason: str = ""
    article: Article | None = None


def begin(what: str, feed: Feed | None = None, expected: int | None = None) -> ImportRun:
    return ImportRun.objects.create(what=what[:2000], feed=feed, expected=expected)


def finish(run: ImportRun, if_complete: bool = False) -> None:
    """Ends a run; with `if_complete` only where as many outcomes as it expects have been counted."""
    counted = F("new") + F("changed") + F("unchanged") + F("failed") + F("gone")
    complete = Q(expected__lte=counted) if if_complete else Q()
    ImportRun.objects.filter(complete, pk=run.pk).update(finished_at=timezone.now())


def note(run: ImportRun, outcome: Outcome, brief: bool = False) -> Outcome:
    """Counts an outcome in its run and lists it there, unless it is `brief` and says nothing: both or neither."""
    with transaction.atomic():
        if not (brief and outcome.outcome == Kind.UNCHANGED and not outcome.reason):
            ImportOutcome.objects.create(
                run=run,
                item=outcome.item[:2000],
                outcome=outcome.outcome,
                reason=outcome.reason,
                article=outcome.article,
            )
        run.count(outcome.outcome)
    return outcome
