"""The embedded worker: polls, reads, groups and compares until it is told to stop."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims import working


class Command(BaseCommand):
    help = "Polls feeds and analyses what is new until SIGTERM or Ctrl-C, which end it after the current item."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do; 1 when a step failed")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()
            # A second signal ends it at once.
            signal.signal(number, before[signal.Signals(number)])

        for number in before:
            signal.signal(number, stop)
        self.stdout.write("Ready: polls feeds and analyses what is new; SIGTERM or Ctrl-C ends it.")
        self.stdout.flush()
        try:
            well = working.work(working.steps(stopping), stopping, once=options["once"])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if options["once"] and not well:
            raise CommandError("a step failed: see the log")
