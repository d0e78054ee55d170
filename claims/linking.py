"""Finds which pieces of evidence of different articles are about one thing, by indexed keys, and stores why."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from .analysis.facts import questions, sameness, wording
from .analysis.facts.stated import Stated
from .analysis.found import EntityKind, Role
from .analysis.names import identity
from .analysis.names.folding import fold, is_described
from .analysis.values import Dimension, Value
from .blocking import of_common_words, of_one_block, of_one_story
from .models import (
    Apart,
    Claim,
    ClaimLink,
    Entity,
    Extraction,
    Fact,
    Mention,
    MentionLink,
    Quote,
    QuoteLink,
    Utterance,
)
from .representing import as_named, standing

STANDING = Q(live=True, stands=True)
# What is long and is not compared.
TEXTS = ("extraction__gaps", "extraction__reason")
VERSION = ("version__text", "version__title")
# Pairs that score less than this share of the bar are not worth a row: they count as 0.
KEPT = 0.5


@dataclass(frozen=True)
class Linker:
    """How one kind of evidence is linked and grouped: `group` names the foreign key to what it belongs to.

    `related` are the rows that are loaded with it, `unread` the columns that nothing here needs.
    """

    kind: Apart.Kind
    rows: type[Any]
    links: type[Any]
    group: str
    groups: type[Any]
    related: tuple[str, ...]
    unread: tuple[str, ...]
    comparable: Callable[[Any], Any]
    candidates: Callable[[Extraction, dict[int, Any]], dict[int, set[int]]]
    same: Callable[[Any, Any], Any]
    bar: float
    # Whether two contradict each other: a faint sign is then worth a row, and groups are put together by more.
    differ: Callable[[Any, Any], bool] | None = None
    # The rows of an extraction that are compared; None for all that are live.
    fresh: Callable[[Extraction], Iterable[Any]] | None = None

    def live(self) -> Any:
        """The rows that are compared and clustered."""
        return self.rows.objects.filter(live=True) if self.fresh is None else self.rows.objects.filter(STANDING)

    def loaded(self) -> Any:
        return self.live().select_related(*self.related).defer(*self.unread)

    def keeps(self, left: Any, right: Any, score: float) -> bool:
        """Whether a pair is worth a row."""
        if score >= self.bar * KEPT:
            return True
        return score >= questions.WORTH_A_LOOK and self.differ is not None and self.differ(left, right)


def link(linker: Linker, extraction: Extraction) -> set[int]:
    """Links the extraction's live rows to all they may belong with; returns the ids whose links changed."""
    rows = linker.fresh(extraction) if linker.fresh else linker.loaded().filter(extraction=extraction)
    fresh = {row.pk: row for row in rows}
    touched = _unlink(linker, extraction)
    found = [
        linker.links(left_id=left, right_id=right, score=round(match.score, 6), reasons=list(match.reasons))
        for left, right, match in _matches(linker, fresh, linker.candidates(extraction, fresh))
    ]
    linker.links.objects.bulk_create(found, batch_size=500)
    return touched | set(fresh) | {end for pair in found for end in (pair.left_id, pair.right_id)}


def _matches(
    linker: Linker, fresh: dict[int, Any], candidates: dict[int, set[int]]
) -> Iterator[tuple[int, int, sameness.Match]]:
    """The pairs of a fresh row and a candidate that are worth a row, the smaller id first, and how well they match."""
    others = {pk for pks in candidates.values() for pk in pks} - set(fresh)
    rows = fresh | {row.pk: row for row in linker.loaded().filter(pk__in=others)}
    compared = {pk: linker.comparable(row) for pk, row in rows.items()}
    for pk in fresh:
        for other in sorted(candidates[pk] & set(compared)):
            if other not in fresh or pk < other:
                match = linker.same(compared[pk], compared[other])
                if linker.keeps(compared[pk], compared[other], match.score):
                    yield min(pk, other), max(pk, other), match


def _unlink(linker: Linker, extraction: Extraction) -> set[int]:
    """Drops the links of the article's evidence, old and new; returns the live rows that it leaves behind."""
    own = linker.rows.objects.filter(extraction__version__article=extraction.version.article_id)
    either = Q(left__in=own) | Q(right__in=own)
    ends = linker.links.objects.filter(either).values_list("left_id", "right_id")
    touched = {end for pair in ends for end in pair}
    linker.links.objects.filter(either).delete()
    fellows = linker.live().filter(**{f"{linker.group}__in": own.filter(live=False).values(linker.group)})
    return touched | set(fellows.values_list("pk", flat=True))


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
        near=frozenset(about.get("near", ())),
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
        spoken=quote.kind != Quote.Kind.SCARE,
    )


def _short_name(mention: Mention) -> str:
    """A person's folded surname, the whole folded name of anything else: what two articles can be expected to share.

    Speakers who are described and not named are compared by the words of the description.
    """
    if is_described(mention.name, EntityKind(mention.kind)):
        return ""
    folded = fold(mention.name)
    return folded.split()[-1] if folded and mention.kind == Entity.Kind.PERSON else folded


CLAIMS = Linker(
    kind=Apart.Kind.CLAIM,
    rows=Claim,
    links=ClaimLink,
    group="fact",
    groups=Fact,
    related=("extraction", "version__article"),
    unread=("exact", "reasons", *TEXTS, *VERSION),
    comparable=stated,
    candidates=of_one_story,
    same=sameness.same_fact,
    bar=sameness.SAME,
    differ=questions.contradict,
)
QUOTES = Linker(
    kind=Apart.Kind.QUOTE,
    rows=Quote,
    links=QuoteLink,
    group="utterance",
    groups=Utterance,
    related=("extraction", "version__article", "speaker"),
    unread=("reasons", *TEXTS, *VERSION),
    comparable=said,
    candidates=of_common_words(lambda quote: wording.keys(said(quote))),
    same=wording.same_utterance,
    bar=wording.SAME,
)
MENTIONS = Linker(
    kind=Apart.Kind.MENTION,
    rows=Mention,
    links=MentionLink,
    group="entity",
    groups=Entity,
    related=("extraction__version__article",),
    unread=("spans", *TEXTS, *(f"extraction__{name}" for name in VERSION)),
    comparable=as_named,
    candidates=of_one_block,
    same=identity.same_entity,
    bar=identity.SAME,
    fresh=standing,
)
LINKERS = (MENTIONS, CLAIMS, QUOTES)
