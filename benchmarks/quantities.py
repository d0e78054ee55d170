"""Quantities against NewsQuant (Almasian et al. 2023): `python -m benchmarks.quantities [--errors N]`.

Values are turned back into the unit in which the sentence states them, as the set does.
"""

import sys
from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from benchmarks import gold
from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.numerals import find_numerals
from claims.analysis.quantities.currencies import currency_after
from claims.analysis.quantities.finding import find_quantities
from claims.analysis.quantities.units import unit_after, unit_named
from claims.analysis.text import language
from claims.analysis.values import Bound, Comparator, Dimension, FoundValue

CHANGES = {
    Comparator.ABOUT: "~",
    Comparator.MORE_THAN: ">",
    Comparator.AT_LEAST: ">",
    Comparator.LESS_THAN: "<",
    Comparator.AT_MOST: "<",
}


def prediction(doc: Doc, found: FoundValue) -> dict[str, Any]:
    value, surface, factor, offset = found.value, found.value.unit, 1.0, 0.0
    core = found.core.of(doc.text)
    numerals = list(find_numerals(core))
    if numerals and value.dimension is not Dimension.COUNT:
        matched = unit_after(core, numerals[-1].end)
        cents = currency_after(core, numerals[-1].end, scaled=False)
        named = None if matched else unit_named(token_at(doc, found.core.end - 1).lemma_)
        if value.dimension is Dimension.MONEY:
            surface, factor = core, cents.factor if cents else 1.0
        elif matched:
            surface, factor, offset = core[numerals[-1].end :], matched.unit.factor, matched.unit.offset
        elif named:
            surface, factor = core, named.factor
        elif value.dimension is Dimension.DURATION:
            factor = 365.25

    def back(bound: Bound) -> float:
        return round((float(bound) - offset) / factor, 6)  # type: ignore[arg-type]

    low, high = value.low, value.high
    if low is not None and high is None and numerals and numerals[0].vague:
        high = float(low) * 10  # type: ignore[arg-type]
    stated = (
        back(high if low is None else low) if low is None or high is None or low == high else [back(low), back(high)]
    )
    unit = surface.replace("GBP", "pound")
    if value.dimension is Dimension.COUNT:
        unit = found.span.of(doc.text)[-40:] if value.unit else ""
    return {"value": stated, "unit": unit, "change": CHANGES.get(value.comparator, "=")}


def predictions(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row, doc in zip(rows, language.parse(language.load(), (row["text"] for row in rows)), strict=True):
        for found in find_quantities(doc):
            yield {"doc_id": row["doc_id"], **prediction(doc, found)}


def main(*options: str) -> str:
    return gold.score("score_quant.py", "newsquant", predictions(gold.rows("newsquant", "docs.jsonl")), *options)


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
