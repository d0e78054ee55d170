"""Many workers at once, and workers that are killed: on a database of their own, as processes."""

import collections
import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import scratch

from .site import WORDS, Site, listing, page

HERE = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("KILLS", "12"))


class Place:
    """A database of its own, migrated; `rows` asks it."""

    def __init__(self, folder, url):
        self.environment = os.environ | {
            "DATABASE_URL": url,
            "DATA_DIR": str(folder),
            "DEBUG": "true",
            "FETCH_ALLOW_LOOPBACK": "true",
            "FETCH_GAP_SECONDS": "0",
            "FETCH_DEADLINE_SECONDS": "2",
            "LEASE_SECONDS": "4",
            "MAX_FETCH_ATTEMPTS": "50",
            "OMP_NUM_THREADS": "1",
        }
        self.url = url

    def run(self, *arguments, **options):
        return subprocess.run(
            [sys.executable, *arguments], cwd=HERE, env=self.environment, capture_output=True, text=True, **options
        )

    def manage(self, *arguments):
        run = self.run("manage.py", *arguments, timeout=180)
        assert run.returncode == 0, run.stderr[-3000:]
        return run.stdout

    def crew(self, job, workers, kills=0, patience=90):
        amounts = ["--workers", str(workers), "--kills", str(kills), "--patience", str(patience)]
        run = self.run("-m", "tests.sources.crew", job, *amounts, timeout=patience + 60)
        assert run.returncode == 0, run.stderr[-3000:]
        assert "locked" not in run.stderr and "Traceback" not in run.stderr, run.stderr[-3000:]
        assert json.loads(run.stdout) == {"killed": kills, "failed": 0, "finished": True}, run.stderr[-3000:]

    def rows(self, query):
        if self.url.startswith("sqlite"):
            with contextlib.closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as database:
                return database.execute(query).fetchall()
        with psycopg.connect(self.url) as database:
            return database.execute(query).fetchall()


@pytest.fixture
def embedded(tmp_path):
    return Place(tmp_path, scratch.embedded(tmp_path))


@pytest.fixture
def deployed(tmp_path):
    """A scratch database where the suite runs on PostgreSQL."""
    if not scratch.on_postgresql():
        pytest.skip("the suite does not run on PostgreSQL")
    with scratch.database(tmp_path) as url:
        yield Place(tmp_path, url)


@pytest.fixture
def papers():
    """Three sites with a feed of twelve pages each."""
    with contextlib.ExitStack() as stack:
        papers = [stack.enter_context(Site()) for _ in range(3)]
        for paper in papers:
            names = [f"/2021/the-{number}-of-many" for number in range(12)]
            paper.pages |= {name: page(f"{WORDS * 3} It was {name}.", name) for name in names}
            paper.pages |= {"/feed": listing(*names, "/missing")}
        yield papers


def add_feeds(place, papers):
    for paper in papers:
        place.manage("add_feed", paper.url("/feed"), "--source", f"Paper {paper.port}")


def slowly(answer):
    """The answer after a moment, so that there is one to be killed in."""

    def later(headers):
        time.sleep(random.uniform(0, 0.3))
        return answer

    return later


def check_fetched(place, papers):
    """Every page has its article with one version, whole; what is not there says so; nothing is held."""
    states = dict(place.rows("SELECT state, count(*) FROM sources_page GROUP BY state"))
    missing = place.rows("SELECT url, last_error FROM sources_page WHERE article_id IS NULL")
    assert states["watched"] == 36 and len(missing) == 3 and all("404" in error for _, error in missing)
    assert place.rows("SELECT count(*), count(DISTINCT article_id) FROM sources_articleversion") == [(36, 36)]
    assert place.rows("SELECT count(*) FROM sources_article WHERE current_id IS NULL") == [(0,)]
    assert place.rows("SELECT count(*) FROM sources_page WHERE leased_until IS NOT NULL") == [(0,)]
    runs = place.rows("SELECT expected, new, failed FROM sources_importrun WHERE expected IS NOT NULL")
    assert len(runs) == 3 and all(new == 12 and failed >= 1 for _, new, failed in runs), runs
    place.manage("verify")


@pytest.mark.parametrize("kind", ["embedded", "deployed"])
def test_four_workers_that_are_told_everything_many_times_fetch_nothing_twice(kind, request, papers):
    place = request.getfixturevalue(kind)
    add_feeds(place, papers)
    place.crew("fetch", 4)
    for paper in papers:
        asked = collections.Counter(path for path, _ in paper.asked)
        assert asked == dict.fromkeys([*paper.pages, "/missing", "/robots.txt"], 1)
        assert paper.most_at_once == 1
    check_fetched(place, papers)


@pytest.mark.parametrize("kind", ["embedded", "deployed"])
def test_workers_that_are_killed_lose_double_and_halve_nothing(kind, request, papers):
    place = request.getfixturevalue(kind)
    add_feeds(place, papers)
    for paper in papers:
        paper.pages = {path: slowly(answer) for path, answer in paper.pages.items()}
    place.crew("fetch", 3, kills=KILLS, patience=60 + 3 * KILLS)
    check_fetched(place, papers)


def test_six_writers_never_find_the_database_locked(embedded):
    embedded.crew("write", 6)
    articles, versions = embedded.rows(
        "SELECT (SELECT count(*) FROM sources_article), (SELECT count(*) FROM sources_articleversion)"
    )[0]
    assert articles == versions == 20 + 6 * 20
    assert embedded.rows("SELECT sum(new), sum(unchanged) FROM sources_importrun") == [(140, 100)]
