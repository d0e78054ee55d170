"""What reviewers ruled apart or together, by anchors: it outlives every row that is read or grouped anew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import combinations, pairwise, product
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Apart, Claim, Extraction, Mention, Quote, Review, Together
from .models.reviews import Ruling

# One grouping or ruling at a time: two articles that meet in one fact must see each other, and every ruling on it.
# The number only has to be ours.
TURN = 0x66616374

# The evidence of each kind, and the foreign key to what it is grouped under.
GROUPS: dict[str, tuple[type[Claim | Quote | Mention], str]] = {
    Ruling.Kind.CLAIM: (Claim, "fact"),
    Ruling.Kind.QUOTE: (Quote, "utterance"),
    Ruling.Kind.MENTION: (Mention, "entity"),
}


class Refused(Exception):
    """A decision that is not recorded. The message says why, and what to do, in words for the reviewer.

    `review` is the standing ruling that it is refused for, where there is one.
    """

    def __init__(self, message: str = "", review: Review | None = None) -> None:
        super().__init__(message)
        self.review = review


@contextmanager
def turn(waiting: bool = True) -> Iterator[bool]:
    """A transaction that has the turn; where it is not to wait, False if another has it, and then it has nothing."""
    with ExitStack() as stack:
        try:
            with nullcontext() if waiting else _impatience():
                stack.enter_context(transaction.atomic())
        except OperationalError as error:
            if waiting or "locked" not in str(error):
                raise
            yield False
            return
        yield take_turn(waiting)


@contextmanager
def _impatience() -> Iterator[None]:
    """On SQLite, a transaction that is begun here fails where another one is writing, instead of waiting for it."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def take_turn(waiting: bool = True) -> bool:
    """Waits for every other grouping and ruling to end; where it is not to wait, False if another has the turn.

    SQLite's immediate transactions take turns by themselves: see `turn`.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        if waiting:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
        return bool(cursor.fetchone()[0])


def apart(kind: str, holders: Mapping[str, Collection[int]]) -> set[frozenset[int]]:
    """The pairs that must never be put together; `holders` maps each anchor to the ids of the rows that have it."""
    ruled = Apart.objects.filter(kind=kind, left__in=holders, right__in=holders)
    return {
        frozenset(pair)
        for left, right in ruled.values_list("left", "right")
        for pair in product(holders[left], holders[right])
    }


def together(kind: str, holders: Mapping[str, Collection[int]]) -> list[tuple[int, int]]:
    """Pairs of ids that must be put together: each ruling as a chain."""
    ruled = Together.objects.filter(kind=kind, anchor__in=holders).order_by("review", "anchor")
    members: dict[int, list[int]] = defaultdict(list)
    for review, anchor in ruled.values_list("review", "anchor"):
        members[review] += holders[anchor]
    return [pair for ids in members.values() for pair in pairwise(ids)]


def fellows(kind: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The live evidence that was ruled to be one thing with any of the rows."""
    ruled = Together.objects.filter(kind=kind)
    reviews = ruled.filter(anchor__in=rows.values("anchor")).values("review")
    anchors = ruled.filter(review__in=reviews).values("anchor")
    return GROUPS[kind][0]._default_manager.filter(live=True, anchor__in=anchors)


def hold_apart(kind: str, sides: Iterable[Collection[str]], review: Review) -> bool:
    """Holds what is on different sides apart; False where it was held already.

    Raises Refused where a standing ruling holds any of it together.
    """
    pairs = pairs_across(sides)
    pairs -= set(Apart.objects.filter(kind=kind, review=review).values_list("left", "right"))
    refuse_united(kind, pairs)
    rows = [Apart(kind=kind, left=left, right=right, review=review) for left, right in sorted(pairs)]
    Apart.objects.bulk_create(rows, batch_size=500)
    return bool(pairs)


def pairs_across(sides: Iterable[Collection[str]]) -> set[tuple[str, str]]:
    """Every pair of anchors on different sides, the one that sorts first in front."""
    return {
        (min(pair), max(pair))
        for one, other in combinations(sides, 2)
        for pair in product(one, other)
        if pair[0] != pair[1]
    }


def hold_together(kind: str, anchors: Collection[str], review: Review) -> None:
    """Holds all of it together. Raises Refused where a standing ruling holds any of it apart."""
    refuse_separated(kind, anchors)
    rows = [Together(kind=kind, anchor=anchor, review=review) for anchor in sorted(set(anchors))]
    Together.objects.bulk_create(rows, batch_size=500)


def refuse_separated(kind: str, anchors: Collection[str]) -> None:
    """Raises Refused where a standing ruling holds apart what this would put together."""
    united = set(anchors).union(*_united(kind, anchors).values())
    against = Apart.objects.filter(kind=kind, left__in=united, right__in=united).select_related("review__reviewer")
    if (ruling := against.order_by("review").first()) is not None:
        told = _("Some of these were kept apart by %(review)s. Take that back first, if it was wrong.")
        raise Refused(told % {"review": _said(ruling.review)}, ruling.review)


def refuse_united(kind: str, pairs: Collection[tuple[str, str]]) -> None:
    """Raises Refused where a standing ruling holds together what this would keep apart."""
    united = _united(kind, {anchor for pair in pairs for anchor in pair})
    for left, right in pairs:
        if right in united.get(left, ()):
            ruling = Together.objects.filter(kind=kind, anchor__in=united[left]).order_by("review").first()
            assert ruling is not None, "only rulings unite"
            told = _("Some of these were put together by %(review)s. Take that back first, if it was wrong.")
            raise Refused(told % {"review": _said(ruling.review)}, ruling.review)


def _said(review: Review) -> str:
    told = {
        "who": review.reviewer,
        "day": date_format(review.created_at),
        "note": f" (“{review.note}”)" if review.note else "",
        "number": review.pk,
    }
    return _("%(who)s on %(day)s%(note)s, review %(number)d") % told


def _united(kind: str, anchors: Collection[str]) -> dict[str, set[str]]:
    """Anchor ─▶ all that rulings hold together with it, of these and of whatever they lead to."""
    members: dict[int, set[str]] = defaultdict(set)
    known, frontier = set(anchors), set(anchors)
    while frontier:
        reviews = Together.objects.filter(kind=kind, anchor__in=frontier).values("review")
        for review, anchor in Together.objects.filter(kind=kind, review__in=reviews).values_list("review", "anchor"):
            members[review].add(anchor)
        frontier = set[str]().union(*members.values()) - known
        known |= frontier
    parts: dict[str, set[str]] = {}
    for held in members.values():
        whole = held.union(*(parts[anchor] for anchor in held if anchor in parts))
        parts.update(dict.fromkeys(whole, whole))
    return parts


def release(reviews: QuerySet[Review]) -> None:
    """Holds nothing any more of what these reviews held, and has it grouped again."""
    for kind, held in _held(reviews).items():
        group_again(kind, held)
    Apart.objects.filter(review__in=reviews).delete()
    Together.objects.filter(review__in=reviews).delete()


def _held(reviews: QuerySet[Review]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    for kind, left, right in Apart.objects.filter(review__in=reviews).values_list("kind", "left", "right"):
        held[kind] |= {left, right}
    for kind, anchor in Together.objects.filter(review__in=reviews).values_list("kind", "anchor"):
        held[kind].add(anchor)
    return held


def group_again(kind: str, anchors: Collection[str]) -> None:
    """Puts the readings of this evidence back to where grouping finds them; it marks what it changes as stale."""
    model = GROUPS[kind][0]
    readings: QuerySet[Any] = model._default_manager.filter(live=True, anchor__in=anchors).values("extraction")
    grouped = Q(state__in=[Extraction.State.GROUPED, Extraction.State.DONE])
    Extraction.objects.filter(grouped, pk__in=readings).update(state=Extraction.State.READ)
