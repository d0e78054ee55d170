"""The demo: its corpus goes in whole and in order, once, and nobody gets in but who reads the password."""

import stat

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from claims.management.commands import demo
from sources.counting import begin
from sources.importing import import_documents
from sources.models import Article, Feed, ImportRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings, tmp_path):
    settings.DEBUG = True
    settings.DATA_DIR = tmp_path
    return tmp_path


def import_corpus():
    fresh = [item for item in demo.corpus() if not demo.known(item)]
    return [outcome.outcome for outcome in import_documents(fresh, begin("test"))]


def test_every_text_is_imported_and_an_edited_article_becomes_a_second_version():
    outcomes = import_corpus()
    assert sorted(set(outcomes)) == ["changed", "new"]
    assert outcomes.count("changed") == 1
    edited = Article.objects.get(current__number=2)
    first, second = edited.versions.order_by("number")
    assert ("112 passengers" in first.text, "121 passengers" in second.text) == (True, True)
    assert first.text.replace("112", "121") == second.text


def test_a_second_time_nothing_is_imported():
    import_corpus()
    assert import_corpus() == []


def test_every_article_has_a_source_and_a_date_and_is_invented_or_says_whose_report_it_digests():
    import_corpus()
    for article in Article.objects.select_related("current", "source"):
        assert article.published_at, article
        is_invented = article.key.startswith("https://") and ".example/" in article.key
        assert is_invented or "A digest, in our own words, of what " in article.current.text, article


def test_a_date_that_nobody_stated_is_inferred_from_the_caption():
    import_corpus()
    inferred = [article for article in Article.objects.all() if "published_at" in article.inferred]
    assert [article.source.name for article in inferred] == ["TRT World"]


def test_one_report_in_two_outlets_has_one_origin():
    import_corpus()
    reprints = Article.objects.filter(origin="Northern Wire")
    assert len({article.current.text for article in reprints}) == 1
    assert len({article.source.name for article in reprints}) == 2


def test_the_log_in_works_and_stays(here, client):
    line = demo.log_in()
    password = (here / "reviewer_password").read_text()
    assert password in line and demo.log_in() == line
    assert stat.S_IMODE((here / "reviewer_password").stat().st_mode) == 0o600
    assert client.login(username="reviewer", password=password)


def test_a_password_that_was_changed_is_neither_undone_nor_shown(here):
    demo.log_in()
    user = User.objects.get(username="reviewer")
    user.set_password("another password")
    user.save()
    line = demo.log_in()
    user.refresh_from_db()
    assert user.check_password("another password")
    assert (here / "reviewer_password").read_text() not in line


def test_a_deployment_refuses_it(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="only with DEBUG"):
        call_command("demo")
    assert not (User.objects.exists() or Feed.objects.exists() or ImportRun.objects.exists())
