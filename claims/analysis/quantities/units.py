"""The unit that stands behind a number, and what it is stated per."""

import re
from dataclasses import dataclass

from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.values import Dimension

from .unit_tables import NAMES, SIGNS, TIMES, UNSPACED, Unit

SECONDS = 86400


def _forms(name: str) -> tuple[str, ...]:
    """The name and its plurals ("miles per hour", "degrees celsius", "kilowatt hours", "centuries")."""
    head, space, rest = name.partition(" ")
    if head == "degree" or rest.startswith(("per ", "an ")):
        return name, f"{head}s{space}{rest}"
    return name, f"{name}s", name.removesuffix("y") + "ies"


_FORMS = {form: unit for name, unit in NAMES.items() for form in _forms(name)}
_PIECE = r"[^\W\d_]+\.?"
_BEHIND = re.compile(rf"(?:{SPACE}|-)?(?:({_PIECE})(?:(?:{SPACE}|-)({_PIECE}))?(?:(?:{SPACE}|-)({_PIECE}))?)")
# "1200 W. Main Street": a side of town, and no watts.
_STREETS = "St Street Ave Avenue Blvd Boulevard Rd Road Dr Drive Lane Way Pkwy Parkway".split()
_STREET = rf"\.?[ ](?:[A-Z0-9][\w’']*[ ]){{1,3}}(?:{'|'.join(_STREETS)})\b"
_SIGN = re.compile(
    rf"(?P<gap>{SPACE}|-)?(?P<sign>{'|'.join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))})"
    rf"(?![\w/²³]|{_STREET})"
)
_PER = re.compile(
    rf"(?:{SPACE}|-)(?:an?|each|every)(?:{SPACE}|-)(?P<time>{'|'.join(TIMES)})\b|(?:{SPACE}|-)per(?:{SPACE}|-)(?P<noun>[^\W\d_]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class UnitMatch:
    unit: Unit
    end: int


def unit_after(text: str, end: int) -> UnitMatch | None:
    """The unit written right behind a number, with one space or hyphen between at most; the longest name wins."""
    if match := _BEHIND.match(text, end):
        pieces = [lowered(piece) for piece in match.groups() if piece]
        for count in range(len(pieces), 0, -1):
            name = " ".join(pieces[:count])
            for form, stop in ((name, 0), (name.rstrip("."), int(name.endswith(".")))):
                if form in _FORMS:
                    return UnitMatch(_FORMS[form], match.end(count) - stop)
    match = _SIGN.match(text, end)
    if match is None or (match.group("gap") and match.group("sign") in UNSPACED):
        return None
    return UnitMatch(SIGNS[match.group("sign")], match.end())


def unit_named(lemma: str) -> Unit | None:
    """The unit a noun's lemma names, for units that stand apart from their number ("two bloody weeks")."""
    return NAMES.get(lowered(lemma))


def rate_of(text: str, matched: UnitMatch) -> UnitMatch:
    """The unit with what it is stated per, where it is ("5,000 gallons a minute" in m3/s, "3.8 yards per run")."""
    unit = matched.unit
    if unit.dimension is not Dimension.MEASURE or "/" in unit.name or unit.offset:
        return matched
    match = _PER.match(text, matched.end)
    if match is None:
        return matched
    word = lowered(match.group("time") or match.group("noun"))
    per = _FORMS.get(word)
    if per is not None and per.dimension is Dimension.DURATION:
        return UnitMatch(Unit(unit.dimension, f"{unit.name}/s", unit.factor / (per.factor * SECONDS)), match.end())
    if per is not None and per.dimension is Dimension.MEASURE:
        return UnitMatch(Unit(unit.dimension, f"{unit.name}/{per.name}", unit.factor / per.factor), match.end())
    return UnitMatch(Unit(unit.dimension, f"{unit.name}/{word}", unit.factor), match.end())
