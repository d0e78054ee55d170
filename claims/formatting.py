"""Rows as text, one at a time: NDJSON and CSV, for files and for the API alike."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sources.sheets import cell as cell
from sources.sheets import lines

from .shaping import Row

ARTICLE = [f"article.{field}" for field in ("id", "url", "title", "source", "origin", "published_at")]
READ = "version sha256 extractor rules".split()
VALUE = "text start end dimension unit low high granularity comparator inferred".split()
ABOUT = "label entities event subject object when change".split()
COLUMNS = {
    "quotes": [
        *["id", *ARTICLE, *READ, "live", "kind", "start", "end", "spans", "content", "prefix", "suffix", "cue"],
        *["speaker.id", "speaker.name", "speaker_text", "candidates", "via", "utterance", "reasons"],
    ],
    "claims": [
        *["id", *ARTICLE, *READ, "live", "start", "end", "exact", "prefix", "suffix"],
        *["holder.id", "holder.name", "holder_text", *(f"about.{field}" for field in ABOUT), "modality"],
        *[*(f"value.{field}" for field in VALUE), "fact", "reasons"],
    ],
    "facts": "id label dimension unit origins claims discrepancies".split(),
    "utterances": "id label origins quotes discrepancies".split(),
    "entities": "id name kind names".split(),
    "discrepancies": [
        *"id kind status status_reason awaits severity severity_parts fact.id fact.label".split(),
        *"utterance.id utterance.label".split(),
        *"positions explanation.text explanation.rule explanation.reconciled explanation.arithmetic".split(),
        *"explanation.benign first_seen last_seen".split(),
    ],
    "sources": "id name domain".split(),
    "feeds": "id source kind location active interval_minutes next_fetch_at failures last_error".split(),
    "pages": "id url state source article failures last_error fetched_at changed_at next_fetch_at".split(),
    "articles": [
        *"id url title source origin byline language published_at inferred version seen_at gone_at".split(),
    ],
    "article versions": "id article number title sha256 seen_at".split(),
    "article changes": "id article kind version number classes rank reason at diff".split(),
    "gaps": [*ARTICLE, "version", "sha256", "start", "end", "exact", "reason"],
    "reviews": [
        *"id discrepancy entity.id entity.name fact utterance version undoes verdict note reviewer".split(),
        *"evidence fingerprint rules created_at".split(),
    ],
}


def ndjson(rows: Iterable[Row]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


def table(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """CSV, the header first; nested fields are dotted columns."""
    return lines(columns, ([at(row, column) for column in columns] for row in rows))


def at(row: Row, column: str) -> Any:
    """The value at a dotted path, None where the path ends early (no speaker, a fact instead of an utterance)."""
    value: Any = row
    for key in column.split("."):
        value = value.get(key) if value is not None else None
    return value
