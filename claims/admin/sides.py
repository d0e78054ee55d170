"""Both sides of a discrepancy: the first reports of each with their passages; what is beyond is counted, not loaded."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Min, QuerySet, Value, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber, Substr

from claims.admin.showing import Card, card_of, passage_of
from claims.highlighting import LONGEST_WORD, Excerpt, Part
from claims.models import Claim, Discrepancy, Position, Quote

# Cards of a position, and reprints listed under a card.
SHOWN, FOLDED = 20, 5
# Positions with cards, the weightiest first; of further ones only what they say is shown, and how often it is said.
WEIGHED = 12
# Of two passages of one origin, as a share of their words in the same order.
NEARLY_SAME = 0.85
MOST_COMPARED = 120
MARGIN, WIDER = 150, 1500
# Evidence that is longer is cut.
LONGEST = 3000

Evidence = Claim | Quote


@dataclass(frozen=True)
class Side:
    """One position with its first cards, how many pieces of evidence it has, and how many of them are not shown."""

    position: Position
    cards: Sequence[Card]
    held: int
    more: int

    @property
    def tone(self) -> int:
        return (self.position.number - 1) % 8


@dataclass(frozen=True)
class _Report:
    """What one text and its reprints say for a position: its first piece of evidence, and of how many."""

    position: int
    first: int
    number: int


def sides_of(row: Discrepancy) -> list[Side]:
    """In as many queries however many positions, reports and pieces of evidence there are."""
    held: dict[int, int] = defaultdict(int)
    cards: dict[int, list[Card]] = defaultdict(list)
    for model in (Claim, Quote):
        for key, number in _numbers(row, model):
            held[key] += number
        for key, card in _cards(row, model):
            cards[key].append(card)
    sides = []
    for position in row.positions.all():
        folded = _folded(cards[position.pk][:SHOWN])
        shown = sum(1 + card.alike_number for card in folded)
        sides.append(Side(position, folded, held[position.pk], held[position.pk] - shown))
    return sides


def wider(row: Discrepancy, name: str) -> tuple[Evidence, Excerpt] | None:
    """More of what stands around a piece of its evidence ("c12"), None where there is no such."""
    models: dict[str, type[Evidence]] = {"c": Claim, "q": Quote}
    model = models.get(name[:1])
    if model is None or not name[1:].isdecimal() or len(name) > 15:
        return None
    at_odds = model._default_manager.filter(positions__discrepancy=row, pk=int(name[1:]))
    evidence = _with_part(at_odds, WIDER).first()
    return (evidence, passage_of(evidence, part_of(evidence, WIDER), WIDER)) if evidence else None


def part_of(evidence: Evidence, margin: int = MARGIN) -> Part:
    """What `_with_part` brought along of the text."""
    loaded: Any = evidence
    asked = _length(margin)
    return Part(loaded.part[:asked], loaded.part_from - 1, len(loaded.part) <= asked)


def _with_part(rows: QuerySet[Any], margin: int = MARGIN) -> QuerySet[Any]:
    """The rows with what their cards show; of the text, which may be megabytes, only the part around them."""
    who = "holder__entity" if rows.model is Claim else "speaker__entity"
    first = "value_start" if rows.model is Claim else "start"
    begins = Greatest(F(first) + 1 - margin - LONGEST_WORD, Value(1))
    part = Substr("version__text", begins, _length(margin) + 1)
    shown: QuerySet[Any] = rows.select_related(
        "version__article__source", "version__article__reprint_of__source", who
    ).defer("version__text")
    cut: QuerySet[Any] = shown.annotate(part_from=begins, part=part)
    return cut


def _length(margin: int) -> int:
    return LONGEST + 2 * (margin + LONGEST_WORD)


def _through(row: Discrepancy, model: type[Evidence]) -> QuerySet[Any]:
    held: Any = Position.claims if model is Claim else Position.quotes
    article = f"{model._meta.model_name}__version__article"
    rows: QuerySet[Any] = held.through.objects.filter(position__discrepancy=row).annotate(
        evidence=F(f"{model._meta.model_name}_id"), report=Coalesce(F(f"{article}__reprint_of"), F(f"{article}_id"))
    )
    return rows.order_by()


def _numbers(row: Discrepancy, model: type[Evidence]) -> Iterable[tuple[int, int]]:
    rows = _through(row, model).values("position_id").annotate(number=Count("id"))
    return list(rows.values_list("position_id", "number"))


def _reports(row: Discrepancy, model: type[Evidence]) -> list[_Report]:
    """The first reports of each position."""
    place = Window(RowNumber(), partition_by=F("position_id"), order_by=F("first").asc())
    weighed = _through(row, model).filter(position__number__lte=WEIGHED)
    grouped = weighed.values("position_id", "report").annotate(first=Min("evidence"), number=Count("id"))
    rows = grouped.annotate(place=place).filter(place__lte=SHOWN).values_list("position_id", "first", "number")
    return sorted((_Report(*row) for row in rows), key=lambda report: (report.position, report.first))


def _cards(row: Discrepancy, model: type[Evidence]) -> Iterable[tuple[int, Card]]:
    """Each with its position; the reprints of a report stand under its first."""
    reports = _reports(row, model)
    evidence = {one.pk: one for one in _with_part(model._default_manager.filter(pk__in={r.first for r in reports}))}
    others = _others(row, model, [report for report in reports if report.number > 1])
    for report in reports:
        first = evidence[report.first]
        alike = others.get((report.position, report.first), ())
        yield report.position, replace(card_of(first, part_of(first)), alike=alike, alike_number=report.number - 1)


def _others(row: Discrepancy, model: type[Evidence], reports: list[_Report]) -> dict[tuple[int, int], list[Card]]:
    """What is folded under each first: the next few of the same position and report."""
    if not reports:
        return {}
    place = Window(RowNumber(), partition_by=[F("position_id"), F("report")], order_by=F("evidence").asc())
    first = Window(Min("evidence"), partition_by=[F("position_id"), F("report")])
    rows = _through(row, model).annotate(place=place, first=first).filter(place__lte=FOLDED + 1, place__gt=1)
    shown = {(report.position, report.first) for report in reports}
    kept = [
        (position, first, pk)
        for position, first, pk in rows.order_by("place").values_list("position_id", "first", "evidence")[
            : len(reports) * FOLDED * 2
        ]
        if (position, first) in shown
    ]
    found = {one.pk: one for one in _with_part(model._default_manager.filter(pk__in={pk for *_where, pk in kept}))}
    folded: dict[tuple[int, int], list[Card]] = defaultdict(list)
    for position, head, pk in kept:
        folded[position, head].append(card_of(found[pk], part_of(found[pk])))
    return folded


def _folded(cards: Sequence[Card]) -> list[Card]:
    """Those of one origin with nearly the same words under the first of them."""
    kept: list[Card] = []
    for card in cards:
        place = next((at for at, other in enumerate(kept) if _alike(other, card)), None)
        if place is None:
            kept.append(card)
            continue
        first = kept[place]
        alike = [*first.alike, replace(card, alike=(), alike_number=0), *card.alike][:FOLDED]
        kept[place] = replace(first, alike=alike, alike_number=first.alike_number + 1 + card.alike_number)
    return kept


def _alike(one: Card, other: Card) -> bool:
    if one.origin != other.origin or one.who != other.who:
        return False
    a, b = (card.words.lower().split()[:MOST_COMPARED] for card in (one, other))
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= NEARLY_SAME
