"""What is kept beside a discrepancy follows from its positions: articles of its evidence, and who is named in it."""

import pytest
from django.db import connection

from claims import extracting
from claims.models import Discrepancy, Mention
from claims.models.reach import put_all, reach
from sources.models import Article
from tests import make
from tests.claims.reports import analyse, store
from tests.claims.test_pipeline import EAST, NORTH, SOUTH

pytestmark = pytest.mark.django_db


def kept():
    return {
        row.pk: (set(row.articles.values_list("pk", flat=True)), set(row.mentions.values_list("pk", flat=True)))
        for row in Discrepancy.objects.all()
    }


def followed():
    """The same, looked up through the positions."""
    found = {}
    for row in Discrepancy.objects.all():
        articles = Article.objects.filter(versions__claims__positions__discrepancy=row) | Article.objects.filter(
            versions__quotes__positions__discrepancy=row
        )
        mentions = set()
        for way in ("claims", "held_claims", "quotes"):
            named = Mention.objects.filter(**{f"{way}__positions__discrepancy": row})
            mentions |= set(named.values_list("pk", flat=True))
        found[row.pk] = set(articles.values_list("pk", flat=True)), mentions
    return found


def test_it_follows_from_what_was_compared(monkeypatch):
    for outlet, text in (NORTH, SOUTH, EAST):
        store(outlet, text)
    analyse()
    assert len(kept()) > 1 and kept() == followed()
    assert any(len(articles) == 2 and mentions for articles, mentions in kept().values())
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert kept() == followed()


def test_it_follows_an_edit():
    article = store(*NORTH)
    analyse()
    article.current = article.versions.create(number=2, title="A title", text=NORTH[1].replace("12", "21"))
    article.save()
    analyse()
    assert Discrepancy.objects.filter(kind="edit").exists() and kept() == followed()


def test_what_is_no_longer_held_goes():
    row = make.discrepancy()
    other = make.discrepancy(fact=make.fact("other"))
    claim = row.fact.claims.last()
    claim.holder = make.mention("Ada Person", claim.version)
    claim.save()
    reach(connection, [row.pk])
    assert kept() == followed() and kept()[row.pk][1] == {claim.holder.pk}
    row.positions.last().delete()
    reach(connection, [other.pk])
    assert kept() != followed()
    reach(connection, [row.pk, other.pk])
    assert kept() == followed() and kept()[row.pk][1] == set()
    reach(connection, [])


def test_what_was_there_before_is_found():
    make.discrepancy()
    before = kept()
    Discrepancy.articles.through.objects.all().delete()
    put_all(connection)
    put_all(connection)
    assert kept() == before == followed()
