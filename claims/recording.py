"""Turns findings into Discrepancy rows, and keeps their life: opened, re-opened with a reason, closed, never lost."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from .analysis.facts.explaining import Explanation
from .analysis.facts.severity import Severity
from .models import STATUS_AFTER, Claim, Discrepancy, Fact, Position, Quote, Review, Utterance


@dataclass(frozen=True)
class Side:
    """One position: how it reads, its answer as the contract has it, who holds it, and by which evidence."""

    label: str
    answer: dict[str, Any]
    origins: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    quotes: tuple[Quote, ...] = ()


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


def record(finding: Finding) -> Discrepancy:
    """Writes the finding; what a reviewer decided on the same evidence stands, on other evidence it is re-opened."""
    row = Discrepancy.objects.select_for_update().filter(key=finding.key).first()
    now = timezone.now()
    if row is None:
        row = Discrepancy(key=finding.key, first_seen=now, status=_untouched(finding), fingerprint="")
    changed = row.fingerprint != finding.fingerprint
    if (changed and row.fingerprint) or row.status == Discrepancy.Status.CLOSED:
        row.status, row.status_reason = _status_after_change(row, finding)
    values = _values(finding)
    if changed or any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.last_seen = now
        row.save()
    _store_positions(row, finding.sides)
    return row


def _untouched(finding: Finding) -> str:
    return Discrepancy.Status.EXPLAINED if finding.explanation.reconciled else Discrepancy.Status.OPEN


def _values(finding: Finding) -> dict[str, Any]:
    is_fact = isinstance(finding.subject, Fact)
    return {
        "kind": finding.kind,
        "fact_id": finding.subject.pk if is_fact else None,
        "utterance_id": None if is_fact else finding.subject.pk,
        "explanation": finding.explanation.as_row(),
        "severity": finding.severity.total,
        "severity_parts": finding.severity.parts,
        "fingerprint": finding.fingerprint,
    }


def _status_after_change(row: Discrepancy, finding: Finding) -> tuple[str, str]:
    """An earlier decision on just this evidence holds again; otherwise the question is open, and says why."""
    decision = row.reviews.filter(fingerprint=finding.fingerprint).first()
    if decision is not None and decision.verdict != Review.Verdict.REOPENED:
        return STATUS_AFTER[Review.Verdict(decision.verdict)], ""
    status = _untouched(finding)
    last = row.reviews.first()
    if last is None or last.verdict == Review.Verdict.REOPENED:
        return status, ""
    held = "; ".join(f"{', '.join(side.origins)}: {side.label}" for side in finding.sides)
    reason = f"Decided “{last.get_verdict_display()}” on other evidence. Now: {held}."
    return status, reason


def _store_positions(row: Discrepancy, sides: Sequence[Side]) -> None:
    stored = {position.number: position for position in row.positions.all()}
    for number, side in enumerate(sides, start=1):
        position = stored.pop(number, None) or Position(discrepancy=row, number=number)
        values = {"label": side.label[:500], "answer": side.answer, "origins": list(side.origins)}
        if position.pk is None or any(getattr(position, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(position, name, value)
            position.save()
        position.claims.set(side.claims)
        position.quotes.set(side.quotes)
    for position in stored.values():
        position.delete()


def retire(rows: Sequence[Discrepancy], reason: str) -> None:
    """What is no longer found is closed and kept where people decided on it or a source corrected; else removed."""
    for row in rows:
        if row.status == Discrepancy.Status.CLOSED:
            continue
        if row.reviews.exists() or row.positions.filter(claims__live=False).exists():
            row.status, row.status_reason, row.last_seen = Discrepancy.Status.CLOSED, reason, timezone.now()
            row.save()
        else:
            row.delete()


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
