"""Finds words in articles, quotes and claims: one way to ask, whichever database answers.

Words are found in any form of theirs; "some words" in quotation marks as they stand, and -word where it is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from .models.words import SEARCHED, Searched

# Around what was found, in what the database gives back.
ON, OFF = "\x02", "\x03"
TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
HEADLINE = f"StartSel={ON}, StopSel={OFF}, MaxFragments=2, MaxWords=30, MinWords=10, FragmentDelimiter= … "

# Where more than so many have the words, the best of the newest of them are found: to rank one is to take its words
# apart again, and of what half of all texts say there is no best.
RANKED = 500
# So many of the newest tell how many have the words.
LOOKED_AT = 50

POSTGRESQL = """
SELECT found.named, found.rank, ts_headline('english', translate(found.told, %(marks)s, ''), query, %(headline)s)
FROM (
    SELECT {named} AS named, {shown} AS told, query,
           ts_rank_cd({vector}, query)::float8 AS rank
    FROM websearch_to_tsquery('english', %(words)s) query, {table} it JOIN (
        SELECT any_of.id FROM (
            SELECT it.id FROM {table} it
            WHERE {vector} @@ websearch_to_tsquery('english', %(words)s) AND {counts} {index_first}
        ) any_of ORDER BY any_of.id DESC LIMIT %(ranked)s
    ) newest ON newest.id = it.id
    ORDER BY rank DESC, it.id LIMIT %(most)s
) found ORDER BY found.rank DESC, found.named
"""
COMMON = """
SELECT count(*) FROM (SELECT * FROM {table} it ORDER BY it.id DESC LIMIT %s) it
WHERE {vector} @@ websearch_to_tsquery('english', %s)
"""
# Has the rows found by the index, and not by reading row after row in the order that is asked for.
INDEX_FIRST = "OFFSET 0"
SQLITE = """
SELECT {named}, -bm25({index}) AS rank, snippet({index}, -1, %s, %s, ' … ', 40)
FROM {index} JOIN {table} it ON it.id = {index}.rowid
WHERE {index} MATCH %s AND {counts} ORDER BY rank DESC, it.id LIMIT %s
"""


@dataclass(frozen=True)
class Part:
    """A stretch of an excerpt; `match`: it is what was asked for."""

    text: str
    match: bool


@dataclass(frozen=True)
class Hit:
    kind: str
    id: int
    rank: float
    excerpt: tuple[Part, ...]


def matching(queryset: QuerySet[Any], kind: str, words: str) -> QuerySet[Any]:
    """The rows of a kind with these words."""
    searched = SEARCHED[kind]
    if connection.vendor == "postgresql":
        asked = f"{searched.vector} @@ websearch_to_tsquery('english', %s)"
        found = f"SELECT it.id FROM {searched.table} it WHERE {asked} {_index_first(searched, words, 1 / 4)}"
        return queryset.filter(pk__in=RawSQL(found, [words]))
    asked = as_fts5(words)
    if not asked:
        return queryset.none()
    found = f"SELECT rowid FROM {searched.index} WHERE {searched.index} MATCH %s"
    return queryset.filter(pk__in=RawSQL(found, [asked]))


def _index_first(searched: Searched, words: str, share: float) -> str:
    """SQL, for PostgreSQL: nothing where more than this share of rows has the words, so that a page is soon full.

    By itself it would take all texts apart to find those, for that seems cheap to it.
    """
    with connection.cursor() as cursor:
        cursor.execute(COMMON.format(table=searched.table, vector=searched.vector), [LOOKED_AT, words])
        return "" if cursor.fetchone()[0] > LOOKED_AT * share else INDEX_FIRST


def search(words: str, kinds: list[str], most: int) -> list[Hit]:
    """The best so many of each kind, best first; those of one kind stand together, for ranks compare only in it."""
    return [hit for kind in kinds for hit in _hits(kind, SEARCHED[kind], words, most)]


def _hits(kind: str, searched: Searched, words: str, most: int) -> Iterator[Hit]:
    names = {"index": searched.index, "table": searched.table, "counts": searched.counts, "named": searched.named}
    parameters: Any
    if connection.vendor == "postgresql":
        statement = POSTGRESQL.format(
            vector=searched.vector, shown=searched.shown, index_first=_index_first(searched, words, 1 / 2), **names
        )
        parameters = {"words": words, "marks": ON + OFF, "headline": HEADLINE, "most": most, "ranked": RANKED}
    else:
        asked = as_fts5(words)
        if not asked:
            return
        statement, parameters = SQLITE.format(**names), [ON, OFF, asked, most]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        for pk, rank, excerpt in cursor.fetchall():
            yield Hit(kind, pk, round(rank, 6), tuple(parts(excerpt)))


def parts(marked: str) -> Iterator[Part]:
    """The excerpt in pieces: no markup, so nothing in it can be mistaken for some."""
    for number, piece in enumerate(re.split(f"[{ON}{OFF}]", marked)):
        if piece:
            yield Part(piece, match=number % 2 == 1)


def as_fts5(words: str) -> str:
    """The same question for FTS5, each term quoted so that none is an operator; empty where nothing is asked for."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in TERM.findall(words):
        term = phrase or word
        if any(character.isalnum() for character in term):
            (unwanted if minus else wanted).append('"{}"'.format(term.replace('"', "")))
    if not wanted:
        return ""
    return " ".join(wanted) + "".join(f" NOT {term}" for term in unwanted)
