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
from sources.messages import Part, gettext_noop
from sources.messages import gettext as _

from .events import noun_group
from .relations import INFINITY, NAMED_BY_NOUN, Range, differ, interval
from .rivals import MOST, Pair, leads_among, log_odds
from .sameness import SAME, Match, some
from .stated import Stated

# Below this score a pair of claims is no sign that two answers belong to one question.
WORTH_A_LOOK = 0.02
# What each word is worth of the one before it, counted from the value.
FADING = 0.94
# Dates this many times apart of what they are stated to (days, years), and times so many minutes, are hardly related.
STEPS_APART = 7.0
MINUTES_APART = 60.0

# Of the words beside two values, this share in common makes one sentence of them; set by hand, on changed copies.
ALIKE = 0.8
FEW_WORDS = 6
# And this share shows two figures of one article to stand in one sentence, however short.
ONE_PLACE = 0.5
FEWEST_WORDS = 3


@dataclass(frozen=True)
class Answers:
    """Claims that agree, with how often each word is used of them."""

    claims: tuple[Stated, ...]
    articles: frozenset[str]
    names: frozenset[str]
    near: dict[str, float]
    heads: Counter[str]
    verbs: Counter[str]


def answers(claims: Sequence[Stated]) -> Answers:
    return Answers(
        claims=tuple(claims),
        articles=frozenset(claim.article for claim in claims),
        names=frozenset(name for claim in claims for name in claim.names),
        near=_nearness(claims),
        heads=Counter(noun_group(claim.head) for claim in claims),
        verbs=Counter(verb for claim in claims for verb in claim.verbs | ({claim.event} - {""})),
    )


def _nearness(claims: Sequence[Stated]) -> dict[str, float]:
    """The words around the values, each with how near it is to each of them: 1 for the nearest."""
    found: dict[str, float] = defaultdict(float)
    for claim in claims:
        for rank, word in enumerate(claim.nearest):
            found[word] += FADING**rank
    return dict(found)


def one_question(a: Answers, b: Answers, likeliest: float, lead: float = 0.0) -> Match:
    """Whether two differing answers are to one question.

    `likeliest` is the best score of a claim of each, `lead` by how much the best of these pairs leads over other
    answers that its claims may contradict.
    """
    if a.heads.keys().isdisjoint(b.heads) and a.near.keys().isdisjoint(b.near):
        return Match(0.0, (gettext_noop("nothing in common beside the values"),))
    total = BIAS + sum(WEIGHTS[name] * value for name, value in features_of(a, b, likeliest, lead).items())
    return Match(1 / (1 + math.exp(-total)), tuple(_reasons(a, b)))


def _reasons(a: Answers, b: Answers) -> Iterator[Part]:
    if heads := frozenset(a.heads) & frozenset(b.heads):
        yield _("both about: {heads}", heads=some(heads))
    if shared := frozenset(a.near) & frozenset(b.near):
        yield _("words in common beside the values: {words}", words=some(shared))
    if not a.articles & b.articles:
        yield gettext_noop("no article states both")


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
BIAS = -2.9
WEIGHTS: dict[str, float] = {
    "likeliest": 0.4,
    "lead": 0.45,
    "close": 2.7,
    "heads": 0.65,
    "near": 3.5,
    "articles of the fewer": -0.8,
    "one digit": 1.05,
    "few": 1.9,
    "story": 0.85,
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


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    dot = sum(count * b.get(word, 0.0) for word, count in a.items())
    if not dot:
        return 0.0
    return dot / math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))


def closeness(a: Stated, b: Stated) -> float:
    """How near two values are, from 0 to 1: the smaller over the larger; for dates and times by what lies between."""
    if a.value.dimension is Dimension.OCCURRENCE:
        return 1.0
    x, y = _middle(a), _middle(b)
    if a.value.dimension is Dimension.DATE:
        step = max(high - low + 1 for low, high in (interval(a.value), interval(b.value)))
        return math.exp(-abs(x - y) / step / STEPS_APART)
    if a.value.dimension is Dimension.TIME:
        return math.exp(-abs(x - y) / MINUTES_APART)
    return min(abs(x), abs(y)) / max(abs(x), abs(y)) if x * y > 0 else 0.0


def _middle(claim: Stated) -> float:
    ends = [end for end in interval(claim.value) if abs(end) != INFINITY]
    return sum(ends) / len(ends)


def one_sentence(a: Answers, b: Answers) -> bool:
    """Whether a claim of each stands among nearly the same words, in two articles: one text, changed in a figure.

    Not where each counts something else: who carries "112 passengers and nine crew" has two figures in one sentence.
    Nor where either article has both there, as "seven life sentences and four sentences of life" has.
    """
    return any(
        x.article != y.article
        and not (x.value.dimension in NAMED_BY_NOUN and noun_group(x.head) != noun_group(y.head))
        and _are_alike(x, y, ALIKE, FEW_WORDS)
        and not (_has_beside(x, b) or _has_beside(y, a))
        for x, y in itertools.product(a.claims, b.claims)
    )


def _has_beside(claim: Stated, others: Answers) -> bool:
    """Whether its article has one of the other answers in the very sentence of the claim."""
    beside = (other for other in others.claims if other.article == claim.article)
    return any(_are_alike(claim, other, ONE_PLACE, FEWEST_WORDS) and contradict(claim, other) for other in beside)


def _are_alike(a: Stated, b: Stated, share: float, fewest: int) -> bool:
    words = len(a.near | b.near)
    return words >= fewest and len(a.near & b.near) >= share * words


def put_together(
    groups: Sequence[Sequence[int]],
    claims: Mapping[int, Stated],
    links: Mapping[Pair, float],
    apart: Collection[frozenset[int]],
    ranges: Mapping[int, Range] | None = None,
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
        ranges: Mapping[int, Range] | None = None,
    ) -> None:
        self.groups, self.claims, self.links = groups, claims, links
        self.of = {claim: number for number, group in enumerate(groups) for claim in group}
        self._ranges = ranges or {claim: stated.range for claim, stated in claims.items()}
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
        between: dict[Pair, Pair] = {}
        for a, b in asked:
            one, other = self.of.get(a), self.of.get(b)
            if self.links[a, b] >= WORTH_A_LOOK and one is not None and other is not None and one != other:
                between[a, b] = min(one, other), max(one, other)
        odds = {pair: log_odds(score) for pair, score in self.links.items()}
        best: dict[Pair, tuple[float, float]] = {}
        for pair, ahead in leads_among(odds, self._differ, between).items():
            score, lead = best.get(between[pair], (0.0, -MOST))
            best[between[pair]] = max(score, self.links[pair]), max(lead, ahead)
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

        Who has both in one sentence does so in any case.
        Where a claim of each fits so well that both have one sentence but for the figure, that says more: an altered
        copy may keep the old one elsewhere.
        """
        a, b = self.answers(one), self.answers(other)
        if not a.articles & b.articles:
            return False
        if any(_has_beside(claim, b) for claim in a.claims if claim.article in b.articles):
            return True
        if one_sentence(a, b):
            return False
        pairs = list(itertools.product(self.groups[one], self.groups[other]))
        beside = {(x, y) for x, y in pairs if self.claims[x].article == self.claims[y].article and self._differ(x, y)}
        scores = {(x, y): self.links.get((min(x, y), max(x, y)), 0.0) for x, y in pairs}
        sure = any(score >= (SAME if pair in beside else SURE) for pair, score in scores.items())
        return bool(beside) and not sure


def contradict(a: Stated, b: Stated) -> bool:
    """Whether two values that can be compared cannot both be true, as `conflicts.contradicts` says it of those."""
    return differ(a.range, b.range)
