"""What changed, in the admin: which edits, of which class, and what became of the claims and quotes."""

import html

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from claims.evolving import evolved
from sources import changing, moving
from sources.models import ArticleChange
from tests import make

pytestmark = pytest.mark.django_db
STAYS = "Roads were shut. Schools were closed. Nobody went out."
FIRST = f"The flood killed 12 people in the valley. “We had no warning,” she said. {STAYS} Rain fell on Monday."
SECOND = f"Rain fell on Monday. The flood killed 15 people in the valley. “We had little warning,” she said. {STAYS}"


@pytest.fixture
def edited():
    """An article in two versions, each with its evidence."""
    article = make.article(FIRST, title="The flood")
    before = article.current
    after = make.version(article, SECOND, "The flood")
    for version, number, said in ((before, "12", "We had no warning"), (after, "15", "We had little warning")):
        make.claim(number, version, low_number=float(number), high_number=float(number))
        make.claim("Monday", version, dimension="date", low_date="2021-03-01", high_date="2021-03-01")
        make.quote(said, version)
    changing.note_edits(before, after)
    return before, after


@pytest.fixture
def page(client):
    client.force_login(make.superuser())

    def page(name, *args, **query):
        response = client.get(reverse(f"admin:sources_articlechange_{name}", args=args), query)
        assert response.status_code == 200
        return html.unescape(response.content.decode())

    return page


def test_evidence_is_carried_moved_or_changed_and_stands_there_once(edited):
    found = [(row.fate.value, _words(row.old), _words(row.new)) for row in evolved(*edited)]
    assert found == [
        ("changed", "12", "15"),
        ("changed", "We had no warning", "We had little warning"),
        ("moved", "Monday", "Monday"),
    ]


def _words(row):
    return row and (getattr(row, "value_text", "") or row.content)


def test_evidence_of_sentences_that_came_and_went_is_added_and_removed():
    article = make.article("Some 12 boats sank. It rained.")
    before = article.current
    after = make.version(article, "It rained. A mayor of 7 towns resigned.")
    make.claim("12", before)
    make.claim("7", after)
    assert [(row.fate.value, _words(row.old), _words(row.new)) for row in evolved(before, after)] == [
        ("removed", "12", None),
        ("added", None, "7"),
    ]


def test_the_page_shows_the_words_that_differ_and_what_became_of_the_evidence(edited, page):
    change = ArticleChange.objects.get()
    shown = page("change", change.pk)
    assert '<mark class="edited">12</mark>' in shown and '<mark class="edited">15</mark>' in shown
    assert '<mark class="edited">no</mark>' in shown and '<mark class="edited">little</mark>' in shown
    assert shown.index(">value<") < shown.index(">quotation<") < shown.index(">moved<")
    assert "?version=1#c" in shown and "?version=2#c" in shown


def test_the_page_says_whose_article_it_is_and_when_it_was_noticed(edited, page):
    change = ArticleChange.objects.get()
    ArticleChange.objects.update(at=make.NOON)
    shown = page("change", change.pk)
    noticed = date_format(make.NOON, "DATETIME_FORMAT")
    assert f"<bdi>{change.article.source}</bdi> · noticed {noticed}" in shown


def test_the_list_is_filtered_by_class_and_source(edited, page):
    other = make.article("It rained.", source=make.source("Hill Radio"))
    moving.is_gone(other, "answers 404")
    everything = page("changelist")
    assert "1 value" in everything and "gone" in everything and "answers 404" in everything
    values = page("changelist", **{"class": "value"})
    assert "The flood" in values and "answers 404" not in values
    assert "0 article changes" in page("changelist", **{"class": "name"})
    of_radio = page("changelist", article__source__id__exact=other.source_id)
    assert "answers 404" in of_radio and "1 value" not in of_radio


def test_the_list_takes_as_many_queries_for_ten_as_for_one(edited, page, django_assert_num_queries):
    page("changelist")
    with django_assert_num_queries(12, exact=False) as few:
        page("changelist")
    for number in range(9):
        moving.is_gone(make.article(f"Number {number}."), "answers 404")
    with django_assert_num_queries(len(few)):
        page("changelist")
