"""Precision, recall and F1 of the identity of names over name_pairs.tsv: `python -m benchmarks.names [--errors]`."""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from claims.analysis.found import EntityKind
from claims.analysis.names.folding import block
from claims.analysis.names.identity import SAME, Named, same_entity

TABLE = Path(__file__).resolve().parent / "name_pairs.tsv"


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
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            Pair(Named(left, EntityKind(kind)), Named(right, EntityKind(kind)), verdict == "same", part)
            for left, right, kind, verdict, part in rows
        ]


def score(part: str, table: list[Pair]) -> str:
    found = [pair for pair in table if pair.found()]
    hits = [pair for pair in found if pair.same and pair.blocked()]
    same = [pair for pair in table if pair.same]
    precision, recall = len(hits) / len(found), len(hits) / len(same)
    f1 = 2 * precision * recall / (precision + recall)
    return f"{part:9} {len(table):4} pairs, {len(same):3} same: P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def main(*options: str) -> str:
    table = pairs()
    lines = [score(part, [pair for pair in table if pair.part == part]) for part in ("tuned", "held out")]
    wrong = [pair for pair in table if pair.found() is not pair.same] if "--errors" in options else []
    lines += [f"{'missed' if pair.same else 'merged'}: {pair.left.name} / {pair.right.name}" for pair in wrong]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
