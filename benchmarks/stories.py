"""Discrepancies on labelled real stories: the whole way of the data over all of them, in a scratch database.

`python -m benchmarks.stories [--errors N] [--keep FOLDER]` prints the gold's own measures, how many bounds are right
once the labels, which keep hours, miles and inches, are brought to the units in which values are stored, and how many
of those that a reader meets first are labelled as conflicts. What is kept `python -m benchmarks.losses FOLDER` looks
through for what was missed.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from claims.analysis.quantities.units import unit_named

from . import gold
from .labelled import labelled_conflicts, labelled_mentions

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def main(*options: str) -> str:
    if "--keep" in options:
        place = options.index("--keep")
        kept = Path(options[place + 1])
        kept.mkdir(parents=True)
        return measure(kept, (*options[:place], *options[place + 2 :]))
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), options)


def measure(folder: Path, options: tuple[str, ...]) -> str:
    """Imports, analyses and exports all stories in `folder`; returns what the scoring script prints."""
    articles = gold.need() / "stories" / "articles.jsonl"
    exports = exported(folder, articles, ("claims", "discrepancies"))
    labels = gold.need() / "stories" / "labels"
    told = gold.run("score_stories.py", str(articles), str(labels), *map(str, exports.values()), *options)
    return told + bounds_in_one_unit(exports["claims"]) + read_first(*exports.values())


def exported(folder: Path, articles: Path, kinds: Iterable[str], **settings: str) -> dict[str, Path]:
    """Imports and analyses the articles in a scratch database in `folder`; kind ─▶ the file it is exported to."""
    scratch = {"DATABASE_URL": "", "DATA_DIR": str(folder), "DEBUG": "false", "SECRET_KEY": "benchmark"}
    environment = {**os.environ, **scratch, "OMP_NUM_THREADS": "1", **settings}
    exports = {kind: folder / f"{kind}.ndjson" for kind in kinds}
    steps = [["migrate", "-v0"], ["import_articles", str(articles), "--quiet"], ["analyse"]]
    steps += [["export", kind, "--output", str(path)] for kind, path in exports.items()]
    for step in steps:
        started = time.monotonic()
        subprocess.run([sys.executable, str(MANAGE), *step], env=environment, check=True)
        print(f"{step[0]}: {time.monotonic() - started:.1f} s", file=sys.stderr)
    return exports


def bounds_in_one_unit(claims: Path) -> str:
    """How many labelled mentions have a claim whose bounds meet the label's, in the claim's unit."""
    urls = {row["id"]: row["url"] for row in gold.rows("stories", "articles.jsonl")}
    stated: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in claims.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        stated[row["article"]["url"]].append(row["value"])
    total = right = 0
    for path in sorted((gold.need() / "stories" / "labels").glob("*.json")):
        for fact in json.loads(path.read_text(encoding="utf-8"))["facts"]:
            for position in fact["positions"]:
                unit = position.get("unit") or fact.get("unit") or ""
                for mention in position["mentions"]:
                    there = [
                        value
                        for value in stated[urls[mention["doc"]]]
                        if value["start"] < mention["end"] and mention["start"] < value["end"]
                    ]
                    total += 1
                    right += any(meets(position, value, factor(unit, value["dimension"])) for value in there)
    return f"in one unit bounds right {right}/{total} ({100 * right / total:.1f}%)\n"


def read_first(claims: Path, discrepancies: Path) -> str:
    """How many of the open ones of labelled topics are labelled as conflicts, the most severe first."""
    articles = {row["url"]: row for row in gold.rows("stories", "articles.jsonl")}
    mentions, conflicts = labelled_mentions(), labelled_conflicts()
    topics = {topic for topic, _ in mentions}
    stated = {row["id"]: row for row in map(json.loads, claims.read_text(encoding="utf-8").splitlines())}

    def answers(position: dict[str, Any]) -> set[tuple[str, int]]:
        """The labelled answers that the claims of a position are mentions of."""
        found = set()
        for row in (stated[claim] for claim in position["claims"]):
            article, value = articles[row["article"]["url"]], row["value"]
            for start, end, fact, number in mentions.get((article["topic"], article["id"]), ()):
                if start < value["end"] and value["start"] < end:
                    found.add((fact, number))
        return found

    rows = [json.loads(line) for line in discrepancies.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["status"] == "open" and row["positions"][0].get("claims")]
    right = []
    for row in sorted(rows, key=lambda row: -row["severity"]):
        first = stated[row["positions"][0]["claims"][0]]
        if articles[first["article"]["url"]]["topic"] in topics:
            pairs = itertools.combinations(map(answers, row["positions"]), 2)
            across = (two for one, other in pairs for two in itertools.product(one, other))
            right.append(any(frozenset(two) in conflicts for two in across))
    told = ", ".join(f"{sum(right[:number])} of {number}" for number in READ_FIRST if number < len(right))
    return f"labelled as conflicts, the most severe first: {told}, {sum(right)} of all {len(right)}\n"


READ_FIRST = (10, 20, 30, 50)


def factor(unit: str, dimension: str) -> float:
    """From the unit of a label to that in which values of the dimension are stored."""
    words = unit.split()
    known = unit_named(SHORT.get(words[0], words[0].removesuffix("s").replace("feet", "foot"))) if words else None
    if dimension == "age":
        return 1 / 12 if unit.startswith("month") else 1.0
    if dimension == "percentage" and unit in ("share", ""):
        return 100.0
    return known.factor if known and dimension in ("duration", "measure") else 1.0


SHORT = {"km": "kilometer", "m": "meter"}


def meets(label: dict[str, Any], value: dict[str, Any], factor: float) -> bool:
    """Whether the bounds overlap, up to what rounding in another unit makes of them."""
    low, high = (bound * factor if isinstance(bound, int | float) else bound for bound in (label["low"], label["high"]))
    sizes = [abs(bound) for bound in (low, high, value["low"], value["high"]) if isinstance(bound, int | float)]
    slack = ROUNDING * max(sizes, default=0.0) if factor != 1.0 else 0.0
    try:
        above = low is None or value["high"] is None or low <= (value["high"] + slack if slack else value["high"])
        below = high is None or value["low"] is None or value["low"] <= (high + slack if slack else high)
    except TypeError:  # A day against a number: values of two kinds never meet.
        return False
    return above and below


ROUNDING = 0.01


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
