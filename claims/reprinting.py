"""Finds articles that are one report reprinted, so that its evidence counts once: as its first publisher's.

Articles whose texts are nearly one, directly or through others, are a group. Which they are and who comes first in it
depends on the articles alone, never on the order in which they came.
"""

from collections.abc import Callable, Collection, Iterable

from django.db.models import Q

from sources import likeness
from sources.models import UNIDENTIFIED, Article, ArticleVersion

from .models import Extraction, Fact, Sketch, SketchKey, Utterance
from .updating import insert_each

# Readings whose text counts: those of the newest version that was read.
UNREAD = (Extraction.State.PENDING, Extraction.State.FAILED, Extraction.State.SKIPPED)


def find_reprints(extraction: Extraction) -> None:
    """Puts the version's article among its reprints; call it inside a transaction, in turn.

    Facts and utterances with evidence that is counted by another origin now are marked for comparing.
    """
    version, article = extraction.version, extraction.version.article
    if article.current_id != version.pk and _was_newer_read(version):
        return
    values = list(likeness.sketch(version.text))
    stored = Sketch.objects.filter(article=article).first()
    # What has no sketch yet is among no reprints.
    former = _members([article.pk]) if stored else {article.pk}
    if stored is not None and stored.values == values:
        changed = _settle(former)
    else:
        _store(article, values, stored)
        near = _members(_near(article, values)) | {article.pk}
        groups = [near] if former == {article.pk} else _parts(near | former)
        alone = not stored and groups == [{article.pk}]
        changed = set() if alone else {pk for group in groups for pk in _settle(group)}
    if _is_credited_anew(extraction):
        changed |= _members([article.pk])
    if changed:
        article.refresh_from_db(fields=["reprint_of"])
        Fact.objects.filter(claims__live=True, claims__version__article__in=changed).update(stale=True)
        Utterance.objects.filter(quotes__live=True, quotes__version__article__in=changed).update(stale=True)


def _was_newer_read(version: ArticleVersion) -> bool:
    newer = Extraction.objects.exclude(state__in=UNREAD).filter(version__number__gt=version.number)
    return newer.filter(version__article=version.article_id).exists()


def _is_credited_anew(extraction: Extraction) -> bool:
    """Whether its article has another source or origin than when it was last grouped: its reprints then have too."""
    article = extraction.version.article
    credited = extraction.source_id, extraction.origin
    return extraction.source_id is not None and credited != (article.source_id, article.origin)


def _store(article: Article, values: list[int], stored: Sketch | None) -> None:
    row = stored or Sketch(article=article)
    row.values = values
    row.save()
    if stored:
        row.keys.all().delete()
    insert_each(SketchKey, ("sketch", "key"), ((row.pk, key) for key in sorted(set(likeness.keys(values)))))


def _near(article: Article, values: list[int]) -> list[int]:
    """The articles whose text is nearly this one's."""
    if not values:
        return []
    candidates = Sketch.objects.filter(keys__key__in=likeness.keys(values)).exclude(article=article).distinct()
    return [row.article_id for row in candidates if likeness.are_reprints(values, row.values)]


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
