"""Versions that are read or grouped late: what the newest one says stays linked and grouped."""

import datetime as dt

import pytest

from benchmarks.generated import FIRST_DAY, mark, story
from claims import extracting, grouping
from claims.models import Claim, ClaimLink, Extraction, Mention, Quote, QuoteLink
from tests import make

pytestmark = pytest.mark.django_db
STORY = story(0, mark(0), FIRST_DAY, wrong=0.2)
PUBLISHED = dt.datetime.combine(FIRST_DAY, dt.time(12), dt.UTC)


def written(number):
    """An article of the story, nothing of it read; and what there is to read in its first version."""
    text, analysis = STORY.article(number)
    row = make.article(text, source=make.source(f"Outlet {number}"), key=f"a:{number}", published_at=PUBLISHED)
    return row, [(row.current, analysis)]


def edited(number, times):
    """An article with so many later versions, each as another article of the story."""
    row, versions = written(number)
    for later in range(1, times + 1):
        text, analysis = STORY.article(number + 100 * later)
        versions.append((make.version(row, text), analysis))
    return versions


def read(version, analysis):
    extracting.store(make.extraction(version, state=Extraction.State.PENDING), analysis, "none")
    grouping.group_pending()


def told():
    """What is together and what is linked, by article and place."""
    places = "version__article__key", "start"
    links = [
        sorted(model.objects.values_list(*(f"{side}__{each}" for side in ("left", "right") for each in places)))
        for model in (ClaimLink, QuoteLink)
    ]
    together = {}
    for model, group in ((Claim, "fact"), (Quote, "utterance")):
        for pk, *place in model.objects.filter(live=True).values_list(group, *places):
            together.setdefault((group, pk), set()).add(tuple(place))
    return [len(each) for each in links], sorted(map(sorted, together.values()))


@pytest.mark.parametrize("late", [0, 1])
def test_an_older_version_that_is_grouped_late_takes_no_links_from_the_newest(late):
    for number in range(1, 4):
        read(*written(number)[1][0])
    versions = edited(5, 2)
    inside = [each for number, each in enumerate(versions) if number != late]
    for each in inside:
        read(*each)
    before = told()
    assert before[0][0] and any(len(places) > 1 for places in before[1])
    read(*versions[late])
    assert told() == before


def test_an_older_version_that_is_read_again_takes_no_links_from_the_newest():
    for number in range(1, 4):
        read(*written(number)[1][0])
    versions = edited(5, 1)
    for each in versions:
        read(*each)
    before = told()
    Extraction.objects.filter(version=versions[0][0]).update(state=Extraction.State.PENDING)
    read(*versions[0])
    assert told() == before
    assert not Mention.objects.filter(live=True, entity=None).exists()
