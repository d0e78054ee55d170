"""The rows that machines read, of exports and API alike: their field names are a contract.

Offsets are Unicode code points of the version's text; days and times of day are ISO 8601, durations in days; null is
an open bound, an unresolved name, or the narrator.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from sources.messages import english
from sources.models import ArticleVersion

from .analysis.facts.plain import clock
from .models import Claim, Discrepancy, Entity, Extraction, Fact, Position, Quote, Review, Utterance

CONTEXT = 32

Row = dict[str, Any]


def article_ref(version: ArticleVersion) -> Row:
    """The article as evidence names it; `origin` is whom the evidence is counted by."""
    article = version.article
    return {
        "id": article.pk,
        "url": article.url,
        "title": version.title,
        "source": article.source.name,
        "origin": article.origin_name,
        "published_at": instant(article.published_at),
    }


def quote_row(quote: Quote) -> Row:
    return {
        "id": quote.pk,
        "article": article_ref(quote.version),
        "version": quote.version.number,
        "sha256": quote.version.sha256,
        **reader(quote),
        "live": quote.live,
        "kind": quote.kind,
        "start": quote.start,
        "end": quote.end,
        "spans": [{key: span[key] for key in ("start", "end", "exact")} for span in quote.spans],
        "content": quote.content,
        **context(quote),
        "cue": quote.cue,
        "speaker": entity_ref(quote.speaker_entity),
        "speaker_text": quote.speaker_text,
        "candidates": [each | {"reason": english(each["reason"])} for each in quote.candidates],
        "via": quote.via_text,
        "utterance": quote.utterance_id,
        "reasons": list(map(english, quote.reasons)),
    }


def claim_row(claim: Claim) -> Row:
    return {
        "id": claim.pk,
        "article": article_ref(claim.version),
        "version": claim.version.number,
        "sha256": claim.version.sha256,
        **reader(claim),
        "live": claim.live,
        "start": claim.start,
        "end": claim.end,
        "exact": claim.exact,
        **context(claim),
        "holder": entity_ref(claim.holder_entity),
        "holder_text": claim.holder_text,
        "about": {"label": claim.label, "entities": entity_refs(claim), **about(claim)},
        "modality": claim.modality,
        "value": value_row(claim),
        "fact": claim.fact_id,
        "reasons": list(map(english, claim.reasons)),
    }


def reader(evidence: Quote | Claim) -> Row:
    """What read it: the language model and the version of the rules."""
    return {"extractor": evidence.extraction.model, "rules": evidence.extraction.read_rules}


def about(claim: Claim) -> Row:
    """The event's family, subject, object and day as the clause has them, and what figure of a change it is."""
    told = claim.about
    known = {name: told.get(name) or "" for name in ("event", "subject", "object")}
    return {**known, "when": told.get("when"), "change": claim.change}


def value_row(claim: Claim) -> Row:
    """The stated words and their normalised form; `granularity` is a word for dates, else a number in the unit."""
    dated = claim.dimension == Claim.Dimension.DATE
    bound = BOUNDS.get(claim.dimension, number)
    return {
        "text": claim.value_text,
        "start": claim.value_start,
        "end": claim.value_end,
        "dimension": claim.dimension,
        "unit": claim.unit,
        "low": day(claim.low_date) if dated else bound(claim.low_number),
        "high": day(claim.high_date) if dated else bound(claim.high_number),
        "granularity": claim.granularity if dated else number(float(claim.granularity)),
        "comparator": claim.comparator,
        "inferred": claim.inferred,
    }


def fact_row(fact: Fact) -> Row:
    claims = [claim for claim in fact.claims.all() if claim.live]
    return {
        "id": fact.pk,
        "label": fact.label,
        "dimension": fact.dimension,
        "unit": fact.unit,
        "origins": origins(claims),
        "claims": ids(claims),
        "discrepancies": ids(fact.discrepancies.all()),
    }


def utterance_row(utterance: Utterance) -> Row:
    quotes = [quote for quote in utterance.quotes.all() if quote.live]
    return {
        "id": utterance.pk,
        "label": utterance.label,
        "origins": origins(quotes),
        "quotes": ids(quotes),
        "discrepancies": ids(utterance.discrepancies.all()),
    }


def discrepancy_row(discrepancy: Discrepancy) -> Row:
    subject = discrepancy.subject
    known = {"text": "", "rule": "", "reconciled": False, "arithmetic": "", "benign": []}
    return {
        "id": discrepancy.pk,
        "kind": discrepancy.kind,
        "status": discrepancy.status,
        "status_reason": discrepancy.status_reason,
        "awaits": discrepancy.awaits,
        "severity": discrepancy.severity,
        "severity_parts": discrepancy.severity_parts,
        "fact" if discrepancy.fact_id else "utterance": {"id": subject.pk, "label": subject.label},
        "positions": [position_row(position, discrepancy) for position in discrepancy.positions.all()],
        "explanation": {name: discrepancy.explanation.get(name, without) for name, without in known.items()},
        "first_seen": instant(discrepancy.first_seen),
        "last_seen": instant(discrepancy.last_seen),
    }


def position_row(position: Position, discrepancy: Discrepancy) -> Row:
    held = {"claims": ids(position.claims.all())} if discrepancy.fact_id else {"quotes": ids(position.quotes.all())}
    row = position.as_row()
    if isinstance(row.get("value"), dict):
        row["value"] = position_value(row["value"])
    return {**row, **held}


def position_value(stored: Row) -> Row:
    """A position's value with numbers as those of a claim's are written."""
    bound = BOUNDS.get(stored.get("dimension", ""), number)
    value = {key: bound(held) if isinstance(held, float | int) else held for key, held in stored.items()}
    if "granularity" in stored and stored.get("dimension") != Claim.Dimension.DATE:
        value["granularity"] = number(float(stored["granularity"]))
    return value


def review_row(review: Review) -> Row:
    """One decision with the evidence it was made on; `reviewer` is the log-in name."""
    return {
        "id": review.pk,
        "discrepancy": review.discrepancy_id,
        "entity": entity_ref(review.entity),
        "fact": review.fact_id,
        "utterance": review.utterance_id,
        "version": review.version_id,
        "undoes": review.undoes_id,
        "verdict": review.verdict,
        "note": review.note,
        "reviewer": review.reviewer.get_username(),
        "evidence": review.evidence,
        "fingerprint": review.fingerprint,
        "rules": review.rules,
        "created_at": instant(review.created_at),
    }


def gaps_rows(extraction: Extraction) -> list[Row]:
    """The sentences of one version with figures or quotation marks that gave nothing, each with the reason."""
    version = extraction.version
    place = {"article": article_ref(version), "version": version.number, "sha256": version.sha256}
    return [{**place, **gap, "exact": version.text[gap["start"] : gap["end"]]} for gap in extraction.gaps]


def entity_row(entity: Entity) -> Row:
    return {"id": entity.pk, "name": entity.name, "kind": entity.kind, "names": entity.names}


def entity_ref(entity: Entity | None) -> Row | None:
    return {"id": entity.pk, "name": entity.name} if entity else None


def entity_refs(claim: Claim) -> list[Row]:
    """The entities that it is about, each once, by id: as the query brought them along, else asked for."""
    named: list[Row] | None = getattr(claim, "entities", [])
    if not hasattr(claim, "entities"):
        mentions = claim.mentions.select_related("entity")
        named = [ref for mention in mentions if (ref := entity_ref(mention.entity))]
    return [ref for _id, ref in sorted({ref["id"]: ref for ref in named or ()}.items())]


def context(evidence: Quote | Claim) -> Row:
    """What stands before and after, by which the place is found again where offsets have moved.

    As the query brought it along, else cut out of the text.
    """
    if "prefix" in (brought := vars(evidence)):
        return {"prefix": brought["prefix"], "suffix": brought["suffix"]}
    text, start, end = evidence.version.text, evidence.start, evidence.end
    return {"prefix": text[max(0, start - CONTEXT) : start], "suffix": text[end : end + CONTEXT]}


def origins(evidence: Iterable[Quote | Claim]) -> list[str]:
    return sorted({piece.version.article.origin_name for piece in evidence})


def ids(rows: Iterable[Model]) -> list[int]:
    return sorted(row.pk for row in rows)


def number(bound: float | None) -> int | float | None:
    """A JSON number, whole ones without a fraction; an infinite bound is an open one."""
    if bound is None or not math.isfinite(bound):
        return None
    return int(bound) if float(bound).is_integer() else bound


def time_of_day(minutes: float | None) -> str | None:
    """Minutes after midnight as ISO 8601 writes the time: "21:40"."""
    return clock(minutes) if minutes is not None else None


# How bounds are written that are neither days nor plain numbers.
BOUNDS: dict[str, Callable[[float | None], str | int | float | None]] = {Claim.Dimension.TIME: time_of_day}


def day(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def instant(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
