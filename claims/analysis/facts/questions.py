"""Which answers belong to one question: groups of claims that agree are put together where they disagree.

Whether two differing figures answer one question shows less in any two claims than in all that is said around them,
and in what no article does: who tells of two things states both figures, who reports one thing states one of them.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claims.analysis.values import Dimension

from .conflicts import contradicts
from .events import noun_group
from .relations import INFINITY, NAMED_BY_NOUN, comparable, interval
from .sameness import SAME, Match, said, same_fact
from .stated import Stated

# Below this score a pair of claims is no sign that two answers belong to one question.
WORTH_A_LOOK = 0.02
# Dates this many days apart, and times this many minutes, are as good as unrelated.
DAYS_APART = 7.0
MINUTES_APART = 60.0

# Of the words beside two values, this share in common makes one sentence of them; set by hand, on changed copies.
ALIKE = 0.8
FEW_WORDS = 6

Pair = tuple[int, int]


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


def one_question(a: Answers, b: Answers, likeliest: float) -> Match:
    """Whether two differing answers are to one question; `likeliest` is the best score of a claim of each."""
    features = features_of(a, b, likeliest)
    total = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
    shared = frozenset(a.near) & frozenset(b.near)
    heads = frozenset(a.heads) & frozenset(b.heads)
    reasons = [said(heads, "both about"), said(shared, "words in common beside the values")]
    reasons.append("no article states both" if not a.articles & b.articles else "")
    return Match(1 / (1 + math.exp(-total)), tuple(filter(None, reasons)))


def features_of(a: Answers, b: Answers, likeliest: float) -> dict[str, float]:
    near, head, close = cosine(a.near, b.near), cosine(a.heads, b.heads), closeness(a.claims[0], b.claims[0])
    return {
        "likeliest": math.log(likeliest + 1e-4),
        "near": near,
        "verbs": cosine(a.verbs, b.verbs),
        "close": close**4,
        "near and close": near * close,
        "head and close": head * close,
        "one sentence": float(one_sentence(a, b)),
        "other names": float(bool(a.names and b.names and not a.names & b.names)),
    }


# Fitted by `python -m benchmarks.sameness` on labelled stories.
BIAS = -0.2
WEIGHTS: dict[str, float] = {
    "likeliest": 0.4,
    "near": 1.5,
    "verbs": 0.5,
    "close": 2.0,
    "near and close": 2.0,
    "head and close": 1.3,
    "one sentence": 3.0,
    "other names": -1.3,
}


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
    """Whether a claim of each stands among nearly the same words, in two articles: one text, changed in a figure."""
    return any(
        x.article != y.article
        and len(x.near | y.near) >= FEW_WORDS
        and len(x.near & y.near) >= ALIKE * len(x.near | y.near)
        for x, y in itertools.product(a.claims, b.claims)
    )


class SideBySide:
    """What each article states of each kind of thing: who states two figures of one kind tells of two things."""

    def __init__(self, claims: Iterable[Stated]) -> None:
        self.told: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        for claim in claims:
            self.told[claim.article, self._kind(claim)].append(claim)

    def _kind(self, claim: Stated) -> str:
        value = claim.value
        return f"{value.dimension} {noun_group(claim.head) if value.dimension in NAMED_BY_NOUN else value.unit}"

    def has(self, a: Answers, b: Answers) -> bool:
        """Whether an article of one side states the other's figure too, and not as another answer to one question.

        Where both sides have one sentence but for the figure, that says more: an altered copy may keep the old figure
        elsewhere.
        """
        if one_sentence(a, b):
            return False
        shared = [claim for claim in a.claims if claim.article in b.articles]
        pairs = [(x, y) for x in shared for y in b.claims if x.article == y.article and contradict(x, y)]
        pairs += [*self._also_stated(a, b), *self._also_stated(b, a)]
        return bool(pairs) and not any(same_fact(x, y).score >= SAME for x, y in pairs)

    def _also_stated(self, a: Answers, b: Answers) -> Iterator[tuple[Stated, Stated]]:
        """The claims of one side, each with what its article says elsewhere that is as the other side has it."""
        values = {(claim.value.low, claim.value.high) for claim in b.claims}
        for claim in a.claims:
            for other in self.told[claim.article, self._kind(claim)]:
                if (other.value.low, other.value.high) in values and contradict(claim, other):
                    yield claim, other


def put_together(
    groups: Sequence[Sequence[int]],
    claims: Mapping[int, Stated],
    links: Mapping[Pair, float],
    apart: Collection[frozenset[int]],
    articles: Iterable[Stated] = (),
) -> list[list[int]]:
    """Joins groups of claims that answer one question differently, the surest first.

    `links` are the scores of pairs of claims that contradict each other; what reviewers ruled `apart` stays apart.
    A group joins others only where none of them is ruled out with any of it. `articles` is all that the articles of
    these claims state, where that is more: one that states both figures tells of two things.
    """
    of = {claim: number for number, group in enumerate(groups) for claim in group}
    likeliest: dict[Pair, float] = defaultdict(float)
    for (a, b), score in links.items():
        pair = min(of[a], of[b]), max(of[a], of[b])
        if pair[0] != pair[1]:
            likeliest[pair] = max(likeliest[pair], score)
    banned = {frozenset((of[a], of[b])) for a, b in map(tuple, apart) if a in of and b in of}
    told = {number: answers([claims[claim] for claim in groups[number]]) for number in {*itertools.chain(*likeliest)}}
    sure = {
        pair: one_question(told[pair[0]], told[pair[1]], score).score
        for pair, score in likeliest.items()
        if score >= WORTH_A_LOOK
    }
    beside = SideBySide(articles or claims.values())
    parts = {number: [number] for number in range(len(groups))}
    for pair in sorted((pair for pair in sure if sure[pair] >= SAME), key=lambda pair: (-sure[pair], pair)):
        left, right = parts[pair[0]], parts[pair[1]]
        if left is not right and not _ruled_out(left, right, told, beside, banned):
            left += right
            parts.update(dict.fromkeys(right, left))
    distinct = {id(part): part for part in parts.values()}
    return [[claim for number in part for claim in groups[number]] for part in distinct.values()]


def _ruled_out(
    left: Sequence[int],
    right: Sequence[int],
    told: Mapping[int, Answers],
    beside: SideBySide,
    banned: Collection[frozenset[int]],
) -> bool:
    pairs = itertools.product(left, right)
    return any(frozenset(pair) in banned or beside.has(told[pair[0]], told[pair[1]]) for pair in pairs)


def contradict(a: Stated, b: Stated) -> bool:
    return comparable(a.value, b.value) and contradicts(a.value, b.value)
