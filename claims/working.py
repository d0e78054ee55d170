"""The worker loop of embedded mode: the steps that tasks call otherwise, one after the other, until told to stop.

What takes long and is in nobody's way is taken aside, by a thread of its own, as it is a task of its own.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connections

from sources import polling, visiting

from . import comparing, extracting, grouping, numbering
from .webhooks import delivering
from .workbench import tallying

logger = logging.getLogger(__name__)

IDLE_SECONDS = 2.0
LONGEST_REST = 300.0
# Few, and one feed, so that nothing waits long for its turn and the loop can be ended between them.
BATCH = 16
# It takes as long to compare so many facts as to read one article.
COMPARED = 200


@dataclass
class Step:
    """One thing to do over and over; `run` returns how much it did. After failures it rests, longer each time.

    None of the others waits for those that are taken `aside`.
    """

    name: str
    run: Callable[[], int]
    aside: bool = False
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
    """What the worker does, in the order of the data's way.

    Where others are grouping or comparing and there is more to read, it reads on instead of waiting for its turn; and
    groups more than it read, for those who did not wait.
    """
    read = 0

    def reading() -> int:
        nonlocal read
        read = 0
        read = extracting.read_pending(BATCH)
        return read

    return [
        Step("Polling feeds", lambda: polling.poll_due(stopping.is_set, limit=1)),
        Step("Visiting pages", lambda: visiting.visit_due(stopping.is_set, limit=BATCH)),
        Step("Reading versions", reading),
        Step("Grouping", lambda: grouping.group_pending(2 * BATCH, at_once=grouping.MANY, waiting=not read)),
        Step("Comparing", lambda: comparing.compare_pending(COMPARED, waiting=not read)),
        Step("Numbering changes", lambda: numbering.number_pending(BATCH)),
        Step("Counting for the desk", tallying.tally_due, aside=True),
        Step("Telling webhooks", delivering.Pace().take),
    ]


def work(todo: Sequence[Step], stopping: threading.Event, once: bool = False) -> bool:
    """Takes the steps in turn until `stopping` is set, or with `once` until nothing is left or nothing works.

    True unless a step's last run failed. With `once` all are taken in turn: nothing comes in that could wait.
    """
    aside = [] if once else [step for step in todo if step.aside]
    apart = threading.Thread(target=_aside, args=(aside, stopping), daemon=True)
    apart.start()
    _take([step for step in todo if step not in aside], stopping, once)
    apart.join()
    return not any(step.failures for step in todo)


def _aside(todo: Sequence[Step], stopping: threading.Event) -> None:
    try:
        _take(todo, stopping, once=False)
    finally:
        connections.close_all()


def _take(todo: Sequence[Step], stopping: threading.Event, once: bool) -> None:
    while todo and not stopping.is_set():
        close_old_connections()
        done = sum(step.take() for step in todo if not stopping.is_set())
        if not done:
            if once:
                break
            stopping.wait(IDLE_SECONDS)
