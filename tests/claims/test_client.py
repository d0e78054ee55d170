"""The client of the documentation, against a server: it pages, mirrors, and notices what does not stand there."""

import importlib.util
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from claims.models import Change, Claim, Touched
from tests import make
from tests.claims.test_api import fill

FILE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "client.py"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("client", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def service(live_server, settings, monkeypatch):
    settings.API_LIMIT_ADDRESS = 0
    Touched.objects.all().delete()
    Change.objects.all().delete()
    return live_server.url


def kept(path):
    with closing(sqlite3.connect(path)) as copy:
        return {(kind, pk): json.loads(row) for kind, pk, row in copy.execute("SELECT * FROM things")}


def test_it_pages(example, service):
    made = [make.claim("Three", make.article().current).pk for _ in range(5)]
    assert [row["id"] for row in example.Client(service).rows("claims", limit=2)] == made
    assert [row["id"] for row in example.Client(service).rows("claims", search="nothing")] == []


def test_it_mirrors_and_verifies(example, service, tmp_path):
    path = str(tmp_path / "copy.sqlite3")
    _, claim, _, _ = fill()
    client = example.Client(service)
    assert example.mirror(client, path) > 10
    looked, wrong = example.verify(path)
    assert looked == 4 and wrong == []
    gone = claim.fact_id
    Claim.objects.filter(fact=gone).update(live=False)
    assert example.mirror(client, path) == 3 and example.mirror(client, path) == 0
    copy = kept(path)
    assert ("fact", gone) not in copy and copy["claim", claim.pk]["live"] is False


def test_it_notices_what_does_not_stand_where_it_says(example, service, tmp_path):
    path = str(tmp_path / "copy.sqlite3")
    claim = make.claim("Three", make.article("Three districts 🙂 were ceded.").current)
    example.mirror(example.Client(service), path)
    row = kept(path)["claim", claim.pk]
    text = {(row["article"]["id"], row["version"]): "Three districts 🙂 were ceded."}
    assert list(example.faults(row, text)) == []
    for change, fault in (
        ({"start": 1}, "does not stand at 1:"),
        ({"sha256": "0" * 64}, "not the one that it was read from"),
        ({"suffix": "x"}, "before and after"),
        ({"version": 9}, "missing"),
    ):
        assert fault in " ".join(example.faults(row | change, text))


def test_it_says_what_the_service_says(example, service):
    with pytest.raises(example.Refused, match="Not a parameter here"):
        list(example.Client(service).rows("claims", sauce="x"))


def test_from_the_command_line(example, service, tmp_path, capsys, monkeypatch):
    path = str(tmp_path / "copy.sqlite3")
    make.claim("Three", make.article().current)
    for arguments, told in (
        (["list", "claims", "dimension=count"], '"dimension": "count"'),
        (["mirror", path], "4 changes"),
        (["verify", path], "1 quotes and claims looked at, 0 not where they say they are"),
    ):
        monkeypatch.setattr(sys, "argv", ["client.py", service, *arguments])
        assert example.main() == 0
        assert told in capsys.readouterr().out
