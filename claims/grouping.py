"""Puts linked evidence together: claims under facts, quotes under utterances, mentions under entities.

What is grouped depends only on the evidence that is live and on what reviewers ruled, never on the order in
which it came: the whole connected part that an article touches is clustered anew, and groups keep their ids by the
evidence they share with the new ones.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from .analysis.facts import questions, sameness
from .analysis.facts.clusters import cluster
from .assigning import assign, drop_empty
from .connecting import Part
from .holding import apart, take_turn, together
from .linking import CLAIMS, LINKERS, MENTIONS, QUOTES, Linker, link
from .models import Extraction, Mention
from .representing import ruled
from .reprinting import find_reprints


def group_pending(limit: int | None = None, progress: Callable[[], object] = bool) -> int:
    """Groups the evidence of versions that were read; returns how many versions that were."""
    done = 0
    while limit is None or done < limit:
        with transaction.atomic():
            take_turn()
            extraction = _waiting().select_related("version__article").first()
            if extraction is None:
                break
            group(extraction)
        done += 1
        progress()
    return done


def pending() -> int:
    return _waiting().count()


def _waiting() -> QuerySet[Extraction]:
    return Extraction.objects.filter(state=Extraction.State.READ).order_by("id")


def group(extraction: Extraction) -> None:
    """Links one version's evidence and clusters all it touches; call it inside a transaction."""
    left = {linker.kind: regroup(linker, link(linker, extraction)) for linker in LINKERS}
    # Where a version is read again, rows are gone: nothing says any more which entities they were mentions of.
    read_again = extraction.source_id is not None
    drop_empty(None if read_again else left[MENTIONS.kind])
    _mark_corrected(extraction)
    find_reprints(extraction)
    article = extraction.version.article
    Extraction.objects.filter(pk=extraction.pk, state=Extraction.State.READ).update(
        state=Extraction.State.GROUPED, source=article.source_id, origin=article.origin
    )


def _mark_corrected(extraction: Extraction) -> None:
    """What older versions of the article stated or quoted is compared anew: this one may say it no longer."""
    if extraction.version.number == 1:
        return
    for linker in (CLAIMS, QUOTES):
        older = linker.rows.objects.filter(extraction__version__article=extraction.version.article_id, live=False)
        linker.groups.objects.filter(pk__in=older.values(linker.group), stale=False).update(stale=True)


def regroup(linker: Linker, seeds: Collection[int]) -> set[int]:
    """Clusters all that belongs with the seeds and gives each cluster its group; returns the groups it took from."""
    if not seeds:
        return set()
    part = Part(linker)
    inside = part.closed(seeds)
    while (joined := _answering_too(linker, part, inside)) - inside:
        inside = part.closed(inside | joined)
    clusters, banned = _clustered(linker, part, inside)
    against = {pair: score for pair, score in part.across(inside).items() if inside.issuperset(pair)}
    if against:
        claims = {pk: part.comparable(pk) for members in clusters for pk in members}
        clusters = questions.put_together(
            clusters, claims, against, banned, _all_of_the_articles(linker, part, against)
        )
    return assign(linker, [sorted((part.rows[pk] for pk in members), key=_rank) for members in clusters])


def _all_of_the_articles(linker: Linker, part: Part, pairs: Collection[tuple[int, int]]) -> list[Any]:
    """All live evidence of the articles that the pairs are of: what it says must not hang on what was loaded before."""
    extractions = {part.rows[pk].extraction_id for pair in pairs for pk in pair}
    return [linker.comparable(row) for row in linker.loaded().filter(extraction__in=extractions)]


def _answering_too(linker: Linker, part: Part, inside: set[int]) -> set[int]:
    """What lies outside and answers a question of what is inside, otherwise: only together are they put together.

    Whatever else it contradicts out there is left alone, so the part does not spread from story to story.
    """
    across = {pair: score for pair, score in part.across(inside).items() if not inside.issuperset(pair)}
    outside = part.closed({pk for pair in across for pk in pair} - inside)
    if not outside:
        return set()
    clusters, _ = _clustered(linker, part, inside | outside)
    of = {pk: number for number, members in enumerate(clusters) for pk in members}
    likeliest: dict[tuple[int, int], float] = {}
    for (left, right), score in across.items():
        here, there = (of[left], of[right]) if left in inside else (of[right], of[left])
        likeliest[here, there] = max(likeliest.get((here, there), 0.0), score)
    likely = {pair: score for pair, score in likeliest.items() if score >= questions.WORTH_A_LOOK}
    numbers = {number for pair in likely for number in pair}
    told = {number: questions.answers([part.comparable(pk) for pk in clusters[number]]) for number in numbers}
    one = (
        there
        for (here, there), score in likely.items()
        if questions.one_question(told[here], told[there], score).score >= sameness.SAME
    )
    return {pk for number in one for pk in clusters[number]}


def _clustered(linker: Linker, part: Part, ids: set[int]) -> tuple[list[list[int]], set[frozenset[int]]]:
    """Clusters of what agrees, each and all in an order that no import changes, and the pairs that are ruled apart."""
    rows = {pk: part.rows[pk] for pk in ids}
    ranks = {pk: _rank(row) for pk, row in rows.items()}
    holders = _holders(rows)
    banned = {pair for pair in apart(linker.kind, holders) if len(pair) > 1}
    held = together(linker.kind, holders)
    found = cluster(rows, part.agreeing(ids), ranks.__getitem__, banned, linker.bar, held)
    return [sorted(members, key=ranks.__getitem__) for members in found], banned


def _rank(row: Any) -> tuple[object, ...]:
    """Orders evidence by article and place, which no import order changes."""
    if isinstance(row, Mention):  # Which of those named alike stands for the others must not matter.
        named = row.kind, row.name, sorted(row.names), sorted(row.roles)
        return *named, row.extraction.version.article.key, row.anchor
    return row.version.article.key, row.start, row.end, getattr(row, "value_start", 0), getattr(row, "dimension", "")


def _holders(rows: dict[int, Any]) -> dict[str, list[int]]:
    """Anchor ─▶ the rows that have it, or that stand for those who have it."""
    holders: dict[str, list[int]] = {}
    for pk, row in rows.items():
        holders.setdefault(row.anchor, []).append(pk)
    standing = {row.form: pk for pk, row in rows.items() if isinstance(row, Mention) and row.form}
    for anchor, form in ruled(standing) if standing else ():
        holders.setdefault(anchor, []).append(standing[form])
    return holders
