"""Rulings: what is kept apart or put together now and in all later runs, and taking it back.

They are on entities, facts and utterances, and hold by anchors of the evidence that these were made of.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import holding
from .models import Apart, Claim, Entity, Fact, Mention, Quote, Review, Utterance
from .reviewing import MOST_OF_RULES, Refused, Reviewer, permitted, reopen, repeats

Subject = Entity | Fact | Utterance
Verdict = Review.Verdict
# Of each subject: its evidence, what the review calls it, and how it is ruled apart and together.
KINDS: dict[type[Any], Apart.Kind] = {
    Entity: Apart.Kind.MENTION,
    Fact: Apart.Kind.CLAIM,
    Utterance: Apart.Kind.QUOTE,
}
APART: dict[type[Any], Review.Verdict] = {
    Entity: Verdict.NOT_SAME_ENTITY,
    Fact: Verdict.NOT_SAME_FACT,
    Utterance: Verdict.NOT_SAME_UTTERANCE,
}
TOGETHER: dict[type[Any], Review.Verdict] = {
    Entity: Verdict.SAME_ENTITY,
    Fact: Verdict.SAME_FACT,
    Utterance: Verdict.SAME_UTTERANCE,
}
RULINGS = {*APART.values(), *TOGETHER.values()}


@transaction.atomic
def separate(entity: Entity, names: Collection[str], reviewer: Reviewer, note: str = "") -> Review:
    """Rules that who goes by these names is not who goes by the entity's other names, now and in all later runs.

    Raises Refused unless some of the entity's mentions go by these names and some do not. The mentions stay where they
    are until the next grouping, for which the articles that use these names are put back in the queue.
    """
    return _divided(entity, names, reviewer, note)


@transaction.atomic
def split(subject: Fact | Utterance, chosen: Collection[int], reviewer: Reviewer, note: str = "") -> Review:
    """Rules that these claims answer another question, or these quotes are of another utterance, than the others.

    `chosen` are their ids. Raises Refused unless some of the live ones are chosen and some are not.
    """
    return _divided(subject, chosen, reviewer, note)


def sides_of(row: Subject, chosen: Collection[Any]) -> tuple[list[Any], list[Any]]:
    """The evidence that would be taken away, and what it would be kept apart from; mentions are chosen by name.

    Raises Refused where that is all or nothing, or where a standing ruling holds any of it together.
    """
    held = list(evidence_of(row).order_by("anchor", "pk"))
    picked = {one.anchor for one in held if (one.name if isinstance(one, Mention) else one.pk) in chosen}
    inside = [one for one in held if one.anchor in picked]
    outside = [one for one in held if one.anchor not in picked]
    if not inside or not outside:
        raise Refused(_no_sides(row))
    pairs = holding.pairs_across([{one.anchor for one in side} for side in (inside, outside)])
    holding.refuse_united(KINDS[type(row)], pairs)
    return inside, outside


def _no_sides(row: Subject) -> str:
    if isinstance(row, Entity):
        return _("Choose some, but not all, of the names by which %(entity)s is mentioned.") % {"entity": row}
    if isinstance(row, Fact):
        return _("Choose some, but not all, of the claims about the %(fact)s.") % {"fact": row}
    return _("Choose some, but not all, of the quotes of “%(words)s”.") % {"words": row}


def _divided(subject: Subject, chosen: Collection[Any], reviewer: Reviewer, note: str) -> Review:
    person, note = permitted(reviewer), note.strip()
    holding.take_turn()
    row = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    inside, outside = sides_of(row, chosen)
    evidence = {
        "names": sorted({name_of(one) for one in inside}),
        "apart": sorted({one.anchor for one in inside}),
        "from": sorted({one.anchor for one in outside}),
    }
    return _ruled(row, APART[type(row)], person, note, evidence)


@transaction.atomic
def unite(rows: Sequence[Any], reviewer: Reviewer, note: str = "") -> Review:
    """Rules that these entities, facts or utterances are one, now and in all later runs.

    The review is on the row that most of the evidence is of, which is the one that will stay. Raises Refused for less
    than two, for facts of different dimensions, and where a standing ruling keeps any of them apart.
    """
    person, note = permitted(reviewer), note.strip()
    holding.take_turn()
    parts = parts_of(rows)
    row = next(iter(parts))
    told = [{"id": part.pk, "name": str(part), "anchors": anchors} for part, anchors in parts.items()]
    evidence = {"names": [str(part) for part in parts], "together": told}
    return _ruled(row, TOGETHER[type(row)], person, note, evidence)


def parts_of(rows: Sequence[Any]) -> dict[Subject, list[str]]:
    """What would be united, as it is now, with the anchors of its live evidence: the row that stays first.

    Raises Refused where it cannot be united.
    """
    model, ids = type(rows[0]) if rows else Entity, {row.pk for row in rows}
    found: list[Subject] = list(model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk"))
    if len(found) < 2:
        raise Refused(_("Choose two or more that are there: some may have been put together meanwhile."))
    if len({row.dimension for row in found if isinstance(row, Fact)}) > 1:
        raise Refused(_("These are answered by different kinds of values: a date is never compared with a count."))
    parts = {row: sorted(evidence_of(row).values_list("anchor", flat=True)) for row in found}
    for row, anchors in parts.items():
        if not anchors:
            raise Refused(
                _("No article tells of %(row)s any more, so there is nothing to put together.") % {"row": row}
            )
    holding.refuse_separated(KINDS[type(found[0])], [anchor for anchors in parts.values() for anchor in anchors])
    return dict(sorted(parts.items(), key=lambda item: (-len(item[1]), item[0].pk)))


@transaction.atomic
def undo(review: Review, reviewer: Reviewer, note: str = "") -> Review:
    """Takes a ruling back: what it held is grouped again as if it had never been made. Both reviews stay.

    Raises Refused for what is no ruling, and for what was taken back already.
    """
    person, note = permitted(reviewer), note.strip()
    if review.verdict not in RULINGS:
        told = _("“%(verdict)s” holds nothing apart or together, so it cannot be taken back.")
        raise Refused(told % {"verdict": review.get_verdict_display()})
    if review.discrepancy is not None:
        return reopen(review.discrepancy, person, note)
    holding.take_turn()
    before = Review.objects.filter(undoes=review).select_related("reviewer").first()
    if before is not None:
        told = _("It was taken back already, by %(person)s on %(day)s.")
        raise Refused(told % {"person": before.reviewer, "day": date_format(before.created_at)}, before)
    holding.release(Review.objects.filter(pk=review.pk))
    return Review.objects.create(
        entity=review.entity,
        fact=review.fact,
        utterance=review.utterance,
        verdict=Verdict.UNDONE,
        note=note,
        reviewer=person,
        undoes=review,
        rules=review.rules,
    )


def stands(review: Review) -> bool:
    """Whether the review is a ruling that still holds something apart or together."""
    return review.verdict in RULINGS and (review.aparts.exists() or review.togethers.exists())


def _ruled(row: Subject, verdict: Review.Verdict, person: User, note: str, evidence: dict[str, Any]) -> Review:
    """Records a ruling and holds what it says; the same ruling again returns the review that stands."""
    kind = KINDS[type(row)]
    sides = [part["anchors"] for part in evidence.get("together", ())] or [evidence["apart"], evidence["from"]]
    evidence["versions"], rules = read_from(kind, {anchor for side in sides for anchor in side})
    last = row.reviews.first()
    if last and last.evidence == evidence and repeats(last, person, verdict, note, ""):
        return last
    subject: dict[str, Any] = {str(row._meta.model_name): row}
    review = Review.objects.create(
        verdict=verdict, note=note, reviewer=person, evidence=evidence, rules=rules, **subject
    )
    if "together" in evidence:
        holding.hold_together(kind, {anchor for side in sides for anchor in side}, review)
        holding.group_again(kind, {anchor for side in sides[1:] for anchor in side})
    else:
        holding.hold_apart(kind, sides, review)
        holding.group_again(kind, evidence["apart"])
    return review


def read_from(kind: Apart.Kind, anchors: Collection[str]) -> tuple[list[int], str]:
    """The versions that the live evidence stands in, by their ids, and the rules that read it there."""
    model = holding.GROUPS[kind][0]
    read = model._default_manager.filter(live=True, anchor__in=anchors).order_by()
    told = sorted(set(read.values_list("extraction__version", "extraction__rules")))
    rules = sorted({rules for _version, rules in told})
    return [version for version, _rules in told], ",".join(rules)[:MOST_OF_RULES]


def evidence_of(row: Subject) -> Any:
    """The live evidence of an entity, a fact or an utterance."""
    held: Any = row.mentions if isinstance(row, Entity) else row.claims if isinstance(row, Fact) else row.quotes
    return held.filter(live=True).order_by("pk")


def name_of(one: Claim | Quote | Mention) -> str:
    """A piece of evidence in a few words."""
    if isinstance(one, Mention):
        return one.name
    return one.value_text if isinstance(one, Claim) else one.content[:200]
