"""Settings come from the environment: what cannot be parsed stops the start, names itself, and tells no secret."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck import environment

HERE = Path(__file__).resolve().parent.parent
KEY = "a-key-of-tests-" * 6
DEPLOYED = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "factcheck.example"}


def started(tmp_path, code="", **environment):
    """A fresh process with this environment alone, which loads the settings and runs a line of code on them."""
    return subprocess.run(
        [sys.executable, "-c", f"from factcheck import settings\n{code}"],
        cwd=HERE,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("text", "expected"), [("true", True), ("1", True), ("YES", True), ("false", False), ("0", False), ("", True)]
)
def test_a_boolean_is_a_word(monkeypatch, text, expected):
    monkeypatch.setenv("SOME_SETTING", text)
    assert environment.boolean("SOME_SETTING", True) is expected


def test_a_list_is_split_at_commas(monkeypatch):
    monkeypatch.setenv("SOME_SETTING", " a.example, b.example ,")
    assert environment.names("SOME_SETTING") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda: environment.boolean("SOME_SETTING", False), "ture"),
        (lambda: environment.number("SOME_SETTING", 1), "ten"),
        (lambda: environment.number("SOME_SETTING", 1, least=1), "0"),
        (lambda: environment.one_of("SOME_SETTING", "a", {"a", "b"}, "a or b"), "c"),
        (lambda: environment.share("SOME_SETTING"), "1.1"),
        (lambda: environment.share("SOME_SETTING"), "half"),
        (lambda: environment.share("SOME_SETTING"), "nan"),
    ],
)
def test_what_cannot_be_parsed_names_itself(monkeypatch, read, text):
    monkeypatch.setenv("SOME_SETTING", text)
    with pytest.raises(ImproperlyConfigured, match=f"SOME_SETTING='?{text}'? is"):
        read()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SECRET_KEY", ""),
        ("DEBUG", "perhaps"),
        ("DATABASE_URL", "hunter2@nowhere"),
        ("REDIS_URL", "http://:hunter2@host"),
        ("TIME_ZONE", "Europe/Atlantis"),
        ("LOG_LEVEL", "LOUD"),
        ("MAX_ATTEMPTS", "0"),
        ("API_LIMIT_ADDRESS", "-1"),
        ("API_LIMIT_SECONDS", "0"),
        ("NUM_PROXIES", "one"),
    ],
)
def test_a_bad_value_stops_the_start(tmp_path, name, text):
    run = started(tmp_path, **{**DEPLOYED, name: text})
    last_line = run.stderr.strip().splitlines()[-1]
    assert run.returncode == 1
    assert "ImproperlyConfigured: " + name in last_line
    assert "hunter2" not in run.stderr


def test_deployed_it_is_closed(tmp_path):
    run = started(
        tmp_path,
        "assert not settings.DEBUG and settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE\n"
        "assert settings.SECURE_HSTS_SECONDS and settings.CSRF_COOKIE_SECURE and settings.SECRET_KEY == '" + KEY + "'",
        **DEPLOYED,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_deployed_without_hosts_it_answers_nobody(tmp_path):
    assert started(tmp_path, "assert settings.ALLOWED_HOSTS == []", SECRET_KEY=KEY).returncode == 0


def test_behind_no_proxy_a_claim_of_https_is_not_believed(tmp_path):
    run = started(tmp_path, "assert settings.SECURE_PROXY_SSL_HEADER is None", HTTPS="false", **DEPLOYED)
    assert run.returncode == 0


def test_the_check_of_a_deployment_has_nothing_to_say(tmp_path):
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=HERE,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **DEPLOYED},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr


def test_a_demo_makes_its_key_once_for_its_owner_only(tmp_path):
    with ThreadPoolExecutor(4) as together:
        runs = list(together.map(lambda _: started(tmp_path, "print(settings.SECRET_KEY)", DEBUG="true"), range(4)))
    kept = tmp_path / "secret_key"
    assert {run.stdout.strip() for run in runs} == {kept.read_text()}
    assert len(kept.read_text()) > 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_database_that_waits_is_what_sqlite_gets(tmp_path):
    run = started(tmp_path, "print(settings.DATABASES['default']['OPTIONS'])", **DEPLOYED)
    assert "journal_mode=WAL" in run.stdout and "IMMEDIATE" in run.stdout
