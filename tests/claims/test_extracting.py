"""Versions read in batches, by one process or several: each row is claimed, and a bad one harms no other."""

import datetime as dt
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DataError, connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims import extracting, storing
from claims.analysis import reading
from claims.analysis.text.language import ModelMissing
from claims.models import Claim, Extraction
from tests import make, scratch

TEXT = "The flood destroyed {} bridges in Quellmouth."


def articles(count, text=TEXT):
    return [make.article(text.format(number + 10), language="en").current for number in range(count)]


def state(version):
    return Extraction.objects.get(version=version).state


@pytest.fixture
def calls(monkeypatch):
    """How many texts went through each reading; a text with "BROKEN" in it cannot be read."""
    sizes = []

    def read(nlp, texts):
        sizes.append(len(texts))
        for text in texts:
            if "BROKEN" in text.text:
                raise ArithmeticError("broken text")
        return real(nlp, texts)

    real = reading.read
    monkeypatch.setattr(reading, "read", read)
    return sizes


@pytest.mark.django_db
def test_versions_are_read_in_batches_and_each_is_told(calls, monkeypatch):
    monkeypatch.setattr(extracting, "BATCH", 4)
    articles(6)
    told = []
    assert extracting.read_pending(progress=lambda: told.append(1)) == 6
    assert (calls, len(told)) == ([4, 2], 6)
    assert {claim.value_text for claim in Claim.objects.all()} == {"10 bridges", "11 bridges", "12 bridges"} | {
        "13 bridges",
        "14 bridges",
        "15 bridges",
    }


@pytest.mark.django_db
def test_long_texts_make_small_batches(calls, monkeypatch):
    monkeypatch.setattr(extracting, "BATCH_CHARACTERS", 60)
    articles(4)
    extracting.read_pending()
    assert calls == [2, 2]


@pytest.mark.django_db
def test_a_limit_is_kept():
    articles(3)
    assert extracting.read_pending(limit=2) == 2
    assert extracting.pending() == 1


@pytest.mark.django_db
def test_a_bad_article_does_not_stop_those_of_its_batch(calls):
    good = articles(3)
    bad = make.article("BROKEN", language="en").current
    foreign = make.article("Le pont est fermé.", language="fr").current
    assert extracting.read_pending() == 4 + settings.MAX_ATTEMPTS
    assert {state(version) for version in good} == {Extraction.State.READ}
    assert state(foreign) == Extraction.State.SKIPPED
    row = Extraction.objects.get(version=bad)
    assert (row.state, row.reason) == (Extraction.State.FAILED, "ArithmeticError: broken text")
    assert calls == [4, *[1] * 4, *[1] * (settings.MAX_ATTEMPTS - 1)]


@pytest.mark.django_db
def test_what_a_killed_worker_had_claimed_is_read_one_by_one(calls):
    articles(3)
    extracting.enqueue()
    assert len(extracting.claim_batch(16)) == 3
    assert extracting.read_waiting() == 0
    Extraction.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    articles(2)
    assert extracting.read_pending() == 5
    assert sorted(calls) == [1, 1, 1, 2]


@pytest.mark.django_db
def test_two_workers_share_the_rows():
    versions = articles(5)
    extracting.enqueue()
    mine, others = extracting.claim_batch(2), extracting.claim_batch(16)
    extracting.read(mine)
    extracting.read(others)
    assert not {row.pk for row in mine} & {row.pk for row in others}
    assert {state(version) for version in versions} == {Extraction.State.READ}


@pytest.mark.django_db
def test_what_was_tried_too_often_is_given_up_beside_what_is_claimed():
    tired, fresh = articles(2)
    extracting.enqueue()
    Extraction.objects.filter(version=tired).update(attempt=settings.MAX_ATTEMPTS)
    assert [row.version for row in extracting.claim_batch(16)] == [fresh]
    row = Extraction.objects.get(version=tired)
    assert (row.state, bool(row.reason)) == (Extraction.State.FAILED, True)


@pytest.mark.django_db
def test_versions_of_one_article_are_never_in_one_batch():
    """What the older says is live until the newer is read: whoever follows the changes is told of both."""
    first = make.article(TEXT.format(10), language="en").current
    second = make.version(first.article, TEXT.format(11))
    [other] = articles(1)
    extracting.enqueue()
    assert [row.version for row in extracting.claim_batch(16)] == [first, other]
    assert [row.version for row in extracting.claim_batch(16)] == [second]


@pytest.mark.django_db
def test_what_another_worker_took_over_is_not_stored_with_the_rest_of_the_batch():
    lost, kept = articles(2)
    extracting.enqueue()
    batch = extracting.claim_batch(16)
    Extraction.objects.filter(version=lost).update(attempt=F("attempt") + 1)
    extracting.read(batch)
    assert (state(lost), state(kept)) == (Extraction.State.PENDING, Extraction.State.READ)
    assert set(Claim.objects.values_list("version", flat=True)) == {kept.pk}


@pytest.mark.django_db
def test_what_cannot_be_stored_does_not_stop_those_of_its_batch(monkeypatch):
    versions = articles(3)
    refused = versions[1].pk
    claims_of = storing._claims

    def claims(extraction, *rest):
        if extraction.version_id == refused:
            raise DataError("refused on purpose")
        return claims_of(extraction, *rest)

    monkeypatch.setattr(storing, "_claims", claims)
    extracting.read_pending()
    assert [state(version) for version in versions] == [
        Extraction.State.READ,
        Extraction.State.FAILED,
        Extraction.State.READ,
    ]
    assert set(Claim.objects.values_list("version", flat=True)) == {versions[0].pk, versions[2].pk}


@pytest.mark.django_db
def test_versions_are_claimed_and_stored_together_in_as_many_queries_as_one():
    """Whatever is many is written in statements of many rows."""
    taken = []
    for count in (1, 8):
        articles(count)
        extracting.read_pending()  # Whatever is loaded once is loaded.
        articles(count)
        with CaptureQueriesContext(connection) as queries:
            assert extracting.read_pending() == count
        taken.append(len(queries))
    assert taken[1] <= taken[0] + 2


@pytest.mark.django_db
def test_a_missing_model_is_no_fault_of_a_text(settings):
    articles(2)
    settings.SPACY_MODEL = "no_such_model"
    with pytest.raises(ModelMissing):
        extracting.read_pending()
    assert not Extraction.objects.exclude(attempt=0).exists()


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_of_processes_is_a_number(number):
    with pytest.raises(CommandError, match="number of processes"):
        call_command("analyse", f"--processes={number}")


def manage(folder, *arguments, **more):
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {"DEBUG": "true", "DATA_DIR": str(folder), **more}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=240)


def test_two_processes_read_everything_once(tmp_path):
    """On SQLite, where they write in turns; and then a model that neither of them finds."""
    rows = [
        {"url": f"https://a.example/{number}", "source": "A", "text": TEXT.format(number), "published_at": "2021-03-01"}
        for number in range(40)
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)))
    scratch.embedded(tmp_path)
    assert manage(tmp_path, "import_articles", str(tmp_path / "articles.jsonl")).returncode == 0
    missing = manage(tmp_path, "analyse", "--processes", "2", SPACY_MODEL="no_such_model")
    assert missing.returncode == 1
    assert "no_such_model" in missing.stderr
    assert "Traceback" not in missing.stderr
    analysed = manage(tmp_path, "analyse", "--processes", "2")
    assert (analysed.returncode, analysed.stderr) == (0, ""), analysed.stderr
    assert analysed.stdout.startswith("40 versions read, 40 grouped")
