"""Dates that date nothing: "the heaviest fighting since the 1990s", "the situation today".

Whoever says "today" means the day of speaking. Of what was done that is the day of the text, or nearly; of what is or
shall be ("we can grow our economy today") it is no day at all.
"""

import bisect
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue

from .tenses import Tense, tense_at

REACH = 12
BEST = frozenset(("JJS", "RBS"))
FIRST = frozenset("first only last".split())
PRESENT = frozenset("today now tonight".split())


def dates_nothing(doc: Doc, found: FoundValue, spoken: Sequence[Span]) -> bool:
    """Whether a date only says since when there was nothing like it, or that the present is meant.

    `spoken` are the spans of direct speech, in order.
    """
    if found.value.dimension is not Dimension.DATE:
        return False
    token = token_at(doc, found.span.start)
    return _compares(doc, token) or (_is_bare(token, found) and (_is_present(token) or _is_told_of(token, spoken)))


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


def _is_bare(token: Token, found: FoundValue) -> bool:
    return token.lower_ in PRESENT and found.span.end == token.idx + len(token)


def _is_told_of(token: Token, spoken: Sequence[Span]) -> bool:
    """Whether it is said in direct speech, and not of what was done."""
    before = bisect.bisect_right(spoken, token.idx, key=lambda span: span.start) - 1
    return before >= 0 and token.idx < spoken[before].end and tense_at(token) is not Tense.PAST


def _is_present(token: Token) -> bool:
    """ "The situation today is difficult": under a noun or a mere "is" the present is the time of the whole text."""
    above = token.head
    return above.pos_ == "AUX" or (above.pos_ == "NOUN" and above.i < token.i) or above.i == token.i
