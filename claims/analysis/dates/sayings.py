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
# Who responds to one of these speaks.
ANSWERED = STATEMENTS | frozenset(
    "accusation allegation charge claim complaint criticism critic question query request suggestion demand reporter "
    "rumor rumour speculation email tweet news inquiry".split()
)
CLAUSE = 40  # a verb further back is no longer one of the same clause
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
            return not (_only_closes(found, token) or _opens_what_is_said(found, token))
        outside = token.i not in inside and token.pos_ not in ("ADP", "DET", "NUM")
        if token.head is token or (outside and token.pos_ not in ("ADV",)):
            return False
        token = token.head
    return False


def _only_closes(found: FoundValue, saying: Token) -> bool:
    """ "She was hit about 7 p.m., police said": the clause before the comma is dated, and not what closes it."""
    doc, end = saying.doc, found.span.end
    if saying.idx < end or not any(token.text == "," for token in doc[token_at(doc, end).i : saying.i]):
        return False
    first = token_at(doc, found.span.start).i
    for token in reversed(doc[max(0, first - CLAUSE) : first]):
        goes_on = token.text == "." and token.nbor(1).text[0].islower()  # "on Elm St. about 7 p.m."
        if token.is_space or token.tag_ == "CC" or (token.is_punct and not goes_on):
            return False
        if token.pos_ in ("VERB", "AUX"):
            return True
    return False


def _opens_what_is_said(found: FoundValue, saying: Token) -> bool:
    """ "They say that around 11 p.m. he stood outside": what comes behind "that" is part of what is said."""
    between = saying.doc[saying.i + 1 : token_at(saying.doc, found.span.start).i]
    return len(between) > 0 and between[0].lower_ == "that" and between[0].tag_ in ("IN", "WDT")


def _is_to_come(verb: Token) -> bool:
    """A speech that is still to come is an event: "will speak on Friday", "is due to speak"."""
    if any(child.lower_ in ("will", "shall") for child in verb.children):
        return True
    infinitive = any(child.tag_ == "TO" for child in verb.children)
    return infinitive and verb.head.lemma_.lower() in AIMING | {"go"}


def _goes_to(verb: Token, lemma: str) -> bool:
    """ "Officers responded to the crash": they went there, and answered nobody."""
    to = next((child for child in verb.children if child.lower_ == "to" and child.dep_ == "prep"), None)
    if lemma != "respond" or to is None:
        return False
    return any(child.pos_ == "NOUN" and child.lemma_.lower() not in ANSWERED for child in to.children)


def _says(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX"):
        if _is_to_come(token) or _goes_to(token, lemma):
            return False
        if lemma in SAYING:
            return True
        objects = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]
        of_statement = token.head.lemma_.lower() in STATEMENTS and token.dep_ in ("acl", "relcl")
        return of_statement or (lemma in TELLING and not objects)
    return token.pos_ == "NOUN" and lemma in STATEMENTS
