"""Databases of as many claims as wanted, made by SQL in minutes: what they hold is told in `filling.sql`."""

import random
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

STATEMENTS = Path(__file__).with_name("filling.sql")
# By which a database is known to have been filled here.
MARK = "factcheck: made-up rows of {:,} claims"
SYLLABLES = "ba den fir gol har jes kam lor mun nid pel rov sil tur vek zan".split()
COMMON = "the a of in and to its with after before on that was near under over".split()


class Occupied(Exception):
    """The database has rows that are somebody else's."""


def fill(claims: int) -> bool:
    """Makes the tables and rows of so many live claims; False where they are there already. Raises Occupied.

    Tables that are there already get what was migrated since.
    """
    # Whoever only asks for MARK has no models loaded.
    from claims.models.reach import put_all

    if _mark() == MARK.format(claims):
        call_command("migrate", verbosity=0)
        return False
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise Occupied(f"{settings.DATABASES['default']['NAME']} has tables that were not made here.")
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'"
        )
        cursor.execute("SELECT set_config('factcheck.claims', %s, false)", [str(claims)])
        _load(cursor)
        indexes = drop_indexes(cursor)
        cursor.execute(STATEMENTS.read_text())
        put_all(connection)
        for statement in indexes:
            cursor.execute(statement)
        set_sequences(cursor)
        cursor.execute("RESET ALL; DISCARD TEMP")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(f"COMMENT ON DATABASE {connection.ops.quote_name(_name())} IS '{MARK.format(claims)}'")
    return True


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _mark() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def _load(cursor) -> None:  # type: ignore[no-untyped-def]
    """The words of which texts are made: common ones often, most of them seldom, as in any language."""
    chance = random.Random(7)
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))) for _ in range(6000)]
    for table, rows in (
        ("word", words[:400]),
        ("tail", [_said(words, chance, 7) for _ in range(500)]),
        ("plain", [_said(words, chance, 24).capitalize() + "." for _ in range(2000)]),
    ):
        column = {"word": "word", "tail": "tail", "plain": "sentence"}[table]
        cursor.execute(f"CREATE TEMP TABLE {table} (number int PRIMARY KEY, {column} text)")
        _copy(cursor, table, enumerate(rows))
        cursor.execute(f"ANALYZE {table}")


def _said(words: list[str], chance: random.Random, count: int) -> str:
    return " ".join(
        chance.choice(COMMON) if number % 2 else words[int(len(words) * chance.random() ** 3)]
        for number in range(count)
    )


def _copy(cursor, table: str, rows: Iterable[tuple[int, str]]) -> None:  # type: ignore[no-untyped-def]
    with cursor.copy(f"COPY {table} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def drop_indexes(cursor) -> list[str]:  # type: ignore[no-untyped-def]
    """Those that no constraint needs; returns what makes them again, which is quicker than to keep them up."""
    cursor.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public' "
        "AND i.tablename ~ '^(sources|claims)_' "
        "AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = to_regclass(quote_ident(i.indexname)))"
    )
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _name, statement in found]


def drop_constraints(cursor) -> list[str]:  # type: ignore[no-untyped-def]
    """Foreign keys and what is unique; returns what makes them again, the last dropped first.

    Foreign keys are made again for new rows only: it would take longer to look at those that are there than to copy
    them.
    """
    cursor.execute(
        "SELECT c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid), c.contype = 'f' FROM pg_constraint c "
        "WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('f', 'u', 'p') "
        "AND c.conrelid::regclass::text ~ '^(sources|claims)_' ORDER BY c.contype <> 'f', c.contype <> 'u', c.oid"
    )
    found = cursor.fetchall()
    for table, name, _, _ in found:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    return [
        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}{" NOT VALID" if foreign else ""}'
        for table, name, made, foreign in found
    ]


def set_sequences(cursor) -> None:  # type: ignore[no-untyped-def]
    cursor.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'"
    )
    for (table,) in cursor.fetchall():
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table})) "
            f"WHERE EXISTS (SELECT FROM {table})"
        )
