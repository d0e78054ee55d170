"""Writes what was found as rows: evidence that is found again keeps its row, and so its id and its decisions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sources.models import ArticleVersion

from .analysis.facts.stated import words_near
from .analysis.found import Analysis, FoundClaim, FoundEntity, FoundQuote
from .analysis.names.folding import block, fold, short
from .analysis.spans import Span
from .analysis.values import Value
from .corrections import applying
from .keeping import Piece
from .keeping import anchor as anchor
from .models import Claim, Correction, Extraction, Mention, Quote


@dataclass(frozen=True)
class Found:
    """What was found in one version; `live`: it is the newest of its article that was read."""

    extraction: Extraction
    analysis: Analysis
    live: bool


def store(found: Sequence[Found]) -> None:
    """Makes the versions' evidence equal to the analyses, as reviewers corrected it; call it inside a transaction."""
    corrections: dict[int, list[Correction]] = {each.extraction.version.article_id: [] for each in found}
    for correction in applying.standing(*corrections):
        corrections[correction.article_id].append(correction)
    readings, mentions = list[applying.Reading](), list[list[Mention]]()
    for each in found:
        version = each.extraction.version
        hand = applying.on(version.text, corrections[version.article_id])
        of_entities = _mentions(each.extraction, each.analysis.entities, each.live)
        by_rules = list({mention.anchor: mention for mention in of_entities}.values())
        readings.append(applying.Reading(each.extraction, each.live, hand, by_rules))
        mentions.append(of_entities)
    applying.write_mentions(readings)
    for reading, each, own in zip(readings, found, mentions, strict=True):
        extraction, analysis, version = each.extraction, each.analysis, each.extraction.version
        reading.quotes = [Piece(_quote(extraction, version, quote, own, each.live)) for quote in analysis.quotes]
        reading.claims = _claims(extraction, analysis, own, each.live)
    applying.write(readings)


def _mentions(extraction: Extraction, entities: tuple[FoundEntity, ...], live: bool) -> list[Mention]:
    """One row for each entity, in the order of `entities`, so that indices into it find their row."""
    key = extraction.version.article.key
    rows = [
        Mention(
            extraction=extraction,
            name=entity.name[:300],
            kind=entity.kind,
            names=list(entity.names),
            roles=list(entity.roles),
            spans=[{"start": span.start, "end": span.end} for span in entity.mentions],
            block=block(entity.name, entity.kind)[:100],
            anchor=anchor(key, entity.kind, fold(entity.name) or entity.name),
            live=live,
        )
        for entity in entities
    ]
    last = {row.anchor: row for row in rows}
    return [last[row.anchor] for row in rows]


def _quote(
    extraction: Extraction, version: ArticleVersion, quote: FoundQuote, mentions: list[Mention], live: bool
) -> Quote:
    text = version.text
    content = " ".join(span.of(text) for span in quote.spans)
    cue, speaker = quote.cue, quote.speaker
    return Quote(
        extraction=extraction,
        version=version,
        anchor=anchor(version.article.key, content),
        live=live,
        reasons=list(quote.reasons),
        kind=quote.kind,
        start=quote.spans[0].start,
        end=quote.spans[-1].end,
        spans=[{"start": span.start, "end": span.end, "exact": span.of(text)} for span in quote.spans],
        content=content,
        cue=_exact(cue, text, 300),
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        speaker=mentions[quote.speaker_entity] if quote.speaker_entity is not None else None,
        speaker_text=_exact(speaker, text, 500),
        speaker_start=speaker.start if speaker else None,
        speaker_end=speaker.end if speaker else None,
        candidates=[{"name": mentions[each.entity].name, "reason": each.reason} for each in quote.candidates],
        via_text=_exact(quote.via, text, 500),
    )


def _exact(span: Span | None, text: str, length: int) -> str:
    return span.of(text)[:length] if span else ""


def _claims(extraction: Extraction, analysis: Analysis, mentions: list[Mention], live: bool) -> list[Piece]:
    version = extraction.version
    return [
        Piece(
            claim_of(extraction, version, claim, analysis, mentions, live),
            [mentions[index] for index in claim.about.entities],
        )
        for claim in analysis.claims
    ]


def claim_of(
    extraction: Extraction,
    version: ArticleVersion,
    claim: FoundClaim,
    analysis: Analysis,
    mentions: list[Mention],
    live: bool,
) -> Claim:
    text, value, span = version.text, claim.stated.value, claim.stated.span
    days = [bound if isinstance(bound, dt.date) else None for bound in (value.low, value.high)]
    numbers = [bound if isinstance(bound, float | int) else None for bound in (value.low, value.high)]
    return Claim(
        extraction=extraction,
        version=version,
        anchor=anchor(version.article.key, claim.evidence.of(text), span.of(text), value.dimension),
        live=live,
        reasons=list(claim.reasons),
        start=claim.evidence.start,
        end=claim.evidence.end,
        exact=claim.evidence.of(text),
        value_start=span.start,
        value_end=span.end,
        value_text=span.of(text)[:500],
        dimension=value.dimension,
        unit=value.unit[:100],
        low_number=numbers[0],
        high_number=numbers[1],
        low_date=days[0],
        high_date=days[1],
        granularity=value.granularity[:30],
        comparator=value.comparator,
        inferred=value.inferred,
        holder=mentions[claim.holder] if claim.holder is not None else None,
        holder_text=claim.holder_text[:500],
        modality=claim.modality,
        change=claim.about.change,
        label=claim.about.label,
        about=about_of(claim, analysis.entities, text),
    )


def about_of(claim: FoundClaim, entities: Sequence[FoundEntity], text: str) -> dict[str, Any]:
    """What a claim is about, as its row keeps it."""
    about = claim.about
    roles = {(role.value, _called(entities[index])) for index, role in about.roles}
    return {
        "head": about.head,
        "event": about.event,
        "subject": about.subject,
        "definite": about.definite,
        "naming": about.naming,
        "verbs": list(about.verbs),
        "words": list(about.words),
        "near": list(words_near(text, claim.stated.span)),
        "others": list(about.others),
        "names": sorted({_called(entities[index]) for index in about.entities}),
        "object": about.object,
        "roles": [list(pair) for pair in sorted(roles)],
        "when": _days(about.when),
    }


def _called(entity: FoundEntity) -> str:
    return short(entity.name, entity.kind, entity.names)


def _days(value: Value | None) -> list[str] | None:
    if value is None or not isinstance(value.low, dt.date) or not isinstance(value.high, dt.date):
        return None
    return [value.low.isoformat(), value.high.isoformat()]
