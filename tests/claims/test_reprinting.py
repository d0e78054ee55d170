"""Reprints of one report count once, in whatever order they come."""

import itertools

import pytest

from claims.models import Discrepancy, Extraction, Sketch
from claims.reprinting import connected
from sources.filtering import of_origin
from sources.models import Article
from tests import make
from tests.claims import reports
from tests.claims.reports import analyse

pytestmark = pytest.mark.django_db

REPORT = (
    "Mayor Ada Brightwater said the flood destroyed 12 bridges in Quellmouth. The river Quell rose by night and took "
    "the old mill with it, and people in the lower town were brought to a school on the hill. Soldiers from Brackhaven "
    "came with boats in the morning. Trains to the coast do not run, and the road along the river is closed until the "
    "engineers have seen its banks. The council meets again on the hill, since its own hall is under water."
)
APART = "The flood destroyed 15 bridges in Quellmouth, Mayor Ada Brightwater said after she had seen the river Quell."


def store(outlet, text, day=20, **fields):
    return reports.store(outlet, text, published_at=reports.PUBLISHED.replace(day=day), **fields)


def counted():
    return {article.source.name: article.origin_name for article in Article.objects.select_related("source")}


def positions():
    row = Discrepancy.objects.get(kind="value")
    return {position.label: position.origins for position in row.positions.all()}, row.explanation["text"]


def test_ten_reprints_count_once():
    for number in range(10):
        store(f"Paper{number} Post", REPORT + f" Read more in Paper{number}.", day=10 + number)
    store("South Herald", APART)
    analyse()
    held, text = positions()
    assert held == {"12": ["Paper0 Post"], "15": ["South Herald"]}
    assert "Paper0 Post (and 9 reprints) says 12" in text


REPRINTS = (("North Post", 12), ("East Courier", 11), ("West Mail", 13))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_first_to_publish_is_the_origin_in_whatever_order_they_come(order):
    store("South Herald", APART)
    for number in order:
        outlet, day = REPRINTS[number]
        store(outlet, REPORT, day)
        analyse()
    assert counted() == dict.fromkeys(dict(REPRINTS), "East Courier") | {"South Herald": "South Herald"}
    held, text = positions()
    assert held == {"12": ["East Courier"], "15": ["South Herald"]}
    assert "East Courier (and 2 reprints)" in text


def test_a_credit_wins_over_the_day():
    store("North Post", REPORT, 10)
    store("East Courier", REPORT, 11, origin="Quell Wire")
    store("West Mail", REPORT, 12, origin="Other Wire")
    analyse()
    assert counted() == {"North Post": "Quell Wire", "East Courier": "Quell Wire", "West Mail": "Other Wire"}


def test_a_figure_that_a_reprint_changed_is_its_own():
    store("North Post", REPORT, 10)
    store("East Courier", REPORT, 11)
    store("West Mail", REPORT.replace("12 bridges", "21 bridges"), 12)
    analyse()
    held, text = positions()
    assert held == {"12": ["North Post"], "21": ["West Mail"]}
    assert "North Post (and 1 reprint) says 12" in text


def test_a_text_that_is_rewritten_is_no_reprint_any_more():
    store("North Post", REPORT, 10)
    article = store("West Mail", REPORT, 12)
    analyse()
    assert counted()["West Mail"] == "North Post"
    make.version(article, APART)
    analyse()
    assert counted() == {"North Post": "North Post", "West Mail": "West Mail"}
    assert Sketch.objects.get(article=article).values == []


def test_what_held_two_texts_together_leaves_both_alone():
    sentences = f"{REPORT} {LONGER}".split(". ")
    middle = store("East Courier", ". ".join(sentences), 11)
    store("North Post", ". ".join(sentences[:6]), 10)
    store("West Mail", ". ".join(sentences[3:]), 12)
    analyse()
    assert set(counted().values()) == {"North Post"}
    make.version(middle, APART)
    analyse()
    assert counted() == {name: name for name in ("North Post", "East Courier", "West Mail")}


LONGER = (
    "A bakery in the lower town went on working by candle and gave its bread away. Its owner, whose family has lived "
    "by the water for ninety years, had carried the flour upstairs when the first sirens were heard. Neighbours who "
    "would not leave their roofs were fed from a raft, and a choir that had come to sing in the church sang for them "
    "instead from the tower. Nobody can say yet when the pumps will be there or who is going to pay for them at last."
)


def test_another_credit_is_counted_for_the_reprints_as_well():
    first = store("North Post", REPORT, 10)
    store("East Courier", REPORT, 11)
    store("South Herald", APART)
    analyse()
    Article.objects.filter(pk=first.pk).update(origin="Quell Wire")
    analyse()
    assert positions()[0] == {"12": ["Quell Wire"], "15": ["South Herald"]}


def test_articles_are_found_by_the_origin_they_count_for():
    store("North Post", REPORT, 10)
    store("East Courier", REPORT, 11)
    analyse()
    assert Article.objects.filter(of_origin("North Post")).count() == 2
    assert not Article.objects.filter(of_origin("East Courier")).exists()


def test_a_second_run_changes_nothing():
    for outlet, day in REPRINTS:
        store(outlet, REPORT, day)
    analyse()
    before = list(Article.objects.order_by("pk").values()), list(Sketch.objects.order_by("pk").values())
    Extraction.objects.update(state=Extraction.State.READ)
    analyse()
    assert before == (list(Article.objects.order_by("pk").values()), list(Sketch.objects.order_by("pk").values()))


def test_parts_are_the_same_in_any_order():
    joined = {frozenset(pair) for pair in ((1, 2), (2, 3), (5, 6))}
    for nodes in itertools.permutations((1, 2, 3, 4, 5, 6)):
        found = connected(nodes, lambda a, b: frozenset((a, b)) in joined)
        assert sorted(map(sorted, found)) == [[1, 2, 3], [4], [5, 6]]
