"""Dates that a text states, resolved to days of the calendar by what the text and its publication date give."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from claims.analysis.numbers.counting import token_at
from claims.analysis.values import FoundValue

from .anchors import Anchors, share_years
from .bounds import bounded
from .calendar_words import Kind
from .expressions import Expression, find_expressions
from .normal_forms import of_ancient, of_period, unresolved
from .resolution import Dated, Setting, resolved
from .sayings import dates_the_saying
from .tenses import tense_at

__all__ = ["Read", "dates_the_saying", "find_dates", "read_dates"]


@dataclass(frozen=True)
class Read:
    """A date expression and what it was read as: its TIMEX3 form (two for a range) and the value it states, if any."""

    expression: Expression
    forms: tuple[str, ...]
    stated: FoundValue | None


def find_dates(doc: Doc, published: dt.date | None, inferred: bool = False) -> list[FoundValue]:
    """Every date of the text that can be resolved, in order; what would have to be guessed is left out.

    Without a publication date, an earlier full date gives a later partial one its year or month.
    """
    return [each.stated for each in read_dates(doc, published, inferred) if each.stated]


def read_dates(doc: Doc, published: dt.date | None, inferred: bool = False) -> list[Read]:
    """Every date expression in order, resolved where the text, its publication and the tense allow it."""
    text, read = doc.text, list[Read]()  # spaCy builds the text anew each time it is asked
    expressions = share_years(text, find_expressions(doc))
    anchors = Anchors(text, expressions, within_line=published is not None)
    for each in expressions:
        tense = tense_at(token_at(doc, each.span.start))
        setting = Setting(published, anchors.before(each), tense)
        dated = None if anchors.before_our_era(each) else resolved(each, setting)
        anchors.add(each, dated.period if dated else None)
        stated = None
        if dated and not _modifies(doc, each):
            bounds = bounded(doc, text, each, dated.period)
            stated = bounds.found(each.span, inferred=inferred and dated.relative) if bounds else None
        read.append(Read(each, tuple(_forms(each, dated, anchors.ancient)), stated))
    return read


def _forms(each: Expression, dated: Dated | None, ancient: int | None) -> Iterator[str]:
    """The form of the expression, and of the end of its range."""
    if dated:
        yield of_period(each, dated.period)
        if each.until:
            yield of_period(each, dated.period, last=True)
        return
    for end in (each, each.until):
        if end:
            yield of_ancient(end) if end.kind is Kind.ANCIENT else unresolved(end, ancient)


def _modifies(doc: Doc, each: Expression) -> bool:
    """ "The 1990s war": a decade that only describes a noun dates nothing."""
    token = token_at(doc, each.span.end - 1)
    return each.kind is Kind.DECADE and token.dep_ in ("compound", "nmod", "amod", "nummod") and token.head.i > token.i
