"""Positions on one fact and how they relate: which claims agree, which conflict, and what reconciles them."""

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.analysis.values import Comparator, Dimension, Value
from sources.messages import Part, added, day, followed, number
from sources.messages import gettext as _

from .origins import count_apart
from .plain import bare
from .relations import DAYS_OF_A_YEAR, differ, interval, range_of, relate

# The first and the last.
Days = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Answer:
    """One claim as an answer to its fact. `key` identifies it; `origin` is whom it is counted by.

    `own` is whom it is counted by where its article reprints another and states something else than that.
    `holder` is "" for the narrator; `others` are counts the clause adds to its own; `event` is the event's family.
    """

    key: str
    value: Value
    origin: str
    article: str
    holder: str = ""
    published: dt.date | None = None
    others: tuple[float, ...] = ()
    event: str = ""
    text: str = ""
    own: str = ""


@dataclass(frozen=True)
class Stand:
    """One position: a value and the answers that agree on it, the most precise first."""

    value: Value
    answers: tuple[Answer, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(sorted({answer.origin for answer in self.answers}))


@dataclass(frozen=True)
class Reconciliation:
    """What explains a conflict away, in the words of the sources themselves."""

    rule: Part
    arithmetic: Part


@dataclass(frozen=True)
class Conflict:
    """Positions that contradict each other, what fits several of them, and what reconciles them, if anything."""

    kind: str
    stands: tuple[Stand, ...]
    fits: tuple[Answer, ...]
    gap: float
    tolerance: float
    reconciled: Reconciliation | None


def find_conflict(answers: Sequence[Answer]) -> Conflict | None:
    """The conflict between the answers to one fact, or None where all of them can be true together."""
    values = sorted({answer.value for answer in answers}, key=precision)
    against = {value: [other for other in values if contradicts(value, other)] for value in values}
    groups: list[list[Value]] = []
    for value in values:
        if against[value]:
            homes = [group for group in groups if not any(other in group for other in against[value])]
            if not homes:
                groups.append([value])
            elif len(homes) == 1:
                homes[0].append(value)
    if len(groups) < 2:
        return None
    return _conflict(answers, groups)


def _conflict(answers: Sequence[Answer], groups: list[list[Value]]) -> Conflict | None:
    held = count_apart([[answer for answer in answers if answer.value in group] for group in groups])
    stands = [_stand(each) for each in held]
    stands.sort(key=lambda stand: (-len(stand.origins), precision(stand.value)))
    kind = kind_of(stands)
    if kind is None:
        return None
    placed = {answer.key for stand in stands for answer in stand.answers}
    relations = [relate(a.value, b.value) for i, a in enumerate(stands) for b in stands[i + 1 :]]
    return Conflict(
        kind=kind,
        stands=tuple(stands),
        fits=tuple(answer for answer in answers if answer.key not in placed),
        gap=max(relation.gap for relation in relations),
        tolerance=max(relation.tolerance for relation in relations),
        reconciled=reconcile(stands),
    )


def _stand(answers: Sequence[Answer]) -> Stand:
    held = sorted(answers, key=lambda answer: (precision(answer.value), answer.origin, answer.key))
    return Stand(held[0].value, tuple(held))


def contradicts(a: Value, b: Value) -> bool:
    """Whether two values cannot both be true; vague ones contradict nothing vague."""
    return differ(range_of(a), range_of(b))


def precision(value: Value) -> tuple[float, bool, str, float, float]:
    """Orders values from narrow to wide, and settles ties by the values themselves."""
    low, high = interval(value)
    width = high - low
    return width, value.comparator is not Comparator.EXACTLY, value.comparator.value, max(low, -1e300), min(high, 1e300)


def kind_of(stands: Sequence[Stand]) -> str | None:
    """value, holder or internal; None where one origin only replaced its own earlier answer."""
    answers = [answer for stand in stands for answer in stand.answers]
    if len({answer.article for answer in answers}) == 1:
        return "holder" if _speakers_differ(stands) else "internal"
    if len({answer.origin for answer in answers}) == 1:
        return None
    return "holder" if _speakers_differ(stands) else "value"


def _speakers_differ(stands: Sequence[Stand]) -> bool:
    """Whether every position is a quoted speaker's or the narrator's, and no two positions share a holder."""
    holders = [{answer.holder for answer in stand.answers} for stand in stands]
    everyone = [holder for group in holders for holder in group]
    return any(everyone) and len(set(everyone)) == len(everyone)


def reconcile(stands: Sequence[Stand]) -> Reconciliation | None:
    """The first rule by which the positions can be true together."""
    return next((found for rule in RECONCILING if (found := rule(stands))), None)


def part_and_whole(stands: Sequence[Stand]) -> Reconciliation | None:
    """One position states a part and names the rest: three "in addition to four others" are seven."""
    if len(stands) != 2:
        return None
    for part, whole in (stands, stands[::-1]):
        for answer in part.answers:
            total = _single(answer.value)
            if total is None or not answer.others:
                continue
            total += sum(answer.others)
            low, high = interval(whole.value)
            if low <= total <= high:
                terms = added([number(term) for term in (_single(answer.value) or 0, *answer.others)])
                return Reconciliation(_("part and whole"), _("{terms} = {total}", terms=terms, total=number(total)))
    return None


def growing_total(stands: Sequence[Stand]) -> Reconciliation | None:
    """A toll that only rises with the day of publication is one count at several times."""
    answers = [answer for stand in stands for answer in stand.answers]
    if any(answer.event not in CUMULATIVE or answer.value.dimension is not Dimension.COUNT for answer in answers):
        return None
    risen = _rising(stands)
    return Reconciliation(_("total that grew"), _on_their_days(risen)) if risen else None


def grown_older(stands: Sequence[Stand]) -> Reconciliation | None:
    """Who is 26 in March and 27 in September had a birthday; one within a few weeks would be a coincidence."""
    ages = [_single(stand.value) for stand in stands if stand.value.dimension is Dimension.AGE]
    if len(ages) < len(stands) or None in ages:
        return None
    risen = _rising(stands)
    for (younger, (first, last)), (older, (again, latest)) in itertools.pairwise(risen):
        years = interval(older.value)[0] - interval(younger.value)[0]
        if (again - last).days < DAYS_FOR_A_BIRTHDAY or years > (latest - first).days / DAYS_OF_A_YEAR + 1:
            return None
    return Reconciliation(_("a birthday between them"), _on_their_days(risen)) if risen else None


def _rising(stands: Sequence[Stand]) -> list[tuple[Stand, Days]]:
    """The positions with the first and last day of their articles, where a greater one is always of a later day."""
    ordered = sorted(stands, key=lambda stand: interval(stand.value))
    days = [[answer.published for answer in stand.answers if answer.published] for stand in ordered]
    if any(len(known) < len(stand.answers) for known, stand in zip(days, ordered, strict=True)):
        return []
    ranges = [(min(group), max(group)) for group in days]
    is_rising = all(a[1] < b[0] for a, b in itertools.pairwise(ranges))
    return list(zip(ordered, ranges, strict=True)) if is_rising else []


def _on_their_days(risen: Sequence[tuple[Stand, Days]]) -> Part:
    return followed([_("{value} on {day}", value=bare(stand.value), day=day(first)) for stand, (first, _last) in risen])


DAYS_FOR_A_BIRTHDAY = 30
CUMULATIVE = frozenset(("kill", "injure", "arrest", "missing", "rescue", "displace"))
RECONCILING: tuple[Callable[[Sequence[Stand]], Reconciliation | None], ...] = (
    part_and_whole,
    growing_total,
    grown_older,
)


def _single(value: Value) -> float | None:
    return value.low if isinstance(value.low, float | int) and value.low == value.high else None
