"""Writes many rows of one table, as one prepared statement, where Django would make an object or a query of each."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connections, router

Row = Any


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
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def insert_each(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Stores new rows with these values; `names` are all fields of the table, and nobody asks for the rows' ids."""
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    values = [
        [field.get_db_prep_save(each, connection) for field, each in zip(fields, row, strict=True)] for row in rows
    ]
    if not values:
        return
    quoted = connection.ops.quote_name
    columns, places = ", ".join(quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})", values)
