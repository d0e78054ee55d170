"""A copy made from the changes alone, while importers, rules and reviewers write and the server is killed, is whole."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from django.conf import settings

from tests.claims.mirror import Mirror, news

HERE = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120


class Newsroom:
    """A database of its own, of the kind that the tests run on, and processes that work on it."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.host = f"127.0.0.1:{free.getsockname()[1]}"
        self.default = settings.DATABASES["default"]
        self.database = f"{self.default['NAME']}_{uuid.uuid4().hex[:8]}" if self.on_postgresql() else ""
        self.environment = {
            "PATH": os.environ["PATH"],
            "DEBUG": "true",
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": self.url(self.database) if self.database else "",
            "OMP_NUM_THREADS": "1",
            "API_LIMIT_TOKEN": "0",
            "API_LIMIT_ADDRESS": "0",
            "LOG_LEVEL": "WARNING",
        }

    def on_postgresql(self):
        return self.default["ENGINE"].endswith("postgresql")

    def url(self, name):
        who = ":".join(filter(None, (self.default["USER"], self.default["PASSWORD"])))
        return f"postgres://{who}@{self.default['HOST']}:{self.default['PORT'] or 5432}/{name}"

    def __enter__(self):
        self.administer("CREATE DATABASE {}")
        self.run("manage.py", "migrate", "--verbosity", "0")
        return self

    def __exit__(self, *error):
        for process in self.processes:
            process.kill()
            process.wait()
        self.administer("DROP DATABASE {} WITH (FORCE)")

    def administer(self, statement):
        if self.on_postgresql():
            import psycopg
            from psycopg import sql

            with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
                connection.execute(sql.SQL(statement).format(sql.Identifier(self.database)))

    def run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=HERE,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments):
        log = (self.folder / f"{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=HERE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
        )
        self.processes.append(process)
        return process

    def serve(self):
        return self.start("manage.py", "runserver", self.host, "--noreload")

    def get(self, address, token):
        """The page, however long the server takes to be there again."""
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
                with urllib.request.urlopen(request, timeout=30) as response:
                    return json.load(response)
            except urllib.error.HTTPError as error:
                raise AssertionError(f"{address}: {error.code} {error.read()[:500]}") from None
            except OSError:
                assert time.monotonic() < ends, (self.folder / "0.log").read_text()[-2000:]
                time.sleep(0.1)


def test_a_mirror_is_whole(tmp_path):
    with Newsroom(tmp_path) as newsroom:
        token = newsroom.run("-m", "tests.claims.newsroom", "token").strip()
        server = newsroom.serve()
        importers = [newsroom.start("-m", "tests.claims.newsroom", "import") for _ in range(2)]
        others = [newsroom.start("-m", "tests.claims.newsroom", job) for job in ("analyse", "review")]
        copy = Mirror(lambda address: newsroom.get(address, token), f"http://{newsroom.host}/api/v1/changes/", limit=50)
        kills, ends = 0, time.monotonic() + PATIENCE
        while any(process.poll() is None for process in others):
            assert time.monotonic() < ends, "they never ended"
            copy.pull()
            time.sleep(0.05)
            if len(copy.numbers) > 100 * (kills + 1) and kills < 3:
                server.kill()
                server.wait()
                server, kills = newsroom.serve(), kills + 1
            if all(process.poll() is not None for process in importers):
                (tmp_path / "stop").touch()
        assert [process.returncode for process in (*importers, *others)] == [0, 0, 0, 0], last_words(tmp_path)
        copy.pull()
        told = json.loads(newsroom.run("-m", "tests.claims.newsroom", "tell", newsroom.host))
    there = {(kind, pk): row for kind, pk, row in told}
    assert kills == 3
    assert copy.numbers == list(range(1, len(copy.numbers) + 1))
    assert {"discrepancy", "review", "claim", "quote", "fact", "entity"} <= {kind for kind, _ in there}
    assert news(copy.rows) == news(there)


def last_words(folder):
    return "\n".join(path.read_text()[-2000:] for path in sorted(folder.glob("*.log")))
