"""The worker loop, and the command that runs it."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from claims import working
from claims.models import Claim
from claims.working import Step, work
from sources.models import Article, Feed
from tests import make, scratch
from tests.sources.site import Site, listing, page


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(working, "IDLE_SECONDS", 0.01)


@pytest.fixture
def site(settings):
    settings.FETCH_ALLOW_LOOPBACK = True
    settings.FETCH_GAP_SECONDS = 0
    with Site() as site:
        yield site


def counted(name, amounts, log):
    """A step that does so much on each of its runs, and then nothing."""
    left = list(amounts)

    def run():
        log.append(name)
        return left.pop(0) if left else 0

    return Step(name, run)


@pytest.mark.django_db(transaction=True)
def test_steps_are_taken_in_turn_until_nothing_is_left():
    log = []
    assert work([counted("a", [2, 0, 1], log), counted("b", [0, 5], log)], threading.Event(), once=True)
    assert log == ["a", "b"] * 4


@pytest.mark.django_db(transaction=True)
def test_a_failing_step_rests_and_the_others_go_on(monkeypatch, caplog):
    log = []

    def breaks():
        log.append("broken")
        raise OperationalError("the database went away")

    broken = Step("Breaking", breaks)
    assert not work([broken, counted("b", [1, 1, 1], log)], threading.Event(), once=True)
    assert log.count("broken") == 1 and log.count("b") == 4
    assert "Breaking failed 1 times" in caplog.text and "the database went away" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_step_rests_longer_with_each_failure_and_is_well_again_after_a_success(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    fails = [True]

    def run():
        if fails[0]:
            raise ValueError("not yet")
        return 1

    step = Step("Trying", run)
    rests = []
    for _ in range(12):
        step.take()
        rests.append(step.rests_until - now[0])
        now[0] = step.rests_until
    assert rests[:3] == [2, 4, 8] and rests[-1] == working.LONGEST_REST
    fails[0] = False
    assert step.take() == 1 and step.failures == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_waits_for_what_is_taken_aside():
    stopping, going_on, log = threading.Event(), threading.Event(), []

    def count():
        log.append("counted while it went on" if going_on.wait(10) else "alone")
        stopping.set()
        return 1

    others = [counted("a", [1, 1], log), Step("b", lambda: going_on.set() or 0)]
    assert work([Step("Counting", count, aside=True), *others], stopping)
    assert log[0] == "a" and "counted while it went on" in log


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_aside_fails_like_the_others():
    def breaks():
        stopping.set()
        raise OperationalError("the database went away")

    stopping, broken = threading.Event(), Step("Counting", breaks, aside=True)
    assert not work([broken], stopping) and broken.failures == 1


@pytest.mark.django_db(transaction=True)
def test_it_ends_after_the_current_step_when_told_to_stop():
    stopping, log = threading.Event(), []
    steps = [counted("a", [1], log), Step("b", lambda: stopping.set() or 1), counted("c", [1], log)]
    assert work(steps, stopping)
    assert log == ["a"]


@pytest.mark.django_db(transaction=True)
def test_one_round_takes_a_feed_to_claims(site):
    words = "The ministry said that 120 houses were rebuilt in the valley. Nobody else was there to count them. " * 3
    site.pages |= {"/feed": listing("/a"), "/a": page(words)}
    Feed.objects.create(location=site.url("/feed"), source=make.source())
    call_command("work", "--once")
    assert Article.objects.count() == 1
    assert Claim.objects.filter(low_number=120, fact__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_once_is_an_error_when_a_step_failed(monkeypatch):
    def breaks(*_):
        raise RuntimeError("no polling today")

    monkeypatch.setattr("sources.polling.poll_due", breaks)
    with pytest.raises(CommandError, match="a step failed"):
        call_command("work", "--once")


@pytest.mark.django_db(transaction=True)
def test_signals_are_left_as_they_were():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    call_command("work", "--once")
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_worker_cleanly(tmp_path, number):
    environment = os.environ | {
        "DATABASE_URL": scratch.embedded(tmp_path),
        "DATA_DIR": str(tmp_path),
        "DEBUG": "true",
        "LOG_LEVEL": "INFO",
    }
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    worker = subprocess.Popen([*manage, "work"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert b"Ready" in worker.stdout.readline()
        worker.send_signal(number)
        rest = worker.communicate(timeout=30)[0]
        assert worker.returncode == 0 and b"Traceback" not in rest
    finally:
        worker.kill()
