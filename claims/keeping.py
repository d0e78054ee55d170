"""Makes stored evidence equal to what is found: what is found again keeps its row, and so its id and its decisions."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from .models import Claim, Extraction, Mention, Quote
from .updating import create_each, insert_each

Row = TypeVar("Row", bound=models.Model)

# What each kind of evidence is grouped under.
GROUP_OF: dict[type[models.Model], str] = {Claim: "fact", Quote: "utterance", Mention: "entity"}
MOST_AT_ONCE = 200
MENTION_FIELDS = ("name", "kind", "names", "roles", "spans", "block", "live")
QUOTE_FIELDS = tuple(
    "kind start end spans content cue cue_start cue_end speaker speaker_text speaker_start speaker_end candidates "
    "via_text anchor live reasons extraction corrected_by".split()
)
CLAIM_FIELDS = tuple(
    "extraction anchor live reasons start end exact value_start value_end value_text dimension unit low_number "
    "high_number low_date high_date granularity comparator inferred holder holder_text modality change label about "
    "corrected_by".split()
)


@dataclass
class Piece:
    """A claim or a quote as it is to be stored, with the mentions that a claim's clause names."""

    row: Any
    named: Sequence[Mention] = field(default=())


def key_of(row: Claim | Quote) -> tuple[Any, ...]:
    """What evidence is stored under: one version states one value of a dimension, or quotes, once at a place."""
    return (row.value_start, row.value_end, row.dimension) if isinstance(row, Claim) else (row.start, row.end)


def keep_mentions(extractions: Sequence[Extraction], rows: list[Mention]) -> bool:
    """Notes which entities mentions went from: grouping looks whether anybody mentions them still."""
    mentions = Mention.objects.filter(extraction__in=extractions).order_by()
    named = mentions.exclude(entity=None)
    before = set(named.values_list("extraction", "entity"))
    changed = keep_ids(mentions, rows, lambda row: (row.extraction_id, row.anchor), MENTION_FIELDS)
    gone = before - set(named.values_list("extraction", "entity")) if before and changed else set()
    for extraction in extractions:
        if left := {entity for of, entity in gone if of == extraction.pk}:
            extraction.left = sorted(left.union(extraction.left))
            extraction.save(update_fields=["left"])
    return changed


def keep_quotes(extractions: Sequence[Extraction], pieces: Iterable[Piece]) -> bool:
    quotes = Quote.objects.filter(version__in=[each.version_id for each in extractions]).order_by()
    return keep_ids(quotes, [piece.row for piece in pieces], _stored_under, QUOTE_FIELDS)


def keep_claims(extractions: Sequence[Extraction], pieces: Iterable[Piece]) -> bool:
    claims = Claim.objects.filter(version__in=[each.version_id for each in extractions]).order_by()
    last = {_stored_under(piece.row): piece for piece in pieces}
    changed = keep_ids(claims, [piece.row for piece in last.values()], _stored_under, CLAIM_FIELDS)
    through = Claim.mentions.through
    named = {(piece.row.pk, mention.pk) for piece in last.values() for mention in piece.named}
    stored = set(through.objects.filter(claim__in=claims.values("pk")).values_list("claim", "mention"))
    if gone := {claim for claim, _ in stored - named}:
        through.objects.filter(claim__in=gone).delete()
        stored = {pair for pair in stored if pair[0] not in gone}
    insert_each(through, ("claim", "mention"), sorted(named - stored))
    return changed


def _stored_under(row: Claim | Quote) -> tuple[Any, ...]:
    return row.version_id, *key_of(row)


def keep_ids(
    existing: models.QuerySet[Row], found: list[Row], key: Callable[[Row], Hashable], fields: tuple[str, ...]
) -> bool:
    """Makes the stored rows equal to those found, and says whether any were not.

    The same evidence keeps its row, and what comes with an id has that one; what is gone is deleted.
    """
    stored = {row.pk: row for row in existing}
    pks = {key(row): pk for pk, row in stored.items()}
    unique = {key(row): row for row in found}
    given = {row.pk for row in unique.values()}
    for name, row in unique.items():
        if row.pk is None and pks.get(name) not in given:
            row.pk = pks.get(name)
    kept = {row.pk for row in unique.values()}
    gone = [pk for pk in stored if pk not in kept]
    manager = existing.model._default_manager
    if gone:
        leave(existing.model, gone)
        manager.filter(pk__in=gone).delete()
    moved = [row for row in unique.values() if row.pk in stored and not _alike(row, stored[row.pk], fields)]
    _regroup(existing.model, [row.pk for row in moved if _is_of_another_kind(row, stored[row.pk])])
    manager.bulk_update(moved, fields, batch_size=MOST_AT_ONCE)
    fresh = [row for row in unique.values() if row.pk not in stored]
    manager.bulk_create([row for row in fresh if row.pk], batch_size=MOST_AT_ONCE)
    create_each([row for row in fresh if not row.pk])
    return bool(gone or moved or fresh)


def _alike(row: Any, other: Any, fields: tuple[str, ...]) -> bool:
    names = (row._meta.get_field(name).attname for name in fields)
    return all(getattr(row, name) == getattr(other, name) for name in names)


def _is_of_another_kind(row: Any, other: Any) -> bool:
    """Whether it can no longer answer the question that it did: a fact is answered in one dimension."""
    return isinstance(row, Claim) and row.dimension != other.dimension


def _regroup(model: type[Any], pks: list[int]) -> None:
    """Takes rows out of their groups, to be grouped anew."""
    if pks:
        leave(model, pks)
        model._default_manager.filter(pk__in=pks).update(**{GROUP_OF[model]: None})


def leave(model: type[Any], gone: list[int]) -> None:
    """Has those who share a group with rows that are about to go grouped again, and the group compared."""
    name = GROUP_OF[model]
    groups = list(model._default_manager.filter(pk__in=gone).exclude(**{name: None}).values_list(name, flat=True))
    fellows = model._default_manager.filter(live=True, **{f"{name}__in": groups}).exclude(pk__in=gone)
    grouped = Extraction.objects.filter(state__in=[Extraction.State.GROUPED, Extraction.State.DONE])
    grouped.filter(pk__in=fellows.values("extraction")).update(state=Extraction.State.READ)
    if model is not Mention:
        model._meta.get_field(name).related_model._default_manager.filter(pk__in=groups).update(stale=True)


def anchor(*parts: str) -> str:
    """A key of evidence that stays the same while the article and the exact words do."""
    return hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()


def anchor_of(row: Claim | Quote) -> str:
    """The anchor of a claim's clause, value and dimension, or of a quote's words, in its article."""
    key = row.version.article.key
    return anchor(key, row.exact, row.value_text, row.dimension) if isinstance(row, Claim) else anchor(key, row.content)
