"""People in the admin: their roles, what they decided, and leaving without taking anything away."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from django.urls import reverse

from access import granting
from access.management.commands import permissions as command
from access.roles import IN_WORDS
from claims.models import Opinion, Review
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    """An administrator by their role alone, logged in."""
    client.force_login(make.member("Administrator", "boss", is_staff=True))
    return client


@pytest.fixture
def ada():
    """A reviewer who decided once."""
    person = make.member("Reviewer", "ada", is_staff=True)
    Review.objects.create(discrepancy=make.discrepancy(), verdict="dismissed", reviewer=person)
    return person


def listed(client):
    return client.get(reverse("admin:auth_user_changelist")).content.decode()


def act(client, action, *people):
    data = {"action": action, "_selected_action": [person.pk for person in people]}
    return client.post(reverse("admin:auth_user_changelist"), data, follow=True).content.decode()


def test_the_list_shows_roles_state_decisions_and_the_last_log_in(boss, ada):
    shown = listed(boss)
    assert 'class="field-roles">Reviewer<' in shown and 'class="field-roles">Administrator<' in shown
    mine = f"{reverse('admin:claims_review_changelist')}?reviewer__id__exact={ada.pk}"
    assert f'<a href="{mine}">1</a>' in shown
    assert "Last login" in shown and "badge-good" in shown
    assert "dismissed" in boss.get(mine).content.decode().lower()


def test_the_list_takes_as_many_queries_for_many_as_for_few(boss, ada, django_assert_num_queries):
    with django_assert_num_queries(15, exact=False) as few:
        listed(boss)
    for number in range(8):
        make.member("Reviewer", f"r{number}")
    with django_assert_num_queries(len(few)):
        listed(boss)


def test_who_decided_is_not_deleted_and_it_says_what_to_do_instead(boss, ada):
    address = reverse("admin:auth_user_delete", args=[ada.pk])
    shown = boss.post(address, {"post": "yes"}, follow=True).content.decode()
    assert "Ada decided once" in shown and "untick “Active”" in shown
    assert User.objects.filter(pk=ada.pk).exists()
    with pytest.raises(ProtectedError):
        ada.delete()


def test_an_opinion_counts_as_a_decision(boss):
    bea = make.member("Reviewer", "bea")
    Opinion.objects.create(discrepancy=make.discrepancy(), reviewer=bea, verdict="dismissed", fingerprint="0")
    boss.post(reverse("admin:auth_user_delete", args=[bea.pk]), {"post": "yes"})
    assert User.objects.filter(pk=bea.pk).exists()


def test_who_decided_nothing_can_be_deleted(boss):
    cleo = make.member("Reader", "cleo")
    boss.post(reverse("admin:auth_user_delete", args=[cleo.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=cleo.pk).exists()


def test_several_are_made_inactive_and_active_again_but_never_deleted_together(boss, ada):
    assert "delete_selected" not in listed(boss)
    shown = act(boss, "deactivate", ada)
    ada.refresh_from_db()
    assert not ada.is_active and "1 is inactive now" in shown and "no longer active" in shown
    assert LogEntry.objects.filter(object_id=ada.pk).count() == 1
    act(boss, "activate", ada)
    ada.refresh_from_db()
    assert ada.is_active


def test_nobody_shuts_themselves_out(boss):
    shown = act(boss, "deactivate", User.objects.get(username="boss"))
    assert "You are one of them" in shown and User.objects.get(username="boss").is_active


def test_decisions_of_who_left_stay_and_say_so(boss, ada):
    User.objects.filter(pk=ada.pk).update(is_active=False)
    review = Review.objects.get()
    for address in (
        reverse("admin:claims_review_changelist"),
        reverse("admin:claims_review_change", args=[review.pk]),
    ):
        assert "ada (no longer active)" in boss.get(address).content.decode()
    entity = make.mention().entity
    Review.objects.create(entity=entity, verdict="same_entity", reviewer=ada)
    assert "(no longer active)" in boss.get(reverse("admin:claims_entity_change", args=[entity.pk])).content.decode()


def test_administrators_read_who_may_do_what(boss, client):
    address = reverse("admin:auth_user_permissions")
    assert address in listed(boss)
    shown = boss.get(address).content.decode()
    for call, _permission, _scope in command.calls():
        assert call in shown
    for words in (*IN_WORDS, *IN_WORDS.values(), "Article version", "view, add, change"):
        assert words in shown
    client.force_login(make.member("Editor", "ed", is_staff=True))
    assert client.get(address).status_code == 403


def test_the_roles_say_what_they_are_and_lead_to_their_people(boss, ada):
    granting.establish()
    shown = boss.get(reverse("admin:auth_group_changelist")).content.decode()
    assert "Decides besides." in shown
    assert f"{reverse('admin:auth_user_changelist')}?groups__id__exact={ada.groups.get().pk}" in shown
