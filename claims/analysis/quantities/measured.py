"""Numbers with the currency or unit written next to them, and neighbours put together: ranges and compounds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from spacy.tokens import Doc

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.numerals import SPACE, Numeral, find_numerals
from claims.analysis.spans import Span
from claims.analysis.values import Dimension

from .currencies import currency_after, currency_before
from .units import TIMES, Unit, unit_after, unit_named

COUNT = Unit(Dimension.COUNT, "")
MAGNITUDE = Unit(Dimension.MEASURE, "magnitude")
AGE_LIMIT = 125
CHANGES = frozenset(
    "rise fall grow increase decrease drop jump climb slide sink slip soar surge plunge plummet decline go move raise "
    "lower cut reduce boost change widen narrow improve shrink expand swell gain lose advance ease edge dip tumble "
    "extend push double triple upgrade downgrade".split()
)
_OLD = re.compile(rf"(?:{SPACE}|-)(?:old|of{SPACE}age)s?\b", re.IGNORECASE)
_JOINT = re.compile(rf"{SPACE}?[-–—]{SPACE}?|{SPACE}(?:to|or|and){SPACE}|-{SPACE}?(?:to|or){SPACE}")
_MINUS = re.compile(rf"(?:(?<![\w)%]{SPACE})(?<![\w)%])[-−–]|\b(?:minus|negative)(?:{SPACE}|-))$", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween{SPACE}(?:\w+{SPACE})?$", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom{SPACE}$", re.IGNORECASE)
_AGED = re.compile(rf"\b(?:aged?|ages)(?:{SPACE}of)?{SPACE}$", re.IGNORECASE)
_ARTICLE = re.compile(
    rf"\b(?:for|within|in|after|over|lasted|than|about|around|nearly|almost|under|at{SPACE}least){SPACE}(?P<article>an?)"
    rf"(?={SPACE}(?:{'|'.join(TIMES)})\b(?!{SPACE}?(?:ago|earlier|later|from|-|['’]s)))",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"\b(?:(?P<long>day|week|month|year|decade|century)(?:-|{SPACE})?long\b"
    rf"|(?:over|in|for|during|within){SPACE}the{SPACE}(?:past|last){SPACE}(?P<past>{'|'.join(TIMES)})\b(?!['’]s)"
    rf"|an?{SPACE}(?P<half>mile|{'|'.join(TIMES)}){SPACE}and{SPACE}a{SPACE}half\b)",
    re.IGNORECASE,
)
_QUAKE = re.compile(rf"(?:\bmagnitude(?:{SPACE}of)?(?:{SPACE}|-)$)|^(?:-|{SPACE})magnitude\b", re.IGNORECASE)


@dataclass(frozen=True)
class Measured:
    """A number (or a range of them) with the unit that is written next to it."""

    start: int
    end: int
    first: Numeral
    last: Numeral
    unit: Unit = COUNT
    range: bool = False
    age: bool = False
    sign: float = 1.0
    extra: float = 0.0  # what a second, smaller unit adds, in the unit's own terms ("5 feet 10 inches")


Stated = TypeVar("Stated", Numeral, Measured)


def find_measured(doc: Doc, masked: Sequence[Span]) -> list[Measured]:
    """Every number outside `masked` with its written unit, in order; ranges and "5 feet 10 inches" are one."""
    text = doc.text
    numerals = sorted([*find_numerals(text), *_articles(text)], key=lambda numeral: numeral.start)
    amounts = [amount for numeral in _apart(numerals, masked) if (amount := _amount(text, numeral))]
    single = _apart(_single(text), masked)
    return sorted([*_joined(doc, text, amounts), *single], key=lambda amount: (amount.start, -amount.end))


def _articles(text: str) -> Iterator[Numeral]:
    """ "A" before a unit of time states one where a preposition or hedge makes it a length ("for a week")."""
    for match in _ARTICLE.finditer(text):
        yield Numeral(match.start("article"), match.end("article"), 1.0, 1.0, 1.0, word=True)


def _single(text: str) -> Iterator[Measured]:
    """Units that are stated once without a number: "a week-long trip", "over the past year", "a mile and a half"."""
    for match in _ONE.finditer(text):
        kind = str(match.lastgroup)
        unit = unit_named(match.group(kind))
        count = 1.5 if kind == "half" else 1.0
        numeral = Numeral(match.start(kind), match.end(), count, count, count % 1 or 1.0, word=True)
        start = match.start() if kind == "half" else match.start(kind)
        if unit:
            yield Measured(start, match.end(), numeral, numeral, unit)


def _apart(stated: Iterable[Stated], masked: Sequence[Span]) -> Iterator[Stated]:
    """Those of them, in text order, that overlap none of `masked`."""
    spans = iter(sorted(masked))
    span = next(spans, None)
    for each in stated:
        while span and span.end <= each.start:
            span = next(spans, None)
        if span is None or each.end <= span.start:
            yield each


def _amount(text: str, numeral: Numeral) -> Measured | None:
    """The number with the currency or unit written next to it; None where letters are glued to it ("5G")."""
    before, start, end = currency_before(text, numeral.start), numeral.start, numeral.end
    if before:
        code = _behind(text, end)
        unit = Unit(Dimension.MONEY, before.code)
        return Measured(before.start, code or end, numeral, numeral, unit, sign=-1.0 if before.negative else 1.0)
    if after := currency_after(text, end, scaled=numeral.scaled > 1):
        return Measured(start, after.end, numeral, numeral, Unit(Dimension.MONEY, after.code, after.factor))
    sign = -1.0 if (minus := _MINUS.search(text[max(0, start - 10) : start])) else 1.0
    if matched := unit_after(text, end):
        old = _OLD.match(text, matched.end) if matched.unit.dimension is Dimension.DURATION else None
        if minus and matched.unit.dimension in (Dimension.MEASURE, Dimension.PERCENTAGE):
            start -= len(minus.group())
        end = old.end() if old else matched.end
        return Measured(
            start, end, numeral, numeral, matched.unit, age=bool(old), sign=sign if start < numeral.start else 1.0
        )
    if text[end : end + 1].isalnum():
        return None
    if minus and minus.group().strip("- ").isalpha():
        return Measured(start - len(minus.group()), end, numeral, numeral, sign=-1.0)
    if _QUAKE.search(text[max(0, start - 14) : start]) or _QUAKE.match(text[end : end + 11]):
        return Measured(start, end, numeral, numeral, MAGNITUDE)
    if _AGED.search(text[max(0, start - 10) : start]) and 0 < numeral.low < AGE_LIMIT:
        return Measured(start, end, numeral, numeral, TIMES["year"], age=True)
    return Measured(start, end, numeral, numeral)


def _behind(text: str, end: int) -> int:
    """Where a code that repeats the sign ends ("$75 U.S.", "$5 USD")."""
    after = currency_after(text, end, scaled=False)
    return after.end if after and after.factor == 1 else 0


def _joined(doc: Doc, text: str, amounts: list[Measured]) -> Iterator[Measured]:
    """Neighbours put together: the ends of a range, and the larger and smaller unit of one length or time."""
    held: Measured | None = None
    for amount in amounts:
        together = held and (_range(doc, text, held, amount) or _compound(text, held, amount))
        if held and not together:
            yield _with_unit(text, held, amount)
        held = together or amount
    if held:
        yield held


def _with_unit(text: str, one: Measured, two: Measured) -> Measured:
    """ "From 13.5 to 14 mm": what is no range still shares its unit."""
    shares = one.unit is COUNT and two.unit is not COUNT and not one.range and not two.age
    if shares and _JOINT.fullmatch(text, one.end, two.start) and _FROM.search(text[max(0, one.start - 8) : one.start]):
        return replace(one, unit=two.unit)
    return one


def _range(doc: Doc, text: str, one: Measured, two: Measured) -> Measured | None:
    gap = text[one.end : two.start] if two.start - one.end < 8 else ""
    if one.range or one.first.part or one.first.high is None or not _JOINT.fullmatch(gap):
        return None
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
    for _ in range(6):
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
    if not re.fullmatch(rf"{SPACE}?(?:,{SPACE}|and{SPACE}|,{SPACE}and{SPACE})?", text[one.end : two.start]):
        return None
    if text[two.end : two.end + 4].lower() in (" old", "-old"):
        return None
    return replace(one, end=two.end, extra=one.extra + two.first.low * two.unit.factor / one.unit.factor)
