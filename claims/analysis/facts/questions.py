"""Which answers belong to one question: groups of claims that agree are put together where they disagree.

Whether two differing figures answer one question shows less in any two claims than in all that is said around them,
and in what no article does: who tells of two things states both figures, who reports one thing states one of them.
"""

import functools
import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claims.analysis.values import Comparator, Dimension, Value

from .events import noun_group
from .relations import INFINITY, NAMED_BY_NOUN, interval, is_vague, slack
from .rivals import MOST, Pair, leads_among, log_odds
from .sameness import SAME, Match, said
from .stated import Stated

# Below this score a pair of claims is no sign that two answers belong to one question.
WORTH_A_LOOK = 0.02
# Dates this many days apart, and times this many minutes, are as good as unrelated.
DAYS_APART = 7.0
MINUTES_APART = 60.0

# Of the words beside two values, this share in common makes one sentence of them; set by hand, on changed copies.
ALIKE = 0.8
FEW_WORDS = 6


@dataclass(frozen=True)
class Answers:
    """Claims that agree, with how often each word is used of them."""

    claims: tuple[Stated, ...]
    articles: frozenset[str]
    names: frozenset[str]
    near: Counter[str]
    heads: Counter[str]
    verbs: Counter[str]


def answers(claims: Sequence[Stated]) -> Answers:
    return Answers(
        claims=tuple(claims),
        articles=frozenset(claim.article for claim in claims),
        names=frozenset(name for claim in claims for name in claim.names),
        near=Counter(word for claim in claims for word in claim.near),
        heads=Counter(noun_group(claim.head) for claim in claims),
        verbs=Counter(verb for claim in claims for verb in claim.verbs | ({claim.event} - {""})),
    )


def one_question(a: Answers, b: Answers, likeliest: float, lead: float = 0.0) -> Match:
    """Whether two differing answers are to one question.

    `likeliest` is the best score of a claim of each, `lead` by how much the best of these pairs leads over other
    answers that its claims may contradict.
    """
    features = features_of(a, b, likeliest, lead)
    if not features["heads"] and not features["near"]:
        return Match(0.0, ("nothing in common beside the values",))
    total = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
    shared = frozenset(a.near) & frozenset(b.near)
    heads = frozenset(a.heads) & frozenset(b.heads)
    reasons = [said(heads, "both about"), said(shared, "words in common beside the values")]
    reasons.append("no article states both" if not a.articles & b.articles else "")
    return Match(1 / (1 + math.exp(-total)), tuple(filter(None, reasons)))


def features_of(a: Answers, b: Answers, likeliest: float, lead: float) -> dict[str, float]:
    first, second = a.claims[0], b.claims[0]
    return {
        "likeliest": log_odds(likeliest),
        "lead": lead,
        "close": closeness(first, second) ** 4,
        "heads": cosine(a.heads, b.heads),
        "near": cosine(a.near, b.near),
        "articles of the fewer": math.log(min(len(a.articles), len(b.articles))),
        "one digit": float(one_digit(first.text, second.text)),
        "few": float(first.value.dimension in NAMED_BY_NOUN and max(abs(_middle(first)), abs(_middle(second))) <= FEW),
        "story": common_story(a, b),
        "one sentence": float(one_sentence(a, b)),
    }


# Fitted by `python -m benchmarks.sameness` on labelled stories, but for one sentence, which is set by hand: changed
# copies are none of them.
BIAS = -2.4
WEIGHTS: dict[str, float] = {
    "likeliest": 0.45,
    "lead": 0.4,
    "close": 2.55,
    "heads": 0.4,
    "near": 2.65,
    "articles of the fewer": -0.7,
    "one digit": 1.5,
    "few": 1.95,
    "story": 0.65,
    "one sentence": 3.0,
}
# The smaller two counts, the further apart one more or less is by `closeness`.
FEW = 3.0
DIGITS_OF_A_MISPRINT = 3
NAMES_OF_A_STORY = 6
FIRST = 6
# Claims of two articles that score this much, whatever their values, stand in one text, or in nearly the same words.
SURE = 0.7


def common_story(a: Answers, b: Answers) -> float:
    """How many names any two of their articles are both about, on the mean of the first few; 1 where six or more."""
    pairs = itertools.product(a.claims[:FIRST], b.claims[:FIRST])
    shared = [len(x.story & y.story) for x, y in pairs if x.article != y.article]
    return min(1.0, sum(shared) / len(shared) / NAMES_OF_A_STORY) if shared else 0.0


def one_digit(x: str, y: str) -> bool:
    """Whether two figures of three digits or more are written alike but for one: a misprint is likelier than chance."""
    a, b = ("".join(sign for sign in text if sign.isdigit()) for text in (x, y))
    return len(a) == len(b) >= DIGITS_OF_A_MISPRINT and sum(i != j for i, j in zip(a, b, strict=True)) == 1


def cosine(a: Counter[str], b: Counter[str]) -> float:
    dot = sum(count * b[word] for word, count in a.items())
    if not dot:
        return 0.0
    return dot / math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))


def closeness(a: Stated, b: Stated) -> float:
    """How near two values are, from 0 to 1: the smaller over the larger; for dates and times by what lies between."""
    if a.value.dimension is Dimension.OCCURRENCE:
        return 1.0
    x, y = _middle(a), _middle(b)
    if a.value.dimension is Dimension.DATE:
        return math.exp(-abs(x - y) / DAYS_APART)
    if a.value.dimension is Dimension.TIME:
        return math.exp(-abs(x - y) / MINUTES_APART)
    return min(abs(x), abs(y)) / max(abs(x), abs(y)) if x * y > 0 else 0.0


def _middle(claim: Stated) -> float:
    ends = [end for end in interval(claim.value) if abs(end) != INFINITY]
    return sum(ends) / len(ends)


def one_sentence(a: Answers, b: Answers) -> bool:
    """Whether a claim of each stands among nearly the same words, in two articles: one text, changed in a figure.

    Not where each counts something else: who carries "112 passengers and nine crew" has two figures in one sentence.
    """
    return any(
        x.article != y.article
        and not (x.value.dimension in NAMED_BY_NOUN and noun_group(x.head) != noun_group(y.head))
        and len(x.near | y.near) >= FEW_WORDS
        and len(x.near & y.near) >= ALIKE * len(x.near | y.near)
        for x, y in itertools.product(a.claims, b.claims)
    )


def put_together(
    groups: Sequence[Sequence[int]],
    claims: Mapping[int, Stated],
    links: Mapping[Pair, float],
    apart: Collection[frozenset[int]],
    ranges: "Mapping[int, Range] | None" = None,
) -> list[list[int]]:
    """Joins groups of claims that answer one question differently, the surest first.

    `links` are the scores of all pairs of claims that contradict each other and have a claim in one of the groups;
    `claims` has the claims of the groups, and `ranges` the bounds of these and of those at the other ends, where there
    are any. What reviewers ruled `apart` stays apart. A group joins others only where none of them is ruled out with
    any of it.
    """
    told = Told(groups, claims, links, ranges)
    banned = {frozenset((told.of[a], told.of[b])) for a, b in map(tuple, apart) if a in told.of and b in told.of}
    sure = {pair: match.score for pair, match in told.questions(links).items() if match.score >= SAME}
    parts = {number: [number] for number in range(len(groups))}
    for pair in sorted(sure, key=lambda pair: (-sure[pair], pair)):
        left, right = parts[pair[0]], parts[pair[1]]
        if left is right:
            continue
        across = list(itertools.product(left, right))
        if not any(frozenset(each) in banned or told.apart(*each) for each in across):
            left += right
            parts.update(dict.fromkeys(right, left))
    distinct = {id(part): part for part in parts.values()}
    return [[claim for number in part for claim in groups[number]] for part in distinct.values()]


class Told:
    """Groups of claims that agree, by their numbers; the rest as `put_together` takes it."""

    def __init__(
        self,
        groups: Sequence[Sequence[int]],
        claims: Mapping[int, Stated],
        links: Mapping[Pair, float],
        ranges: "Mapping[int, Range] | None" = None,
    ) -> None:
        self.groups, self.claims, self.links = groups, claims, links
        self.of = {claim: number for number, group in enumerate(groups) for claim in group}
        self._ranges = ranges or {claim: range_of(stated.value) for claim, stated in claims.items()}
        self._answers: dict[int, Answers] = {}
        self._apart: dict[Pair, bool] = {}

    def answers(self, number: int) -> Answers:
        if number not in self._answers:
            self._answers[number] = answers([self.claims[claim] for claim in self.groups[number]])
        return self._answers[number]

    def questions(self, asked: Iterable[Pair]) -> dict[Pair, Match]:
        """Whether each two groups answer one question, of those that have one of the `asked` links between them."""
        found = self.likely(asked).items()
        return {(a, b): one_question(self.answers(a), self.answers(b), *known) for (a, b), known in found}

    def likely(self, asked: Iterable[Pair]) -> dict[Pair, tuple[float, float]]:
        """Each two groups with one of these links between them ─▶ the best score of one, and the best lead."""
        ahead = leads_among({pair: log_odds(score) for pair, score in self.links.items()}, self._differ)
        best: dict[Pair, tuple[float, float]] = {}
        for a, b in asked:
            one, other = self.of.get(a), self.of.get(b)
            if self.links[a, b] >= WORTH_A_LOOK and one is not None and other is not None and one != other:
                pair = min(one, other), max(one, other)
                score, lead = best.get(pair, (0.0, -MOST))
                best[pair] = max(score, self.links[a, b]), max(lead, ahead[a, b])
        return best

    def _differ(self, a: int, b: int) -> bool:
        return differ(self._ranges[a], self._ranges[b])

    def apart(self, one: int, other: int) -> bool:
        """Whether the two are ruled out, as `_tell_of_two` says it; found out once."""
        pair = min(one, other), max(one, other)
        if pair not in self._apart:
            self._apart[pair] = self._tell_of_two(*pair)
        return self._apart[pair]

    def _tell_of_two(self, one: int, other: int) -> bool:
        """Whether an article has a claim in both, and not as two answers to one question: it tells of two things.

        Where a claim of each fits so well that both have one sentence but for the figure, that says more: an altered
        copy may keep the old one elsewhere.
        """
        a, b = self.answers(one), self.answers(other)
        if not a.articles & b.articles or one_sentence(a, b):
            return False
        pairs = list(itertools.product(self.groups[one], self.groups[other]))
        beside = {(x, y) for x, y in pairs if self.claims[x].article == self.claims[y].article and self._differ(x, y)}
        scores = {(x, y): self.links.get((min(x, y), max(x, y)), 0.0) for x, y in pairs}
        sure = any(score >= (SAME if pair in beside else SURE) for pair, score in scores.items())
        return bool(beside) and not sure


def contradict(a: Stated, b: Stated) -> bool:
    """Whether two values that can be compared cannot both be true, as `conflicts.contradicts` says it of those."""
    return differ(range_of(a.value), range_of(b.value))


class Range(NamedTuple):
    """All of a value that decides what it contradicts: read off once, where a value is asked of hundreds of others."""

    kind: tuple[str, str]
    low: float
    high: float
    comparator: Comparator
    slack: float
    vague: bool


@functools.lru_cache(maxsize=1 << 15)
def range_of(value: Value) -> Range:
    kind = value.dimension, "" if value.dimension in NAMED_BY_NOUN else value.unit
    return Range(kind, *interval(value), value.comparator, slack(value), is_vague(value))


def differ(x: Range, y: Range) -> bool:
    if x.kind != y.kind or (x.vague and y.vague):
        return False
    if x.kind[0] == Dimension.SCORE:
        return x[1:4] != y[1:4]
    if (x.low <= y.low and y.high <= x.high) or (y.low <= x.low and x.high <= y.high):
        return False
    return max(x.low - y.high, y.low - x.high) > max(x.slack, y.slack)
