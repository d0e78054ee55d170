"""The labelled stories: their claims as the grouping sees them, and which of them people said are of one fact.

A pair is positive when both claims are labelled mentions of one fact, and negative when both are labelled and share
none, or when one is labelled and the other is not (of less weight: nobody said so outright).
"""

import datetime as dt
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from . import gold

# What a pair weighs of which neither, one or both are labelled.
LABELLED = (0.0, 0.3, 1.0)

Pair = tuple[int, int]


@dataclass
class Labelled:
    """A claim of a topic, where its value stands, and of the labelled facts it is a mention of which position.

    `keys` are those by which its article finds others of one story.
    """

    topic: str
    url: str
    span: tuple[int, int]
    keys: frozenset[str]
    stated: Any
    positions: dict[str, int] = field(default_factory=dict)


@dataclass
class Learned:
    """Weights of each step, with a bias where one is fitted; where there are none, those of the modules hold."""

    pairs: tuple[float, list[float]] | None = None
    leads: tuple[float, ...] | None = None
    answers: tuple[float, dict[str, float]] | None = None


@dataclass(frozen=True)
class Table:
    """Rows of features, whether each row is of one fact, and how much it weighs."""

    features: np.ndarray
    same: np.ndarray
    weights: np.ndarray


def read_stories() -> Iterator[Labelled]:
    """Every claim of the topics that have labels, as the grouping sees it; nothing is stored."""
    from claims import blocking, linking, storing
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
        keys = frozenset(blocking.story_keys(analysis.story))
        for found in analysis.claims:
            stated = linking.stated(storing.claim_of(extraction, version, found, analysis, mentions, live=True))
            span = found.stated.span
            of = {fact: position for start, end, fact, position in spans if span.start < end and start < span.end}
            yield Labelled(row["topic"], row["url"], (span.start, span.end), keys, stated, of)


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


def labelled_conflicts() -> set[frozenset[tuple[str, int]]]:
    """The pairs of answers (fact, position) that were labelled as contradicting each other."""
    found = set()
    for _, fact in labelled_facts():
        if fact["verdict"] == "conflict":
            every = itertools.combinations(range(len(fact["positions"])), 2)
            for a, b in fact.get("conflict_pairs") or every:
                found.add(frozenset(((fact["id"], a), (fact["id"], b))))
    return found


class Story:
    """The claims of one topic, by number, and what the features say of each pair that nothing rules out."""

    def __init__(self, claims: list[Labelled]) -> None:
        from claims.analysis.facts import sameness

        self.topic = claims[0].topic
        self.claims = claims
        self.table: Table = Table(*map(np.array, ([], [], [])))
        self.stated = {number: claim.stated for number, claim in enumerate(claims)}
        self.pairs = list(self._candidates())
        self.features = np.array(
            [[feature(self.stated[a], self.stated[b])[0] for feature, _ in sameness.FEATURES] for a, b in self.pairs]
        )
        self.same = np.array([bool(self._of(a).keys() & self._of(b).keys()) for a, b in self.pairs], dtype=float)
        self.weights = np.array([LABELLED[bool(self._of(a)) + bool(self._of(b))] for a, b in self.pairs])

    def _candidates(self) -> Iterator[Pair]:
        from claims.analysis.facts import vetoes

        by_kind: dict[str, list[int]] = defaultdict(list)
        for number, stated in self.stated.items():
            by_kind[stated.value.dimension].append(number)
        for a, b in itertools.chain.from_iterable(itertools.combinations(group, 2) for group in by_kind.values()):
            x, y = self.stated[a], self.stated[b]
            near = x.article == y.article or self.claims[a].keys & self.claims[b].keys
            if near and not any(rule(x, y) for rule in vetoes.VETOES):
                yield a, b

    def _of(self, number: int) -> dict[str, int]:
        return self.claims[number].positions

    def labels(self, group: Sequence[int]) -> set[tuple[str, int]]:
        """The labelled answers that claims of a group are mentions of."""
        return {answer for number in group for answer in self._of(number).items()}

    def odds(self, learned: Learned) -> np.ndarray:
        """The log odds of each pair by itself."""
        from claims.analysis.facts import sameness

        bias, weights = learned.pairs or (sameness.BIAS, [weight for _, weight in sameness.FEATURES])
        return np.asarray(bias + self.features @ np.array(weights))

    def leads(self, learned: Learned) -> np.ndarray:
        """Of each pair: its log odds, its lead, and whether it is of one article; what `sameness.settled` weighs."""
        from claims.analysis.facts import rivals, sameness

        odds = dict(zip(self.pairs, self.odds(learned), strict=True))
        articles = {number: stated.article for number, stated in self.stated.items()}
        by_articles: dict[tuple[str, ...], dict[Pair, float]] = defaultdict(dict)
        for (a, b), value in odds.items():
            by_articles[tuple(sorted((articles[a], articles[b])))][a, b] = value
        ahead = {pair: lead for some in by_articles.values() for pair, lead in rivals.leads(some, articles).items()}
        rows = []
        for (a, b), value in odds.items():
            lead = ahead.get((a, b), 0.0)
            common = sameness.anything_common(self.stated[a], self.stated[b])
            rows.append((value, lead if common else min(lead, 0.0), float((a, b) not in ahead)))
        return np.array(rows)

    def links(self, learned: Learned) -> dict[Pair, float]:
        """The scores that would be stored."""
        from claims import linking
        from claims.analysis.facts import sameness

        settled = (sameness.SETTLED_ODDS, sameness.SETTLED_LEAD, sameness.SETTLED_ALONE)
        total = sameness.SETTLED + self.leads(learned) @ np.array(learned.leads or settled)
        scores = dict(zip(self.pairs, 1 / (1 + np.exp(-total)), strict=True))
        return {
            (a, b): float(score)
            for (a, b), score in scores.items()
            if linking.CLAIMS.keeps(self.stated[a], self.stated[b], score)
        }

    def told(self, learned: Learned) -> Any:
        """Its claims in groups that agree, with the links between those that do not."""
        from claims.analysis.facts import questions, sameness
        from claims.analysis.facts.clusters import cluster

        links = self.links(learned)
        against = {(a, b) for a, b in links if questions.contradict(self.stated[a], self.stated[b])}
        agreeing = {pair: score for pair, score in links.items() if pair not in against}

        def compared(a: int, b: int) -> bool:
            return sameness.of_one_story(self.stated[a], self.stated[b])

        groups = cluster(self.stated, agreeing, lambda number: (number,), (), sameness.SAME, compared=compared)
        return questions.Told([sorted(group) for group in groups], self.stated, {pair: links[pair] for pair in against})
