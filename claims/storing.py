"""Writes what was found as rows: evidence that is found again keeps its row, and so its id and its decisions."""

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import models

from sources.models import ArticleVersion

from .analysis import reading
from .analysis.facts.stated import words_near
from .analysis.found import Analysis, FoundClaim, FoundEntity, FoundQuote
from .analysis.names.folding import block, fold
from .analysis.spans import Span
from .analysis.values import Value
from .models import Claim, Extraction, Mention, Quote

Row = TypeVar("Row", bound=models.Model)

# What each kind of evidence is grouped under.
GROUP_OF: dict[type[models.Model], str] = {Claim: "fact", Quote: "utterance", Mention: "entity"}


def store(extraction: Extraction, analysis: Analysis, live: bool) -> None:
    """Makes the version's evidence equal to the analysis; call it inside a transaction."""
    mentions = _store_mentions(extraction, analysis.entities, live)
    _store_quotes(extraction, analysis.quotes, mentions, live)
    _store_claims(extraction, analysis, mentions, live)


def _keep_ids(
    existing: models.QuerySet[Row], found: list[Row], key: Callable[[Row], Hashable], fields: tuple[str, ...]
) -> list[Row]:
    """Makes the stored rows equal to those found: the same evidence keeps its row, what is gone is deleted."""
    stored = {key(row): row for row in existing}
    unique = {key(row): row for row in found}
    for name, row in unique.items():
        if name in stored:
            row.pk = stored[name].pk
    gone = [row.pk for name, row in stored.items() if name not in unique]
    manager = existing.model._default_manager
    if gone:
        _leave(existing.model, gone)
    manager.filter(pk__in=gone).delete()
    manager.bulk_update([row for name, row in unique.items() if name in stored], fields, batch_size=200)
    manager.bulk_create([row for name, row in unique.items() if name not in stored], batch_size=200)
    return list(unique.values())


def _leave(model: type[Any], gone: list[int]) -> None:
    """Has those who share a group with rows that are about to go grouped again, and the group compared."""
    name = GROUP_OF[model]
    groups = list(model._default_manager.filter(pk__in=gone).exclude(**{name: None}).values_list(name, flat=True))
    fellows = model._default_manager.filter(live=True, **{f"{name}__in": groups}).exclude(pk__in=gone)
    grouped = Extraction.objects.filter(state__in=[Extraction.State.GROUPED, Extraction.State.DONE])
    grouped.filter(pk__in=fellows.values("extraction")).update(state=Extraction.State.READ)
    if model is not Mention:
        model._meta.get_field(name).related_model._default_manager.filter(pk__in=groups).update(stale=True)


def _store_mentions(extraction: Extraction, entities: tuple[FoundEntity, ...], live: bool) -> list[Mention]:
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
    fields = ("name", "kind", "names", "roles", "spans", "block", "live")
    _keep_ids(extraction.mentions.all(), rows, lambda row: row.anchor, fields)
    stored = {row.anchor: row for row in extraction.mentions.all()}
    return [stored[row.anchor] for row in rows]


def _store_quotes(extraction: Extraction, quotes: tuple[FoundQuote, ...], mentions: list[Mention], live: bool) -> None:
    version = extraction.version
    rows = [_quote(extraction, version, quote, mentions, live) for quote in quotes]
    fields = tuple(
        "kind spans content cue cue_start cue_end speaker speaker_text speaker_start speaker_end candidates via_text "
        "anchor live reasons extraction".split()
    )
    _keep_ids(version.quotes.all(), rows, lambda row: (row.start, row.end), fields)


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


def _store_claims(extraction: Extraction, analysis: Analysis, mentions: list[Mention], live: bool) -> None:
    version = extraction.version
    rows = [claim_of(extraction, version, claim, analysis, mentions, live) for claim in analysis.claims]
    fields = tuple(
        "extraction anchor live reasons start end exact value_text unit low_number high_number low_date high_date "
        "granularity comparator inferred holder holder_text modality change label about".split()
    )
    stored = _keep_ids(version.claims.all(), rows, lambda row: (row.value_start, row.value_end, row.dimension), fields)
    named = {_place(claim): claim.about.entities for claim in analysis.claims}
    through = Claim.mentions.through
    through.objects.filter(claim__in=[row.pk for row in stored]).delete()
    through.objects.bulk_create(
        through(claim_id=row.pk, mention_id=mentions[index].pk)
        for row in stored
        for index in named[row.value_start, row.value_end, row.dimension]
    )


def _place(claim: FoundClaim) -> tuple[int, int, str]:
    """What a claim is stored under: one version states one value of a dimension once at a place."""
    return claim.stated.span.start, claim.stated.span.end, claim.stated.value.dimension


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
        about=_about(claim, analysis, text),
    )


def _about(claim: FoundClaim, analysis: Analysis, text: str) -> dict[str, object]:
    about = claim.about
    return {
        "head": about.head,
        "event": about.event,
        "subject": about.subject,
        "definite": about.definite,
        "verbs": list(about.verbs),
        "words": list(about.words),
        "near": list(words_near(text, claim.stated.span)),
        "others": list(about.others),
        "names": sorted({reading.short(analysis.entities[index]) for index in about.entities}),
        "object": about.object,
        "roles": sorted({(role.value, reading.short(analysis.entities[index])) for index, role in about.roles}),
        "when": _days(about.when),
    }


def _days(value: Value | None) -> list[str] | None:
    if value is None or not isinstance(value.low, dt.date) or not isinstance(value.high, dt.date):
        return None
    return [value.low.isoformat(), value.high.isoformat()]


def anchor(*parts: str) -> str:
    """A key of evidence that stays the same while the article and the exact words do."""
    return hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()
