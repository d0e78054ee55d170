"""Counts ahead what the desk shows and what would take long to count while somebody waits.

It only reads until all is counted; then the figures are written together, so that no writer waits for the counting.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, Func, Min, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from claims.models import Claim, Discrepancy, Entity, Extraction, Fact, Quote, Review, Tally
from sources.models import Article, ArticleVersion, Source

from . import pairing
from .agreement import agreement_of

# Its `counted_at` is when to count next; who moves it on from the past has the turn.
TURN = "turn"
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
DAYS = 90
MOST_SOURCES = 12
# A week of seven days and the part of a day that time zones take.
WEEK = dt.timedelta(days=8)

# Each source with each fact it speaks to; what two sources both speak to is what they can disagree on.
SAID = """
    SELECT DISTINCT e.source_id, c.fact_id FROM claims_claim c JOIN claims_extraction e ON e.id = c.extraction_id
    WHERE c.live AND c.fact_id IS NOT NULL AND e.source_id IS NOT NULL
"""
SPEAKS = f"SELECT source_id, count(*) FROM ({SAID}) said GROUP BY source_id ORDER BY count(*) DESC, source_id LIMIT %s"
BOTH = """
    WITH said AS ({said} AND e.source_id IN ({sources}))
    SELECT a.source_id, b.source_id, count(*) FROM said a
    JOIN said b ON b.fact_id = a.fact_id AND b.source_id > a.source_id GROUP BY a.source_id, b.source_id
"""
DIFFER = """
    WITH side AS (
        SELECT DISTINCT p.discrepancy_id, d.fact_id, p.number, e.source_id
        FROM claims_discrepancy d JOIN claims_position p ON p.discrepancy_id = d.id
        JOIN claims_position_claims pc ON pc.position_id = p.id JOIN claims_claim c ON c.id = pc.claim_id
        JOIN claims_extraction e ON e.id = c.extraction_id
        WHERE d.kind = 'value' AND d.status IN ('open', 'confirmed') AND c.live AND c.fact_id = d.fact_id
        AND e.source_id IN ({sources})
    )
    SELECT a.source_id, b.source_id, count(DISTINCT a.fact_id) FROM side a
    JOIN side b ON b.discrepancy_id = a.discrepancy_id AND b.number <> a.number AND b.source_id > a.source_id
    GROUP BY a.source_id, b.source_id
"""


class Length(Func):
    """Of a list that is stored as JSON."""

    function = "jsonb_array_length"
    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_array_length", **context)


def tally_due() -> int:
    """Counts everything, where that was last done long enough ago and nobody else is at it: 1 when it did."""
    held = _turn()
    if held is None:
        return 0
    figures = {name: count() for name, count in COUNTED.items()}
    return int(_written(figures, held))


def _turn() -> dt.datetime | None:
    """Until when this worker has the turn to count; None where it is not due or another has it."""
    now = timezone.now()
    Tally.objects.get_or_create(name=TURN, defaults={"counted_at": NEVER})
    held = now + dt.timedelta(seconds=settings.LEASE_SECONDS)
    due = Tally.objects.filter(name=TURN, counted_at__lte=now)
    return held if due.update(counted_at=held) == 1 else None


def _written(figures: dict[str, Any], held: dt.datetime) -> bool:
    """All at once; False where the turn was lost meanwhile to somebody who counts later."""
    now = timezone.now()
    following = now + dt.timedelta(seconds=settings.TALLY_EVERY_SECONDS)
    with transaction.atomic():
        if Tally.objects.filter(name=TURN, counted_at=held).update(counted_at=following) != 1:
            return False
        Tally.objects.bulk_create(
            [Tally(name=name, counted_at=now, figures=counted) for name, counted in figures.items()],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["counted_at", "figures"],
        )
    return True


def totals() -> dict[str, Any]:
    """How much there is of everything: what is live of quotes and claims, discrepancies by status."""
    return {
        "sources": Source.objects.count(),
        "articles": Article.objects.count(),
        "versions": ArticleVersion.objects.count(),
        "quotes": Quote.objects.filter(live=True).count(),
        "claims": Claim.objects.filter(live=True).count(),
        "facts": Fact.objects.count(),
        "entities": Entity.objects.count(),
        "statuses": _by("status", Discrepancy.objects.all()),
    }


def days() -> dict[str, Any]:
    """Discrepancies first seen and decisions on them, per day; days without are not in it. `week` as in Review ids."""
    today = timezone.localdate()
    since = timezone.now() - dt.timedelta(days=DAYS)
    decided = Review.objects.filter(created_at__gte=since, discrepancy__isnull=False)
    return {
        "from": (today - dt.timedelta(days=DAYS - 1)).isoformat(),
        "to": today.isoformat(),
        "seen": _daily(Discrepancy.objects.filter(first_seen__gte=since), "first_seen"),
        "decided": _daily(decided.exclude(verdict=Review.Verdict.REOPENED), "created_at"),
        "week": Review.objects.filter(created_at__gte=timezone.now() - WEEK).aggregate(first=Min("pk"))["first"],
    }


def disagreement() -> dict[str, Any]:
    """The sources that speak to most facts, and of each two on how many of the facts of both they differ."""
    speaking: dict[int, int] = {row[0]: row[1] for row in _rows(SPEAKS, [MOST_SOURCES])}
    if len(speaking) < 2:
        return {"sources": [], "pairs": []}
    listed = ", ".join(["%s"] * len(speaking))
    differing = {(a, b): count for a, b, count in _rows(DIFFER.format(sources=listed), list(speaking))}
    both = _rows(BOTH.format(said=SAID, sources=listed), list(speaking))
    names = dict(Source.objects.filter(pk__in=speaking).values_list("pk", "name"))
    return {
        "sources": [[pk, names[pk], count] for pk, count in speaking.items()],
        "pairs": [[a, b, differing.get((a, b), 0), of] for a, b, of in both],
    }


def coverage() -> dict[str, Any]:
    """Of each source: its articles, those that were read, sentences that gave nothing, quotes and claims."""
    read = Extraction.objects.filter(version__current_of__isnull=False, source__isnull=False)
    done = read.filter(state__in=[Extraction.State.READ, Extraction.State.GROUPED, Extraction.State.DONE])
    counted = {
        "articles": _by("source", Article.objects.all()),
        "read": _by("source", done),
        "gaps": dict(done.order_by().values_list("source").annotate(found=Sum(Length("gaps")))),
        "quotes": _by("extraction__source", Quote.objects.filter(live=True)),
        "claims": _by("extraction__source", Claim.objects.filter(live=True)),
    }
    found: list[dict[str, Any]] = [
        {"id": pk, "name": name, **{what: numbers.get(pk) or 0 for what, numbers in counted.items()}}
        for pk, name in Source.objects.values_list("pk", "name").iterator()
    ]
    most = sorted(found, key=lambda row: (-row["articles"], row["name"]))[:MOST_SOURCES]
    return {"sources": most, "others": len(found) - len(most)}


def agreements() -> dict[str, Any]:
    """By kind of discrepancy, of the opinions that were given blind and are both in."""
    given: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in pairing.pairs():
        given[pair.kind].append(pair.verdicts)
    return {"kinds": {kind: vars(agreement_of(verdicts)) for kind, verdicts in sorted(given.items())}}


COUNTED = {
    "totals": totals,
    "days": days,
    "disagreement": disagreement,
    "coverage": coverage,
    "agreement": agreements,
}


def _by(name: str, rows: QuerySet[Any]) -> dict[Any, int]:
    return dict(rows.order_by().values_list(name).annotate(number=Count("pk")))


def _daily(rows: QuerySet[Any], column: str) -> dict[str, int]:
    """By the day in the time zone of the service."""
    found = rows.order_by().annotate(day=TruncDate(column)).values_list("day").annotate(number=Count("pk"))
    return {day.isoformat(): number for day, number in found}


def _rows(statement: str, parameters: list[Any]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
