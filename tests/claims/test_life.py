"""The life of a discrepancy: opened, decided, re-opened with a reason, closed by a correction, never lost."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone

from claims import comparing, exporting, extracting, grouping, reviewing, ruling
from claims.analysis.text import language
from claims.models import Apart, Claim, Discrepancy, Entity, Fact, Lease, Quote, Review
from claims.workbench import leasing
from tests import make
from tests.claims.reports import analyse, holds, store

pytestmark = pytest.mark.django_db
NORTH = "The flood destroyed 12 bridges in Quellmouth."
SOUTH = "The flood destroyed 15 bridges in Quellmouth, officials said."


@pytest.fixture
def editor():
    return make.superuser()


@pytest.fixture
def disputed():
    north, south = store("North Post", NORTH), store("South Herald", SOUTH)
    analyse()
    return north, south, Discrepancy.objects.get(fact__dimension="count")


def state(row):
    row.refresh_from_db()
    return row.status, row.status_reason


def test_what_nobody_decided_is_gone_with_its_conflict_where_no_text_changed(disputed):
    row = disputed[2]
    Claim.objects.update(fact=make.fact())
    Fact.objects.update(stale=True)
    assert Claim.objects.filter(value_text="15 bridges").update(low_number=12.0, high_number=12.0)
    comparing.compare_pending()
    assert not Discrepancy.objects.filter(pk=row.pk).exists()


def test_a_correction_closes_it_and_the_edit_is_the_reason(disputed):
    _, south, row = disputed
    first = row.first_seen
    make.version(south, SOUTH.replace("15", "12"))
    before = timezone.now()
    analyse()
    status, reason = state(row)
    edit = Discrepancy.objects.get(kind="edit")
    assert (status, reason) == ("closed", edit.explanation["text"]) and "15" in reason and "12" in reason
    assert row.first_seen == first and row.last_seen >= before
    holds()


def test_a_figure_that_is_taken_out_closes_it_and_the_reason_says_who_no_longer_says_it(disputed):
    _, south, row = disputed
    make.version(south, "Officials spoke of the flood in Quellmouth.")
    analyse()
    assert state(row) == ("closed", "South Herald no longer says “15 bridges”: see version 2 of its article.")


def test_it_opens_again_with_a_reason_when_the_figure_is_back(disputed):
    _, south, row = disputed
    for text in (SOUTH.replace("15", "12"), SOUTH):
        make.version(south, text)
        analyse()
    status, reason = state(row)
    assert status == "open" and reason.startswith("It was closed, and is back. Now: ") and "South Herald" in reason


def test_a_decision_on_this_evidence_holds_again_when_the_evidence_is_back(editor, disputed):
    _, south, row = disputed
    reviewing.decide(row, "reconciled", editor, "Counted on two days.")
    seen = []
    for text in (SOUTH.replace("15", "12"), SOUTH):
        make.version(south, text)
        analyse()
        seen.append(state(row)[0])
    assert seen == ["closed", "reconciled"]
    holds()


@pytest.mark.parametrize("verdict", ["confirmed", "reconciled", "extraction_error", "dismissed"])
def test_new_evidence_opens_every_decision_again_and_says_why(editor, disputed, verdict):
    row = disputed[2]
    review = reviewing.decide(row, verdict, editor, "Checked by phone.")
    store("East Courier", NORTH.replace("12", "17"))
    analyse()
    status, reason = state(row)
    assert status == "open"
    assert reason.startswith(f"Decided “{review.get_verdict_display()}” on other evidence. Now: ")
    assert "East Courier: 17" in reason
    holds()


def test_what_was_ruled_two_facts_stays_so_and_is_not_called_closed(editor, disputed):
    row = disputed[2]
    reviewing.decide(row, "not_same_fact", editor)
    analyse()
    assert state(row) == ("not_same_fact", "")
    assert Claim.objects.filter(live=True, dimension="count").values("fact").distinct().count() == 2
    reviewing.decide(row, "reopened", editor)
    analyse()
    assert Discrepancy.objects.get(status="open") == row and row.reviews.count() == 2
    holds()


def test_a_ruling_holds_when_the_sentence_is_put_in_other_words(editor, disputed):
    _, south, row = disputed
    reviewing.decide(row, "not_same_fact", editor)
    analyse()
    pairs = Apart.objects.count()
    make.version(south, SOUTH.replace("destroyed", "has destroyed"))
    analyse()
    assert Claim.objects.filter(live=True, dimension="count").values("fact").distinct().count() == 2
    assert state(row)[0] == "not_same_fact" and Apart.objects.count() > pairs
    assert not Discrepancy.objects.filter(status="open").exclude(kind="edit").exists()
    holds()


def test_a_decision_stays_with_the_question_when_it_is_grouped_under_another_fact(editor, disputed):
    row = disputed[2]
    reviewing.decide(row, "dismissed", editor)
    other = make.fact(label=row.fact.label, stale=True)
    Claim.objects.filter(dimension="count").update(fact=other)
    Fact.objects.update(stale=True)
    analyse()
    assert Discrepancy.objects.get() == row
    assert state(row)[0] == "dismissed" and row.fact == other and row.key == f"value:{other.pk}"
    assert row.reviews.count() == 1
    holds()


def test_a_corrected_quotation_closes_its_dispute_and_is_kept(disputed):
    said = make.utterance(stale=True)
    article = make.article('"We will win," said Ada.')
    quote = make.quote("We will win", article.current, utterance=said)
    row = make.discrepancy(utterance=said, kind="wording", key=f"wording:{said.pk}")
    row.positions.create(number=1, label="We will win", answer={"wording": "We will win"}).quotes.add(quote)
    Quote.objects.filter(pk=quote.pk).update(live=False)
    make.version(article, "Ada said nothing.")
    comparing.compare_pending()
    assert state(row)[0] == "closed" and "no longer says “We will win”" in row.status_reason


def test_edits_keep_their_decision_when_the_versions_are_read_anew(editor, disputed, monkeypatch):
    _, south, _ = disputed
    make.version(south, SOUTH.replace("15", "51"))
    analyse()
    edit = Discrepancy.objects.get(kind="edit")
    reviewing.decide(edit, "dismissed", editor)
    Claim.objects.filter(version__article=south).delete()
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert Discrepancy.objects.get(kind="edit") == edit and state(edit)[0] == "dismissed"
    assert [position.claims.count() for position in edit.positions.all()] == [1, 1]


def test_what_new_rules_do_not_read_any_more_is_no_longer_set_against_others(disputed, monkeypatch):
    claims_of = extracting.storing._claims

    def without_fifteen(extraction, analysis, mentions, live):
        kept = tuple(claim for claim in analysis.claims if claim.stated.value.low != 15)
        return claims_of(extraction, replace(analysis, claims=kept), mentions, live)

    monkeypatch.setattr(extracting.storing, "_claims", without_fifteen)
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert not Claim.objects.filter(low_number=15).exists() and not Discrepancy.objects.exists()
    holds()


def test_an_edit_that_new_rules_do_not_see_is_no_longer_asked_about(editor, disputed, monkeypatch):
    _, south, _ = disputed
    make.version(south, SOUTH.replace("15", "51"))
    analyse()
    edit = Discrepancy.objects.get(kind="edit")
    monkeypatch.setattr(comparing.editing, "find_edits", lambda version: [])
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    assert not Discrepancy.objects.filter(pk=edit.pk).exists() and Review.objects.count() == 0


def test_evidence_names_the_rules_that_read_it_until_others_have(disputed, monkeypatch):
    model = language.label(language.load(settings.SPACY_MODEL))
    before = {row["id"]: row for row in exporting.rows("claims")}
    assert {(row["extractor"], row["rules"]) for row in before.values()} == {(model, extracting.reading.RULES)}
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    extracting.enqueue()
    assert {row["id"]: row for row in exporting.rows("claims")} == before
    analyse()
    assert {row["id"]: row for row in exporting.rows("claims")} == {
        pk: {**row, "rules": "next"} for pk, row in before.items()
    }


def test_what_a_speaker_said_is_compared_anew_when_a_merge_gives_them_another_name(editor):
    store("North Post", "“We will rebuild every bridge in the valley before winter,” said Lena Oak.")
    for outlet, name in (
        ("East Courier", "Lena Oak"),
        ("South Herald", "Lena Birchwood"),
        ("West Day", "Lena Birchwood"),
    ):
        store(outlet, f"{name} praised the fire brigade of Quellmouth.")
        analyse()  # In turn: of two that are named equally often the one that was there first stays.
    oak, birch = (Entity.objects.get(name=name) for name in ("Lena Oak", "Lena Birchwood"))
    assert ruling.unite([oak, birch], editor, "She married.").entity == oak
    grouping.group_pending()
    oak.refresh_from_db()
    assert oak.name == "Lena Birchwood" and Quote.objects.get(content__startswith="We will").utterance.stale


def test_a_second_opinion_is_no_longer_awaited_once_the_evidence_is_another_and_is_again_once_it_is_back(
    disputed, editor, settings
):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    _, south, row = disputed
    reviewing.decide(row, "dismissed", editor)
    for text, awaits in ((SOUTH.replace("15", "17"), ""), (SOUTH, "second")):
        make.version(south, text)
        analyse()
        row.refresh_from_db()
        assert (row.status, row.awaits) == ("open", awaits)
    decided = reviewing.decide(row, "dismissed", make.superuser("second"))
    assert isinstance(decided, Review)
    holds()


def test_what_somebody_gave_an_opinion_on_stays_closed_when_its_conflict_is_gone(disputed, editor, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    _, south, row = disputed
    reviewing.decide(row, "dismissed", editor)
    make.version(south, SOUTH.replace("15", "12"))
    analyse()
    row.refresh_from_db()
    assert (row.status, row.awaits) == ("closed", "") and row.opinions.count() == 1
    holds()


def test_what_somebody_has_before_them_goes_with_its_conflict(disputed, editor):
    row = disputed[2]
    leasing.hold(row, editor)
    Claim.objects.update(fact=make.fact())
    Fact.objects.update(stale=True)
    assert Claim.objects.filter(value_text="15 bridges").update(low_number=12.0, high_number=12.0)
    comparing.compare_pending()
    assert not Discrepancy.objects.filter(pk=row.pk).exists() and not Lease.objects.exists()
