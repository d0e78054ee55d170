"""Every call that the documentation shows is made, as it stands there but for the ids, and is answered."""

import json
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from access import issuing
from claims.api.expanding import EXPANSIONS
from claims.models import Review
from tests import make
from tests.claims.test_api import fill

pytestmark = pytest.mark.django_db
DOCS = Path(settings.BASE_DIR, "docs")
ID = re.compile(r"/(\w+)/\d+/")


def commands(page):
    """The curl calls of a page, each on one line, as the shell would split it."""
    told = (DOCS / page).read_text().replace("\\\n", " ")
    return [shlex.split(line) for line in told.splitlines() if line.startswith("    curl ")]


@pytest.fixture
def rows():
    discrepancy, claim, _, _ = fill()
    article = make.article("Three districts were ceded.")
    make.version(article, "Seven districts were ceded.")
    ruling = Review.objects.create(fact=discrepancy.fact, verdict="not_same_fact", reviewer=make.user("other"))
    found = {"discrepancies": discrepancy, "facts": discrepancy.fact, "articles": article, "versions": article.current}
    return found | {"reviews": ruling, "claims": claim, "entities": claim.holder.entity}


def parts_of(command):
    """(address, headers, body) of a call."""
    headers, body, address = {}, None, ""
    words = iter(command[1:])
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        elif word.startswith("https://factcheck.example"):
            address = word.removeprefix("https://factcheck.example")
    return address, headers, body


def called(client, command, rows, token):
    address, headers, body = parts_of(command)
    path, query = urlsplit(address).path, urlsplit(address).query
    path = ID.sub(lambda found: f"/{found[1]}/{rows[found[1]].pk}/", path)
    for name, kind in (("article", "articles"), ("entity", "entities")):
        query = re.sub(rf"\b{name}=\d+", f"{name}={rows[kind].pk}", query)
    headers = {name: value.replace("$TOKEN", token) for name, value in headers.items()}
    if "If-Match" in headers:
        assert re.fullmatch(r'"[0-9a-f]+…\.[0-9]+\.[0-9a-f]+…"', headers["If-Match"])
        headers["If-Match"] = client.get(path.removesuffix("reviews/"))["ETag"]
    if body is None:
        return client.get(f"{path}?{query}" if query else path, headers=headers)
    fields = json.loads(body)
    if "claims" in fields:
        fields["claims"] = [rows["claims"].pk]
    return client.post(path, fields, content_type="application/json", headers=headers)


@pytest.mark.parametrize(("page", "least"), [("api.md", 8), ("calling.md", 5)])
def test_every_call_of_a_page_is_answered(page, least, rows):
    found = commands(page)
    assert len(found) >= least
    _, token = issuing.issue(make.member("Editor"), "t", ["read", "review", "submit"])
    for command in found:
        if "/reviews/" in command[-1] and "undo" in command[-1]:
            rows["reviews"] = Review.objects.filter(fact=rows["facts"]).first()
        response = called(Client(), command, rows, token)
        assert response.status_code in (200, 201), (command, response.content)


def test_what_the_pages_say_of_expand_is_what_there_is():
    told = (DOCS / "api.md").read_text().partition("## What comes along")[2].partition("\n\n    curl")[0]
    table = {name: line for line in told.splitlines() for name in line.split("|")[1:2]}
    for kind, expansions in EXPANSIONS.items():
        plural = "discrepancies" if kind == "discrepancy" else f"{kind}s"
        [line] = [line for names, line in table.items() if plural in names.strip().split(", ")]
        assert set(re.findall("`([a-z]+)`", line)) == set(expansions)
