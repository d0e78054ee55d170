"""The page of an article: exact text, marks, parts of long texts, versions set against each other, and corrections."""

import html
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from claims.admin.parts import LEEWAY, LONGEST, Marks, part_at, shown
from claims.analysis import places
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, Value
from claims.corrections import correcting, valuing
from claims.corrections.correcting import Changes
from claims.holding import Refused
from claims.models import Claim, Correction, Quote, Review
from tests import make

HOSTILE = (
    "\n<script>alert(1)</script>\r\nA\rB \u202eturned\u202c zero\u200bwidth \U0001f6a2 e\u0301 &amp; \u2066x\u2069\t"
)
TEXT = f"{HOSTILE}Three districts were ceded, she said."


@pytest.fixture
def editor(client):
    client.force_login(make.superuser())
    return client


def page(client, article, **query):
    response = client.get(reverse("admin:sources_article_change", args=[article.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(shown_page):
    """What a browser makes of the text of the page: line ends of the source are one, references are what they say."""
    inside = re.search(r'<div class="text"[^>]*>(.*?)</div>', shown_page, re.S)[1]
    bare = re.sub(r"<[^>]*>", "", inside.replace("\r\n", "\n").replace("\r", "\n"))
    return html.unescape(bare.replace("&#13;", "\x01")).replace("\x01", "\r")


@pytest.mark.django_db
def test_a_hostile_text_is_on_the_page_character_for_character_and_does_no_harm(editor):
    version = make.article(TEXT).current
    make.claim("Three", version, start=TEXT.index("Three"), exact=TEXT[TEXT.index("Three") :])
    found = page(editor, version.article)
    assert "<script>alert" not in found
    assert text_of(found) == TEXT
    assert "cannot be seen" in found


@pytest.mark.django_db
def test_what_was_read_is_marked_can_be_focused_and_is_told_beside(editor):
    version = make.article(TEXT).current
    claim = make.claim("Three", version)
    found = page(editor, version.article)
    mark = re.search(rf'<span class="anchor" id="c{claim.pk}"></span><mark ([^>]*)>Three</mark>', found)[1]
    assert 'tabindex="0"' in mark and f'aria-describedby="i-c{claim.pk}"' in mark and "value" in mark
    assert f'id="i-c{claim.pk}"' in found


@given(st.text(min_size=1, max_size=300), st.data())
def test_pieces_joined_are_the_part_whatever_is_marked(text, data):
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    marks = Marks()
    for number, pair in enumerate(data.draw(st.lists(spans, max_size=6))):
        marks.add(Span(*pair), "quote", f"q{number}", "", f"q{number}")
    part = Span(*data.draw(spans))
    assert "".join(piece.text for piece in shown(text, part, marks)) == part.of(text)


@pytest.mark.parametrize("unit", ["A sentence of some words.\n", "word ", "x", "\U0001f6a2\u202e\r\n"])
def test_the_parts_of_a_long_text_joined_are_the_text(unit):
    text = unit * (5 * LONGEST // len(unit))
    first = part_at(text, 0)
    joined, offset = "", 0
    for number in range(1, first.of + 1):
        part = part_at(text, offset)
        assert (part.number, part.of) == (number, first.of) and len(part.span.of(text)) <= LONGEST + 2 * LEEWAY
        joined += part.span.of(text)
        offset = part.span.end
    assert joined == text
    assert part_at(text, len(text) * 9).number == first.of


@pytest.mark.django_db
def test_five_million_characters_are_shown_in_parts_that_are_exact(editor, django_assert_max_num_queries):
    line = "The \u202eflood\u202c of \U0001f6a2 destroyed 12 bridges.\n"
    text = line * (5_000_000 // len(line))
    version = make.article(text).current
    at = text.index("12", 3_000_000)
    claim = make.claim("12", version, exact="")
    place = {"start": at, "end": at + 10, "exact": text[at : at + 10], "value_start": at, "value_end": at + 2}
    Claim.objects.filter(pk=claim.pk).update(**place)
    with django_assert_max_num_queries(30):
        found = page(editor, version.article, at=at)
    part = part_at(text, at)
    assert text_of(found) == part.span.of(text)
    assert f'data-start="{part.span.start}"' in found and f'id="c{claim.pk}"' in found
    assert f"at={part.span.end}" in found and f"at={part.span.start - 1}" in found


@pytest.mark.django_db
def test_the_page_takes_as_many_queries_for_much_evidence_and_many_corrections_as_for_little(
    editor, django_assert_num_queries
):
    words = [f"Number {number} of the districts" for number in range(30)]
    version = make.article(". ".join(words)).current
    reviewer = make.user("someone", is_superuser=True)

    def found(number):
        claim = make.claim(f"{number} of", version, start=version.text.index(f"{number} of"))
        Claim.objects.filter(pk=claim.pk).update(exact=version.text[claim.start :])
        claim.refresh_from_db()
        correcting.correct(claim, Changes(label=f"districts {number}"), reviewer)

    found(10)
    page(editor, version.article)
    with django_assert_num_queries(40, exact=False) as few:
        page(editor, version.article)
    for number in range(11, 25):
        found(number)
    with django_assert_num_queries(len(few)):
        page(editor, version.article)


@pytest.mark.django_db
def test_any_two_versions_are_set_against_each_other(editor):
    article = make.article("Some 12 boats sank. It rained.")
    make.version(article, "Some 13 boats sank. It rained.")
    make.version(article, "Some 15 boats sank. It rained.")
    for query in ({"version": "3", "against": "1"}, {"version": "1", "against": "3"}):
        found = page(editor, article, **query)
        assert '<mark class="edited">12</mark>' in found and '<mark class="edited">15</mark>' in found
        assert ">value<" in found
    missing = reverse("admin:sources_article_change", args=[article.pk])
    assert editor.get(missing, {"version": "1", "against": "9"}).status_code == 404


@pytest.fixture
def read():
    """A version with a claim and a quote, as if the rules had read it."""
    text = "Some 12 boats sank. “We fled,” Ada Person said."
    version = make.article(text, language="xx").current
    make.claim("12 boats", version, end=19, exact=text[:19], unit="boat", low_number=12.0, high_number=12.0)
    make.quote("We fled,", version)
    who = make.mention("Ada Person", version, spans=[{"start": 31, "end": 41}])
    return version, Claim.objects.get(), Quote.objects.get(), who


def value_fields(**fields):
    said = {
        "dimension": "count",
        "comparator": "exactly",
        "low": "12",
        "high": "12",
        "unit": "boat",
        "granularity": "1",
    }
    return {**said, "label": "number of districts", "who": "", **fields}


@pytest.mark.django_db
def test_a_claim_is_added_on_a_plain_page(editor, read):
    version, *_ = read
    address = reverse("admin:sources_article_add", args=[version.article_id, 1, "claim"])
    asked = editor.get(address, {"start": "20", "end": "29"}).content.decode()
    assert 'name="clause"' in asked and "20-29" in asked
    data = value_fields(clause="20-30", place="21-23", low="7", high="7", unit="", label="how many")
    shown_first = editor.post(address, {**data, "preview": "1"}).content.decode()
    assert "<strong>7</strong>" in shown_first and not Review.objects.exists()
    assert editor.post(address, data).status_code == 302
    claim = Claim.objects.get(label="how many")
    assert (claim.exact, claim.low_number, claim.corrected_by.verdict) == (version.text[20:30], 7.0, "added")
    refused = editor.post(address, data).content.decode()
    assert "stands there already" in refused and Review.objects.count() == 1


@pytest.mark.django_db
def test_a_quote_is_added_with_its_speaker(editor, read):
    version, _claim, _quote, who = read
    address = reverse("admin:sources_article_add", args=[version.article_id, 1, "quote"])
    editor.get(address, {"start": "0", "end": "4"})
    editor.post(address, {"spans": "0-4, 8-13", "kind": "indirect", "who": str(who.pk), "note": "Heard."})
    quote = Quote.objects.get(kind="indirect")
    assert (quote.content, quote.speaker.name, quote.corrected_by.note) == ("Some boats", "Ada Person", "Heard.")


@pytest.mark.django_db
def test_only_what_was_changed_on_the_page_is_corrected(editor, read):
    version, claim, quote, who = read
    Quote.objects.filter(pk=quote.pk).update(speaker_text="she")
    address = reverse("admin:sources_article_correct", args=[version.article_id, f"q{quote.pk}"])
    spans = f"{quote.start}-{quote.end}"
    editor.post(address, {"spans": spans, "kind": "mixed", "who": ""})
    assert Correction.objects.get().values["set"] == {"kind": "mixed"}
    editor.post(address, {"spans": spans, "kind": "mixed", "who": "selected", "name": "31-41", "name_kind": "person"})
    assert Quote.objects.get().speaker.anchor == make.anchor(version.article.key, "person", "ada person") or who
    address = reverse("admin:sources_article_correct", args=[version.article_id, f"c{claim.pk}"])
    same = value_fields(clause=f"{claim.start}-{claim.end}", place=f"{claim.value_start}-{claim.value_end}")
    assert "Nothing is different" in editor.post(address, same).content.decode()
    assert "above the upper" in editor.post(address, {**same, "low": "13"}).content.decode()
    editor.post(address, {**same, "low": "", "high": "20", "comparator": "at most"})
    assert (Claim.objects.get().low_number, Claim.objects.get().high_number) == (None, 20.0)


@pytest.mark.django_db
def test_what_is_rejected_is_listed_and_taken_back_on_the_page(editor, read):
    version, claim, *_ = read
    address = reverse("admin:sources_article_reject", args=[version.article_id, f"c{claim.pk}"])
    assert "Some 12 boats sank." in editor.get(address).content.decode()
    editor.post(address, {"note": "It says otherwise."})
    assert not Claim.objects.exists()
    found = page(editor, version.article)
    assert "It says otherwise." in found and "Take back" in found
    back = reverse("admin:sources_article_take_back", args=[version.article_id, Review.objects.get().pk])
    assert editor.get(back).status_code == 200
    editor.post(back, {"note": ""})
    assert Claim.objects.get().pk == claim.pk
    assert "Taken back by" in page(editor, version.article)
    assert editor.get(address.replace(f"c{claim.pk}", "c999")).status_code == 404


@pytest.mark.django_db
def test_a_correction_that_lapsed_says_why_on_the_version_where_it_did(editor, read):
    version, claim, *_ = read
    correcting.correct(claim, Changes(label="boats lost"), make.user("someone", is_superuser=True))
    make.version(version.article, "Nothing sank.")
    assert "no longer applies" in html.unescape(page(editor, version.article))
    assert "no longer applies" not in page(editor, version.article, version="1")


@pytest.mark.django_db
def test_a_reader_is_offered_no_correction_and_may_make_none(client, read):
    version, claim, *_ = read
    client.force_login(make.member("Reader", is_staff=True))
    found = page(client, version.article)
    assert "Reject" not in found and "Add a claim" not in found
    for name, rest in (("add", [1, "claim"]), ("correct", [f"c{claim.pk}"]), ("reject", [f"c{claim.pk}"])):
        address = reverse(f"admin:sources_article_{name}", args=[version.article_id, *rest])
        assert client.get(address).status_code == 403
        assert client.post(address, value_fields()).status_code == 403


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"low": "", "high": ""}, "needs a lower or an upper bound"),
        ({"low": "nan", "high": ""}, "is not a number"),
        ({"low": "12x"}, "is not a number"),
        ({"dimension": "date", "low": "9 November", "high": ""}, "is not a day"),
        ({"comparator": "more than"}, "has one bound"),
        ({"dimension": "money", "unit": "euros"}, "code of its currency"),
        ({"granularity": "0"}, "above nothing"),
        ({"dimension": "date", "low": "2020-11-09", "high": "2020-11-09", "granularity": "1"}, "step of a date"),
        ({"dimension": "weight"}, "Choose what kind"),
    ],
)
def test_what_is_no_value_is_refused_in_words(fields, why):
    with pytest.raises(Refused, match=why):
        valuing.value_of(value_fields(**fields))


@pytest.mark.parametrize(
    "value",
    [
        Value(Dimension.COUNT, "boat", 12.0, 12.0, "1.0"),
        Value(Dimension.MONEY, "EUR", 3_500_000.0, None, "100000.0", "more than"),
        Value(Dimension.MEASURE, "m", 0.1, 12.25, "0.05", "between"),
    ],
)
def test_a_value_that_a_form_holds_comes_back_as_it_was(value):
    assert valuing.value_of(valuing.fields_of(value)) == value


@given(st.text(alphabet="ab", min_size=1, max_size=150), st.data())
def test_words_are_found_where_they_stood_or_not_at_all(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    place = places.place_of(text, span)
    assert places.find(text, place) in (span, None)
    if text.count(place.exact) == 1 or len(text) <= places.AROUND:
        assert places.find(text, place) == span
