"""Quotes against PolNeAR's dev part: `GOLD=../shared/gold python -m benchmarks.quotes [--errors N]`.

A quote of several spans is scored span by span (the scorer's --pieces does the same to the gold); scare quotes, which
nobody is said to have said, are left out.
"""

import sys
from collections.abc import Iterator
from typing import Any

from claims.analysis.found import FoundQuote, QuoteKind
from claims.analysis.names.finding import find_names
from claims.analysis.quotes import finding as quotes
from claims.analysis.text import language, layout

from . import gold


def rows(doc_id: str, text: str, found: tuple[FoundQuote, ...]) -> Iterator[dict[str, Any]]:
    for quote in found:
        if quote.kind is QuoteKind.SCARE:
            continue
        for span in quote.spans:
            row: dict[str, Any] = {"doc_id": doc_id, "start": span.start, "end": span.end, "text": span.of(text)}
            if quote.speaker:
                row |= {"speaker": quote.speaker.of(text), "speaker_start": quote.speaker.start}
                row["speaker_end"] = quote.speaker.end
            if quote.cue:
                row["cue"] = quote.cue.of(text)
            yield row


def predictions(articles: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    layouts = [layout.lay_out(article["text"]) for article in articles]
    docs = language.parse(language.load(), [laid.text for laid in layouts])
    for article, laid, doc in zip(articles, layouts, docs, strict=True):
        yield from rows(article["doc_id"], article["text"], quotes.find_quotes(doc, laid, find_names(doc, laid)))


def main(*options: str) -> str:
    found = predictions(gold.rows("polnear", "docs_dev.jsonl"))
    return gold.score("score_quotes.py", "polnear_dev", found, "--pieces", *options)


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
