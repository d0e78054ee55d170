"""What is not there, and what is not for one's role, is said on a page of ours that leads back to the desk."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def deployed(settings):
    settings.DEBUG = False


@pytest.mark.parametrize("name", [None, "Reader"])
def test_an_address_that_is_none(client, name):
    if name:
        client.force_login(make.member(name, is_staff=True))
    answer = client.get("/nothing/here/")
    page = answer.content.decode()
    assert answer.status_code == 404 and "Nothing is here" in page and 'href="/admin/"' in page
    assert "factcheck" in page and "Django" not in page


def test_a_version_that_was_never_there(client):
    client.force_login(make.member("Reader", is_staff=True))
    answer = client.get(reverse("admin:sources_article_change", args=[make.article().pk]), {"version": "9"})
    assert answer.status_code == 404 and "merged or removed" in answer.content.decode()


def test_what_is_for_another_role(client):
    client.force_login(make.member("Reader", is_staff=True))
    entity = make.mention("Lena Oak").entity
    answer = client.get(reverse("admin:claims_entity_split", args=[entity.pk]))
    assert answer.status_code == 403 and "Not for your role" in answer.content.decode()


def test_programs_are_told_in_their_own_way(client):
    answer = client.get("/api/v1/nothing/")
    assert answer.status_code == 404 and answer["content-type"].startswith("application/problem+json")
