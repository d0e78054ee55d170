"""Whether a date only says when something was said."""

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.values import Dimension, FoundValue

SAYING = frozenset(
    "say tell add write tweet post speak comment state explain insist stress note reply respond argue warn remark "
    "report quote cite recall acknowledge".split()
)
# These tell of an event of their own when they have an object ("announced the deal on Monday").
TELLING = frozenset("announce confirm claim declare reveal reiterate deny suggest allege publish release issue".split())
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
    """Whether the date hangs on a verb or noun of speech ("said on Saturday", "in a statement posted on May 3")."""
    if found.value.dimension is not Dimension.DATE:
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


def _says(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX"):
        if any(child.lower_ in ("will", "shall") for child in token.children):
            return False  # a speech that is still to come is an event
        if lemma in SAYING:
            return True
        objects = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]
        of_statement = token.head.lemma_.lower() in STATEMENTS and token.dep_ in ("acl", "relcl")
        return of_statement or (lemma in TELLING and not objects)
    return token.pos_ == "NOUN" and lemma in STATEMENTS
