"""Whose hints are used for a page."""

import pytest
from django.urls import reverse

from sources.hinting import hints_for
from sources.hints import NONE, Hints
from sources.models import Source
from tests import make

OWN = {"text_selector": "div.copy", "title_selector": "h2", "date_selector": ""}


@pytest.mark.django_db
def test_a_page_is_read_with_the_hints_of_the_source_that_publishes_there():
    own = make.source("Small Paper", domain="paper.example", **OWN)
    make.source("Other Paper", domain="other.example")
    assert hints_for("https://www.paper.example/a") == Hints("div.copy", "h2")
    assert hints_for("https://news.paper.example/a") == Hints("div.copy", "h2")
    assert hints_for("https://other.example/a") == hints_for("https://nobody.example/a") == NONE
    assert hints_for("https://other.example/a", own) == Hints("div.copy", "h2")


@pytest.mark.django_db
def test_the_nearest_domain_comes_first():
    make.source("Small Paper", domain="paper.example", text_selector="div")
    make.source("Small Sport", domain="sport.paper.example", text_selector="article")
    assert hints_for("https://sport.paper.example/a").text == "article"


@pytest.mark.django_db
@pytest.mark.parametrize(("selector", "why"), [("div[", "is no CSS selector"), ("p " * 200, ""), ("article > p", "")])
def test_the_admin_takes_a_selector_or_says_what_is_wrong_with_it(client, selector, why):
    client.force_login(make.superuser())
    fields = {"name": "Small Paper", "text_selector": selector, "fetches_per_day": 10}
    response = client.post(reverse("admin:sources_source_add"), fields)
    assert (why in response.content.decode()) if why else response.status_code == 302
    assert Source.objects.filter(text_selector=selector.strip()).exists() is not bool(why)
