"""The rows of a thousand pages in SQLite, for Datasette: from the same tables by a view, and ready in one table."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import psycopg

from . import raw

CLAIMS = 20_000
OF = f"FROM claims_claim WHERE live AND id <= {CLAIMS}"
VERSIONS = f"SELECT version_id {OF}"
ARTICLES = f"SELECT article_id FROM sources_articleversion WHERE id IN ({VERSIONS})"
LINKS = f"claims_claim_mentions WHERE claim_id <= {CLAIMS}"
# The tables that a row of a claim is made of, each with which of its rows.
TABLES = {
    "claims_claim": f"live AND id <= {CLAIMS}",
    "claims_claim_mentions": f"claim_id <= {CLAIMS}",
    "claims_mention": f"id IN (SELECT mention_id FROM {LINKS} UNION SELECT holder_id {OF})",
    "claims_entity": "true",
    "claims_extraction": f"version_id IN ({VERSIONS})",
    "sources_articleversion": f"id IN ({VERSIONS})",
    "sources_article": f"id IN ({ARTICLES} UNION SELECT reprint_of_id FROM sources_article WHERE id IN ({ARTICLES}))",
    "sources_source": "true",
}
ENTITIES = """(SELECT json_group_array(json_object('id', e.id, 'name', e.name)) FROM (
    SELECT DISTINCT e.id, e.name FROM claims_claim_mentions cm JOIN claims_mention m ON m.id = cm.mention_id
    JOIN claims_entity e ON e.id = m.entity_id WHERE cm.claim_id = c.id ORDER BY e.id) e)"""


def as_sqlite(path: Path, database: str) -> int:
    """Writes the file, from that database; returns how many claims it has."""
    with psycopg.connect(database) as opened, sqlite3.connect(path) as made:
        for table, condition in TABLES.items():
            cursor = opened.execute(f"SELECT * FROM {table} WHERE {condition}")
            _write(made, table, [column.name for column in cursor.description or ()], cursor.fetchall())
        made.execute("CREATE INDEX of_claim ON claims_claim_mentions (claim_id)")
        parts = raw.PARTS.replace(raw.ENTITIES, ENTITIES).replace("greatest(", "max(")
        names = ", ".join(f'"{name}"' for name in raw.NAMES)
        made.execute(f"CREATE VIEW claims ({names}) AS SELECT {parts} {raw.TABLES} WHERE c.live ORDER BY c.id")
        rows = made.execute("SELECT * FROM claims").fetchall()
        _write(made, "flat", list(raw.NAMES), rows)
    return len(rows)


def _write(made: sqlite3.Connection, table: str, columns: list[str], rows: list[Any]) -> None:
    kinds = ["INTEGER PRIMARY KEY" if name == "id" else "INTEGER" * name.endswith("_id") for name in columns]
    named = ", ".join(f'"{name}" {kind}' for name, kind in zip(columns, kinds, strict=True))
    made.execute(f"CREATE TABLE {table} ({named})")
    marks = ", ".join("?" * len(columns))
    made.executemany(f"INSERT INTO {table} VALUES ({marks})", (list(map(_plain, row)) for row in rows))


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if hasattr(value, "isoformat") else value
