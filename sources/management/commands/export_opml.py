"""Writes the feeds that are polled as OPML."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources import outlines
from sources.models import Feed


class Command(BaseCommand):
    help = "Writes the feeds that are polled (not single pages, not folders) as OPML, to stdout or a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        feeds = Feed.objects.filter(kind=Feed.Kind.SYNDICATION, active=True).select_related("source")
        listed = [outlines.Outline(feed.location, feed.source.name if feed.source else "") for feed in feeds]
        document = outlines.write(listed, "Feeds of factcheck")
        if options["output"] is None:
            self.stdout.write(document.decode(), ending="")
            return
        try:
            options["output"].write_bytes(document)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written ({error.strerror})") from None
        self.stdout.write(f"{len(listed)} feeds written to {options['output']}")
