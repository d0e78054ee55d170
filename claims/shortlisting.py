"""Which facts and utterances may hold a conflict, by a few columns of all their evidence.

Nearly all hold none: of those nothing else is loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from django.db.models import Prefetch

from .analysis.facts.relations import Range, differ, range_of
from .models import VALUED, Claim, Extraction, Fact, Quote, Utterance, value_of

# What is long and is not compared.
TEXTS = ("gaps", "reason", "left", "version__text", "version__title")
NOTES = ("found_by", "inferred", "corrected", "gone_because", "gone_because_said")
MENTIONED = ("names", "roles", "spans")


class Shortlist(NamedTuple):
    """The group of each live piece of evidence, by ids; and the evidence of groups that may hold a conflict."""

    group_of: dict[int, int]
    evidence: dict[int, list[Any]]


def claims_of(facts: Sequence[Fact]) -> Shortlist:
    """With the claims of the facts to which any two answers contradict each other."""
    live = Claim.objects.filter(fact__in=facts, live=True).order_by()
    fact_of: dict[int, int] = {}
    ranges: dict[int, set[Range]] = defaultdict(set)
    for pk, fact, *columns in live.values_list("pk", "fact", *VALUED):
        fact_of[pk] = fact
        ranges[fact].add(range_of(value_of(*columns)))
    likely = [fact for fact, known in ranges.items() if any(differ(*two) for two in combinations(known, 2))]
    unread = ("exact", "reasons", *(f"holder__{name}" for name in MENTIONED))
    return Shortlist(fact_of, _evidence(Claim, "fact", likely, unread, "holder"))


def quotes_of(utterances: Sequence[Utterance]) -> Shortlist:
    """With the quotes of the utterances that stand in two articles: none is at odds with itself."""
    live = Quote.objects.filter(utterance__in=utterances, live=True).order_by()
    utterance_of: dict[int, int] = {}
    articles: dict[int, set[int]] = defaultdict(set)
    for pk, utterance, article in live.values_list("pk", "utterance", "version__article"):
        utterance_of[pk] = utterance
        articles[utterance].add(article)
    likely = [utterance for utterance, known in articles.items() if len(known) > 1]
    unread = ("spans", "reasons", "candidates", *(f"speaker__{name}" for name in (*MENTIONED, "entity__names")))
    return Shortlist(utterance_of, _evidence(Quote, "utterance", likely, unread, "speaker__entity"))


def _evidence(
    model: type[Any], group: str, ids: Sequence[int], unread: Iterable[str], related: str
) -> dict[int, list[Any]]:
    """Group ─▶ its live evidence, in the order of ids."""
    of: dict[int, list[Any]] = defaultdict(list)
    if not ids:
        return of
    # One object of each reading for all its rows.
    articles = ("version__article", "version__article__reprint_of")
    notes = [f"{article}__{name}" for article in articles for name in NOTES]
    readings = Extraction.objects.select_related(*(f"{article}__source" for article in articles)).defer(*TEXTS, *notes)
    rows = model._default_manager.filter(**{f"{group}__in": ids}, live=True).select_related(related).defer(*unread)
    for row in rows.prefetch_related(Prefetch("extraction", readings)).order_by("id"):
        row.version = row.extraction.version
        of[getattr(row, f"{group}_id")].append(row)
    return of
