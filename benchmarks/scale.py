"""What one more article costs as the corpus grows: stored, grouped and compared by the real steps, on PostgreSQL.

`DATABASE_URL=postgres://… python -m benchmarks.scale [--claims 10000 1000000]`: in a database of its own, which is
dropped afterwards, makes corpora of these sizes one after the other and adds articles to each, one at a time; prints
median time and queries for one, what the last size costs of the first, and the size of the tables. Ends with 1 where
that is more than 1.5 times.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import django

LIMIT = 1.5
STORIES = 5
ADDED = 15


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
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return run(sizes)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def run(sizes: list[int]) -> int:
    """Prints the table; 1 where an article costs too much more in the last corpus than in the first."""
    from claims.models import Claim

    from . import copying
    from .generated import ARTICLES, CLAIMS

    block = STORIES * ARTICLES * CLAIMS
    sys.stdout.reconfigure(line_buffering=True)
    started = time.perf_counter()
    for number in range(STORIES):
        for article in range(ARTICLES):
            add(number, 0, article)
    last = copying.last_ids()
    print(
        f"{last['claims_claim']:,} claims through the real steps in {time.perf_counter() - started:.0f} s, then copied"
    )
    print(f"{'claims':>10} {'articles':>9} {'stories':>8} {'made in':>8} {'median':>8} {'slowest':>8} {'queries':>8}")
    medians, copies = [], 1
    for size in sizes:
        started, wanted = time.perf_counter(), max(1, size // block)
        if wanted > copies:
            copying.copy(last, range(copies, wanted))
            copies = wanted
        vacuum()
        made = time.perf_counter() - started
        times, queries = zip(*(measured(partial(add_to_any, number, copies)) for number in range(ADDED)), strict=True)
        medians.append(statistics.median(times))
        print(
            f"{Claim.objects.count():10,} {copies * STORIES * ARTICLES:9,} {copies * STORIES:8,} {made:6.0f} s "
            f"{medians[-1] * 1000:5.0f} ms {max(times) * 1000:5.0f} ms {statistics.median(queries):8.0f}"
        )
    ratio = medians[-1] / medians[0]
    print(f"one article costs {ratio:.2f} times as much in the last as in the first (at most {LIMIT})")
    print_tables()
    return int(ratio > LIMIT)


def add_to_any(number: int, copies: int) -> None:
    """One more article of a story somewhere in the corpus, never of one story twice in a size.

    The stories that are copied for a larger size stay as they are.
    """
    copy = 1 + number * 37 % (copies - 1) if copies > 1 else 0
    add(number % STORIES, copy, 1000 + copies + number)


def add(number: int, copy: int, article: int) -> None:
    """Stores what was found in an article of a story, groups it and compares."""
    from claims import comparing, extracting, grouping
    from claims.models import Extraction
    from sources.models import Article, ArticleVersion, Source

    from . import copying
    from .generated import FIRST_DAY, mark, story

    day = FIRST_DAY - dt.timedelta(days=copy * copying.DAYS)
    of = story(number, mark(copy), day, float(copy * copying.SHIFT))
    text, analysis = of.article(article)
    published = dt.datetime.combine(day + dt.timedelta(days=article % 2), dt.time(12), dt.UTC)
    source, _ = Source.objects.get_or_create(name=f"Outlet {article % 40}")
    row = Article.objects.create(source=source, key=f"made:{copy}:{number}:{article}", published_at=published)
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
