"""Quotes against PolNeAR's dev part: `GOLD=../shared/gold python -m benchmarks.quotes [--errors N]`.

A quote of several spans is scored span by span (the scorer's --pieces does the same to the gold).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.analysis import language, layout, quotes
from claims.analysis.found import FoundQuote
from claims.analysis.names import find_names


def rows(doc_id: str, text: str, found: tuple[FoundQuote, ...]) -> Iterator[dict[str, Any]]:
    for quote in found:
        for span in quote.spans:
            row: dict[str, Any] = {"doc_id": doc_id, "start": span.start, "end": span.end, "text": span.of(text)}
            if quote.speaker:
                row |= {"speaker": quote.speaker.of(text), "speaker_start": quote.speaker.start}
                row["speaker_end"] = quote.speaker.end
            if quote.cue:
                row["cue"] = quote.cue.of(text)
            yield row


def predict(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    layouts = [layout.lay_out(article["text"]) for article in articles]
    docs = language.parse(language.load(), [laid.text for laid in layouts])
    for article, laid, doc in zip(articles, layouts, docs, strict=True):
        yield from rows(article["doc_id"], article["text"], quotes.find_quotes(doc, laid, find_names(doc, laid)))


def main() -> int:
    gold = Path(os.environ.get("GOLD", "../shared/gold"))
    documents = gold / "polnear" / "docs_dev.jsonl"
    if not documents.exists():
        print(f"{documents} is absent: set GOLD to the folder of the marked texts", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "quotes.jsonl"
        with predictions.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in predict(documents))
        scorer = [sys.executable, str(gold / "score" / "score_quotes.py"), "polnear_dev", str(predictions), "--pieces"]
        environment = {**os.environ, "GOLD": f"{gold.resolve()}/"}
        return subprocess.run(scorer + sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
