"""What a ruling would do, as the evidence stands now: the rules of the comparison are asked, and nothing is written.

What is grouped again may meet other evidence too, so this is what can be said, not a promise.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import comparing
from .analysis.facts.plain import with_unit
from .models import Claim, Discrepancy, Entity, Fact, Mention, Quote, Utterance
from .recording import Finding
from .ruling import Subject, evidence_of

# Utterances that are compared for a preview; of the rest it says how many there are.
MOST_COMPARED = 20
MOST_SAID = 8
UNDECIDED = (Discrepancy.Status.OPEN, Discrepancy.Status.EXPLAINED)


@dataclass(frozen=True)
class Part:
    """What would be one side or one of those put together: its evidence counted by what it says, and who says it."""

    name: str
    row: Subject | None
    evidence: int
    says: tuple[tuple[str, int], ...]
    more: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Outlook:
    """The parts, and of what is at odds: what would end, what would go on, and what would be found anew."""

    parts: tuple[Part, ...]
    closes: tuple[Discrepancy, ...]
    goes_on: tuple[Discrepancy, ...]
    opens: tuple[Finding, ...]
    not_looked_at: int = 0


def of_uniting(rows: Iterable[Subject]) -> Outlook:
    """What putting these together would do; the first is the one that stays."""
    rows = list(rows)
    loaded = [_loaded(row) for row in rows]
    parts = tuple(_part(str(row), row, held) for row, held in zip(rows, loaded, strict=True))
    everything = [one for held in loaded for one in held]
    if isinstance(rows[0], Entity):
        return _of_people(parts, loaded, [rows[0]] * len(rows))
    return _outlook(parts, _undecided(rows), _found(rows[0], everything))


def of_dividing(row: Subject, inside: Collection[Any], outside: Collection[Any]) -> Outlook:
    """What taking one side's evidence away from the other's would do."""
    ids = [{one.pk for one in side} for side in (outside, inside)]
    loaded = _loaded(row)
    sides = [[one for one in loaded if one.pk in side] for side in ids]
    names = [_most_said(side)[0][0] if isinstance(row, Entity) else str(row) for side in sides]
    subjects = [row if number == 0 else None for number in range(2)]
    parts = tuple(_part(name, of, side) for name, of, side in zip(names, subjects, sides, strict=True))
    if isinstance(row, Entity):
        return _of_people(parts, sides, [Entity(name=name, kind=row.kind) for name in names])
    return _outlook(parts, _undecided([row]), [finding for side in sides for finding in _found(row, side)])


def _part(name: str, row: Subject | None, held: Sequence[Any]) -> Part:
    said = _most_said(held)
    sources = sorted({_version(one).article.source.name for one in held})
    return Part(name, row, len(held), tuple(said[:MOST_SAID]), max(0, len(said) - MOST_SAID), tuple(sources))


def _most_said(held: Iterable[Any]) -> list[tuple[str, int]]:
    return sorted(Counter(map(_said, held)).items(), key=lambda item: (-item[1], item[0]))


def _said(one: Claim | Quote | Mention) -> str:
    if isinstance(one, Mention):
        return one.name
    return with_unit(one.value) if isinstance(one, Claim) else " ".join(one.content.split())[:200]


def _version(one: Any) -> Any:
    return one.extraction.version if isinstance(one, Mention) else one.version


def _loaded(row: Subject) -> list[Any]:
    """Its live evidence with all that the comparison reads, without the texts."""
    rows = evidence_of(row)
    if isinstance(row, Entity):
        return list(
            rows.select_related("extraction__version__article__source").defer(
                "extraction__version__text", "extraction__gaps"
            )
        )
    return _with_articles(rows, "holder" if isinstance(row, Fact) else "speaker__entity")


def _with_articles(rows: Any, *related: str) -> list[Any]:
    articles = ("version__article__source", "version__article__reprint_of__source", "extraction")
    return list(rows.select_related(*articles, *related).defer("version__text", "extraction__gaps").order_by("id"))


def _found(row: Any, held: list[Any]) -> list[Finding]:
    """What the rules find at odds in this evidence."""
    if isinstance(row, Fact):
        return comparing.find_value_conflict(row, held)
    return comparing.find_disputes(row, held)


def _undecided(rows: Sequence[Any]) -> list[Discrepancy]:
    name = rows[0]._meta.model_name
    found = Discrepancy.objects.filter(**{f"{name}__in": rows}, status__in=UNDECIDED)
    return _with_positions(found.exclude(kind=Discrepancy.Kind.EDIT))


def _with_positions(rows: Any) -> list[Discrepancy]:
    return list(rows.select_related("fact", "utterance").prefetch_related("positions__claims", "positions__quotes"))


def _outlook(
    parts: tuple[Part, ...], before: Sequence[Discrepancy], found: Sequence[Finding], not_looked_at: int = 0
) -> Outlook:
    """A discrepancy goes on where a finding is between the same evidence: at least two of its positions."""
    going: set[int] = set()
    new: list[Finding] = []
    for finding in found:
        same = [row for row in before if _goes_on(row, finding)]
        going |= {row.pk for row in same[:1]}
        new += [] if same else [finding]
    closes = tuple(row for row in before if row.pk not in going)
    return Outlook(parts, closes, tuple(row for row in before if row.pk in going), tuple(new), not_looked_at)


def _goes_on(row: Discrepancy, finding: Finding) -> bool:
    name = "claims" if row.fact_id else "quotes"
    held = {one.pk for side in finding.sides for one in getattr(side, name)}
    met = [position for position in row.positions.all() if any(one.pk in held for one in getattr(position, name).all())]
    return len(met) > 1 and (row.kind == finding.kind or bool(row.fact_id))


def _of_people(parts: tuple[Part, ...], sides: Sequence[Sequence[Mention]], becomes: Sequence[Entity]) -> Outlook:
    """What would be at odds in the utterances that are credited to more than one of the sides."""
    side_of = {mention.pk: number for number, side in enumerate(sides) for mention in side}
    credited = Quote.objects.filter(live=True, speaker__in=side_of, utterance__isnull=False)
    several: dict[int, set[int]] = {}
    for utterance, speaker in credited.order_by().values_list("utterance", "speaker"):
        several.setdefault(utterance, set()).add(side_of[speaker])
    ids = sorted(pk for pk, numbers in several.items() if len(numbers) > 1)
    utterances = list(Utterance.objects.filter(pk__in=ids[:MOST_COMPARED]))
    named = {pk: becomes[number] for pk, number in side_of.items()}
    found = [finding for row in utterances for finding in _found(row, _as_if(row, named))]
    before = _undecided(utterances) if utterances else []
    return _outlook(parts, before, found, max(0, len(ids) - MOST_COMPARED))


def _as_if(utterance: Utterance, named: Mapping[int, Entity]) -> list[Quote]:
    """Its quotes, credited to whom these mentions would be of."""
    quotes = _with_articles(evidence_of(utterance), "speaker__entity")
    for quote in quotes:
        if quote.speaker and quote.speaker.pk in named:
            quote.speaker.entity = named[quote.speaker.pk]
    return quotes
