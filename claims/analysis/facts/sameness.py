"""Do two claims answer one question: a flat list of features, each with a weight, a score and a sentence.

The score depends on nothing but the two claims, so that the order in which articles arrive cannot matter.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from claims.analysis.values import Dimension, Value

from .events import COMMON, family, noun_group
from .relations import NAMED_BY_NOUN, Kind, interval, relate
from .stated import Stated
from .vetoes import ONCE, VETOES, are_one_definite_thing

SAME = 0.5
PRONOUNS = frozenset(("", "it", "he", "she", "they", "we", "i", "you", "that", "which", "who", "there", "this"))


@dataclass(frozen=True)
class Match:
    """A score from 0 to 1 and the sentences that give its reasons."""

    score: float
    reasons: tuple[str, ...]


Feature = Callable[[Stated, Stated], tuple[float, str]]


def same_fact(a: Stated, b: Stated) -> Match:
    """Whether both claims answer one question, from 0 to 1; a veto gives 0 and the reason for it."""
    for rule in VETOES:
        reason = rule(a, b)
        if reason:
            return Match(0.0, (reason,))
    total, reasons = BIAS, []
    for feature, weight in FEATURES:
        score, reason = feature(a, b)
        total += weight * score
        if reason:
            reasons.append(reason)
    return Match(1 / (1 + math.exp(-total)), tuple(reasons))


def keys(claim: Stated) -> tuple[str, ...]:
    """The keys by which a claim finds its candidates: two claims without a common key are never one fact."""
    value = claim.value
    if value.dimension in (Dimension.DATE, Dimension.TIME):
        names = {claim.event, family(claim.head)} - {""} or {claim.head}
    elif value.dimension in NAMED_BY_NOUN:
        names = {noun_group(claim.head)} | ({claim.event} - {""})
    elif value.dimension is Dimension.OCCURRENCE:
        names = {f"{value.unit}|{name}" for name in claim.affected or claim.acting}
    elif value.dimension in (Dimension.AGE, Dimension.SCORE):
        names = set(claim.names) or {claim.head}
    else:
        names = {value.unit}
    return tuple(f"{value.dimension}|{name}"[:200] for name in sorted(names))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared members over those of the smaller set; 0 where either is empty."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def said(shared: frozenset[str], what: str) -> str:
    return f"{what}: {', '.join(sorted(shared)[:5])}" if shared else ""


def same_head(a: Stated, b: Stated) -> tuple[float, str]:
    same = noun_group(a.head) == noun_group(b.head) and a.head != ""
    return float(same), f"both about “{a.head}”" if same else ""


def same_event(a: Stated, b: Stated) -> tuple[float, str]:
    same = a.event != "" and a.event == b.event
    return float(same), f"both of the event “{a.event}”" if same else ""


def one_dated_event(a: Stated, b: Stated) -> tuple[float, str]:
    """Dates are of the event itself, so one event that happens once is nearly the question already."""
    same = a.value.dimension is Dimension.DATE and a.event in ONCE and a.event == b.event
    return float(same), "which happens once" if same else ""


def uncommon_noun(a: Stated, b: Stated) -> tuple[float, str]:
    """Two articles of one story that both speak of "faults" or "districts" are likely to mean the same ones."""
    head = noun_group(a.head)
    uncommon = head == noun_group(b.head) and head not in COMMON and not family(head)
    return float(uncommon and a.value.dimension is Dimension.COUNT), ""


def one_definite_thing(a: Stated, b: Stated) -> tuple[float, str]:
    same = are_one_definite_thing(a, b)
    return float(same), f"both of the one “{a.head}”" if same else ""


def shared_verbs(a: Stated, b: Stated) -> tuple[float, str]:
    return overlap(a.verbs, b.verbs), said(a.verbs & b.verbs, "same verbs")


def shared_words(a: Stated, b: Stated) -> tuple[float, str]:
    """How much of the smaller clause the other has, damped where little is shared at all."""
    shared = a.words & b.words
    return overlap(a.words, b.words) * min(1.0, len(shared) / 3), said(shared, "words in common")


def shared_names(a: Stated, b: Stated) -> tuple[float, str]:
    return min(1.0, len(a.names & b.names) / 2), said(a.names & b.names, "name in both clauses")


def shared_story(a: Stated, b: Stated) -> tuple[float, str]:
    return min(1.0, len(a.story & b.story) / 4), said(a.story & b.story, "both articles are about")


def other_subject(a: Stated, b: Stated) -> tuple[float, str]:
    known = a.subject not in PRONOUNS and b.subject not in PRONOUNS
    differs = known and noun_group(a.subject) != noun_group(b.subject)
    return float(differs), f"but of “{a.subject}” and of “{b.subject}”" if differs else ""


def same_subject(a: Stated, b: Stated) -> tuple[float, str]:
    same = a.subject == b.subject and a.subject not in COMMON | PRONOUNS
    return float(same), f"both of “{a.subject}”" if same else ""


def values_agree(a: Stated, b: Stated) -> tuple[float, str]:
    """Two independent statements of one uncommon value, or of its parts, are likely to be of one thing."""
    if adds_up(a, b.value) or adds_up(b, a.value):
        return 1.0, "the part and the rest it names add up to the other"
    kind = relate(a.value, b.value).kind
    if kind is Kind.EQUAL:
        return 1.0, "the values agree"
    return (0.0, "") if kind is Kind.CONFLICTS else (0.5, "the values do not conflict")


def adds_up(part: Stated, whole: Value) -> bool:
    low, high = interval(part.value)
    if not part.others or low != high:
        return False
    bounds = interval(whole)
    return bounds[0] <= low + sum(part.others) <= bounds[1]


def one_article(a: Stated, b: Stated) -> tuple[float, str]:
    """An article seldom states one figure twice in two ways, so two of its claims need more in common.

    Not where it lets someone contradict it, nor where it speaks of one thing by one definite name.
    """
    same = a.article == b.article and a.holder == b.holder and not are_one_definite_thing(a, b)
    return float(same), "but in one article" if same else ""


def two_answers(a: Stated, b: Stated) -> tuple[float, str]:
    """In one article and one voice, two figures that conflict are nearly always of two things."""
    differ = bool(one_article(a, b)[0]) and relate(a.value, b.value).kind is Kind.CONFLICTS
    return float(differ), "with another figure" if differ else ""


# Fitted by `python -m benchmarks.sameness` on labelled stories without `values_agree`, whose weight is held low: if
# agreement decided, no disagreement would ever be found. The rest (definite things, subjects, rare
# nouns, two answers of one article) is set by hand.
BIAS = -4.3
FEATURES: tuple[tuple[Feature, float], ...] = (
    (same_head, 1.1),
    (same_event, 0.6),
    (one_dated_event, 1.8),
    (one_definite_thing, 2.6),
    (uncommon_noun, 1.0),
    (shared_verbs, 0.2),
    (shared_words, 2.6),
    (shared_names, 1.1),
    (shared_story, 1.5),
    (values_agree, 1.5),
    (same_subject, 0.8),
    (other_subject, -0.6),
    (one_article, -1.9),
    (two_answers, -2.5),
)
