"""A copy made from the changes alone, while importers, rules and reviewers write and the server is killed, is whole."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from tests.claims.mirror import Mirror, news
from tests.scratch import database

HERE = Path(__file__).resolve().parent.parent.parent
PATIENCE = 300


class Newsroom:
    """A database of its own, of the kind that the tests run on, and processes that work on it."""

    def __init__(self, folder):
        self.folder, self.processes, self.scratch = folder, [], ExitStack()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.host = f"127.0.0.1:{free.getsockname()[1]}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DEBUG": "true",
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
            "DATA_DIR": str(folder),
            "OMP_NUM_THREADS": "1",
            "API_LIMIT_TOKEN": "0",
            "API_LIMIT_ADDRESS": "0",
            "LOG_LEVEL": "WARNING",
        }

    def __enter__(self):
        self.environment["DATABASE_URL"] = self.scratch.enter_context(database(self.folder))
        return self

    def __exit__(self, *error):
        for process in self.processes:
            process.kill()
            process.wait()
        self.scratch.close()

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
            copy.pull(pages=4)
            time.sleep(0.05)
            if len(copy.numbers) > 100 * (kills + 1) and kills < 3:
                server.kill()
                server.wait()
                server, kills = newsroom.serve(), kills + 1
            decided = any(kind == "review" for kind, _ in copy.rows)
            if decided and all(process.poll() is not None for process in importers):
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
