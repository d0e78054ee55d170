"""Dates that date nothing: "the heaviest fighting since the 1990s", "the situation today"."""

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.values import Dimension, FoundValue

REACH = 12
BEST = frozenset(("JJS", "RBS"))
FIRST = frozenset("first only last".split())
PRESENT = frozenset("today now tonight".split())


def dates_nothing(doc: Doc, found: FoundValue) -> bool:
    """Whether a date only says since when there was nothing like it, or that the present is meant."""
    if found.value.dimension is not Dimension.DATE:
        return False
    token = token_at(doc, found.span.start)
    return _compares(doc, token) or _is_present(token, found)


def _compares(doc: Doc, token: Token) -> bool:
    """ "The worst storm since 1953" was not in 1953: one as bad was."""
    since = token.i - 1
    if since > 0 and doc[since].lower_ in ("the", "at", "least"):
        since -= 1 if doc[since].lower_ == "the" else 2
    if since <= 0 or doc[since].lower_ != "since":
        return False
    for before in reversed(doc[max(token.sent.start, since - REACH) : since]):
        if before.text in (",", ";", ":", "-", "—", "–") or before.tag_ in ("VBD", "VBZ", "VBP"):
            return False
        if before.tag_ in BEST or (before.lower_ in FIRST and before.head.pos_ in ("NOUN", "PROPN")):
            return True
    return False


def _is_present(token: Token, found: FoundValue) -> bool:
    """ "The situation today is difficult": under a noun or a mere "is" the present is the time of the whole text."""
    if token.lower_ not in PRESENT or found.span.end != token.idx + len(token):
        return False
    above = token.head
    return above.pos_ == "AUX" or (above.pos_ == "NOUN" and above.i < token.i) or above.i == token.i
