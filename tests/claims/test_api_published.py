"""What outlets published is listed as what was said is: in orders and formats, counted, in part, and since a time."""

import csv
import io
import json

import pytest
from django.test import Client

from claims.models import Change
from sources.models import Article
from tests import make
from tests.claims.test_api_listing import text_of
from tests.sources.test_api import fill, get, ids

pytestmark = pytest.mark.django_db
RESOURCES = "sources feeds pages articles versions edits".split()


@pytest.fixture
def reader():
    client = Client()
    client.force_login(make.member("Reader"))
    return client


@pytest.mark.parametrize("resource", RESOURCES)
def test_ndjson_and_csv_are_the_rows_of_the_pages(reader, resource):
    fill()
    rows = get(reader, f"{resource}/")["results"]
    lines = text_of(reader.get(f"/api/v1/{resource}/", {"format": "ndjson"})).splitlines()
    assert rows and [json.loads(line) for line in lines] == rows
    table = csv.DictReader(io.StringIO(text_of(reader.get(f"/api/v1/{resource}/", {"format": "csv"}))))
    told = [{name: each[name] for name in table.fieldnames} for each in table]
    assert [row["id"] for row in told] == [str(row["id"]) for row in rows]
    assert set(table.fieldnames) == set(rows[0])


@pytest.mark.parametrize("resource", RESOURCES)
def test_they_are_counted_ordered_and_had_in_part(reader, resource):
    for _ in range(3):
        fill()
    page = get(reader, f"{resource}/", ordering="-id", count="true", fields="id", limit=2)
    assert page["count"] >= 3 and ids(page) == sorted(ids(page), reverse=True)
    assert [list(row) for row in page["results"]] == [["id"]] * 2
    assert set(ids(page)).isdisjoint(ids(reader.get(page["next"]).json()))


@pytest.mark.parametrize("resource", ["sources", "articles", "versions"])
def test_rows_since(client, resource):
    fill()
    assert get(client, f"{resource}/", modified_since="2020-01-01T00:00:00Z")["results"]
    assert get(client, f"{resource}/", modified_since="2099-01-01T00:00:00Z")["results"] == []


def test_a_version_that_was_superseded_is_among_what_changed(client):
    article = make.article()
    first = article.current
    get(client, "changes/")
    Change.objects.update(at="2021-03-01T12:00Z")
    second = make.version(article, "Other words.")
    assert ids(get(client, "versions/", modified_since="2022-01-01T00:00:00Z")) == [first.pk, second.pk]


def test_articles_by_the_words_of_their_newest_text(client):
    article = make.article("The lakes froze.", title="Winter")
    make.article("The rivers froze.")
    assert (
        ids(get(client, "articles/", search="lake")) == ids(get(client, "articles/", search="winter")) == [article.pk]
    )
    make.version(article, "Nothing froze.")
    assert ids(get(client, "articles/", search="lakes")) == []


def test_articles_by_address_and_by_whether_they_are_gone(client):
    there, gone = make.article(), make.article()
    Article.objects.filter(pk=gone.pk).update(gone_at=make.NOON)
    assert ids(get(client, "articles/", url=there.url)) == ids(get(client, "articles/", gone="false")) == [there.pk]
    assert ids(get(client, "articles/", gone="true")) == [gone.pk]
    assert get(client, "articles/", 400, gone="perhaps")["gone"] == ["Use one of: true, false."]
    assert ids(get(client, "versions/", sha256=there.current.sha256)) == ids(get(client, "versions/"))
