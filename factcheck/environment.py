"""Reads the environment: a value that cannot be parsed stops the start and names itself."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Container
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def boolean(name: str, default: bool) -> bool:
    text = os.environ.get(name, "")
    words = {"": default, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    try:
        return words[text.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name}={text!r} is not a boolean: use true or false") from None


def number(name: str, default: int, least: int = 0) -> int:
    text = os.environ.get(name, "")
    try:
        value = int(text) if text else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={text!r} is not a whole number") from None
    if value < least:
        raise ImproperlyConfigured(f"{name}={value} is too small: the least is {least}")
    return value


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def one_of(name: str, default: str, words: Container[str], what: str) -> str:
    text = os.environ.get(name) or default
    if text not in words:
        raise ImproperlyConfigured(f"{name}={text!r} is not {what}")
    return text


def share(name: str, default: float = 0.0) -> float:
    """A number from 0 to 1."""
    text = os.environ.get(name, "")
    try:
        value = float(text) if text else default
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ImproperlyConfigured(f"{name}={text!r} is not a share: use a number from 0 to 1, such as 0.1")
    return value


def secret_key(debug: bool, kept: Path) -> str:
    """SECRET_KEY from the environment; with `debug` one is made and `kept`, so that log-ins survive a restart."""
    key = os.environ.get("SECRET_KEY", "")
    if key or not debug:
        if not key:
            raise ImproperlyConfigured("SECRET_KEY is not set: give a long random string, or DEBUG=true to try things")
        return key
    if not kept.exists():
        keep(kept, secrets.token_urlsafe(50))
    return kept.read_text()


def keep(path: Path, text: str) -> None:
    """Writes a secret whole or not at all, for its owner only; of two processes that start at once the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
        file.write(text)
        file.flush()
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)


def database(default: str) -> dict[str, Any]:
    """DATABASE_URL as Django has it."""
    url = os.environ.get("DATABASE_URL") or default
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:  # The URL is not repeated: it may hold a password.
        raise ImproperlyConfigured("DATABASE_URL is not one such as postgres://user:password@host:5432/name") from None
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Without these, concurrent writers end with "database is locked".
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    elif "options" not in config.setdefault("OPTIONS", {}):
        # Compiling a query takes longer than any of ours, which read little of much; and to look a row up costs little
        # more than to read on, for what is asked for most is in memory, and the rest on no disk that turns.
        config["OPTIONS"]["options"] = "-c jit=off -c random_page_cost=1.1"
    return config
