"""Two opinions on one thing, given blind: only where both are in, so that none that is still sealed is told."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from claims.models import Discrepancy, Opinion, Review

BATCH = 500


@dataclass(frozen=True)
class Pair:
    """The first two people's last opinions on the same evidence, in the order they were given."""

    first: Opinion
    second: Opinion

    @property
    def discrepancy(self) -> Discrepancy:
        return self.first.discrepancy

    @property
    def kind(self) -> str:
        return self.discrepancy.kind

    @property
    def agree(self) -> bool:
        return self.first.verdict == self.second.verdict

    @property
    def verdicts(self) -> tuple[str, str]:
        return self.first.verdict, self.second.verdict


def pairs(kind: str = "", reviewer: int | None = None) -> Iterator[Pair]:
    """All of a kind, or with an opinion of one person; the newest discrepancy first, in bounded memory."""
    asked = Opinion.objects.all()
    if kind:
        asked = asked.filter(discrepancy__kind=kind)
    if reviewer:
        asked = asked.filter(reviewer=reviewer)
    ids = asked.order_by("-discrepancy_id").values_list("discrepancy_id", flat=True).distinct()
    left = ids.iterator(chunk_size=BATCH)
    while some := list(islice(left, BATCH)):
        yield from (pair for pair in _among(some) if not reviewer or reviewer in _people(pair))


def _people(pair: Pair) -> tuple[int, int]:
    return pair.first.reviewer_id, pair.second.reviewer_id


def _among(ids: Sequence[int]) -> Iterator[Pair]:
    given = Opinion.objects.filter(discrepancy__in=ids).order_by("-discrepancy_id", "id")
    ends = defaultdict(list)
    decided = Review.objects.filter(discrepancy__in=ids).order_by("created_at")
    for discrepancy, at in decided.values_list("discrepancy_id", "created_at"):
        ends[discrepancy].append(at)
    rounds: dict[tuple[int, str, int], list[Opinion]] = defaultdict(list)
    for opinion in given.select_related("reviewer", "discrepancy__fact", "discrepancy__utterance"):
        # A decision ends what was said before it: what comes after begins a round, and is sealed anew.
        number = bisect_left(ends[opinion.discrepancy_id], opinion.created_at)
        rounds[opinion.discrepancy_id, opinion.fingerprint, number].append(opinion)
    for opinions in rounds.values():
        counting = _counting(opinions)
        if len(counting) > 1:
            yield Pair(*counting[:2])


def _counting(opinions: Iterable[Opinion]) -> list[Opinion]:
    last = {opinion.reviewer_id: opinion for opinion in opinions}
    counting = (opinion for opinion in last.values() if opinion.verdict != Opinion.Verdict.WITHDRAWN)
    return sorted(counting, key=lambda opinion: opinion.pk)
