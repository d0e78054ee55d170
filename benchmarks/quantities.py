"""Quantities against NewsQuant (Almasian et al. 2023): `python -m benchmarks.quantities [--errors N]`.

Values are turned back into the unit in which the sentence states them, as the set does.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from spacy.tokens import Doc

from benchmarks import gold
from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.numerals import find_numerals
from claims.analysis.quantities.currencies import currency_after
from claims.analysis.quantities.finding import find_quantities
from claims.analysis.quantities.units import rate_of, unit_after, unit_named
from claims.analysis.text import language
from claims.analysis.values import Bound, Comparator, Dimension, FoundValue

PERCENT = re.compile(r"%|per ?cent|pct|pc\b|point|\bpp|bps", re.IGNORECASE)
CHANGES = {
    Comparator.ABOUT: "~",
    Comparator.MORE_THAN: ">",
    Comparator.AT_LEAST: ">",
    Comparator.LESS_THAN: "<",
    Comparator.AT_MOST: "<",
}


@dataclass(frozen=True)
class Surface:
    """The unit as the sentence writes it; a stated number is `(value - offset) / factor`."""

    unit: str
    factor: float = 1.0
    offset: float = 0.0

    def number(self, bound: Bound) -> float:
        return round((float(bound) - self.offset) / self.factor, 6)  # type: ignore[arg-type]


def prediction(doc: Doc, found: FoundValue, after: FoundValue | None = None) -> dict[str, Any]:
    """One quantity in the set's terms; `after` is the next one, from which a list or range may take its unit."""
    value, core = found.value, found.core.of(doc.text)
    change = CHANGES.get(value.comparator, "=")
    if value.dimension is Dimension.SCORE:
        return {"value": [float(number) for number in re.findall(r"\d+", core)[:2]], "unit": "", "change": change}
    surface = surface_of(doc, found) or (surface_of(doc, after) if after and after.value.unit == value.unit else None)
    surface = surface or Surface(value.unit)
    low, high, numeral = value.low, value.high, next(find_numerals(core), None)
    if low is not None and high is None and numeral and numeral.vague:
        high = float(low) * 10  # type: ignore[arg-type]
    ends = [surface.number(bound) for bound in (low, high) if bound is not None]
    unit = surface.unit.replace("GBP", "pound").replace("liter", "litre").replace(".", "").replace("″", "inch")
    return {"value": ends if len(set(ends)) > 1 else ends[0], "unit": unit, "change": change}


def surface_of(doc: Doc, found: FoundValue) -> Surface | None:
    """How the unit of one value is written in its own span; None where it is not."""
    value, core = found.value, found.core.of(doc.text)
    end = max((numeral.end for numeral in find_numerals(core)), default=0)
    match value.dimension:
        case Dimension.COUNT:
            return Surface(f"{found.span.of(doc.text)[-40:]} {value.unit}" if value.unit else "")
        case Dimension.AGE:
            return Surface("year")
        case Dimension.RATIO:
            return Surface(core)
        case Dimension.MONEY:
            cents = currency_after(core, end, scaled=False)
            return Surface(core, cents.factor if cents else 1.0)
        case Dimension.PERCENTAGE if not PERCENT.search(core):
            return Surface(doc.text[found.core.end : found.span.end], 100.0)
    if matched := unit_after(core, end) if end else None:
        unit = rate_of(core, matched).unit
        return Surface(core[end:], unit.factor, unit.offset)
    named = unit_named(token_at(doc, found.core.end - 1).lemma_)
    return Surface(core, named.factor) if named else None


def moved(text: str, one: FoundValue, two: FoundValue) -> int:
    """1 for "from one to two", -1 for "to one from two", else 0: the set writes a change as a pair, the old first."""
    before, gap = text[: one.span.start].rstrip()[-4:], text[one.span.end : two.span.start]
    if one.value.dimension is not two.value.dimension or len(gap) > 24 or re.search(r"[,;]", gap):
        return 0
    if before == "from" and gap.endswith(" to "):
        return 1
    return -1 if before.endswith(" to") and gap == " from " else 0


def as_stated(doc: Doc) -> Iterator[dict[str, Any]]:
    """The quantities of a sentence in the set's own terms, without ordinals and clocks, which it does not mark."""
    found = [
        each
        for each in find_quantities(doc)
        if each.value.dimension is not Dimension.RANK and ":" not in each.core.of(doc.text)
    ]
    skip = False
    for one, two in zip_longest(found, found[1:]):
        direction = moved(doc.text, one, two) if two and not skip else 0
        if direction:
            first, second = prediction(doc, one, two), prediction(doc, two)
            pair = (first, second)[::direction]
            yield {**first, "value": [each["value"] for each in pair], "unit": f"{first['unit']} {second['unit']}"}
        elif not skip:
            yield prediction(doc, one, two)
        skip = bool(direction)


def predictions(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row, doc in zip(rows, language.parse(language.load(), (row["text"] for row in rows)), strict=True):
        for stated in as_stated(doc):
            yield {"doc_id": row["doc_id"], **stated}


def main(*options: str) -> str:
    return gold.score("score_quant.py", "newsquant", predictions(gold.rows("newsquant", "docs.jsonl")), *options)


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
