"""Learns the weights of the features of sameness from labelled stories.

`DATA_DIR=… python -m benchmarks.sameness` reads the claims of a database into which all stories were imported and
analysed, and prints the weights for claims/analysis/facts/sameness.py.
A pair of claims is positive when both are labelled mentions of one fact, and negative when both are labelled and
share none, or when one is labelled and the other is not (a tenth of the weight: nobody said so outright).
"""

import itertools
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import gold

WEAK = 0.1


@dataclass(frozen=True)
class Labelled:
    """A claim with the labelled facts it is a mention of."""

    topic: str
    stated: Any
    keys: frozenset[str]
    facts: frozenset[str]


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from claims.analysis.facts import sameness, vetoes

    claims = list(labelled_claims())
    vectors, labels, weights = [], [], []
    for a, b in candidate_pairs(claims):
        if any(rule(a.stated, b.stated) for rule in vetoes.VETOES):
            continue
        vectors.append([1.0, *(feature(a.stated, b.stated)[0] for feature, _ in sameness.FEATURES)])
        labels.append(float(bool(a.facts & b.facts)))
        weights.append(1.0 if a.facts and b.facts else WEAK)
    fitted = fit(np.array(vectors), np.array(labels), np.array(weights))
    report(fitted, np.array(vectors), np.array(labels), np.array(weights), sameness.FEATURES)


def labelled_claims() -> Iterator[Labelled]:
    from claims.linking import CLAIMS, stated
    from claims.models import Claim

    topics = {row["url"]: row["topic"] for row in gold.rows("stories", "articles.jsonl")}
    mentions = labelled_mentions()
    for claim in Claim.objects.filter(live=True).select_related(*CLAIMS.related):
        url = claim.version.article.url
        spans = mentions.get(url, [])
        facts = {fact for start, end, fact in spans if claim.value_start < end and start < claim.value_end}
        yield Labelled(topics[url], stated(claim), frozenset(CLAIMS.keys_of(claim)), frozenset(facts))


def labelled_mentions() -> dict[str, list[tuple[int, int, str]]]:
    """Article address ─▶ (start, end, fact) of every labelled mention."""
    import json

    urls = {row["id"]: row["url"] for row in gold.rows("stories", "articles.jsonl")}
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for path in sorted(Path(gold.need(), "stories", "labels").glob("*.json")):
        for fact in json.loads(path.read_text())["facts"]:
            for position in fact["positions"]:
                for mention in position["mentions"]:
                    found[urls[mention["doc"]]].append((mention["start"], mention["end"], fact["id"]))
    return found


def candidate_pairs(claims: list[Labelled]) -> Iterator[tuple[Labelled, Labelled]]:
    by_topic: dict[str, list[Labelled]] = defaultdict(list)
    for claim in claims:
        by_topic[claim.topic].append(claim)
    for group in by_topic.values():
        if any(claim.facts for claim in group):
            for a, b in itertools.combinations(group, 2):
                if (a.facts or b.facts) and a.keys & b.keys:
                    yield a, b


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray, steps: int = 3000, rate: float = 0.5) -> np.ndarray:
    """Logistic regression with a small L2 penalty, by gradient descent on the mean loss."""
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weights * (p - y)) / weights.sum() + 1e-3 * np.r_[0.0, w[1:]]
        w -= rate * gradient
    return w


def report(w: np.ndarray, x: np.ndarray, y: np.ndarray, weights: np.ndarray, features: Any) -> None:
    print(f"{len(y)} pairs, {int(y.sum())} of one fact")
    print(f"BIAS = {w[0]:.2f}")
    for (feature, old), new in zip(features, w[1:], strict=True):
        print(f"    ({feature.__name__}, {new:.1f}),  # was {old}")
    p = 1 / (1 + np.exp(-x @ w))
    for bar in (0.3, 0.4, 0.5, 0.6, 0.7):
        said = p >= bar
        hit = (weights * said * y).sum()
        precision, recall = hit / max((weights * said).sum(), 1e-9), hit / (weights * y).sum()
        print(f"bar {bar}: precision {100 * precision:.1f} recall {100 * recall:.1f}")


if __name__ == "__main__":
    main()
