"""The deployed mode: a real worker and a real beat on PostgreSQL and Redis; collected only where both are given."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings

from tests.scratch import database

HERE = Path(__file__).resolve().parent.parent
PATIENCE = 180
REPORTS = [
    ("The Lake Herald", "2025-05-06", "The fire at the Brandt paper mill in Ostrava Lake killed 14 people on Monday."),
    ("Valley Post", "2025-05-06", "A fire at the Brandt paper mill in Ostrava Lake killed 19 people on Monday."),
    ("Hill Radio", "2025-05-07", "The fire at the Brandt paper mill in Ostrava Lake killed 14 people, police said."),
]
THINGS = "bridges wells sheep boats maps lamps horses barrels towers mills bells ladders".split()


class Deployment:
    """A scratch database and a prefix of its own in Redis, with worker and beat as processes that can be killed."""

    def __init__(self, folder):
        self.folder, self.scratch = folder, ExitStack()
        self.prefix = f"factcheck_deployed_{uuid.uuid4().hex[:8]}:"
        self.processes = []
        self.environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": uuid.uuid4().hex * 2,
            "DATA_DIR": str(folder),
            "REDIS_URL": settings.REDIS_URL,
            "REDIS_PREFIX": self.prefix,
            "LEASE_SECONDS": "20",
            "ANALYSE_EVERY_SECONDS": "1",
            "POLL_EVERY_SECONDS": "1",
            "OMP_NUM_THREADS": "1",
        }

    def __enter__(self):
        self.environment["DATABASE_URL"] = self.scratch.enter_context(database(self.folder))
        return self

    def __exit__(self, *error):
        for process in self.processes:
            self.kill(process)
        self.scratch.close()
        broker = redis.from_url(settings.REDIS_URL)
        for key in broker.scan_iter(self.prefix + "*"):
            broker.delete(key)

    def manage(self, *arguments):
        run = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=HERE,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def start(self, *arguments):
        log = (self.folder / f"{arguments[0]}{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "factcheck", *arguments],
            cwd=HERE,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def start_worker(self):
        return self.start("worker", "--queues", "fetching,language", "--concurrency", "2", "--loglevel", "INFO")

    def kill(self, process):
        """Ends it and its children as the kernel does when memory runs out."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        process.wait()

    def rows(self, query):
        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def states(self):
        return dict(self.rows("SELECT state, count(*) FROM claims_extraction GROUP BY state"))

    def wait(self, what, happened, pause=0.3):
        ends = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < ends, f"{what} did not happen; {self.states()}\n{self.last_words()}"
            time.sleep(pause)

    def last_words(self):
        return "\n".join(path.read_text()[-3000:] for path in sorted(self.folder.glob("*.log")))


@pytest.fixture
def deployment(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    with Deployment(folder) as deployment:
        yield deployment


def write(path, reports):
    rows = [
        {"url": f"https://{number}.test.example/", "source": source, "published_at": day, "text": text}
        for number, (source, day, text) in enumerate(reports)
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(map(json.dumps, rows)))


def inventory(number):
    """A text that takes its time to read and has nothing in common with another one's."""
    town = f"{chr(65 + number)}{'arnolu'[number % 6 :]}mere"
    sentences = (f"The people of {town} own {number * 31 + place} {thing}." for place, thing in enumerate(THINGS))
    return " ".join(sentences)


def test_what_a_feed_has_is_imported_read_and_compared_by_beat_and_worker_alone(deployment, tmp_path):
    write(tmp_path / "articles" / "reports.jsonl", REPORTS)
    deployment.start("beat")
    deployment.start_worker()
    folder = str(tmp_path / "articles")
    deployment.manage(
        "shell", "-c", f"from sources.models import Feed; Feed.objects.create(kind='folder', location={folder!r})"
    )
    deployment.wait("the analysis", lambda: deployment.states() == {"done": len(REPORTS)})
    deployment.wait("the comparison", lambda: deployment.rows("SELECT 1 FROM claims_discrepancy WHERE kind = 'value'"))
    positions = deployment.rows(
        "SELECT origins FROM claims_position p JOIN claims_discrepancy d ON d.id = discrepancy_id WHERE kind = 'value'"
    )
    assert sorted(sorted(origins) for (origins,) in positions) == [["Hill Radio", "The Lake Herald"], ["Valley Post"]]
    deployment.manage("verify")


def test_a_worker_that_is_killed_loses_nothing_and_the_next_one_takes_up_its_work(deployment, tmp_path):
    many = [(f"Outlet {number}", "2025-05-06", inventory(number)) for number in range(24)]
    write(tmp_path / "articles" / "many.jsonl", many)
    deployment.manage("import_articles", str(tmp_path / "articles"))
    deployment.start("beat")
    first = deployment.start_worker()
    read = "SELECT 1 FROM claims_extraction WHERE state <> 'pending' LIMIT 1"
    deployment.wait("the first reading", lambda: deployment.rows(read), pause=0.01)
    deployment.kill(first)
    assert deployment.states()["pending"] > 0
    deployment.start_worker()
    deployment.wait("the rest", lambda: deployment.states() == {"done": len(many)})
    counts = deployment.rows("SELECT count(*) FROM claims_claim GROUP BY version_id")
    assert len(counts) == len(many) and min(counts) >= (10,)
    assert deployment.rows("SELECT max(attempt) > 0, min(leased_until) FROM claims_extraction") == [(True, None)]
    deployment.manage("verify")
