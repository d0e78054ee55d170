"""`manage.py export`: evidence, facts, discrepancies, reviews and gaps as NDJSON or CSV, streamed."""

import gc
import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

from claims.exporting import KINDS, rows
from claims.formatting import COLUMNS, ndjson, table

EXAMPLES = """\
examples:
  manage.py export claims > claims.ndjson                       one JSON object a line
  manage.py export discrepancies --format csv --output d.csv    nested fields become dotted columns
  manage.py export quotes | head -1 | python -m json.tool       what a row looks like
"""


class Writable(Protocol):
    def write(self, text: str, /) -> object: ...


class HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's order of options, and examples as they are written."""


class Command(BaseCommand):
    help = "Writes rows as NDJSON or CSV, streamed: memory stays the same however many there are."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=HelpFormatter, epilog=EXAMPLES, **kwargs
        )  # fmt: skip

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", choices=list(KINDS), help="Gaps are sentences with figures or quotation marks that gave nothing."
        )
        parser.add_argument("--format", choices=["ndjson", "csv"], default="ndjson")
        parser.add_argument("--output", metavar="FILE", type=Path, help="Replaced when complete; without it, stdout.")

    def handle(self, *args: Any, kind: str, format: str, output: Path | None, **options: Any) -> None:
        write = write_csv if format == "csv" else write_ndjson
        # What is loaded stays: without this it is looked through for garbage again and again, for a third of the time.
        gc.freeze()
        try:
            if output:
                with replacing(output) as file:
                    count = write(kind, file)
            else:
                count = write(kind, self.stdout)
                self.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough; the interpreter's own flush at the end must not complain either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if not count:
            self.stderr.write(f"There are no {kind} yet: import articles, then run manage.py analyse.")
        elif output:
            self.stderr.write(f"{count:,} {kind} written to {output}.")


def write_ndjson(kind: str, file: Writable) -> int:
    return _write(ndjson(rows(kind)), file)


def write_csv(kind: str, file: Writable) -> int:
    return _write(table(rows(kind), COLUMNS[kind]), file) - 1


def _write(lines: Iterable[str], file: Writable) -> int:
    """How many lines that were."""
    count = 0
    for line in lines:
        file.write(line)
        count += 1
    return count


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A file that takes the path's place once it is complete; until then, and on any error, the old one stays."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file = part.open("x", encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"{path}: cannot be written here ({error.strerror}); give --output another place") from error
    try:
        with file:
            yield file
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: could not be written ({error.strerror}); nothing there was changed") from error
    finally:
        part.unlink(missing_ok=True)
