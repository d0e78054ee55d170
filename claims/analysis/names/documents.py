"""Who issued what: "the statement", "a letter signed by ...", "the ministry's website", "the IMF report"."""

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from .sifting import sifted
from .titles import DOCUMENTS

# Who does this to a statement is its author; who describes or rejects it is not.
ISSUING = frozenset(
    "issue sign write publish release make post send draft read deliver pen circulate share file give unleash tweet "
    "commission conduct produce compile prepare author".split()
)
# Nouns that carry their issuer's name before them: "the IMF report", but not "the WikiLeaks emails".
BRANDED = frozenset(
    "report poll survey study analysis review statement communique communiqué editorial article story filing forecast "
    "release estimate website site page account blog channel feed research transcript".split()
)
SITES = frozenset("website site page account blog channel feed".split())
NOUNS = frozenset(form for word in DOCUMENTS | BRANDED for form in (word, word.capitalize()))
DEFINITE = frozenset("the this that these those".split())
# An issuer named before holds for this many tokens where another has issued one of the kind as well.
NEAR = 120
LONGEST = 30


@dataclass(frozen=True)
class Issued:
    """A document that somebody is said to have issued; `at` is its token."""

    at: int
    noun: str
    entity: int


@dataclass(frozen=True)
class Documents:
    """The documents of one text in text order, by their noun."""

    by_noun: Mapping[str, tuple[Issued, ...]]

    @classmethod
    def of(cls, found: Iterable[Issued]) -> "Documents":
        grouped: dict[str, list[Issued]] = {}
        for each in found:
            grouped.setdefault(each.noun, []).append(each)
        return cls({noun: tuple(each) for noun, each in grouped.items()})

    def sole(self, noun: str) -> int | None:
        """Who issued all documents of this kind that the article speaks of; None where two did, or nobody known."""
        issuers = {each.entity for each in self.by_noun.get(noun, ())}
        return issuers.pop() if len(issuers) == 1 else None

    def issuer(self, token: Token) -> tuple[int | None, tuple[int, ...]]:
        """Who issued the document a noun speaks of, and, where that is open, who may have, latest first.

        "The statement" is the last one before it, unless several have issued one and that is far away; "a
        statement" is whoever's its own phrase says.
        """
        earlier = self.by_noun.get(token.lemma_.lower(), ())
        before = earlier[: bisect.bisect_right(earlier, token.i, key=lambda each: each.at)]
        if not before:
            return None, ()
        last = before[-1]
        if last.at == token.i:
            return last.entity, ()
        latest = tuple(dict.fromkeys(each.entity for each in reversed(before[-LONGEST:])))
        if not is_definite(token):
            return None, ()
        if len(latest) == 1 or token.i - last.at <= NEAR:
            return last.entity, ()
        return None, latest


def is_definite(token: Token) -> bool:
    return any(child.lower_ in DEFINITE for child in token.lefts)


def issued(doc: Doc, known: Mapping[int, int], bodies: frozenset[int], quoted: frozenset[int]) -> Iterable[Issued]:
    """The documents of the narrator's text with a known author; `known`: token to entity, `bodies`: organisations."""
    for token in sifted(doc, "LEMMA", NOUNS):
        noun = token.lemma_.lower()
        if token.i in quoted or token.i in known or token.pos_ not in ("NOUN", "PROPN"):
            continue
        author = author_of(token, known)
        if author is None and noun in BRANDED:
            author = next((known[at] for at in before_noun(token) if known.get(at) in bodies), None)
        if author is not None and (author in bodies or noun in DOCUMENTS or noun in SITES):
            yield Issued(token.i, noun, author)


def before_noun(token: Token) -> Sequence[int]:
    return [child.i for child in token.lefts if child.dep_ in ("compound", "nmod")][::-1]


def author_of(token: Token, known: Mapping[int, int]) -> int | None:
    """Who has, signs or says something in the document, as far as its own clause says."""
    for child in token.children:
        if child.dep_ == "poss" and child.i in known:
            return known[child.i]
        by = child.text in ("by", "from") or (child.text == "of" and token.lemma_.lower() in DOCUMENTS)
        if by and (found := first_known(child.children, known)) is not None:
            return found
        if child.dep_ == "acl" and child.lemma_.lower() in ISSUING:
            agents = (each for agent in child.children if agent.dep_ == "agent" for each in agent.children)
            if (found := first_known(agents, known)) is not None:
                return found
    return issuer_of(token, known) if token.lemma_.lower() in DOCUMENTS else None


def issuer_of(token: Token, known: Mapping[int, int]) -> int | None:
    """The subject that issues the document, or says something in it."""
    top = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else token
    within = top.dep_ == "pobj" and top.head.lower_ in ("in", "with")
    put_out = top.dep_ in ("dobj", "obj") and top.head.lemma_.lower() in ISSUING
    clauses = [child for child in token.children if child.dep_ == "relcl" and child.lemma_.lower() in ISSUING]
    verb = clauses[0] if clauses else top.head.head if within else top.head
    if verb.pos_ != "VERB" or not (within or put_out or clauses):
        return None
    for subject in (child for child in verb.children if child.dep_ == "nsubj"):
        apposed = [child for child in subject.children if child.dep_ == "appos"]
        found = first_known([*apposed, subject], known)
        return found if found is not None else named_last(subject, verb, known)
    return None


def named_last(subject: Token, verb: Token, known: Mapping[int, int]) -> int | None:
    """The name right before the verb, comma aside: an apposition the parser hung elsewhere."""
    before = verb.i - 1 - (verb.i > 1 and verb.nbor(-1).text == ",")
    return known.get(before) if before > subject.i else None


def first_known(tokens: Iterable[Token], known: Mapping[int, int]) -> int | None:
    return next((known[token.i] for token in tokens if token.i in known), None)
