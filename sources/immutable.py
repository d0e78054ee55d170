"""Rows that the database itself refuses to change: triggers for SQLite and PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} rows are never updated'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} rows are never deleted'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
    "RAISE EXCEPTION '{table} rows are never updated or deleted' USING ERRCODE = 'integrity_constraint_violation'; "
    "END$$",
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
)
DROP_SQLITE = ("DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete")
DROP_POSTGRESQL = ("DROP FUNCTION {table}_refuse() CASCADE",)


def protect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Makes the database refuse to update or delete rows of the table, whoever asks."""
    _run(editor, SQLITE, POSTGRESQL, table)


def unprotect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    _run(editor, DROP_SQLITE, DROP_POSTGRESQL, table)


def protection(table: str) -> migrations.RunPython:
    """The migration step that protects a table."""
    return migrations.RunPython(
        lambda _apps, editor: protect(editor, table), lambda _apps, editor: unprotect(editor, table)
    )


def _run(editor: BaseDatabaseSchemaEditor, sqlite: tuple[str, ...], postgresql: tuple[str, ...], table: str) -> None:
    with editor.connection.cursor() as cursor:
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            cursor.execute(statement.format(table=table))
