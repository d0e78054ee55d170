"""How far a pair leads over its rivals: what one claim matches, it matches better than what stands beside that.

Two articles that tell of one event state the same things in other words: each figure of one answers at most one of
the other's. A pair says little by itself; that neither of its claims has a better partner says much.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

Pair = tuple[int, int]
# A lead counts up to this much, in log odds, and a claim without a rival leads over this score.
MOST = 4.0
NOBODY = -6.0


def log_odds(score: float) -> float:
    """The log odds of a score from 0 to 1, bounded at one in ten thousand."""
    bounded = min(max(score, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def leads(odds: Mapping[Pair, float], article: Mapping[int, Hashable]) -> dict[Pair, float]:
    """Of each pair across two articles: its log odds less those of the best rival of either claim, at most MOST.

    A rival of a pair has one of its claims, and another claim of the other one's article.
    """
    best: dict[tuple[int, Hashable], list[float]] = defaultdict(list)
    across = {pair: value for pair, value in odds.items() if article[pair[0]] != article[pair[1]]}
    for (a, b), value in across.items():
        best[a, article[b]].append(value)
        best[b, article[a]].append(value)
    two = {key: sorted(values, reverse=True)[:2] for key, values in best.items()}
    return {
        (a, b): min(_ahead(value, two[a, article[b]]), _ahead(value, two[b, article[a]]))
        for (a, b), value in across.items()
    }


def _ahead(value: float, best: list[float]) -> float:
    first, second = (*best, NOBODY)[:2]
    return bounded(value - (second if value == first else first))


def bounded(lead: float) -> float:
    return max(-MOST, min(MOST, lead))


def leads_among(
    odds: Mapping[Pair, float], rival: Callable[[int, int], bool], asked: Iterable[Pair]
) -> dict[Pair, float]:
    """Of each pair that is asked of, whatever articles it is of: its log odds less those of the best rival of either.

    `rival` says whether two claims that a third may be paired with cannot both be meant.
    """
    partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (a, b), value in odds.items():
        partners[a].append((value, b))
        partners[b].append((value, a))
    for each in partners.values():
        each.sort(key=lambda one: -one[0])

    def ahead(value: float, one: int, other: int) -> float:
        best = next((score for score, third in partners[one] if third != other and rival(third, other)), NOBODY)
        return bounded(value - best)

    return {(a, b): min(ahead(odds[a, b], a, b), ahead(odds[a, b], b, a)) for a, b in asked}
