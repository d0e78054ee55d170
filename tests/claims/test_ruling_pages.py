"""The pages on which entities and facts are put together, taken apart, and rulings taken back."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from claims.models import Apart, Entity, Fact, Review, Together
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


@pytest.fixture
def sisters():
    make.mention("Lena Oak")
    make.mention("Lena Oak", entity=Entity.objects.get(), anchor="more")
    return [Entity.objects.get(), make.mention("Lena Birch").entity]


def test_what_would_be_put_together_is_shown_first_and_nothing_is_done(editor, sisters):
    shown = unite(editor, sisters)
    assert "Put 2 together" in shown and "2 pieces of evidence; this one stays" in shown
    assert shown.index("<strong>Lena Oak</strong>") < shown.index("<strong>Lena Birch</strong>")
    assert Review.objects.count() == 0


def test_with_a_note_they_are_put_together_and_the_page_of_the_decision_takes_it_back(editor, sisters):
    shown = unite(editor, sisters, confirm="1", note="She married.")
    review = Review.objects.get()
    assert "Lena Oak and Lena Birch: put together" in shown and Together.objects.count() == 3
    address = reverse("admin:claims_review_undo", args=[review.pk])
    assert address in shown and "She married." in editor.get(address).content.decode()
    shown = editor.post(address, {"note": "A sister."}, follow=True).content.decode()
    assert "Taken back" in shown and Together.objects.count() == 0
    assert list(review.undone_by.__class__.objects.values_list("verdict", flat=True)) == ["undone", "same_entity"]
    again = editor.post(address, {"note": "A sister."}).content.decode()
    assert "It was taken back already, by editor" in again
    page = editor.get(reverse("admin:claims_entity_change", args=[review.entity_id])).content.decode()
    assert "put together: Lena Oak, Lena Birch" in page and "Taken back" in page


def test_what_cannot_be_put_together_says_why(editor, sisters):
    assert "Choose two or more" in unite(editor, sisters[:1])
    Review.objects.create(entity=sisters[0], verdict="not_same_entity", reviewer=make.user())
    left, right = sorted([sisters[1].mentions.get().anchor, "more"])
    Apart.objects.create(kind="mention", left=left, right=right, review=Review.objects.get())
    assert "kept apart by reviewer" in unite(editor, sisters)
    assert Together.objects.count() == 0


def test_facts_are_put_together_and_shown_with_their_answers(editor):
    facts = [make.discrepancy().fact, make.fact("districts handed over")]
    make.claim("nine", make.article("Nine or nine districts.").current, fact=facts[1])
    shown = unite(editor, facts)
    assert "North Post: " in shown and "this one stays" in shown
    unite(editor, facts, confirm="1")
    assert Review.objects.get().fact == facts[0]
    assert "put together: " in editor.get(reverse("admin:claims_fact_change", args=[facts[0].pk])).content.decode()
    assert "number of districts" in editor.get(reverse("admin:index")).content.decode()


def test_claims_are_ticked_that_answer_another_question(editor):
    fact = make.discrepancy().fact
    address = reverse("admin:claims_fact_split", args=[fact.pk])
    assert address in editor.get(reverse("admin:claims_fact_change", args=[fact.pk])).content.decode()
    three, seven = fact.claims.order_by("pk")
    assert "some, but not all" in editor.post(address, {"claims": [three.pk, seven.pk]}).content.decode()
    assert editor.post(address, {"claims": [seven.pk], "note": "Next year."}).status_code == 302
    assert Apart.objects.get().kind == "claim" and Review.objects.get().fact == fact
    assert editor.get(reverse("admin:claims_fact_split", args=[0])).status_code == 404


def test_who_may_only_look_is_offered_none_of_it(client):
    looker = make.user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_entity", "view_fact", "view_review"]))
    client.force_login(looker)
    review = Review.objects.create(entity=make.mention("Lena Oak").entity, verdict="same_entity", reviewer=make.user())
    for address in (
        reverse("admin:claims_fact_split", args=[make.discrepancy().fact_id]),
        reverse("admin:claims_review_undo", args=[review.pk]),
    ):
        assert client.get(address).status_code == 403
    unite(client, list(Fact.objects.all()), confirm="1")
    assert (
        Review.objects.count() == 1
        and "Take back" not in client.get(reverse("admin:claims_review_change", args=[review.pk])).content.decode()
    )
