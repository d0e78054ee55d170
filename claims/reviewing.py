"""Records what people decide. The one door: buttons, bulk actions and the API all come through here."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from claims import holding
from claims.holding import Refused as Refused
from claims.models import STATUS_AFTER, Apart, Discrepancy, Entity, Fact, Position, Review, Utterance

Reviewer = User | AnonymousUser

REOPENED = Review.Verdict.REOPENED
NEED_A_NOTE = {Review.Verdict.CONFIRMED}
RULINGS = {
    Review.Verdict.NOT_SAME_FACT,
    Review.Verdict.NOT_SAME_ENTITY,
    Review.Verdict.SAME_ENTITY,
    Review.Verdict.SAME_FACT,
}


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
    holding.take_turn()
    row = Discrepancy.objects.select_for_update().get(pk=discrepancy.pk)
    if seen_fingerprint is not None and seen_fingerprint != row.fingerprint:
        raise Changed("The evidence changed since this page was opened. Look at it again, then decide.")
    if row.status == Discrepancy.Status.CLOSED and known != Review.Verdict.REOPENED:
        raise Refused("This is closed: it is no longer in the evidence, so there is nothing to decide.")
    if row.status == Discrepancy.Status.NOT_SAME_FACT and known not in (Review.Verdict.NOT_SAME_FACT, REOPENED):
        raise Refused("This was ruled not to be the same fact, and is kept apart. Re-open it first, if that was wrong.")
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
    if known in (Review.Verdict.NOT_SAME_FACT, Review.Verdict.REOPENED):
        if known == Review.Verdict.REOPENED:
            holding.release(row.reviews.all())
        for kind, sides in _sides(positions):
            if known == Review.Verdict.NOT_SAME_FACT:
                holding.hold_apart(kind, sides, review)
            holding.group_again(kind, set[str]().union(*sides))
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
    holding.take_turn()
    row = Entity.objects.select_for_update().get(pk=entity.pk)
    chosen = set(names)
    mentions = list(row.mentions.order_by("anchor"))
    inside = sorted({mention.anchor for mention in mentions if mention.name in chosen})
    outside = sorted({mention.anchor for mention in mentions if mention.name not in chosen})
    if not inside or not outside:
        raise Refused(f"Choose some, but not all, of the names by which {row} is mentioned.")
    evidence = {"names": sorted(chosen), "apart": inside, "from": outside}
    return _ruled(row, Review.Verdict.NOT_SAME_ENTITY, person, note, evidence)


@transaction.atomic
def split(fact: Fact, claims: Collection[int], reviewer: Reviewer, note: str = "") -> Review:
    """Rules that these claims, by their ids, answer another question than the fact's others, in all later runs.

    Raises Refused unless some of the fact's live claims are chosen and some are not.
    """
    person, note = _permitted(reviewer), note.strip()
    holding.take_turn()
    row = Fact.objects.select_for_update().get(pk=fact.pk)
    held = list(row.claims.filter(live=True).order_by("anchor"))
    inside = sorted({claim.anchor for claim in held if claim.pk in claims})
    outside = sorted({claim.anchor for claim in held if claim.pk not in claims} - set(inside))
    if not inside or not outside:
        raise Refused(f"Choose some, but not all, of the claims about the {row}.")
    evidence = {
        "names": sorted({claim.value_text for claim in held if claim.pk in claims}),
        "apart": inside,
        "from": outside,
    }
    return _ruled(row, Review.Verdict.NOT_SAME_FACT, person, note, evidence)


@transaction.atomic
def unite(rows: Sequence[Entity] | Sequence[Fact], reviewer: Reviewer, note: str = "") -> Review:
    """Rules that these entities are one, or that these facts are one question, now and in all later runs.

    The review is on the row that most of the evidence is of, which is the one that will stay. Raises Refused for less
    than two, for facts of different dimensions, and where a standing ruling keeps any of them apart.
    """
    person, note = _permitted(reviewer), note.strip()
    holding.take_turn()
    parts = parts_of(rows)
    row = next(iter(parts))
    verdict = Review.Verdict.SAME_ENTITY if isinstance(row, Entity) else Review.Verdict.SAME_FACT
    told = [{"id": part.pk, "name": str(part), "anchors": anchors} for part, anchors in parts.items()]
    return _ruled(row, verdict, person, note, {"names": [str(part) for part in parts], "together": told})


def parts_of(rows: Sequence[Entity] | Sequence[Fact]) -> dict[Entity | Fact, list[str]]:
    """What would be united, as it is now, with the anchors of its live evidence: the row that stays first.

    Raises Refused where it cannot be united.
    """
    model, ids = type(rows[0]) if rows else Entity, {row.pk for row in rows}
    found: list[Entity | Fact] = list(model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk"))
    if len(found) < 2:
        raise Refused("Choose two or more that are there: some may have been put together meanwhile.")
    if len({row.dimension for row in found if isinstance(row, Fact)}) > 1:
        raise Refused("These are answered by different kinds of values: a date is never compared with a count.")
    parts = {row: sorted(_evidence(row).filter(live=True).values_list("anchor", flat=True)) for row in found}
    for row, anchors in parts.items():
        if not anchors:
            raise Refused(f"No article tells of {row} any more, so there is nothing to put together.")
    holding.refuse_separated(_kind(found[0]), [anchor for anchors in parts.values() for anchor in anchors])
    return dict(sorted(parts.items(), key=lambda item: (-len(item[1]), item[0].pk)))


@transaction.atomic
def undo(review: Review, reviewer: Reviewer, note: str = "") -> Review:
    """Takes a ruling back: what it held is grouped again as if it had never been made. Both reviews stay.

    Raises Refused for what is no ruling, and for what was taken back already.
    """
    person, note = _permitted(reviewer), note.strip()
    if review.verdict not in RULINGS:
        raise Refused(f"“{review.get_verdict_display()}” holds nothing apart or together, so it cannot be taken back.")
    if review.discrepancy is not None:
        return decide(review.discrepancy, Review.Verdict.REOPENED, reviewer, note)
    holding.take_turn()
    before = Review.objects.filter(undoes=review).select_related("reviewer").first()
    if before is not None:
        raise Refused(f"It was taken back already, by {before.reviewer} on {before.created_at:%-d %B %Y}.")
    holding.release(Review.objects.filter(pk=review.pk))
    return Review.objects.create(
        entity=review.entity, fact=review.fact, verdict=Review.Verdict.UNDONE, note=note, reviewer=person, undoes=review
    )


def may_decide(reviewer: Reviewer) -> bool:
    return reviewer.has_perm("claims.add_review")


def stands(review: Review) -> bool:
    """Whether the review is a ruling that still holds something apart or together."""
    return review.verdict in RULINGS and (review.aparts.exists() or review.togethers.exists())


def _ruled(row: Entity | Fact, verdict: Review.Verdict, person: User, note: str, evidence: dict[str, Any]) -> Review:
    """Records a ruling and holds what it says; the same ruling again returns the review that stands."""
    last = row.reviews.first()
    if last and last.evidence == evidence and _repeats(last, person, verdict, note, ""):
        return last
    subject = {"entity": row} if isinstance(row, Entity) else {"fact": row}
    review = Review.objects.create(verdict=verdict, note=note, reviewer=person, evidence=evidence, **subject)
    kind = _kind(row)
    if "together" in evidence:
        sides = [part["anchors"] for part in evidence["together"]]
        holding.hold_together(kind, {anchor for side in sides for anchor in side}, review)
        holding.group_again(kind, {anchor for side in sides[1:] for anchor in side})
    else:
        holding.hold_apart(kind, (evidence["apart"], evidence["from"]), review)
        holding.group_again(kind, evidence["apart"])
    return review


def _kind(row: Entity | Fact) -> Apart.Kind:
    return Apart.Kind.MENTION if isinstance(row, Entity) else Apart.Kind.CLAIM


def _evidence(row: Entity | Fact) -> Any:
    return row.mentions.order_by("pk") if isinstance(row, Entity) else row.claims.order_by("pk")


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


def _sides(positions: Sequence[Position]) -> Iterator[tuple[Apart.Kind, list[list[str]]]]:
    """The anchors on each side, by kind of evidence."""
    for kind in (Apart.Kind.CLAIM, Apart.Kind.QUOTE):
        yield kind, [_anchors(position, kind) for position in positions]


def _compare_again(discrepancy: Discrepancy) -> None:
    Fact.objects.filter(discrepancies=discrepancy).update(stale=True)
    Utterance.objects.filter(discrepancies=discrepancy).update(stale=True)
