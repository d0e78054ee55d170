"""The bores of firearms as they are written with a point: ".45-caliber", "a .357 revolver", "a.38 pistol"."""

import re
from collections.abc import Iterator

from claims.analysis.numbers.numerals import SPACE
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue, Value

from .unit_tables import NAMES

_ARMS = "revolver|pistol|handgun|rifle|gun|carbine|magnum|cartridge|ammunition|bullet|weapon"
# An article may be glued to the point; any other letter ends a sentence there, and a digit makes it a decimal.
_FORM = re.compile(
    rf"(?:(?<!\w)|(?<=\ba)|(?<=\bthe))\.(?P<digits>\d{{2,3}})(?:(?P<unit>(?:{SPACE}|-)calib(?:er|re)s?)\b"
    rf"|(?={SPACE}(?:[A-Z&][\w&.-]{{0,20}}{SPACE}){{0,3}}(?:(?:semi-?)?automatic{SPACE})?(?:{_ARMS})s?\b))",
    re.IGNORECASE,
)


def find_calibers(text: str) -> Iterator[FoundValue]:
    """The bores in meters, in text order."""
    inch = NAMES["caliber"]
    for match in _FORM.finditer(text):
        digits = match.group("digits")
        bore, step = float(f"0.{digits}") * inch.factor, 10.0 ** -len(digits) * inch.factor
        span = Span(*match.span())
        low = float(f"{bore:.12g}")
        yield FoundValue(span, span, Value(Dimension.MEASURE, inch.name, low, low, repr(float(f"{step:.12g}"))))
