"""Adds the feeds of an OPML file, one line of outcome each."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources import adding, outlines
from sources.failures import Unreadable
from sources.models import Feed


class Command(BaseCommand):
    help = "Adds the feeds of an OPML file to what is polled; those that are polled already stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--every", type=int, default=60, metavar="MINUTES", help="60 unless told otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            listed = outlines.read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read ({error.strerror})") from None
        except Unreadable as error:
            raise CommandError(f"{file} {error}") from None
        failed = sum(not self._added(outline, options["every"]) for outline in listed)
        if failed or not listed:
            raise CommandError(f"{failed} of {len(listed)} failed" if listed else f"{file} lists no feeds")

    def _added(self, outline: outlines.Outline, minutes: int) -> bool:
        try:
            location = adding.place(outline.url, Feed.Kind.SYNDICATION)[1]
            if Feed.objects.filter(location=location).exists():
                self.stdout.write(f"known     {location}")
                return True
            feed = adding.feed(location, Feed.Kind.SYNDICATION, minutes, outline.name)
        except ValidationError as error:
            self.stdout.write(f"failed    {outline.url}: {'; '.join(error.messages)}")
            return False
        self.stdout.write(f"new       {feed.location}")
        return True
