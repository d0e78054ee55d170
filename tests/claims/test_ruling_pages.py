"""Putting together, taking out and taking back in the admin: shown first, asked about, and recorded with a note."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from claims.models import Apart, Discrepancy, Entity, Extraction, Fact, Review, Together, Utterance
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make.superuser())
    return client


def unite(client, rows, **data):
    address = reverse(f"admin:claims_{rows[0]._meta.model_name}_changelist")
    data |= {"action": "unite", "_selected_action": [row.pk for row in rows]}
    return client.post(address, data, follow=True).content.decode()


def address_of(row, view="change"):
    return reverse(f"admin:claims_{row._meta.model_name}_{view}", args=[row.pk])


def shown(client, address, **query):
    return client.get(address, query).content.decode()


@pytest.fixture
def sisters():
    make.mention("Lena Oak")
    make.mention("Lena Oak", entity=Entity.objects.get(), anchor="more")
    return [Entity.objects.get(), make.mention("Lena Birch").entity]


@pytest.fixture
def questions():
    """Two facts of three claims whose answers are at odds once they are one."""
    facts = [make.fact("districts ceded"), make.fact("districts handed over")]
    for number, (outlet, words, figure, fact) in enumerate(
        (("North", "three", 3.0, 0), ("South", "three", 3.0, 0), ("East", "seven", 7.0, 1))
    ):
        version = make.article(f"Officials said {words} districts.", source=make.source(f"{outlet} Post")).current
        make.claim(words, version, fact=facts[fact], low_number=figure, high_number=figure, anchor=f"c{number}")
    return facts


@pytest.fixture
def speeches():
    """Two utterances, one quote each, of one speech."""
    rows = []
    for outlet, words in (("North Post", "We shall win this war"), ("South Post", "We will win this war")):
        version = make.article(f'"{words}," said Ada Person.', source=make.source(outlet)).current
        rows.append(make.utterance(words))
        make.quote(words, version, utterance=rows[-1], speaker_text="Ada Person")
    return rows


def test_what_would_be_put_together_is_shown_first_and_nothing_is_done(editor, sisters):
    page = unite(editor, sisters)
    assert "Put 2 together" in page and "2 pieces of evidence; this one stays" in page
    assert page.index(address_of(sisters[0])) < page.index(address_of(sisters[1]))
    assert Review.objects.count() == 0


def test_with_a_note_they_are_put_together_and_the_page_of_the_one_that_stays_takes_it_back(editor, sisters):
    page = unite(editor, sisters, confirm="1", note="She married.")
    review = Review.objects.get()
    assert "Lena Oak + Lena Birch: put together. The worker groups it again" in page
    assert Together.objects.count() == 3 and "Being grouped again" in page and "stands" in page
    address = reverse("admin:claims_review_undo", args=[review.pk])
    assert address in page and "She married." in shown(editor, address)
    page = editor.post(address, {"note": "A sister."}, follow=True).content.decode()
    assert "Taken back: the worker groups again" in page and Together.objects.count() == 0
    assert list(Review.objects.values_list("verdict", flat=True)) == ["undone", "same_entity"]
    again = editor.post(address, {"note": "A sister."}).content.decode()
    assert "It was taken back already, by editor" in again
    assert reverse("admin:claims_review_change", args=[review.undone_by.pk]) in again
    page = shown(editor, address_of(review.entity))
    assert "put together: Lena Oak, Lena Birch" in page and "Taken back by editor" in page and "A sister." in page
    assert address not in page


def test_a_page_says_that_it_is_grouped_again_only_while_that_is_so(editor, sisters):
    unite(editor, sisters, confirm="1")
    Extraction.objects.update(state=Extraction.State.GROUPED)
    assert "Being grouped again" not in shown(editor, address_of(sisters[0]))


def test_what_a_standing_ruling_forbids_is_refused_with_the_way_to_it(editor, sisters):
    assert "Choose two or more" in unite(editor, sisters[:1])
    Review.objects.create(entity=sisters[0], verdict="not_same_entity", reviewer=make.user())
    left, right = sorted([sisters[1].mentions.get().anchor, "more"])
    review = Review.objects.get()
    Apart.objects.create(kind="mention", left=left, right=right, review=review)
    page = unite(editor, sisters)
    assert "kept apart by reviewer" in page and address_of(review) in page
    page = editor.post(address_of(sisters[0], "unite"), {"_selected_action": [sisters[1].pk]}).content.decode()
    assert "kept apart by reviewer" in page and address_of(review) in page
    assert Together.objects.count() == 0


def test_the_preview_says_which_discrepancy_would_open(editor, questions):
    page = unite(editor, questions)
    assert "would open" in page and "North Post" in page and "East Post" in page
    assert "this one stays" in page and "3 <" in page
    assert (Review.objects.count(), Discrepancy.objects.count()) == (0, 0)


def test_the_preview_says_which_discrepancy_would_end(editor):
    fact = make.discrepancy().fact
    seven = fact.claims.get(value_text="seven")
    page = editor.post(address_of(fact, "split"), {"chosen": [seven.pk]}).content.decode()
    assert "would end" in page and "North Post says 3 districts; South Post says 7." in page
    assert "these are kept apart from them" in page
    assert Review.objects.count() == 0 and Discrepancy.objects.get().status == "open"


def test_the_preview_says_which_discrepancy_would_go_on(editor):
    row = make.discrepancy()
    another = make.claim("three", make.article("Only three districts.").current, fact=row.fact)
    page = editor.post(address_of(row.fact, "split"), {"chosen": [another.pk]}).content.decode()
    assert "would go on" in page and "would end" not in page and "would open" not in page


def test_the_preview_of_people_says_what_they_would_no_longer_be_credited_with_against_each_other(editor, sisters):
    said = make.utterance()
    words = "Nobody could have foreseen how quickly the river would rise"
    row = make.discrepancy(utterance=said, kind="attribution", key="attribution:1")
    for number, sister in enumerate(sisters):
        mention = sister.mentions.first()
        version = make.article(f'"{words}," she said.', source=make.source(f"Post {number}")).current
        quote = make.quote(words, version, speaker=mention, utterance=said)
        row.positions.create(number=number + 1, label=sister.name, answer={"speaker": sister.name}).quotes.add(quote)
    page = unite(editor, sisters)
    assert "would end" in page and address_of(row) in page
    assert Discrepancy.objects.get().status == "open"


def test_facts_are_put_together_and_shown_with_their_answers(editor, questions):
    page = unite(editor, questions)
    assert "North Post, South Post" in page and "this one stays" in page
    unite(editor, questions, confirm="1")
    assert Review.objects.get().fact == questions[0]
    assert "put together: " in shown(editor, address_of(questions[0]))
    assert "put together: " in shown(editor, address_of(questions[1]))


def test_utterances_are_put_together_kept_apart_and_taken_back(editor, speeches):
    page = unite(editor, speeches)
    assert "would open" in page and "We shall win this war" in page
    unite(editor, speeches, confirm="1", note="One speech.")
    review = Review.objects.get()
    assert (review.verdict, Together.objects.filter(kind="quote").count()) == ("same_utterance", 2)
    page = editor.post(reverse("admin:claims_review_undo", args=[review.pk]), follow=True).content.decode()
    assert "Taken back" in page and Together.objects.count() == 0
    speeches[1].quotes.update(utterance=speeches[0])
    address = address_of(speeches[0], "split")
    assert address in shown(editor, address_of(speeches[0]))
    chosen = speeches[0].quotes.order_by("pk").last().pk
    assert "Keep them apart" in editor.post(address, {"chosen": [chosen]}).content.decode()
    assert Apart.objects.count() == 0
    page = editor.post(address, {"chosen": [chosen], "confirm": "1"}, follow=True).content.decode()
    assert "We will win this war: kept apart." in page and Apart.objects.get().kind == "quote"


def test_claims_are_ticked_that_answer_another_question(editor):
    fact = make.discrepancy().fact
    address = address_of(fact, "split")
    assert address in shown(editor, address_of(fact))
    three, seven = fact.claims.order_by("pk")
    assert "some, but not all" in editor.post(address, {"chosen": [three.pk, seven.pk]}).content.decode()
    assert Apart.objects.count() == 0
    data = {"chosen": [seven.pk], "note": "Next year.", "confirm": "1"}
    assert editor.post(address, data).status_code == 302
    assert Apart.objects.get().kind == "claim" and Review.objects.get().fact == fact
    assert editor.get(reverse("admin:claims_fact_split", args=[0])).status_code == 404


def test_what_is_the_same_is_found_from_the_page_of_one(editor, questions):
    first, second = questions
    other = make.fact("districts visited", dimension="date")
    address = address_of(first, "unite")
    assert address in shown(editor, address_of(first))
    page = shown(editor, address, q="districts")
    assert "districts handed over" in page and "East Post: 7" in page and "1 of 1 found" in page
    assert other.label not in page, "a date is never compared with a count"
    assert "Nothing is found" in shown(editor, address, q="no such thing")
    page = editor.post(address, {"_selected_action": [second.pk]}).content.decode()
    assert "Put 2 together" in page and Review.objects.count() == 0
    data = {"_selected_action": [first.pk, second.pk], "confirm": "1", "note": "One question."}
    assert editor.post(address, data).status_code == 302
    assert Review.objects.get().note == "One question."


def test_what_the_rules_found_alike_is_suggested_likeliest_first(editor, questions):
    first, second = questions
    third = make.fact("districts lost")
    claim = make.claim("three", make.article("They lost three.").current, fact=third)
    ours = first.claims.order_by("pk").first()
    from claims.models import ClaimLink

    ClaimLink.objects.create(left=ours, right=second.claims.get(), score=0.2)
    ClaimLink.objects.create(left=ours, right=claim, score=0.4)
    page = shown(editor, address_of(first, "unite"))
    assert page.index("districts lost") < page.index("districts handed over")
    assert "likeness 0.40" in page
    assert "The rules suggest nothing" in shown(editor, address_of(make.utterance(), "unite"))


def test_who_may_only_look_is_offered_none_of_it(client):
    looker = make.user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_entity", "view_fact", "view_review"]))
    client.force_login(looker)
    review = Review.objects.create(entity=make.mention("Lena Oak").entity, verdict="same_entity", reviewer=make.user())
    fact = make.discrepancy().fact
    for address in (
        address_of(fact, "split"),
        address_of(fact, "unite"),
        reverse("admin:claims_review_undo", args=[review.pk]),
    ):
        assert client.get(address).status_code == client.post(address).status_code == 403
    unite(client, list(Fact.objects.all()), confirm="1")
    assert Review.objects.count() == 1
    assert "Take back" not in shown(client, address_of(review))
    page = shown(client, address_of(fact))
    assert address_of(fact, "split") not in page and address_of(fact, "unite") not in page
    assert client.get(reverse("admin:claims_utterance_unite", args=[make.utterance().pk])).status_code == 403
    assert Utterance.objects.count() == 1
