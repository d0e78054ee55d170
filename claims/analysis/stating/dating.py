"""The date that a clause gives for what it tells."""

import bisect
import datetime as dt
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.analysis.facts.events import family
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue, Value

from .clauses import VERBAL, finite, is_predicate

LONGEST = 31
DIRECT = frozenset(("pobj", "npadvmod", "tmod", "obl", "advmod", "dobj"))
STEPS = 8
# "Since May 9" and "before May 9" do not date what is told.
OUTSIDE = frozenset("since until before after till".split())
# What happens "as" and "when" something else does happens on its day.
MEANWHILE = frozenset("as when while".split())


class Dates:
    """The dates of a text that are no longer than a month, to be asked clause by clause."""

    def __init__(self, doc: Doc, values: Sequence[FoundValue]) -> None:
        self._doc = doc
        self._found = [each for each in values if each.value.dimension is Dimension.DATE and _is_short(each.value)]
        self._starts = [each.span.start for each in self._found]

    def when(self, predicate: Token, evidence: Span, apart: Span, event: str) -> Value | None:
        """The day or month of a predicate; None where its clause gives none, or several with equal right.

        A date right under the predicate comes before one that stands elsewhere in its clause; one of another
        predicate's or of another `event` ("since the November 9 deal") is never taken.
        """
        low, high = bisect.bisect_left(self._starts, evidence.start), bisect.bisect_left(self._starts, evidence.end)
        ranked: dict[bool, set[Value]] = {True: set(), False: set()}
        for each in self._found[low:high]:
            if not each.span.overlaps(apart) and (place := self._place(each, predicate, event)) is not None:
                ranked[place].add(each.value)
        best = ranked[True] or ranked[False]
        return next(iter(best)) if len(best) == 1 else None

    def _place(self, each: FoundValue, predicate: Token, event: str) -> bool | None:
        """True right under the predicate, False elsewhere in its clause, None in another's."""
        tokens = self._doc.char_span(each.span.start, each.span.end, alignment_mode="expand")
        if tokens is None:
            return None
        token, direct = tokens.root, tokens.root.dep_ in DIRECT
        for _ in range(STEPS):
            if token.i == predicate.i:
                return direct
            if is_predicate(token) and not tokens.start <= token.i < tokens.end:
                return direct if _one_clause(token, predicate) else None
            if token.head.i == token.i:
                return None
            token = token.head
            if token.lower_ in OUTSIDE or (token.pos_ == "NOUN" and family(token.lemma_) not in ("", event)):
                return None
            direct = direct and (token.pos_ in ("ADP", *VERBAL) or tokens.start <= token.i < tokens.end)
        return None


def _one_clause(one: Token, other: Token) -> bool:
    """Whether a date under one predicate is another's too: "agreed on Friday to leave", "met on Friday and agreed"."""
    if finite(one).i == finite(other).i:
        return True
    if one.pos_ not in VERBAL:
        return False
    if _meanwhile(finite(one), finite(other)) or _meanwhile(finite(other), finite(one)):
        return True
    return finite(other).head.i == one.i and finite(other).dep_ in ("conj", "advcl") and not _has_subject(other)


def _meanwhile(clause: Token, main: Token) -> bool:
    marks = (child for child in clause.children if child.dep_ in ("mark", "advmod") and child.lower_ in MEANWHILE)
    return clause.dep_ == "advcl" and clause.head.i == main.i and next(marks, None) is not None


def _has_subject(predicate: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in finite(predicate).children)


def _is_short(value: Value) -> bool:
    if not isinstance(value.low, dt.date) or not isinstance(value.high, dt.date):
        return False
    return (value.high - value.low).days <= LONGEST
