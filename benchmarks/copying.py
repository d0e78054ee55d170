"""Copies of analysed stories under other marks, straight in PostgreSQL: a large corpus in minutes instead of days.

Each copy has rows, links and groups as the real steps made them, with its own names, figures and days; names that are
in many stories stay the same and are mentions of the same entities. Triggers are off meanwhile: it takes a superuser.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Max, Model

from claims.analysis.facts import wording
from claims.analysis.found import EntityKind
from claims.analysis.names.folding import block
from claims.blocking import story_keys
from claims.models import (
    Claim,
    ClaimLink,
    Discrepancy,
    Entity,
    Extraction,
    Fact,
    Mention,
    MentionLink,
    Position,
    Quote,
    QuoteKey,
    QuoteLink,
    StoryKey,
    Utterance,
)
from claims.representing import form
from sources.models import Article, ArticleVersion

from .generated import mark

BASE = mark(0)
# What each copy is earlier than the one before it, in days: a steady flow of articles.
DAYS = 2
SHIFT = 7
# Ids left free after each copy, for what is added in between.
ROOM = 200_000
MODELS: tuple[type[Model], ...] = (
    *(Article, ArticleVersion, Extraction, Entity, Fact, Utterance, Mention, Quote, Claim),
    *(Claim.mentions.through, MentionLink, ClaimLink, QuoteLink, Discrepancy, Position),
    *(Position.claims.through, Position.quotes.through),
)


def copy(last: dict[str, int], numbers: range) -> None:
    """Makes the copies of these numbers of the rows whose ids are at most `last`, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        _tell_numbers(cursor, numbers)
        _tell_mentions(cursor, numbers)
        for model in MODELS:
            table, columns = model._meta.db_table, [field.column for field in model._meta.local_concrete_fields]
            if model is Position.claims.through or model is Claim.mentions.through:
                columns = [field.column for field in model._meta.local_fields]
            chosen = ", ".join(_expression(model, column, last) for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {chosen} FROM copied c CROSS JOIN {table} t {_joined(model)} "
                f"WHERE t.id <= %s {_chosen(model)}",
                [last[table]],
            )
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        _copy_keys(cursor, last, numbers)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("DROP TABLE copied; DROP TABLE named")


def last_ids() -> dict[str, int]:
    """The highest id of each table."""
    models = (*MODELS, StoryKey, QuoteKey)
    return {model._meta.db_table: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in models}


def _tell_numbers(cursor: Any, numbers: range) -> None:
    cursor.execute("CREATE TEMP TABLE copied (n bigint, mark text, title text)")
    cursor.executemany("INSERT INTO copied VALUES (%s, %s, %s)", [(n, mark(n), mark(n).title()) for n in numbers])


def _tell_mentions(cursor: Any, numbers: range) -> None:
    """The forms and blocks of the copied names."""
    cursor.execute("CREATE TEMP TABLE named (n bigint, form text, new text, block text, common boolean)")
    rows = []
    for mention in Mention.objects.filter(stands=True).exclude(form=""):
        for n in numbers:
            other = Mention(
                kind=mention.kind,
                name=marked(mention.name, n),
                names=[marked(name, n) for name in mention.names],
                roles=mention.roles,
                anchor=marked(mention.anchor, n),
            )
            key = form(other)
            rows.append((n, mention.form, key, block(other.name, EntityKind(other.kind))[:100], key == mention.form))
    _load(cursor, "named (n, form, new, block, common)", rows)
    cursor.execute("CREATE INDEX ON named (form, n)")
    cursor.execute("ANALYZE named")


def marked(text: str, number: int) -> str:
    return text.replace(BASE, mark(number)).replace(BASE.title(), mark(number).title())


def _load(cursor: Any, into: str, rows: Iterable[Sequence[object]]) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def _joined(model: type[Model]) -> str:
    return "JOIN named ON named.form = t.form AND named.n = c.n" if model is Mention else ""


def _chosen(model: type[Model]) -> str:
    """Entities of names that are in many stories, and what links them, are not copied."""
    own = f"LIKE '%%{BASE.title()}%%'"
    if model is Entity:
        return f"AND t.name {own}"
    if model is MentionLink:
        side = "EXISTS (SELECT FROM claims_mention m WHERE m.id = t.{}_id AND m.name " + own + ")"
        return f"AND {side.format('left')} AND {side.format('right')}"
    return ""


def _expression(model: type[Model], column: str, last: dict[str, int]) -> str:
    """What a copied row has in this column."""
    field = next(each for each in model._meta.local_fields if each.column == column)
    if field.primary_key:
        return f"t.id + c.n * {_step(last, model._meta.db_table)}"
    if model is Discrepancy and column == "key":
        fact, utterance = (f"c.n * {_step(last, each._meta.db_table)}" for each in (Fact, Utterance))
        return f"split_part(t.key, ':', 1) || ':' || coalesce(t.fact_id + {fact}, t.utterance_id + {utterance})"
    target = field.related_model._meta.db_table if field.is_relation and field.related_model else ""
    if column == "entity_id":
        return f"CASE WHEN named.common THEN t.entity_id ELSE t.entity_id + c.n * {_step(last, target)} END"
    if target in last:
        return f't."{column}" + c.n * {_step(last, target)}'
    return SPECIAL.get((model, column)) or _by_kind(field, f't."{column}"')


def _step(last: dict[str, int], table: str) -> int:
    """By how much ids differ from copy to copy."""
    return last[table] + ROOM


def _by_kind(field: Any, column: str) -> str:
    kind = field.get_internal_type()
    if kind == "JSONField":
        return _remarked(f"{column}::text") + "::jsonb"
    if kind in ("TextField", "CharField"):
        return _remarked(column)
    if kind == "DateField":
        return f"{column} - (c.n * {DAYS})::int"
    return column


def _remarked(column: str) -> str:
    return f"replace(replace({column}, '{BASE}', c.mark), '{BASE.title()}', c.title)"


EARLIER = f"- make_interval(days => (c.n * {DAYS})::int)"
SPECIAL: dict[tuple[type[Model], str], str] = {
    (Article, "key"): "t.key || '-' || c.n",
    (Article, "published_at"): f"t.published_at {EARLIER}",
    (Extraction, "published_at"): f"t.published_at {EARLIER}",
    (Mention, "form"): "named.new",
    (Mention, "block"): "named.block",
    (Mention, "stands"): "t.stands AND NOT named.common",
    (Claim, "low_number"): f"t.low_number + c.n * {SHIFT}",
    (Claim, "high_number"): f"t.high_number + c.n * {SHIFT}",
    **{(model, "anchor"): "md5(t.anchor || c.n)" for model in (Mention, Quote, Claim)},
}


def _copy_keys(cursor: Any, last: dict[str, int], numbers: range) -> None:
    """The keys by which articles and quotes are found: made anew, as their order goes by the names."""
    step = _step(last, Extraction._meta.db_table)
    stories = list(Extraction.objects.filter(pk__lte=step - ROOM).values_list("pk", "story", "published_at__date"))
    _load(
        cursor,
        "claims_storykey (extraction_id, key, day)",
        (
            (pk + n * step, key, day - dt.timedelta(days=n * DAYS))
            for n in numbers
            for pk, names, day in stories
            for key in story_keys([marked(name, n) for name in names])
        ),
    )
    step = _step(last, Quote._meta.db_table)
    quotes = list(Quote.objects.filter(pk__lte=step - ROOM).values_list("pk", "content"))
    of: dict[str, list[int]] = {}
    for pk, content in quotes:
        of.setdefault(content, []).append(pk)
    _load(
        cursor,
        "claims_quotekey (quote_id, key)",
        (
            (pk + n * step, key)
            for n in numbers
            for content, pks in of.items()
            for keys in [wording.keys(wording.Said("", marked(content, n), ""))]
            for pk in pks
            for key in keys
        ),
    )
