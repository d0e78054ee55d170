"""Finds which pieces of evidence of different articles are about one thing, by indexed keys, and stores why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
    VALUED,
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
from .updating import insert_each

STANDING = Q(live=True, stands=True)
Pair = tuple[int, int]
Matches = dict[Pair, sameness.Match]

# What is long and is not compared.
TEXTS = ("gaps", "reason", "version__text", "version__title")
# Pairs that score less than this share of the bar are not worth a row: they count as 0.
KEPT = 0.5


@dataclass(frozen=True)
class Linker:
    """How one kind of evidence is linked and grouped: `group` names the foreign key to what it belongs to.

    `related` are the rows that are loaded with it beside its reading, `unread` the columns that nothing here needs.
    """

    kind: Apart.Kind
    rows: type[Any]
    links: type[Any]
    group: str
    groups: type[Any]
    related: tuple[str, ...]
    unread: tuple[str, ...]
    comparable: Callable[[Any], Any]
    candidates: Callable[[Sequence[Extraction], dict[int, Any]], dict[int, set[int]]]
    same: Callable[[Any, Any], Any]
    bar: float
    # The columns of a value, where two may contradict each other: then a faint sign is worth a row.
    valued: tuple[str, ...] = ()
    # The rows of extractions that are compared; None for all that are live.
    fresh: Callable[[Sequence[Extraction]], Iterable[Any]] | None = None
    # What the scores of pairs become when all pairs of the same two articles are known.
    settle: Callable[[Matches, Mapping[int, Any]], Matches] | None = None
    # Of which pairs a score would be known; None for all.
    compared: Callable[[Any, Any], bool] | None = None

    def live(self) -> Any:
        """The rows that are compared and clustered."""
        return self.rows.objects.filter(live=True) if self.fresh is None else self.rows.objects.filter(STANDING)

    def loaded(self) -> Any:
        """What is live, without the reading that it is of: see `Loaded`."""
        return self.live().select_related(*self.related or [None]).defer(*self.unread)

    def keeps(self, left: Any, right: Any, score: float) -> bool:
        """Whether a pair is worth a row."""
        if score >= self.bar * KEPT:
            return True
        return score >= questions.WORTH_A_LOOK and bool(self.valued) and questions.contradict(left, right)


class Loaded:
    """Live rows of one kind, each loaded and made comparable once.

    All rows of a reading share one object of it, `readings` by id, and so of its version and article: there are many
    to each, and a row with objects of its own takes several times as long to load.
    """

    def __init__(self, linker: Linker, readings: dict[int, Extraction] | None = None) -> None:
        self.linker = linker
        self.rows: dict[int, Any] = {}
        self._readings = {} if readings is None else readings
        self._asked: set[int] = set()
        self._compared: dict[int, Any] = {}

    def fetch(self, ids: Collection[int]) -> None:
        """Loads those of these ids that are live and not here yet."""
        if missing := set(ids) - self._asked:
            self._asked |= missing
            self.add(self.linker.loaded().filter(pk__in=missing))

    def of(self, extractions: Collection[int]) -> list[Any]:
        """All live rows of these readings."""
        return self.add(self.linker.loaded().filter(extraction__in=extractions).order_by("pk"))

    def add(self, rows: Iterable[Any]) -> list[Any]:
        rows = list(rows)
        if missing := {row.extraction_id for row in rows} - set(self._readings):
            found = Extraction.objects.filter(pk__in=missing).select_related("version__article").order_by()
            self._readings.update({each.pk: each for each in found.defer(*TEXTS)})
        for row in rows:
            row.extraction = self._readings[row.extraction_id]
            if not isinstance(row, Mention):
                row.version = row.extraction.version
            self.rows.setdefault(row.pk, row)
        self._asked.update(self.rows)
        return [self.rows[row.pk] for row in rows]

    def comparable(self, pk: int) -> Any:
        if pk not in self._compared:
            self._compared[pk] = self.linker.comparable(self.rows[pk])
        return self._compared[pk]


def link(loaded: Loaded, extractions: Sequence[Extraction]) -> set[int]:
    """Links the extractions' live rows to all they may belong with; returns the ids whose links changed."""
    linker = loaded.linker
    touched = _unlink(linker, extractions)
    if linker.fresh is None:
        rows = loaded.of([each.pk for each in extractions])
    else:
        rows = loaded.add(linker.fresh(extractions))
    fresh = {row.pk for row in rows}
    candidates = linker.candidates(extractions, {row.pk: row for row in rows})
    found = [
        (left, right, round(match.score, 6), list(match.reasons))
        for left, right, match in _matches(loaded, fresh, candidates)
    ]
    insert_each(linker.links, ("left", "right", "score", "reasons"), found)
    return touched | fresh | {end for left, right, *_ in found for end in (left, right)}


def _matches(
    loaded: Loaded, fresh: set[int], candidates: dict[int, set[int]]
) -> Iterator[tuple[int, int, sameness.Match]]:
    """The pairs of a fresh row and a candidate that are worth a row, the smaller id first, and how well they match."""
    linker = loaded.linker
    loaded.fetch({pk for pks in candidates.values() for pk in pks})
    pairs = {(min(pk, other), max(pk, other)) for pk in fresh for other in candidates[pk] if other in loaded.rows}
    for some in _by_articles(loaded, pairs) if linker.settle else [sorted(pairs)]:
        compared = {pk: loaded.comparable(pk) for pk in {pk for pair in some for pk in pair}}
        found = {(left, right): linker.same(compared[left], compared[right]) for left, right in some}
        for (left, right), match in (linker.settle(found, compared) if linker.settle else found).items():
            if linker.keeps(compared[left], compared[right], match.score):
                yield left, right, match


def _by_articles(loaded: Loaded, pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """All pairs of the same two articles, or of the same one, at a time."""
    found: dict[Pair, list[Pair]] = defaultdict(list)
    for left, right in pairs:
        one, other = loaded.rows[left].extraction_id, loaded.rows[right].extraction_id
        found[min(one, other), max(one, other)].append((left, right))
    for readings in sorted(found):
        yield sorted(found[readings])


def _unlink(linker: Linker, extractions: Sequence[Extraction]) -> set[int]:
    """Drops the links of what these found and of what their articles no longer say; returns the live rows left behind.

    What a newer version says, that was grouped before these, keeps its links.
    """
    # What is the first of its article and was never grouped has no links yet.
    known = [each for each in extractions if each.source_id is not None or each.version.number > 1]
    if not known:
        return set()
    articles = {extraction.version.article_id for extraction in known}
    of_articles = list(Extraction.objects.filter(version__article__in=articles).values_list("pk", flat=True))
    own = linker.rows.objects.filter(Q(live=False) | Q(extraction__in=known), extraction__in=of_articles)
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
        nearest=tuple(about.get("near", ())),
        names=frozenset(about.get("names", ())),
        story=frozenset(extraction.story),
        when=_when(about.get("when")),
        others=tuple(about.get("others", ())),
        definite=about.get("definite", False),
        naming=about.get("naming", False),
        modality=claim.modality,
        change=claim.change,
        acting=_of_role(about, Role.AGENT),
        affected=_of_role(about, Role.OBJECT),
        holder=claim.holder_text,
        published=extraction.published_at.date() if extraction.published_at else None,
        text=claim.value_text,
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
    related=(),
    unread=("exact", "reasons"),
    comparable=stated,
    candidates=of_one_story,
    same=sameness.same_fact,
    bar=sameness.SAME,
    valued=VALUED,
    settle=sameness.settled,
    compared=sameness.of_one_story,
)
QUOTES = Linker(
    kind=Apart.Kind.QUOTE,
    rows=Quote,
    links=QuoteLink,
    group="utterance",
    groups=Utterance,
    related=("speaker",),
    unread=("spans", "reasons", "candidates", "speaker__names", "speaker__roles", "speaker__spans"),
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
    related=(),
    unread=("spans",),
    comparable=as_named,
    candidates=of_one_block,
    same=identity.same_entity,
    bar=identity.SAME,
    fresh=standing,
)
LINKERS = (MENTIONS, CLAIMS, QUOTES)
