"""Whether what is found hangs on the order of import: `python -m benchmarks.order [--orders N]`.

Real stories are imported in several orders, each into a scratch database and with another order of sets; prints how
many facts, utterances and discrepancies are not the same in all, by what they are made of. Exit 1 where any is not.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import gold
from .stories import exported

# What evidence is known by in any database: its article and where it stands.
Key = tuple[Any, ...]
Found = dict[str, frozenset[Any]]
KINDS = ("quotes", "claims", "discrepancies")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--orders", type=int, default=3, metavar="N", help="how many orders (default: %(default)s)")
    orders = parser.parse_args().orders
    found = [in_order(seed) for seed in range(orders)]
    for name, first in found[0].items():
        shared = first.intersection(*(other[name] for other in found))
        every = first.union(*(other[name] for other in found))
        print(f"{name}: {len(first):,} in the first of {orders} orders, {len(every - shared):,} not in all of them")
    same = all(other == found[0] for other in found)
    print("the order of import changes nothing" if same else "the order of import changes what is found")
    return 0 if same else 1


def in_order(seed: int) -> Found:
    """What is found where the articles come in one order."""
    rows = gold.rows("stories", "articles.jsonl")
    random.Random(seed).shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder, "articles.jsonl")
        articles.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return found_in(exported(Path(folder), articles, KINDS, PYTHONHASHSEED=str(seed)))


def found_in(exports: dict[str, Path]) -> Found:
    quotes, claims, discrepancies = (list(map(json.loads, exports[kind].open(encoding="utf-8"))) for kind in KINDS)
    keys = {("claims", row["id"]): key_of(row) for row in claims} | {
        ("quotes", row["id"]): key_of(row) for row in quotes
    }
    return {
        "claims": frozenset(key_of(row) for row in claims),
        "quotes": frozenset(key_of(row) for row in quotes),
        "facts": groups(claims, "fact"),
        "utterances": groups(quotes, "utterance"),
        "discrepancies": frozenset(disputed(row, keys) for row in discrepancies),
    }


def key_of(row: dict[str, Any]) -> Key:
    if "value" in row:
        value = row["value"]
        bounds = value["start"], value["dimension"], value["low"], value["high"], row["about"]["label"]
        return row["article"]["url"], row["start"], row["end"], *bounds
    return row["article"]["url"], row["kind"], row["content"], *(span["start"] for span in row["spans"])


def groups(rows: Iterable[dict[str, Any]], column: str) -> frozenset[frozenset[Key]]:
    members: dict[Any, set[Key]] = defaultdict(set)
    for row in rows:
        members[row[column]].add(key_of(row))
    return frozenset(map(frozenset, members.values()))


def disputed(row: dict[str, Any], keys: dict[tuple[str, int], Key]) -> Key:
    """A discrepancy by its positions, what is said of it and how severe it is."""
    sides = frozenset(
        frozenset(keys[kind, pk] for kind in ("claims", "quotes") for pk in position.get(kind, ()))
        for position in row["positions"]
    )
    return row["kind"], row["status"], row["severity"], row["explanation"]["text"], sides


if __name__ == "__main__":
    sys.exit(main())
