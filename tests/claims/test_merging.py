"""Reviewers put entities and facts together and take them apart; it holds for all later runs until it is undone."""

import datetime as dt

import pytest

from claims import comparing, extracting, grouping, reviewing
from claims.models import Apart, Claim, Discrepancy, Entity, Extraction, Fact, Mention, Review, Together
from claims.verifying import verify
from tests import make

pytestmark = pytest.mark.django_db
PUBLISHED = dt.datetime(2025, 5, 20, tzinfo=dt.UTC)
MILL = "The fire at the Brandt mill in Ostrava Lake killed 14 people on Monday, said {} of the fire brigade."
BARN = "The fire at the Brandt mill in Ostrava Lake killed 14 people on Monday. {} praised the fire brigade."


@pytest.fixture
def editor():
    return make.superuser()


def store(outlet, text):
    return make.article(
        text,
        source=make.source(outlet),
        key=f"https://{outlet.split()[0].lower()}.example/1",
        published_at=PUBLISHED,
        language="en",
    )


def analyse():
    extracting.read_pending()
    while grouping.group_pending() + comparing.compare_pending():
        continue


def holds():
    breaches = []
    assert verify(breaches.append) == 0, breaches


def entity_of(name):
    return Entity.objects.get(pk__in=Mention.objects.filter(live=True, name=name).values("entity"))


@pytest.fixture
def two_names():
    """One woman who changed her name between two reports, as no rule can know."""
    north, south = store("North Post", MILL.format("Lena Oak")), store("South Herald", BARN.format("Lena Birch"))
    analyse()
    return north, south


def test_two_entities_are_put_together_and_stay_so(editor, two_names, monkeypatch):
    oak, birch = entity_of("Lena Oak"), entity_of("Lena Birch")
    assert oak != birch
    review = reviewing.unite([oak, birch], editor, "She married.")
    assert (review.verdict, review.note, review.entity) == ("same_entity", "She married.", min(oak, birch, key=by_id))
    assert [part["id"] for part in review.evidence["together"]] == sorted([oak.pk, birch.pk])
    analyse()
    assert entity_of("Lena Oak") == entity_of("Lena Birch") == review.entity
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    make.version(two_names[1], BARN.format("Lena Birch") + "\n\nNothing else is known.")
    analyse()
    assert entity_of("Lena Oak") == entity_of("Lena Birch")
    holds()


def by_id(row):
    return row.pk


def test_a_later_article_that_uses_either_name_joins_them(editor, two_names):
    reviewing.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    analyse()
    store("East Courier", BARN.format("Lena Birch"))
    store("West Gazette", MILL.format("Lena Oak"))
    analyse()
    assert entity_of("Lena Oak") == entity_of("Lena Birch")
    assert entity_of("Lena Oak").mentions.filter(live=True).count() == 4


def test_what_was_put_together_is_taken_apart_again_by_undoing_it(editor, two_names):
    review = reviewing.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    analyse()
    assert reviewing.stands(review)
    taken = reviewing.undo(review, editor, "It was her sister.")
    assert (taken.verdict, taken.undoes, taken.entity) == ("undone", review, review.entity)
    assert not reviewing.stands(review) and Together.objects.count() == 0
    analyse()
    assert entity_of("Lena Oak") != entity_of("Lena Birch")
    assert list(Review.objects.order_by("pk")) == [review, taken]
    with pytest.raises(reviewing.Refused, match="taken back already, by editor"):
        reviewing.undo(review, editor)


def test_the_same_ruling_again_writes_nothing(editor, two_names):
    rows = [entity_of("Lena Oak"), entity_of("Lena Birch")]
    assert reviewing.unite(rows, editor) == reviewing.unite(rows[::-1], editor)
    assert (Review.objects.count(), Together.objects.count()) == (1, 2)


def test_who_was_ruled_apart_is_not_put_together_before_that_is_taken_back(editor, two_names):
    oak, birch = entity_of("Lena Oak"), entity_of("Lena Birch")
    reviewing.unite([oak, birch], editor)
    analyse()
    with pytest.raises(reviewing.Refused, match=r"put together by editor on .* Take that back first"):
        reviewing.separate(entity_of("Lena Oak"), ["Lena Oak"], editor)
    reviewing.undo(Review.objects.get(), editor)
    analyse()
    one = entity_of("Lena Oak")
    Mention.objects.filter(name="Lena Birch").update(entity=one)
    ruling = reviewing.separate(one, ["Lena Oak"], editor, "Sisters")
    analyse()
    with pytest.raises(reviewing.Refused, match=r"kept apart by editor on .*\(“Sisters”\), review \d+\. Take"):
        reviewing.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    assert Review.objects.count() == 3
    reviewing.undo(ruling, editor)
    reviewing.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    analyse()
    assert entity_of("Lena Oak") == entity_of("Lena Birch")
    holds()


def test_three_who_are_one_by_two_rulings_cannot_be_ruled_apart(editor):
    people = [make.mention(name, anchor=name).entity for name in ("Ada", "Bea", "Cleo")]
    reviewing.unite(people[:2], editor)
    reviewing.unite(people[1:], editor)
    Mention.objects.update(entity=people[0])
    with pytest.raises(reviewing.Refused, match="put together by"):
        reviewing.separate(people[0], ["Cleo"], editor)
    assert Apart.objects.count() == 0 and Review.objects.count() == 2


def test_a_ruling_that_two_reviews_made_stands_until_both_are_taken_back(editor):
    oak = make.mention("Lena Oak").entity
    make.mention("Leo Oak", entity=oak)
    first, second = (reviewing.separate(oak, ["Leo Oak"], editor, note) for note in ("Brother", "Cousin"))
    reviewing.undo(first, editor)
    assert list(Apart.objects.values_list("review", flat=True)) == [second.pk]


@pytest.fixture
def two_questions():
    """Two figures that the rules take for answers to two questions."""
    store("North Post", "The flood destroyed 12 bridges in Quellmouth.")
    store("South Herald", "In Quellmouth, 15 crossings over the river are gone after the flood.")
    analyse()
    facts = list(Fact.objects.filter(dimension="count", claims__live=True).distinct().order_by("pk"))
    assert len(facts) == 2
    return facts


def test_two_facts_are_one_question_and_their_answers_are_compared(editor, two_questions, monkeypatch):
    review = reviewing.unite(two_questions, editor, "The same bridges.")
    analyse()
    assert review.verdict == "same_fact"
    row = Discrepancy.objects.get(kind="value", status="open")
    assert sorted(len(position.claims.all()) for position in row.positions.all()) == [1, 1]
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert Claim.objects.filter(live=True, dimension="count").values("fact").distinct().count() == 1
    holds()
    reviewing.undo(review, editor)
    analyse()
    assert Claim.objects.filter(live=True, dimension="count").values("fact").distinct().count() == 2
    assert not Discrepancy.objects.filter(status="open").exists()
    holds()


def test_what_was_ruled_one_question_cannot_be_decided_to_be_two(editor, two_questions):
    reviewing.unite(two_questions, editor)
    analyse()
    row = Discrepancy.objects.get(kind="value")
    with pytest.raises(reviewing.Refused, match="put together by editor"):
        reviewing.decide(row, "not_same_fact", editor)
    row.refresh_from_db()
    assert row.status == "open" and Review.objects.count() == 1


def test_claims_are_split_off_a_fact_and_put_back(editor):
    for outlet in ("North Post", "South Herald"):
        store(outlet, "The flood destroyed 12 bridges in Quellmouth.")
    analyse()
    fact = Fact.objects.get(pk__in=Claim.objects.filter(dimension="count", live=True).values("fact"))
    first, second = fact.claims.filter(live=True).order_by("pk")
    with pytest.raises(reviewing.Refused, match="some, but not all"):
        reviewing.split(fact, [first.pk, second.pk], editor)
    ruling = reviewing.split(fact, [second.pk], editor, "Another town of that name.")
    assert (ruling.fact, ruling.verdict) == (fact, "not_same_fact")
    analyse()
    assert Claim.objects.get(pk=first.pk).fact != Claim.objects.get(pk=second.pk).fact
    holds()
    reviewing.undo(ruling, editor)
    analyse()
    assert Claim.objects.get(pk=first.pk).fact == Claim.objects.get(pk=second.pk).fact


def test_facts_of_different_dimensions_are_never_one(editor):
    three, day = (make.claim("Three", make.article().current, fact=make.fact()) for _ in range(2))
    Fact.objects.filter(pk=day.fact_id).update(dimension="date")
    with pytest.raises(reviewing.Refused, match="a date is never compared with a count"):
        reviewing.unite([three.fact, day.fact], editor)


def test_one_alone_or_what_nobody_names_any_more_cannot_be_put_together(editor):
    oak, gone = make.mention("Lena Oak").entity, make.mention("Leo Oak", live=False).entity
    for rows, why in (([oak, oak], "two or more"), ([], "two or more"), ([oak, gone], "No article tells of Leo Oak")):
        with pytest.raises(reviewing.Refused, match=why):
            reviewing.unite(rows, editor)
    assert Review.objects.count() == 0


def test_putting_together_and_undoing_need_the_permission(editor, two_names):
    rows, nobody = [entity_of("Lena Oak"), entity_of("Lena Birch")], make.user("nobody")
    review = reviewing.unite(rows, editor)
    for act in (lambda: reviewing.unite(rows, nobody), lambda: reviewing.undo(review, nobody)):
        with pytest.raises(reviewing.Forbidden):
            act()


def test_not_the_same_fact_is_undone_by_re_opening(editor):
    row = make.discrepancy()
    ruling = reviewing.decide(row, "not_same_fact", editor)
    assert reviewing.undo(ruling, editor).verdict == "reopened"
    assert Apart.objects.count() == 0
    with pytest.raises(reviewing.Refused, match="holds nothing"):
        reviewing.undo(reviewing.decide(row, "dismissed", editor), editor)


def test_only_what_moves_is_grouped_again(editor, two_names):
    Extraction.objects.update(state="done")
    review = reviewing.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    waiting = Extraction.objects.filter(state="read")
    assert waiting.count() == 1 and not waiting.filter(mentions__entity=review.entity).exists()
