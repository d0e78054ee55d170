"""Which articles the evidence of a discrepancy is in and who is named in it: kept beside it, for lists filter by them.

Both follow from its positions. To look through their claims and quotes, and from there through versions and articles,
for each of many discrepancies would take a client's patience.
"""

from collections.abc import Sequence

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

HELD = "claims_position p JOIN claims_position_{kind}s h ON h.position_id = p.id"
EVIDENCE = f"{HELD} JOIN claims_{{kind}} e ON e.id = h.{{kind}}_id"
ARTICLE = f"SELECT p.discrepancy_id, v.article_id FROM {EVIDENCE} JOIN sources_articleversion v ON v.id = e.version_id"
NAMED = f"SELECT p.discrepancy_id, e.{{named}}_id FROM {EVIDENCE}"
ABOUT = f"""SELECT p.discrepancy_id, m.mention_id FROM {HELD.format(kind="claim")}
    JOIN claims_claim_mentions m ON m.claim_id = h.claim_id"""
# Table ─▶ what it points to besides the discrepancy, and where that follows from, in SQL.
REACHED = {
    "claims_discrepancy_articles": ("article_id", [ARTICLE.format(kind="claim"), ARTICLE.format(kind="quote")]),
    "claims_discrepancy_mentions": (
        "mention_id",
        [ABOUT, NAMED.format(kind="claim", named="holder"), NAMED.format(kind="quote", named="speaker")],
    ),
}
PUT = """INSERT INTO {table} (discrepancy_id, {column})
    SELECT discrepancy_id, {column} FROM ({found}) found WHERE {column} IS NOT NULL
    EXCEPT SELECT discrepancy_id, {column} FROM {table} kept WHERE {kept}"""
TAKE = """DELETE FROM {table} WHERE {kept} AND NOT EXISTS (
    SELECT 1 FROM ({found}) found
    WHERE found.discrepancy_id = {table}.discrepancy_id AND found.{column} = {table}.{column})"""

# What stands on one side only is there once.
DIFFERENT = """SELECT discrepancy_id FROM (
    SELECT discrepancy_id, {column} FROM ({found}) found WHERE {column} IS NOT NULL
    UNION ALL SELECT discrepancy_id, {column} FROM {table} WHERE discrepancy_id IN ({marks})) either
    GROUP BY discrepancy_id, {column} HAVING count(*) = 1"""


def reach(connection: BaseDatabaseWrapper, ids: Sequence[int]) -> None:
    """Makes both equal to what the positions of these discrepancies say."""
    if ids:
        _run(connection, (PUT, TAKE), list(ids))


def reach_all() -> migrations.RunPython:
    """The migration step for what is there already."""
    return migrations.RunPython(lambda _apps, editor: put_all(editor.connection), migrations.RunPython.noop)


def put_all(connection: BaseDatabaseWrapper) -> None:
    _run(connection, (PUT,), None)


def out_of_reach(connection: BaseDatabaseWrapper, ids: Sequence[int]) -> list[int]:
    """Those of these discrepancies where either is not what their positions say, in order."""
    if not ids:
        return []
    marks, wrong = ", ".join(["%s"] * len(ids)), set()
    with connection.cursor() as cursor:
        for table, (column, ways) in REACHED.items():
            found = " UNION ".join(f"{way} WHERE p.discrepancy_id IN ({marks})" for way in ways)
            cursor.execute(
                DIFFERENT.format(table=table, column=column, found=found, marks=marks), list(ids) * (len(ways) + 1)
            )
            wrong |= {row[0] for row in cursor.fetchall()}
    return sorted(wrong)


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str], ids: list[int] | None) -> None:
    """For the discrepancies of these ids, or for all."""
    marks = ", ".join(["%s"] * len(ids)) if ids is not None else ""
    which, kept = (f"p.discrepancy_id IN ({marks})", f"discrepancy_id IN ({marks})") if marks else ("1 = 1", "1 = 1")
    with connection.cursor() as cursor:
        for table, (column, ways) in REACHED.items():
            found = " UNION ".join(f"{way} WHERE {which}" for way in ways)
            for statement in statements:
                asked = None if ids is None else ids * (len(ways) + 1)
                cursor.execute(statement.format(table=table, column=column, found=found, kept=kept), asked)
