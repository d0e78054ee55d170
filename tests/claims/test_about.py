"""What a claim is of, on its page: in words, with nothing of how it is stored."""

import html
import re

import pytest
from django.urls import reverse

from claims.admin.about import EVENTS, about_html
from claims.analysis.facts.events import FAMILIES
from tests import make
from tests.foreign import speak

pytestmark = pytest.mark.django_db
TEXT = "Azerbaijan regained three districts, besides four others, in November because Armenia ceded them."
ABOUT = {
    "head": "district",
    "event": "transfer",
    "subject": "azerbaijan",
    "object": "district",
    "definite": False,
    "verbs": ["regain"],
    "words": ["november"],
    "near": ["district", "becaus", "transfer", "elsewher"],
    "others": [4.0],
    "names": ["armenia", "azerbaian"],
    "roles": [["agent", "azerbaian"], ["other", "armenia"]],
    "when": ["2020-11-01", "2020-11-30"],
}


@pytest.fixture
def claim():
    version = make.article(TEXT).current
    row = make.claim("three districts", version, about=ABOUT)
    row.mentions.set([make.mention(name, version, kind="place") for name in ("Azerbaijan", "Armenia")])
    return row


def lines_of(claim):
    pairs = re.findall(r"<dt>(.*?)</dt> <dd>(.*?)</dd>", about_html(claim))
    return {term: html.unescape(re.sub("<.*?>", "", words)) for term, words in pairs}


def test_every_part_is_told_in_words_and_names_are_links(claim):
    assert lines_of(claim) == {
        "The value is of": "district",
        "What happened": "a handover",
        "Who or what acts": "azerbaijan",
        "Who or what is acted on": "district",
        "When": "November 2020",
        "Counted beside it": "4",
        "Named": "Armenia, Azerbaijan (acts)",
        "Words around it": "districts, because, regained",
    }
    known = claim.mentions.get(name="Armenia").entity
    assert f'<a href="{reverse("admin:claims_entity_change", args=[known.pk])}">Armenia</a>' in about_html(claim)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (["2020-11-09", "2020-11-09"], "9 November 2020"),
        (["2020-11-01", "2020-11-30"], "November 2020"),
        (["2020-01-01", "2020-12-31"], "2020"),
        (["2020-11-01", "2020-12-31"], "1 November 2020 to 31 December 2020"),
        (["2020-11-09", "2020-11-15"], "9 November 2020 to 15 November 2020"),
        (None, None),
    ],
)
def test_a_whole_month_or_year_is_told_as_such(claim, when, told):
    claim.about = ABOUT | {"when": when}
    assert lines_of(claim).get("When") == told


def test_of_a_claim_with_nothing_beside_its_value_that_is_said(claim):
    claim.about = {}
    claim.mentions.clear()
    assert about_html(claim) == "Nothing beside the value itself."


def test_every_family_of_events_has_words():
    assert set(FAMILIES) == set(EVENTS)


def test_what_texts_hold_comes_out_harmless(claim):
    claim.about = ABOUT | {"head": "<script>"}
    assert "<script>" not in about_html(claim)
    assert lines_of(claim)["The value is of"] == "<script>"


def test_the_page_tells_it_in_the_readers_language_and_has_nothing_raw(client, monkeypatch, claim):
    words = {"What happened": "Was geschah", "a handover": "eine Übergabe"}
    speak(monkeypatch, (), words)
    client.force_login(make.superuser())
    address = reverse("admin:claims_claim_change", args=[claim.pk])
    page = html.unescape(client.get(address, headers={"accept-language": "de"}).content.decode())
    assert "<dt>Was geschah</dt> <dd>eine Übergabe</dd>" in page
    assert "becaus," not in page and '"head"' not in page


def test_what_hardly_any_claim_has_stands_only_where_it_has_it(client, claim):
    client.force_login(make.superuser())
    address = reverse("admin:claims_claim_change", args=[claim.pk])
    assert not {"field-inferred", "field-change"} & classes(client.get(address))
    claim.inferred, claim.change = True, "rise"
    claim.save()
    assert {"field-inferred", "field-change"} <= classes(client.get(address))


def classes(response):
    return {name for found in re.findall(r'class="([^"]*)"', response.content.decode()) for name in found.split()}


def test_a_claim_without_a_label_is_called_by_its_value(claim):
    assert str(claim) == "number of districts: three districts"
    claim.label = ""
    assert str(claim) == "three districts"
