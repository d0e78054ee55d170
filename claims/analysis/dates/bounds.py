"""How the words before a date bound, blur or move it: "by", "around", "after", "two days before"."""

import datetime as dt
import re
from dataclasses import dataclass

from spacy.tokens import Doc

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.hedges import date_hedge
from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import SPACE as S
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

from . import periods
from .calendar_words import Kind
from .dateforms import COUNT
from .periods import Period
from .wordings import Expression, counted

WINDOW = 40
POINTED = (Kind.WEEKDAY, Kind.TODAY, Kind.UNIT)
_STEP = re.compile(
    rf"(?<!\w)(?:the{S}|(?P<count>{COUNT}){S})(?P<unit>day|week|month|year|decade)s?{S}(?P<way>after|following|from|before)"
    rf"{S}$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    rf"(?<!\w)(?:(?:shortly|soon|just|immediately|right|sometime){S})?(?:(?P<after>after|later{S}than)|before|prior{S}to){S}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bounded:
    """What a date amounts to with the words before it."""

    span: Span
    period: Period
    comparator: Comparator
    moved: bool = False

    def found(self, core: Span, *, inferred: bool) -> FoundValue:
        low: dt.date | None = self.period.low
        high: dt.date | None = self.period.high
        if self.comparator is Comparator.MORE_THAN:
            low, high = high, None
        elif self.comparator is Comparator.LESS_THAN:
            low, high = None, low
        elif self.comparator is Comparator.AT_MOST:
            low = None
        value = Value(Dimension.DATE, "date", low, high, self.period.grain, self.comparator, inferred)
        return FoundValue(self.span, self.span if self.moved else core, value)


def bounded(doc: Doc, text: str, each: Expression, period: Period) -> Bounded | None:
    """The date as its words bound it; None where they move it by a step that is not told ("some days after May 3")."""
    start, plain = each.span.start, Comparator.ABOUT if period.approximate else Comparator.EXACTLY
    if each.until:
        return Bounded(each.span, period, Comparator.BETWEEN)
    if not _describes(doc, text, each):
        if step := _STEP.search(text, max(0, start - WINDOW), start):
            return _moved(each, period, step)
        if side := _SIDE.search(text, max(0, start - WINDOW), start):
            comparator = Comparator.MORE_THAN if side["after"] else Comparator.LESS_THAN
            return Bounded(Span(side.start(), each.span.end), period, comparator)
    hedge = date_hedge(text, start)
    if hedge and not (hedge.comparator is Comparator.ABOUT and each.kind in POINTED):  # "asked about this morning"
        return Bounded(Span(hedge.start, each.span.end), period, hedge.comparator)
    return Bounded(each.span, period, plain)


def _moved(each: Expression, period: Period, step: re.Match[str]) -> Bounded | None:
    """ "Two days after May 3" is May 5."""
    groups = {"count": step["count"] or "a", "unit": step["unit"]}
    stride = counted(each, groups)
    fine = ("day", "week", "month", "year", "decade").index(lowered(step["unit"]))
    if stride is None or stride.part == "vague" or periods.GRAINS.index(period.grain) > fine:
        return None
    back = lowered(step["way"]) == "before"
    moved = periods.shifted(period.low if back else period.high, stride.name, -stride.count if back else stride.count)
    if moved is None:
        return None
    exact = stride.name == "day" and not period.approximate
    comparator = Comparator.EXACTLY if exact else Comparator.ABOUT
    return Bounded(Span(step.start(), each.span.end), moved, comparator, moved=True)


def _describes(doc: Doc, text: str, each: Expression) -> bool:
    """ "After Monday's attack", "before the 2016 election": the words bound the event and not the date."""
    if re.match(r"['’]s?\b", text[each.span.end : each.span.end + 3]):
        return True
    token = token_at(doc, each.span.end - 1)
    return token.dep_ in ("compound", "nmod", "amod", "nummod", "poss") and token.head.idx >= each.span.end
