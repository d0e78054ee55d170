"""Databases of a test's own, with every table and no row: migrated once in this process, and copied from then on."""

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

HERE = Path(__file__).resolve().parent.parent
FILE = "factcheck.sqlite3"


def on_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of a new database of the kind that the tests run on, gone at the end; for SQLite see `embedded`."""
    if not on_postgresql():
        yield embedded(folder)
        return
    name = f"{_suite()['NAME']}_{uuid.uuid4().hex[:8]}"
    _administer("CREATE DATABASE {} TEMPLATE {}", name, _template())
    try:
        yield address(name)
    finally:
        _administer("DROP DATABASE {} WITH (FORCE)", name)


def embedded(folder: Path) -> str:
    """The address of a new SQLite file in `folder`, named as the service names its own."""
    shutil.copy(_file(), folder / FILE)
    return f"sqlite:///{folder / FILE}"


def address(name: str) -> str:
    """Where the database of that name is, on the server that the tests run on."""
    default = _suite()
    who = ":".join(filter(None, (default["USER"], default["PASSWORD"])))
    return f"postgres://{who}@{default['HOST']}:{default['PORT'] or 5432}/{name}"


def _suite() -> dict[str, str]:
    found: dict[str, str] = settings.DATABASES["default"]
    return found


def _administer(statement: str, *names: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@functools.cache
def _file() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="factcheck-empty-")
    atexit.register(folder.cleanup)
    path = Path(folder.name, FILE)
    _migrate(f"sqlite:///{path}")
    return path


@functools.cache
def _template() -> str:
    name = f"{_suite()['NAME']}_empty"
    # One that a killed run left may be of older migrations.
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _administer("CREATE DATABASE {}", name)
    atexit.register(_administer, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _migrate(address(name))
    return name


def _migrate(url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DEBUG": "true", "REDIS_URL": ""}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=HERE, env=environment, check=True, timeout=360)
