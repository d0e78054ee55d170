"""What a correction could say, read by the rules from the words that were selected; nothing is stored here."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

from claims.analysis.facts.stated import words_near
from claims.analysis.found import FoundEntity
from claims.analysis.spans import Span
from claims.analysis.values import Value
from claims.models import Claim, Mention, Quote
from claims.storing import about_of
from sources.models import ArticleVersion

if TYPE_CHECKING:
    from claims.analysis.selecting import Selection

logger = logging.getLogger(__name__)

# What the value of a claim is compared by where the rules make nothing of its sentence.
NOTHING: dict[str, Any] = {"event": "", "subject": "", "object": "", "definite": False, "verbs": [], "words": []}
OPENING, CLOSING = "“\"„«‘'", "”\"“»’'"


@dataclass(frozen=True)
class Proposal:
    """What to fill a form with. `mention` is whose it is, None for the narrator or where nobody can be told."""

    clause: Span
    place: Span
    value: Value | None = None
    label: str = ""
    mention: Mention | None = None
    kind: str = Quote.Kind.DIRECT


@dataclass(frozen=True)
class Told:
    """What a claim is about, for its row; `named` are the anchors of the mentions in its clause."""

    label: str
    about: dict[str, Any]
    modality: str = Claim.Modality.STATED
    change: str = Claim.Change.NONE
    named: list[str] = field(default_factory=list)


def claim(version: ArticleVersion, selected: Span) -> Proposal:
    """The value in the selected words, the clause that says it, and whose claim it is."""
    selected = _trimmed(version.text, selected)
    found = _selection(version, selected, None)
    if found is None:
        return Proposal(selected, selected)
    place = found.moved(found.value.span) if found.value else selected
    clause = found.moved(found.claim.evidence if found.claim else found.sentence)
    clause = Span(min(clause.start, place.start), max(clause.end, place.end))
    holder = found.claim.holder if found.claim else None
    return Proposal(
        clause=clause,
        place=place,
        value=found.value.value if found.value else None,
        label=found.claim.about.label if found.claim else "",
        mention=None if holder is None else _mention(version, found, found.entities[holder]),
    )


def quote(version: ArticleVersion, selected: Span) -> Proposal:
    """The selected words without the marks around them, and who is said to have said them."""
    text = version.text
    span = _trimmed(text, selected)
    marked = _is_marked(text, span)
    if text[span.start] in OPENING and text[span.end - 1] in CLOSING and span.end - span.start > 2:
        span, marked = _trimmed(text, Span(span.start + 1, span.end - 1)), True
    found = _selection(version, span, None)
    said = found.quote if found else None
    speaker = said.speaker_entity if said else None
    mention = _mention(version, found, found.entities[speaker]) if found and speaker is not None else None
    return Proposal(span, span, mention=mention, kind=Quote.Kind.DIRECT if marked else Quote.Kind.INDIRECT)


def _is_marked(text: str, span: Span) -> bool:
    before, after = text[: span.start][-1:], text[span.end : span.end + 1]
    return bool(before and after) and before in OPENING and after in CLOSING


def about(version: ArticleVersion, clause: Span, place: Span, value: Value) -> Told:
    """What a claim of this value is about, as the rules see its sentence; what they cannot see stays empty."""
    found = _selection(version, place, value)
    named = [mention.anchor for mention in _mentions(version) if _within(mention, clause)]
    if found is None or found.claim is None:
        label = value.unit or place.of(version.text)
        near = list(words_near(version.text, place))
        told = {**NOTHING, "head": value.unit, "near": near, "others": [], "names": [], "roles": [], "when": None}
        return Told(label, told, named=named)
    seen = found.claim
    told = about_of(seen, found.entities, found.text)
    return Told(seen.about.label, told, str(seen.modality), str(seen.about.change), named)


def _selection(version: ArticleVersion, selected: Span, value: Value | None) -> "Selection | None":
    """None where the rules cannot read this text: it is in another language, or no model is installed."""
    # Only here, for what parses takes 90 MB, and most processes propose nothing.
    from claims.analysis.selecting import select
    from claims.analysis.text import language
    from claims.extracting import as_text

    if version.article.language not in ("", "en"):
        return None
    try:
        return select(language.load(settings.SPACY_MODEL), as_text(version), selected, value)
    except language.ModelMissing as missing:
        logger.warning("Nothing is proposed: %s", missing)
        return None


def _trimmed(text: str, span: Span) -> Span:
    said = span.of(text)
    start, end = span.start + len(said) - len(said.lstrip()), span.start + len(said.rstrip())
    return Span(start, end) if start < end else span


def _mentions(version: ArticleVersion) -> Iterable[Mention]:
    return Mention.objects.filter(extraction__version=version)


def _within(mention: Mention, clause: Span) -> bool:
    return any(clause.start <= each["start"] and each["end"] <= clause.end for each in mention.spans)


def _mention(version: ArticleVersion, found: "Selection", entity: FoundEntity) -> Mention | None:
    """The stored mention of whom the rules see here: one that has a span with it in common."""
    spans = {(span.start + found.start, span.end + found.start) for span in entity.mentions}
    return next(
        (one for one in _mentions(version) if any((each["start"], each["end"]) in spans for each in one.spans)), None
    )
