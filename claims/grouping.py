"""Puts linked evidence together: claims under facts, quotes under utterances, mentions under entities.

What is grouped depends only on the evidence that is live and on what reviewers ruled apart, never on the order in
which it came: the whole connected part that an article touches is clustered anew, and groups keep their ids by the
evidence they share with the new ones.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from .analysis.facts.clusters import cluster
from .linking import LINKERS, Linker, link
from .models import Apart, Claim, Entity, Extraction, Fact, Mention, Quote, Utterance

# One grouping at a time: two articles that meet in one fact must see each other. The number only has to be ours.
TURN = 0x66616374


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


def take_turn() -> None:
    """Waits for every other grouping to end; SQLite's immediate transactions take turns by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def group(extraction: Extraction) -> None:
    """Links one version's evidence and clusters all it touches; call it inside a transaction."""
    for linker in LINKERS:
        regroup(linker, link(linker, extraction))
    article = extraction.version.article
    Extraction.objects.filter(pk=extraction.pk, state=Extraction.State.READ).update(
        state=Extraction.State.GROUPED, source=article.source_id, origin=article.origin
    )


def regroup(linker: Linker, seeds: Collection[int]) -> None:
    """Clusters everything connected to the seeds and gives each cluster its group."""
    ids, links = _connected(linker, set(seeds))
    rows = {row.pk: row for row in linker.rows.objects.filter(pk__in=ids, live=True).select_related(*linker.related)}
    links = {pair: score for pair, score in links.items() if pair[0] in rows and pair[1] in rows}
    ranks = {pk: _rank(row) for pk, row in rows.items()}
    bans = _apart(linker, rows) | _two_answers(linker, rows, links)
    clusters = cluster(rows, links, ranks.__getitem__, bans, linker.bar)
    _assign(linker, [sorted((rows[pk] for pk in members), key=_rank) for members in clusters])
    _drop_empty(linker)


def _connected(linker: Linker, seeds: set[int]) -> tuple[set[int], dict[tuple[int, int], float]]:
    """Everything the seeds are connected to, by links or by the group they share now, and the links among it.

    Those who share a group must be clustered together: two parts that are no longer linked would both keep it.
    """
    links: dict[tuple[int, int], float] = {}
    seen: set[int] = set()
    frontier = seeds
    while frontier:
        seen |= frontier
        found = linker.links.objects.filter(Q(left__in=frontier) | Q(right__in=frontier))
        links.update({(left, right): score for left, right, score in found.values_list("left", "right", "score")})
        groups = linker.rows.objects.filter(pk__in=frontier).exclude(**{linker.group: None}).values(linker.group)
        fellows = linker.rows.objects.filter(live=True, **{f"{linker.group}__in": groups})
        frontier = ({end for pair in links for end in pair} | set(fellows.values_list("pk", flat=True))) - seen
    return seen, links


def _rank(row: Any) -> tuple[object, ...]:
    """Orders evidence by article and place, which no import order changes."""
    if isinstance(row, Mention):
        return row.extraction.version.article.key, 0, row.anchor
    return row.version.article.key, row.start, row.end, getattr(row, "value_start", 0), getattr(row, "dimension", "")


def _apart(linker: Linker, rows: dict[int, Any]) -> set[frozenset[int]]:
    """The pairs that reviewers ruled must never be put together."""
    holders: dict[str, list[int]] = {}
    for pk, row in rows.items():
        holders.setdefault(row.anchor, []).append(pk)
    ruled = Apart.objects.filter(kind=linker.kind, left__in=holders, right__in=holders)
    return {
        frozenset((a, b))
        for left, right in ruled.values_list("left", "right")
        for a in holders[left]
        for b in holders[right]
    }


def _two_answers(linker: Linker, rows: dict[int, Any], links: dict[tuple[int, int], float]) -> set[frozenset[int]]:
    """Pairs of one article that give different answers: it speaks of two things, unless their link says otherwise.

    Without this, forty reprints of a report with two figures would outvote that it tells them apart.
    """
    if linker.differ is None:
        return set()
    by_article: dict[int, list[int]] = {}
    for pk in sorted(rows):
        by_article.setdefault(rows[pk].version.article_id, []).append(pk)
    return {
        frozenset(pair)
        for members in by_article.values()
        for pair in itertools.combinations(members, 2)
        if links.get(pair, 0.0) < linker.bar and linker.differ(rows[pair[0]], rows[pair[1]])
    }


def _assign(linker: Linker, clusters: list[list[Any]]) -> None:
    """Gives every cluster the group most of its evidence already had, or a new one; marks what changed as stale."""
    before = _former_groups(linker, clusters)
    votes = [Counter(former for row in rows if (former := before[row.pk]) is not None) for rows in clusters]
    offers = sorted((-count, former, number) for number, tally in enumerate(votes) for former, count in tally.items())
    chosen: dict[int, int] = {}
    for _, offered, number in offers:
        if number not in chosen and offered not in chosen.values():
            chosen[number] = offered
    column = f"{linker.group}_id"
    for number, rows in enumerate(clusters):
        group_id = chosen.get(number) or linker.groups.objects.create(**DESCRIBE[linker.groups](rows)).pk
        moved = [row for row in rows if getattr(row, column) != group_id]
        left = {getattr(row, column) for row in moved} - {None}
        linker.rows.objects.filter(pk__in=[row.pk for row in moved]).update(**{column: group_id})
        _refresh(linker, group_id, rows, changed=bool(moved))
        _mark_stale(linker, left)


def _former_groups(linker: Linker, clusters: list[list[Any]]) -> dict[int, int | None]:
    """The group each row had; a row of a new version takes over that of the same evidence in the old one."""
    column = f"{linker.group}_id"
    rows = [row for members in clusters for row in members]
    fresh = {row.anchor for row in rows if getattr(row, column) is None}
    old = linker.rows.objects.filter(anchor__in=fresh, live=False).exclude(**{column: None}).order_by("id")
    inherited = dict(old.values_list("anchor", column))
    return {row.pk: getattr(row, column) or inherited.get(row.anchor) for row in rows}


def _refresh(linker: Linker, group_id: int, rows: list[Any], changed: bool) -> None:
    """Brings label and names up to date, and marks facts and utterances whose evidence changed for comparing."""
    described = DESCRIBE[linker.groups](rows)
    current = linker.groups.objects.filter(pk=group_id)
    if not current.filter(**described).exists():
        current.update(**described)
    if changed or _has_fresh_evidence(rows):
        _mark_stale(linker, {group_id})


def _has_fresh_evidence(rows: list[Any]) -> bool:
    return any(row.extraction.state == Extraction.State.READ for row in rows)


def _mark_stale(linker: Linker, group_ids: Collection[int]) -> None:
    if linker.groups is not Entity:
        linker.groups.objects.filter(pk__in=group_ids, stale=False).update(stale=True)


def _drop_empty(linker: Linker) -> None:
    """Entities that nobody mentions any more go, unless a reviewer decided on them."""
    if linker.groups is Entity:
        Entity.objects.filter(mentions=None, reviews=None).delete()


def describe_fact(claims: list[Claim]) -> dict[str, Any]:
    """Label, dimension and unit of a fact, from its claims in their fixed order."""
    labels = Counter(claim.label for claim in claims)
    label = min(labels, key=lambda text: (-labels[text], len(text), text))
    units = Counter(claim.unit for claim in claims)
    unit = min(units, key=lambda text: (-units[text], text))
    return {"label": label, "dimension": claims[0].dimension, "unit": unit}


def describe_utterance(quotes: list[Quote]) -> dict[str, Any]:
    """The longest quote stands for the utterance."""
    longest = max(quotes, key=lambda quote: len(quote.content))
    return {"label": " ".join(longest.content.split()).strip(" ,;")[:300]}


def describe_entity(mentions: list[Mention]) -> dict[str, Any]:
    """The fullest of the most frequent names, and every form seen."""
    names = Counter(mention.name for mention in mentions)
    forms = Counter(form for mention in mentions for form in mention.names)
    kinds = Counter(mention.kind for mention in mentions)
    return {
        "name": min(names, key=lambda name: (-names[name], -len(name), name)),
        "kind": min(kinds, key=lambda kind: (-kinds[kind], kind)),
        "names": sorted(forms, key=lambda form: (-forms[form], form)),
    }


DESCRIBE: dict[type[Any], Callable[[list[Any]], dict[str, Any]]] = {
    Fact: describe_fact,
    Utterance: describe_utterance,
    Entity: describe_entity,
}
