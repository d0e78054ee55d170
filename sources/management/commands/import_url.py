"""Imports pages by their URLs: one outcome each, exit 1 when any failed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources import visiting
from sources.models import ImportOutcome


class Command(BaseCommand):
    help = "Imports the pages at the URLs: one outcome each; exits with 1 when any failed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("urls", nargs="+", metavar="URL")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for outcome in visiting.import_urls(options["urls"]):
            failed += outcome.outcome == ImportOutcome.Outcome.FAILED
            self.stdout.write(f"{outcome.outcome:<9} {outcome.item}{': ' if outcome.reason else ''}{outcome.reason}")
        if failed:
            raise CommandError(f"{failed} of {len(options['urls'])} failed")
