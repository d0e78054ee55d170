"""Exported rows: the contract's fields, exact places, constant queries, and files that are whole or not there."""

import csv
import io
import json
import subprocess
import sys
import tracemalloc

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import exporting, shaping
from claims.formatting import COLUMNS, at, cell
from claims.models import Extraction, Review
from tests import make

pytestmark = pytest.mark.django_db
TEXT = "Before it all, Ada Person said: “We keep seven lakes 🙂.” Nobody else counted them that autumn, she added."


def a_quote(**fields):
    version = make.article(TEXT, title="Lakes", source=make.source("North Post"), origin="Wire").current
    speaker = make.mention("Ada Person", version)
    return make.quote(
        "We keep seven lakes 🙂.", version, speaker=speaker, speaker_text="Ada Person", cue="said", **fields
    )


def a_claim(**fields):
    version = make.article(TEXT, source=make.source("North Post")).current
    place = {"start": 15, "end": 58, "exact": TEXT[15:58], "unit": "lake"}
    return make.claim("seven lakes", version, **place | fields)


def test_a_quote_row():
    quote = a_quote(utterance=make.utterance())
    row = shaping.quote_row(quote)
    assert row["article"] == {
        "id": quote.version.article_id,
        "url": quote.version.article.url,
        "title": "Lakes",
        "source": "North Post",
        "origin": "Wire",
        "published_at": "2021-03-01T12:00:00+00:00",
    }
    assert row["version"] == 1
    assert row["spans"] == [{"start": 33, "end": 55, "exact": "We keep seven lakes 🙂."}]
    assert TEXT[33:55] == row["content"]
    assert (row["prefix"], row["suffix"]) == (TEXT[1:33], TEXT[55:87])
    assert row["speaker"] == {"id": quote.speaker.entity_id, "name": "Ada Person"}
    assert (row["kind"], row["cue"], row["speaker_text"]) == ("direct", "said", "Ada Person")
    assert row["utterance"] == quote.utterance_id


def test_a_quote_row_without_a_resolved_speaker():
    row = shaping.quote_row(a_quote(utterance=None))
    assert row["utterance"] is None
    version = make.article(TEXT).current
    assert shaping.quote_row(make.quote("Nobody", version))["speaker"] is None
    lost = make.mention("Someone", version)
    lost.entity = None
    assert shaping.quote_row(make.quote("else", version, speaker=lost))["speaker"] is None


def test_a_claim_row():
    claim = a_claim(low_number=7.0, high_number=None, fact=make.fact())
    ada = make.mention("Ada Person", claim.version)
    claim.mentions.add(ada, make.mention("Lake", claim.version, kind="place"))
    row = shaping.claim_row(claim)
    assert TEXT[row["start"] : row["end"]] == row["exact"]
    assert row["value"] == {
        "text": "seven lakes",
        "start": TEXT.index("seven"),
        "end": TEXT.index("seven") + 11,
        "dimension": "count",
        "unit": "lake",
        "low": 7,
        "high": None,
        "granularity": 1,
        "comparator": "exactly",
        "inferred": False,
    }
    assert row["about"]["label"] == "number of districts"
    assert [entity["name"] for entity in row["about"]["entities"]] == ["Ada Person", "Lake"]
    assert row["holder"] is None and row["holder_text"] == ""
    assert row["fact"] == claim.fact_id


def test_the_value_of_a_date_is_iso_days():
    claim = a_claim(dimension="date", low_date="2020-11-01", high_date="2020-11-30", granularity="month")
    claim.refresh_from_db()
    value = shaping.claim_row(claim)["value"]
    assert (value["low"], value["high"], value["granularity"]) == ("2020-11-01", "2020-11-30", "month")


def test_times_of_day_are_iso_times():
    claim = a_claim(dimension="time", unit="UTC", low_number=1300.0, high_number=1315.0)
    value = shaping.claim_row(claim)["value"]
    assert (value["low"], value["high"], value["unit"]) == ("21:40", "21:55", "UTC")
    stored = {"dimension": "time", "low": 1300.0, "high": None, "granularity": "1.0"}
    assert shaping.position_value(stored) == {"dimension": "time", "low": "21:40", "high": None, "granularity": 1}


def test_a_claim_says_how_it_is_put_and_what_it_is_of():
    claim = a_claim(modality="denied", change="rise", about={"event": "kill", "when": ["2020-11-09", "2020-11-09"]})
    row = shaping.claim_row(claim)
    assert row["modality"] == "denied"
    del row["about"]["label"], row["about"]["entities"]
    told = {"event": "kill", "subject": "", "object": "", "when": ["2020-11-09", "2020-11-09"], "change": "rise"}
    assert row["about"] == told


def test_sentences_that_gave_nothing_are_listed():
    article = make.article("Nothing here.\nPage 7 of 12.", key="https://gazette.example/gap")
    make.extraction(article.current, gaps=[{"start": 14, "end": 27, "reason": "figure without a claim"}])
    [row] = exporting.rows("gaps")
    assert (row["exact"], row["reason"], row["start"]) == ("Page 7 of 12.", "figure without a claim", 14)
    assert row["article"]["url"] == "https://gazette.example/gap"


@pytest.mark.parametrize(
    ("bound", "written"),
    [(3.0, "3"), (3.5, "3.5"), (-0.25, "-0.25"), (None, "null"), (float("inf"), "null"), (3.2e12, "3200000000000")],
)
def test_numbers_are_json_numbers(bound, written):
    assert json.dumps(shaping.number(bound)) == written


def test_of_an_unidentified_source_each_article_is_its_own_origin():
    article = make.article(source=make.source("Unidentified source"), key="file:a.txt")
    row = shaping.article_ref(article.current)
    assert (row["source"], row["origin"]) == ("Unidentified source", article.origin_name)
    assert row["origin"] != row["source"]


def test_a_fact_row_counts_live_evidence_by_origin():
    discrepancy = make.discrepancy()
    fact = discrepancy.fact
    old = make.claim("Three", make.article().current, fact=fact, live=False)
    [row] = exporting.rows("facts")
    assert row["origins"] == ["North Post", "South Post"]
    assert len(row["claims"]) == 2 and old.pk not in row["claims"]
    assert row["discrepancies"] == [discrepancy.pk]
    assert (row["id"], row["label"], row["dimension"], row["unit"]) == (
        fact.pk,
        "number of districts",
        "count",
        "district",
    )


def test_a_discrepancy_row_about_a_fact():
    discrepancy = make.discrepancy()
    [row] = exporting.rows("discrepancies")
    assert row["fact"] == {"id": discrepancy.fact_id, "label": "number of districts"}
    assert "utterance" not in row
    assert row["positions"][0] == {
        "label": "three",
        "value": {"low": 3.0, "high": 3.0},
        "origins": ["North Post"],
        "claims": [discrepancy.positions.first().claims.get().pk],
    }
    assert set(row["explanation"]) == {"text", "rule", "reconciled", "arithmetic", "benign"}
    assert row["first_seen"] == row["last_seen"] == "2021-03-01T12:00:00+00:00"


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        (
            {"dimension": "count", "low": 3.0, "high": None, "granularity": "1.0"},
            '{"dimension": "count", "low": 3, "high": null, "granularity": 1}',
        ),
        (
            {"dimension": "date", "low": "2020-11-01", "high": "2020-11-30", "granularity": "month"},
            '{"dimension": "date", "low": "2020-11-01", "high": "2020-11-30", "granularity": "month"}',
        ),
        ({"low": 2.5}, '{"low": 2.5}'),
    ],
)
def test_the_value_of_a_position_is_written_like_that_of_a_claim(stored, written):
    assert json.dumps(shaping.position_value(stored)) == written


def test_a_discrepancy_row_about_an_utterance():
    utterance = make.utterance("We will win")
    discrepancy = make.discrepancy(utterance=utterance, kind="wording", explanation={"text": "Worded twice."})
    quote = a_quote(utterance=utterance)
    discrepancy.positions.create(number=1, label="one", answer={"wording": "We"}, origins=["Wire"]).quotes.add(quote)
    [row] = exporting.rows("discrepancies")
    assert row["utterance"] == {"id": utterance.pk, "label": "We will win"} and "fact" not in row
    assert row["positions"] == [{"label": "one", "wording": "We", "origins": ["Wire"], "quotes": [quote.pk]}]
    assert row["explanation"] == {
        "text": "Worded twice.",
        "rule": "",
        "reconciled": False,
        "arithmetic": "",
        "benign": [],
    }


def test_a_review_row():
    review = Review.objects.create(
        discrepancy=make.discrepancy(), verdict="confirmed", note="Both say so.", reviewer=make.user()
    )
    [row] = exporting.rows("reviews")
    assert (row["id"], row["discrepancy"], row["entity"]) == (review.pk, review.discrepancy_id, None)
    assert (row["verdict"], row["note"], row["reviewer"]) == ("confirmed", "Both say so.", "reviewer")


def test_only_live_evidence_is_exported():
    a_claim(live=False)
    a_quote(live=False)
    assert list(exporting.rows("claims")) == list(exporting.rows("quotes")) == []


def fill(count):
    for _ in range(count):
        discrepancy = make.discrepancy()
        claim = discrepancy.fact.claims.first()
        claim.mentions.add(make.mention("Ada Person", claim.version))
        utterance = make.utterance()
        quote = a_quote(utterance=utterance)
        gap = {"start": 0, "end": 5, "reason": "figure without a claim"}
        Extraction.objects.filter(pk=quote.extraction_id).update(gaps=[gap])
        reviewer, _ = User.objects.get_or_create(username="reviewer")
        Review.objects.create(discrepancy=discrepancy, verdict="confirmed", reviewer=reviewer)


@pytest.mark.parametrize("kind", exporting.KINDS)
def test_queries_grow_with_chunks_not_with_rows(kind, monkeypatch):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            count = len(list(exporting.rows(kind)))
        return count, [query for query in captured.captured_queries if "CURSOR" not in query["sql"]]

    fill(2)
    few, first = queries()
    fill(4)
    more, second = queries()
    assert more == 3 * few
    assert len(second) == len(first)
    monkeypatch.setattr(exporting, "CHUNK", few)
    _, third = queries()
    assert len(third) <= 1 + 3 * len(first)


def test_memory_stays_the_same_however_many_rows(monkeypatch):
    """Peak memory of twelve chunks is that of two, give or take what the interpreter keeps."""
    monkeypatch.setattr(exporting, "CHUNK", 10)

    def peak():
        tracemalloc.start()
        for _row in exporting.rows("claims"):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    def add(count):
        for _ in range(count):
            make.claim("Three", make.article("Three districts were ceded. " + "Lake. " * 2_000).current)

    add(20)
    peak()
    small = peak()
    add(100)
    assert peak() < 1.5 * small


def exported(*args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("export", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_ndjson_is_one_object_a_line():
    fill(2)
    out, err = exported("claims")
    assert [json.loads(line) for line in out.splitlines()] == list(exporting.rows("claims"))
    assert err == ""


def leaves(value, path=""):
    if not isinstance(value, dict) or not value or path in ("severity_parts", "evidence"):
        return {path}
    return {leaf for key, inner in value.items() for leaf in leaves(inner, f"{path}.{key}".lstrip("."))}


@pytest.mark.parametrize("kind", exporting.KINDS)
def test_every_field_has_its_column(kind):
    fill(1)
    make.discrepancy(utterance=make.utterance(), kind="wording")
    fields = set().union(*(leaves(row) for row in exporting.rows(kind)))
    assert fields - {"speaker", "holder", "entity"} <= set(COLUMNS[kind])
    out, _ = exported(kind, "--format", "csv")
    header, *lines = csv.reader(io.StringIO(out))
    assert header == COLUMNS[kind] and len(lines) == len(list(exporting.rows(kind)))


def test_csv_flattens_nested_fields():
    make.discrepancy()
    line = next(csv.DictReader(io.StringIO(exported("discrepancies", "--format", "csv")[0])))
    assert line["fact.label"] == "number of districts" and line["utterance.id"] == ""
    assert json.loads(line["positions"])[0]["origins"] == ["North Post"]
    assert line["explanation.reconciled"] == "false"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 lakes", "'+44 lakes"),
        ("-HYPERLINK()", "'-HYPERLINK()"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("plain = text", "plain = text"),
        (-5, -5),
        (2.5, 2.5),
        (None, ""),
        (True, "true"),
        ([1, "é"], '[1, "é"]'),
    ],
)
def test_a_cell_is_no_formula(value, written):
    assert cell(value) == written


def test_a_path_may_end_early():
    assert at({"speaker": None}, "speaker.name") is None
    assert at({"fact": {"id": 1}}, "utterance.id") is None


def test_a_file_is_replaced_when_complete(tmp_path):
    make.discrepancy()
    file = tmp_path / "claims.ndjson"
    file.write_text("old")
    out, err = exported("claims", output=file)
    assert out == "" and "2 claims written" in err
    assert len(file.read_text().splitlines()) == 2
    assert list(tmp_path.iterdir()) == [file]


def test_an_export_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    make.discrepancy()
    file = tmp_path / "claims.ndjson"
    file.write_text("old")

    def broken(_claim):
        raise RuntimeError("the database went away")

    monkeypatch.setitem(exporting.KINDS, "claims", (exporting.claims, broken))
    with pytest.raises(RuntimeError):
        exported("claims", output=file)
    assert file.read_text() == "old" and list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"missing/claims\.csv: cannot be written"):
        exported("claims", output=tmp_path / "missing" / "claims.csv")
    with pytest.raises(CommandError, match="nothing there was changed"):
        exported("claims", output=tmp_path)


@pytest.mark.parametrize("kind", exporting.KINDS)
def test_nothing_to_export_is_said(kind):
    out, err = exported(kind)
    assert out == "" and f"There are no {kind} yet" in err


def test_help_has_examples(capsys):
    with pytest.raises(SystemExit):
        call_command("export", "--help")
    assert "examples:\n  manage.py export claims > claims.ndjson" in capsys.readouterr().out


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    """On the embedded database, in processes of their own: `export claims | head -1`."""
    script = (
        "import os, sys, django; django.setup()\n"
        "from claims import exporting\n"
        "exporting.KINDS['claims'] = (None, None)\n"
        "import claims.management.commands.export as export\n"
        "export.rows = lambda kind: ({'n': n} for n in range(1_000_000))\n"
        "from django.core.management import call_command\n"
        "call_command('export', 'claims')\n"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "factcheck.settings", "DEBUG": "true", "DATA_DIR": str(tmp_path)}
    writer = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert json.loads(writer.stdout.readline()) == {"n": 0}
    writer.stdout.close()
    assert (writer.stderr.read(), writer.wait(timeout=60)) == (b"", 0)
