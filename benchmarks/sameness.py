"""Learns from labelled stories when claims answer one question: `python -m benchmarks.sameness`.

Prints the weights for claims/analysis/facts/sameness.py (pairs of claims, and what their leads over rivals make of
them), questions.py (answers that differ) and sureness.py (which of these a reader is shown first), and how well each
ranks topics that it was not fitted on (average precision). At the end the gold's own measures where each topic is
grouped by weights of the other topics alone.
"""

import datetime as dt
import itertools
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from . import gold
from .labelled import LABELLED, Learned, Story, Table, labelled_conflicts, read_stories

# Answers that differ are rarely to one question: each labelled conflict weighs as much as this many other pairs.
CONFLICT_WEIGHT = 10.0
# Told that often, they are wrong too often to be read first: this much, in log odds, is taken off what is fitted.
CAUTION = 0.8
# What a pair of answers weighs of which neither, one or both are labelled, where the labels are taken for complete.
UNLABELLED = (0.3, 0.5, 1.0)
# Seen on copies that were changed, of which the stories have none.
BY_HAND = "one sentence"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    claims = list(read_stories())
    topics = sorted({claim.topic for claim in claims})
    stories = [Story([claim for claim in claims if claim.topic == topic]) for topic in topics]
    held_out = {topic: Learned() for topic in topics}
    for step in (weigh_pairs, weigh_leads, weigh_answers):
        step(stories, held_out)
    weigh_sureness(stories)
    print("\nEach topic by weights of the others:")
    print(measured(stories, held_out))


def weigh_pairs(stories: list[Story], held_out: dict[str, Learned]) -> None:
    """The features of two claims."""
    from claims.analysis.facts import sameness

    for story in stories:
        story.table = Table(story.features, story.same, story.weights)
    names = {feature.__name__: weight for feature, weight in sameness.FEATURES}
    for topic, (bias, weights) in report("Pairs of claims", stories, names).items():
        held_out[topic].pairs = bias, list(weights)


def weigh_leads(stories: list[Story], held_out: dict[str, Learned]) -> None:
    """What the log odds of a pair and its lead come to; the constant is set by hand, where most are together."""
    from claims.analysis.facts import sameness

    for story in stories:
        story.table = Table(story.leads(Learned()), story.same, story.weights)
    names = {name: getattr(sameness, name) for name in ("SETTLED_ODDS", "SETTLED_LEAD", "SETTLED_ALONE")}
    for topic, (_, weights) in report("Pairs and their leads", stories, names).items():
        held_out[topic].leads = tuple(weights)


def weigh_answers(stories: list[Story], held_out: dict[str, Learned]) -> None:
    """The features of two groups of claims that agree within and contradict each other."""
    from claims.analysis.facts import questions

    names = {name: weight for name, weight in questions.WEIGHTS.items() if name != BY_HAND}
    tabulate_answers(stories, names, questions.features_of, LABELLED)
    for topic, (bias, weights) in report("Answers that differ", stories, names).items():
        held_out[topic].answers = bias - CAUTION, dict(zip(names, weights, strict=True))


def weigh_sureness(stories: list[Story]) -> None:
    """The same where what nobody labelled counts against, scaled to how often a discrepancy was labelled as one."""
    from claims.analysis.facts import sureness

    names = {name: weight for name, weight in sureness.WEIGHTS.items() if name != BY_HAND}
    tabulate_answers(stories, names, sureness.signs_of, UNLABELLED)
    found = report("Which of them to read first", stories, names)
    rows = [(story.topic, *row) for story in stories for row in opened(story)]
    right = np.array([float(is_right) for _, _, is_right in rows])
    scores = np.array([[found[topic][1] @ [signs[name] for name in names]] for topic, signs, _ in rows])
    bias, (scale,) = fit(scores, right, np.ones(len(rows)))
    _, weights = fit(*joined([story.table for story in stories]))
    print(f"of {len(rows)} discrepancies {int(right.sum())} are labelled as conflicts; so scaled:\nBIAS = {bias:.2f}")
    for name, weight in zip(names, weights, strict=True):
        print(f"    {name}: {scale * weight:.2f}  # is {sureness.WEIGHTS[name]}")


def opened(story: Story) -> Iterator[tuple[dict[str, float], bool]]:
    """Of each discrepancy, what its first two positions show and whether any two of its answers are so labelled."""
    from claims.analysis.facts import questions, sureness

    links, known = story.links(Learned()), labelled_conflicts()
    for group in grouped(story, Learned()):
        if conflict := conflict_of(story, group):
            stands = [[int(answer.key) for answer in stand.answers] for stand in conflict.stands]
            pairs = itertools.combinations(map(story.labels, stands), 2)
            right = any(frozenset(two) in known for one, other in pairs for two in itertools.product(one, other))
            one, other = ([story.stated[claim] for claim in stand] for stand in stands[:2])
            across = itertools.product(*stands[:2])
            likeliest = max(links.get((min(pair), max(pair)), 0.0) for pair in across)
            yield sureness.signs_of(questions.answers(one), questions.answers(other), likeliest), right


def tabulate_answers(stories: list[Story], names: Iterable[str], features_of: Any, unlabelled: Sequence[float]) -> None:
    """Gives each story a table of the pairs of groups that contradict each other."""
    conflicts = labelled_conflicts()
    for story in stories:
        told, rows = story.told(Learned()), []
        for (a, b), known in told.likely(told.links).items():
            one, other = told.answers(a), told.answers(b)
            left, right = (story.labels(told.groups[number]) for number in (a, b))
            positive = any(frozenset(pair) in conflicts for pair in itertools.product(left, right))
            common = {fact for fact, _ in left} & {fact for fact, _ in right}
            if len(one.articles | other.articles) > 1 and (positive or not common):
                features = features_of(one, other, *known)
                weight = CONFLICT_WEIGHT if positive else unlabelled[bool(left) + bool(right)]
                rows.append(([features[name] for name in names], float(positive), weight))
        story.table = Table(*map(np.array, zip(*rows, strict=True)))


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


def report(title: str, stories: list[Story], names: dict[str, float]) -> dict[str, tuple[float, np.ndarray]]:
    """Prints the weights, and how topics are ranked by what was learned from the others: topic ─▶ what that was."""
    found: dict[str, tuple[float, np.ndarray]] = {}
    scores = []
    for story in stories:
        found[story.topic] = bias, weights = fit(*joined([each.table for each in stories if each is not story]))
        scores.append(bias + story.table.features @ weights)
    x, y, w = joined([story.table for story in stories])
    held_out = np.concatenate(scores)
    print(f"\n{title}: {int((w > 0).sum()):,}, {int(y.sum()):,} of one fact;", end=" ")
    print(f"average precision of topics held out {average_precision(held_out, y, np.minimum(w, 1.0)):.3f}")
    bias, weights = fit(x, y, w)
    print(f"BIAS = {bias:.2f}")
    for (name, before), weight in zip(names.items(), weights, strict=True):
        print(f"    {name}: {weight:.2f}  # is {before}")
    return found


def joined(tables: list[Table]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return tuple(np.concatenate([getattr(table, name) for table in tables]) for name in ("features", "same", "weights"))


def measured(stories: list[Story], learned: dict[str, Learned]) -> str:
    """What the gold's own script prints where each topic is grouped by the weights that are given for it."""
    claims, discrepancies = [], []
    for story in stories:
        for fact, group in enumerate(grouped(story, learned[story.topic])):
            ids = {number: f"{story.topic} {number}" for number in group}
            for number, key in ids.items():
                claim = story.claims[number]
                value = claim.stated.value
                bounds = [
                    bound.isoformat() if isinstance(bound, dt.date) else bound for bound in (value.low, value.high)
                ]
                span = {"start": claim.span[0], "end": claim.span[1], "low": bounds[0], "high": bounds[1]}
                claims.append(
                    {"id": key, "article": {"url": claim.url}, "value": span, "fact": f"{story.topic} {fact}"}
                )
            if conflict := conflict_of(story, group):
                positions = [
                    {"claims": [ids[int(answer.key)] for answer in stand.answers]} for stand in conflict.stands
                ]
                told = {"reconciled": conflict.reconciled is not None}
                discrepancies.append({"id": len(discrepancies), "kind": conflict.kind, "status": "open"})
                discrepancies[-1] |= {"explanation": told, "positions": positions}
    topics = {story.topic for story in stories}
    articles = [row for row in gold.rows("stories", "articles.jsonl") if row["topic"] in topics]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("articles", "claims", "discrepancies")]
        for path, rows in zip(paths, (articles, claims, discrepancies), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        labels = gold.need() / "stories" / "labels"
        return gold.run("score_stories.py", str(paths[0]), str(labels), str(paths[1]), str(paths[2]))


def grouped(story: Story, learned: Learned) -> list[list[int]]:
    from claims.analysis.facts import questions

    bias, weights = learned.answers or (questions.BIAS, questions.WEIGHTS)
    told = story.told(learned)
    with mock.patch.multiple(questions, BIAS=bias, WEIGHTS=questions.WEIGHTS | weights):
        return questions.put_together(told.groups, told.claims, told.links, ())


def conflict_of(story: Story, group: Sequence[int]) -> Any:
    from claims.analysis.facts import conflicts

    return conflicts.find_conflict(
        [
            conflicts.Answer(
                key=f"{number:09d}",
                value=stated.value,
                origin=stated.article,
                article=stated.article,
                holder=stated.holder,
                published=stated.published,
                others=stated.others,
                event=stated.event,
            )
            for number in sorted(group)
            for stated in [story.stated[number]]
        ]
    )


if __name__ == "__main__":
    main()
