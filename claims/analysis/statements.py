"""Values become claims: what each is about, the clause that says it, whose claim it is and how it is put.

What a text tells without a figure (that someone was dismissed, that nobody signed) becomes a claim too.
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from sources.messages import gettext_noop

from . import labels
from .dates.tenses import Tense, tense_at
from .facts.events import family
from .found import About, FoundClaim, FoundQuote, Modality, Role
from .spans import Span
from .stating import clauses, wording
from .stating.casting import Cast, Names
from .stating.changes import change_of
from .stating.clauses import core
from .stating.dating import Dates
from .stating.holders import Holders
from .stating.modality import of_value
from .stating.occurrences import Occurrence, find_occurrences
from .stating.subjects import condition, counted_word, event_noun, event_of, head_of, predicate_of
from .values import Dimension, FoundValue, Value

# The clause names a count that comes on top of the one it states.
ON_TOP = re.compile(r"\b(?:in addition to|on top of|along with|besides|apart from|plus|as well as)\s+$", re.I)

PUT_AS = {
    Modality.PLANNED: gettext_noop("put as planned"),
    Modality.DENIED: gettext_noop("put as denied"),
    Modality.ALLEGED: gettext_noop("put as alleged"),
    Modality.CONDITIONAL: gettext_noop("put as conditional"),
}


@dataclass(frozen=True)
class _Article:
    """What every claim of one text is made from."""

    doc: Doc
    text: str
    cast: Cast
    dates: Dates
    holders: Holders


def find_claims(
    doc: Doc, values: list[FoundValue], names: Names, quotes: tuple[FoundQuote, ...]
) -> tuple[FoundClaim, ...]:
    """One claim for each value and each occurrence, in text order.

    A count that another one adds is told there, not on its own.
    """
    text = doc.text  # spaCy builds the text anew each time it is asked
    article = _Article(doc, text, Cast(names), Dates(doc, values), Holders(doc, text, quotes))
    added = _added(doc, text, values)
    taken = {other.span for others in added.values() for other in others}
    told_of = (stated for stated in values if stated.span not in taken and stated.span.of(text).strip())
    claims = [_of_value(article, each, added.get(each.span, ())) for each in told_of if not _stands_alone(doc, each)]
    told = (_of_occurrence(article, occurrence) for occurrence in find_occurrences(doc, article.cast))
    claims += [claim for claim in told if not _tells_own_death(claim)]
    return tuple(sorted(claims, key=lambda claim: (claim.stated.span, claim.stated.value.dimension)))


def _stands_alone(doc: Doc, stated: FoundValue) -> bool:
    """Whether a date is all that there is: "March 1, 2012 - 07:58 GMT" dates nothing."""
    if stated.value.dimension is not Dimension.DATE:
        return False
    root = _tokens(doc, stated.span).root
    return root.head.i == root.i and root.pos_ not in clauses.VERBAL


def _added(doc: Doc, text: str, values: Sequence[FoundValue]) -> dict[Span, tuple[FoundValue, ...]]:
    """Counts that the same sentence adds to one: "three districts in addition to four others"."""
    counts = sorted((each for each in values if each.value.dimension is Dimension.COUNT), key=lambda each: each.span)
    starts = [each.span.start for each in counts]
    found: dict[Span, tuple[FoundValue, ...]] = {}
    for stated in counts:
        low = bisect.bisect_right(starts, stated.span.end)
        high = bisect.bisect_left(starts, _tokens(doc, stated.span).sent.end_char)
        others = tuple(other for other in counts[low:high] if _is_added(text, stated, other))
        if others:
            found[stated.span] = others
    return found


def _is_added(text: str, stated: FoundValue, other: FoundValue) -> bool:
    same = other.value.unit in ("", "other", stated.value.unit)
    return same and ON_TOP.search(text, max(stated.span.end, other.span.start - 20), other.span.start) is not None


def _of_value(article: _Article, stated: FoundValue, others: Sequence[FoundValue]) -> FoundClaim:
    tokens = _tokens(article.doc, stated.span)
    predicate = _dated(tokens, stated, predicate_of(tokens, stated))
    evidence, own = _clause(article, predicate, stated.span)
    own = [token for token in own if not wording.stands_in(token, stated.span)]
    head = _head(tokens, stated, predicate)
    parties = clauses.arguments(predicate)
    lemma = counted_word(tokens, stated, head, predicate)
    event = event_of(head, lemma, predicate, condition(tokens))
    dated = stated.value.dimension is Dimension.DATE
    about = About(
        label=labels.question(tokens, head, predicate, stated, article.cast),
        head=lemma,
        event=event,
        verbs=wording.verbs_of(own),
        words=wording.words_of(own, tokens.sent, stated.span, parties.subject or parties.object, event),
        subject=article.cast.word(parties.subject) if not _is_figure(parties.subject) else lemma,
        object=article.cast.word(parties.object) if not _is_figure(parties.object) else lemma,
        definite=wording.is_definite(head),
        naming=dated and stated.value.granularity == "year" and wording.names(tokens),
        roles=article.cast.roles(predicate, own),
        when=None if dated else article.dates.when(predicate, evidence, stated.span, event),
        others=tuple(_point(other.value) for other in others),
        change=change_of(article.doc, tokens, stated.value.dimension),
    )
    modality = of_value(predicate, tokens, stated.value.dimension)
    return _claim(article, [tokens[0], tokens[-1]], evidence, stated, about, modality)


def _dated(tokens: Tokens, stated: FoundValue, predicate: Token) -> Token:
    """What a past date is the date of: the call, and not the stepping down, of "called on him to go on Thursday"."""
    if stated.value.dimension is not Dimension.DATE or not _is_infinitive(predicate):
        return predicate
    if tense_at(tokens.root) is not Tense.PAST:
        return predicate
    for _ in range(clauses.REACH):
        if predicate.head.i == predicate.i or not _is_infinitive(predicate):
            break
        predicate = clauses.predicate_above(predicate.head)
    return predicate


def _head(tokens: Tokens, stated: FoundValue, predicate: Token) -> Token:
    """What a value counts or dates; a verb only where it is the predicate itself."""
    head = head_of(tokens, stated)
    moved = stated.value.dimension is Dimension.DATE and head.pos_ == "VERB" and _is_infinitive(head)
    return event_noun(predicate) or predicate if moved and head.i != predicate.i else head


def _is_infinitive(predicate: Token) -> bool:
    return any(child.tag_ == "TO" for child in predicate.children)


def _of_occurrence(article: _Article, occurrence: Occurrence) -> FoundClaim:
    tokens, cast = _tokens(article.doc, occurrence.span), article.cast
    evidence, own = _clause(article, occurrence.predicate, occurrence.span)
    relation, of, by = occurrence.relation, occurrence.of, occurrence.by
    acting, affected = (of, occurrence.acted_on) if relation.of is Role.AGENT else (by, of)
    event = next(filter(None, map(family, occurrence.unit.split())), "")
    about = About(
        label=labels.whether(occurrence, cast),
        head=relation.name,
        event=event,
        verbs=wording.verbs_of(own),
        words=wording.words_of(own, tokens.sent, occurrence.span, of, event),
        subject=cast.word(acting),
        object=cast.word(affected),
        roles=cast.roles_with(occurrence.predicate, own, {Role.AGENT: acting, Role.OBJECT: affected}),
        when=article.dates.when(occurrence.predicate, evidence, occurrence.span, event),
    )
    truth = 1.0 if occurrence.holds else 0.0
    value = Value(Dimension.OCCURRENCE, occurrence.unit, truth, truth, repr(1.0))
    stated = FoundValue(occurrence.span, occurrence.span, value)
    return _claim(article, [tokens[0]], evidence, stated, about, occurrence.modality)


def _clause(article: _Article, predicate: Token, value: Span) -> tuple[Span, list[Token]]:
    """The evidence for what a predicate says, and its own tokens."""
    clause = clauses.finite(predicate)
    evidence = clauses.evidence(article.doc, article.text, clause, value)
    return evidence, clauses.own_tokens(article.doc, clause, evidence)


def _claim(
    article: _Article, said: Sequence[Token], evidence: Span, stated: FoundValue, about: About, modality: Modality
) -> FoundClaim:
    holder = article.holders.of(said)
    put = () if modality is Modality.STATED else (PUT_AS[modality],)
    return FoundClaim(evidence, stated, about, holder.entity, holder.text, modality, (holder.reason, *put))


def _tokens(doc: Doc, span: Span) -> Tokens:
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    assert tokens is not None, "a value stands on tokens of its document"
    return tokens


def _is_figure(noun: Token | None) -> bool:
    """Whether a bare number stands where a noun would: "injured 30"."""
    return noun is not None and noun.pos_ == "NUM" and core(noun).i == noun.i


def _tells_own_death(claim: FoundClaim) -> bool:
    """Nobody tells that of themselves: the pronoun was resolved to the wrong one."""
    own = claim.holder is not None and (claim.holder, Role.OBJECT) in claim.about.roles
    return own and claim.about.head == "kill" and claim.stated.value.low == 1.0


def _point(value: Value) -> float:
    bound = value.low if value.low is not None else value.high
    assert isinstance(bound, float | int)
    return float(bound)
