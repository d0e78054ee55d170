"""Evidence as plain data that outlives its row, and rows made of it again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from claims.keeping import Piece
from claims.models import Claim, Correction, Extraction, Mention, Quote

CLAIM, QUOTE = Correction.Kind.CLAIM, Correction.Kind.QUOTE
MODELS: dict[str, type[Claim] | type[Quote]] = {CLAIM: Claim, QUOTE: Quote}
DAYS = ("low_date", "high_date")
FIELDS: dict[str, tuple[str, ...]] = {
    CLAIM: tuple(
        "anchor reasons start end exact value_start value_end value_text dimension unit low_number high_number "
        "low_date high_date granularity comparator inferred holder_text modality change label about".split()
    ),
    QUOTE: tuple(
        "anchor reasons kind start end spans content cue cue_start cue_end speaker_text speaker_start speaker_end "
        "candidates via_text".split()
    ),
}
# Whose it is, by the name of the foreign key to the mention.
WHO: dict[str, str] = {CLAIM: "holder", QUOTE: "speaker"}
OFFSETS: dict[str, tuple[str, ...]] = {CLAIM: ("start", "end", "value_start", "value_end"), QUOTE: ("start", "end")}
Told = dict[str, Any]


def kind_of(row: Claim | Quote) -> str:
    return CLAIM if isinstance(row, Claim) else QUOTE


def told(piece: Piece) -> Told:
    """All that makes the piece, as JSON can keep it; mentions by their anchors."""
    row, kind = piece.row, kind_of(piece.row)
    fields: Told = {name: getattr(row, name) for name in FIELDS[kind]}
    for name in DAYS if kind == CLAIM else ():
        fields[name] = fields[name].isoformat() if fields[name] else None
    who: Mention | None = getattr(row, WHO[kind])
    named = sorted(mention.anchor for mention in piece.named)
    return {**fields, "id": row.pk, "who": who.anchor if who else "", "named": named}


def place_of(kind: str, known: Told) -> tuple[Any, ...]:
    """Where it stands, and of which kind its value is: what its row is stored under."""
    if kind == QUOTE:
        return known["start"], known["end"]
    return known["value_start"], known["value_end"], known["dimension"]


def piece_of(
    kind: str, known: Told, extraction: Extraction, mentions: Mapping[str, Mention], start: int | None = None
) -> Piece:
    """The piece as a row of this reading, at `start` (where it was, if None); a mention it lacks is left out."""
    text = extraction.version.text
    values = {name: known[name] for name in FIELDS[kind]}
    shift = 0 if start is None else start - known["start"]
    for name in OFFSETS[kind]:
        values[name] += shift
    if kind == CLAIM:
        values |= {name: dt.date.fromisoformat(values[name]) if values[name] else None for name in DAYS}
    else:
        moved = ({"start": each["start"] + shift, "end": each["end"] + shift} for each in known["spans"])
        values["spans"] = [{**each, "exact": text[each["start"] : each["end"]]} for each in moved]
        for name, words in (("cue", "cue"), ("speaker", "speaker_text")):
            values |= _moved(text, known, name, words, shift)
    row = MODELS[kind](
        extraction=extraction,
        version=extraction.version,
        **{WHO[kind]: mentions.get(known["who"])},
        **values,
    )
    return Piece(row, [mentions[name] for name in known["named"] if name in mentions])


def _moved(text: str, known: Told, name: str, words: str, shift: int) -> Told:
    """A cue's or speaker's place, where the same words stand there; they may stand outside of what was found."""
    start, end = known[f"{name}_start"], known[f"{name}_end"]
    if start is None or text[max(0, start + shift) : end + shift][: len(known[words])] != known[words]:
        return {f"{name}_start": None, f"{name}_end": None}
    return {f"{name}_start": start + shift, f"{name}_end": end + shift}
