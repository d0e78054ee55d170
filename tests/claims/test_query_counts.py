"""What is asked of the database for a list, and for one row, is the same however many rows there are."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factcheck.urls import router
from tests import make
from tests.claims.rows import write

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 1_000
# What is delivered is no part of what is read.
ELSEWHERE = {"webhooks", "deliveries"}
RESOURCES = sorted({prefix for prefix, _view, _name in router.registry} - ELSEWHERE)


# A page of changes asks once for each kind of thing in it.
CHANGES = {"changes": {"kind": "claim"}}


def listed(client, name):
    return asked(client, name, limit=500, **CHANGES.get(name, {}))


def asked(client, address, **parameters):
    """How many queries the address takes, and what it answers."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/api/v1/{address}/", parameters)
    assert response.status_code == 200, response.content
    return len(captured), response.json()


def test_lists_and_single_rows_take_as_many_queries_for_a_thousand_rows_as_for_ten():
    client = Client()
    client.force_login(make.superuser())
    client.get("/api/v1/claims/")
    write(range(FEW))
    few = {name: listed(client, name) for name in RESOURCES}
    ones = {name: asked(client, f"{name}/{key(page['results'][0])}") for name, (_, page) in few.items()}
    write(range(FEW, MANY))
    many = {name: listed(client, name) for name in RESOURCES}
    assert {name for name, (_, page) in few.items() if len(page["results"]) < FEW} == set()
    assert {name for name, (_, page) in many.items() if len(page["results"]) < 500} == set()
    assert counts(many) == counts(few)
    again = {name: asked(client, f"{name}/{key(page['results'][-1])}") for name, (_, page) in many.items()}
    assert counts(again) == counts(ones)


def key(row):
    return row["number"] if "action" in row else row["id"]


def counts(answers):
    """By name. A page of changes with none after it looks once more whether something waits to be numbered."""
    return {name: count - (page.get("more") is False) for name, (count, page) in answers.items()}
