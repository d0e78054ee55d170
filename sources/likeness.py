"""How alike two texts are, from small sketches of them: MinHash (Broder 1997) over runs of five words.

The share of equal values in two sketches estimates the share of runs that the texts have in common among all runs of
either, to within about 0.06. Nothing here is random: a text has one sketch, for ever.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

RUN = 5
# Shorter texts have too little of their own to be told from each other.
FEWEST_RUNS = 40
ROWS = 3
BANDS = 20
# Among 496 reports of 21 stories, texts above it are one report reprinted; those that only share passages are below.
REPRINTED = 0.5
WORD = re.compile(r"[^\W_]+")


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


# Odd multipliers and offsets: each pair is one hash function on 64 bits, of which the upper half is kept.
FUNCTIONS = tuple(
    (np.uint64(_number(f"multiplier {i}") | 1), np.uint64(_number(f"offset {i}"))) for i in range(ROWS * BANDS)
)


def sketch(text: str) -> tuple[int, ...]:
    """60 numbers of 32 bits that stand for a text, whatever its capitals and marks; none for a text too short."""
    runs = {_number(run) for run in _runs(text)}
    if len(runs) < FEWEST_RUNS:
        return ()
    numbers = np.fromiter(runs, np.uint64, len(runs))
    # Products and sums of 64 bits wrap, which is what a hash function of 64 bits is to do.
    return tuple(int((a * numbers + b).min()) >> 32 for a, b in FUNCTIONS)


def _runs(text: str) -> Iterator[str]:
    words = [word.lower() for word in WORD.findall(text)]
    return (" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def keys(values: Sequence[int]) -> list[int]:
    """What texts find each other by, 20 numbers below 2**63: two that are likely reprints have one in common."""
    bands = (values[i : i + ROWS] for i in range(0, len(values), ROWS))
    return [_number(f"{number} {' '.join(map(str, band))}") >> 1 for number, band in enumerate(bands)]


def likeness(a: Sequence[int], b: Sequence[int]) -> float:
    """The share of equal values, from 0 to 1; 0 where either has no sketch."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a) if a and b else 0.0


def are_reprints(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two sketches are of one text reprinted; they have a key in common then, so all such pairs are found."""
    return likeness(a, b) >= REPRINTED and not set(keys(a)).isdisjoint(keys(b))
