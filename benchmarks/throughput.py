"""How fast files are imported and analysed by one worker and by two, and how much of the work is not language.

`python -m benchmarks.throughput [--articles 200] [--rounds 3]`: writes a folder of made-up articles, half of them HTML
pages, and gives it to the real commands in new databases: of SQLite and, where DATABASE_URL is one, of PostgreSQL. In
each, every process imports its share of the files by `manage.py import_articles` and then does what is to be done by
`manage.py work --once`. Runs of one process and of two come in turns, so that a busy moment meets both.

Time counts from when all processes have started and have their modules and the models of languages in memory, which
each does once, until the last of them ends. Language work ("parse") is `reading.read`, from a text to the quotes,
claims and names in it; the shell is everything else that a process did in that time: reading files, storing, linking,
grouping, comparing, numbering changes, counting for the desk, and the loop itself. Its share is of CPU seconds of the
processes, which with SQLite has all that the database does; a server's share is outside, so with PostgreSQL the share
of the time is told and judged, in which waiting for the server counts as shell. Both are of the fastest run of one
process.

Ends with 1 where two are less than 1.8 times as fast as one, or the shell has more than 25 % of the whole.
"""

import argparse
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import prose

FASTER = 1.8
SHELL = 0.25
STEPS = ("import", "parse", "store", "link", "group", "compare", "number", "tally", "rest")
NAME = "throughput"
Share = tuple[Path, Path]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--process", type=Path, nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.process:
        process(options.process)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shares = [written(folder / f"share-{number}", options.articles // 2, number) for number in range(2)]
        found = [measured(database, shares, options.rounds) for database in databases(folder)]
    beyond = [line for lines in found for line in lines]
    print("\n".join(beyond) or "everything is within its limit")
    return int(bool(beyond))


def written(folder: Path, articles: int, number: int) -> Share:
    """A folder of so many articles, other ones for each number, and its manifest."""
    return folder, prose.write(folder, range(number * articles, (number + 1) * articles))


@dataclass(frozen=True)
class Run:
    """What some processes took: seconds from their start until the last ended; by step, CPU seconds and seconds."""

    wall: float
    cpu: dict[str, float]
    times: dict[str, float]


@dataclass(frozen=True)
class Database:
    """A kind of database with what makes a new one: an address for `run` while it lasts."""

    name: str
    is_server: bool
    new: Callable[[], Any]


def databases(folder: Path) -> Iterator[Database]:
    """Each kind, with one that is migrated already, of which every run gets a copy."""
    with sqlite(folder / "migrated.sqlite3") as address:
        migrate(address)

        @contextmanager
        def copied() -> Iterator[str]:
            shutil.copy(folder / "migrated.sqlite3", folder / "run.sqlite3")
            with sqlite(folder / "run.sqlite3") as copy:
                yield copy

        yield Database("SQLite", False, copied)
    if not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
        print("no figures of PostgreSQL: set DATABASE_URL to one")
        return
    with postgresql(f"{NAME}_migrated") as address:
        migrate(address)
        yield Database("PostgreSQL", True, lambda: postgresql(f"{NAME}_run", f"{NAME}_migrated"))


@contextmanager
def sqlite(file: Path) -> Iterator[str]:
    try:
        yield f"sqlite:///{file}"
    finally:
        for each in file.parent.glob(f"{file.name}*"):
            each.unlink()


@contextmanager
def postgresql(name: str, like: str = "") -> Iterator[str]:
    """A new database beside that of DATABASE_URL, which begins with its name."""
    import psycopg
    from psycopg import sql

    parts = urlsplit(os.environ["DATABASE_URL"])
    own, template = (f"{parts.path.strip('/')}_{each}" if each else "template1" for each in (name, like))
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
        made, source = sql.Identifier(own), sql.Identifier(template)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, source))
        try:
            yield parts._replace(path=f"/{own}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


def environment(address: str) -> dict[str, str]:
    """One thread for each process, no broker: what is measured is processes beside each other."""
    given = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return {**given, "DATABASE_URL": address, "OMP_NUM_THREADS": "1", "DEBUG": "true", "LOG_LEVEL": "WARNING"}


def migrate(address: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment(address), check=True)


def measured(database: Database, shares: Sequence[Share], rounds: int) -> list[str]:
    """Prints what runs of one process and of two took; returns what is beyond its limit."""
    runs: dict[int, list[Run]] = {1: [], 2: []}
    for _ in range(rounds):
        for processes in runs:
            with database.new() as address:
                given = [shares] if processes == 1 else [[share] for share in shares]
                runs[processes].append(run(address, given))
    articles = sum(len(list(folder.iterdir())) for folder, _ in shares)
    one, two = (min(runs[processes], key=lambda each: each.wall) for processes in (1, 2))
    print(f"{database.name}: {articles} articles, best of {rounds} runs each, in turns")
    for processes, best in ((1, one), (2, two)):
        walls = ", ".join(f"{each.wall:.1f}" for each in runs[processes])
        told = "  ".join(f"{step} {best.cpu[step]:.2f}" for step in STEPS)
        print(f"  {processes} process{'es'[: 2 * processes - 2]}: {articles / best.wall:5.1f} articles/s ({walls} s)")
        print(f"    CPU seconds: {told}; all {sum(best.cpu.values()):.1f}")
    spent = one.times if database.is_server else one.cpu
    ratio, shell = one.wall / two.wall, 1 - spent["parse"] / sum(spent.values())
    of = "time" if database.is_server else "CPU"
    print(f"  two are {ratio:.2f} times as fast as one (at least {FASTER})")
    print(f"  the shell has {shell:.0%} of the {of} (at most {SHELL:.0%})")
    beyond = [f"{database.name}: two processes are only {ratio:.2f} times as fast"] if ratio < FASTER else []
    return beyond + ([f"{database.name}: the shell has {shell:.0%} of the {of}"] if shell > SHELL else [])


def run(address: str, given: Sequence[Sequence[Share]]) -> Run:
    """Starts a process for each part of the shares, lets all go at once when they are ready, and waits for them."""
    command = [sys.executable, "-m", "benchmarks.throughput", "--process"]
    started = [
        subprocess.Popen(
            [*command, *(str(path) for share in shares for path in share)],
            env=environment(address),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for shares in given
    ]
    for each in started:
        assert each.stdout is not None and each.stdout.readline() == "ready\n", "it says why it is not"
    begun = time.perf_counter()
    for each in started:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate()[0] for each in started]
    wall = time.perf_counter() - begun
    if failed := [each.returncode for each in started if each.returncode]:
        sys.exit(f"a process ended with {failed[0]}: its last words stand above")
    told = [json.loads(text.splitlines()[-1]) for text in said]
    cpu, times = ({step: sum(each[name][step] for each in told) for step in STEPS} for name in ("cpu", "times"))
    return Run(wall, cpu, times)


class Clock:
    """CPU seconds and seconds by step; what a step takes inside of another is its own and not the other's."""

    def __init__(self) -> None:
        self.cpu = dict.fromkeys(STEPS, 0.0)
        self.times = dict.fromkeys(STEPS, 0.0)
        self._inside = ["rest"]
        self._last = (time.process_time(), time.perf_counter())

    def turn(self) -> None:
        """What passed since the last turn belongs to the step that is on."""
        now = (time.process_time(), time.perf_counter())
        self.cpu[self._inside[-1]] += now[0] - self._last[0]
        self.times[self._inside[-1]] += now[1] - self._last[1]
        self._last = now

    def of(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            self.turn()
            self._inside.append(step)
            try:
                return function(*args, **options)
            finally:
                self.turn()
                self._inside.pop()

        return timed


def process(paths: Sequence[Path]) -> None:
    """What one process does: it gets ready, waits for its turn, runs the commands and tells what they took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from claims.analysis.text import language
    from claims.management.commands import work
    from sources import languages
    from sources.management.commands import import_articles

    settings.DEBUG = False  # else every query is kept
    language.load(settings.SPACY_MODEL)
    languages.language_of("These are a few words of English.")
    connection.ensure_connection()
    # A process that imports has no language model for Python to look through for garbage, as this one has.
    gc.freeze()
    print("ready", flush=True)
    sys.stdin.readline()
    clock = Clock()
    watch(clock)
    take = clock.of("import", call_command)
    for folder, manifest in zip(paths[::2], paths[1::2], strict=True):
        take(import_articles.Command(), folder, manifest=manifest, quiet=True)
    call_command(work.Command(), once=True)
    clock.turn()
    print(json.dumps({"cpu": clock.cpu, "times": clock.times}))


def watch(clock: Clock) -> None:
    """Has the clock see each step; what the steps do is not changed."""
    from claims import comparing, extracting, grouping, numbering
    from claims.analysis import reading
    from claims.workbench import tallying

    read: Callable[..., Iterator[Any]] = reading.read
    reading.read = clock.of("parse", lambda *args: list(read(*args)))
    steps = (
        ("store", extracting, "store_all"),
        ("link", grouping, "link"),
        ("group", grouping, "group_pending"),
        ("compare", comparing, "compare_pending"),
        ("number", numbering, "number_pending"),
        ("tally", tallying, "tally_due"),
    )
    for step, module, name in steps:
        setattr(module, name, clock.of(step, getattr(module, name)))


if __name__ == "__main__":
    sys.exit(main())
