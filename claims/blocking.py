"""Which evidence is worth comparing: candidates come from indexed keys, so their number is that of a story's articles.

Each finder stores the fresh rows' keys and gives, for each fresh row, the ids of the live ones it may belong with.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Q

from .models import Claim, Extraction, Mention, Quote, QuoteKey, StoryKey

# Of what an article is about, this many names make its keys: two of them in common make two articles of one story.
TELLING_NAMES = 8
# Articles published further apart than this are not of one story because of two names: some are in the news for ever.
STORY_DAYS = 92

Candidates = dict[int, set[int]]
Finder = Callable[[Extraction, dict[int, Any]], Candidates]


def of_one_story(extraction: Extraction, fresh: dict[int, Claim]) -> Candidates:
    """Claims of one dimension in the articles of the same story."""
    StoryKey.objects.filter(extraction=extraction).delete()
    keys = story_keys(extraction.story)
    day = extraction.published_at.date() if extraction.published_at else None
    StoryKey.objects.bulk_create(StoryKey(extraction=extraction, key=key, day=day) for key in keys)
    related = StoryKey.objects.filter(_of_its_time(day), key__in=keys).values("extraction")
    by_dimension: dict[str, set[int]] = {}
    live = Claim.objects.filter(live=True, extraction__in=related)
    for pk, dimension in [*live.values_list("pk", "dimension"), *((pk, row.dimension) for pk, row in fresh.items())]:
        by_dimension.setdefault(dimension, set()).add(pk)
    return {pk: by_dimension[row.dimension] - {pk} for pk, row in fresh.items()}


def _of_its_time(day: dt.date | None) -> Q:
    """What may be of the same story by its day; where a day is not known nothing is left out."""
    if day is None:
        return Q()
    longest = dt.timedelta(days=STORY_DAYS)
    return Q(day__range=(day - longest, day + longest)) | Q(day=None)


def story_keys(names: Sequence[str]) -> list[str]:
    """Every two of the names that an article is most about; the name alone where there is one."""
    telling = sorted(set(names[:TELLING_NAMES]))
    pairs = ["|".join(pair)[:200] for pair in itertools.combinations(telling, 2)]
    return sorted(set(pairs)) or [name[:200] for name in telling]


def of_common_words(
    keys_of: Callable[[Quote], Collection[str]],
) -> Callable[[Extraction, dict[int, Quote]], Candidates]:
    """Quotes that share a key."""

    def find(extraction: Extraction, fresh: dict[int, Quote]) -> Candidates:
        keys = {pk: frozenset(keys_of(row)) for pk, row in fresh.items()}
        QuoteKey.objects.filter(quote__in=fresh).delete()
        rows = [QuoteKey(quote_id=pk, key=key) for pk, names in keys.items() for key in sorted(names)]
        QuoteKey.objects.bulk_create(rows, batch_size=500)
        wanted = frozenset[str]().union(*keys.values())
        return _holders(keys, QuoteKey.objects.filter(key__in=wanted).values_list("key", "quote_id"))

    return find


def of_one_block(extraction: Extraction, fresh: dict[int, Mention]) -> Candidates:
    """Mentions that stand for a name of the same block; what is not named is of none."""
    keys = {pk: frozenset((row.block,)) - {""} for pk, row in fresh.items()}
    live = Mention.objects.filter(live=True, stands=True, block__in=frozenset[str]().union(*keys.values()))
    return _holders(keys, live.exclude(form="").values_list("block", "pk"))


def _holders(keys: dict[int, frozenset[str]], pairs: Any) -> Candidates:
    holders: dict[str, set[int]] = {}
    for key, pk in pairs:
        holders.setdefault(key, set()).add(pk)
    return {pk: {other for key in names for other in holders.get(key, ())} - {pk} for pk, names in keys.items()}
