"""What an import is called: what others gave as it is, our own sentences in the language of whoever reads them."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from claims.management.commands import demo
from sources import adding, counting, importing, messages, polling, telling, visiting
from sources.models import Feed, ImportOutcome, ImportRun, Page, Source
from sources.models.reasons import said_in
from tests import make
from tests.foreign import LATIN, pseudo, speak, stripped, templates

from .site import WORDS, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """A page that was asked for in a language leaves it behind."""
    with override("en-gb"):
        yield


@pytest.fixture(autouse=True)
def german(monkeypatch, client):
    speak(monkeypatch, templates())
    client.force_login(make.superuser("boss"))


def shown(client, name, *args, language="de", **query):
    answer = client.get(reverse(f"admin:sources_{name}", args=args), query, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def in_german(run):
    with override("de"):
        return escape(telling.told(said_in(run, "what")))


def is_shown_in_the_language_of_the_reader(client, run):
    """On every page that names the run: the list, its own, its outcomes and each of these."""
    assert run.what == messages.english(run.what_said)
    name, english = in_german(run), escape(run.what)
    outcome = ImportOutcome.objects.create(run=run, item="x", outcome="unchanged")
    pages = {
        ("importrun_changelist",): 1,
        # Django's own pages have it in the title, the heading and the crumbs as well.
        ("importrun_change", run.pk): 4,
        ("importoutcome_changelist",): 1,
        ("importoutcome_change", outcome.pk): 1,
    }
    for address, times in pages.items():
        told = shown(client, *address)
        assert told.count(name) >= times, address
        assert english in name or english not in told, address
        assert english in shown(client, *address, language="en"), address


@pytest.fixture
def looked_at_again(site):
    """The run of a page that was looked at again, for one of a source or of none."""

    def look(source):
        site.pages["/a"] = page()
        row = adding.page(site.url("/a"))
        visiting.visit(row.pk)
        Page.objects.update(source=source, next_fetch_at=None)
        with time_machine.travel(timezone.now() + dt.timedelta(hours=2), tick=True):
            visiting.visit(row.pk)
        return ImportRun.objects.latest("pk")

    return look


def test_a_day_of_looking_again_is_called_so_in_any_language(client, looked_at_again):
    run = looked_at_again(Source.objects.create(name="Δελτίο"))
    day = dt.date.fromisoformat(run.what_said["with"]["day"]["day"])
    assert run.what == f"Δελτίο: looking again on {day.day} {day:%B %Y}"
    assert in_german(run).startswith(f"Δελτίο: {pseudo('looking again on')} {day.day}. ") and str(
        day.year
    ) in in_german(run)
    is_shown_in_the_language_of_the_reader(client, run)


def test_looking_again_at_one_page_is_called_so_in_any_language(client, looked_at_again):
    run = looked_at_again(None)
    assert run.what == f"Looking again at {Page.objects.get().url}"
    assert in_german(run) == f"{pseudo('Looking again at')} {Page.objects.get().url}"
    is_shown_in_the_language_of_the_reader(client, run)


def test_what_was_sent_over_the_api_is_called_so_in_any_language(client):
    answer = client.post(
        "/api/v1/articles/", {"text": WORDS * 3}, "application/json", headers={"accept-language": "de"}
    )
    assert answer.status_code == 201, answer.content
    run = ImportRun.objects.get()
    assert run.what == "API, by boss" and in_german(run) == "жжж, жж boss"
    is_shown_in_the_language_of_the_reader(client, run)


def test_the_demo_is_called_so_in_any_language(client):
    demo.Command().report([])
    run = ImportRun.objects.get()
    assert run.what == "the demo corpus" and not LATIN.search(in_german(run))
    is_shown_in_the_language_of_the_reader(client, run)


def test_no_name_of_ours_is_english_in_another_language(looked_at_again):
    said = looked_at_again(None).what_said
    with override("de"):
        assert not LATIN.search(telling.told(stripped(said)))


def test_folders_and_addresses_are_called_what_they_are(client, tmp_path):
    (tmp_path / "a.txt").write_text(WORDS * 3)
    list(importing.import_paths([tmp_path]))
    feed = Feed.objects.create(location=str(tmp_path), kind=Feed.Kind.FOLDER)
    polling.poll(feed.pk)
    for run in ImportRun.objects.all():
        assert run.what == run.what_said == str(tmp_path)
        is_shown_in_the_language_of_the_reader(client, run)


def test_what_is_long_is_cut_in_english_and_told_whole():
    address = "https://a.example/" + "a" * 1_982
    words = counting.begin(f"{address}, {address}")
    words.refresh_from_db()
    assert words.what == words.what_said == address
    sentence = counting.begin(messages.gettext("Looking again at {url}", url=address))
    sentence.refresh_from_db()
    assert len(sentence.what) == 2_000 and sentence.what.startswith("Looking again at https://a.example/aaa")
    assert sentence.what_said["with"] == {"url": address}


def test_what_ran_before_parts_were_kept_is_called_as_it_is_stored(client):
    run = ImportRun.objects.create(what="Small Paper: looking again on 2021-03-01")
    for address in (("importrun_changelist",), ("importrun_change", run.pk)):
        assert run.what in shown(client, *address)
    found = shown(client, "importrun_changelist", q="looking again")
    assert run.what in found and run.what not in shown(client, "importrun_changelist", q="another")
