"""Whether a predicate is negated, and whether that reaches a value beside it."""

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from claims.analysis.facts.events import family

from .clauses import REACH, SUBJECTS

NEGATIONS = frozenset("not n't n’t never no nor neither".split())
# What follows "not" here makes it no denial.
HARMLESS = frozenset("only just merely least until more less fewer".split())
KNOWN = frozenset("the this that these those".split())
DESCRIBING = frozenset("amod compound nmod nummod".split())
UNTOUCHED = frozenset("with despite after since before".split())


def negated(predicate: Token, but: Tokens | None = None) -> bool:
    """Whether a "not" or "never" stands by the predicate itself; "not only" and "not until" deny nothing.

    Words inside `but` do not count: "no one" may be the value itself.
    """
    for child in predicate.children:
        if but is not None and but.start <= child.i < but.end:
            continue
        if child.dep_ == "neg" or (child.lower_ in NEGATIONS and child.dep_ in ("advmod", "preconj")):
            after = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
            if after not in HARMLESS:
                return not any(deep.lower_ == "until" for deep in predicate.children)
        if child.dep_ in SUBJECTS and (child.lower_ in ("nobody", "none") or _has_no(child)):
            return True
    return False


def _is_known(noun: Token) -> bool:
    return any(child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in KNOWN) for child in noun.children)


def _has_no(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in ("no", "neither") for child in noun.children)


def in_scope(predicate: Token, token: Token, *, dated: bool) -> bool:
    """Whether a "not" beside the predicate reaches a value: not in its subject, nor in another clause.

    Nor does it reach the date of a noun: "did not answer for the raid of May 3"; nor what describes something known
    that stands under a preposition: "did not play in Thursday's 31-24 win".
    """
    for _ in range(REACH):
        if token.dep_ in DESCRIBING and token.head.dep_ == "pobj" and _is_known(token.head):
            return False
        if dated and token.pos_ == "NOUN" and token.ent_type_ not in ("DATE", "TIME"):
            return False
        if token.head.i == predicate.i:
            if token.dep_ in SUBJECTS:
                return bool(family(predicate.lemma_))
            return token.dep_ != "advcl" and token.lower_ not in UNTOUCHED
        if token.head.i == token.i:
            break
        token = token.head
    return True
