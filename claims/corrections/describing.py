"""What a correction says of evidence, as plain data that is checked against the text it is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from claims.analysis import places
from claims.analysis.names.folding import fold
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, Value
from claims.holding import Refused
from claims.keeping import anchor, anchor_of
from claims.models import Claim, Correction, Entity, Extraction, Mention, Quote

from .remembering import CLAIM, MODELS, Told, piece_of


@dataclass(frozen=True)
class Named:
    """Whose claim or quote it is: somebody the article mentions, or a name that was selected in its text."""

    mention: Mention | None = None
    span: Span | None = None
    kind: str = Entity.Kind.PERSON


@dataclass(frozen=True)
class Changes:
    """What to set right of a claim or a quote; what is None stays. `nobody` takes the holder or speaker away."""

    clause: Span | None = None
    place: Span | None = None
    spans: tuple[Span, ...] | None = None
    value: Value | None = None
    label: str | None = None
    kind: str | None = None
    named: Named | None = None
    nobody: bool = False


def claim_at(text: str, clause: Span, place: Span) -> Told:
    if clause.end > len(text) or not clause.covers(place):
        raise Refused(_("The words of the value must stand within the words that say it, and both in the text."))
    if not place.of(text).strip():
        raise Refused(_("Select the words of the value."))
    return {
        **{"start": clause.start, "end": clause.end, "exact": clause.of(text)},
        **{"value_start": place.start, "value_end": place.end, "value_text": place.of(text)[:500]},
    }


def quote_at(text: str, spans: Sequence[Span]) -> Told:
    ordered = sorted(spans)
    if not ordered or ordered[-1].end > len(text) or any(one.overlaps(other) for one, other in pairwise(ordered)):
        raise Refused(_("The words of a quote must stand in the text, and none of them twice."))
    if not any(span.of(text).strip() for span in ordered):
        raise Refused(_("Select the words that were said."))
    return {
        "start": ordered[0].start,
        "end": ordered[-1].end,
        "spans": [{"start": span.start, "end": span.end, "exact": span.of(text)} for span in ordered],
        "content": " ".join(span.of(text) for span in ordered),
    }


def valued(value: Value) -> Told:
    dated = value.dimension is Dimension.DATE
    numbers: Any = (None, None) if dated else (value.low, value.high)
    days: Any = (value.low, value.high) if dated else (None, None)
    return {
        **{"dimension": str(value.dimension), "unit": value.unit, "granularity": value.granularity},
        **{"comparator": str(value.comparator), "inferred": value.inferred},
        **{"low_number": _as_float(numbers[0]), "high_number": _as_float(numbers[1])},
        **{"low_date": days[0] and days[0].isoformat(), "high_date": days[1] and days[1].isoformat()},
    }


def _as_float(number: float | None) -> float | None:
    return None if number is None else float(number)


def changed(row: Claim | Quote, changes: Changes, text: str) -> Told:
    if isinstance(row, Quote):
        if changes.kind is not None and changes.kind not in Quote.Kind.values:
            raise Refused(_("Choose what kind of quote it is."))
        return (quote_at(text, changes.spans) if changes.spans else {}) | (
            {"kind": changes.kind} if changes.kind else {}
        )
    clause, place = changes.clause or Span(row.start, row.end), changes.place or Span(row.value_start, row.value_end)
    label = {"label": changes.label.strip()[:300]} if changes.label and changes.label.strip() else {}
    return claim_at(text, clause, place) | (valued(changes.value) if changes.value else {}) | label


def name_of(extraction: Extraction, named: Named | None) -> Told | None:
    """Whose it is as a correction keeps it: by the mention's anchor, and where the name stands."""
    if named is None:
        return None
    text, mention = extraction.version.text, named.mention
    if mention is not None:
        if mention.extraction_id != extraction.pk or not mention.spans:
            raise Refused(_("Choose somebody whom this version mentions."))
        known = next(
            (each for each in mention.spans if text[each["start"] : each["end"]] == mention.name), mention.spans[0]
        )
        span, name, kind, key = Span(known["start"], known["end"]), mention.name, mention.kind, mention.anchor
        return {**_at(text, span), "name": name, "kind": kind, "anchor": key, "mentioned": True}
    span = named.span or Span(0, 1)
    name = " ".join(span.of(text).split())[:300]
    if named.span is None or span.end > len(text) or not name or named.kind not in Entity.Kind.values:
        raise Refused(_("Select the name as it stands in the text, and say what it names."))
    key = anchor(extraction.version.article.key, named.kind, fold(name) or name)
    return {**_at(text, span), "name": name, "kind": named.kind, "anchor": key, "mentioned": False}


def credited(kind: str, name: Told | None) -> Told:
    """The fields of a claim's holder or a quote's speaker; of nobody, where the text itself claims it."""
    who, words = (name["anchor"], name["name"]) if name else ("", "")
    if kind == CLAIM:
        return {"who": who, "holder_text": words}
    return {"who": who, "speaker_text": words, "speaker_start": None, "speaker_end": None, "candidates": []}


def _at(text: str, span: Span) -> Told:
    place = places.place_of(text, span)
    return {"exact": place.exact, "before": place.before, "after": place.after}


def correction_of(
    extraction: Extraction, kind: str, action: str, known: Told, values: Told, name: Told | None
) -> Correction:
    """A correction of the evidence that `known` tells: by its exact words, and what stands around them."""
    version = extraction.version
    at = _at(version.text, Span(known["start"], known["end"]))
    if kind == CLAIM:
        at |= {"value": [known["value_start"] - known["start"], known["value_end"] - known["start"]]}
        at |= {"dimension": known["dimension"]}
    row = piece_of(kind, known, extraction, {}).row
    values = {"at": at, "was": known, **values} | ({"name": name} if name else {})
    return Correction(article=version.article, kind=kind, action=action, anchor=anchor_of(row), values=values)


def refuse_taken(extraction: Extraction, kind: str, now: Told) -> None:
    """Raises Refused where other evidence stands already where this is to stand."""
    names = ("value_start", "value_end", "dimension") if kind == CLAIM else ("start", "end")
    rows: Any = MODELS[kind]._default_manager.filter(version=extraction.version, **{name: now[name] for name in names})
    if rows.exclude(pk=now["id"]).exists():
        raise Refused(_("This stands there already: correct that instead."))
