"""One more article costs the same in a small corpus and in a large one, and in corpora made to cost more."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.generated import FIRST_DAY, mark, story
from claims import blocking, comparing, connecting, grouping
from claims.models import Claim, ClaimLink, Discrepancy, Quote, QuoteLink, Utterance
from sources.models import Article
from tests.claims.test_grouping_queries import MOST, store

pytestmark = pytest.mark.django_db
# Whether something is in dispute takes some statements more or fewer.
SLACK = 15
BOILERPLATE = (
    "sign up for our morning newsletter and never miss a story",
    "support independent journalism with a small monthly gift",
    "share this page with friends who read other newspapers",
)


def settle():
    grouping.group_pending(at_once=10)
    comparing.compare_pending()


def added(of, number):
    """The queries of grouping and comparing one more article."""
    store(of, number)
    with CaptureQueriesContext(connection) as queries:
        settle()
    return len(queries)


def test_one_more_article_costs_no_more_queries_in_ten_times_the_corpus():
    stories = [story(number, mark(number), FIRST_DAY, claims=4) for number in range(20)]
    found = []
    for more in (stories[:2], stories[2:]):
        for number in range(3):
            for of in more:
                store(of, number)
        settle()
        found.append(added(stories[0], 3 + len(found)))
    assert Claim.objects.count() == (20 * 3 + 2) * 4
    assert max(found) <= MOST and abs(found[0] - found[1]) <= SLACK, found


def reprinted(number):
    return story(0, mark(0), FIRST_DAY, claims=5), 0


def of_everybody(number):
    """Stories that have nothing in common but two names, which are in all of them."""
    of = story(number, mark(number), FIRST_DAY, claims=2, wrong=0.0)
    return replace(of, entities=(*of.entities[:5], *story(0, mark(0), FIRST_DAY).entities[5:])), 0


def with_the_same_quotes(number):
    of, first = story(number, mark(number), FIRST_DAY, claims=2, wrong=0.0), story(0, mark(0), FIRST_DAY)
    return replace(of, sayings=BOILERPLATE, entities=(first.entities[0], *of.entities[1:])), number


def of_one_question(number):
    of = story(0, mark(0), FIRST_DAY, claims=1, wrong=0.0)
    return replace(of, questions=of.questions[:1]), number


def after(make, articles):
    """The queries of one more article after so many that `make` makes, from outlets of their own."""
    for number in range(articles):
        of, which = make(number)
        store(of, which) if which else store_of_another(of, number)
    settle()
    of, which = make(articles)
    store(of, which) if which else store_of_another(of, articles)
    with CaptureQueriesContext(connection) as queries:
        settle()
    return len(queries)


def store_of_another(of, number):
    """The same article of the story, by another outlet."""
    store(Reprint(of), number)


class Reprint:
    def __init__(self, of):
        self.of, self.day = of, of.day

    def article(self, number):
        return self.of.article(0)


@pytest.fixture
def narrow(monkeypatch):
    """Bounds that few articles reach."""
    monkeypatch.setattr(blocking, "MOST_ARTICLES", 8)
    monkeypatch.setattr(blocking, "FEW_ARTICLES", 4)
    monkeypatch.setattr(blocking, "MOST_OF_TWO_NAMES", 8)
    monkeypatch.setattr(blocking, "MOST_QUOTES", 8)
    monkeypatch.setattr(blocking, "MOST_NAMES", 8)
    monkeypatch.setattr(connecting, "MOST_TOGETHER", 16)


@pytest.mark.parametrize("make", [reprinted, of_everybody, with_the_same_quotes, of_one_question])
def test_what_is_in_all_articles_costs_no_more_queries_than_in_a_few(make, narrow):
    few, links = after(make, 9), linked()
    before = Article.objects.count()
    many = after(lambda number: make(before + number), 18)
    assert max(few, many) <= MOST and abs(few - many) <= SLACK
    assert linked() - links <= 19 * (linked_by_one())


def linked():
    return ClaimLink.objects.count() + QuoteLink.objects.count()


def linked_by_one():
    """As many links as an article can have within these bounds."""
    claims = Claim.objects.filter(extraction=Claim.objects.latest("pk").extraction).count()
    quotes = Quote.objects.filter(extraction=Quote.objects.latest("pk").extraction).count()
    return claims * claims * (blocking.MOST_ARTICLES + 1) + quotes * (blocking.MOST_QUOTES + quotes)


def test_reprints_are_one_origin_however_many():
    after(reprinted, 20)
    assert Article.objects.filter(reprint_of=None).count() == 1
    assert not Discrepancy.objects.filter(kind="value").exists()


def test_what_shares_the_names_of_half_the_news_is_not_put_together(narrow):
    after(of_everybody, 12)
    facts = {}
    for fact, article in Claim.objects.values_list("fact", "version__article"):
        facts.setdefault(fact, set()).add(article)
    assert all(len(articles) == 1 for articles in facts.values())


def test_the_same_words_are_one_utterance_in_every_article():
    after(with_the_same_quotes, 12)
    assert Utterance.objects.count() == Quote.objects.values("content").distinct().count() == 3
    assert not Discrepancy.objects.filter(utterance__isnull=False).exists()


def test_who_says_otherwise_is_set_against_all_who_state_one_figure():
    after(of_one_question, 20)
    of = story(0, mark(0), FIRST_DAY, claims=1, wrong=1.0)
    store(replace(of, questions=of.questions[:1]), 100)
    settle()
    found = Discrepancy.objects.get(kind="value")
    assert [position.claims.count() for position in found.positions.order_by("number")] == [21, 1]
