"""Values become claims: what each is about, the clause that says it, and whose claim it is."""

import datetime as dt
import re
from typing import Protocol

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from . import labels
from .facts.events import EMPTY, LIGHT, family, noun_group
from .found import About, FoundClaim, FoundEntity, FoundQuote, Role
from .spans import Span
from .values import Dimension, FoundValue, Value

CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ"))
CLAUSE = frozenset(("ROOT", "conj", "advcl", "relcl", "ccomp", "acl", "parataxis", "pcomp"))
OBJECT = frozenset(("dobj", "pobj", "attr", "nsubjpass", "oprd"))
INDEFINITE = frozenset(("a", "an", "another", "any", "some", "no", "every", "each"))
# Fewer content words than this do not tell what a clause is about.
ENOUGH_WORDS = 4
# The clause names a count that comes on top of the one it states.
ON_TOP = re.compile(r"\b(?:in addition to|on top of|along with|besides|apart from|plus|as well as)\s+$", re.I)


class Names(Protocol):
    """What claims ask of the names found in an article."""

    @property
    def entities(self) -> tuple[FoundEntity, ...]: ...
    def at(self, span: Span) -> int | None: ...


def find_claims(
    doc: Doc, values: list[FoundValue], names: Names, quotes: tuple[FoundQuote, ...]
) -> tuple[FoundClaim, ...]:
    """One claim for each value, in text order; a count that another one adds is told there, not on its own."""
    added = {other.span: stated for stated in values for other in added_to(doc, stated, values)}
    claims = [
        _claim(doc, stated, values, names, quotes)
        for stated in values
        if stated.span not in added and stated.core.end <= len(doc.text)
    ]
    return tuple(claim for claim in claims if claim)


def added_to(doc: Doc, stated: FoundValue, values: list[FoundValue]) -> list[FoundValue]:
    """Counts the same sentence adds to this one: "three districts in addition to four others"."""
    if stated.value.dimension is not Dimension.COUNT:
        return []
    sentence = _tokens(doc, stated.span).sent
    return [
        other
        for other in values
        if other.value.dimension is Dimension.COUNT
        and stated.span.end < other.span.start < sentence.end_char
        and other.value.unit in ("", "other", stated.value.unit)
        and ON_TOP.search(doc.text[stated.span.end : other.span.start])
    ]


def _claim(
    doc: Doc, stated: FoundValue, values: list[FoundValue], names: Names, quotes: tuple[FoundQuote, ...]
) -> FoundClaim | None:
    tokens = _tokens(doc, stated.span)
    if not tokens.text.strip():
        return None
    clause = _clause(tokens)
    evidence = _evidence(doc, clause, stated.span)
    head = _head(tokens, stated)
    holder, holder_text, reason = _holder(doc, stated.span, quotes)
    about = _about(doc, head, clause, evidence, stated, names)
    when = _when(doc, evidence, stated, values)
    others = tuple(_point(other.value) for other in added_to(doc, stated, values))
    about = About(**{**vars(about), "when": when, "others": others})
    return FoundClaim(evidence, stated, about, holder, holder_text, reasons=(reason,))


def _tokens(doc: Doc, span: Span) -> Tokens:
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    assert tokens is not None, "a value stands on tokens of its document"
    return tokens


def _clause(tokens: Tokens) -> Token:
    """The predicate of the innermost clause around the value."""
    token = tokens.root
    while token.head.i != token.i and (token.dep_ not in CLAUSE or token.pos_ not in ("VERB", "AUX")):
        token = token.head
    return token


def _evidence(doc: Doc, clause: Token, value: Span) -> Span:
    """The clause from its first to its last word, without a line break before or after the value's own line."""
    start = min(value.start, doc[clause.left_edge.i].idx)
    last = doc[clause.right_edge.i]
    end = max(value.end, last.idx + len(last))
    start = max(start, doc.text.rfind("\n", 0, value.start) + 1)
    line_end = doc.text.find("\n", value.end)
    end = min(end, line_end) if line_end >= 0 else end
    text = doc.text[start:end]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def _head(tokens: Tokens, stated: FoundValue) -> Token:
    """The noun a value counts or dates, else the verb it hangs on."""
    root = tokens.root
    if (
        stated.value.dimension in (Dimension.COUNT, Dimension.DATE)
        and root.pos_ == "NOUN"
        and not _is_unit(root, stated)
    ):
        return root
    measured = next((child for child in root.children if child.dep_ == "prep" and child.lower_ in ("of", "in")), None)
    if measured is not None and stated.value.dimension is not Dimension.DATE:
        noun = next((child for child in measured.children if child.dep_ == "pobj"), None)
        if noun is not None:
            return noun
    token = root
    while token.head.i != token.i and (token.pos_ not in ("NOUN", "PROPN", "VERB", "AUX") or _in(token, tokens)):
        token = token.head
    return _event_noun(token) or _complement(token)


def _complement(token: Token) -> Token:
    """What a bare "was" is about: its complement, else its subject."""
    if token.pos_ != "AUX":
        return token
    nouns = [child for child in token.children if child.pos_ in ("NOUN", "PROPN")]
    return next((noun for dep in ("attr", "nsubj") for noun in nouns if noun.dep_ == dep), token)


def _is_unit(root: Token, stated: FoundValue) -> bool:
    return stated.value.dimension is Dimension.DATE and _in_span(root, stated.span)


def _in(token: Token, tokens: Tokens) -> bool:
    return tokens.start <= token.i < tokens.end


def _in_span(token: Token, span: Span) -> bool:
    return span.start <= token.idx < span.end


def _event_noun(token: Token) -> Token | None:
    """The noun that names the event where the verb only carries it: "signed the deal", "agreed to a truce"."""
    if token.pos_ not in ("VERB", "AUX"):
        return None
    objects = [child for child in token.children if child.dep_ in OBJECT]
    objects += [
        deep for child in token.children if child.dep_ == "prep" for deep in child.children if deep.dep_ == "pobj"
    ]
    if token.dep_ in ("relcl", "acl"):
        # The small model takes "the deal Ada signed" for one compound name.
        objects += [token.head, *(child for child in token.head.children if child.dep_ == "compound")]
    named = [noun for noun in objects if noun.pos_ == "NOUN" and family(noun.lemma_)]
    return named[0] if named and (token.lemma_ in LIGHT or len(named) == 1) else None


def _holder(doc: Doc, value: Span, quotes: tuple[FoundQuote, ...]) -> tuple[int | None, str, str]:
    """Whose claim it is: the speaker of the innermost quote around the value, else the narrator."""
    around = [quote for quote in quotes if any(span.covers(value) or span.overlaps(value) for span in quote.spans)]
    if not around:
        return None, "", "stated in the article's own voice"
    quote = min(around, key=lambda quote: sum(span.end - span.start for span in quote.spans))
    text = quote.speaker.of(doc.text) if quote.speaker else "an unnamed speaker"
    return quote.speaker_entity, text, f"stated inside a quotation of {text}"


def _about(doc: Doc, head: Token, clause: Token, evidence: Span, stated: FoundValue, names: Names) -> About:
    tokens = [token for token in _tokens(doc, evidence) if not _in_span(token, stated.span)]
    subject = labels.subject(clause)
    verbs = [token.lemma_.lower() for token in tokens if token.pos_ == "VERB" and token.lemma_.lower() not in LIGHT]
    entities = {names.at(Span(token.idx, token.idx + len(token))) for token in tokens if not token.is_space}
    counted = stated.value.unit if stated.value.dimension is Dimension.COUNT else ""
    lemma = counted or head.lemma_.lower()
    return About(
        label=labels.question(doc, head, clause, stated),
        head=lemma,
        event=_event(head, lemma, clause),
        verbs=tuple(dict.fromkeys(verbs)),
        words=_words(tokens, head.sent, stated.span, subject),
        subject=subject.lemma_.lower() if subject is not None else "",
        definite=_is_definite(head),
        roles=tuple((entity, Role.OTHER) for entity in sorted(entity for entity in entities if entity is not None)),
    )


def _words(tokens: list[Token], sentence: Tokens, value: Span, subject: Token | None) -> tuple[str, ...]:
    """Content words of the clause; where they are too few, those of its sentence and then of the one before.

    A pronoun for subject takes what it stands for from the sentence before.
    """
    words = _content(tokens)
    if len(words) < ENOUGH_WORDS:
        words = _content([*tokens, *(token for token in sentence if not _in_span(token, value))])
    before = sentence.doc[: sentence.start]
    stands_in = subject is not None and subject.pos_ == "PRON"
    if (len(words) < ENOUGH_WORDS or stands_in) and len(before):
        words = tuple(dict.fromkeys([*words, *_content(list(before[-1].sent))]))
    return words


def _content(tokens: list[Token]) -> tuple[str, ...]:
    lemmas = (token for token in tokens if token.pos_ in CONTENT and token.is_alpha)
    words = (family(token.lemma_) or noun_group(token.lemma_) for token in lemmas if token.lemma_.lower() not in EMPTY)
    return tuple(dict.fromkeys(words))


def _is_definite(head: Token) -> bool:
    known = (child for child in head.children if child.dep_ in ("det", "poss"))
    return head.pos_ == "NOUN" and any(child.lower_ not in INDEFINITE for child in known)


def _event(head: Token, lemma: str, clause: Token) -> str:
    """The family of the head, else of the nearest verb above it, of the clause's predicate or of its object."""
    above = [token for token in head.ancestors if token.pos_ == "VERB"][:1]
    objects = [child for child in clause.children if child.dep_ in OBJECT]
    candidates = [lemma, *(token.lemma_ for token in [*above, clause, *objects])]
    return next(filter(None, map(family, candidates)), "")


def _when(doc: Doc, evidence: Span, stated: FoundValue, values: list[FoundValue]) -> Value | None:
    """The one date the clause gives for a value that is no date; None where it gives none or several."""
    if stated.value.dimension is Dimension.DATE:
        return None
    dates = [
        other.value
        for other in values
        if other.value.dimension is Dimension.DATE and evidence.covers(other.span) and _is_short(other.value)
    ]
    return dates[0] if len(set(dates)) == 1 else None


def _is_short(value: Value) -> bool:
    if not isinstance(value.low, dt.date) or not isinstance(value.high, dt.date):
        return False
    return (value.high - value.low).days <= 31


def _point(value: Value) -> float:
    bound = value.low if value.low is not None else value.high
    assert isinstance(bound, float | int)
    return float(bound)
