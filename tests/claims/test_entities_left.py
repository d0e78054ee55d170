"""Who is named no more when a version is read again goes, and nobody else is looked at for it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import extracting, grouping
from claims.analysis.found import Analysis, EntityKind, FoundEntity
from claims.analysis.spans import Span
from claims.models import Entity, Extraction, Mention
from tests import make

pytestmark = pytest.mark.django_db
TEXT = "Ada Brightwater met Leo Oak."
NAMES = {"Ada Brightwater": Span(0, 15), "Leo Oak": Span(20, 27)}


def read(version, *names):
    """Stores what a reading finds, who is named so, and groups it; returns the reading."""
    entities = tuple(FoundEntity(name, EntityKind.PERSON, (name,), (NAMES[name],)) for name in names)
    extraction, _ = Extraction.objects.get_or_create(version=version, defaults={"rules": "1"})
    Extraction.objects.filter(pk=extraction.pk).update(state=Extraction.State.PENDING)
    extraction.refresh_from_db()
    assert extracting.store(extraction, Analysis(entities, (), (), (), ()), "none")
    return extraction


@pytest.fixture
def version():
    return make.article(TEXT, published_at=dt.datetime(2025, 5, 20, tzinfo=dt.UTC)).current


def test_who_is_named_no_more_goes_and_who_is_named_elsewhere_stays(version):
    elsewhere = make.article(TEXT + " ", published_at=dt.datetime(2025, 5, 21, tzinfo=dt.UTC)).current
    read(version, *NAMES)
    read(elsewhere, "Ada Brightwater")
    grouping.group_pending()
    ada, leo = (Mention.objects.filter(name=name).first().entity_id for name in NAMES)
    reading = read(version)
    reading.refresh_from_db()
    assert reading.left == sorted((ada, leo))
    grouping.group_pending()
    reading.refresh_from_db()
    assert reading.left == []
    assert set(Entity.objects.values_list("pk", flat=True)) == {ada}


def test_entities_that_the_reading_never_named_are_not_looked_at(version):
    read(version, *NAMES)
    grouping.group_pending()
    stranger = Entity.objects.create(name="Nobody", kind="person")
    read(version, "Ada Brightwater")
    with CaptureQueriesContext(connection) as queries:
        grouping.group_pending()
    assert Entity.objects.filter(pk=stranger.pk).exists()
    assert not Entity.objects.filter(name="Leo Oak").exists()
    asked = [each["sql"] for each in queries if 'FROM "claims_entity"' in each["sql"]]
    assert asked and all('"claims_entity"."id" IN' in sql for sql in asked)
