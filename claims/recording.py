"""Turns findings into Discrepancy rows, and keeps their life: opened, re-opened with a reason, closed, never lost."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from . import holding
from .analysis.facts.explaining import Explanation
from .analysis.facts.severity import Severity
from .models import STATUS_AFTER, Apart, Claim, Discrepancy, Fact, Position, Quote, Review, Utterance
from .workbench import judging


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
    row = Discrepancy.objects.select_for_update().filter(key=finding.key).first() or _moved(finding)
    now = timezone.now()
    is_new = row is None
    if row is None:
        row = Discrepancy(first_seen=now, status=_untouched(finding), fingerprint="")
    changed = row.fingerprint != finding.fingerprint or row.status == Discrepancy.Status.CLOSED
    if changed and row.fingerprint:
        row.status, row.status_reason = _status_after_change(row, finding)
    values = _values(finding)
    if changed or any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        # Opinions on other evidence do not count; those on just this, where it is back, do again.
        row.awaits = judging.awaiting(row) if row.pk else row.awaits
        row.last_seen = now
        row.save()
    if is_new:
        _add_positions(row, finding.sides)
    else:
        _store_positions(row, finding.sides)
    if row.status == Discrepancy.Status.NOT_SAME_FACT:
        _hold_again(row, finding)
    return row


def _moved(finding: Finding) -> Discrepancy | None:
    """The discrepancy between the same pieces of evidence when they were grouped under another fact or utterance."""
    if finding.kind == Discrepancy.Kind.EDIT:
        return None
    kind = finding.key.split(":", 1)[0]
    found: dict[int, set[int]] = defaultdict(set)
    for name in ("claims", "quotes"):
        anchors = {evidence.anchor for side in finding.sides for evidence in getattr(side, name)}
        held = Position.objects.filter(**{f"{name}__anchor__in": anchors}, discrepancy__key__startswith=f"{kind}:")
        for pk, number in held.values_list("discrepancy", "number"):
            found[pk].add(number)
    several = [pk for pk, numbers in found.items() if len(numbers) > 1]
    for row in Discrepancy.objects.select_for_update().filter(pk__in=several).order_by("pk"):
        if not _is_still_of_its_subject(row):
            return row
    return None


def _is_still_of_its_subject(row: Discrepancy) -> bool:
    subject = "fact" if row.fact_id else "utterance"
    evidence = "claims" if row.fact_id else "quotes"
    held = row.positions.filter(**{f"{evidence}__live": True, f"{evidence}__{subject}": row.subject.pk})
    return held.distinct().count() > 1


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


def _status_after_change(row: Discrepancy, finding: Finding) -> tuple[str, str]:
    """An earlier decision on just this evidence holds again; otherwise the question is open, and says why."""
    decision = row.reviews.filter(fingerprint=finding.fingerprint).first()
    if decision is not None and decision.verdict != Review.Verdict.REOPENED:
        return STATUS_AFTER[Review.Verdict(decision.verdict)], ""
    status = _untouched(finding)
    last = row.reviews.first()
    held = "; ".join(f"{', '.join(side.origins)}: {side.label}" for side in finding.sides)
    if last is not None and last.verdict != Review.Verdict.REOPENED:
        return status, f"Decided “{last.get_verdict_display()}” on other evidence. Now: {held}."
    return status, f"It was closed, and is back. Now: {held}." if row.status == Discrepancy.Status.CLOSED else ""


def _add_positions(row: Discrepancy, sides: Sequence[Side]) -> None:
    """Those of a new discrepancy, all at once."""
    positions = [Position(discrepancy=row, number=number, **_told(side)) for number, side in enumerate(sides, start=1)]
    Position.objects.bulk_create(positions)
    for held, column in (("claims", "claim_id"), ("quotes", "quote_id")):
        through: Any = getattr(Position, held).through
        through.objects.bulk_create(
            through(position_id=position.pk, **{column: pk})
            for position, side in zip(positions, sides, strict=True)
            for pk in dict.fromkeys(evidence.pk for evidence in getattr(side, held))
        )


def _told(side: Side) -> dict[str, Any]:
    return {"label": side.label[:500], "answer": side.answer, "origins": list(side.origins)}


def _store_positions(row: Discrepancy, sides: Sequence[Side]) -> None:
    stored = {position.number: position for position in row.positions.prefetch_related("claims", "quotes")}
    for number, side in enumerate(sides, start=1):
        known = number in stored
        position = stored.pop(number, None) or Position(discrepancy=row, number=number)
        values = _told(side)
        if position.pk is None or any(getattr(position, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(position, name, value)
            position.save()
        holds: tuple[tuple[Any, Sequence[Any]], ...] = (
            (position.claims, side.claims),
            (position.quotes, side.quotes),
        )
        for held, evidence in holds:
            if (set(held.all()) if known else set()) != set(evidence):
                held.set(evidence)
    for position in stored.values():
        position.delete()


def retire(rows: Sequence[Discrepancy]) -> None:
    """What is no longer found is closed and kept where people decided on it or a source corrected; else removed.

    What reviewers ruled not to be the same fact stays so: that it is no longer found is their doing.
    """
    for row in rows:
        if row.status in (Discrepancy.Status.CLOSED, Discrepancy.Status.NOT_SAME_FACT):
            continue
        withdrawn = [] if row.kind == Discrepancy.Kind.EDIT else _withdrawn(row)
        if withdrawn or row.reviews.exists() or row.opinions.exists():
            row.status, row.status_reason = Discrepancy.Status.CLOSED, _why_gone(withdrawn)
            row.awaits = Discrepancy.Awaits.NOBODY
            row.last_seen = timezone.now()
            row.save()
        else:
            # Locked first: nobody comes to hold it while it goes.
            Discrepancy.objects.select_for_update().get(pk=row.pk).delete()


REGROUPED = "The evidence no longer conflicts: it was read or grouped anew."


def _withdrawn(row: Discrepancy) -> list[Claim | Quote]:
    """The evidence that its article no longer has, in these words."""
    found: list[Claim | Quote] = []
    for model in (Claim, Quote):
        again = model._default_manager.filter(live=True, anchor=OuterRef("anchor"))
        gone = model._default_manager.filter(~Exists(again), positions__discrepancy=row).order_by("pk")
        found += gone.select_related("version__article__source", "version__article__current").distinct()
    return found


def _why_gone(withdrawn: Sequence[Claim | Quote]) -> str:
    """The edits that took the evidence back; where no figure stands in its place, who no longer says it."""
    edits = Discrepancy.objects.filter(kind=Discrepancy.Kind.EDIT)
    reasons: list[str] = []
    for evidence in withdrawn:
        name = "claims" if isinstance(evidence, Claim) else "quotes"
        edit = edits.filter(**{f"positions__{name}": evidence}, positions__number=1).order_by("pk").last()
        reasons.append(edit.explanation["text"] if edit else _no_longer(evidence))
    return " ".join(dict.fromkeys(reasons)) or REGROUPED


def _no_longer(evidence: Claim | Quote) -> str:
    article = evidence.version.article
    words = evidence.value_text if isinstance(evidence, Claim) else evidence.content[:200]
    number = article.current.number if article.current else evidence.version.number
    return f"{article.source.name} no longer says “{words}”: see version {number} of its article."


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
