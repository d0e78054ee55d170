"""The date expressions of a text, unresolved."""

import re
from dataclasses import replace

from spacy.tokens import Doc

from .dateforms import FORMS
from .lookalikes import plausible
from .wordings import Expression, read

__all__ = ["Expression", "find_expressions"]


def find_expressions(doc: Doc) -> list[Expression]:
    """Every date expression of a text in order, resolvable or not, none overlapping; the longest wins."""
    text = doc.text
    found = (read(kind, match) for kind, pattern in FORMS for match in pattern.finditer(text))
    candidates = [_of_2001(text, each) for each in found if each and plausible(doc, text, each)]
    candidates.sort(key=lambda each: (each.span.start, -each.span.end))
    chosen: list[Expression] = []
    for each in candidates:
        if not chosen or each.span.start >= chosen[-1].span.end:
            chosen.append(each)
        elif each.span.end - each.span.start > chosen[-1].span.end - chosen[-1].span.start:
            chosen[-1] = each
    return chosen


def _of_2001(text: str, each: Expression) -> Expression:
    """ "The Sept. 11 attacks" are those of 2001 in whatever year they are spoken of."""
    if (each.month, each.day, each.year, each.which_year) != (9, 11, None, ""):
        return each
    before, after = text[max(0, each.span.start - 24) : each.span.start], text[each.span.end : each.span.end + 24]
    spoken_of = re.match(r"(?:,|\s)\s?(?:terror\w*\s)?(?:attack|hijack)", after) or re.search(
        r"attacks (?:of|on) $", before
    )
    return replace(each, year=2001) if spoken_of else each
