"""Which evidence is worth comparing: candidates come from indexed keys, so their number is that of a story's articles.

Each finder stores the fresh rows' keys and gives, for each fresh row, the ids of the live ones it may belong with.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from .models import Claim, Extraction, Mention, Quote, QuoteKey, StoryKey
from .updating import insert_each

# Of what an article is about, this many names make its keys: two of them in common make two articles of one story.
TELLING_NAMES = 10
# Articles published further apart than this are not of one story because of two names: some are in the news for ever.
STORY_DAYS = 92

Candidates = dict[int, set[int]]
Finder = Callable[[Sequence[Extraction], dict[int, Any]], Candidates]


def of_one_story(extractions: Sequence[Extraction], fresh: dict[int, Claim]) -> Candidates:
    """Claims of one dimension in the articles of the same story."""
    StoryKey.objects.filter(extraction__in=[each.pk for each in extractions if _was_grouped(each)]).delete()
    own = [
        Key(each.pk, key, each.published_at.date() if each.published_at else None)
        for each in extractions
        for key in story_keys(each.story)
    ]
    insert_each(StoryKey, Key._fields, own)
    related: dict[int, set[int]] = {each.pk: {each.pk} for each in extractions}
    for one, other in _sharing(own):
        related[one].add(other)
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


def _sharing(own: Collection[Key]) -> Iterator[tuple[int, int]]:
    """Readings that share one of these keys at about one time, each with the one whose key it is."""
    holders: dict[str, list[tuple[int, dt.date | None]]] = {}
    for extraction, key, day in _of_their_time(own).values_list("extraction", "key", "day"):
        holders.setdefault(key, []).append((extraction, day))
    for row in own:
        for other, day in holders[row.key]:
            if row.day is None or day is None or abs(row.day - day) <= dt.timedelta(days=STORY_DAYS):
                yield row.extraction, other


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
