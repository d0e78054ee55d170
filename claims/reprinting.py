"""Finds articles that are one report reprinted, so that its evidence counts once: as its first publisher's.

Articles whose texts are nearly one, directly or through others, are a group. Which they are and who comes first in it
depends on the articles alone, never on the order in which they came.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from sources import likeness
from sources.models import UNIDENTIFIED, Article, ArticleVersion

from .models import Extraction, Fact, Sketch, SketchKey, Utterance
from .updating import insert_each, update_each

# Readings whose text counts: those of the newest version that was read.
UNREAD = (Extraction.State.PENDING, Extraction.State.FAILED, Extraction.State.SKIPPED)


def find_reprints(extractions: Sequence[Extraction]) -> None:
    """Puts the versions' articles among their reprints; call it inside a transaction, in turn.

    Facts and utterances with evidence that is counted by another origin now are marked for comparing.
    """
    counted = [each for each in extractions if not _is_superseded(each.version)]
    values = {each.version.article_id: list(likeness.sketch(each.version.text)) for each in counted}
    known = {row.article_id: row for row in Sketch.objects.filter(article__in=values)}
    new = {pk: own for pk, own in values.items() if pk not in known or known[pk].values != own}
    _store(new, known)
    near = _near(new)
    changed = set[int]()
    for pk in values:
        # What had no sketch yet was among no reprints.
        former = _members([pk]) if pk in known else {pk}
        changed |= _join(pk, former, _members(near[pk]) | {pk}, pk in known) if pk in new else _settle(former)
    for each in counted:
        if _is_credited_anew(each):
            changed |= _members([each.version.article_id])
    if changed:
        Fact.objects.filter(claims__live=True, claims__version__article__in=changed).update(stale=True)
        Utterance.objects.filter(quotes__live=True, quotes__version__article__in=changed).update(stale=True)


def _join(article: int, former: set[int], near: set[int], was_known: bool) -> set[int]:
    """Settles an article of another text with what is near it now, and what it was among before without it."""
    groups = [near] if former == {article} else _parts(near | former)
    alone = not was_known and groups == [{article}]
    return set() if alone else {pk for group in groups for pk in _settle(group)}


def _is_superseded(version: ArticleVersion) -> bool:
    return version.article.current_id != version.pk and _was_newer_read(version)


def _was_newer_read(version: ArticleVersion) -> bool:
    newer = Extraction.objects.exclude(state__in=UNREAD).filter(version__number__gt=version.number)
    return newer.filter(version__article=version.article_id).exists()


def _is_credited_anew(extraction: Extraction) -> bool:
    """Whether its article has another source or origin than when it was last grouped: its reprints then have too."""
    article = extraction.version.article
    credited = extraction.source_id, extraction.origin
    return extraction.source_id is not None and credited != (article.source_id, article.origin)


def _store(found: Mapping[int, list[int]], known: Mapping[int, Sketch]) -> None:
    """Stores the sketches of articles, those of the `known` ones in place of what they had."""
    rows = [known.get(pk) or Sketch(article_id=pk) for pk in found]
    for row in rows:
        row.values = found[row.article_id]
    old = [row for row in rows if row.pk]
    SketchKey.objects.filter(sketch__in=old).delete()
    update_each(old, ["values"])
    Sketch.objects.bulk_create([row for row in rows if not row.pk])
    keys = ((row.pk, key) for row in rows for key in sorted(set(likeness.keys(row.values))))
    insert_each(SketchKey, ("sketch", "key"), keys)


def _near(found: Mapping[int, list[int]]) -> dict[int, list[int]]:
    """Each of these articles ─▶ the others whose text is nearly its own."""
    keys = {key for values in found.values() for key in likeness.keys(values)}
    candidates = dict(Sketch.objects.filter(keys__key__in=keys).distinct().values_list("article", "values"))
    return {
        pk: [other for other, own in candidates.items() if other != pk and likeness.are_reprints(values, own)]
        for pk, values in found.items()
    }


def _members(articles: Collection[int]) -> set[int]:
    """These articles with all that are reprints of what they are reprints of."""
    if not articles:
        return set()
    firsts = Article.objects.filter(pk__in=articles).values_list("pk", "reprint_of")
    known = {first or pk for pk, first in firsts}
    return set(Article.objects.filter(Q(pk__in=known) | Q(reprint_of__in=known)).values_list("pk", flat=True))


def _parts(articles: Collection[int]) -> list[set[int]]:
    """Which of these are still connected: a text that changed may have been what held them together."""
    sketches = dict(Sketch.objects.filter(article__in=articles).values_list("article", "values"))
    return connected(sketches, lambda a, b: likeness.are_reprints(sketches[a], sketches[b]))


def connected(nodes: Iterable[int], joined: Callable[[int, int], bool]) -> list[set[int]]:
    """The nodes in parts, where each is joined to another of its part and to none of the others."""
    parts: list[set[int]] = []
    for node in nodes:
        own = [part for part in parts if any(joined(node, other) for other in part)]
        parts = [part for part in parts if part not in own] + [{node}.union(*own)]
    return parts


def _settle(group: Collection[int]) -> set[int]:
    """Makes all of a group reprints of its first; returns those that are counted by another origin now."""
    articles = list(Article.objects.filter(pk__in=group).select_related("source", "reprint_of__source"))
    first = min(articles, key=_rank)
    changed = set()
    for article in articles:
        before, was = article.origin_name, article.reprint_of_id
        article.reprint_of = None if article is first else first
        if article.reprint_of_id != was:
            Article.objects.filter(pk=article.pk).update(reprint_of=article.reprint_of)
        if article.reprint_of_id != was or article.origin_name != before:
            changed.add(article.pk)
    return changed


def _rank(article: Article) -> tuple[object, ...]:
    """Who wrote it: whom a text credits, else the first who published it; what is not known comes last."""
    published = article.published_at.timestamp() if article.published_at else float("inf")
    return article.origin == "", article.source.name == UNIDENTIFIED, published, article.key
