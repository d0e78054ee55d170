"""What every list of the admin says where it has no row, where it is searched, and what of a row's page it leads to."""

import datetime as dt
import html
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from sources.models import Article, Feed, Host, ImportOutcome, ImportRun, Page
from sources.readonly import Listed, ReadOnly
from tests import make
from tests.foreign import speak

pytestmark = pytest.mark.django_db
OURS = ("sources", "claims", "access")
LISTS = sorted(
    f"{model._meta.app_label}_{model._meta.model_name}"
    for model in apps.get_models()
    if model._meta.app_label in OURS and isinstance(admin.site._registry.get(model), Listed)
)
OWN_WORDS = {"claims_discrepancy", "claims_opinion"}
IN_ENGLISH = "Reasons are searched as they are stored: in English."
TOLD = {
    *("sources_page", "sources_importrun", "sources_importoutcome"),
    *("sources_articlechange", "claims_extraction"),
}


@pytest.fixture
def editor(client):
    client.force_login(make.superuser())
    return client


def shown(client, name, *args, language="en", **query):
    response = client.get(reverse(f"admin:{name}", args=args), query, headers={"accept-language": language})
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("name", sorted(set(LISTS) - OWN_WORDS))
def test_an_empty_list_says_what_to_do_and_one_that_is_searched_in_vain_how_to_see_all(editor, name):
    model_admin = admin.site._registry[apps.get_model(name.replace("_", "."))]
    empty = shown(editor, f"{name}_changelist")
    assert str(model_admin.when_empty) in empty
    assert "Nothing matches." not in empty and "results" not in empty
    if model_admin.search_fields:
        searched = shown(editor, f"{name}_changelist", q="nothing has this")
        assert "Nothing matches." in searched and "0 results" in searched
        assert str(model_admin.when_empty) not in searched


def test_how_many_were_found_is_told_where_something_was_looked_for(editor):
    for location in ("https://a.example/feed", "https://b.example/feed"):
        Feed.objects.create(location=location)
    assert "1 result " in shown(editor, "sources_feed_changelist", q="a.example")
    assert "2 results " in shown(editor, "sources_feed_changelist", active__exact=1)
    everything = shown(editor, "sources_feed_changelist")
    assert "2 feeds" in everything and "Show all" not in everything


@pytest.mark.parametrize("name", sorted(set(LISTS) - OWN_WORDS))
def test_whose_reasons_are_told_in_another_language_says_that_they_are_searched_in_english(editor, monkeypatch, name):
    speak(monkeypatch, [])
    assert IN_ENGLISH not in shown(editor, f"{name}_changelist")
    assert (IN_ENGLISH in shown(editor, f"{name}_changelist", language="de")) is (name in TOLD)


def test_what_programs_wrote_offers_no_history_which_it_has_not(editor):
    run = ImportRun.objects.create(what="a folder")
    outcome = ImportOutcome.objects.create(run=run, item="a.txt", outcome="new")
    claim = make.claim("Three", make.article().current)
    for row in (run, outcome, claim, Page.objects.create(url="https://a.example/1")):
        assert isinstance(admin.site._registry[type(row)], ReadOnly)
        assert "historylink" not in shown(editor, f"{row._meta.app_label}_{row._meta.model_name}_change", row.pk)
    feed = Feed.objects.create(location="https://a.example/feed")
    for row in (feed, Article.objects.get()):
        assert "historylink" in shown(editor, f"sources_{row._meta.model_name}_change", row.pk)


@pytest.mark.parametrize("language", ["en", "en-us", "en-gb", "en-au"])
def test_a_day_is_written_so_that_it_is_the_same_day_to_all_who_read_english(editor, language):
    article = make.article(published_at=dt.datetime(2021, 4, 3, 15, 30, tzinfo=dt.UTC))
    assert "3 Apr 2021<" in shown(editor, "sources_article_changelist", language=language)
    assert "3 Apr 2021, 3:30 p.m." in shown(editor, "sources_article_change", article.pk, language=language)


def test_the_page_of_a_host_says_when_it_may_be_asked_and_nothing_of_who_has_the_turn(editor):
    host = Host.objects.create(authority="a.example", free_at=make.NOON, turn="f00d" * 8)
    page = shown(editor, "sources_host_change", host.pk)
    assert re.search(r"May be asked from:</label>\s*<div class=\"readonly\">1 Mar 2021, noon<", page)
    assert "f00d" not in page


def test_the_page_of_a_page_tells_its_state_once(editor):
    row = Page.objects.create(url="https://a.example/1", state="failed", failures=10)
    page = shown(editor, "sources_page_change", row.pk)
    assert page.count("<label>State:</label>") == 1 and page.count("<label>Stage:</label>") == 1
