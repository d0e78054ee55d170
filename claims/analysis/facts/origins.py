"""By whom the evidence for several positions is counted, where some of it stands in reprints of one report."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from sources.messages import Part, ngettext
from sources.messages import number as numbered


class Counted(Protocol):
    """A piece of evidence: `origin` first wrote its report, `own` is whom its article would be counted by alone.

    `key` orders pieces by article and place.
    """

    @property
    def key(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def own(self) -> str: ...


Piece = TypeVar("Piece", bound=Counted)


def count_apart(positions: Sequence[Sequence[Piece]]) -> list[tuple[Piece, ...]]:
    """The positions with each piece under the origin it counts for.

    A reprint counts for its origin in the position that the origin itself holds. What a reprint states otherwise it
    states by itself: there all reprints of that origin count for the first of them.
    """
    homes: dict[str, tuple[tuple[bool, str], int]] = {}
    for number, pieces in enumerate(positions):
        for piece in pieces:
            place = (is_reprint(piece), piece.key), number
            homes[piece.origin] = min(homes.get(piece.origin, place), place)
    return [tuple(_counted(pieces, number, homes)) for number, pieces in enumerate(positions)]


def _counted(pieces: Sequence[Piece], number: int, homes: dict[str, tuple[tuple[bool, str], int]]) -> Iterable[Piece]:
    altered: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if is_reprint(piece) and homes[piece.origin][1] != number:
            altered[piece.origin].append(piece)
    first = {origin: min(held, key=lambda piece: piece.key).own for origin, held in altered.items()}
    for piece in pieces:
        elsewhere = is_reprint(piece) and piece.origin in first
        changes: dict[str, Any] = {"origin": first[piece.origin]} if elsewhere else {}
        yield dataclasses.replace(piece, **changes)  # type: ignore[type-var]


def is_reprint(piece: Counted) -> bool:
    return piece.own not in ("", piece.origin)


def shown(pieces: Iterable[Counted]) -> list[Part]:
    """The origins in order, each with the number of others that reprint it: "North Post (and 2 reprints)"."""
    reprints: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        reprints[piece.origin] |= {piece.own} if is_reprint(piece) else set()
    return [_with_reprints(origin, len(others)) for origin, others in sorted(reprints.items())]


def _with_reprints(origin: str, count: int) -> Part:
    if not count:
        return origin
    told = {"origin": origin, "number": numbered(count)}
    return ngettext("{origin} (and {number} reprint)", "{origin} (and {number} reprints)", count, **told)
