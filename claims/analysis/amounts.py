"""All values of a text: dates first, then the quantities that are no part of one."""

import datetime as dt

from spacy.tokens import Doc

from .dates import find_dates
from .expressions import find_expressions
from .quantities import find_quantities
from .values import FoundValue


def find_values(doc: Doc, published: dt.date | None, inferred: bool = False) -> list[FoundValue]:
    """Dates and quantities in text order, none overlapping; what is written as a date is never a quantity."""
    dates = find_dates(doc, published, inferred)
    dated = {date.core for date in dates}
    masked = [each.span for each in find_expressions(doc) if each.span in dated or not each.is_offset]
    quantities = find_quantities(doc, masked)
    spans = [date.span for date in dates]
    kept = [each for each in quantities if not any(each.span.overlaps(span) for span in spans)]
    return sorted([*dates, *kept], key=lambda each: each.span)
