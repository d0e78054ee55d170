"""The API and the admin over a thousand and a million claims, on PostgreSQL, beside what does the same by hand.

`DATABASE_URL=postgres://… python -m benchmarks.million [--claims 1000 1000000] [--keep]`: beside the database of that
address makes NAME_1000 and NAME_1000000 (minutes; filled ones that were kept are used again), measures in a process of
its own for each, and drops them unless they are to be kept. Ends with 1 where a figure is beyond its limit.

How long the export takes is judged of the largest database: of a small one it is the time that Python takes to start.
Datasette is judged as it comes; without the facets that it then suggests for each page it is quicker than the API. That
is shown beside it and not judged: it gives columns of one file to whoever asks. A search is judged by the clock, for it
looks at what it ranks; other pages by how much longer they take of the largest database than of the smallest, but for
lists of the admin: a thousand claims do not fill a page of each. For that all databases are asked in turn, TURNS times,
and the shortest time of each counts: what else the machine does meets all of them alike.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlsplit

LIMITS = {
    **{"page": 3.0, "deep": 1.2, "export": 3.0, "stream": 3.0, "megabytes": 150.0, "datasette": 1.0},
    **{"admin": 3.0, "queries": 40, "search": 1000.0},
}
Figures = dict[str, Any]
SEARCH = "search of the API"
TURNS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 1_000_000], help="sizes, the smallest first")
    parser.add_argument("--keep", action="store_true", help="leave the databases for the next time")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--pages", action="store_true", help="only the pages of the admin")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.claims[0], options.pages)))
        return 0
    if not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
        print("no figures of a million claims: they are of PostgreSQL, set DATABASE_URL to one")
        return 0
    sys.stdout.reconfigure(line_buffering=True)
    found = {}
    for size in options.claims:
        found[size] = apart(size, options.pages)
        if not options.pages:
            show(size, found[size])
    for size in options.claims * (TURNS - 1):
        add(found[size]["admin"], apart(size, pages=True)["admin"])
    for size in [] if options.keep else options.claims:
        drop(size)
    beyond = [*compared(found), *(line for size in found for line in judged(size, found[size], size == max(found)))]
    print("\n".join(beyond) or "everything is within its limit")
    return int(bool(beyond))


def address(size: int) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return parts._replace(path=f"{parts.path.rstrip('/')}_{size}").geturl()


def add(admin: Figures, again: Figures) -> None:
    """Keeps the shortest time of each page."""
    for page, (queries, milliseconds) in again.items():
        admin[page] = [max(queries, admin[page][0]), min(milliseconds, admin[page][1])]


def apart(size: int, pages: bool) -> Figures:
    """What a process of its own measures, in the database of that size."""
    environment = {
        **os.environ,
        "DATABASE_URL": address(size),
        # Nobody is refused, although each request is counted. Static files need not be collected; see `measure`.
        "DEBUG": "true",
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
        "API_LIMIT_ADDRESS": "1000000000",
        "API_LIMIT_TOKEN": "1000000000",
    }
    with_admin(size, "CREATE DATABASE {}", unless="SELECT FROM pg_database WHERE datname = %s")
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.million", "--one", "--claims", str(size)]
    told = subprocess.run(
        [*command, "--pages"] if pages else command, env=environment, stdout=subprocess.PIPE, check=True
    )
    figures: Figures = json.loads(told.stdout.splitlines()[-1])
    return figures


def with_admin(size: int, statement: str, unless: str = "") -> None:
    """One statement about the database of that size, from the database that everybody has."""
    import psycopg
    from psycopg import sql

    parts = urlsplit(address(size))
    name = parts.path.strip("/")
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
        if not unless or connection.execute(unless, [name]).fetchone() is None:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def drop(size: int) -> None:
    """Only what was filled here."""
    import psycopg

    from .filling import MARK

    with psycopg.connect(address(size)) as connection:
        [mark] = connection.execute(  # type: ignore[misc]
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    if mark == MARK.format(size):
        with_admin(size, "DROP DATABASE {}")


def measure(claims: int, pages: bool) -> Figures:
    """Fills the database where that was not done, and measures everything in it, or the pages of the admin."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.DEBUG = False  # else every query is kept

    from .filling import Occupied, fill

    started = time.perf_counter()
    try:
        made = fill(claims)
    except Occupied as refusal:
        sys.exit(str(refusal))
    from . import filtering, looking, pacing

    client = Client()
    looking.log_in(client)
    if pages:
        return {"admin": looking.look_at_all(client)}
    return {
        "filled": time.perf_counter() - started if made else None,
        "api": pacing.pages(client),
        "export": pacing.export(client),
        "datasette": pacing.datasette(client),
        "writing": pacing.writing(),
        "filters": [vars(asked) for asked in filtering.ask_all(client)],
        "admin": looking.look_at_all(client),
    }


def show(size: int, figures: Figures) -> None:
    made = f"made in {figures['filled']:.0f} s" if figures["filled"] else "kept from before"
    print(f"\n{size:,} claims, {made}")
    for name, told in {**figures["api"], **figures["export"], **(figures["datasette"] or {})}.items():
        print(f"  {name:60} {told:10.2f}")
    for name, told in figures["writing"].items():
        print(f"  {name:60} {told:10.2f}")
    print(f"  {'list':14} {'filter':16} {'value':28} {'rows':>4} {'ms':>8}  read from end to end")
    for asked in figures["filters"]:
        print(
            f"  {asked['resource']:14} {asked['name']:16} {asked['value'][:28]:28} {asked['rows']:4} "
            f"{asked['milliseconds']:8.1f}  {' '.join(asked['scanned'])}"
        )
    print(f"  {'page of the admin':60} {'queries':>8} {'ms':>8}")
    for page, (queries, milliseconds) in figures["admin"].items():
        print(f"  {page:60} {queries:8} {milliseconds:8.1f}")


def judged(size: int, figures: Figures, is_largest: bool) -> list[str]:
    """What is beyond its limit in one database."""
    if "api" not in figures:
        return []
    told = {
        "page": figures["api"]["a page of 100 claims, times by hand"],
        "deep": figures["api"]["page 1,000 or the last, times page 1"],
        "megabytes": figures["export"]["megabytes at most while exporting"],
        "search": figures["admin"][SEARCH][1],
    }
    if is_largest:
        told["export"] = figures["export"]["NDJSON of all claims, times COPY"]
        told["stream"] = figures["export"]["NDJSON of the API, times COPY of the same"]
    if figures["datasette"]:
        told["datasette"] = figures["datasette"]["a row, times Datasette as it comes"]
    beyond = [
        f"{size:,}: {name} {told[name]:.2f}, at most {LIMITS[name]}" for name in told if told[name] > LIMITS[name]
    ]
    scanned = {
        f"{asked['resource']}?{asked['name']}={asked['value']}" for asked in figures["filters"] if asked["scanned"]
    }
    return [*beyond, *(f"{size:,}: no index for {each}" for each in sorted(scanned))]


def compared(found: dict[int, Figures]) -> list[str]:
    """Pages of the admin that take more of the largest database than of the smallest, or too many queries."""
    first, last = found[min(found)]["admin"], found[max(found)]["admin"]
    beyond = []
    print(f"\n{'page of the admin':60} {'queries':>8} {'then':>6} {'ms':>8} {'then':>8} {'times':>6}")
    for page, (queries, before) in first.items():
        most, after = last[page]
        print(f"{page:60} {queries:8} {most:6} {before:8.1f} {after:8.1f} {after / before:6.2f}")
        slower = page != SEARCH and not page.startswith("list of") and after > LIMITS["admin"] * before
        if most > queries or most >= LIMITS["queries"] or slower:
            beyond.append(f"{page}: {queries} queries then {most}, {after / before:.2f} times as long")
    return beyond


if __name__ == "__main__":
    sys.exit(main())
