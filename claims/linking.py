"""Finds which pieces of evidence of different articles are about one thing, by indexed keys, and stores why."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from .analysis.facts import sameness, wording
from .analysis.facts.conflicts import contradicts
from .analysis.facts.relations import comparable
from .analysis.facts.stated import Stated
from .analysis.found import EntityKind, Role
from .analysis.names import identity
from .analysis.names.folding import fold
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
    # Whether two of one article cannot be about one thing, where no link says that they are.
    differ: Callable[[Any, Any], bool] | None = None


def link(linker: Linker, extraction: Extraction) -> set[int]:
    """Links the extraction's live rows to all they may belong with; returns the ids whose links changed."""
    touched = _unlink(linker, extraction)
    fresh = {row.pk: row for row in _live(linker).filter(extraction=extraction)}
    keys = {pk: frozenset(linker.keys_of(row)) for pk, row in fresh.items()}
    _store_keys(linker, keys)
    found = [
        linker.links(left_id=left, right_id=right, score=round(match.score, 6), reasons=list(match.reasons))
        for left, right, match in _matches(linker, fresh, keys)
        if match.score >= linker.bar * KEPT
    ]
    linker.links.objects.bulk_create(found, batch_size=500)
    return touched | set(fresh) | {end for pair in found for end in (pair.left_id, pair.right_id)}


def _matches(
    linker: Linker, fresh: dict[int, Any], keys: dict[int, frozenset[str]]
) -> Iterator[tuple[int, int, sameness.Match]]:
    """Every pair of a fresh row and another with a common key, the smaller id first, and how well they match."""
    holders = _holders(linker, frozenset().union(*keys.values()))
    rows = {row.pk: row for row in _live(linker).filter(pk__in={pk for pks in holders.values() for pk in pks})}
    compared = {pk: linker.comparable(row) for pk, row in rows.items()}
    for pk in fresh:
        others = {other for key in keys[pk] for other in holders.get(key, ())}
        for other in sorted(others):
            if other in compared and (other not in fresh or pk < other):
                yield min(pk, other), max(pk, other), linker.same(compared[pk], compared[other])


def _holders(linker: Linker, keys: Collection[str]) -> dict[str, set[int]]:
    """Key ─▶ the ids of the rows that have it."""
    if linker.keys is None:
        pairs = linker.rows.objects.filter(live=True, block__in=keys).values_list("block", "pk")
    else:
        pairs = linker.keys.objects.filter(key__in=keys).values_list("key", f"{linker.rows._meta.model_name}_id")
    holders: dict[str, set[int]] = {}
    for key, pk in pairs:
        holders.setdefault(key, set()).add(pk)
    return holders


def _unlink(linker: Linker, extraction: Extraction) -> set[int]:
    """Drops the links of the article's evidence, old and new; returns the live rows that it leaves behind."""
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


def _store_keys(linker: Linker, keys: dict[int, frozenset[str]]) -> None:
    if linker.keys is None:
        return
    column = f"{linker.rows._meta.model_name}_id"
    linker.keys.objects.filter(**{f"{column}__in": list(keys)}).delete()
    rows = [linker.keys(**{column: pk}, key=key) for pk, names in keys.items() for key in sorted(names)]
    linker.keys.objects.bulk_create(rows, batch_size=500)


def stated(claim: Claim) -> Stated:
    """A claim as it is compared with those of other articles."""
    about, extraction = claim.about, claim.extraction
    return Stated(
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
        others=tuple(about.get("others", ())),
        definite=about.get("definite", False),
        modality=claim.modality,
        change=claim.change,
        acting=_of_role(about, Role.AGENT),
        affected=_of_role(about, Role.OBJECT),
        holder=claim.holder_text,
        published=extraction.published_at.date() if extraction.published_at else None,
    )


def _of_role(about: dict[str, Any], role: Role) -> frozenset[str]:
    return frozenset(name for part, name in about.get("roles", ()) if part == role)


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
    differ=lambda a, b: comparable(a.value, b.value) and contradicts(a.value, b.value),
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
