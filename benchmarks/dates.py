"""Dates and durations against WikiWars (Mazur and Dale 2010): `python -m benchmarks.dates [--errors N]`.

The set states values in TIMEX3 form; a range counts as its two ends, and "null" stands for what it leaves open.
"""

import sys
from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from benchmarks import gold
from claims.analysis.amounts import read_amounts
from claims.analysis.temporal import find_time_expressions
from claims.analysis.text import language


def predictions(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    docs = language.parse(language.load(), (row["text"] for row in rows))
    for row, doc in zip(rows, docs, strict=True):
        yield from predicted(row, doc)


def predicted(row: dict[str, Any], doc: Doc) -> Iterator[dict[str, Any]]:
    """Every expression of time with its TIMEX3 value, as an article without a publication date gives them."""
    for each in find_time_expressions(doc, read_amounts(doc, None)):
        start, end = each.span.start, each.span.end
        stated = {"start": start, "end": end, "text": each.span.of(row["text"]), "value": each.form or "null"}
        yield {"doc_id": row["doc_id"], "type": "DATE", **stated}


def main(*options: str) -> str:
    return gold.score("score_time.py", "wikiwars", predictions(gold.rows("wikiwars", "docs.jsonl")), *options)


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
