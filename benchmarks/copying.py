"""Copies of analysed stories under other marks, straight in PostgreSQL: a large corpus in minutes instead of days.

Each copy has rows, links and groups as the real steps made them, with its own names and days; names that are in many
stories are other ones in each, and mentions of the same entities. Triggers are off meanwhile: it takes a superuser.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max, Model, QuerySet

from claims.analysis.facts import wording
from claims.analysis.found import EntityKind
from claims.analysis.names.folding import block, short
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
    Sketch,
    SketchKey,
    StoryKey,
    Utterance,
)
from claims.representing import form
from sources.models import Article, ArticleVersion

from .filling import drop_constraints, drop_indexes, set_sequences
from .generated import kind_of_known, mark, shared

BASE = mark(0)
# What each copy is earlier than the one before it, in days: a steady flow of articles.
DAYS = 2
# Ids left free after each copy, for what is added in between.
ROOM = 200_000
MODELS: tuple[type[Model], ...] = (
    *(Article, ArticleVersion, Extraction, Entity, Fact, Utterance, Mention, Quote, Claim),
    *(Claim.mentions.through, MentionLink, ClaimLink, QuoteLink, Discrepancy, Position),
    *(Position.claims.through, Position.quotes.through),
    *(Discrepancy.articles.through, Discrepancy.mentions.through, Sketch, SketchKey),
)
# What tells the names that a story shares with others. The reasons of links are left as they are: they are only shown.
NAMING = frozenset((ArticleVersion, Extraction, Mention, Claim))
Ids = dict[str, int]


@dataclass(frozen=True)
class Copied:
    """A story of the corpus with its rows: those after the ids `first`, up to `last`, by table."""

    number: int
    first: Ids
    last: Ids

    def names(self, copy: int) -> dict[str, str]:
        """What stands for the story's own and shared names in a copy, as they are written and as they are folded."""
        found = {}
        for at, (old, new) in enumerate(zip(shared(self.number, BASE), shared(self.number, mark(copy)), strict=True)):
            kind = kind_of_known(self.number) if at == 1 else EntityKind.PLACE
            found[old] = new
            if kind is EntityKind.PERSON:
                found[old.split()[-1]] = new.split()[-1]
            found[short(old, kind)] = short(new, kind)
        return {**found, BASE: mark(copy), BASE.title(): mark(copy).title()}


def copy(stories: Sequence[Copied], numbers: range) -> None:
    """Makes the copies of these numbers of the stories. Indexes and foreign keys are put back when all is there."""
    last = stories[-1].last
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        again = drop_constraints(cursor) + drop_indexes(cursor)
        for story in stories:
            _tell_numbers(cursor, story, numbers)
            _tell_mentions(cursor, story, numbers)
            for model in MODELS:
                _copy_rows(cursor, model, story, last)
            cursor.execute("DROP TABLE copied; DROP TABLE named")
        _copy_keys(cursor, stories, numbers)
        for statement in reversed(again):
            cursor.execute(statement)
        set_sequences(cursor)
        cursor.execute("RESET ALL")


def _copy_rows(cursor: Any, model: type[Model], story: Copied, last: Ids) -> None:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.local_fields]
    chosen = ", ".join(_expression(model, column, last, story) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"CREATE TEMP TABLE base AS SELECT * FROM {table} t WHERE t.id > %s AND t.id <= %s {_chosen(model)}",
        [story.first[table], story.last[table]],
    )
    # Copy by copy: what belongs together lies together, as what comes in together does.
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM copied c "
        f"CROSS JOIN LATERAL (SELECT *, c.n AS copy FROM base OFFSET 0) t {_joined(model)}"
    )
    cursor.execute("DROP TABLE base")


def last_ids() -> Ids:
    """The highest id of each table."""
    models = (*MODELS, StoryKey, QuoteKey)
    return {model._meta.db_table: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in models}


def _tell_numbers(cursor: Any, story: Copied, numbers: range) -> None:
    """The copies, with a column for each name: what stands for it there."""
    width = len(story.names(0))
    columns = ", ".join(f"name{at} text" for at in range(width))
    cursor.execute(f"CREATE TEMP TABLE copied (n bigint, {columns})")
    _load(cursor, "copied", ((n, *story.names(n).values()) for n in numbers))
    cursor.execute("ANALYZE copied")


def _tell_mentions(cursor: Any, story: Copied, numbers: range) -> None:
    """The forms and blocks of the copied names, and the entities of those that are in many stories."""
    cursor.execute("CREATE TEMP TABLE named (n bigint, form text, new text, block text, entity bigint)")
    table = Mention._meta.db_table
    known = dict(Mention.objects.filter(pk__lte=story.first[table], stands=True).values_list("form", "entity"))
    rows = []
    for mention in Mention.objects.filter(pk__gt=story.first[table], pk__lte=story.last[table], stands=True):
        for n in numbers:
            names = story.names(n)
            other = Mention(
                kind=mention.kind,
                name=renamed(mention.name, names),
                names=[renamed(name, names) for name in mention.names],
                roles=mention.roles,
                anchor=mention.anchor,
            )
            key = form(other)
            rows.append((n, mention.form, key, block(other.name, EntityKind(other.kind))[:100], known.get(key)))
    _load(cursor, "named", rows)
    cursor.execute("CREATE INDEX ON named (form, n); ANALYZE named")


def renamed(text: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _load(cursor: Any, into: str, rows: Iterable[Sequence[object]]) -> None:
    """Takes the rows in as they are made; what makes them may ask the database nothing meanwhile."""
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


def _expression(model: type[Model], column: str, last: Ids, story: Copied) -> str:
    """What a copied row has in this column."""
    field = next(each for each in model._meta.local_fields if each.column == column)
    if field.primary_key:
        return f"t.id + c.n * {_step(last, model)}"
    if model is Discrepancy and column == "key":
        fact, utterance = (f"c.n * {_step(last, each)}" for each in (Fact, Utterance))
        return f"split_part(t.key, ':', 1) || ':' || coalesce(t.fact_id + {fact}, t.utterance_id + {utterance})"
    if column == "entity_id":
        return f"coalesce(named.entity, t.entity_id + c.n * {_step(last, Entity)})"
    if field.is_relation and field.related_model in MODELS:
        return f't."{column}" + c.n * {_step(last, field.related_model)}'
    return SPECIAL.get((model, column)) or _by_kind(model, field, f't."{column}"', story)


def _step(last: Ids, model: Any) -> int:
    """By how much ids differ from copy to copy."""
    return last[model._meta.db_table] + ROOM


def _by_kind(model: type[Model], field: Any, column: str, story: Copied) -> str:
    kind = field.get_internal_type()
    if kind == "DateField":
        return f"{column} - (c.n * {DAYS})::int"
    if kind not in ("JSONField", "TextField", "CharField") or model in (ClaimLink, QuoteLink, MentionLink, Sketch):
        return column
    text = f"{column}::text" if kind == "JSONField" else column
    for at, name in enumerate(story.names(0)):
        if model in NAMING or name.lower() == BASE:
            text = f"replace({text}, '{name}', c.name{at})"
    return f"({text})::jsonb" if kind == "JSONField" else text


EARLIER = f"- make_interval(days => (c.n * {DAYS})::int)"
SPECIAL: dict[tuple[type[Model], str], str] = {
    (Article, "key"): "t.key || '-' || c.n",
    (Article, "published_at"): f"t.published_at {EARLIER}",
    (Extraction, "published_at"): f"t.published_at {EARLIER}",
    (Mention, "form"): "named.new",
    (Mention, "block"): "named.block",
    (Mention, "stands"): "t.stands AND named.entity IS NULL",
    (SketchKey, "key"): "t.key # (c.n * 1000003)",
    **{(model, "anchor"): "md5(t.anchor || c.n)" for model in (Mention, Quote, Claim)},
}


def _copy_keys(cursor: Any, stories: Sequence[Copied], numbers: range) -> None:
    """The keys by which articles and quotes are found: made anew, as their order goes by the names."""
    last = stories[-1].last
    for story in stories:
        names = {n: story.names(n) for n in numbers}
        about = list(_of(Extraction, story).values_list("pk", "story", "published_at__date"))
        keys = _story_keys(about, names, _step(last, Extraction))
        _load(cursor, "claims_storykey (extraction_id, key, day)", keys)
        said = list(_of(Quote, story).values_list("pk", "content"))
        _load(cursor, "claims_quotekey (quote_id, key)", _quote_keys(said, names, _step(last, Quote)))


def _of(model: type[Model], story: Copied) -> QuerySet[Any]:
    table = model._meta.db_table
    return model._default_manager.filter(pk__gt=story.first[table], pk__lte=story.last[table])


Names = Mapping[int, Mapping[str, str]]


def _story_keys(
    rows: Sequence[tuple[int, list[str], dt.date]], names: Names, step: int
) -> Iterator[tuple[object, ...]]:
    for n, called in names.items():
        for pk, about, day in rows:
            for key in story_keys([renamed(name, called) for name in about]):
                yield pk + n * step, key, day - dt.timedelta(days=n * DAYS)


def _quote_keys(rows: Sequence[tuple[int, str]], names: Names, step: int) -> Iterator[tuple[object, ...]]:
    of: dict[str, list[int]] = {}
    for pk, content in rows:
        of.setdefault(content, []).append(pk)
    for n, called in names.items():
        for content, pks in of.items():
            keys = wording.keys(wording.Said("", renamed(content, called), ""))
            yield from ((pk + n * step, key) for pk in pks for key in keys)
