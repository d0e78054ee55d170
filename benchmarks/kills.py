"""Kills the worker again and again while it reads, groups and compares: the end must be that of an undisturbed run.

`python -m benchmarks.kills [--kills 50] [--seed 1]` runs on scratch databases: on the PostgreSQL server of DATABASE_URL
if that is one, else on SQLite. It prints what it found, and exits 1 where the two ends differ or `verify` finds a
breach. A little corpus is read and decided on in peace; then its articles get new versions, the rules change, and
workers that take all of it up anew are killed with SIGKILL at random moments.
"""

import argparse
import json
import mmap
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOWNS = ("Quellmouth", "Ostrava Lake", "Brandt", "Averdon", "Tillmere", "Norwick")
RIVERS = ("Quell", "Ostrava", "Brand", "Aver", "Till", "Nor")
OUTLETS = ("North Post", "South Herald", "East Courier", "West Gazette")
STEPS = ("reading", "grouping", "comparing")
# Of the time that all the work takes: a worker gets somewhere before it ends, and not to the end.
LONGEST_LIFE = 0.3
PATIENCE = 900


FLOOD = "The flood of the {river} destroyed {bridges} bridges in {place}"
REPORTS = (
    FLOOD + ".\n\n“We will rebuild all {place} bridges over the {river} before the winter,” said Lena Oak.",
    FLOOD + ", officials said.\n\n“We will rebuild all {place} bridges over the {river} before the summer,” said "
    "Lena Oaken.",
    FLOOD + ".\n\nPeople lost their harvest, and nobody knows who will pay for it.",
    FLOOD + ", officials said.\n\nNothing moves on the line to the coast, for the tracks are gone.",
)


def text(town: int, outlet: int, version: int) -> str:
    """A report of one outlet on the flood in one town: every second says another figure, one corrects itself."""
    bridges = 12 + 3 * (outlet % 2) if version == 1 else 12
    return REPORTS[outlet].format(bridges=bridges, place=TOWNS[town], river=RIVERS[town])


def store(version: int, towns: int) -> None:
    from django.utils import timezone

    from sources.models import Article, ArticleVersion, Source

    day = timezone.now().replace(year=2025, month=5, day=20)
    for town, place in enumerate(TOWNS[:towns]):
        for outlet, name in enumerate(OUTLETS):
            if version > 1 and outlet != 1:
                continue
            source, _ = Source.objects.get_or_create(name=name)
            key = f"https://{name.split()[0].lower()}.example/{place.split()[0].lower()}"
            article, _ = Article.objects.get_or_create(key=key, defaults={"source": source, "published_at": day})
            article.current = ArticleVersion.objects.create(
                article=article, number=version, title=place, text=text(town, outlet, version)
            )
            article.save()


def decide() -> None:
    """One decision of each kind, by the order of what was found."""
    from django.contrib.auth.models import User

    from claims import reviewing, ruling
    from claims.models import Discrepancy, Entity

    editor = User.objects.create_superuser("editor")
    found = Discrepancy.objects.filter(kind__in=["value", "holder"]).order_by("explanation__text")
    for verdict, row in zip(("reconciled", "dismissed", "not_same_fact", "confirmed"), found, strict=False):
        reviewing.decide(row, verdict, editor, "Looked at both.")
    people = [Entity.objects.filter(name=name).order_by("pk").first() for name in ("Lena Oak", "Lena Oaken")]
    if all(people):
        ruling.unite([person for person in people if person], editor, "A slip of the pen.")


def work(doing: mmap.mmap | bytearray) -> None:
    """What a worker does, in steps as small as they get, until nothing is left; `doing` says which it is at."""
    from claims import comparing, extracting, grouping

    done = True
    while done:
        done = False
        for number, step in enumerate((extracting.read_pending, grouping.group_pending, comparing.compare_pending)):
            doing[0] = number
            done = bool(step(3)) or done


def left() -> bool:
    from claims import comparing, extracting, grouping

    return bool(extracting.pending() + grouping.pending() + comparing.pending() or _leased())


def _leased() -> bool:
    from claims.models import Extraction

    return Extraction.objects.filter(state="pending").exists()


def outdate() -> None:
    """As when the rules change: everything is read again."""
    from claims.models import Extraction

    Extraction.objects.filter(state="done").update(rules="earlier")


def disturb(kills: int, longest_life: float) -> dict[str, int]:
    """Lets one worker after the other live for a random time; returns how many were killed at which step."""
    from django.db import connection

    doing = mmap.mmap(-1, 1)
    killed = dict.fromkeys(STEPS, 0)
    ends = time.monotonic() + PATIENCE
    while left() or sum(killed.values()) < kills:
        if not left():
            outdate()
        connection.close()  # What is open when a worker is forked would be shared with it.
        worker = os.fork()
        if not worker:
            live(doing)
        if sum(killed.values()) < kills:
            time.sleep(random.uniform(0.01, longest_life))
            os.kill(worker, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
        if status == -signal.SIGKILL:
            killed[STEPS[doing[0]]] += 1
        elif status:
            raise SystemExit(f"A worker failed by itself, with {status}")
        if time.monotonic() > ends:
            raise SystemExit(f"Not done after {PATIENCE} s")
    return killed


def live(doing: mmap.mmap) -> None:
    """The whole life of a worker, in its own process."""
    try:
        work(doing)
        os._exit(0)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


def state() -> dict[str, Any]:
    """All that was concluded, without ids and times of day."""
    from claims.models import Claim, Discrepancy, Entity, Extraction, Fact, Mention, Quote, Review, Utterance

    def place(row: Any) -> str:
        version = row.extraction.version
        return f"{version.article.key} {version.number} {row.anchor} {getattr(row, 'start', '')} {row.live}"

    def groups(model: Any, evidence: str) -> list[Any]:
        held = ([str(row), sorted(map(place, getattr(row, evidence).filter(live=True)))] for row in model.objects.all())
        return sorted(each for each in held if each[1])

    found = Discrepancy.objects.exclude(status="closed")
    return {
        "readings": sorted([str(row), row.state, row.leased_until, row.reason] for row in Extraction.objects.all()),
        "evidence": sorted(place(row) for model in (Claim, Quote, Mention) for row in model.objects.all()),
        "entities": groups(Entity, "mentions"),
        "facts": groups(Fact, "claims"),
        "utterances": groups(Utterance, "quotes"),
        "discrepancies": sorted(
            json.dumps(
                [
                    [row.kind, row.status, row.status_reason, row.explanation, row.severity_parts],
                    [[each.as_row(), sorted(map(place, each.claims.all()))] for each in row.positions.all()],
                    sorted(row.reviews.values_list("verdict", flat=True)),
                ],
                sort_keys=True,
            )
            for row in found
        ),
        "reviews": sorted(Review.objects.values_list("verdict", "note")),
    }


def run(kills: int, towns: int) -> None:
    """One whole run on the database of the environment; prints its end as JSON."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from claims.analysis.text import language
    from claims.verifying import verify

    call_command("migrate", verbosity=0)
    language.load(settings.SPACY_MODEL)
    store(1, towns)
    started = time.monotonic()
    work(bytearray(1))
    needed = time.monotonic() - started
    decide()
    work(bytearray(1))
    store(2, towns)
    outdate()
    told = disturb(kills, needed * LONGEST_LIFE)
    breaches: list[str] = []
    verify(lambda line: breaches.append(line) if "BREACH" in line else None)
    json.dump({"told": told, "breaches": breaches, "state": state()}, sys.stdout, default=str)


@contextmanager
def scratch() -> Iterator[str]:
    """The address of an empty database that is gone afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'kills.sqlite3'}"
        return
    import psycopg

    base, name = server.rsplit("/", 1)[0], f"kills_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{base}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def end_of(kills: int, seed: int, towns: int) -> dict[str, Any]:
    numbers = {"kills": kills, "seed": seed, "towns": towns}
    with scratch() as database, tempfile.TemporaryDirectory() as folder:
        own = {
            "DATABASE_URL": database,
            "DATA_DIR": folder,
            "DEBUG": "true",
            "LEASE_SECONDS": "1",
            "MAX_ATTEMPTS": "999",
        }
        command = [
            sys.executable,
            "-m",
            "benchmarks.kills",
            "--inside",
            *(f"--{name}={value}" for name, value in numbers.items()),
        ]
        done = subprocess.run(command, env=os.environ | own, stdout=subprocess.PIPE, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--towns", type=int, default=len(TOWNS), help="how large the corpus is: four articles each")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    random.seed(options.seed)
    if options.inside:
        run(options.kills, options.towns)
        return 0
    peaceful, disturbed = (end_of(kills, options.seed, options.towns) for kills in (0, options.kills))
    differing = [name for name, held in peaceful["state"].items() if held != disturbed["state"][name]]
    print(json.dumps(disturbed["told"]))
    print("; ".join(f"{len(held)} {name}" for name, held in disturbed["state"].items()))
    for name in differing:
        one, other = ({json.dumps(row) for row in each["state"][name]} for each in (peaceful, disturbed))
        print(f"{name} differ. Only undisturbed: {sorted(one - other)}. Only killed: {sorted(other - one)}")
    for line in (*peaceful["breaches"], *disturbed["breaches"]):
        print(line)
    print("The ends differ." if differing else "Both end alike.")
    return 1 if differing or peaceful["breaches"] or disturbed["breaches"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
