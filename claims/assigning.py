"""Gives clusters of evidence their groups, so that groups keep their ids by the evidence they share with new ones."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from .linking import Linker
from .models import Claim, Entity, Extraction, Fact, Mention, Quote, Utterance
from .updating import create_each, update_each

Row = Any
Group = Any


def assign(linker: Linker, clusters: list[list[Row]]) -> set[int]:
    """Gives every cluster the group most of its evidence already had, or a new one; marks what changed as stale.

    Returns the groups that evidence was taken from.
    """
    column = f"{linker.group}_id"
    told = [DESCRIBE[linker.groups](rows) for rows in clusters]
    groups = _groups(linker, clusters, told)
    left: set[int] = set()
    changed: set[int] = set()
    moved: list[Row] = []
    for group, rows in zip(groups, clusters, strict=True):
        moving = [row for row in rows if getattr(row, column) != group.pk]
        left |= {former for row in moving if (former := getattr(row, column)) is not None}
        if moving or any(map(_is_fresh, rows)):
            changed.add(group.pk)
        for row in moving:
            setattr(row, column, group.pk)
        moved += moving
    update_each(moved, [linker.group])
    renamed = _describe(linker, groups, told)
    if linker.groups is Entity:
        _follow(moved, renamed)
    else:
        linker.groups.objects.filter(pk__in=left | changed, stale=False).update(stale=True)
    return left


def _groups(linker: Linker, clusters: list[list[Row]], told: list[dict[str, Any]]) -> list[Group]:
    """Each cluster's group: the one that most of its evidence had, and more of it than of any other, or a new one."""
    before = _former_groups(linker, clusters)
    votes = [Counter(former for row in rows if (former := before[row.pk]) is not None) for rows in clusters]
    offers = sorted((-count, former, number) for number, tally in enumerate(votes) for former, count in tally.items())
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, offered, number in offers:
        if number not in chosen and offered not in taken:
            chosen[number] = offered
            taken.add(offered)
    known: dict[int, Group] = linker.groups.objects.in_bulk(taken)
    new = {number: linker.groups(**each) for number, each in enumerate(told) if number not in chosen}
    create_each(list(new.values()))
    return [new[number] if number in new else known[chosen[number]] for number in range(len(clusters))]


def _former_groups(linker: Linker, clusters: list[list[Row]]) -> dict[int, int | None]:
    """The group each row had; a row of a new version takes over that of the same evidence in the old one."""
    column = f"{linker.group}_id"
    rows = [row for members in clusters for row in members]
    fresh = {row.anchor for row in rows if getattr(row, column) is None}
    old = linker.rows.objects.filter(anchor__in=fresh, live=False).exclude(**{column: None}).order_by("id")
    inherited = dict(old.values_list("anchor", column)) if fresh else {}
    return {row.pk: getattr(row, column) or inherited.get(row.anchor) for row in rows}


def _is_fresh(row: Row) -> bool:
    return bool(row.extraction.state == Extraction.State.READ)


def _describe(linker: Linker, groups: list[Group], told: list[dict[str, Any]]) -> set[int]:
    """Brings labels and names up to date; returns those that go by another name now."""
    other = [
        (group, values)
        for group, values in zip(groups, told, strict=True)
        if any(getattr(group, name) != value for name, value in values.items())
    ]
    renamed = {group.pk for group, values in other if "name" in values and group.name != values["name"]}
    for group, values in other:
        for name, value in values.items():
            setattr(group, name, value)
    if other:
        update_each([group for group, _ in other], list(other[0][1]))
    return renamed


def _follow(moved: list[Mention], renamed: set[int]) -> None:
    """Those that a mention stands for go where it goes; utterances of speakers told by another name are compared anew.

    What an article that was only now read says is compared anyway.
    """
    forms = {row.form: row.entity_id for row in moved if row.form}
    followers = list(Mention.objects.filter(live=True, stands=False, form__in=forms).only("form")) if forms else []
    for row in followers:
        row.entity_id = forms[row.form]
    update_each(followers, ["entity"])
    known = [row.pk for row in followers] + [row.pk for row in moved if not _is_fresh(row)]
    if known:
        _mark_credited(speaker__in=known)
    if renamed:
        _mark_credited(speaker__entity__in=renamed)


def _mark_credited(**speakers: Any) -> None:
    """Utterances are compared by their speakers' names: whoever is told by another name is compared anew."""
    quotes = Quote.objects.filter(live=True, **speakers)
    Utterance.objects.filter(pk__in=quotes.values("utterance"), stale=False).update(stale=True)


def drop_empty(left: set[int]) -> None:
    """Of these entities, those that nobody mentions any more go, unless a reviewer decided on them."""
    Entity.objects.filter(pk__in=left, mentions=None, reviews=None).delete()


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
