"""Statements that nothing of a kind happened: "no deaths", "no one was killed"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue, Value

# Only what is counted in reports of events; "no comment" and "no plans" state no number.
_NOUNS = {
    "deaths": "death",
    "fatalities": "fatality",
    "injuries": "injury",
    "casualties": "casualty",
    "victims": "victim",
    "survivors": "survivor",
    "arrests": "arrest",
    "hostages": "hostage",
    "cases": "case",
    "infections": "infection",
    "passengers": "passenger",
    "civilians": "civilian",
}
_HARMED = "killed|injured|hurt|wounded|harmed|arrested|detained|missing|infected|charged"
_NO = re.compile(
    rf"\b(?P<no>no|zero){SPACE}(?:(?:reported|confirmed|known|serious|civilian|further|new|immediate|other){SPACE}){{0,3}}"
    rf"(?:(?:reports|report){SPACE}of{SPACE}(?:any{SPACE})?)?(?P<noun>{'|'.join(_NOUNS)})\b(?!{SPACE}?(?:other|except|but)\b)"
    rf"|\b(?P<one>no{SPACE}one|nobody)(?={SPACE}(?:(?:was|were|is|has{SPACE}been|had{SPACE}been|else{SPACE}was)"
    rf"{SPACE}(?:\w+{SPACE})?(?:{_HARMED})|died)\b)",
    re.IGNORECASE,
)


def find_zeros(doc: Doc) -> Iterator[FoundValue]:
    """A count of nought for each clear denial, in order."""
    for match in _NO.finditer(doc.text):
        core = Span(*match.span("no" if match.group("no") else "one"))
        unit = _NOUNS[lowered(match.group("noun"))] if match.group("noun") else ""
        yield FoundValue(Span(*match.span()), core, Value(Dimension.COUNT, unit, 0.0, 0.0, "1.0"))
