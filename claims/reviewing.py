"""Records what people decide. The one door: buttons, bulk actions and the API all come through here."""

from collections.abc import Collection, Iterable
from itertools import combinations, product
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import (
    STATUS_AFTER,
    Apart,
    Claim,
    Discrepancy,
    Entity,
    Extraction,
    Fact,
    Position,
    Quote,
    Review,
    Utterance,
)

Reviewer = User | AnonymousUser

NEED_A_NOTE = {Review.Verdict.CONFIRMED}


class Refused(Exception):
    """A decision that is not recorded. The message says why, and what to do, in words for the reviewer."""


class Changed(Refused):
    """The evidence is no longer what the reviewer saw."""


class Forbidden(Refused):
    """This user may not decide."""


@transaction.atomic
def decide(
    discrepancy: Discrepancy, verdict: str, reviewer: Reviewer, note: str = "", seen_fingerprint: str | None = None
) -> Review:
    """Appends a review and moves the discrepancy's status; the same decision again returns the review that stands.

    `seen_fingerprint` is that of the evidence which the reviewer had before them (None: not shown any). "Not the same
    fact" holds the positions apart in all later runs, until a review re-opens the discrepancy.
    """
    person, note = _permitted(reviewer), note.strip()
    known = _known(verdict, note)
    row = Discrepancy.objects.select_for_update().get(pk=discrepancy.pk)
    if seen_fingerprint is not None and seen_fingerprint != row.fingerprint:
        raise Changed("The evidence changed since this page was opened. Look at it again, then decide.")
    if row.status == Discrepancy.Status.CLOSED and known != Review.Verdict.REOPENED:
        raise Refused("This is closed: it is no longer in the evidence, so there is nothing to decide.")
    last = row.reviews.first()
    if last and row.status == STATUS_AFTER[known] and _repeats(last, person, known, note, row.fingerprint):
        return last
    positions = list(row.positions.prefetch_related("claims", "quotes"))
    review = Review.objects.create(
        discrepancy=row,
        verdict=known,
        note=note,
        reviewer=person,
        fingerprint=row.fingerprint,
        evidence={"positions": [_snapshot(position) for position in positions]},
    )
    if known == Review.Verdict.REOPENED:
        Apart.objects.filter(review__discrepancy=row).delete()
    if known == Review.Verdict.NOT_SAME_FACT:
        _hold_positions_apart(positions, review)
    if known in (Review.Verdict.NOT_SAME_FACT, Review.Verdict.REOPENED):
        _group_again(_holding(row))
        _compare_again(row)
    row.status, row.status_reason = STATUS_AFTER[known], ""
    row.save(update_fields=["status", "status_reason"])
    return review


@transaction.atomic
def separate(entity: Entity, names: Collection[str], reviewer: Reviewer, note: str = "") -> Review:
    """Rules that who goes by these names is not who goes by the entity's other names, now and in all later runs.

    Raises Refused unless some of the entity's mentions go by these names and some do not. The mentions stay where they
    are until the next grouping, for which the articles that use these names are put back in the queue.
    """
    person, note = _permitted(reviewer), note.strip()
    row = Entity.objects.select_for_update().get(pk=entity.pk)
    chosen = set(names)
    mentions = list(row.mentions.order_by("anchor"))
    inside = sorted({mention.anchor for mention in mentions if mention.name in chosen})
    outside = sorted({mention.anchor for mention in mentions if mention.name not in chosen})
    if not inside or not outside:
        raise Refused(f"Choose some, but not all, of the names by which {row} is mentioned.")
    evidence = {"names": sorted(chosen), "apart": inside, "from": outside}
    last = row.reviews.first()
    if last and last.evidence == evidence and _repeats(last, person, Review.Verdict.NOT_SAME_ENTITY, note, ""):
        return last
    review = Review.objects.create(
        entity=row, verdict=Review.Verdict.NOT_SAME_ENTITY, note=note, reviewer=person, evidence=evidence
    )
    _hold_apart(Apart.Kind.MENTION, product(inside, outside), review)
    _group_again(Q(mentions__in=[mention.pk for mention in mentions if mention.name in chosen]))
    return review


def may_decide(reviewer: Reviewer) -> bool:
    return reviewer.has_perm("claims.add_review")


def _permitted(reviewer: Reviewer) -> User:
    if isinstance(reviewer, AnonymousUser) or not may_decide(reviewer):
        raise Forbidden(f"{reviewer} may not decide: that needs the permission claims.add_review.")
    return reviewer


def _known(verdict: str, note: str) -> Review.Verdict:
    allowed = ", ".join(STATUS_AFTER)
    if verdict not in STATUS_AFTER:
        raise Refused(f"{verdict!r} is not a verdict on a discrepancy: use one of {allowed}.")
    if verdict in NEED_A_NOTE and not note:
        raise Refused("A confirmed conflict needs a note that says what was checked.")
    return Review.Verdict(verdict)


def _repeats(last: Review, reviewer: User, verdict: str, note: str, fingerprint: str) -> bool:
    told = (last.reviewer_id, last.verdict, last.note, last.fingerprint)
    return told == (reviewer.pk, verdict, note, fingerprint)


def _snapshot(position: Position) -> dict[str, Any]:
    """A position as it stood: what it says, who holds it, and the anchors of its evidence."""
    claims, quotes = _anchors(position, Apart.Kind.CLAIM), _anchors(position, Apart.Kind.QUOTE)
    return {**position.as_row(), "claims": claims, "quotes": quotes}


def _anchors(position: Position, kind: Apart.Kind) -> list[str]:
    held = position.claims.all() if kind == Apart.Kind.CLAIM else position.quotes.all()
    return sorted({evidence.anchor for evidence in held})


def _hold_positions_apart(positions: list[Position], review: Review) -> None:
    for kind in (Apart.Kind.CLAIM, Apart.Kind.QUOTE):
        for one, other in combinations(positions, 2):
            _hold_apart(kind, product(_anchors(one, kind), _anchors(other, kind)), review)


def _hold_apart(kind: Apart.Kind, pairs: Iterable[tuple[str, str]], review: Review) -> None:
    ordered = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    rows = [Apart(kind=kind, left=left, right=right, review=review) for left, right in sorted(ordered)]
    Apart.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _group_again(extractions: Q) -> None:
    """Puts what has been grouped back to where grouping finds it; it then marks what it changes as stale."""
    grouped = Q(state__in=[Extraction.State.GROUPED, Extraction.State.DONE])
    Extraction.objects.filter(grouped, extractions).update(state=Extraction.State.READ)


def _holding(discrepancy: Discrepancy) -> Q:
    """The extractions of the live evidence that is, by its anchors, that of the positions."""
    return Q(pk__in=_alive(Claim, discrepancy)) | Q(pk__in=_alive(Quote, discrepancy))


def _alive(model: type[Claim] | type[Quote], discrepancy: Discrepancy) -> QuerySet[Any, Any]:
    anchors = model._default_manager.filter(positions__discrepancy=discrepancy).values("anchor")
    return model._default_manager.filter(live=True, anchor__in=anchors).values("extraction")


def _compare_again(discrepancy: Discrepancy) -> None:
    Fact.objects.filter(discrepancies=discrepancy).update(stale=True)
    Utterance.objects.filter(discrepancies=discrepancy).update(stale=True)
