"""What may be the same as an entity, a fact or an utterance: what links suggest, and what a search finds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest

from claims.admin.showing import value_of
from claims.models import Claim, ClaimLink, Entity, Fact, Mention, MentionLink, Quote, QuoteLink
from claims.ruling import KINDS
from sources.readonly import Admin, Bounded

SHOWN = 20
SAMPLES = 5
# Evidence that is looked through for samples of what each of those found says.
MOST_READ = 500
LINKS: dict[str, tuple[type[Any], str]] = {
    "claim": (ClaimLink, "fact"),
    "quote": (QuoteLink, "utterance"),
    "mention": (MentionLink, "entity"),
}


@dataclass(frozen=True)
class Candidate:
    """One that may be the same, with a few of what it says; `score` where the rules linked them, from 0 to 1."""

    row: Any
    says: tuple[str, ...]
    score: float | None = None


@dataclass(frozen=True)
class Found:
    """The first candidates, of so many."""

    candidates: tuple[Candidate, ...]
    total: int
    suggested: bool


def suggested(row: Any) -> Found:
    """Those whose evidence the rules linked to this one's, though not surely enough to put them together."""
    links, group = LINKS[KINDS[type(row)]]
    scores: dict[int, float] = {}
    for here, there in (("left", "right"), ("right", "left")):
        across = links.objects.filter(**{f"{here}__{group}": row, f"{here}__live": True, f"{there}__live": True})
        other = f"{there}__{group}"
        best = across.exclude(**{other: row.pk}).exclude(**{other: None}).order_by().values_list(other)
        for pk, score in best.annotate(best=Max("score")).order_by("-best", other)[:SHOWN]:
            scores[pk] = max(score, scores.get(pk, 0.0))
    rows = type(row)._default_manager.filter(pk__in=scores)
    ordered = sorted(rows, key=lambda each: (-scores[each.pk], each.pk))[:SHOWN]
    return Found(tuple(_candidates(ordered, scores)), len(scores), suggested=True)


def found(model_admin: Admin, request: HttpRequest, row: Any, asked: str) -> Found:
    """Those that the list's own search finds; facts only of the same dimension, for others cannot be one with it."""
    rows: QuerySet[Any] = type(row)._default_manager.exclude(pk=row.pk)
    if isinstance(row, Fact):
        rows = rows.filter(dimension=row.dimension)
    matching, _duplicates = model_admin.get_search_results(request, rows, asked)
    matching = matching.distinct()
    return Found(tuple(_candidates(matching[:SHOWN], {})), Bounded(matching, SHOWN).count, suggested=False)


def _candidates(rows: Iterable[Any], scores: dict[int, float]) -> Iterator[Candidate]:
    rows = list(rows)
    says = _samples(rows)
    for row in rows:
        yield Candidate(row, tuple(says[row.pk][:SAMPLES]), scores.get(row.pk))


def _samples(rows: list[Any]) -> dict[int, list[str]]:
    """A few of what each says, in one query."""
    said: dict[int, list[str]] = defaultdict(list)
    if not rows:
        return said
    model = {Entity: Mention, Fact: Claim}.get(type(rows[0]), Quote)
    group = LINKS[KINDS[type(rows[0])]][1]
    held: Any = model._default_manager.filter(**{f"{group}__in": rows}, live=True)
    article = "extraction__version" if model is Mention else "version"
    held = held.select_related(f"{article}__article__source").defer(f"{article}__text").order_by("-pk")
    for one in held[:MOST_READ]:
        words = _words(one)
        if words not in said[getattr(one, f"{group}_id")]:
            said[getattr(one, f"{group}_id")].append(words)
    return said


def _words(one: Claim | Quote | Mention) -> str:
    if isinstance(one, Mention):
        return f"{one.extraction.version.article.source}: {one.name}"
    words = value_of(one) if isinstance(one, Claim) else f"“{one.content[:80]}”"
    return f"{one.version.article.source}: {words}"
