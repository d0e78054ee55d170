"""Puts linked evidence together: claims under facts, quotes under utterances, mentions under entities.

What is grouped depends only on the evidence that is live and on what reviewers ruled, never on the order in
which it came: the whole connected part that an article touches is clustered anew, and groups keep their ids by the
evidence they share with the new ones.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from .analysis.facts import questions, sameness
from .analysis.facts.clusters import cluster
from .assigning import assign, drop_empty
from .connecting import MOST_TOGETHER, Part
from .holding import apart, together, turn
from .linking import CLAIMS, LINKERS, MENTIONS, QUOTES, link
from .models import Extraction, Mention
from .representing import ruled
from .reprinting import find_reprints

# As many as are worth grouping together: what they touch is loaded and clustered once.
MANY = 16


def group_pending(
    limit: int | None = None, progress: Callable[[], object] = bool, at_once: int = 1, waiting: bool = True
) -> int:
    """Groups the evidence of versions that were read; returns how many versions that were.

    `at_once` are grouped in one transaction, for which everybody else who writes or decides has to wait. Without
    `waiting` it ends where another has the turn.
    """
    done = 0
    # To look needs no turn.
    while (limit is None or done < limit) and _waiting().exists():
        with turn(waiting) as is_ours:
            if not is_ours:
                break
            most = at_once if limit is None else min(at_once, limit - done)
            extractions = list(_waiting().select_related("version__article")[:most])
            if not extractions:
                break
            group(extractions)
        done += len(extractions)
        for _ in extractions:
            progress()
    return done


def pending() -> int:
    return _waiting().count()


def _waiting() -> QuerySet[Extraction]:
    return Extraction.objects.filter(state=Extraction.State.READ).order_by("id")


def group(extractions: Sequence[Extraction]) -> None:
    """Links the evidence of these versions and clusters all it touches, once; call it inside a transaction."""
    readings = {extraction.pk: extraction for extraction in extractions}
    parts = (Part(linker, readings) for linker in LINKERS)
    left = {part.linker.kind: regroup(part, link(part, extractions)) for part in parts}
    drop_empty(left[MENTIONS.kind].union(*(extraction.left for extraction in extractions)))
    for extraction in extractions:
        _mark_corrected(extraction)
    find_reprints(extractions)
    for extraction in extractions:
        article = extraction.version.article
        Extraction.objects.filter(pk=extraction.pk, state=Extraction.State.READ).update(
            state=Extraction.State.GROUPED, source=article.source_id, origin=article.origin, left=[]
        )


def _mark_corrected(extraction: Extraction) -> None:
    """What older versions of the article stated or quoted is compared anew: this one may say it no longer."""
    if extraction.version.number == 1:
        return
    for linker in (CLAIMS, QUOTES):
        older = linker.rows.objects.filter(extraction__version__article=extraction.version.article_id, live=False)
        linker.groups.objects.filter(pk__in=older.values(linker.group), stale=False).update(stale=True)


def regroup(part: Part, seeds: Collection[int]) -> set[int]:
    """Clusters all that belongs with the seeds and gives each cluster its group; returns the groups it took from."""
    if not seeds:
        return set()
    inside = part.closed(seeds)
    most = len(inside) + MOST_TOGETHER
    while len(inside) < most and (joined := _answering_too(part, inside)) - inside:
        inside = part.closed(inside | joined)
    clusters, banned = _clustered(part, inside)
    if against := part.across(inside):
        clusters = questions.put_together(clusters, _comparable(part, inside), against, banned, part.ranges)
    return assign(part.linker, [sorted((part.rows[pk] for pk in members), key=_rank) for members in clusters])


def _comparable(part: Part, ids: Collection[int]) -> dict[int, Any]:
    return {pk: part.comparable(pk) for pk in ids}


def _answering_too(part: Part, inside: set[int]) -> set[int]:
    """What lies outside and answers a question of what is inside, otherwise: only together are they put together.

    Whatever else it contradicts out there is left alone, so the part does not spread from story to story.
    """
    across = [pair for pair in part.across(inside) if not inside.issuperset(pair)]
    outside = part.closed({pk for pair in across for pk in pair} - inside)
    if not outside:
        return set()
    every = inside | outside
    clusters, _ = _clustered(part, every)
    told = questions.Told(clusters, _comparable(part, every), part.across(every), part.ranges)
    one = (pair for pair, match in told.questions(across).items() if match.score >= sameness.SAME)
    return {pk for pair in one for number in pair for pk in clusters[number]}


def _clustered(part: Part, ids: set[int]) -> tuple[list[list[int]], set[frozenset[int]]]:
    """Clusters of what agrees, each and all in an order that no import changes, and the pairs that are ruled apart."""
    rows, kind = {pk: part.rows[pk] for pk in ids}, part.linker.kind
    ranks = {pk: _rank(row) for pk, row in rows.items()}
    holders = _holders(rows) if part.is_ruled else {}
    banned = {pair for pair in apart(kind, holders) if len(pair) > 1} if holders else set()
    held = together(kind, holders) if holders else []
    found = cluster(rows, part.agreeing(ids), ranks.__getitem__, banned, part.linker.bar, held, part.compared)
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
