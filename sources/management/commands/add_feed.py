"""Adds what is to be polled on a schedule."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from sources import targets
from sources.models import Feed, Source
from sources.targets import FetchRefused


class Command(BaseCommand):
    help = "Adds a feed (RSS, Atom, RDF, JSON Feed, sitemap), a page or a folder to what is polled."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("location", metavar="LOCATION", help="a URL, or the path of a folder")
        parser.add_argument("--kind", choices=Feed.Kind.values, help="a folder's path is one by itself")
        parser.add_argument("--every", type=int, default=60, metavar="MINUTES", help="60 unless told otherwise")
        parser.add_argument("--source", default="", metavar="NAME", help="whose it is; the articles may say so as well")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, location = place(options["location"], options["kind"])
        if options["every"] < 1:
            raise CommandError(f"--every {options['every']}: a feed is polled once a minute at most")
        if Feed.objects.filter(location=location).exists():
            raise CommandError(f"{location} is polled already: change it in the admin")
        feed = Feed(location=location, kind=kind, interval_minutes=options["every"])
        try:
            save(feed, options["source"].strip())
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{feed.get_kind_display()}: {location}, every {feed.interval_minutes} minutes, due now")


@transaction.atomic
def save(feed: Feed, name: str) -> None:
    """Stores the feed with the source of that name, if any. Raises ValidationError."""
    if name:
        Source(name=name).clean_fields()
        feed.source = Source.objects.get_or_create(name=name)[0]
    feed.full_clean()
    feed.save()


def place(location: str, kind: str | None) -> tuple[str, str]:
    """The kind and the location as stored: a folder's path made absolute, a URL vetted as far as it can be unasked."""
    if kind == Feed.Kind.FOLDER or (kind is None and Path(location).is_dir()):
        folder = Path(location).resolve()
        if not folder.is_dir():
            raise CommandError(f"{location} is no folder")
        return Feed.Kind.FOLDER, str(folder)
    try:
        return kind or Feed.Kind.SYNDICATION, targets.parse(location).url
    except FetchRefused as error:
        raise CommandError(f"{error}; a folder has to exist") from error
