"""What became of each claim and quote of a version in a later one: carried, moved, changed, removed or added."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sources.models import ArticleVersion
from sources.versions import Edit, EditKind, Range, edits

from .analysis.facts.events import noun_group
from .models import Claim, Quote

Evidence = Claim | Quote


class Fate(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    CARRIED = "carried"


@dataclass(frozen=True)
class Evolved:
    """One claim or quote, as it was and as it is; either is None where it was added or removed."""

    fate: Fate
    old: Evidence | None
    new: Evidence | None


def evolved(before: ArticleVersion, after: ArticleVersion) -> list[Evolved]:
    """All evidence of two read versions of one article, what changed first; each row stands in it once."""
    found = edits(before.text, after.text)
    rows = [
        *_aligned(list(before.claims.order_by("value_start")), list(after.claims.order_by("value_start")), found),
        *_aligned(list(before.quotes.order_by("start")), list(after.quotes.order_by("start")), found),
    ]
    return sorted(rows, key=lambda row: list(Fate).index(row.fate))


def _aligned(olds: Sequence[Evidence], news: Sequence[Evidence], found: Sequence[Edit]) -> Iterator[Evolved]:
    """Evidence that stands in the same words first, in order; then what stands in two wordings of one sentence."""
    waiting: dict[str, list[Evidence]] = defaultdict(list)
    for new in reversed(news):
        waiting[new.anchor].append(new)
    moved = [edit.new for edit in found if edit.kind is EditKind.MOVED]
    left: list[Evidence] = []
    for old in olds:
        if waiting[old.anchor]:
            new = waiting[old.anchor].pop()
            yield Evolved(Fate.MOVED if any(_in(new, place) for place in moved) else Fate.CARRIED, old, new)
        else:
            left.append(old)
    fresh = sorted((row for rows in waiting.values() for row in rows), key=lambda row: row.start)
    for old, new in _in_one_sentence(left, fresh, [edit for edit in found if edit.kind is EditKind.CHANGED]):
        left.remove(old)
        fresh.remove(new)
        yield Evolved(Fate.CARRIED if _says_the_same(old, new) else Fate.CHANGED, old, new)
    yield from (Evolved(Fate.REMOVED, old, None) for old in left)
    yield from (Evolved(Fate.ADDED, None, new) for new in fresh)


def _in_one_sentence(
    olds: Sequence[Evidence], news: Sequence[Evidence], changed: Sequence[Edit]
) -> list[tuple[Evidence, Evidence]]:
    """Pairs that alone in their sentence are of one kind, be it the dimension and what is counted."""
    pairs = []
    for edit in changed:
        was, now = (
            _by_kind([row for row in rows if _in(row, place)]) for rows, place in ((olds, edit.old), (news, edit.new))
        )
        pairs += [(was[kind][0], now[kind][0]) for kind in was if len(was[kind]) == 1 and len(now.get(kind, ())) == 1]
    return pairs


def _by_kind(rows: Sequence[Evidence]) -> dict[tuple[str, ...], list[Evidence]]:
    kinds: dict[tuple[str, ...], list[Evidence]] = defaultdict(list)
    for row in rows:
        kinds[_kind(row)].append(row)
    return kinds


def _kind(row: Evidence) -> tuple[str, ...]:
    if isinstance(row, Quote):
        return ("quote",)
    if row.dimension == Claim.Dimension.DATE:
        return ("date",)
    return (row.dimension, row.unit, noun_group(row.about["head"]))


def _in(row: Evidence, place: Range | None) -> bool:
    start, end = (row.value_start, row.value_end) if isinstance(row, Claim) else (row.start, row.end)
    return place is not None and place[0] <= start and end <= place[1]


def _says_the_same(old: Evidence, new: Evidence) -> bool:
    """Whether only the words around it changed: the same value, or the same words of the same speaker."""
    if isinstance(old, Claim) and isinstance(new, Claim):
        return old.value == new.value
    assert isinstance(old, Quote) and isinstance(new, Quote)
    return (old.content, old.speaker_text) == (new.content, new.speaker_text)
