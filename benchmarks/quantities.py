"""Quantities against NewsQuant (Almasian et al. 2023): `python -m benchmarks.quantities [--errors N]`.

Values are turned back into the unit in which the sentence states them, as the set does.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from claims.analysis import language
from claims.analysis.counting import token_at
from claims.analysis.currencies import currency_after
from claims.analysis.numerals import find_numerals
from claims.analysis.quantities import find_quantities
from claims.analysis.units import unit_after, unit_named
from claims.analysis.values import Bound, Comparator, Dimension, FoundValue

GOLD = Path(os.environ.get("GOLD", "../shared/gold")).resolve()
CHANGES = {
    Comparator.ABOUT: "~",
    Comparator.MORE_THAN: ">",
    Comparator.AT_LEAST: ">",
    Comparator.LESS_THAN: "<",
    Comparator.AT_MOST: "<",
}


def prediction(doc: Any, found: FoundValue) -> dict[str, Any]:
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
    stated = back(high if low is None else low) if low is None or high is None or low == high else [back(low), back(high)]
    unit = surface.replace("GBP", "pound")
    if value.dimension is Dimension.COUNT:
        unit = found.span.of(doc.text)[-40:] if value.unit else ""
    return {"value": stated, "unit": unit, "change": CHANGES.get(value.comparator, "=")}


def main() -> int:
    rows = [json.loads(line) for line in (GOLD / "newsquant/docs.jsonl").open()]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as predictions:
        for row, doc in zip(rows, language.parse(language.load(), (row["text"] for row in rows)), strict=True):
            for found in find_quantities(doc):
                predictions.write(json.dumps({"doc_id": row["doc_id"], **prediction(doc, found)}) + "\n")
    command = [sys.executable, "score_quant.py", "newsquant", predictions.name, *sys.argv[1:]]
    environment = {**os.environ, "GOLD": f"{GOLD}/"}
    return subprocess.run(command, cwd=GOLD / "score", env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
