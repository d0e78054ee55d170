"""Adds what is to be polled on a schedule."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources import adding
from sources.models import Feed


class Command(BaseCommand):
    help = "Adds a feed (RSS, Atom, RDF, JSON Feed, sitemap), a page or a folder to what is polled."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("location", metavar="LOCATION", help="a URL, or the path of a folder")
        parser.add_argument("--kind", choices=Feed.Kind.values, help="a folder's path is one by itself")
        parser.add_argument("--every", type=int, default=60, metavar="MINUTES", help="60 unless told otherwise")
        parser.add_argument("--source", default="", metavar="NAME", help="whose it is; the articles may say so as well")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            feed = adding.feed(options["location"], options["kind"], options["every"], options["source"])
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{feed.get_kind_display()}: {feed.location}, every {feed.interval_minutes} minutes, due now")
