"""All values of a text: dates and times of day first, then the quantities that are no part of one."""

import datetime as dt
from dataclasses import dataclass

from spacy.tokens import Doc

from .dates.clocks import Clock, find_clocks
from .dates.finding import Read, read_dates
from .quantities.finding import find_certain, find_quantities, overlaps_any
from .values import Dimension, FoundValue

TEMPORAL = (Dimension.DATE, Dimension.TIME)


@dataclass(frozen=True)
class Amounts:
    """What a text states in figures and dates, with the date expressions and times of day it was read from."""

    values: list[FoundValue]
    dates: list[Read]
    clocks: list[Clock]


def find_values(doc: Doc, published: dt.date | None, inferred: bool = False) -> list[FoundValue]:
    """Dates, times and quantities in text order, none overlapping; what is written as a date is never a quantity."""
    return read_amounts(doc, published, inferred).values


def read_amounts(doc: Doc, published: dt.date | None, inferred: bool = False) -> Amounts:
    dates, clocks = read_dates(doc, published, inferred), list(find_clocks(doc))
    stated = [each.stated for each in dates if each.stated]
    stated += [FoundValue(clock.span, clock.core, clock.value) for clock in clocks if clock.value]
    certain = [each.span for each in find_certain(doc.text)]
    stated = [each for each in stated if not overlaps_any(each.span, certain)]
    masked = [each.expression.span for each in dates if each.stated or not each.expression.is_length]
    masked += [clock.core for clock in clocks]
    kept: list[FoundValue] = []
    for each in sorted([*stated, *find_quantities(doc, masked)], key=lambda found: found.span):
        if not kept or each.span.start >= kept[-1].span.end:
            kept.append(each)
        elif each.value.dimension in TEMPORAL and kept[-1].value.dimension not in TEMPORAL:
            kept[-1] = each
    return Amounts(kept, dates, clocks)
