"""What is searched for words, and how each database finds them: a GIN index here, FTS5 kept by triggers there."""

from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

# A text with more words than fit into a tsvector (1 MB) could not be stored at all.
MOST_CHARACTERS = 200_000


@dataclass(frozen=True)
class Searched:
    """A table, its columns that are searched, and the rows of it that count."""

    table: str
    columns: tuple[str, ...]
    counts: str
    named: str = "it.id"

    @property
    def index(self) -> str:
        return f"{self.table}_words"

    @property
    def text(self) -> str:
        """SQL, for PostgreSQL, of what is searched in a row called `it`: a stop word keeps phrases within a column."""
        return self._joined("' the '")

    @property
    def vector(self) -> str:
        """SQL, for PostgreSQL, of its words, as they are indexed."""
        return f"to_tsvector('english', {self.text})"

    @property
    def shown(self) -> str:
        """The same as excerpts are made of it."""
        return self._joined("chr(10)")

    def _joined(self, between: str) -> str:
        return f"left({f' || {between} || '.join(f'it.{column}' for column in self.columns)}, {MOST_CHARACTERS})"


SEARCHED = {
    "article": Searched(
        "sources_articleversion",
        ("title", "text"),
        "EXISTS (SELECT 1 FROM sources_article of WHERE of.current_id = it.id)",
        "it.article_id",
    ),
    "quote": Searched("claims_quote", ("content",), "it.live"),
    "claim": Searched("claims_claim", ("label", "exact"), "it.live"),
}
POSTGRESQL = ("CREATE INDEX {index} ON {table} USING gin (to_tsvector('english', {text}))",)
SQLITE = (
    "CREATE VIRTUAL TABLE {index} USING fts5({columns}, content='{table}', content_rowid='id', "
    "tokenize='porter unicode61')",
    "CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN "
    "INSERT INTO {index}(rowid, {columns}) VALUES (NEW.id, {new}); END",
    "CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN "
    "INSERT INTO {index}({index}, rowid, {columns}) VALUES ('delete', OLD.id, {old}); END",
    "CREATE TRIGGER {index}_update AFTER UPDATE OF {columns} ON {table} BEGIN "
    "INSERT INTO {index}({index}, rowid, {columns}) VALUES ('delete', OLD.id, {old}); "
    "INSERT INTO {index}(rowid, {columns}) VALUES (NEW.id, {new}); END",
    "INSERT INTO {index}({index}) VALUES ('rebuild')",
)
DROP_POSTGRESQL = ("DROP INDEX {index}",)
DROP_SQLITE = (
    "DROP TRIGGER IF EXISTS {index}_insert",
    "DROP TRIGGER IF EXISTS {index}_delete",
    "DROP TRIGGER IF EXISTS {index}_update",
    "DROP TABLE IF EXISTS {index}",
)


def index_words(connection: BaseDatabaseWrapper) -> None:
    """Makes the indexes, of what is there already too."""
    _run(connection, POSTGRESQL if connection.vendor == "postgresql" else SQLITE)


def drop_words(connection: BaseDatabaseWrapper) -> None:
    _run(connection, DROP_POSTGRESQL if connection.vendor == "postgresql" else DROP_SQLITE)


def indexing() -> migrations.RunPython:
    """The migration step that makes the indexes."""
    return migrations.RunPython(
        lambda _apps, editor: index_words(editor.connection), lambda _apps, editor: drop_words(editor.connection)
    )


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for each in SEARCHED.values():
            told = {
                "index": each.index,
                "table": each.table,
                "text": each.text.replace("it.", ""),
                "columns": ", ".join(each.columns),
                "new": ", ".join(f"NEW.{column}" for column in each.columns),
                "old": ", ".join(f"OLD.{column}" for column in each.columns),
            }
            for statement in statements:
                cursor.execute(statement.format(**told))
