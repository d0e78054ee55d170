"""The clause around a value: its predicate, who acts in it, what is acted on, and the words that are its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.analysis.spans import Span

VERBAL = ("VERB", "AUX")
CLAUSES = frozenset(("ROOT", "conj", "advcl", "relcl", "ccomp", "acl", "parataxis", "pcomp", "csubj"))
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
CLOSING = ("”", '"', "''", "»")
RELATIVE = frozenset(("who", "which", "that", "whom"))
# Between a predicate and what governs it lie no more steps than this.
REACH = 12


@dataclass(frozen=True)
class Arguments:
    """Who acts and what is acted on, whatever the voice; a relative pronoun is replaced by what it stands for."""

    subject: Token | None
    object: Token | None
    passive: bool


def predicate_above(token: Token) -> Token:
    """The nearest predicate at or above a token, an infinitive included; the root of its sentence where none is."""
    while token.head.i != token.i and not is_predicate(token):
        token = token.head
    return token


def is_predicate(token: Token) -> bool:
    return token.pos_ in VERBAL and (token.dep_ in CLAUSES or token.dep_ == "xcomp")


def finite(predicate: Token) -> Token:
    """The predicate of the whole clause: above the infinitives of "agreed to try to return"."""
    while predicate.dep_ == "xcomp" and predicate.head.i != predicate.i and predicate.head.pos_ in VERBAL:
        predicate = predicate.head
    return predicate


def arguments(predicate: Token) -> Arguments:
    """Subject and object of a predicate, taken from the verbs above it where it has none of its own."""
    swallowed = _swallowed(predicate)
    if swallowed is not None:
        return Arguments(predicate.head, swallowed, passive=False)
    passive = is_passive(predicate)
    surface = surface_subject(predicate)
    if passive:
        return Arguments(agent(predicate), surface, passive)
    own = next((child for child in predicate.children if child.dep_ == "dobj"), None)
    if own is None and predicate.dep_ == "relcl" and surface is not None and surface.i != predicate.head.i:
        own = predicate.head if _lacks_object(predicate) else None
    return Arguments(surface, antecedent(own, predicate) if own is not None else None, passive)


def _swallowed(participle: Token) -> Token | None:
    """The object of "the deal Ada signed", which the small model takes for a name and a participle of it."""
    name = participle.head
    if participle.dep_ != "acl" or participle.tag_ not in ("VBN", "VBD") or name.pos_ != "PROPN":
        return None
    parts = [child for child in name.children if child.dep_ in ("compound", "nmod") and child.i < name.i]
    common = [part for part in parts if part.pos_ == "NOUN" and part.text.islower()]
    return common[-1] if common and not any(child.lower_ == "by" for child in participle.children) else None


def is_passive(predicate: Token) -> bool:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in predicate.children):
        return True
    if predicate.tag_ != "VBN" or any(child.lemma_ == "have" for child in predicate.children if child.dep_ == "aux"):
        return False
    if predicate.dep_ == "acl":
        return True
    own = any(child.dep_ in SUBJECTS for child in predicate.children)
    return predicate.dep_ == "conj" and not own and predicate.head.pos_ in VERBAL and is_passive(predicate.head)


def surface_subject(predicate: Token) -> Token | None:
    """The grammatical subject, shared along coordination and infinitives; of a participle the noun it modifies."""
    for _ in range(REACH):
        own = next((child for child in predicate.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            return antecedent(own, predicate)
        if (stray := _stray_subject(predicate)) is not None:
            return stray
        if _resumed(predicate):
            predicate = predicate.head.head
            continue
        if predicate.dep_ in ("acl", "relcl"):
            infinitive = any(child.tag_ == "TO" for child in predicate.children)
            return None if infinitive else predicate.head
        above = predicate.head
        if predicate.dep_ in ("pcomp", "prep"):
            while above.pos_ == "ADP" and above.head.i != above.i:
                above = above.head
        if above.i == predicate.i or above.pos_ not in VERBAL:
            return None
        if predicate.dep_ not in ("conj", "xcomp", "advcl", "pcomp"):
            return None
        predicate = above
    return None


def _stray_subject(predicate: Token) -> Token | None:
    """ "After the troops Friday moved in": the small model gives the subject to the preposition and leaves the verb."""
    before = predicate.left_edge.i - 1
    if predicate.dep_ != "advcl" or predicate.tag_ not in ("VBD", "VBZ") or before <= predicate.sent.start:
        return None
    if any(child.dep_ in ("mark", "aux", "advmod") and child.i < predicate.i for child in predicate.children):
        return None
    noun = predicate.doc[before]
    return noun if noun.dep_ == "pobj" and noun.head.lower_ in ("after", "before", "since", "until", "as") else None


def _resumed(predicate: Token) -> bool:
    """Whether a coordinate of a reported clause goes on from the report: "said it was “ours” and left"."""
    clause = predicate.head
    if predicate.dep_ != "conj" or clause.dep_ != "ccomp" or predicate.tag_ != "VBD" or clause.head.tag_ != "VBD":
        return False
    conjunction = next((child for child in clause.rights if child.dep_ == "cc" and child.i < predicate.i), None)
    return conjunction is not None and conjunction.i > 0 and conjunction.nbor(-1).text in CLOSING


def antecedent(argument: Token, predicate: Token) -> Token:
    """What a relative pronoun stands for; anything else stands for itself."""
    relative = predicate.dep_ == "relcl" and argument.lower_ in RELATIVE and argument.tag_ in ("WP", "WDT", "IN", "DT")
    return predicate.head if relative else argument


def agent(predicate: Token) -> Token | None:
    """The noun of "by the council" under a passive."""
    for child in predicate.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((deep for deep in child.children if deep.dep_ == "pobj" and deep.ent_type_ != "DATE"), None)
    return None


def core(noun: Token) -> Token:
    """The noun that is meant where a number or a part stands before it: "protester" of "dozens of protesters"."""
    if noun.pos_ == "NUM" or noun.lemma_.lower() in PARTS:
        of = next((child for child in noun.children if child.lower_ == "of"), None)
        inner = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
        return inner if inner is not None else noun
    return noun


PARTS = frozenset(
    "dozen hundred thousand million billion score number group couple some many most all majority half part several "
    "handful lot one percent % cent day week month year hour".split()
)


def coordinated(noun: Token) -> Iterator[Token]:
    """A noun and those joined to it by "and" or a comma."""
    yield noun
    while (noun := next((child for child in noun.children if child.dep_ == "conj"), noun)).dep_ == "conj":
        yield noun
        if not any(child.dep_ == "conj" for child in noun.children):
            return


def evidence(doc: Doc, text: str, clause: Token, value: Span) -> Span:
    """The clause from its first to its last word on the value's line, without the clauses that go on after it."""
    first, last = doc[_first(clause).i], clause.right_edge
    start, end = min(value.start, first.idx), max(value.end, last.idx + len(last))
    for follower in _followers(clause):
        edge = _before(follower)
        if edge.idx >= value.end:
            end = min(end, max(value.end, doc[edge.i - 1].idx + len(doc[edge.i - 1])))
    start = max(start, text.rfind("\n", 0, value.start) + 1)
    line_end = text.find("\n", value.end)
    end = min(end, line_end) if line_end >= 0 else end
    exact = text[start:end]
    return Span(start + len(exact) - len(exact.lstrip()), start + len(exact.rstrip()))


def own_tokens(doc: Doc, clause: Token, span: Span) -> list[Token]:
    """The tokens of an evidence that say something of its own clause: not what another predicate before it does."""
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand") or doc[clause.i : clause.i + 1]
    first = _first(clause)
    if first.i == clause.left_edge.i:
        return list(tokens)
    leader, start = _leader(clause), clause.left_edge.i
    return [token for token in tokens if token.i < leader.i or token.i >= start]


def _leader(clause: Token) -> Token:
    """The first of the coordinated predicates whose subject this one shares."""
    for _ in range(REACH):
        own = any(child.dep_ in SUBJECTS for child in clause.children)
        if clause.dep_ != "conj" or own or clause.head.pos_ not in VERBAL:
            break
        clause = clause.head
    return clause


def _first(clause: Token) -> Token:
    leader = _leader(clause)
    stray = _stray_subject(leader)
    return leader.left_edge if stray is None else stray.left_edge


def _followers(clause: Token) -> Iterator[Token]:
    return (child for child in clause.children if child.dep_ in ("conj", "parataxis") and child.pos_ in VERBAL)


def _before(follower: Token) -> Token:
    """The first token of a following clause, its conjunction and comma included."""
    edge = follower.left_edge
    while edge.i > edge.sent.start and (edge.nbor(-1).dep_ == "cc" or edge.nbor(-1).text in (",", ";", "--", "—", "–")):
        edge = edge.nbor(-1)
    return edge


def _lacks_object(predicate: Token) -> bool:
    """Whether a relative clause stands for the object of its verb: "the deal (that) Ada signed"."""
    return not any(child.dep_ in ("dobj", "ccomp", "xcomp") for child in predicate.children)
