"""Writes many rows of one table, as one prepared statement, where Django would make an object or a query of each."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from types import NoneType
from typing import Any

from django.db import connections, models, router

Row = Any
# What a database driver takes as Django would give it, but for JSON: asking the field costs more than writing.
AS_IT_IS = (int, float, bool, NoneType)
# So many rows one statement creates at most.
CREATED = 200


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


def create_each(rows: Sequence[Row]) -> None:
    """Stores new rows of one table, and gives them their ids; all that they point to must be stored.

    Where `bulk_create` asks each field of each row several times.
    """
    if not rows:
        return
    meta = rows[0]._meta
    connection = connections[router.db_for_write(meta.model)]
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    for field in fields:
        if type(field).pre_save is not models.Field.pre_save:  # Such as the moment of creation.
            for row in rows:
                field.pre_save(row, True)
    values = [_prepared(fields, (getattr(row, field.attname) for field in fields), connection) for row in rows]
    many = min(CREATED, connection.ops.bulk_batch_size(fields, rows))
    start = _inserted(meta, fields, connection)
    with connection.cursor() as cursor:
        for at in range(0, len(rows), many):
            some = values[at : at + many]
            places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(some))
            cursor.execute(
                f"{start} VALUES {places} RETURNING {connection.ops.quote_name(meta.pk.column)}",
                [each for row in some for each in row],
            )
            for row, (pk,) in zip(rows[at : at + many], cursor.fetchall(), strict=True):
                row.pk, row._state.adding, row._state.db = pk, False, connection.alias


def insert_each(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Stores new rows with these values; `names` are all fields of the table, and nobody asks for the rows' ids."""
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    values = [_prepared(fields, row, connection) for row in rows]
    if not values:
        return
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"{_inserted(model._meta, fields, connection)} VALUES ({places})", values)


def _inserted(meta: Any, fields: Sequence[Any], connection: Any) -> str:
    quoted = connection.ops.quote_name
    return f"INSERT INTO {quoted(meta.db_table)} ({', '.join(quoted(field.column) for field in fields)})"


def _prepared(fields: Sequence[Any], row: Iterable[Any], connection: Any) -> list[Any]:
    """The values of one row as the database is given them."""
    return [
        each if type(each) in _taken(field) else field.get_db_prep_save(each, connection)
        for field, each in zip(fields, row, strict=True)
    ]


@cache
def _taken(field: Any) -> frozenset[type]:
    """The types of values that the driver takes for a field as they are."""
    if isinstance(field, models.JSONField):
        return frozenset((NoneType,))
    return frozenset((*AS_IT_IS, *((str,) if isinstance(field, models.CharField | models.TextField) else ())))
