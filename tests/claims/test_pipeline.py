"""The whole way of the data on small texts: read, grouped and compared, twice, in any order, and after edits."""

import itertools

import pytest
from django.db import transaction

from claims import extracting, grouping, reviewing
from claims.connecting import Part
from claims.linking import CLAIMS
from claims.models import Claim, ClaimLink, Discrepancy, Entity, Extraction, Fact, Quote, Utterance
from tests import make
from tests.claims.reports import analyse, store

pytestmark = pytest.mark.django_db

NORTH = (
    "North Post",
    "Mayor Ada Brightwater said the flood destroyed 12 bridges in Quellmouth.\n\n"
    "The two towns signed a peace deal on May 9, ending a dispute over the Quell river.",
)
SOUTH = (
    "South Herald",
    "The flood destroyed 15 bridges in Quellmouth, Mayor Ada Brightwater said.\n\n"
    "Quellmouth has been calm since the May 10 peace deal over the Quell river.",
)
EAST = (
    "East Courier",
    "Quellmouth and its neighbour agreed in May to a ceasefire over the Quell river, Ada Brightwater said.",
)


def outcome():
    """Everything that was concluded, without ids."""
    facts = {
        frozenset((claim.version.article.key, claim.value_start) for claim in fact.claims.filter(live=True))
        for fact in Fact.objects.all()
    }
    found = {
        (
            row.kind,
            row.status,
            row.explanation["text"],
            tuple((position.label, tuple(position.origins)) for position in row.positions.all()),
        )
        for row in Discrepancy.objects.all()
    }
    return facts, found, {entity.name for entity in Entity.objects.all()}


def snapshot():
    """Every row that analysis writes, ids included."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Extraction, Entity, Quote, Claim, Fact, Utterance, Discrepancy)
    ]


def value_discrepancies():
    return Discrepancy.objects.filter(kind__in=["value", "holder", "internal"])


def test_two_outlets_that_date_a_deal_differently_are_set_against_each_other():
    for outlet, text in (NORTH, SOUTH, EAST):
        store(outlet, text)
    analyse()
    row = value_discrepancies().get(fact__dimension="date")
    labels = {position.label: position.origins for position in row.positions.all()}
    assert labels == {"9 May 2025": ["North Post"], "10 May 2025": ["South Herald"]}
    assert row.status == "open" and "time zones" in row.explanation["text"]
    assert "East Courier says May 2025, which fits both" in row.explanation["text"]


def test_running_again_changes_nothing():
    for outlet, text in (NORTH, SOUTH, EAST):
        store(outlet, text)
    analyse()
    before = snapshot()
    assert analyse() == (0, 0, 0)
    assert snapshot() == before


def test_reading_again_by_new_rules_keeps_every_id(monkeypatch):
    for outlet, text in (NORTH, SOUTH, EAST):
        store(outlet, text)
    analyse()
    ids = [[row["id"] for row in rows] for rows in snapshot()]
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    assert analyse()[0] == 3
    assert [[row["id"] for row in rows] for rows in snapshot()] == ids


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_import_does_not_matter(order):
    stories = (NORTH, SOUTH, EAST)
    for number in order:
        store(*stories[number])
        analyse()
    one_by_one = outcome()
    assert {position for _, _, _, positions in one_by_one[1] for position in positions} >= {
        ("9 May 2025", ("North Post",)),
        ("10 May 2025", ("South Herald",)),
    }
    EXPECTED.setdefault("outcome", one_by_one)
    assert one_by_one == EXPECTED["outcome"]


EXPECTED: dict[str, object] = {}


def test_a_silent_edit_of_a_figure_is_a_discrepancy():
    article = store(*NORTH)
    analyse()
    make.version(article, NORTH[1].replace("12 bridges", "21 bridges"))
    analyse()
    row = Discrepancy.objects.get(kind="edit")
    assert [position.label for position in row.positions.all()] == ["12 (version 1)", "21 (version 2)"]
    before = snapshot()
    analyse()
    assert snapshot() == before


def test_a_source_that_corrects_closes_the_discrepancy():
    store(*SOUTH)
    article = store(*NORTH)
    analyse()
    row = value_discrepancies().get(fact__dimension="date")
    make.version(article, NORTH[1].replace("May 9", "May 10"))
    analyse()
    row.refresh_from_db()
    assert row.status == "closed" and row.status_reason


def test_a_ruling_of_two_facts_holds_when_everything_is_read_again(monkeypatch):
    for outlet, text in (NORTH, SOUTH):
        store(outlet, text)
    analyse()
    row = value_discrepancies().get(fact__dimension="date")
    reviewing.decide(row, "not_same_fact", make.superuser(), "two deals")
    analyse()
    monkeypatch.setattr(extracting.reading, "RULES", "next")
    analyse()
    dated = Claim.objects.filter(dimension="date", live=True)
    assert len({claim.fact_id for claim in dated}) == dated.count() == 2
    row.refresh_from_db()
    assert row.reviews.count() == 1 and row.status in ("not_same_fact", "closed")
    assert not value_discrepancies().filter(fact__dimension="date", status="open").exists()


def test_a_decision_stands_until_the_evidence_changes():
    north, _ = store(*NORTH), store(*SOUTH)
    analyse()
    row = value_discrepancies().get(fact__dimension="date")
    reviewing.decide(row, "reconciled", make.superuser(), "time zones")
    make.version(north, NORTH[1] + "\n\nNothing else is known.")
    analyse()
    row.refresh_from_db()
    assert row.status == "reconciled"
    make.version(north, NORTH[1].replace("May 9", "May 8"))
    analyse()
    row.refresh_from_db()
    assert row.status == "open" and "other evidence" in row.status_reason


def test_another_language_is_kept_and_says_why_it_is_not_analysed():
    article = make.article("Zwölf Brücken wurden zerstört.", language="de")
    analyse()
    extraction = article.current.extractions.get()
    assert extraction.state == "skipped" and "de" in extraction.reason


def test_a_text_that_cannot_be_read_fails_alone(monkeypatch):
    store(*SOUTH)
    bad = store(*NORTH)
    honest = extracting.as_text

    def broken(version):
        if version.article_id == bad.pk:
            raise ValueError("broken on purpose")
        return honest(version)

    monkeypatch.setattr(extracting, "as_text", broken)
    analyse()
    states = dict(Extraction.objects.values_list("version__article__source__name", "state"))
    assert states == {"South Herald": "done", "North Post": "failed"}
    failed = bad.current.extractions.get()
    assert "broken on purpose" in failed.reason and failed.attempt == 3
    monkeypatch.undo()
    failed.retry()
    analyse()
    failed.refresh_from_db()
    assert failed.state == "done"


def test_another_origin_is_counted_at_once():
    north, _ = store(*NORTH), store(*SOUTH)
    analyse()
    north.origin = "Wire Agency"
    north.save()
    analyse()
    row = value_discrepancies().get(fact__dimension="date")
    assert ["Wire Agency"] in [position.origins for position in row.positions.all()]


def test_evidence_that_is_no_longer_linked_leaves_its_group():
    for outlet, text in (NORTH, SOUTH):
        store(outlet, text)
    analyse()
    ClaimLink.objects.all().delete()
    seeds = list(Claim.objects.filter(dimension="date").values_list("pk", flat=True))
    with transaction.atomic():
        for seed in seeds:
            grouping.regroup(Part(CLAIMS), [seed])
    assert Claim.objects.filter(pk__in=seeds).values("fact").distinct().count() == len(seeds)


def test_reprints_do_not_outvote_that_a_report_tells_two_figures_apart():
    text = (
        "The town of Quellmouth paid 100 dollars for each boat after the flood. "
        "The town of Quellmouth paid 300 dollars for each horse after the flood."
    )
    for number in range(6):
        store(f"Outlet{number} Post", f"{text}\n\nPrinted by outlet {number}.")
    analyse()
    paid = Claim.objects.filter(dimension="money", live=True)
    assert len({claim.fact_id for claim in paid if claim.low_number == 100}) == 1
    assert not value_discrepancies().filter(fact__dimension="money").exists()
