"""Checks that what reviewers decided holds, as verifying.py runs them on a live database."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from .holding import GROUPS
from .models import STATUS_AFTER, Apart, Claim, Discrepancy, Extraction, Mention, Quote, Review, Together
from .models.reach import out_of_reach

CHUNK = 200
WAITING = (Extraction.State.PENDING, Extraction.State.READ)
DECIDED = {verdict: status for verdict, status in STATUS_AFTER.items() if verdict != Review.Verdict.REOPENED}
UNDECIDED = (Discrepancy.Status.OPEN, Discrepancy.Status.EXPLAINED)

Findings = Iterator[int | str]


def what_was_ruled_apart_is_apart() -> Findings:
    """No two live pieces of evidence that a reviewer ruled apart share a fact, an utterance or an entity."""
    for kind, (model, group) in GROUPS.items():
        for pairs in _chunks(Apart.objects.filter(kind=kind).order_by("pk").iterator(CHUNK)):
            yield len(pairs)
            groups = _groups(model, group, {anchor for pair in pairs for anchor in (pair.left, pair.right)})
            for pair in pairs:
                for shared in groups[pair.left] & groups[pair.right]:
                    yield f"{pair} by review {pair.review_id}, but both are in {group} {shared}"


def what_was_ruled_together_is_together() -> Findings:
    """All live evidence that a reviewer ruled to be about one thing shares a fact or an entity."""
    ruled = Together.objects.order_by("review", "kind").values_list("review", "kind").distinct()
    for review, kind in ruled.iterator(CHUNK):
        yield 1
        model, group = GROUPS[kind]
        anchors = Together.objects.filter(review=review, kind=kind).values("anchor")
        live = model._default_manager.filter(live=True, anchor__in=anchors).order_by()
        if live.filter(extraction__state__in=WAITING).exists():
            continue
        found = sorted(live.exclude(**{group: None}).values_list(group, flat=True).distinct()[:2])
        if len(found) > 1:
            yield f"review {review} put {kind}s together, but they are in {group} {found[0]} and {found[1]}"


def decisions_hold() -> Findings:
    """A decision on the evidence as it stands is the status; on other evidence the question is open again."""
    same = Review.objects.filter(discrepancy=OuterRef("pk"), fingerprint=OuterRef("fingerprint")).order_by("-pk")
    rows = Discrepancy.objects.annotate(verdict=Subquery(same.values("verdict")[:1])).order_by("pk")
    for row in rows.exclude(status=Discrepancy.Status.CLOSED).iterator(CHUNK):
        yield 1
        decided = DECIDED.get(row.verdict) if row.verdict else None
        if decided and row.status != decided:
            yield f"discrepancy {row.pk}: it is {row.status}, but the last review of this evidence says {row.verdict}"
        if not decided and row.status not in UNDECIDED:
            yield f"discrepancy {row.pk}: it is {row.status}, but no review of this evidence says so"


def what_lists_filter_by_follows_from_the_positions() -> Findings:
    """The articles and names kept beside a discrepancy are those of the evidence that its positions are held by."""
    waiting = Q(fact__stale=True) | Q(utterance__stale=True)
    for ids in _chunks(
        Discrepancy.objects.exclude(waiting).order_by("pk").values_list("pk", flat=True).iterator(CHUNK)
    ):
        yield len(ids)
        for key in out_of_reach(connection, ids):
            yield f"discrepancy {key}: the articles or names kept beside it are not those of its evidence"


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _groups(model: type[Claim | Quote | Mention], group: str, anchors: set[str]) -> dict[str, set[int]]:
    """The groups that live evidence of each anchor stands in, where it does not wait to be grouped anew."""
    live = model._default_manager.filter(live=True, anchor__in=anchors).exclude(extraction__state__in=WAITING)
    found: dict[str, set[int]] = defaultdict(set)
    for anchor, key in live.exclude(**{group: None}).values_list("anchor", group):
        found[anchor].add(key)
    return found
