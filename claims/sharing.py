"""Reading shared between processes of this machine: each claims rows as any worker does, so none waits for another."""

import multiprocessing
import os
import queue
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import django

from .analysis.text.language import ModelMissing

_LOOK_SECONDS = 0.5


class ProcessEnded(Exception):
    """A process ended before its work was done."""


def read_pending(processes: int, progress: Callable[[], object] = bool) -> int:
    """Reads what waits with so many processes; returns how many versions they dealt with.

    `progress` is called after each. Raises ProcessEnded where a process was killed: its versions are read again when
    their lease is over.
    """
    # Processes of several threads each would stand in each other's way; the libraries read this when they start.
    os.environ["OMP_NUM_THREADS"] = "1"
    # Started anew, not forked: nothing that is open here, a connection or a thread, is shared with them.
    context = multiprocessing.get_context("spawn")
    reports: multiprocessing.Queue[str] = context.Queue()
    workers: list[BaseProcess] = [context.Process(target=work, args=(reports,)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    try:
        done = _count(reports, workers, progress)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
    if any(worker.exitcode for worker in workers):
        codes = ", ".join(str(worker.exitcode) for worker in workers if worker.exitcode)
        raise ProcessEnded(f"a process ended early (exit {codes}): what it had claimed is read when its lease is over")
    return done


def _count(reports: "multiprocessing.Queue[str]", workers: list[BaseProcess], progress: Callable[[], object]) -> int:
    """Passes on what the processes report until all have ended."""
    done = 0
    while True:
        running = any(worker.is_alive() for worker in workers)
        try:
            missing = reports.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            if not running:
                return done
            continue
        if missing:
            raise ModelMissing(missing)
        done += 1
        progress()


def work(reports: "multiprocessing.Queue[str]") -> None:
    """What each process does: reports "" for each version it dealt with, or which model is missing."""
    django.setup()
    from . import extracting  # models can be imported only now

    try:
        extracting.read_waiting(progress=lambda: reports.put(""))
    except ModelMissing as error:
        reports.put(str(error))
