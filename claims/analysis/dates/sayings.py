"""Whether a date or a time of day only says when something was said."""

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.values import Dimension, FoundValue

from .tenses import AIMING

# Fewer than the verbs that attribute: what is found, ruled, agreed or charged on a day is an event of that day.
SAYING = frozenset(
    "say tell add write tweet post speak comment state explain insist stress note reply respond argue warn remark "
    "quote cite recall acknowledge complain indicate estimate contend joke predict emphasize reiterate".split()
)
# These tell of an event of their own when they have an object ("announced the deal on Monday").
TELLING = frozenset(
    "announce confirm claim declare reveal deny suggest allege publish release issue report admit concede".split()
)
STATEMENTS = frozenset(
    "statement interview speech tweet post remark comment briefing conference address broadcast report letter article "
    "message release".split()
)
LINKS = (
    "prep",
    "pobj",
    "npadvmod",
    "tmod",
    "nmod",
    "compound",
    "appos",
    "nummod",
    "amod",
    "advmod",
    "dobj",
    "pcomp",
    "dep",
)


def dates_the_saying(doc: Doc, found: FoundValue) -> bool:
    """Whether a date or time hangs on a verb or noun of speech ("said on Saturday", "a statement posted on May 3")."""
    if found.value.dimension not in (Dimension.DATE, Dimension.TIME):
        return False
    inside = {token.i for token in doc.char_span(found.span.start, found.span.end, alignment_mode="expand") or ()}
    token = token_at(doc, found.core.start)
    for _ in range(8):
        if token.i not in inside and _says(token):
            return True
        outside = token.i not in inside and token.pos_ not in ("ADP", "DET", "NUM")
        if token.head is token or (outside and token.pos_ not in ("ADV",)):
            return False
        token = token.head
    return False


def _is_to_come(verb: Token) -> bool:
    """A speech that is still to come is an event: "will speak on Friday", "is due to speak"."""
    if any(child.lower_ in ("will", "shall") for child in verb.children):
        return True
    infinitive = any(child.tag_ == "TO" for child in verb.children)
    return infinitive and verb.head.lemma_.lower() in AIMING | {"go"}


def _says(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX"):
        if _is_to_come(token):
            return False
        if lemma in SAYING:
            return True
        objects = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]
        of_statement = token.head.lemma_.lower() in STATEMENTS and token.dep_ in ("acl", "relcl")
        return of_statement or (lemma in TELLING and not objects)
    return token.pos_ == "NOUN" and lemma in STATEMENTS
