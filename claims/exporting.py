"""What can be exported, and the rows it gives: in chunks, so that memory stays the same however many there are."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, JSONField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, JSONObject, Substr

from sources.models import ArticleVersion

from .models import Claim, Discrepancy, Extraction, Fact, Mention, Position, Quote, Review, Utterance
from .shaping import CONTEXT, Row, claim_row, discrepancy_row, fact_row, gaps_rows, quote_row, review_row

CHUNK = 500


class Listed(Subquery):
    """The one column of a subquery, which is JSON, as one array; or null where it has no rows."""

    template = "(SELECT json_group_array(json(listed.one)) FROM (%(subquery)s) listed)"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT jsonb_agg(listed.one) FROM (%(subquery)s) listed)"
        return self.as_sql(compiler, connection, template=template, **context)


def quotes() -> QuerySet[Quote]:
    told = Quote.objects.select_related("speaker__entity").defer(*_unsaid("speaker"))
    return told.annotate(**_context()).prefetch_related(_versions(), _readers())


def claims() -> QuerySet[Claim]:
    named = Mention.objects.filter(claims=OuterRef("pk"), entity__isnull=False).order_by()
    entities = Listed(named.values(one=JSONObject(id="entity_id", name="entity__name")))
    told = Claim.objects.select_related("holder__entity").defer(*_unsaid("holder"))
    return told.annotate(entities=entities, **_context()).prefetch_related(_versions(), _readers())


def facts() -> QuerySet[Fact]:
    """Those that live evidence answers."""
    held = Claim.objects.filter(live=True)
    lean = held.only("live", "fact", "version").prefetch_related(_versions())
    return Fact.objects.filter(Exists(held.filter(fact=OuterRef("pk")))).prefetch_related(
        Prefetch("claims", lean), _discrepancies()
    )


def utterances() -> QuerySet[Utterance]:
    """Those that live evidence reports."""
    held = Quote.objects.filter(live=True)
    lean = held.only("live", "utterance", "version").prefetch_related(_versions())
    return Utterance.objects.filter(Exists(held.filter(utterance=OuterRef("pk")))).prefetch_related(
        Prefetch("quotes", lean), _discrepancies()
    )


def discrepancies() -> QuerySet[Discrepancy]:
    return Discrepancy.objects.select_related("fact", "utterance").prefetch_related(
        "positions",
        Prefetch("positions__claims", Claim.objects.only("pk").order_by("pk")),
        Prefetch("positions__quotes", Quote.objects.only("pk").order_by("pk")),
    )


def readings() -> QuerySet[Extraction]:
    """Of every article's newest version that was read and left something over."""
    newest = Q(version__current_of__isnull=False)
    return (
        Extraction.objects.filter(newest)
        .exclude(gaps=[])
        .select_related("version__article__source", "version__article__reprint_of__source")
    )


def reviews() -> QuerySet[Review]:
    return Review.objects.select_related("entity", "reviewer")


def _told(model: type[Quote] | type[Claim]) -> Q:
    """Live evidence, and what a discrepancy points to: an edit's older version is part of its story."""
    held = Position.objects.filter(**{f"{model.__name__.lower()}s": OuterRef("pk")})
    return Q(live=True) | Q(Exists(held))


def _context() -> dict[str, Any]:
    """What stands before and after, cut out by the database: of a long text little is fetched."""
    first = Greatest(F("start") - CONTEXT, 0)
    before = Substr("version__text", first + 1, F("start") - first)
    return {"prefix": before, "suffix": Substr("version__text", F("end") + 1, CONTEXT)}


def _unsaid(mention: str) -> list[str]:
    """What rows do not say of who is named."""
    return [f"{mention}__{name}" for name in ("names", "roles", "spans", "entity__names")]


def _versions() -> "Prefetch[str, QuerySet[ArticleVersion], str]":
    """The versions of a chunk of evidence, each loaded once, and of them what rows say."""
    articles = [f"article__{of}{name}" for of in ("", "reprint_of__") for name in ("key", "origin", "source__name")]
    said = ["number", "title", "sha256", "article__url", "article__published_at", *articles]
    versions = ArticleVersion.objects.select_related("article__source", "article__reprint_of__source")
    return Prefetch("version", versions.only(*said))


def _readers() -> "Prefetch[str, QuerySet[Extraction], str]":
    return Prefetch("extraction", Extraction.objects.only("model", "read_rules"))


def _discrepancies() -> "Prefetch[str, QuerySet[Discrepancy], str]":
    return Prefetch("discrepancies", Discrepancy.objects.only("pk", "fact", "utterance").order_by("pk"))


def one(shape: Callable[[Any], Row]) -> Callable[[Any], list[Row]]:
    return lambda instance: [shape(instance)]


# What can be exported: its rows in the database, and the rows that each gives.
KINDS: dict[str, tuple[Callable[[], QuerySet[Any]], Callable[[Any], list[Row]]]] = {
    "quotes": (lambda: quotes().filter(_told(Quote)), one(quote_row)),
    "claims": (lambda: claims().filter(_told(Claim)), one(claim_row)),
    "facts": (facts, one(fact_row)),
    "discrepancies": (discrepancies, one(discrepancy_row)),
    "reviews": (reviews, one(review_row)),
    "gaps": (readings, gaps_rows),
}


def rows(kind: str) -> Iterator[Row]:
    """Every row of the kind by id, in chunks: memory stays the same however many there are."""
    queryset, shapes = KINDS[kind]
    for instance in in_chunks(queryset().order_by("pk")):
        yield from shapes(instance)


def in_chunks(queryset: QuerySet[Any]) -> Iterator[Any]:
    """The rows as they are looked up, a chunk at a time; whoever stops before the end has to close it."""
    # Outside of a transaction PostgreSQL would put all of it aside first; SQLite would let nobody write meanwhile.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        yield from queryset.iterator(chunk_size=CHUNK)
