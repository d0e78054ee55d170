"""The service as it is run: gunicorn with two processes, on a database of its own of the kind the tests run on."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import redis
from django.conf import settings

from tests.scratch import database

HERE = Path(__file__).resolve().parent.parent
PATIENCE = 180


class Served:
    """Use it with `with`: the service answers at `url` until the end, and then nothing of it is left."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.scratch = folder, ExitStack()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": uuid.uuid4().hex * 2,
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "false",
            "DEBUG": "true",
            "DATA_DIR": str(folder),
            "OMP_NUM_THREADS": "1",
            "REDIS_URL": settings.REDIS_URL,
            "REDIS_PREFIX": f"factcheck_served_{uuid.uuid4().hex[:8]}:",
            **environment,
        }

    def __enter__(self) -> "Served":
        self.environment["DATABASE_URL"] = self.scratch.enter_context(database(self.folder))
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self) -> None:
        self.log = self.folder / "gunicorn.log"
        serve = ["gunicorn", "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{self.port}", "factcheck.wsgi"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *serve], cwd=HERE, env=self.environment, stdout=log, stderr=log
            )
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
                return
            except OSError:  # Refused, or not answered in time.
                assert time.monotonic() < ends and self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def __exit__(self, *error: Any) -> None:
        self.stop()
        self.scratch.close()
        if settings.REDIS_URL:
            store = redis.from_url(settings.REDIS_URL)
            for key in store.scan_iter(f"{self.environment['REDIS_PREFIX']}*"):
                store.delete(key)

    def token(self, role: str, *scopes: str) -> str:
        """The text of a new token of somebody in that role."""
        made = (
            "from access.issuing import issue; from tests import make; "
            f"print(issue(make.member({role!r}, {uuid.uuid4().hex[:8]!r}), 'a program', {list(scopes)!r})[1])"
        )
        return self.manage("shell", "--verbosity", "0", "-c", made).split()[-1]

    def manage(self, *arguments: str) -> str:
        run = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=HERE,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout
