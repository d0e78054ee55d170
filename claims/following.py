"""A discrepancy, and what people decided on it, follows its evidence to another fact or utterance."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, F

from .models import Discrepancy, Position
from .positioning import Side

Positions = dict[int, set[int]]
# What a position holds, and what that is grouped under.
GROUPED = (("claims", "fact"), ("quotes", "utterance"))


def followers(found: Mapping[str, Sequence[Side]], known: Mapping[int, Discrepancy]) -> dict[str, Discrepancy]:
    """Key ─▶ the discrepancy, locked, between the same evidence as it was found under another key.

    `found` has the sides under each key that nothing is recorded under; `known` are those that are locked already. One
    whose evidence still answers where it stands stays there.
    """
    held = _held(found)
    offers: dict[str, list[int]] = {}
    for key, sides in found.items():
        places: Positions = defaultdict(set)
        for anchor in _anchors(sides):
            for kind, pk, number in held.get(anchor, ()):
                if kind == key.split(":", 1)[0]:
                    places[pk].add(number)
        offers[key] = sorted(pk for pk, numbers in places.items() if len(numbers) > 1)
    free = _free({pk for pks in offers.values() for pk in pks}, known)
    taken = {}
    for key, pks in offers.items():
        if (row := next((free.pop(pk) for pk in pks if pk in free), None)) is not None:
            taken[key] = row
    return taken


def _anchors(sides: Sequence[Side]) -> set[str]:
    return {evidence.anchor for side in sides for evidence in (*side.claims, *side.quotes)}


def _held(found: Mapping[str, Sequence[Side]]) -> dict[str, list[tuple[str, int, int]]]:
    """Anchor ─▶ the positions that hold it: what kind of key their discrepancy has, its id and their number."""
    held: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for name, _ in GROUPED:
        anchors = {evidence.anchor for sides in found.values() for side in sides for evidence in getattr(side, name)}
        if anchors:
            rows = Position.objects.filter(**{f"{name}__anchor__in": anchors}).order_by()
            told = rows.exclude(discrepancy__kind=Discrepancy.Kind.EDIT)
            for anchor, key, *where in told.values_list(f"{name}__anchor", "discrepancy__key", "discrepancy", "number"):
                held[anchor].append((key.split(":", 1)[0], *where))
    return held


def _free(ids: Collection[int], known: Mapping[int, Discrepancy]) -> dict[int, Discrepancy]:
    """Those of these whose evidence no longer answers where they stand, locked."""
    if not ids:
        return {}
    answering: Counter[int] = Counter()
    for name, group in GROUPED:
        of_subject: dict[str, Any] = {f"{name}__live": True, f"{name}__{group}": F(f"discrepancy__{group}")}
        live = Position.objects.filter(discrepancy__in=ids).filter(**of_subject).order_by()
        answering.update(dict(live.values_list("discrepancy").annotate(Count("pk", distinct=True))))
    rows = Discrepancy.objects.select_for_update().filter(pk__in=[pk for pk in ids if answering[pk] < 2])
    return {row.pk: known.get(row.pk, row) for row in rows.order_by("pk")}
