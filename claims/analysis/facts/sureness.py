"""How likely it is that two answers put under one question are a disagreement that a careful reader would see.

What is put together (`questions`) is weighed against labelled answers alone; what a reader is shown first is weighed
against everything that was put together and should not have been. The weights are calibrated: of what gets 0.4, four
of ten were labelled as conflicts.
"""

import itertools
import math

from .questions import FIRST, Answers, features_of

# Fitted by `python -m benchmarks.sameness` on labelled stories, and scaled to how often it was right there; but for
# one sentence, which is set by hand: changed copies are none of them.
BIAS = -3.1
WEIGHTS: dict[str, float] = {
    "likeliest": 0.35,
    "close": 1.68,
    "heads": 0.22,
    "near": 1.65,
    "one digit": 0.87,
    "few": 0.91,
    "story": 0.28,
    "one sentence": 2.5,
    "other holder": 0.65,
    "same event": 0.75,
    "event of one": 0.45,
}


def likelihood(a: Answers, b: Answers, likeliest: float) -> float:
    """From 0 to 1; `likeliest` is the best score of a claim of each."""
    features = signs_of(a, b, likeliest)
    return 1 / (1 + math.exp(-BIAS - sum(weight * features[name] for name, weight in WEIGHTS.items())))


def signs_of(a: Answers, b: Answers, likeliest: float, lead: float = 0.0) -> dict[str, float]:
    """The features that say of two answers whether they are to one question, and those that tell of a dispute.

    Who is told to say otherwise contradicts; and where an event is named, the figure is of it and not of some detail.
    """
    pairs = [(x.event, y.event) for x, y in itertools.product(a.claims[:FIRST], b.claims[:FIRST])]
    holders = [{claim.holder for claim in answers.claims} for answers in (a, b)]
    return features_of(a, b, likeliest, lead) | {
        "other holder": float(not holders[0] & holders[1]),
        "same event": sum(x == y != "" for x, y in pairs) / len(pairs),
        "event of one": sum(bool(x) != bool(y) for x, y in pairs) / len(pairs),
    }
