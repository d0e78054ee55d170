"""Typed claims without a figure: who was dismissed, arrested or killed, who signed, won or withdrew."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from claims.analysis.found import Modality
from claims.analysis.spans import Span

from . import readings, relations
from .casting import Cast
from .clauses import REACH, VERBAL, core
from .factuality import standing
from .modality import DENYING
from .readings import Reading
from .relations import RELATIONS, Relation

# An order is spoken of again in the next sentence: no more tokens lie between.
NEXT = 5
SOME = frozenset("a an another any some many several no few more other most every each".split())


@dataclass(frozen=True)
class Occurrence:
    """A relation that a text says holds or does not; `of` is the noun it is told of, `by` who did it to it.

    `unit` is the relation, with the noun acted on where that is no entity ("approve bill").
    """

    span: Span
    relation: Relation
    unit: str
    holds: bool
    modality: Modality
    predicate: Token
    of: Token
    by: Token | None
    acted_on: Token | None


def find_occurrences(doc: Doc, cast: Cast) -> Iterator[Occurrence]:
    """One for each predicate that is told of an entity as a fact, a denial, a plan or an allegation, in text order."""
    ordered: Occurrence | None = None
    for found in _in_order(doc, cast):
        found = _of_the_order(found, ordered) if ordered is not None else found
        if found.relation.name in relations.ORDERED:
            ordered = found
        yield found


def _in_order(doc: Doc, cast: Cast) -> Iterator[Occurrence]:
    for token in doc:
        if token.text[0].isupper() and token.i != token.sent.start:
            continue  # a headline's words, whose parse tells little
        if token.pos_ in VERBAL and token.lemma_.lower() in readings.TRIGGERS:
            meanings = readings.of_verb(token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in relations.NOUNS:
            meanings = readings.of_noun(token)
        else:
            continue
        for reading in meanings:
            if found := _occurrence(doc, token, reading, cast):
                yield found
                break


def _of_the_order(found: Occurrence, ordered: Occurrence) -> Occurrence:
    """ "Refused to sign the order" after "she fired Carl Dunmore" is told of Carl Dunmore's dismissal."""
    order = found.acted_on
    if found.relation.name not in ("sign", "approve") or order is None or order.lemma_.lower() not in relations.ORDERS:
        return found
    known = [child for child in order.children if child.dep_ in ("det", "poss")]
    itself = len(known) == 1 and known[0].lower_ in ("the", "this", "that", "his", "her", "its") and not [*order.rights]
    near = found.predicate.sent.start - ordered.predicate.sent.end <= NEXT
    if not itself or not near:
        return found
    return replace(found, relation=ordered.relation, unit=ordered.unit, of=ordered.of, by=found.of, acted_on=None)


def _occurrence(doc: Doc, token: Token, reading: Reading, cast: Cast) -> Occurrence | None:
    relation = RELATIONS[reading.sense.relation]
    of = _named(reading.of, relation, cast)
    if of is None:
        return None
    predicate = token if token.pos_ in VERBAL else token.head
    while predicate.pos_ == "ADP" and predicate.head.i != predicate.i:
        predicate = predicate.head
    told = standing(predicate) if predicate.pos_ in VERBAL else None
    if told is None or (reading.presupposed and told.modality is not Modality.STATED):
        return None
    if told.modality is Modality.PLANNED and token.lemma_.lower() in ("die", "perish"):
        return None
    denied = predicate is not token and predicate.lemma_.lower() in DENYING
    turned = told.holds != _has_no(reading.acted_on)
    holds = reading.sense.holds if reading.presupposed else turned == reading.sense.holds
    modality = Modality.DENIED if denied else told.modality
    span = _span(doc, token, reading.words)
    unit = f"{relation.name} {reading.noun}" if reading.noun else relation.name
    return Occurrence(span, relation, unit, holds, modality, predicate, of, reading.by, reading.acted_on)


def _named(noun: Token | None, relation: Relation, cast: Cast) -> Token | None:
    """The noun, where it is an entity of a kind that the relation can hold of."""
    if noun is None or core(noun).i != noun.i:
        return None
    kind = cast.kind(noun)
    if (noun.pos_ == "NOUN" and noun.lemma_.lower() in relations.KIN) or _is_some(noun):
        return None
    return noun if kind is not None and kind in relation.kinds else None


def _has_no(noun: Token | None) -> bool:
    """ "Reached no agreement"."""
    return noun is not None and any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children)


def _is_some(noun: Token) -> bool:
    """ "Three Gazans", "an Englishman": nobody in particular."""
    return any(
        child.dep_ == "nummod" or (child.dep_ in ("det", "amod") and child.lower_ in SOME) for child in noun.children
    )


def _span(doc: Doc, token: Token, words: tuple[Token, ...]) -> Span:
    """The predicate with its auxiliaries and negation, the verb that turns it round, its particle and its noun."""
    first = last = token
    for word in words:
        first, last = min(first, word, key=_index), max(last, word, key=_index)
    verb = first
    for _ in range(REACH):
        for child in verb.children:
            if child.dep_ in ("aux", "auxpass", "neg") and child.i < first.i:
                first = child
        if verb.dep_ != "xcomp" or verb.head.i > verb.i or verb.head.pos_ not in VERBAL:
            break
        verb = verb.head
        first = verb
    return Span(first.idx, last.idx + len(last))


def _index(token: Token) -> int:
    return token.i
