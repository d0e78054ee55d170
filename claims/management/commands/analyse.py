"""`manage.py analyse`: every pending step, here and now."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from claims import comparing, extracting, grouping, sharing
from claims.analysis.text.language import ModelMissing
from claims.models import Discrepancy, Extraction

Step = tuple[str, Callable[..., int], Callable[[], int]]


def positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def steps(processes: int) -> tuple[Step, ...]:
    """Each step with its name and how many wait for it."""
    read = extracting.read_pending if processes == 1 else partial(sharing.read_pending, processes)
    return (
        ("Reading", read, extracting.pending),
        ("Grouping", partial(grouping.group_pending, at_once=grouping.MANY), grouping.pending),
        ("Comparing", comparing.compare_pending, comparing.pending),
    )


class Command(BaseCommand):
    help = (
        "Reads every version that waits for it, groups what was found and compares it, with a progress bar. "
        "Safe to run beside workers and as often as you like: what is done is not done again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--processes",
            type=positive,
            default=1,
            metavar="N",
            help="read with N processes side by side, at best one for each processor (default: %(default)s); "
            "grouping and comparing stay with one",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress bars, only the summary")

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["quiet"] or not sys.stderr.isatty()
        try:
            counts = [self.run(name, step, pending, quiet) for name, step, pending in steps(options["processes"])]
        except (ModelMissing, sharing.ProcessEnded) as error:
            raise CommandError(str(error)) from error
        failed = Extraction.objects.filter(state=Extraction.State.FAILED).count()
        found = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN).count()
        self.stdout.write(
            f"{counts[0]} versions read, {counts[1]} grouped, {counts[2]} comparisons; {found} discrepancies open"
        )
        if failed:
            raise CommandError(f"{failed} versions could not be read: the admin's Extractions page says why")

    def run(self, name: str, step: Callable[..., int], pending: Callable[[], int], quiet: bool) -> int:
        with tqdm(total=pending(), desc=name, disable=quiet, unit="") as bar:
            return step(progress=bar.update)
