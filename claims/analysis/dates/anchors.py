"""Which earlier date of a text a later, partial one leans on."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median_low

from claims.analysis.spans import Span

from .calendar_words import Kind
from .expressions import Expression
from .periods import Period

NARRATIVE = 3  # stated years that make a text without a publication date a narrative one may read years from
ASIDE = 25  # years from the middle of all stated years; a date further off is an aside and carries no other
_JOINT = re.compile(r"\s*(?:,\s*)?(?:to|and|or|until|till|through|[-–—])\s*(?:on\s+|the\s+)?")
NEXT_LINE = 1  # so many lines on a date may still be pointed back to
BACK = ("that", "same", "following", "previous")
PARTIAL = (Kind.DAY, Kind.MONTH, Kind.SEASON)


def share_years(text: str, expressions: Sequence[Expression]) -> list[Expression]:
    """ "From May 15 to August 16, 1988": the first end takes the year that the second states."""
    shared = list(expressions)
    for i in range(len(shared) - 2, -1, -1):
        first, second = shared[i], shared[i + 1]
        undated = first.kind in PARTIAL and first.year is None and not first.which_year and not first.which
        if not (undated and second.year and second.kind in PARTIAL and first.month and second.month):
            continue
        if _JOINT.fullmatch(text, first.span.end, second.span.start):
            year = second.year - (first.month > second.month)
            until = replace(first.until, year=year) if first.until else None
            shared[i] = replace(first, year=year, until=until)
    return shared


def strays(expressions: Sequence[Expression]) -> set[Span]:
    """Those whose year stands alone between dates of one other year: the story is still in that other year."""
    dated = [each for each in expressions if each.year and each.kind in (*PARTIAL, Kind.YEAR)]
    found = set[Span]()
    kept: int | None = None
    for i, each in enumerate(dated):
        if kept != each.year and i + 1 < len(dated) and dated[i + 1].year == kept:
            found.add(each.span)
        else:
            kept = each.year
    return found


def _points_back(each: Expression) -> bool:
    """ "Two days later", "the same night": no year has to be guessed, whatever the text."""
    return each.kind is Kind.OFFSET or (each.kind is Kind.UNIT and each.which in BACK)


class Anchors:
    """The last date before an expression that others may lean on, kept while a text is read from its start.

    With `within_line` a paragraph leans on nothing outside itself.
    """

    def __init__(self, text: str, expressions: Sequence[Expression], *, within_line: bool) -> None:
        self._text, self._within_line = text, within_line
        years = [each.year for each in expressions if each.year and each.kind in (*PARTIAL, Kind.YEAR)]
        self._leads = within_line or len(years) >= NARRATIVE
        self._strays = strays(expressions)
        self._middle = median_low(years) if years else 0
        self._anchor: Period | None = None
        self._end = 0
        self.ancient: int | None = None  # the year before our era that the text last spoke of

    def before(self, each: Expression) -> Period | None:
        if self._within_line and "\n" in self._text[self._end : each.span.start]:
            self._anchor = self.ancient = None
        if self._leads or (_points_back(each) and self._text.count("\n", self._end, each.span.start) <= NEXT_LINE):
            return self._anchor
        return None

    def before_our_era(self, each: Expression) -> bool:
        """Whether "in September" is of a year before our era that the text speaks of."""
        partial = each.kind in PARTIAL and each.year is None and not (each.which or each.which_year)
        return partial and self.ancient is not None

    def add(self, each: Expression, period: Period | None) -> None:
        if each.kind is Kind.ANCIENT:
            self._anchor = None
            self.ancient = each.year if each.name not in ("century", "decade", "millennium") else None
        elif period and each.kind not in (Kind.DECADE, Kind.CENTURY) and not self._looks_aside(each, period):
            self._anchor, self.ancient = period, None
        self._end = each.span.end

    def _looks_aside(self, each: Expression, period: Period) -> bool:
        """Looks back ("since 1921", "the previous year") and far-off years do not move a narrative on."""
        if each.which in ("previous", "earlier", "previously", "before") or self._text[
            max(0, each.span.start - 7) : each.span.start
        ].strip().lower().endswith("since"):
            return True
        if each.span in self._strays:
            return True
        return not self._within_line and abs(period.low.year - self._middle) > ASIDE
