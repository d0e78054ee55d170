"""Learns from labelled stories when claims answer one question: `python -m benchmarks.sameness`.

Prints the weights for claims/analysis/facts/sameness.py (pairs of claims) and questions.py (answers that differ), and
how well pairs are ranked when the weights are fitted on all topics but the one that is ranked (average precision).
A pair is positive when both claims are labelled mentions of one fact, and negative when both are labelled and share
none, or when one is labelled and the other is not (of less weight: nobody said so outright).
"""

import datetime as dt
import itertools
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from . import gold

WEAK = 0.3
# Answers that differ are rarely to one question: each labelled conflict weighs as much as this many other pairs.
CONFLICT_WEIGHT = 20.0


@dataclass
class Labelled:
    """A claim, the labelled facts it is a mention of, and of each which position."""

    topic: str
    stated: Any
    positions: dict[str, int] = field(default_factory=dict)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    claims = list(read_stories())
    weigh_pairs(claims)
    weigh_answers(claims)


def read_stories() -> Iterator[Labelled]:
    """Every claim of the topics that have labels, as the grouping sees it; nothing is stored."""
    from claims import linking, storing
    from claims.analysis import reading
    from claims.analysis.text import language
    from claims.models import Extraction, Mention
    from sources.models import Article, ArticleVersion

    labels = labelled_mentions()
    rows = [row for row in gold.rows("stories", "articles.jsonl") if row["topic"] in {topic for topic, _ in labels}]
    texts = [reading.Text(row["text"], day(row)) for row in rows]
    for number, (row, analysis) in enumerate(zip(rows, reading.read(language.load(), texts), strict=True), start=1):
        published = dt.datetime.combine(day(row), dt.time(), dt.UTC) if day(row) else None
        article = Article(pk=number, key=row["url"], published_at=published)
        version = ArticleVersion(pk=number, article=article, number=1, text=row["text"])
        extraction = Extraction(version=version, published_at=published, story=list(analysis.story))
        mentions = [Mention(name=entity.name) for entity in analysis.entities]
        spans = labels.get((row["topic"], row["id"]), [])
        for found in analysis.claims:
            stated = linking.stated(storing.claim_of(extraction, version, found, analysis, mentions, live=True))
            span = found.stated.span
            of = {fact: position for start, end, fact, position in spans if span.start < end and start < span.end}
            yield Labelled(row["topic"], stated, of)


def day(row: dict[str, Any]) -> dt.date | None:
    return dt.date.fromisoformat(row["published_at"][:10]) if row.get("published_at") else None


def labelled_facts() -> Iterator[tuple[Any, dict[str, Any]]]:
    for path in sorted(Path(gold.need(), "stories", "labels").glob("*.json")):
        told = json.loads(path.read_text())
        for fact in told["facts"]:
            yield told["topic"], fact


def labelled_mentions() -> dict[tuple[Any, str], list[tuple[int, int, str, int]]]:
    """Topic and article ─▶ (start, end, fact, position) of every labelled mention."""
    found: dict[tuple[Any, str], list[tuple[int, int, str, int]]] = defaultdict(list)
    for topic, fact in labelled_facts():
        for number, position in enumerate(fact["positions"]):
            for mention in position["mentions"]:
                found[topic, mention["doc"]].append((mention["start"], mention["end"], fact["id"], number))
    return found


def weigh_pairs(claims: list[Labelled]) -> None:
    """The features of two claims."""
    from claims.analysis.facts import sameness

    pairs = [(a, b) for a, b in candidates(claims) if a.positions or b.positions]
    vectors = np.array([[feature(a.stated, b.stated)[0] for feature, _ in sameness.FEATURES] for a, b in pairs])
    same = np.array([float(bool(a.positions.keys() & b.positions.keys())) for a, b in pairs])
    weights = np.array([1.0 if a.positions and b.positions else WEAK for a, b in pairs])
    report(vectors, same, weights, [a.topic for a, _ in pairs], {f.__name__: old for f, old in sameness.FEATURES})


def candidates(claims: list[Labelled]) -> Iterator[tuple[Labelled, Labelled]]:
    """The pairs of one topic that nothing rules out."""
    from claims.analysis.facts import vetoes

    by_kind: dict[tuple[Any, str], list[Labelled]] = defaultdict(list)
    for claim in claims:
        by_kind[claim.topic, claim.stated.value.dimension].append(claim)
    for group in by_kind.values():
        for a, b in itertools.combinations(group, 2):
            if not any(rule(a.stated, b.stated) for rule in vetoes.VETOES):
                yield a, b


def weigh_answers(claims: list[Labelled]) -> None:
    """The features of two groups of claims that agree within and contradict each other."""
    from claims.analysis.facts import questions

    conflicts = labelled_conflicts()
    features, topics, same = [], [], []
    for topic, told, labels, likeliest in groups_by_topic(claims):
        beside = questions.SideBySide(claim.stated for claim in claims if claim.topic == topic)
        for (a, b), score in likeliest.items():
            if score < questions.WORTH_A_LOOK or beside.has(told[a], told[b]):
                continue
            features.append(questions.features_of(told[a], told[b], score))
            answers = itertools.product(labels[a], labels[b])
            same.append(float(any(frozenset(pair) in conflicts for pair in answers)))
            topics.append(topic)
    names = list(features[0])
    vectors = np.array([[each[name] for name in names] for each in features])
    weights = np.where(np.array(same) == 1, CONFLICT_WEIGHT, 1.0)
    report(vectors, np.array(same), weights, topics, questions.WEIGHTS)


def groups_by_topic(claims: list[Labelled]) -> Iterator[tuple[Any, list[Any], list[set[Any]], dict[Any, float]]]:
    """Of each topic: its groups of agreeing claims, the labelled answers in each, and the best score between two."""
    from claims.analysis.facts import questions, sameness
    from claims.analysis.facts.clusters import cluster

    by_topic: dict[Any, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        by_topic[claim.topic].append(number)
    numbers = {id(claim): number for number, claim in enumerate(claims)}
    links: dict[Any, dict[tuple[int, int], float]] = defaultdict(dict)
    for a, b in candidates(claims):
        links[a.topic][numbers[id(a)], numbers[id(b)]] = sameness.same_fact(a.stated, b.stated).score
    for topic, members in by_topic.items():
        stated = {number: claims[number].stated for number in members}
        against = {pair for pair in links[topic] if questions.contradict(stated[pair[0]], stated[pair[1]])}
        agreeing = {pair: score for pair, score in links[topic].items() if pair not in against and score >= 0.25}
        groups = cluster(members, agreeing, lambda number: (number,), (), sameness.SAME)
        of = {number: group for group, held in enumerate(groups) for number in held}
        likeliest: dict[Any, float] = defaultdict(float)
        for a, b in against:
            if of[a] != of[b]:
                pair = min(of[a], of[b]), max(of[a], of[b])
                likeliest[pair] = max(likeliest[pair], links[topic][a, b])
        told = [questions.answers([stated[number] for number in sorted(group)]) for group in groups]
        labels = [{answer for number in group for answer in claims[number].positions.items()} for group in groups]
        yield topic, told, labels, likeliest


def labelled_conflicts() -> set[frozenset[tuple[str, int]]]:
    """The pairs of answers (fact, position) that were labelled as contradicting each other."""
    found = set()
    for _, fact in labelled_facts():
        if fact["verdict"] == "conflict":
            every = itertools.combinations(range(len(fact["positions"])), 2)
            for a, b in fact.get("conflict_pairs") or every:
                found.add(frozenset(((fact["id"], a), (fact["id"], b))))
    return found


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """Logistic regression with a small L2 penalty, by Newton's method; features are scaled to one deviation first."""
    mean, deviation = x.mean(0), x.std(0)
    deviation[deviation < 1e-9] = 1.0
    z = np.c_[np.ones(len(x)), (x - mean) / deviation]
    w = np.zeros(z.shape[1])
    penalty = np.r_[0.0, np.full(x.shape[1], 3e-4 * weights.sum())]
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ w))
        slope = z.T @ (weights * (p - y)) + penalty * w
        curve = (z * (weights * p * (1 - p))[:, None]).T @ z + np.diag(penalty + 1e-6)
        w -= np.linalg.solve(curve, slope)
    scaled = w[1:] / deviation
    return float(w[0] - scaled @ mean), scaled


def average_precision(scores: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(-scores)
    y, weights = y[order], weights[order]
    precision = np.cumsum(y * weights) / np.cumsum(weights)
    return float((precision * y * weights).sum() / (y * weights).sum())


def report(x: np.ndarray, y: np.ndarray, weights: np.ndarray, topics: list[Any], old: dict[str, float]) -> None:
    """Prints the weights, and the average precision with each topic ranked by what was learned from the others."""
    held_out = np.zeros(len(y))
    for topic in set(topics):
        own = np.array([each == topic for each in topics])
        bias, w = fit(x[~own], y[~own], weights[~own])
        held_out[own] = bias + x[own] @ w
    print(f"{len(y):,} pairs, {int(y.sum()):,} of one fact; average precision of topics held out", end=" ")
    print(f"{average_precision(held_out, y, weights):.3f}")
    for bar in (-1.0, 0.0, 1.0, 2.0, 3.0):
        told = held_out >= bar
        print(f"  score {bar:+.0f}: {int(told.sum()):,} pairs, {int((told * y).sum())} of one fact")
    bias, w = fit(x, y, weights)
    print(f"BIAS = {bias:.2f}")
    for (name, before), weight in zip(old.items(), w, strict=True):
        print(f"    {name}: {weight:.2f}  # was {before}")


if __name__ == "__main__":
    main()
