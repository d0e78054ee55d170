"""Precision, recall and F1 of claims.analysis.identity over the pairs of name_pairs.tsv. No network, no database.

python benchmarks/names.py [--errors]
"""

import argparse
import csv
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT.parent))

from claims.analysis.folding import block  # noqa: E402
from claims.analysis.found import EntityKind  # noqa: E402
from claims.analysis.identity import SAME, Named, same_entity  # noqa: E402


@dataclass(frozen=True)
class Pair:
    left: Named
    right: Named
    same: bool
    part: str

    def found(self) -> bool:
        return same_entity(self.left, self.right).score >= SAME

    def blocked(self) -> bool:
        """Whether the two stand under one key, without which they are never compared."""
        return block(self.left.name, self.left.kind) == block(self.right.name, self.right.kind)


def pairs() -> list[Pair]:
    with (ROOT / "name_pairs.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            Pair(Named(left, EntityKind(kind)), Named(right, EntityKind(kind)), verdict == "same", part)
            for left, right, kind, verdict, part in rows
        ]


def score(part: str, table: list[Pair]) -> None:
    found = [pair for pair in table if pair.found()]
    hits = [pair for pair in found if pair.same and pair.blocked()]
    same = [pair for pair in table if pair.same]
    precision, recall = len(hits) / len(found), len(hits) / len(same)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{part:9} {len(table):4} pairs, {len(same):3} same: P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the pairs that came out wrong")
    arguments = parser.parse_args()
    table = pairs()
    for part in ("tuned", "held out"):
        score(part, [pair for pair in table if pair.part == part])
    for pair in table if arguments.errors else ():
        if pair.found() is not pair.same:
            print(f"{'missed' if pair.same else 'merged'}: {pair.left.name} / {pair.right.name}")


if __name__ == "__main__":
    main()
