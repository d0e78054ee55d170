"""Rows as text, one at a time: NDJSON and CSV, for files and for the API alike."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .shaping import Row

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
    "utterances": "id label origins quotes discrepancies".split(),
    "entities": "id name kind names".split(),
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


class Line:
    """A file of one line, for the writer of the standard library."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str, /) -> None:
        self.text = text


def ndjson(rows: Iterable[Row]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


def table(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """CSV, the header first; nested fields are dotted columns."""
    line = Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(columns)
    yield line.text
    for row in rows:
        writer.writerow([cell(at(row, column)) for column in columns])
        yield line.text


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
