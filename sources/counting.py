"""Imports as rows: begun, counted item by item while they run, finished; each outcome with its reason."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .messages import Part, english
from .models import Article, Feed, ImportOutcome, ImportRun
from .models.reasons import written

Kind = ImportOutcome.Outcome


@dataclass(frozen=True)
class Outcome:
    """What became of one file, row or page, and why."""

    outcome: Kind
    item: str
    said: Part = ""
    article: Article | None = None

    @property
    def reason(self) -> str:
        """Why, in English."""
        return english(self.said)


def begin(called: Part, feed: Feed | None = None, expected: int | None = None) -> ImportRun:
    """A run that is called so: words are what others gave, such as paths and addresses."""
    return ImportRun.objects.create(**written("what", called, most=2000), feed=feed, expected=expected)


def finish(run: ImportRun, if_complete: bool = False) -> None:
    """Ends a run; with `if_complete` only where as many outcomes as it expects have been counted."""
    counted = F("new") + F("changed") + F("unchanged") + F("failed") + F("gone")
    complete = Q(expected__lte=counted) if if_complete else Q()
    ImportRun.objects.filter(complete, pk=run.pk).update(finished_at=timezone.now())


def note(run: ImportRun, outcome: Outcome, brief: bool = False) -> Outcome:
    """Counts an outcome in its run and lists it there, unless it is `brief` and says nothing: both or neither."""
    with transaction.atomic(savepoint=False):
        if not (brief and outcome.outcome == Kind.UNCHANGED and not outcome.said):
            ImportOutcome.objects.create(
                run=run,
                item=outcome.item[:2000],
                outcome=outcome.outcome,
                article=outcome.article,
                **written("reason", outcome.said),
            )
        run.count(outcome.outcome)
    return outcome
