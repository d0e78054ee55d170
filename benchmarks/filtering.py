"""Every documented filter of every list, asked of a full database: how long it takes, and which tables are read whole.

Of each filter a value that many rows have and one that few have, those that come last in the order of the list.
"""

import datetime as dt
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# Tables of fewer rows than this are read as a whole by any database.
BIG = 10_000
RUNS = 3


@dataclass(frozen=True)
class Asked:
    """One filter with a value, what it took, and which big tables were read from end to end."""

    resource: str
    name: str
    value: str
    rows: int
    milliseconds: float
    scanned: tuple[str, ...]


def ask_all(client: Client) -> Iterator[Asked]:
    for resource, filters in lists().items():
        values = {**ARTICLES, **VALUES.get(resource, {})}
        for name in filters:
            asked = values.get(name, ())
            for question in asked if isinstance(asked, tuple) else (asked,):
                value = told(question)
                if value is not None:
                    yield ask(client, resource, name, value)


def lists() -> dict[str, list[str]]:
    """The filters of each list, as it knows them."""
    from factcheck.urls import router

    known = [(prefix, getattr(viewset, "filterset_class", None)) for prefix, viewset, _basename in router.registry]
    return {prefix: list(filterset.base_filters) for prefix, filterset in known if filterset}


def told(question: str) -> str | None:
    """The value; where it begins with SELECT, what the database answers."""
    if not question.startswith("SELECT"):
        return question
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return None if row is None or row[0] is None else str(row[0])


def ask(client: Client, resource: str, name: str, value: str) -> Asked:
    taken, rows = [], 0
    for _ in range(RUNS):
        started = time.perf_counter()
        response = client.get(f"/api/v1/{resource}/", {name: value})
        taken.append(time.perf_counter() - started)
        assert response.status_code == 200, response.content
        rows = len(response.json()["results"])
        if taken[-1] > 1:
            break
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/api/v1/{resource}/", {name: value})
    scanned = {table for query in captured.captured_queries for table in scans(query["sql"])}
    return Asked(resource, name, value, rows, statistics.median(taken) * 1000, tuple(sorted(scanned)))


def scans(statement: str) -> Iterator[str]:
    """The big tables that a statement reads from end to end."""
    if not statement.startswith("SELECT"):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement.replace('%', '%%')}", ())
        (plan,) = cursor.fetchone()
    for node in nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]):
        if node["Node Type"] == "Seq Scan" and rows_of(node["Relation Name"]) >= BIG:
            yield node["Relation Name"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def rows_of(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return float(cursor.fetchone()[0])


def newest(since: dt.timedelta) -> str:
    return f"SELECT (max(at) - interval '{since.days} days')::text FROM claims_change"


COMMON = "SELECT entity_id FROM claims_mention WHERE live GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
RARE = "SELECT max(entity_id) FROM claims_mention WHERE live"
MOMENT = "SELECT to_char(max(at) - interval '3 days', 'YYYY-MM-DD\"T\"HH24:MI:SSZ') FROM claims_change"
LONG_AGO = "2020-01-01T00:00:00Z"
ARTICLES: dict[str, Any] = {
    "source": ("Outlet 1", "Outlet 49", "SELECT max(source_id) FROM sources_article"),
    "origin": ("AFP", "Outlet 1", "SELECT max(name) FROM sources_source JOIN sources_article a ON a.source_id = 50"),
    "language": ("en", "hy"),
    "published_after": ("2020-01-01", "SELECT (max(published_at) - interval '2 days')::date FROM sources_article"),
    "published_before": ("2030-01-01", "SELECT (min(published_at) + interval '2 days')::date FROM sources_article"),
    "article": "SELECT max(id) FROM sources_article",
    "url": "SELECT max(url) FROM sources_article",
    "modified_since": (LONG_AGO, MOMENT),
    "as_of": ("2025-01-01", "2030-01-01"),
    "search": ("the", "harbour", "SELECT split_part(label, ' ', 1) FROM claims_claim ORDER BY id DESC LIMIT 1"),
}
VALUES: dict[str, dict[str, Any]] = {
    "sources": {"name": "Outlet 7", "domain": "outlet7.example"},
    "feeds": {"source": "1", "kind": "syndication", "active": "true"},
    "pages": {"source": "1", "article": "1", "state": ("watched", "gone", "failed")},
    "versions": {"article": "1", "number": ("1", "2", "3")},
    "quotes": {
        "kind": ("direct", "scare"),
        "speaker": (COMMON, "SELECT max(m.entity_id) FROM claims_quote q JOIN claims_mention m ON m.id = q.speaker_id"),
        "utterance": "SELECT max(utterance_id) FROM claims_quote",
    },
    "claims": {
        "entity": (COMMON, RARE),
        "holder": (
            "narrator",
            "SELECT max(m.entity_id) FROM claims_claim c JOIN claims_mention m ON m.id = c.holder_id",
        ),
        "fact": "SELECT max(fact_id) FROM claims_claim",
        "dimension": ("count", "rank"),
        "unit": ("USD", "SELECT unit FROM claims_claim GROUP BY 1 ORDER BY count(*), 1 LIMIT 1"),
        "modality": ("stated", "conditional"),
        "change": ("rise", "to"),
        "value_min": ("1", "9011"),
        "value_max": ("100000", "11"),
        "date_from": ("1900-01-01", "SELECT max(high_date) FROM claims_claim"),
        "date_to": ("2100-01-01", "SELECT min(low_date) FROM claims_claim"),
    },
    "facts": {"dimension": ("count", "rank"), "unit": ("USD", "metre"), "entity": (COMMON, RARE)},
    "utterances": {"speaker": (COMMON, RARE)},
    "entities": {
        "kind": ("person", "place"),
        "name": ("den", "SELECT name FROM claims_entity ORDER BY id DESC LIMIT 1"),
    },
    "discrepancies": {
        "kind": ("value", "internal"),
        "status": ("open", "explained"),
        "severity_min": ("0.01", "0.999"),
        "severity_max": ("0.99", "0.001"),
        "fact": "SELECT max(fact_id) FROM claims_discrepancy",
        "utterance": "SELECT max(utterance_id) FROM claims_discrepancy",
        "dimension": ("count", "rank"),
        "unit": ("USD", "metre"),
        "entity": (COMMON, RARE),
    },
    "reviews": {
        "verdict": ("confirmed", "same_entity"),
        "discrepancy": "SELECT max(discrepancy_id) FROM claims_review",
        "entity": "1",
        "reviewer": ("reviewer-1", "nobody"),
        "fact": "1",
        "utterance": "1",
        "version": "1",
    },
    "changes": {"kind": ("claim", "review")},
}
