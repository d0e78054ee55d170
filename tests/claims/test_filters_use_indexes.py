"""Every documented filter has an index to find its rows by: shown by what PostgreSQL does where it may not read all."""

import json
import os

import pytest
from django.db import connection

from claims.models import Claim, Entity, Fact, Mention, Utterance
from factcheck.urls import router
from sources.models import Article, Source
from tests.claims.rows import write

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite says too little of its plans"),
]
# Tables of few rows: an outlet each, a feed each, a decision of a person each.
SMALL = {"sources_source", "sources_feed", "auth_user", "claims_webhook", "claims_delivery"}
VALUES = {
    "as_of": "2021-03-01",
    "modified_since": "2099-03-01T12:00:00Z",
    "search": "districts",
    "source": "Outlet 7",
    "origin": "Wire 7",
    "language": "fr",
    "published_after": "2099-01-01",
    "published_before": "1999-01-01",
    "url": "https://outlet.example/7",
    "name": "Person 77",
    "domain": "outlet7.example",
    "reviewer": "nobody",
    "kind": {"entities": "place", "quotes": "scare", "discrepancies": "value", "changes": "claim", "edits": "moved"},
    "state": "gone",
    "status": "closed",
    "verdict": "confirmed",
    "number": "7",
    "holder": "narrator",
    "dimension": "rank",
    "unit": "USD",
    "modality": "planned",
    "change": "to",
    "value_min": "9",
    "value_max": "1",
    "date_from": "2021-01-01",
    "date_to": "2021-01-01",
    "severity_min": "0.9",
    "severity_max": "0.1",
}
ROWS = {
    "article": Article,
    "entity": Entity,
    "speaker": Entity,
    "fact": Fact,
    "utterance": Utterance,
}
LISTS = {prefix: view.filterset_class for prefix, view, _name in router.registry if hasattr(view, "filterset_class")}
FILTERS = [
    (prefix, name)
    for prefix, filterset in LISTS.items()
    if filterset and prefix not in ("feeds", "sources", "webhooks", "deliveries")
    for name in filterset.base_filters
]


def test_every_filter_finds_its_rows_by_an_index():
    write(range(2_000))
    whole = {}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for prefix, name in FILTERS:
            if scanned := scans(cursor, prefix, name) - SMALL:
                whole[f"{prefix}?{name}"] = sorted(scanned)
    assert len(FILTERS) > 60 and whole == {}


def scans(cursor, prefix, name):
    """The tables that are read whole for the rows of a filter, in no order."""
    queryset = LISTS[prefix]({name: value_of(prefix, name)}, listed(prefix)).qs.order_by()
    sql, parameters = queryset.values("pk").query.sql_with_params()
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
    (plan,) = cursor.fetchone()
    found = json.loads(plan) if isinstance(plan, str) else plan
    return {node["Relation Name"] for node in nodes(found[0]["Plan"]) if node["Node Type"] == "Seq Scan"}


def value_of(prefix, name):
    value = VALUES.get(name)
    if value is None:
        return str(ROWS[name].objects.order_by("pk").last().pk) if name in ROWS else "7"
    return value[prefix] if isinstance(value, dict) else value


def nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def listed(prefix):
    """What the list gives without a filter: of evidence, what is live."""
    rows = ROWS_OF[prefix]
    return rows.filter(live=True) if prefix in ("quotes", "claims") else rows


ROWS_OF = {
    prefix: view.queryset.model._default_manager.all()
    for prefix, view, _name in router.registry
    if getattr(view, "queryset", None) is not None
}


def test_a_row_that_is_looked_up_is_taken_to_cost_little_more_than_the_next_one():
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",) or "options=" in os.environ["DATABASE_URL"]


def test_there_is_a_table_that_is_read_whole_where_no_index_helps():
    write(range(50))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT id FROM {Claim._meta.db_table} WHERE comparator = 'about'")
        assert "Seq Scan" in cursor.fetchone()[0]
    assert Source.objects.count() == Mention.objects.count() == 50
