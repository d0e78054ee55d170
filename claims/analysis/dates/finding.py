"""Dates that a text states, resolved to days of the calendar by what the text and its publication date give."""

import datetime as dt

from spacy.tokens import Doc

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.hedges import date_hedge
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

from .anchors import Anchors, share_years
from .calendar_words import Kind
from .expressions import Expression, find_expressions
from .resolution import Dated, Setting, resolved
from .sayings import dates_the_saying
from .tenses import tense_at

__all__ = ["dates_the_saying", "find_dates"]


def find_dates(doc: Doc, published: dt.date | None, inferred: bool = False) -> list[FoundValue]:
    """Every date of the text that can be resolved, in order; what would have to be guessed is left out.

    Without a publication date, an earlier full date gives a later partial one its year or month.
    """
    text, found = doc.text, list[FoundValue]()  # spaCy builds the text anew each time it is asked
    expressions = share_years(text, find_expressions(doc))
    anchors = Anchors(text, expressions, within_line=published is not None)
    for each in expressions:
        tense = tense_at(token_at(doc, each.span.start))
        dated = resolved(each, Setting(published, anchors.before(each), tense))
        anchors.add(each, dated.period if dated else None)
        if dated and not _modifies(doc, each):
            found.append(_found(text, each, dated, inferred=inferred and dated.relative))
    return found


def _modifies(doc: Doc, each: Expression) -> bool:
    """ "The 1990s war": a decade that only describes a noun dates nothing."""
    token = token_at(doc, each.span.end - 1)
    return each.kind is Kind.DECADE and token.dep_ in ("compound", "nmod", "amod", "nummod") and token.head.i > token.i


def _found(text: str, each: Expression, dated: Dated, *, inferred: bool) -> FoundValue:
    period, hedge = dated.period, date_hedge(text, each.span.start)
    span = Span(hedge.start, each.span.end) if hedge else each.span
    low, high, comparator = period.low, period.high, Comparator.EXACTLY
    if each.until:
        comparator = Comparator.BETWEEN
    elif hedge:
        comparator = hedge.comparator
    elif period.approximate:
        comparator = Comparator.ABOUT
    if comparator is Comparator.AT_MOST:
        value = Value(Dimension.DATE, "date", None, high, period.grain, comparator, inferred)
    else:
        value = Value(Dimension.DATE, "date", low, high, period.grain, comparator, inferred)
    return FoundValue(span, each.span, value)
