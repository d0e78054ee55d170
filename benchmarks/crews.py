"""Workers that can be killed: forked loops of the embedded mode, or Celery's own with beats and a Redis of theirs."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Protocol

import redis

HERE = Path(__file__).resolve().parent.parent
CELERY = [sys.executable, "-m", "celery", "--app", "factcheck"]
# How much later than due a worker is taken for dead, in the embedded mode's run.
GRACE_SECONDS = 0.5


class Crew(Protocol):
    def kill_one(self) -> list[str]:
        """Kills a process at random as the kernel does, starts another in its place; says what it was, if any."""
        ...

    def stop(self) -> None: ...


class Forked:
    """Embedded workers, forked from this process, which has loaded the model and has no threads."""

    def __init__(self, number: int) -> None:
        from django.conf import settings

        from claims import working
        from claims.analysis.text import language
        from sources import hosts

        language.load(settings.SPACY_MODEL)
        hosts.GRACE_SECONDS, hosts.LONGEST_WAIT, working.IDLE_SECONDS = GRACE_SECONDS, 1.0, 0.05  # type: ignore[assignment]
        self.workers = [self._start() for _ in range(number)]

    def _start(self) -> int:
        from django.db import connection

        connection.close()  # What is open when a worker is forked would be shared with it.
        if process := os.fork():
            return process
        try:
            from claims import working

            random.seed()
            stopping = threading.Event()
            working.work(working.steps(stopping), stopping)
        except BaseException:
            traceback.print_exc()
        os._exit(1)

    def kill_one(self) -> list[str]:
        victim = random.choice(self.workers)
        os.kill(victim, signal.SIGKILL)
        _, status = os.waitpid(victim, 0)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "a worker had ended by itself"
        self.workers[self.workers.index(victim)] = self._start()
        return ["worker"]

    def stop(self) -> None:
        for process in self.workers:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


class OwnRedis:
    """A Redis server of this run alone, with an append-only file as the compose file has it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"redis://127.0.0.1:{port}/0"
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        process = subprocess.Popen([*command, "--appendonly", "yes", "--save", ""], stdout=subprocess.DEVNULL)
        ends = time.monotonic() + 20
        while not self._answers():
            assert time.monotonic() < ends and process.poll() is None, f"no Redis of our own on port {self.port}"
            time.sleep(0.05)
        return process

    def _answers(self) -> bool:
        try:
            return bool(redis.from_url(self.url).ping())
        except redis.exceptions.ConnectionError:
            return False

    def restart(self) -> None:
        """Killed, not asked to end."""
        self.process.kill()
        self.process.wait()
        self.process = self._start()

    def forget(self) -> None:
        redis.from_url(self.url).flushall()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class Deployed:
    """Celery's workers for fetching and for language work, and two beats, as the compose file starts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started = 0
        worker = ["worker", "--loglevel", "WARNING", "--hostname"]
        self.roles = {
            "fetching": [*worker, "fetching@%h", "--queues", "fetching", "--concurrency", "3"],
            "language": [*worker, "language@%h", "--queues", "language", "--concurrency", "2"],
            "beat 1": ["beat", "--schedule", str(folder / "one")],
            "beat 2": ["beat", "--schedule", str(folder / "two")],
        }
        self.processes = {role: self._start(role) for role in self.roles}

    def _start(self, role: str) -> "subprocess.Popen[bytes]":
        self.started += 1
        log = (self.folder / f"{role.replace(' ', '')}-{self.started}.log").open("w")
        return subprocess.Popen(
            [*CELERY, *self.roles[role]], cwd=HERE, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )

    def kill_one(self) -> list[str]:
        """Mostly a process that does the work; now and then a whole worker with all of its own, or a beat."""
        chance = random.random()
        if chance < 0.15:
            role = random.choice(list(self.roles))
            process = self.processes[role]
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.processes[role] = self._start(role)
            return [f"all of {role}"]
        working = {role: _children(self.processes[role].pid) for role in ("fetching", "language")}
        role = random.choice(list(working))
        if not working[role]:  # It has only just been started.
            return []
        os.kill(random.choice(working[role]), signal.SIGKILL)
        return [f"a process of {role}"]

    def stop(self) -> None:
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _children(process: int) -> list[int]:
    """Those of a worker that has started up; Celery starts them all in its main thread."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []
