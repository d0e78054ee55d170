"""Tables whose changes the database itself writes down, in the same transaction: nothing that writes can forget to.

A trigger only says which row was touched; what else is told differently because of it (the claims about an entity
that was renamed) is worked out when changes are numbered. So no trigger names another table than `claims_touched`, and
none stands in the way where SQLite makes a table anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
OLD, NEW = "OLD", "NEW"
ROWS = {INSERT: (NEW,), UPDATE: (OLD, NEW), DELETE: (OLD,)}
OWN = {INSERT: "'created'", UPDATE: "'changed'", DELETE: "'removed'"}


@dataclass(frozen=True)
class Watch:
    """A table and what is touched with its rows: themselves, or what a column of theirs points to.

    An update counts where one of `columns` changed, without them where any but those `besides` did.
    """

    table: str
    kind: str
    column: str = "id"
    events: tuple[str, ...] = (INSERT, UPDATE, DELETE)
    columns: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    action: str = "'changed'"
    rows: tuple[str, ...] = (OLD, NEW)

    def name(self, event: str) -> str:
        return f"{self.table}_{event.lower()}_touches_{self.kind}"

    def said(self, event: str) -> str:
        """SQL of the action: of a row's own life, or of what only points to what changed."""
        return OWN[event] if self.column == "id" and (event != UPDATE or self.action == "'changed'") else self.action


EVIDENCE = "CASE WHEN OLD.live AND NOT NEW.live THEN 'superseded' ELSE 'changed' END"
PUBLISHED = ("source_id", "key", "url", "origin", "published_at", "reprint_of_id")
LINKED = (INSERT, DELETE)

WATCHES = (
    Watch("sources_source", "source", columns=("name", "domain")),
    Watch("sources_source", "source_name", events=(UPDATE,), columns=("name",)),
    Watch("sources_article", "article", besides=("seen_at",)),
    Watch("sources_article", "published", events=(UPDATE,), columns=PUBLISHED),
    Watch(
        "sources_article",
        "version",
        "current_id",
        events=(UPDATE,),
        columns=("current_id",),
        action="'superseded'",
        rows=(OLD,),
    ),
    Watch("sources_articleversion", "version", events=(INSERT,)),
    Watch("claims_extraction", "reading", events=(UPDATE,), columns=("read_rules", "model")),
    Watch("claims_entity", "entity"),
    Watch("claims_entity", "entity_name", events=(UPDATE,), columns=("name",)),
    Watch("claims_mention", "mention", events=(UPDATE,), columns=("entity_id",)),
    Watch("claims_quote", "quote", action=EVIDENCE),
    Watch("claims_quote", "utterance", "utterance_id", columns=("utterance_id", "live")),
    Watch("claims_claim", "claim", action=EVIDENCE),
    Watch("claims_claim", "fact", "fact_id", columns=("fact_id", "live")),
    Watch("claims_claim_mentions", "claim", "claim_id", events=LINKED),
    Watch("claims_fact", "fact", columns=("label", "dimension", "unit")),
    Watch("claims_fact", "fact_label", events=(UPDATE,), columns=("label",)),
    Watch("claims_utterance", "utterance", columns=("label",)),
    Watch("claims_utterance", "utterance_label", events=(UPDATE,), columns=("label",)),
    Watch("claims_discrepancy", "discrepancy"),
    Watch("claims_discrepancy", "fact", "fact_id", columns=("fact_id",)),
    Watch("claims_discrepancy", "utterance", "utterance_id", columns=("utterance_id",)),
    Watch("claims_position", "discrepancy", "discrepancy_id"),
    Watch("claims_position_claims", "position", "position_id", events=LINKED),
    Watch("claims_position_quotes", "position", "position_id", events=LINKED),
    Watch("claims_review", "review", events=(INSERT,)),
    Watch("auth_user", "user", events=(UPDATE,), columns=("username",)),
)
# Tables of what can be mirrored, each before what names it: how rows that were there before get into the changes.
FIRST = {
    "source": "sources_source",
    "article": "sources_article",
    "version": "sources_articleversion",
    "entity": "claims_entity",
    "fact": "claims_fact",
    "utterance": "claims_utterance",
    "quote": "claims_quote",
    "claim": "claims_claim",
    "discrepancy": "claims_discrepancy",
    "review": "claims_review",
}
# What is there already but was superseded is not news.
SUPERSEDED = "CASE WHEN live THEN 'created' ELSE 'superseded' END"
BEFORE = {"quote": SUPERSEDED, "claim": SUPERSEDED}
TOUCH = "INSERT INTO claims_touched (kind, thing, action)"


def watch(connection: BaseDatabaseWrapper) -> None:
    """Installs every trigger, in place of those that stand.

    A column that a later migration adds is watched from then on.
    """
    unwatch(connection)
    with connection.cursor() as cursor:
        for each in WATCHES:
            description = connection.introspection.get_table_description(cursor, each.table)
            known = [column.name for column in description]
            if each.columns and not set(known).intersection(each.columns):
                continue
            for event in each.events:
                for statement in _statements(each, event, known, connection.vendor):
                    cursor.execute(statement)


def unwatch(connection: BaseDatabaseWrapper) -> None:
    """Removes every trigger. Call it before a column that is watched is removed, and `watch` afterwards."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for each in WATCHES:
            for event in each.events:
                name = each.name(event)
                cursor.execute(
                    f"DROP FUNCTION IF EXISTS {name}() CASCADE" if postgresql else f"DROP TRIGGER IF EXISTS {name}"
                )


def touch_all(connection: BaseDatabaseWrapper) -> None:
    """Counts what is there already as created."""
    with connection.cursor() as cursor:
        for kind, table in FIRST.items():
            cursor.execute(f"{TOUCH} SELECT '{kind}', id, {BEFORE.get(kind, OWN[INSERT])} FROM {table} ORDER BY id")


def watching() -> migrations.RunPython:
    """The migration step that installs every trigger: needed again after each change to the columns of a table."""
    return migrations.RunPython(
        lambda _apps, editor: watch(editor.connection), lambda _apps, editor: unwatch(editor.connection)
    )


def touching_all() -> migrations.RunPython:
    """The migration step that counts what is there already as created."""
    return migrations.RunPython(lambda _apps, editor: touch_all(editor.connection), migrations.RunPython.noop)


def _statements(each: Watch, event: str, known: list[str], vendor: str) -> Iterator[str]:
    name, condition = each.name(event), _condition(each, known) if event == UPDATE else ""
    body = " ".join(_touches(each, event))
    if vendor == "postgresql":
        when = f"WHEN ({condition.replace(' IS NOT ', ' IS DISTINCT FROM ')}) " if condition else ""
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {body} RETURN NULL; END$$"
        yield f"CREATE TRIGGER {name} AFTER {event} ON {each.table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()"
    else:
        when = f"WHEN {condition} " if condition else ""
        yield f"CREATE TRIGGER {name} AFTER {event} ON {each.table} FOR EACH ROW {when}BEGIN {body} END"


def _condition(each: Watch, known: list[str]) -> str:
    columns = [column for column in each.columns or known if column in known and column not in each.besides]
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def _touches(each: Watch, event: str) -> Iterator[str]:
    """One insert for each thing: an update that moves a row from one fact to another touches both."""
    rows = (NEW,) if each.column == "id" and event == UPDATE else [row for row in ROWS[event] if row in each.rows]
    for row in rows:
        thing = f"{row}.{each.column}"
        yield f"{TOUCH} SELECT '{each.kind}', {thing}, {each.said(event)} WHERE {thing} IS NOT NULL;"
