"""Gives every change its number: in the order in which transactions were committed, and without holes.

What a transaction touched stands in `Touched` as soon as it is committed, and not before. One numbering at a time takes
what stands there and gives it the next numbers, so a number never appears below one that somebody has seen.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from sources.models import Article

from .models import Action, Change, Claim, Discrepancy, Fact, Kind, Position, Quote, Review, Touched, Utterance
from .updating import insert_each

BATCH = 2_000
# The number only has to be ours, and another than that of grouping.
TURN = 0x6E756D62
KINDS = frozenset(Kind.values)
Thing = tuple[str, int]


def number_pending(limit: int | None = None) -> int:
    """Numbers what waits, in batches, or only so many of them; returns how many changes that gave."""
    given = 0
    while (limit is None or limit > 0) and (batch := number_batch()):
        given += batch
        limit = None if limit is None else limit - 1
    return given


def number_batch() -> int:
    """Numbers one batch; 0 where nothing waits or another process is numbering just now."""
    if not Touched.objects.exists():
        return 0
    with transaction.atomic():
        if not _have_the_turn():
            return 0
        rows = list(Touched.objects.order_by("pk").values_list("pk", "kind", "thing", "action")[:BATCH])
        last: int = Change.objects.aggregate(last=Max("number"))["last"] or 0
        now = timezone.now()
        things = _things([((kind, thing), action) for _, kind, thing, action in rows])
        changes = [(number, *thing, things[thing], now) for number, thing in enumerate(things, start=last + 1)]
        insert_each(Change, ("number", "kind", "thing", "action", "at"), changes)
        Touched.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()
    return len(changes)


def known(queryset: QuerySet[Any], moment: dt.datetime) -> QuerySet[Any]:
    """The claims or quotes that were known at a moment: told as created by then, and not yet as superseded."""
    told = Change.objects.filter(kind=queryset.model._meta.model_name, thing=OuterRef("pk"), at__lte=moment)
    superseded = told.filter(action=Action.SUPERSEDED)
    return queryset.filter(Exists(told.filter(action=Action.CREATED)), ~Exists(superseded))


def _have_the_turn() -> bool:
    """SQLite's immediate transactions take turns by themselves."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
        return bool(cursor.fetchone()[0])


def _things(touched: Sequence[tuple[Thing, str]]) -> dict[Thing, str]:
    """What changed, each thing once and where it was first touched, with what became of it in the end."""
    things: dict[Thing, str] = {}
    themselves = (each for each in touched if each[0][0] in KINDS)
    for thing, action in chain(themselves, _told_with([thing for thing, _ in touched])):
        things[thing] = later(things.get(thing), action)
    return things


def later(before: str | None, after: str) -> str:
    """What two changes are together: a thing that was created and then changed is new to everybody."""
    return after if before is None or STRENGTH.index(after) > STRENGTH.index(before) else before


# What was superseded before anybody could know of it was never known: see `known`.
STRENGTH = (Action.CHANGED, Action.CREATED, Action.SUPERSEDED, Action.REMOVED)


def _told_with(touched: Sequence[Thing]) -> Iterator[tuple[Thing, str]]:
    """The things that are told differently because of rows that are told with them."""
    for kind, affected in AFFECTED.items():
        if ids := {pk for of, pk in touched if of == kind}:
            for other, things in affected(ids):
                yield from (((other, pk), Action.CHANGED) for pk in things.order_by("pk").values_list("pk", flat=True))


Affected = Iterable[tuple[str, "QuerySet[Any]"]]


def by_reading(ids: set[int]) -> Affected:
    """All that was read with it: it names the rules and the language model."""
    yield Kind.QUOTE, Quote.objects.filter(extraction__in=ids)
    yield Kind.CLAIM, Claim.objects.filter(extraction__in=ids)


def by_mention(ids: set[int]) -> Affected:
    """Claims about a mention or held by it, and its quotes: they name its entity."""
    yield Kind.QUOTE, Quote.objects.filter(speaker__in=ids)
    yield Kind.CLAIM, Claim.objects.filter(Q(holder__in=ids) | Q(pk__in=_about(mention__in=ids)))


def by_entity_name(ids: set[int]) -> Affected:
    yield Kind.QUOTE, Quote.objects.filter(speaker__entity__in=ids)
    yield Kind.CLAIM, Claim.objects.filter(Q(holder__entity__in=ids) | Q(pk__in=_about(mention__entity__in=ids)))
    yield Kind.REVIEW, Review.objects.filter(entity__in=ids)


def _about(**mentions: Any) -> QuerySet[Any]:
    return Claim.mentions.through.objects.filter(**mentions).values("claim")


def by_publication(ids: Any) -> Affected:
    """All evidence of an article names its address, source, origin and day; facts and utterances count its origin."""
    quotes = Quote.objects.filter(version__article__in=ids)
    claims = Claim.objects.filter(version__article__in=ids)
    yield Kind.QUOTE, quotes
    yield Kind.CLAIM, claims
    yield Kind.FACT, Fact.objects.filter(pk__in=claims.values("fact"))
    yield Kind.UTTERANCE, Utterance.objects.filter(pk__in=quotes.values("utterance"))


def by_source_name(ids: set[int]) -> Affected:
    articles = Article.objects.filter(source__in=ids)
    yield Kind.ARTICLE, articles
    yield from by_publication(articles.values("pk"))


def by_position(ids: set[int]) -> Affected:
    yield Kind.DISCREPANCY, Discrepancy.objects.filter(pk__in=Position.objects.filter(pk__in=ids).values("discrepancy"))


# What is told of with others, and what is told differently when it changes.
AFFECTED: dict[str, Callable[[set[int]], Affected]] = {
    "reading": by_reading,
    "mention": by_mention,
    "entity_name": by_entity_name,
    "published": by_publication,
    "source_name": by_source_name,
    "position": by_position,
    "fact_label": lambda ids: [(Kind.DISCREPANCY, Discrepancy.objects.filter(fact__in=ids))],
    "utterance_label": lambda ids: [(Kind.DISCREPANCY, Discrepancy.objects.filter(utterance__in=ids))],
    "user": lambda ids: [(Kind.REVIEW, Review.objects.filter(reviewer__in=ids))],
}
