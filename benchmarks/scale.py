"""What one more article costs as the corpus grows: stored, grouped and compared by the real steps, on PostgreSQL.

`DATABASE_URL=postgres://… python -m benchmarks.scale [--claims 10000 1000000]`: makes corpora of these sizes, each in a
database of its own, which are dropped afterwards, and adds articles to them, one at a time and to each in turn, so that
a busy moment meets all; prints median time and queries for one, what the last size costs of the first, and the size of
the tables. Ends with 1 where that is more than 1.5 times.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import django

from claims.analysis.found import Analysis

if TYPE_CHECKING:
    from .copying import Copied

LIMIT = 1.5
STORIES = 5
ADDED = 15


@dataclass(frozen=True)
class Corpus:
    """A database with so many copies of the stories, how long it took to make, and what adding to it cost.

    Of each article that was added: seconds and queries.
    """

    database: str
    copies: int
    claims: int
    made: float
    added: list[tuple[float, int]] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(seconds for seconds, _ in self.added)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, nargs="+", default=[10_000, 1_000_000], help="sizes, the smallest first")
    sizes = options.parse_args().claims
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False  # else every query is kept
    if connection.vendor != "postgresql":
        print("no figures of scale: they are of PostgreSQL, set DATABASE_URL to one")
        return 0
    own = connection.settings_dict["NAME"]
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return run(sizes)
    finally:
        use(name)
        connection.creation.destroy_test_db(own, verbosity=0)
        for size in sizes[:-1]:
            administer(f'DROP DATABASE IF EXISTS "{name}_{size}"')


def run(sizes: list[int]) -> int:
    """Prints the table; 1 where an article costs too much more in the last corpus than in the first."""
    from .generated import ARTICLES

    sys.stdout.reconfigure(line_buffering=True)
    corpora = made(sizes)
    # What comes first in a database also loads what the others find there.
    for number in range(ADDED + 1):
        for corpus in corpora:
            use(corpus.database)
            taken = measured(partial(add_to_any, number, corpus.copies))
            corpus.added.extend([taken] if number else [])
    print(f"{'claims':>10} {'articles':>9} {'stories':>8} {'made in':>8} {'median':>8} {'slowest':>8} {'queries':>8}")
    for corpus in corpora:
        slowest, _ = max(corpus.added)
        print(
            f"{corpus.claims:10,} {corpus.copies * STORIES * ARTICLES:9,} {corpus.copies * STORIES:8,} "
            f"{corpus.made:6.0f} s {corpus.median * 1000:5.0f} ms {slowest * 1000:5.0f} ms "
            f"{statistics.median(queries for _, queries in corpus.added):8.0f}"
        )
    ratio = corpora[-1].median / corpora[0].median
    print(f"one article costs {ratio:.2f} times as much in the last as in the first (at most {LIMIT})")
    print_tables()
    return int(ratio > LIMIT)


def made(sizes: Sequence[int]) -> list[Corpus]:
    """A corpus of each size; all but the last are kept as they were before they grew on."""
    from django.db import connection

    from claims.models import Claim

    from . import copying
    from .generated import ARTICLES, CLAIMS

    started, copies, name = time.perf_counter(), 1, connection.settings_dict["NAME"]
    stories = stored()
    taken = time.perf_counter() - started
    print(f"{stories[-1].last['claims_claim']:,} claims through the real steps in {taken:.0f} s, then copied")
    corpora = []
    for size in sizes:
        started, wanted = time.perf_counter(), max(1, size // (STORIES * ARTICLES * CLAIMS))
        if wanted > copies:
            copying.copy(stories, range(copies, wanted))
            copies = wanted
        vacuum()
        kept, claims = name if size == sizes[-1] else f"{name}_{size}", Claim.objects.count()
        if kept != name:
            connection.close()
            administer(f'DROP DATABASE IF EXISTS "{kept}"')
            administer(f'CREATE DATABASE "{kept}" TEMPLATE "{name}"')
        corpora.append(Corpus(kept, copies, claims, time.perf_counter() - started))
    return corpora


def stored() -> list["Copied"]:
    """The stories that are copied, each with its rows."""
    from . import copying
    from .generated import ARTICLES

    survey()
    stories = []
    for number in range(STORIES):
        first = copying.last_ids()
        for article in range(ARTICLES):
            add(number, 0, article)
        stories.append(copying.Copied(number, first, copying.last_ids()))
    return stories


def use(database: str) -> None:
    """Has all that follows go to this database."""
    from django.db import connection

    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database


def administer(statement: str) -> None:
    """On the server, from within none of its databases that are measured."""
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def add_to_any(number: int, copies: int) -> None:
    """One more article of a story somewhere in the corpus, never of one story twice in a size.

    The stories that are copied for a larger size stay as they are.
    """
    copy = 1 + number * 37 % (copies - 1) if copies > 1 else 0
    add(number % STORIES, copy, 1000 + copies + number)


def add(number: int, copy: int, article: int) -> None:
    """Stores what was found in an article of a story, groups it and compares."""
    from . import copying
    from .generated import FIRST_DAY, mark, story

    day = FIRST_DAY - dt.timedelta(days=copy * copying.DAYS)
    of = story(number, mark(copy), day)
    _take_in(f"made:{copy}:{number}:{article}", day + dt.timedelta(days=article % 2), article, *of.article(article))


def survey() -> None:
    """Articles that name all that the copies of stories share, in every way in which they do."""
    from .generated import FIRST_DAY, OFFICES, everybody

    for number, offices in enumerate(OFFICES):
        _take_in(f"made:survey:{number}", FIRST_DAY, number, *everybody(offices))


def _take_in(key: str, day: dt.date, outlet: int, text: str, analysis: Analysis) -> None:
    from claims import comparing, extracting, grouping
    from claims.models import Extraction
    from sources.models import Article, ArticleVersion, Source

    published = dt.datetime.combine(day, dt.time(12), dt.UTC)
    source, _ = Source.objects.get_or_create(name=f"Outlet {outlet % 40}")
    row = Article.objects.create(source=source, key=key, published_at=published)
    row.current = ArticleVersion.objects.create(article=row, number=1, title="A title", text=text)
    row.save(update_fields=["current"])
    waiting = Extraction.objects.create(version=row.current, rules="made", published_at=published)
    extracting.store(waiting, analysis, "none")
    grouping.group_pending()
    comparing.compare_pending()


def measured(run: Callable[[], None]) -> tuple[float, int]:
    """How long it takes, in seconds, and how many queries."""
    from django.db import connection

    count = 0

    def counting(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    started = time.perf_counter()
    with connection.execute_wrapper(counting):
        run()
    return time.perf_counter() - started, count


def vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def print_tables() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint, pg_size_pretty(pg_table_size(oid)), "
            "pg_size_pretty(pg_indexes_size(oid)) "
            "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 10000 "
            "ORDER BY pg_total_relation_size(oid) DESC"
        )
        print(f"{'table':28} {'rows':>12} {'size':>9} {'indexes':>9}")
        for table, rows, size, indexes in cursor.fetchall():
            print(f"{table:28} {rows:12,} {size:>9} {indexes:>9}")


if __name__ == "__main__":
    sys.exit(main())
