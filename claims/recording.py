"""Turns findings into Discrepancy rows, and keeps their life: opened, re-opened with a reason, closed, never lost."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils import timezone

from . import holding
from .analysis.facts.explaining import Explanation
from .analysis.facts.severity import Severity
from .models import STATUS_AFTER, Apart, Claim, Discrepancy, Fact, Position, Quote, Review, Utterance
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
    "key kind fact utterance explanation severity severity_parts fingerprint status status_reason awaits "
    "last_seen".split()
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
        self._known = {row.pk: row for row in self._rows.values()}
        again = [self._rows[finding.key] for finding in findings if finding.key in self._rows]
        prefetch_related_objects(again, "reviews", "opinions")
        self._may_move = _held_before([finding for finding in findings if finding.key not in self._rows])
        self._new: list[Discrepancy] = []
        self._changed: list[Discrepancy] = []
        self._placed: list[tuple[Discrepancy, Sequence[Side]]] = []

    def record(self, finding: Finding) -> Discrepancy:
        """What a reviewer decided on the same evidence stands, on other evidence it is re-opened."""
        row = self._rows.get(finding.key) or self._moved_here(finding)
        now = timezone.now()
        if row is None:
            row = Discrepancy(first_seen=now, status=_untouched(finding), fingerprint="")
            self._new.append(row)
        changed = row.fingerprint != finding.fingerprint or row.status == Discrepancy.Status.CLOSED
        if changed and row.fingerprint:
            row.status, row.status_reason = _status_after_change(row, finding)
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

    def _moved_here(self, finding: Finding) -> Discrepancy | None:
        """The same question as it was found elsewhere; what was recorded until now is written before it is looked for.

        Nothing stands under its key any more where it was.
        """
        if finding.key not in self._may_move:
            return None
        self.write()
        if (found := _moved(finding)) is None:
            return None
        row = self._known.get(found.pk, found)
        self._rows.pop(row.key, None)
        return row

    def write(self) -> None:
        # A key that one gives up may be that of a new one.
        update_each(self._changed, FOUND_ANEW)
        Discrepancy.objects.bulk_create(self._new)
        if self._placed:
            place(self._placed)
        self._new, self._changed, self._placed = [], [], []


def _held_before(findings: Sequence[Finding]) -> set[str]:
    """The keys of those whose evidence several positions hold already, be they of one discrepancy or not."""
    held: dict[str, set[int]] = defaultdict(set)
    for name in ("claims", "quotes"):
        anchors = {evidence.anchor for each in findings for side in each.sides for evidence in getattr(side, name)}
        if anchors:
            rows = Position.objects.filter(**{f"{name}__anchor__in": anchors})
            for anchor, pk in rows.order_by().values_list(f"{name}__anchor", "pk"):
                held[anchor].add(pk)
    return {
        finding.key
        for finding in findings
        if len(set[int]().union(*(held.get(each.anchor, ()) for each in _evidence(finding)))) > 1
    }


def _evidence(finding: Finding) -> list[Any]:
    return [evidence for side in finding.sides for evidence in (*side.claims, *side.quotes)]


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
    reviews = list(row.reviews.all())
    decision = next((review for review in reviews if review.fingerprint == finding.fingerprint), None)
    if decision is not None and decision.verdict != Review.Verdict.REOPENED:
        return STATUS_AFTER[Review.Verdict(decision.verdict)], ""
    status = _untouched(finding)
    last = reviews[0] if reviews else None
    held = "; ".join(f"{', '.join(side.origins)}: {side.label}" for side in finding.sides)
    if last is not None and last.verdict != Review.Verdict.REOPENED:
        return status, f"Decided “{last.get_verdict_display()}” on other evidence. Now: {held}."
    return status, f"It was closed, and is back. Now: {held}." if row.status == Discrepancy.Status.CLOSED else ""


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
