"""Turns findings into Discrepancy rows, and keeps their life: opened, re-opened with a reason, closed, never lost."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import override

from sources.messages import Part, clauses, gettext

from . import holding
from .analysis.facts.explaining import Explanation
from .analysis.facts.severity import Severity
from .following import followers
from .models import STATUS_AFTER, Apart, Claim, Discrepancy, Fact, Review, Utterance
from .positioning import Side as Side
from .positioning import place
from .updating import update_each
from .workbench import judging


@dataclass(frozen=True)
class Finding:
    """A discrepancy as the comparison found it. `key` says of what it is, whenever it is found again."""

    key: str
    kind: str
    subject: Fact | Utterance
    sides: tuple[Side, ...]
    explanation: Explanation
    severity: Severity
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingerprint", _fingerprint(self.kind, self.sides))


def _fingerprint(kind: str, sides: Sequence[Side]) -> str:
    """Of the answers and who holds them: a decision holds while these stay the same, however they are worded."""
    content = sorted([json.dumps(side.answer, sort_keys=True), list(side.origins)] for side in sides)
    return hashlib.sha256(json.dumps([kind, content]).encode()).hexdigest()


# What of a discrepancy may be another whenever it is found again.
FOUND_ANEW = tuple(
    "key kind fact utterance explanation severity severity_parts fingerprint status status_reason status_said "
    "awaits last_seen".split()
)


def record(finding: Finding) -> Discrepancy:
    """Writes one finding; what a reviewer decided on the same evidence stands, on other evidence it is re-opened."""
    recorder = Recorder([finding], Discrepancy.objects.select_for_update().filter(key=finding.key))
    row = recorder.record(finding)
    recorder.write()
    return row


class Recorder:
    """Records findings one after the other, and writes what came of them at once.

    `before` are the discrepancies that were found where these findings may be, locked.
    """

    def __init__(self, findings: Sequence[Finding], before: Iterable[Discrepancy]) -> None:
        self._rows = {row.key: row for row in before}
        new = {finding.key: finding.sides for finding in findings if finding.key not in self._rows}
        for key, row in followers(new, {row.pk: row for row in self._rows.values()}).items():
            # Nothing stands under its key any more where it was.
            self._rows.pop(row.key, None)
            self._rows[key] = row
        again = [self._rows[finding.key] for finding in findings if finding.key in self._rows]
        prefetch_related_objects(again, "reviews", "opinions")
        self._new: list[Discrepancy] = []
        self._changed: list[Discrepancy] = []
        self._placed: list[tuple[Discrepancy, Sequence[Side]]] = []

    def record(self, finding: Finding) -> Discrepancy:
        """What a reviewer decided on the same evidence stands, on other evidence it is re-opened."""
        row = self._rows.get(finding.key)
        now = timezone.now()
        if row is None:
            row = Discrepancy(first_seen=now, status=_untouched(finding), fingerprint="")
            self._new.append(row)
        changed = row.fingerprint != finding.fingerprint or row.status == Discrepancy.Status.CLOSED
        if changed and row.fingerprint:
            row.become(*_status_after_change(row, finding))
        values = _values(finding)
        if changed or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            if row.pk:
                # Opinions on other evidence do not count; those on just this, where it is back, do again.
                row.awaits = judging.awaiting(row) if row.opinions.all() else Discrepancy.Awaits.NOBODY
                self._changed.append(row)
            row.last_seen = now
        self._placed.append((row, finding.sides))
        if row.status == Discrepancy.Status.NOT_SAME_FACT:
            _hold_again(row, finding)
        return row

    def write(self) -> None:
        # A key that one gives up may be that of a new one.
        update_each(self._changed, FOUND_ANEW)
        Discrepancy.objects.bulk_create(self._new)
        if self._placed:
            place(self._placed)
        self._new, self._changed, self._placed = [], [], []


def _hold_again(row: Discrepancy, finding: Finding) -> None:
    """A ruling on this evidence holds in other words too: what came together anew is held apart like what it was."""
    review = row.reviews.filter(verdict=Review.Verdict.NOT_SAME_FACT, fingerprint=finding.fingerprint).first()
    assert review is not None, "this status stands by a decision on this evidence"
    for kind, name in ((Apart.Kind.CLAIM, "claims"), (Apart.Kind.QUOTE, "quotes")):
        sides = [{evidence.anchor for evidence in getattr(side, name)} for side in finding.sides]
        if holding.hold_apart(kind, sides, review):
            holding.group_again(kind, set[str]().union(*sides))


def _untouched(finding: Finding) -> str:
    return Discrepancy.Status.EXPLAINED if finding.explanation.reconciled else Discrepancy.Status.OPEN


def _values(finding: Finding) -> dict[str, Any]:
    is_fact = isinstance(finding.subject, Fact)
    return {
        "key": finding.key,
        "kind": finding.kind,
        "fact_id": finding.subject.pk if is_fact else None,
        "utterance_id": None if is_fact else finding.subject.pk,
        "explanation": finding.explanation.as_row(),
        "severity": finding.severity.total,
        "severity_parts": finding.severity.parts,
        "fingerprint": finding.fingerprint,
    }


def _status_after_change(row: Discrepancy, finding: Finding) -> tuple[str, Part]:
    """An earlier decision on just this evidence holds again; otherwise the question is open, and says why."""
    reviews = list(row.reviews.all())
    decision = next((review for review in reviews if review.fingerprint == finding.fingerprint), None)
    if decision is not None and decision.verdict != Review.Verdict.REOPENED:
        return STATUS_AFTER[Review.Verdict(decision.verdict)], ""
    status = _untouched(finding)
    last = reviews[0] if reviews else None
    held = clauses([_held_by(side) for side in finding.sides])
    if last is not None and last.verdict != Review.Verdict.REOPENED:
        verdict = gettext(labelled(last.verdict))
        return status, gettext("Decided “{verdict}” on other evidence. Now: {held}.", verdict=verdict, held=held)
    if row.status == Discrepancy.Status.CLOSED:
        return status, gettext("It was closed, and is back. Now: {held}.", held=held)
    return status, ""


def _held_by(side: Side) -> Part:
    return gettext("{origins}: {answer}", origins=", ".join(side.origins), answer=side.said)


def labelled(verdict: str) -> str:
    """The verdict's label as translators have it before them, whatever language is asked for just now."""
    with override(None):
        return str(Review.Verdict(verdict).label)


def value_row(claim: Claim) -> dict[str, Any]:
    """The normalised value as exports carry it: dates as ISO days, numbers as they are."""
    bounds = (claim.value.low, claim.value.high)
    low, high = (bound.isoformat() if isinstance(bound, dt.date) else bound for bound in bounds)
    return {
        "dimension": claim.dimension,
        "unit": claim.unit,
        "low": low,
        "high": high,
        "granularity": claim.granularity,
        "comparator": claim.comparator,
    }
