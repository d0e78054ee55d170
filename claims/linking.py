"""Finds which pieces of evidence of different articles are about one thing, by indexed keys, and stores why."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from .analysis import identity, sameness, wording
from .analysis.folding import fold
from .analysis.found import EntityKind
from .analysis.values import Dimension, Value
from .models import (
    Apart,
    Claim,
    ClaimKey,
    ClaimLink,
    Entity,
    Extraction,
    Fact,
    Mention,
    MentionLink,
    Quote,
    QuoteKey,
    QuoteLink,
    Utterance,
)

# Pairs that score less than this share of the bar are not worth a row: they count as 0.
KEPT = 0.5


@dataclass(frozen=True)
class Linker:
    """How one kind of evidence is linked and grouped: `group` names the foreign key to what it belongs to."""

    kind: Apart.Kind
    rows: type[Any]
    links: type[Any]
    keys: type[Any] | None
    group: str
    groups: type[Any]
    related: tuple[str, ...]
    comparable: Callable[[Any], Any]
    keys_of: Callable[[Any], Sequence[str]]
    same: Callable[[Any, Any], Any]
    bar: float


def link(linker: Linker, extraction: Extraction) -> set[int]:
    """Links the extraction's live rows to all they may belong with; returns the ids whose links changed."""
    touched = _unlink(linker, extraction)
    fresh = {row.pk: row for row in _live(linker).filter(extraction=extraction)}
    _store_keys(linker, fresh.values())
    found = []
    for row in fresh.values():
        ours = linker.comparable(row)
        for other in _candidates(linker, row):
            if other.pk in fresh and other.pk > row.pk:
                continue
            match = linker.same(ours, linker.comparable(other))
            if match.score >= linker.bar * KEPT:
                left, right = sorted((row.pk, other.pk))
                found.append(
                    linker.links(left_id=left, right_id=right, score=round(match.score, 6), reasons=list(match.reasons))
                )
                touched.add(other.pk)
    linker.links.objects.bulk_create(found, batch_size=500)
    return touched | set(fresh)


def _unlink(linker: Linker, extraction: Extraction) -> set[int]:
    """Drops the links of the article's evidence, old and new; returns the live rows of others they led to."""
    own = linker.rows.objects.filter(extraction__version__article=extraction.version.article_id)
    either = Q(left__in=own) | Q(right__in=own)
    ends = linker.links.objects.filter(either).values_list("left_id", "right_id")
    touched = {end for pair in ends for end in pair}
    linker.links.objects.filter(either).delete()
    fellows = linker.rows.objects.filter(
        **{f"{linker.group}__in": own.filter(live=False).values(linker.group)}, live=True
    )
    return touched | set(fellows.values_list("pk", flat=True))


def _live(linker: Linker) -> Any:
    return linker.rows.objects.filter(live=True).select_related(*linker.related)


def _store_keys(linker: Linker, rows: Iterable[Any]) -> None:
    if linker.keys is None:
        return
    name = linker.rows._meta.model_name
    rows = list(rows)
    linker.keys.objects.filter(**{f"{name}__in": rows}).delete()
    linker.keys.objects.bulk_create(
        (linker.keys(**{name: row}, key=key) for row in rows for key in linker.keys_of(row)), batch_size=500
    )


def _candidates(linker: Linker, row: Any) -> Any:
    """Live rows that share a key with this one."""
    if linker.keys is None:
        return _live(linker).filter(block=row.block).exclude(pk=row.pk)
    keys = linker.keys_of(row)
    return _live(linker).filter(keys__key__in=keys).exclude(pk=row.pk).distinct()


def stated(claim: Claim) -> sameness.Stated:
    """A claim as it is compared with those of other articles."""
    about, extraction = claim.about, claim.extraction
    return sameness.Stated(
        article=str(claim.version.article_id),
        value=claim.value,
        head=about["head"],
        event=about["event"],
        subject=about.get("subject", ""),
        verbs=frozenset(about["verbs"]),
        words=frozenset(about["words"]),
        names=frozenset(about.get("names", ())),
        story=frozenset(extraction.story),
        when=_when(about.get("when")),
        published=extraction.published_at.date() if extraction.published_at else None,
    )


def _when(days: list[str] | None) -> Value | None:
    if not days:
        return None
    low, high = map(dt.date.fromisoformat, days)
    return Value(Dimension.DATE, "date", low, high, "day")


def said(quote: Quote) -> wording.Said:
    """A quote as it is compared with those of other articles."""
    direct = quote.kind == Quote.Kind.DIRECT
    return wording.Said(
        article=str(quote.version.article_id),
        content=quote.content,
        verbatim=quote.content if direct else wording.quoted_part(quote.content),
        speaker=_short_name(quote.speaker) if quote.speaker else "",
        speaker_words=frozenset(wording.stems(quote.speaker_text)),
        story=frozenset(quote.extraction.story),
    )


def _short_name(mention: Mention) -> str:
    """A person's folded surname, the whole folded name of anything else: what two articles can be expected to share."""
    folded = fold(mention.name)
    return folded.split()[-1] if folded and mention.kind == Entity.Kind.PERSON else folded


def named(mention: Mention) -> identity.Named:
    return identity.Named(mention.name, EntityKind(mention.kind), tuple(mention.names), tuple(mention.roles))


CLAIMS = Linker(
    kind=Apart.Kind.CLAIM,
    rows=Claim,
    links=ClaimLink,
    keys=ClaimKey,
    group="fact",
    groups=Fact,
    related=("extraction", "version__article"),
    comparable=stated,
    keys_of=lambda claim: sameness.keys(stated(claim)),
    same=sameness.same_fact,
    bar=sameness.SAME,
)
QUOTES = Linker(
    kind=Apart.Kind.QUOTE,
    rows=Quote,
    links=QuoteLink,
    keys=QuoteKey,
    group="utterance",
    groups=Utterance,
    related=("extraction", "version__article", "speaker"),
    comparable=said,
    keys_of=lambda quote: wording.keys(said(quote)),
    same=wording.same_utterance,
    bar=wording.SAME,
)
MENTIONS = Linker(
    kind=Apart.Kind.MENTION,
    rows=Mention,
    links=MentionLink,
    keys=None,
    group="entity",
    groups=Entity,
    related=("extraction__version__article",),
    comparable=named,
    keys_of=lambda mention: (mention.block,),
    same=identity.same_entity,
    bar=identity.SAME,
)
LINKERS = (MENTIONS, CLAIMS, QUOTES)
