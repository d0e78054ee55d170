"""Imports files and folders of articles, one line of outcome each."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sources import counting, folders, importing
from sources.documents import SUFFIXES
from sources.failures import Unreadable

HELP = f"""Imports articles from files and folders ({", ".join(SUFFIXES)}).

Each article ends as new, changed (a further version), unchanged or failed, with the reason; what fails stops
nothing else. Importing the same again changes nothing. The exit code is 1 when anything failed.

A row of a .json (a list) or .jsonl (one a line) file is
  {{"url": …, "source": …, "text": …, "title": …, "published_at": …, "origin": …, "byline": …, "language": …, "id": …}}
of which only text is needed; a url or an id keeps the article's identity. Its text, like that of .txt and .md
files, is kept character for character.

A manifest says about files what they do not say themselves:
  JSON  {{"name.txt": {{"url": …, "source": …, "title": …, "published_at": …, "origin": …}}, …}}
  CSV   file,url,source,title,published_at,origin,byline,language
with file names relative to the imported folder. What is stated nowhere is inferred from the text and marked so.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--manifest", type=Path, metavar="FILE", help="JSON or CSV with what is known of the files")
        parser.add_argument("--quiet", action="store_true", help="print failures and the summary only")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest: Path | None = options["manifest"]
        try:
            entries = importing.read_manifest(manifest) if manifest else {}
        except Unreadable as error:
            raise CommandError(str(error)) from None
        files = list(folders.found(options["paths"], [manifest] if manifest else []))
        run = counting.begin(", ".join(map(str, options["paths"])))
        # Without a terminal on stderr tqdm draws nothing.
        for outcome in importing.import_files(tqdm(files, unit="file", disable=None, leave=False), run, entries):
            self._print(outcome, options["quiet"])
        self.stdout.write(
            f"{run.new} new, {run.changed} changed, {run.unchanged} unchanged, {run.failed} failed (import {run.pk})"
        )
        if run.failed:
            sys.exit(1)

    def _print(self, outcome: counting.Outcome, quiet: bool) -> None:
        line = f"{outcome.outcome}: {outcome.item}" + (f": {outcome.reason}" if outcome.reason else "")
        if outcome.outcome == counting.Kind.FAILED:
            self.stderr.write(line)
        elif not quiet:
            self.stdout.write(line)
