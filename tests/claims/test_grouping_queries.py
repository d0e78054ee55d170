"""What one more article costs in queries: the same in small and large stories, with few claims and with many."""

import contextlib
import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.generated import FIRST_DAY, mark, story
from claims import blocking, comparing, extracting, grouping
from claims.models import Claim, Discrepancy, Extraction, Mention, Quote
from tests import make

pytestmark = pytest.mark.django_db

MOST = 120


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


@pytest.mark.parametrize(("claims", "wrong"), [(10, 0.0), (60, 0.0), (20, 0.4)])
@pytest.mark.parametrize("articles", [3, 8])
def test_queries_are_bounded_whatever_the_story(articles, claims, wrong):
    of = story(0, mark(0), FIRST_DAY, claims=claims, wrong=wrong)
    for number in range(articles):
        add(of, number)
    before = Discrepancy.objects.filter(fact__isnull=False).count()
    assert add(of, articles) <= MOST
    assert Claim.objects.count() == (articles + 1) * claims
    assert not Claim.objects.filter(fact=None).exists()
    assert wrong == 0.0 or before > 5


def test_an_article_is_compared_with_so_many_others_at_most(monkeypatch):
    """Those that share most names come first; the names of half the news make no story of it."""
    monkeypatch.setattr(blocking, "MOST_ARTICLES", 6)
    monkeypatch.setattr(blocking, "FEW_ARTICLES", 3)
    of = [story(number, mark(0), FIRST_DAY) for number in range(2)]
    for number in range(8):
        store(of[0], number)
    grouping.group_pending()
    claims = {row.pk: row for row in Claim.objects.filter(version__article__source__name="Outlet 7")}
    reading = Extraction.objects.get(version__article__source__name="Outlet 7")
    other = {pk for pks in blocking.of_one_story([reading], claims).values() for pk in pks}
    assert Claim.objects.filter(pk__in=other).values("extraction").distinct().count() == 7
    names = [("ada", "ben", "cid", "dot"), ("ada", "ben"), ("ada", "ben", "cid")]
    keys = [blocking.Key(7, key, None) for key in blocking.story_keys(names[0])]
    stored = {pk: names[1 + (pk > 14)] for pk in range(10, 20)}
    sharing = ((row, pk, 0) for row in keys for pk in stored if row.key in blocking.story_keys(stored[pk]))
    monkeypatch.setattr(blocking, "_sharing", lambda own: sharing)
    assert blocking._related(keys) == {7: {7, 15, 16, 17, 18, 19}}


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
