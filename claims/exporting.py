"""What can be exported, and the rows it gives: in chunks, so that memory stays the same however many there are."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from sources.models import ArticleVersion

from .models import Claim, Discrepancy, Extraction, Fact, Mention, Position, Quote, Review, Utterance
from .shaping import Row, claim_row, discrepancy_row, fact_row, gaps_rows, quote_row, review_row

CHUNK = 500


def quotes() -> QuerySet[Quote]:
    return Quote.objects.select_related("speaker__entity").prefetch_related(_versions())


def claims() -> QuerySet[Claim]:
    about = Mention.objects.select_related("entity").only("entity__name")
    return Claim.objects.select_related("holder__entity").prefetch_related(_versions(), Prefetch("mentions", about))


def facts() -> QuerySet[Fact]:
    """Those that live evidence answers."""
    held = Claim.objects.filter(live=True)
    lean = held.only("live", "fact", "version").prefetch_related(_versions(lean=True))
    return Fact.objects.filter(Exists(held.filter(fact=OuterRef("pk")))).prefetch_related(
        Prefetch("claims", lean), _discrepancies()
    )


def utterances() -> QuerySet[Utterance]:
    """Those that live evidence reports."""
    held = Quote.objects.filter(live=True)
    lean = held.only("live", "utterance", "version").prefetch_related(_versions(lean=True))
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


def _versions(lean: bool = False) -> "Prefetch[str, QuerySet[ArticleVersion], str]":
    """The versions of a chunk of evidence, each loaded once; lean without their texts."""
    versions = ArticleVersion.objects.select_related("article__source", "article__reprint_of__source")
    return Prefetch("version", versions.defer("text") if lean else versions)


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
    for instance in queryset().order_by("pk").iterator(chunk_size=CHUNK):
        yield from shapes(instance)
