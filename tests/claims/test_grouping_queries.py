"""What one more article costs in queries: the same in small and large stories, with few claims and with many."""

import contextlib
import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.generated import FIRST_DAY, mark, story
from claims import comparing, extracting, grouping
from claims.models import Claim, Extraction, Mention, Quote
from tests import make

pytestmark = pytest.mark.django_db

MOST = 150


def store(of, number):
    """Adds an article of the story, as it is when it has been read."""
    text, analysis = of.article(number)
    version = make.article(
        text, source=make.source(f"Outlet {number}"), published_at=dt.datetime.combine(of.day, dt.time(12), dt.UTC)
    ).current
    waiting = make.extraction(version, state=Extraction.State.PENDING)
    extracting.store(waiting, analysis, "none")


def add(of, number):
    """Adds an article of the story; returns how many queries grouping and comparing took."""
    store(of, number)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        grouping.group_pending()
        comparing.compare_pending()
    return len(queries)


@pytest.mark.parametrize("claims", [10, 60])
@pytest.mark.parametrize("articles", [3, 12])
def test_queries_are_bounded_whatever_the_story(articles, claims):
    of = story(0, mark(0), FIRST_DAY, claims=claims, wrong=0.0)
    for number in range(articles):
        add(of, number)
    assert add(of, articles) <= MOST
    assert Claim.objects.count() == (articles + 1) * claims
    assert not Claim.objects.filter(fact=None).exists()


def test_what_is_grouped_together_is_grouped_as_one_by_one():
    """Rows are loaded and compared once for all that are grouped together; whose they are must not hang on that."""
    of = [story(number, mark(number), FIRST_DAY, wrong=0.2) for number in range(3)]
    found = []
    for at_once in (1, 4):
        with contextlib.suppress(Undone), transaction.atomic():
            for number in range(12):
                store(of[number % 3], number)
            grouping.group_pending(at_once=at_once)
            found.append(
                [
                    groups(Claim, "fact", "value_start"),
                    groups(Mention, "entity", "name"),
                    groups(Quote, "utterance", "start"),
                ]
            )
            raise Undone
    assert found[0] == found[1] and all(len(each) > 3 for each in found[0])


class Undone(Exception):
    """Ends a transaction, so that nothing of it stays."""


def groups(model, name, place):
    """What is together, by outlet and place."""
    together = {}
    for group, *where in model.objects.values_list(name, "extraction__version__article__source__name", place):
        together.setdefault(group, set()).add(tuple(where))
    return {frozenset(places) for places in together.values()}


def test_those_named_alike_are_compared_once():
    """One mention stands for all of its form, and all of them are of its entity."""
    of = story(0, mark(0), FIRST_DAY, wrong=0.0)
    for number in range(6):
        add(of, number)
    mentions = list(Mention.objects.all())
    standing = {each.form: each for each in mentions if each.stands}
    assert len(standing) == sum(each.stands for each in mentions) < len(mentions)
    assert all(each.entity_id == standing[each.form].entity_id for each in mentions)
    assert all(each.entity_id for each in mentions)


def test_another_mention_stands_where_the_one_that_stood_is_superseded():
    of = story(0, mark(0), FIRST_DAY, wrong=0.0)
    for number in range(2):
        add(of, number)
    gone = Mention.objects.filter(stands=True, kind="place").order_by("pk").first()
    heirs = Mention.objects.filter(form=gone.form, live=True).exclude(pk=gone.pk)
    assert heirs.exists()
    version = make.version(gone.extraction.version.article, "Nothing.")
    extracting.store(make.extraction(version, state=Extraction.State.PENDING), type(of.article(0)[1])(), "none")
    grouping.group_pending()
    heir = heirs.get(stands=True)
    assert heir.entity_id == gone.entity_id
    assert not Mention.objects.get(pk=gone.pk).stands
