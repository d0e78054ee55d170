"""Numbers put together with their neighbours: ranges, compounds, and lists that share one unit or noun."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.numerals import SPACE, Numeral
from claims.analysis.values import Dimension

from .measured import COUNT, Measured

CHANGES = frozenset(
    "rise fall grow increase decrease drop jump climb slide sink slip soar surge plunge plummet decline go move raise "
    "lower cut reduce boost change widen narrow improve shrink expand swell gain lose advance ease edge dip tumble "
    "extend push double triple upgrade downgrade".split()
)
_JOINT = re.compile(rf"{SPACE}?[-–—]{SPACE}?|{SPACE}(?:to|or|and){SPACE}|-{SPACE}?(?:to|or){SPACE}|-to-")
_AND = re.compile(rf"-?{SPACE}(?:and|or|and/or){SPACE}")
_COMMA = re.compile(rf"-?,{SPACE}")
_COMPOUND = re.compile(rf"{SPACE}?(?:,{SPACE}|and{SPACE}|,{SPACE}and{SPACE})?")
REACH = 10  # so many steps up the parse lies the verb of "raise the number of seats from 65 to 125"
IN_TWO_UNITS = (0.3048, 0.45359237)  # "5 feet, 10 inches" and "6 pounds, 2 ounces"; "3 acres, 300 feet" are two
_BETWEEN = re.compile(rf"\bbetween{SPACE}(?:\w+{SPACE})?$", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom{SPACE}$", re.IGNORECASE)


def joined(doc: Doc, text: str, amounts: list[Measured]) -> list[Measured]:
    """Neighbours put together: the ends of a range, and the larger and smaller unit of one length or time."""
    together: list[Measured] = []
    for amount in amounts:
        held = together[-1] if together else None
        one = held and (_range(doc, text, held, amount) or _compound(text, held, amount))
        if one:
            together[-1] = one
        else:
            together.append(amount)
    return list(_sharing(text, together))


def _sharing(text: str, amounts: list[Measured]) -> Iterator[Measured]:
    """ "Two and 3 percent", "10, 12 and 15 boats", "from 13.5 to 14 mm": what is no range still shares its unit."""
    shared: list[Measured] = []
    for one in reversed(amounts):
        two = shared[-1] if shared else None
        shared.append(_with_what_follows(text, one, two) if two else one)
    yield from reversed(shared)


def _with_what_follows(text: str, one: Measured, two: Measured) -> Measured:
    if one.unit is not COUNT or one.range or two.age or one.first.part or two.unit.dimension is Dimension.RATIO:
        return one
    gap = text[one.end : two.start] if two.start - one.end < 12 else ""
    moved = _JOINT.fullmatch(gap) and _FROM.search(text[max(0, one.start - 8) : one.start])
    if not (moved or _AND.fullmatch(gap) or (two.noun_from and _COMMA.fullmatch(gap))):
        return one
    if _BETWEEN.search(text[max(0, one.start - 20) : one.start]):
        return one
    return replace(one, unit=two.unit, noun_from=two.noun_from or two.last.end)


def _range(doc: Doc, text: str, one: Measured, two: Measured) -> Measured | None:
    gap = text[one.end : two.start] if two.start - one.end < 8 else ""
    if one.range or one.first.part or one.first.high is None or not _JOINT.fullmatch(gap):
        return None
    if gap.startswith("-") and "or" in gap:
        return None  # "a 7- or 8-inch screen" is one of two
    before = text[max(0, one.start - 20) : one.start]
    if ("and" in gap) != bool(_BETWEEN.search(before)):
        return None
    if one.unit is not COUNT and two.unit is COUNT and not (one.unit.dimension is Dimension.MONEY or one.age):
        return None
    unit = two.unit if one.unit is COUNT else one.unit
    if two.unit not in (unit, COUNT):
        return None
    first = _first(one.first, two.first)
    if first.low * one.sign >= (two.first.high or two.first.low) * two.sign:
        return None
    moves = one.unit is not COUNT or bool(_FROM.search(before))
    if "to" in gap and moves and _changes(doc, one):
        return None
    return replace(two, start=one.start, first=first, unit=unit, range=True, sign=one.sign, age=one.age or two.age)


def _first(first: Numeral, last: Numeral) -> Numeral:
    """ "Five to six million": the scale of the second number goes for the first."""
    if first.scaled > 1 or last.scaled == 1 or first.low >= last.low / last.scaled:
        return first
    return _scaled(first, last.scaled)


def _scaled(numeral: Numeral, size: float) -> Numeral:
    high = None if numeral.high is None else numeral.high * size
    return replace(numeral, low=numeral.low * size, high=high, step=numeral.step * size, scaled=size)


def _changes(doc: Doc, amount: Measured) -> bool:
    """Whether the verb above says that something moved from one number to the other."""
    token = token_at(doc, amount.start)
    for _ in range(REACH):
        if token.pos_ in ("VERB", "NOUN") and token.lemma_.lower() in CHANGES:
            return True
        if token.pos_ == "VERB" or token.head is token:
            return False
        token = token.head
    return False


def _compound(text: str, one: Measured, two: Measured) -> Measured | None:
    same = (
        one.unit.name == two.unit.name
        and one.unit.dimension is two.unit.dimension
        and one.unit.dimension in (Dimension.DURATION, Dimension.MEASURE)
    )
    if not same or one.range or two.unit.factor >= one.unit.factor or one.unit.offset:
        return None
    if not _COMPOUND.fullmatch(text[one.end : two.start]):
        return None
    listed = "," in text[one.end : two.start] and one.unit.dimension is Dimension.MEASURE
    if listed and one.unit.factor not in IN_TWO_UNITS:
        return None
    if text[two.end : two.end + 4].lower() in (" old", "-old"):
        return None
    share = two.unit.factor / one.unit.factor
    first = replace(one.first, step=two.first.step * share)
    return replace(one, end=two.end, first=first, last=first, extra=one.extra + two.first.low * share)
