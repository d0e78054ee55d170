"""`manage.py export`: evidence, facts, discrepancies, reviews and gaps as NDJSON or CSV, streamed."""

import csv
import json
import os
import re
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

from claims.exporting import KINDS, rows
from claims.shaping import Row

EXAMPLES = """\
examples:
  manage.py export claims > claims.ndjson                       one JSON object a line
  manage.py export discrepancies --format csv --output d.csv    nested fields become dotted columns
  manage.py export quotes | head -1 | python -m json.tool       what a row looks like
"""
ARTICLE = [f"article.{field}" for field in ("id", "url", "title", "source", "origin", "published_at")]
VALUE = "text start end dimension unit low high granularity comparator inferred".split()
ABOUT = "label entities event subject object when change".split()
COLUMNS = {
    "quotes": [
        *["id", *ARTICLE, "version", "sha256", "live", "kind", "start", "end", "spans", "content", "prefix", "suffix"],
        *["cue", "speaker.id", "speaker.name", "speaker_text", "candidates", "via", "utterance", "reasons"],
    ],
    "claims": [
        *["id", *ARTICLE, "version", "sha256", "live", "start", "end", "exact", "prefix", "suffix"],
        *["holder.id", "holder.name", "holder_text", *(f"about.{field}" for field in ABOUT), "modality"],
        *[*(f"value.{field}" for field in VALUE), "fact", "reasons"],
    ],
    "facts": "id label dimension unit origins claims discrepancies".split(),
    "discrepancies": [
        *"id kind status status_reason severity severity_parts fact.id fact.label utterance.id utterance.label".split(),
        *"positions explanation.text explanation.rule explanation.reconciled explanation.arithmetic".split(),
        *"explanation.benign first_seen last_seen".split(),
    ],
    "gaps": [*ARTICLE, "version", "sha256", "start", "end", "exact", "reason"],
    "reviews": "id discrepancy entity.id entity.name verdict note reviewer evidence fingerprint created_at".split(),
}
# What a spreadsheet takes for the start of a formula, after OWASP's page on CSV injection.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


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
    count = 0
    for row in rows(kind):
        file.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
        count += 1
    return count


def write_csv(kind: str, file: Writable) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS[kind])
    count = 0
    for row in rows(kind):
        writer.writerow([cell(at(row, column)) for column in COLUMNS[kind]])
        count += 1
    return count


def at(row: Row, column: str) -> Any:
    """The value at a dotted path, None where the path ends early (no speaker, a fact instead of an utterance)."""
    value: Any = row
    for key in column.split("."):
        value = value.get(key) if value is not None else None
    return value


def cell(value: Any) -> str | int | float:
    """Lists and objects as JSON; text that a spreadsheet would run as a formula gets a leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value  # type: ignore[no-any-return]


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
