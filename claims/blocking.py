"""Which evidence is worth comparing: candidates come from indexed keys, so their number is that of a story's articles.

Each finder stores the fresh rows' keys and gives, for each fresh row, the ids of the live ones it may belong with.
Of one key so much is looked at and no more, however many articles have it: see MOST_ARTICLES and those after it. Within
a bound nothing is left out; beyond it what is compared depends on what came before.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from .analysis.facts.wording import are_of_other_stories
from .models import Claim, Extraction, Mention, Quote, QuoteKey, StoryKey
from .updating import insert_each

# Of what an article is about, this many names make its keys: two of them in common make two articles of one story.
TELLING_NAMES = 10
# Articles published further apart than this are not of one story because of two names: some are in the news for ever.
STORY_DAYS = 92
# With so many articles an article is compared at most: with those that share most keys, of these the nearest in time.
# Beyond the first few, two names in common are the names of half the news, and only those that share three are of its
# story.
MOST_ARTICLES = 100
FEW_ARTICLES = 30
KEYS_OF_THREE_NAMES = 3
# Two names that more articles of a season have in common than this tell nothing: the last ones read are looked at.
MOST_OF_TWO_NAMES = 1000
# With so many a quote is compared at most, with those that share most keys, and of one key the last: what everybody is
# quoted with, "thank you very much", is as good as no key.
MOST_QUOTES = 100
# Of a block of names so many are compared, first those of just the same name: there are thousands of Smiths.
MOST_NAMES = 200

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
    if days and len(days) == len(own):
        longest = dt.timedelta(days=STORY_DAYS)
        found = found.filter(Q(day__range=(min(days) - longest, max(days) + longest)) | Q(day=None))
    return _first_of_each(found, "key", MOST_OF_TWO_NAMES, F("extraction").desc())


def _first_of_each(rows: QuerySet[Any], key: str, most: int, *order: Any) -> QuerySet[Any]:
    """Of the rows of each key so many at most, the first in this order."""
    place = Window(RowNumber(), partition_by=[F(key)], order_by=order)
    found: QuerySet[Any] = rows.order_by().annotate(place=place).filter(place__lte=most)
    return found


def story_keys(names: Sequence[str]) -> list[str]:
    """Every two of the names that an article is most about; the name alone where there is one."""
    telling = sorted(set(names[:TELLING_NAMES]))
    pairs = ["|".join(pair)[:200] for pair in itertools.combinations(telling, 2)]
    return sorted(set(pairs)) or [name[:200] for name in telling]


def of_common_words(
    keys_of: Callable[[Quote], Collection[str]],
) -> Callable[[Sequence[Extraction], dict[int, Quote]], Candidates]:
    """Quotes that share a key, but for those of other stories, which are no candidates."""

    def find(extractions: Sequence[Extraction], fresh: dict[int, Quote]) -> Candidates:
        keys = {pk: frozenset(keys_of(row)) for pk, row in fresh.items()}
        known = {each.pk for each in extractions if _was_grouped(each)}
        QuoteKey.objects.filter(quote__in=[pk for pk, row in fresh.items() if row.extraction_id in known]).delete()
        insert_each(QuoteKey, ("quote", "key"), ((pk, key) for pk, names in keys.items() for key in sorted(names)))
        same = QuoteKey.objects.filter(key__in=frozenset[str]().union(*keys.values()))
        found = _first_of_each(same, "key", MOST_QUOTES, F("quote").desc())
        return _near(_holders(keys, found.values_list("key", "quote_id"), MOST_QUOTES), fresh)

    return find


def _near(found: Candidates, fresh: dict[int, Quote]) -> Candidates:
    """Without those of articles that have nothing in common: common words are quoted in hundreds of stories."""
    live = Quote.objects.filter(pk__in=set[int]().union(*found.values()), live=True).order_by()
    reading = dict(live.values_list("pk", "extraction"))
    own = {row.extraction_id: row.extraction for row in fresh.values()}
    stories = Extraction.objects.filter(pk__in={*reading.values()} - {*own}).order_by()
    about = {pk: frozenset(each.story) for pk, each in own.items()}
    about |= {pk: frozenset(story) for pk, story in stories.values_list("pk", "story")}
    near = {one: {pk for pk in about if pk == one or not are_of_other_stories(about[one], about[pk])} for one in own}
    return {
        pk: {other for other in others if reading.get(other) in near[fresh[pk].extraction_id]}
        for pk, others in found.items()
    }


def of_one_block(extractions: Sequence[Extraction], fresh: dict[int, Mention]) -> Candidates:
    """Mentions that stand for a name of the same block; what is not named is of none."""
    keys = {pk: frozenset((row.block,)) - {""} for pk, row in fresh.items()}
    live = Mention.objects.filter(live=True, stands=True, block__in=frozenset[str]().union(*keys.values()))
    just_so = Case(When(name__in={row.name for row in fresh.values()}, then=0), default=1)
    found = _first_of_each(live.exclude(form=""), "block", MOST_NAMES, just_so, F("pk").desc())
    return _holders(keys, found.values_list("block", "pk"), MOST_NAMES)


def _holders(keys: dict[int, frozenset[str]], pairs: Iterable[tuple[str, int]], most: int) -> Candidates:
    """For each row those that share keys with it: so many, those that share most of them."""
    holders: dict[str, list[int]] = {}
    for key, pk in pairs:
        holders.setdefault(key, []).append(pk)
    found: Candidates = {}
    for pk, names in keys.items():
        shared = Counter(other for key in names for other in holders.get(key, ()) if other != pk)
        nearest = shared if len(shared) <= most else sorted(shared, key=lambda other: (-shared[other], -other))[:most]
        found[pk] = set(nearest)
    return found
