"""Corrections applied to what the rules read of a version: by exact words alone, or not at all.

A reading is always the rules' own with the standing corrections on top. What a correction put aside is noted with it,
version by version, so that taking it back gives just what the rules read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.analysis import places
from claims.analysis.found import EntityKind
from claims.analysis.names.folding import block
from claims.analysis.places import Place
from claims.analysis.spans import Span
from claims.keeping import Piece, anchor_of, keep_claims, keep_mentions, keep_quotes, key_of
from claims.models import Correction, Extraction, Mention

from .remembering import CLAIM, QUOTE, Told, piece_of, place_of, told

ADDED, CHANGED, REJECTED = Correction.Action.ADDED, Correction.Action.CHANGED, Correction.Action.REJECTED
# What such evidence gives as its reason, beside those of the rules.
BY_HAND: dict[str, str] = {ADDED: gettext_noop("added by hand"), CHANGED: gettext_noop("corrected by hand")}


@dataclass(frozen=True)
class Placed:
    """A correction with where its words stand in one text, and where the name that it gives."""

    correction: Correction
    span: Span
    name: Span | None

    @property
    def key(self) -> tuple[Any, ...]:
        """What the evidence is stored under that it is on."""
        at, start = self.correction.values["at"], self.span.start
        if self.correction.kind == QUOTE:
            return start, self.span.end
        return start + at["value"][0], start + at["value"][1], at["dimension"]


@dataclass(frozen=True)
class Lapsed:
    """A correction that does not apply to a version, and why."""

    correction: Correction
    words: str
    why: str


@dataclass
class Hand:
    """The corrections that stand on an article, as they apply to one version of it."""

    placed: list[Placed] = field(default_factory=list)
    lapsed: list[Lapsed] = field(default_factory=list)


@dataclass
class Reading:
    """What is to be stored of one version: what the rules found in it, and the corrections that apply to it."""

    extraction: Extraction
    live: bool
    hand: Hand
    mentions: list[Mention] = field(default_factory=list)
    quotes: list[Piece] = field(default_factory=list)
    claims: list[Piece] = field(default_factory=list)


def standing(*articles: int) -> QuerySet[Correction]:
    """The corrections on these articles that nobody took back, in the order in which they were made."""
    rows = Correction.objects.filter(article__in=articles, review__undone_by=None)
    return rows.select_related("review").order_by("review_id", "pk")


def on(text: str, corrections: Iterable[Correction]) -> Hand:
    """Which of them apply to the text; those of one review apply together, or none of them does."""
    hand, reviews = Hand(), dict[int, list[Correction]]()
    for correction in corrections:
        reviews.setdefault(correction.review_id, []).append(correction)
    for together in reviews.values():
        found = [_placed(text, correction) for correction in together]
        lapsed = [each for each in found if isinstance(each, Lapsed)]
        hand.lapsed += lapsed[:1]
        hand.placed += [] if lapsed else [each for each in found if isinstance(each, Placed)]
    return hand


def _placed(text: str, correction: Correction) -> Placed | Lapsed:
    at, named = correction.values["at"], correction.values.get("name")
    span = places.find(text, as_place(at))
    name = _name_in(text, named) if named else None
    if span is None or (named and name is None):
        missing = as_place(at) if span is None else as_place(named)
        return Lapsed(correction, missing.exact, _(places.why_not(text, missing)))
    return Placed(correction, span, name)


def _name_in(text: str, named: Told) -> Span | None:
    """Where a name stands: just where it was selected, or, of somebody the article mentions anyway, the first time."""
    start = text.find(named["exact"]) if named["mentioned"] else -1
    return places.find(text, as_place(named)) if start < 0 else Span(start, start + len(named["exact"]))


def as_place(known: Told) -> Place:
    return Place(known["exact"], known["before"], known["after"])


def write_mentions(readings: Sequence[Reading]) -> bool:
    """Stores whom the rules found, and whom reviewers named by hand; says whether that changed any row."""
    rows = [mention for each in readings for mention in (*each.mentions, *_named(each))]
    return keep_mentions([each.extraction for each in readings], rows)


def write(readings: Sequence[Reading]) -> bool:
    """Stores what the rules read with the corrections on top; says whether that changed any row.

    All mentions must be stored.
    """
    quotes, claims = list[Piece](), list[Piece]()
    for each in readings:
        for kept, pieces in zip((quotes, claims), _corrected(each), strict=True):
            kept += pieces
    extractions = [each.extraction for each in readings]
    changed = keep_quotes(extractions, quotes)
    return keep_claims(extractions, claims) or changed


def _corrected(reading: Reading) -> tuple[list[Piece], list[Piece]]:
    """Its quotes and claims as they are to be stored; what that put aside is noted with the corrections."""
    extraction, placed = reading.extraction, reading.hand.placed
    by_rules = {mention.anchor for mention in reading.mentions}
    aside: dict[int, Told] = {each.correction.pk: {"rows": [], "names": []} for each in placed}
    for each in placed:
        named = each.correction.values.get("name")
        aside[each.correction.pk]["names"] = [named["anchor"]] if named and named["anchor"] not in by_rules else []
    known = {mention.anchor: mention for mention in extraction.mentions.all()} if placed else {}
    quotes = _applied(QUOTE, reading.quotes, placed, extraction, known, aside)
    claims = _applied(CLAIM, reading.claims, placed, extraction, known, aside)
    for piece in (*quotes, *claims):
        piece.row.live = reading.live
    _note(extraction, reading.hand, aside)
    return quotes, claims


def _named(reading: Reading) -> list[Mention]:
    """The mentions that reviewers made by selecting a name, where the rules have none of that name."""
    by_rules = {mention.anchor for mention in reading.mentions}
    made: dict[str, Mention] = {}
    for each in reading.hand.placed:
        named = each.correction.values.get("name")
        if named and each.name and named["anchor"] not in by_rules:
            made[named["anchor"]] = Mention(
                extraction=reading.extraction,
                name=named["name"],
                kind=named["kind"],
                names=[named["name"]],
                roles=[],
                spans=[{"start": each.name.start, "end": each.name.end}],
                block=block(named["name"], EntityKind(named["kind"]))[:100],
                anchor=named["anchor"],
                live=reading.live,
            )
    return list(made.values())


def _applied(
    kind: str,
    pieces: Iterable[Piece],
    placed: Sequence[Placed],
    extraction: Extraction,
    mentions: dict[str, Mention],
    aside: dict[int, Told],
) -> list[Piece]:
    rows = {key_of(piece.row): piece for piece in pieces}
    taken: dict[int, int | None] = {}
    for each in placed:
        correction = each.correction
        if correction.kind != kind:
            continue
        was = rows.pop(each.key, None)
        gone = [was] if was else []
        if correction.action == REJECTED:
            taken[correction.review_id] = was.row.pk if was else None
        else:
            piece = _set_right(each, was, extraction, mentions)
            piece.row.pk = was.row.pk if was else taken.get(correction.review_id)
            gone += [rows.pop(key) for key in _in_its_place(piece, rows)]
            rows[key_of(piece.row)] = piece
        read = [told(one) for one in gone if one.row.corrected_by_id is None]
        aside[correction.pk]["rows"] = [_with_id(one, correction, extraction) for one in read]
    return list(rows.values())


def _with_id(read: Told, correction: Correction, extraction: Extraction) -> Told:
    """What the rules read, with the id that it had before it was put aside: that is its own when it comes back."""
    noted = correction.before.get(str(extraction.version_id), {"rows": []})["rows"]
    had = (one["id"] for one in noted if place_of(correction.kind, one) == place_of(correction.kind, read))
    return read if read["id"] else {**read, "id": next(had, None)}


def _set_right(each: Placed, was: Piece | None, extraction: Extraction, mentions: dict[str, Mention]) -> Piece:
    """The evidence as the reviewer has it: a change is made to what the rules read now, or to what they once read."""
    correction, values = each.correction, each.correction.values
    read = None if correction.action == ADDED or was is None else told(was)
    base = values["was"] if read is None else read
    start = each.span.start if read is None else base["start"]
    known = {**base, **values.get("set", {})}
    if each.name and correction.kind == QUOTE and not values["name"]["mentioned"]:
        known["speaker_start"] = each.name.start + base["start"] - start
        known["speaker_end"] = each.name.end + base["start"] - start
    piece = piece_of(correction.kind, known, extraction, mentions, start)
    piece.row.corrected_by_id = correction.review_id
    piece.row.anchor = anchor_of(piece.row)
    by_hand = BY_HAND[correction.action]
    piece.row.reasons = [*(reason for reason in base["reasons"] if reason != by_hand), by_hand]
    return piece


def _in_its_place(piece: Piece, rows: dict[tuple[Any, ...], Piece]) -> list[tuple[Any, ...]]:
    """What the rules read in the same words otherwise: what a reviewer says of them counts instead."""
    own = key_of(piece.row)
    if len(own) == 2:
        return [own] if own in rows else []
    return [
        key
        for key, other in rows.items()
        if key[2] == own[2] and key[0] < own[1] and own[0] < key[1] and other.row.corrected_by_id is None
    ]


def _note(extraction: Extraction, hand: Hand, aside: dict[int, Told]) -> None:
    """Notes with each correction what it put aside in this version."""
    version = str(extraction.version_id)
    changed = []
    for correction in (*(each.correction for each in hand.placed), *(each.correction for each in hand.lapsed)):
        now = aside.get(correction.pk)
        if correction.before.get(version) != now:
            correction.before = {key: one for key, one in correction.before.items() if key != version}
            correction.before |= {version: now} if now is not None else {}
            changed.append(correction)
    Correction.objects.bulk_update(changed, ["before"])


def as_read(extraction: Extraction, former: Sequence[Correction]) -> tuple[list[Mention], list[Piece], list[Piece]]:
    """What the rules read of a version: its rows without what `former`, the corrections applied last, made of them."""
    version = str(extraction.version_id)
    notes = [(each, each.before[version]) for each in former if version in each.before]
    by_hand = {name for _correction, note in notes for name in note["names"]}
    mentions = [mention for mention in extraction.mentions.all() if mention.anchor not in by_hand]
    known = {mention.anchor: mention for mention in mentions}
    quotes = [Piece(row) for row in extraction.version.quotes.select_related("speaker") if not row.corrected_by_id]
    rows = extraction.version.claims.select_related("holder").prefetch_related("mentions")
    claims = [Piece(row, list(row.mentions.all())) for row in rows if not row.corrected_by_id]
    for correction, note in notes:
        for was in note["rows"]:
            piece = piece_of(correction.kind, was, extraction, known)
            piece.row.pk = was["id"]
            (claims if correction.kind == CLAIM else quotes).append(piece)
    return mentions, quotes, claims
