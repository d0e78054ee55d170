"""Reviewers put entities and facts together and take them apart; it holds for all later runs until it is undone."""

import pytest

from claims import comparing, extracting, reviewing, ruling
from claims.models import Apart, Claim, Discrepancy, Entity, Extraction, Fact, Mention, Quote, Review, Together
from tests import make
from tests.claims.reports import analyse, holds, store

pytestmark = pytest.mark.django_db
MILL = "The fire at the Brandt mill in Ostrava Lake killed 14 people on Monday, said {} of the fire brigade."
BARN = "The fire at the Brandt mill in Ostrava Lake killed 14 people on Monday. {} praised the fire brigade."


@pytest.fixture
def editor():
    return make.superuser()


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
    review = ruling.unite([oak, birch], editor, "She married.")
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
    ruling.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    analyse()
    store("East Courier", BARN.format("Lena Birch"))
    store("West Gazette", MILL.format("Lena Oak"))
    analyse()
    assert entity_of("Lena Oak") == entity_of("Lena Birch")
    assert entity_of("Lena Oak").mentions.filter(live=True).count() == 4


def test_what_was_put_together_is_taken_apart_again_by_undoing_it(editor, two_names):
    review = ruling.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    analyse()
    assert ruling.stands(review)
    taken = ruling.undo(review, editor, "It was her sister.")
    assert (taken.verdict, taken.undoes, taken.entity) == ("undone", review, review.entity)
    assert not ruling.stands(review) and Together.objects.count() == 0
    analyse()
    assert entity_of("Lena Oak") != entity_of("Lena Birch")
    assert list(Review.objects.order_by("pk")) == [review, taken]
    with pytest.raises(reviewing.Refused, match="taken back already, by editor"):
        ruling.undo(review, editor)


def test_the_same_ruling_again_writes_nothing(editor, two_names):
    rows = [entity_of("Lena Oak"), entity_of("Lena Birch")]
    assert ruling.unite(rows, editor) == ruling.unite(rows[::-1], editor)
    assert (Review.objects.count(), Together.objects.count()) == (1, 2)


def test_who_was_ruled_apart_is_not_put_together_before_that_is_taken_back(editor, two_names):
    oak, birch = entity_of("Lena Oak"), entity_of("Lena Birch")
    ruling.unite([oak, birch], editor)
    analyse()
    with pytest.raises(reviewing.Refused, match=r"put together by editor on .* Take that back first"):
        ruling.separate(entity_of("Lena Oak"), ["Lena Oak"], editor)
    ruling.undo(Review.objects.get(), editor)
    analyse()
    one = entity_of("Lena Oak")
    Mention.objects.filter(name="Lena Birch").update(entity=one)
    held = ruling.separate(one, ["Lena Oak"], editor, "Sisters")
    analyse()
    with pytest.raises(reviewing.Refused, match=r"kept apart by editor on .*\(“Sisters”\), review \d+\. Take"):
        ruling.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    assert Review.objects.count() == 3
    ruling.undo(held, editor)
    ruling.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    analyse()
    assert entity_of("Lena Oak") == entity_of("Lena Birch")
    holds()


def test_three_who_are_one_by_two_rulings_cannot_be_ruled_apart(editor):
    people = [make.mention(name, anchor=name).entity for name in ("Ada", "Bea", "Cleo")]
    ruling.unite(people[:2], editor)
    ruling.unite(people[1:], editor)
    Mention.objects.update(entity=people[0])
    with pytest.raises(reviewing.Refused, match="put together by"):
        ruling.separate(people[0], ["Cleo"], editor)
    assert Apart.objects.count() == 0 and Review.objects.count() == 2


def test_a_ruling_that_two_reviews_made_stands_until_both_are_taken_back(editor):
    oak = make.mention("Lena Oak").entity
    make.mention("Leo Oak", entity=oak)
    first, second = (ruling.separate(oak, ["Leo Oak"], editor, note) for note in ("Brother", "Cousin"))
    ruling.undo(first, editor)
    assert list(Apart.objects.values_list("review", flat=True)) == [second.pk]


@pytest.fixture
def two_questions():
    """Two figures that the rules take for answers to two questions."""
    store("North Post", "The flood destroyed 12 bridges in Quellmouth.")
    store("South Herald", "In Quellmouth, 31 crossings over the river are closed to lorries until spring.")
    analyse()
    facts = list(Fact.objects.filter(dimension="count", claims__live=True).distinct().order_by("pk"))
    assert len(facts) == 2
    return facts


def test_two_facts_are_one_question_and_their_answers_are_compared(editor, two_questions, monkeypatch):
    review = ruling.unite(two_questions, editor, "The same bridges.")
    analyse()
    assert review.verdict == "same_fact"
    row = Discrepancy.objects.get(kind="value", status="open")
    assert sorted(len(position.claims.all()) for position in row.positions.all()) == [1, 1]
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert Claim.objects.filter(live=True, dimension="count").values("fact").distinct().count() == 1
    holds()
    ruling.undo(review, editor)
    analyse()
    assert Claim.objects.filter(live=True, dimension="count").values("fact").distinct().count() == 2
    assert not Discrepancy.objects.filter(status="open").exists()
    holds()


def test_what_was_ruled_one_question_cannot_be_decided_to_be_two(editor, two_questions):
    ruling.unite(two_questions, editor)
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
        ruling.split(fact, [first.pk, second.pk], editor)
    held = ruling.split(fact, [second.pk], editor, "Another town of that name.")
    assert (held.fact, held.verdict) == (fact, "not_same_fact")
    analyse()
    assert Claim.objects.get(pk=first.pk).fact != Claim.objects.get(pk=second.pk).fact
    holds()
    ruling.undo(held, editor)
    analyse()
    assert Claim.objects.get(pk=first.pk).fact == Claim.objects.get(pk=second.pk).fact


def test_facts_of_different_dimensions_are_never_one(editor):
    three, day = (make.claim("Three", make.article().current, fact=make.fact()) for _ in range(2))
    Fact.objects.filter(pk=day.fact_id).update(dimension="date")
    with pytest.raises(reviewing.Refused, match="a date is never compared with a count"):
        ruling.unite([three.fact, day.fact], editor)


def test_one_alone_or_what_nobody_names_any_more_cannot_be_put_together(editor):
    oak, gone = make.mention("Lena Oak").entity, make.mention("Leo Oak", live=False).entity
    for rows, why in (([oak, oak], "two or more"), ([], "two or more"), ([oak, gone], "No article tells of Leo Oak")):
        with pytest.raises(reviewing.Refused, match=why):
            ruling.unite(rows, editor)
    assert Review.objects.count() == 0


def test_putting_together_and_undoing_need_the_permission(editor, two_names):
    rows, nobody = [entity_of("Lena Oak"), entity_of("Lena Birch")], make.user("nobody")
    review = ruling.unite(rows, editor)
    for act in (lambda: ruling.unite(rows, nobody), lambda: ruling.undo(review, nobody)):
        with pytest.raises(reviewing.Forbidden):
            act()


def test_not_the_same_fact_is_undone_by_re_opening(editor):
    row = make.discrepancy()
    held = reviewing.decide(row, "not_same_fact", editor)
    assert ruling.undo(held, editor).verdict == "reopened"
    assert Apart.objects.count() == 0
    with pytest.raises(reviewing.Refused, match="holds nothing"):
        ruling.undo(reviewing.decide(row, "dismissed", editor), editor)


def test_only_what_moves_is_grouped_again(editor, two_names):
    Extraction.objects.update(state="done")
    review = ruling.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    waiting = Extraction.objects.filter(state="read")
    assert waiting.count() == 1 and not waiting.filter(mentions__entity=review.entity).exists()


SPEECH = "Mayor Lena Oak told the council on Monday: “{}”"


@pytest.fixture
def two_speeches():
    """Two reports of one sentence that share too few words for any rule to see it."""
    store("North Post", SPEECH.format("Nothing of the old bridge is left to be repaired."))
    store("South Herald", SPEECH.format("The crossing cannot be saved any more, believe me."))
    analyse()
    rows = [quote.utterance for quote in Quote.objects.filter(live=True).order_by("pk")]
    assert len(set(rows)) == 2
    return rows


def utterances():
    return Quote.objects.filter(live=True).values("utterance").distinct().count()


def test_two_utterances_are_put_together_in_all_later_runs_until_that_is_taken_back(editor, two_speeches, monkeypatch):
    review = ruling.unite(two_speeches, editor, "One speech, translated twice.")
    assert (review.verdict, review.utterance) == ("same_utterance", min(two_speeches, key=by_id))
    analyse()
    assert utterances() == 1
    [row] = Discrepancy.objects.filter(kind="wording", status="open")
    assert row.positions.count() == 2
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert utterances() == 1
    holds()
    ruling.undo(review, editor)
    analyse()
    assert utterances() == 2 and not Discrepancy.objects.filter(status="open").exists()
    holds()


def test_quotes_are_taken_out_of_an_utterance_in_all_later_runs_until_that_is_taken_back(editor, monkeypatch):
    for outlet in ("North Post", "South Herald"):
        store(outlet, SPEECH.format("Nothing of the old bridge is left to be repaired."))
    analyse()
    first, second = Quote.objects.filter(live=True).order_by("pk")
    said = first.utterance
    assert said == second.utterance
    with pytest.raises(reviewing.Refused, match="some, but not all, of the quotes"):
        ruling.split(said, [first.pk, second.pk], editor)
    held = ruling.split(said, [second.pk], editor, "She said it twice.")
    assert (held.utterance, held.verdict) == (said, "not_same_utterance")
    analyse()
    assert utterances() == 2
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert utterances() == 2
    with pytest.raises(reviewing.Refused, match="kept apart by editor") as refused:
        ruling.unite([quote.utterance for quote in Quote.objects.filter(live=True)], editor)
    assert refused.value.review == held
    holds()
    ruling.undo(held, editor)
    analyse()
    assert utterances() == 1


def test_a_ruling_says_which_rules_had_read_the_evidence_and_in_which_versions(editor, two_names):
    Extraction.objects.filter(version__article=two_names[0]).update(rules="1.9")
    review = ruling.unite([entity_of("Lena Oak"), entity_of("Lena Birch")], editor)
    assert review.evidence["versions"] == sorted(article.current_id for article in two_names)
    assert review.rules == ",".join(sorted({"1.9", extracting.reading.RULES}))
    assert ruling.undo(review, editor).rules == review.rules


def test_an_attribution_ends_where_the_two_speakers_are_one_person():
    said, words = make.utterance(), "Nobody could have foreseen how quickly the river would rise"
    for outlet, name in (("North Post", "Lena Oak"), ("South Herald", "Lena Birch")):
        version = make.article(f"“{words},” {name} said.", source=make.source(outlet)).current
        make.quote(words, version, utterance=said, speaker=make.mention(name, version), speaker_text=name)
    comparing.compare_utterances([said])
    assert Discrepancy.objects.get().kind == "attribution"
    Mention.objects.update(entity=entity_of("Lena Oak"))
    comparing.compare_utterances([said])
    assert not Discrepancy.objects.exists()
