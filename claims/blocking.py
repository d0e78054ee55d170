"""Which evidence is worth comparing: candidates come from indexed keys, so their number is that of a story's articles.

Each finder stores the fresh rows' keys and gives, for each fresh row, the ids of the live ones it may belong with.
An article is compared with so many others at most, however many bear the names that it bears: see MOST_ARTICLES.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from .models import Claim, Extraction, Mention, Quote, QuoteKey, StoryKey
from .updating import insert_each

# Of what an article is about, this many names make its keys: two of them in common make two articles of one story.
TELLING_NAMES = 10
# Articles published further apart than this are not of one story because of two names: some are in the news for ever.
STORY_DAYS = 92
# With so many articles an article is compared at most: with those that share most keys, of these the nearest in time.
# Beyond the first few, two names in common are the names of half the news, and only those that share three are of its
# story. Below these bounds nothing is left out; beyond them what is compared depends on what came before.
MOST_ARTICLES = 100
FEW_ARTICLES = 30
KEYS_OF_THREE_NAMES = 3

Candidates = dict[int, set[int]]
Finder = Callable[[Sequence[Extraction], dict[int, Any]], Candidates]


def of_one_story(extractions: Sequence[Extraction], fresh: dict[int, Claim]) -> Candidates:
    """Claims of one dimension in the articles of the same story."""
    _drop_keys(extractions)
    stating = {row.extraction_id for row in fresh.values()}
    own = [
        Key(each.pk, key, each.published_at.date() if each.published_at else None)
        for each in extractions
        if each.pk in stating
        for key in story_keys(each.story)
    ]
    insert_each(StoryKey, Key._fields, own)
    related = {each.pk: {each.pk} for each in extractions} | _related(own)
    live = Claim.objects.filter(live=True, extraction__in=set[int]().union(*related.values()))
    stated: dict[tuple[int, str], set[int]] = {}
    for pk, extraction, dimension in live.order_by().values_list("pk", "extraction", "dimension"):
        stated.setdefault((extraction, dimension), set()).add(pk)
    found: dict[tuple[int, str], set[int]] = {
        (one, dimension): set[int]().union(*(stated.get((other, dimension), ()) for other in others))
        for one, others in related.items()
        for dimension in {row.dimension for row in fresh.values() if row.extraction_id == one}
    }
    return {pk: found[row.extraction_id, row.dimension] - {pk} for pk, row in fresh.items()}


class Key(NamedTuple):
    """A StoryKey as it is stored."""

    extraction: int
    key: str
    day: dt.date | None


def _was_grouped(extraction: Extraction) -> bool:
    return extraction.source_id is not None


def _drop_keys(extractions: Sequence[Extraction]) -> None:
    """Of readings that were grouped before, and of older versions, which state nothing any more."""
    known = [each.pk for each in extractions if _was_grouped(each)]
    for each in extractions:
        if each.version.number > 1:
            versions = Extraction.objects.filter(version__article=each.version.article_id)
            known += versions.filter(version__number__lt=each.version.number).values_list("pk", flat=True)
    StoryKey.objects.filter(extraction__in=known).delete()


def _related(own: Collection[Key]) -> dict[int, set[int]]:
    """Each reading of these keys ─▶ itself and those it is compared with."""
    shared: dict[int, Counter[tuple[int, int]]] = {row.extraction: Counter() for row in own}
    for row, other, apart in _sharing(own):
        if other != row.extraction:
            shared[row.extraction][apart, other] += 1
    found = {}
    for one, others in shared.items():
        nearest = sorted(others, key=lambda other: (-others[other], other))
        more = (other for other in nearest[FEW_ARTICLES:MOST_ARTICLES] if others[other] >= KEYS_OF_THREE_NAMES)
        found[one] = {one, *(other for _, other in (*nearest[:FEW_ARTICLES], *more))}
    return found


def _sharing(own: Collection[Key]) -> Iterator[tuple[Key, int, int]]:
    """Each key with the readings that share it at about one time, and the days between them."""
    holders: dict[str, list[tuple[int, dt.date | None]]] = {}
    for extraction, key, day in _of_their_time(own).values_list("extraction", "key", "day"):
        holders.setdefault(key, []).append((extraction, day))
    for row in own:
        for other, day in holders[row.key]:
            apart = abs((row.day - day).days) if row.day and day else 0
            if apart <= STORY_DAYS:
                yield row, other, apart


def _of_their_time(own: Collection[Key]) -> QuerySet[StoryKey]:
    """What may be of the same stories by its day; where a day is not known nothing is left out."""
    found = StoryKey.objects.filter(key__in={row.key for row in own})
    days = [row.day for row in own if row.day is not None]
    if len(days) < len(own) or not days:
        return found
    longest = dt.timedelta(days=STORY_DAYS)
    return found.filter(Q(day__range=(min(days) - longest, max(days) + longest)) | Q(day=None))


def story_keys(names: Sequence[str]) -> list[str]:
    """Every two of the names that an article is most about; the name alone where there is one."""
    telling = sorted(set(names[:TELLING_NAMES]))
    pairs = ["|".join(pair)[:200] for pair in itertools.combinations(telling, 2)]
    return sorted(set(pairs)) or [name[:200] for name in telling]


def of_common_words(
    keys_of: Callable[[Quote], Collection[str]],
) -> Callable[[Sequence[Extraction], dict[int, Quote]], Candidates]:
    """Quotes that share a key."""

    def find(extractions: Sequence[Extraction], fresh: dict[int, Quote]) -> Candidates:
        keys = {pk: frozenset(keys_of(row)) for pk, row in fresh.items()}
        known = {each.pk for each in extractions if _was_grouped(each)}
        QuoteKey.objects.filter(quote__in=[pk for pk, row in fresh.items() if row.extraction_id in known]).delete()
        insert_each(QuoteKey, ("quote", "key"), ((pk, key) for pk, names in keys.items() for key in sorted(names)))
        wanted = frozenset[str]().union(*keys.values())
        return _holders(keys, QuoteKey.objects.filter(key__in=wanted).values_list("key", "quote_id"))

    return find


def of_one_block(extractions: Sequence[Extraction], fresh: dict[int, Mention]) -> Candidates:
    """Mentions that stand for a name of the same block; what is not named is of none."""
    keys = {pk: frozenset((row.block,)) - {""} for pk, row in fresh.items()}
    live = Mention.objects.filter(live=True, stands=True, block__in=frozenset[str]().union(*keys.values()))
    return _holders(keys, live.exclude(form="").values_list("block", "pk"))


def _holders(keys: dict[int, frozenset[str]], pairs: Any) -> Candidates:
    holders: dict[str, set[int]] = {}
    for key, pk in pairs:
        holders.setdefault(key, set()).add(pk)
    return {pk: {other for key in names for other in holders.get(key, ())} - {pk} for pk, names in keys.items()}
