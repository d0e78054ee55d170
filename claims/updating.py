"""Writes many rows of one table, as one prepared statement, where Django would make an object or a query of each."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connections, router

Row = Any
# What a database driver takes as Django would give it, whatever the field: asking the field costs more than writing.
AS_IT_IS = (int, float)


def update_each(rows: Collection[Row], names: Sequence[str]) -> None:
    """Stores these fields of the rows as they are now, and nothing else.

    Where `bulk_update` makes one expression of all rows and values, which takes longer to build than to run.
    """
    if not rows:
        return
    meta = next(iter(rows))._meta
    connection = connections[router.db_for_write(meta.model)]
    fields = [meta.get_field(name) for name in names]
    quoted = connection.ops.quote_name
    columns = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(meta.pk.column)} = %s"
    values = [
        [*_prepared(fields, (getattr(row, field.attname) for field in fields), connection), row.pk] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def insert_each(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Stores new rows with these values; `names` are all fields of the table, and nobody asks for the rows' ids."""
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    values = [_prepared(fields, row, connection) for row in rows]
    if not values:
        return
    quoted = connection.ops.quote_name
    columns, places = ", ".join(quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})", values)


def _prepared(fields: Sequence[Any], row: Iterable[Any], connection: Any) -> list[Any]:
    """The values of one row as the database is given them."""
    return [
        each if type(each) in AS_IT_IS else field.get_db_prep_save(each, connection)
        for field, each in zip(fields, row, strict=True)
    ]
