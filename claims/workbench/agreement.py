"""How far people who judged the same thing without knowing of each other agree, beyond what chance would make of it.

Krippendorff's alpha for nominal data, by coincidences: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability",
Annenberg School for Communication, University of Pennsylvania, 2011.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

FEWEST = 2


@dataclass(frozen=True)
class Agreement:
    """Of so many pairs so many agreed; alpha is 1 for perfect agreement, 0 for chance, None with too little to say."""

    pairs: int
    same: int
    alpha: float | None

    @property
    def share(self) -> float | None:
        return self.same / self.pairs if self.pairs else None


def agreement_of(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Of opinions two and two; under two pairs, or where all say one thing, no alpha can be told."""
    same = sum(first == second for first, second in pairs)
    return Agreement(len(pairs), same, alpha(pairs) if len(pairs) >= FEWEST else None)


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Over units that were each judged by some: those judged once cannot be compared and do not count."""
    observed = 0.0
    totals: Counter[Hashable] = Counter()
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        totals.update(counts)
        differing = len(unit) ** 2 - sum(count**2 for count in counts.values())
        observed += differing / (len(unit) - 1)
    judged = totals.total()
    expected = judged**2 - sum(count**2 for count in totals.values())
    return 1 - (judged - 1) * observed / expected if expected else None
