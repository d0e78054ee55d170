"""Do two claims answer one question: a flat list of features, each with a weight, a score and a sentence.

A score depends on nothing but the two claims, and once it is settled on what else their two articles state: so that
the order in which articles arrive cannot matter.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from claims.analysis.values import Dimension, Value
from sources.messages import Part, gettext_noop
from sources.messages import gettext as _

from .events import COMMON, family, noun_group
from .relations import Kind, as_number, in_other_units, interval, kind_of
from .rivals import Pair, leads, log_odds
from .stated import Stated
from .vetoes import ONCE, VETOES, are_one_definite_thing

SAME = 0.5
# Articles that share so many names are compared, as `blocking.story_keys` has it.
NAMES_OF_ONE_STORY = 2
PRONOUNS = frozenset(("", "it", "he", "she", "they", "we", "i", "you", "that", "which", "who", "there", "this"))
# Subjects that do not tell what is spoken of.
UNTOLD = COMMON | PRONOUNS


@dataclass(frozen=True)
class Match:
    """A score from 0 to 1 and the sentences that give its reasons."""

    score: float
    reasons: tuple[Part, ...]


Scored = tuple[float, Part]
Feature = Callable[[Stated, Stated], Scored]


def same_fact(a: Stated, b: Stated) -> Match:
    """Whether both claims answer one question, from 0 to 1; a veto gives 0 and the reason for it."""
    for rule in VETOES:
        reason = rule(a, b)
        if reason:
            return Match(0.0, (reason,))
    total = BIAS
    reasons: list[Part] = []
    for feature, weight in FEATURES:
        score, reason = feature(a, b)
        total += weight * score
        if reason:
            reasons.append(reason)
    return Match(1 / (1 + math.exp(-total)), tuple(reasons))


def settled(matches: Mapping[Pair, Match], claims: Mapping[int, Stated]) -> dict[Pair, Match]:
    """What the matches come to once all pairs of the same articles are known; what is ruled out stays at 0.

    Each pair's score depends on nothing but what its two articles state.
    """
    odds = {pair: log_odds(match.score) for pair, match in matches.items() if match.score}
    ahead = leads(odds, {pk: claims[pk].article for pair in odds for pk in pair})
    found = dict(matches)
    for (a, b), value in odds.items():
        lead = ahead.get((a, b))
        # Where two articles state one figure each, nothing rivals them, be they of one thing or not.
        if lead is not None and not anything_common(claims[a], claims[b]):
            lead = min(lead, 0.0)
        needs_more = lead is None and not are_one_definite_thing(claims[a], claims[b])
        found[a, b] = _settle(matches[a, b], value, lead, needs_more)
    return found


def _settle(match: Match, odds: float, lead: float | None, needs_more: bool) -> Match:
    """`lead` is None for two claims of one article, which need more in common unless they are of one known thing."""
    total = SETTLED + SETTLED_ODDS * odds + SETTLED_LEAD * (lead or 0.0) + SETTLED_ALONE * needs_more
    telling = lead is not None and lead >= TELLING_LEAD
    return Match(1 / (1 + math.exp(-total)), (*match.reasons, NO_RIVAL) if telling else match.reasons)


def anything_common(a: Stated, b: Stated) -> bool:
    """Whether what is counted or dated, or a word beside the value, is the same."""
    return bool(a.near & b.near or same_head(a, b)[0])


def of_one_story(a: Stated, b: Stated) -> bool:
    """Whether their articles have enough in common that the two were compared."""
    return a.article == b.article or a.story == b.story or len(a.story & b.story) >= NAMES_OF_ONE_STORY


def share(shared: frozenset[str], a: frozenset[str], b: frozenset[str]) -> float:
    """What two sets share over the smaller one; 0 where that is nothing."""
    return len(shared) / min(len(a), len(b)) if shared else 0.0


def some(shared: frozenset[str]) -> str:
    """A few of the words."""
    return ", ".join(sorted(shared)[:5])


def same_head(a: Stated, b: Stated) -> Scored:
    same = noun_group(a.head) == noun_group(b.head) and a.head != ""
    return float(same), _("both about “{head}”", head=a.head) if same else ""


def same_unit(a: Stated, b: Stated) -> Scored:
    return float(a.value.unit == b.value.unit), ""


def same_event(a: Stated, b: Stated) -> Scored:
    same = a.event != "" and a.event == b.event
    return float(same), _("both of the event “{event}”", event=a.event) if same else ""


def other_event(a: Stated, b: Stated) -> Scored:
    differ = bool(a.event and b.event and a.event != b.event)
    return float(differ), _("but of “{one}” and of “{other}”", one=a.event, other=b.event) if differ else ""


def one_dated_event(a: Stated, b: Stated) -> Scored:
    """Dates are of the event itself, so one event that happens once is nearly the question already."""
    same = a.value.dimension is Dimension.DATE and a.event in ONCE and a.event == b.event
    return float(same), gettext_noop("which happens once") if same else ""


def uncommon_noun(a: Stated, b: Stated) -> Scored:
    """Two articles of one story that both speak of "faults" or "districts" are likely to mean the same ones."""
    head = noun_group(a.head)
    uncommon = head == noun_group(b.head) and head not in COMMON and not family(head)
    return float(uncommon and a.value.dimension is Dimension.COUNT), ""


def common_nouns(a: Stated, b: Stated) -> Scored:
    """Two counts of "people" have little in common by that."""
    return float(noun_group(a.head) in COMMON and noun_group(b.head) in COMMON), ""


def one_definite_thing(a: Stated, b: Stated) -> Scored:
    same = are_one_definite_thing(a, b)
    return float(same), _("both of the one “{head}”", head=a.head) if same else ""


def values_equal(a: Stated, b: Stated) -> Scored:
    """Two independent statements of one value are likely to be of one thing."""
    equal = are_equal(a, b)
    return float(equal), gettext_noop("the values agree") if equal else ""


def are_equal(a: Stated, b: Stated) -> bool:
    """Whether both state one value, be it in units of which one is rounded to the other: "10 km", "six miles"."""
    kind = kind_of(a.range, b.range)
    if kind is not Kind.COMPATIBLE:
        return kind is Kind.EQUAL
    return in_other_units(a.value, b.value) and a.value.comparator == b.value.comparator


def telling_value(a: Stated, b: Stated) -> Scored:
    """The more telling the value they share is, the likelier: 2,301 more than 2."""
    return (min(tells(a.value), tells(b.value)), "") if are_equal(a, b) else (0.0, "")


def tells(value: Value) -> float:
    """How telling a value is, from 0 to 1: four significant digits tell all, a day, a time or a score nearly all."""
    if value.dimension in (Dimension.DATE, Dimension.TIME, Dimension.SCORE):
        return 0.75 if value.low == value.high or value.dimension is Dimension.SCORE else 0.25
    bound = value.low if value.low is not None else value.high
    digits = f"{abs(as_number(bound)):.6g}".partition("e")[0].replace(".", "").strip("0")
    return min(len(digits), 4) / 4


def values_differ(a: Stated, b: Stated) -> Scored:
    return float(kind_of(a.range, b.range) is Kind.CONFLICTS and not adding_up(a, b)), ""


def parts_add_up(a: Stated, b: Stated) -> Scored:
    adds = adding_up(a, b)
    return float(adds), gettext_noop("the part and the rest it names add up to the other") if adds else ""


def adding_up(a: Stated, b: Stated) -> bool:
    return adds_up(a, b.value) or adds_up(b, a.value)


def adds_up(part: Stated, whole: Value) -> bool:
    if not part.others:
        return False
    low, high = interval(part.value)
    if low != high:
        return False
    bounds = interval(whole)
    return bounds[0] <= low + sum(part.others) <= bounds[1]


def shared_words(a: Stated, b: Stated) -> Scored:
    """How much of the smaller clause the other has, damped where little is shared at all."""
    shared = a.words & b.words
    told = _("words in common: {words}", words=some(shared)) if shared else ""
    return share(shared, a.words, b.words) * min(1.0, len(shared) / 3), told


def shared_near(a: Stated, b: Stated) -> Scored:
    """Words around the value say more of what it is than those of the whole clause."""
    shared = a.near & b.near
    told = _("words in common beside the value: {words}", words=some(shared)) if shared else ""
    return share(shared, a.near, b.near), told


def shared_verbs(a: Stated, b: Stated) -> Scored:
    shared = a.verbs & b.verbs
    return share(shared, a.verbs, b.verbs), _("same verbs: {verbs}", verbs=some(shared)) if shared else ""


def shared_names(a: Stated, b: Stated) -> Scored:
    shared = a.names & b.names
    return min(1.0, len(shared) / 2), _("name in both clauses: {names}", names=some(shared)) if shared else ""


def other_names(a: Stated, b: Stated) -> Scored:
    differ = bool(a.names and b.names and not a.names & b.names)
    return float(differ), gettext_noop("but the clauses name others") if differ else ""


def shared_story(a: Stated, b: Stated) -> Scored:
    shared = a.story & b.story
    return min(1.0, len(shared) / 6), _("both articles are about: {names}", names=some(shared)) if shared else ""


def other_subject(a: Stated, b: Stated) -> Scored:
    known = a.subject not in PRONOUNS and b.subject not in PRONOUNS
    differs = known and noun_group(a.subject) != noun_group(b.subject)
    return float(differs), _("but of “{one}” and of “{other}”", one=a.subject, other=b.subject) if differs else ""


def same_subject(a: Stated, b: Stated) -> Scored:
    same = a.subject == b.subject and a.subject not in UNTOLD
    return float(same), _("both of “{subject}”", subject=a.subject) if same else ""


def same_parties(a: Stated, b: Stated) -> Scored:
    shared = a.affected & b.affected
    return float(bool(shared)), _("both done to: {names}", names=some(shared)) if shared else ""


def one_article(a: Stated, b: Stated) -> Scored:
    """An article seldom states one figure twice in two ways, so two of its claims need more in common.

    Not where it lets someone contradict it, nor where it speaks of one thing by one definite name.
    """
    same = a.article == b.article and a.holder == b.holder and not are_one_definite_thing(a, b)
    return float(same), gettext_noop("but in one article") if same else ""


def two_answers(a: Stated, b: Stated) -> Scored:
    """In one article and one voice, two figures that conflict are nearly always of two things."""
    differ = bool(one_article(a, b)[0]) and bool(values_differ(a, b)[0])
    return float(differ), gettext_noop("with another figure") if differ else ""


# Fitted by `python -m benchmarks.sameness` on labelled stories; what happens once, definite things, uncommon nouns,
# parts that add up and two answers of one article are seldom in them and are set by hand.
BIAS = -3.6
FEATURES: tuple[tuple[Feature, float], ...] = (
    (same_head, 0.25),
    (same_unit, 1.2),
    (same_event, 1.0),
    (other_event, -0.3),
    (one_dated_event, 1.8),
    (one_definite_thing, 2.6),
    (uncommon_noun, 0.8),
    (common_nouns, -0.4),
    (values_equal, 1.15),
    (telling_value, 1.9),
    (values_differ, -2.4),
    (parts_add_up, 2.4),
    (shared_words, 1.3),
    (shared_near, 2.1),
    (shared_verbs, 0.0),
    (shared_names, 0.3),
    (other_names, -0.5),
    (shared_story, 0.8),
    (same_subject, 0.1),
    (other_subject, -0.4),
    (same_parties, 0.3),
    (one_article, -3.0),
    (two_answers, 0.0),
)

# Fitted on labelled stories as well: what a score and its lead over rivals come to, and two claims of one article.
SETTLED = 0.8
SETTLED_ODDS = 0.6
SETTLED_LEAD = 0.48
SETTLED_ALONE = -1.34
TELLING_LEAD = 1.0
NO_RIVAL = gettext_noop("neither article has anything that fits better")
