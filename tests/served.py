"""The service as it is run: gunicorn with two processes, on a database of its own of the kind the tests run on."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import psycopg
import redis
from django.conf import settings
from psycopg import sql

HERE = Path(__file__).resolve().parent.parent
PATIENCE = 180


class Served:
    """Use it with `with`: the service answers at `url` until the end, and then nothing of it is left."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.database = f"factcheck_served_{uuid.uuid4().hex[:8]}"
        self.default = settings.DATABASES["default"]
        self.on_postgresql = "postgresql" in self.default["ENGINE"]
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
            "DATABASE_URL": self.address(self.database) if self.on_postgresql else "",
            "REDIS_URL": settings.REDIS_URL,
            "REDIS_PREFIX": f"{self.database}:",
            **environment,
        }

    def address(self, name: str) -> str:
        who = ":".join(filter(None, (self.default["USER"], self.default["PASSWORD"])))
        return f"postgres://{who}@{self.default['HOST']}:{self.default['PORT'] or 5432}/{name}"

    def __enter__(self) -> "Served":
        if self.on_postgresql:
            self.administer("CREATE DATABASE {}")
        try:
            self.manage("migrate", "--verbosity", "0")
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
        if self.on_postgresql:
            self.administer("DROP DATABASE {} WITH (FORCE)")
        if settings.REDIS_URL:
            store = redis.from_url(settings.REDIS_URL)
            for key in store.scan_iter(f"{self.database}:*"):
                store.delete(key)

    def token(self, role: str, *scopes: str) -> str:
        """The text of a new token of somebody in that role."""
        made = (
            "from access.issuing import issue; from tests import make; "
            f"print(issue(make.member({role!r}, {uuid.uuid4().hex[:8]!r}), 'a program', {list(scopes)!r})[1])"
        )
        return self.manage("shell", "--verbosity", "0", "-c", made).split()[-1]

    def administer(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(self.database)))

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
