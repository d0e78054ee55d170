"""The worker loop of embedded mode: the steps that tasks call otherwise, one after the other, until told to stop."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections

from sources import polling, visiting

from . import comparing, extracting, grouping, numbering

logger = logging.getLogger(__name__)

IDLE_SECONDS = 2.0
LONGEST_REST = 300.0
# Few, and one feed, so that nothing waits long for its turn and the loop can be ended between them.
BATCH = 10


@dataclass
class Step:
    """One thing to do over and over; `run` returns how much it did. After failures it rests, longer each time."""

    name: str
    run: Callable[[], int]
    failures: int = 0
    rests_until: float = 0.0

    def take(self) -> int:
        """Runs it unless it rests; a failure is logged and is nothing done."""
        if time.monotonic() < self.rests_until:
            return 0
        try:
            done = self.run()
        except Exception:  # One failing step never stops the others.
            self.failures += 1
            rest = min(2.0**self.failures, LONGEST_REST)
            self.rests_until = time.monotonic() + rest
            logger.exception("%s failed %d times in a row and rests for %.0f s", self.name, self.failures, rest)
            return 0
        self.failures = 0
        return done


def steps(stopping: threading.Event) -> list[Step]:
    """What the worker does, in the order of the data's way."""
    return [
        Step("Polling feeds", lambda: polling.poll_due(stopping.is_set, limit=1)),
        Step("Visiting pages", lambda: visiting.visit_due(stopping.is_set, limit=BATCH)),
        Step("Reading versions", lambda: extracting.read_pending(BATCH)),
        Step("Grouping", lambda: grouping.group_pending(BATCH)),
        Step("Comparing", lambda: comparing.compare_pending(BATCH)),
        Step("Numbering changes", lambda: numbering.number_pending(BATCH)),
    ]


def work(todo: Sequence[Step], stopping: threading.Event, once: bool = False) -> bool:
    """Takes the steps in turn until `stopping` is set, or with `once` until nothing is left or nothing works.

    True unless a step's last run failed.
    """
    while not stopping.is_set():
        close_old_connections()
        done = sum(step.take() for step in todo if not stopping.is_set())
        if not done:
            if once:
                break
            stopping.wait(IDLE_SECONDS)
    return not any(step.failures for step in todo)
