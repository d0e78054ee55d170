"""All values of a text: dates first, then the quantities that are no part of one."""

import datetime as dt

from spacy.tokens import Doc

from .dates.expressions import find_expressions
from .dates.finding import find_dates
from .quantities.finding import find_quantities
from .values import Dimension, FoundValue


def find_values(doc: Doc, published: dt.date | None, inferred: bool = False) -> list[FoundValue]:
    """Dates and quantities in text order, none overlapping; what is written as a date is never a quantity."""
    dates = find_dates(doc, published, inferred)
    dated = {date.core for date in dates}
    masked = [each.span for each in find_expressions(doc) if each.span in dated or not each.is_offset]
    kept: list[FoundValue] = []
    for each in sorted([*dates, *find_quantities(doc, masked)], key=lambda found: found.span):
        if not kept or each.span.start >= kept[-1].span.end:
            kept.append(each)
        elif each.value.dimension is Dimension.DATE and kept[-1].value.dimension is not Dimension.DATE:
            kept[-1] = each
    return kept
