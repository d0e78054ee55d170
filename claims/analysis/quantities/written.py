"""Numbers with the currency or unit that is written next to them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from spacy.tokens import Doc

from claims.analysis.numbers.numerals import SPACE, Numeral, find_numerals
from claims.analysis.spans import Span
from claims.analysis.values import Dimension

from .currencies import currency_after, currency_before
from .joining import joined
from .measured import MAGNITUDE, OCCASION, Measured, aged
from .multiples import find_multiples, find_occasions, times_after
from .unit_tables import NAMES, TIMES, TIMES_AS_MUCH, YEAR_OF_AGE, Unit
from .units import UnitMatch, rate_of, unit_after, unit_named

AGE_LIMIT = 125
_OLD = re.compile(rf"(?:{SPACE}|-)(?:old|of{SPACE}age)s?\b", re.IGNORECASE)
_MINUS = re.compile(
    rf"(?:(?<![\d)%]{SPACE})(?<![\w)%])[-−]|(?<![\w)%]{SPACE})(?<![\w)%])–|\b(?:minus|negative)(?:{SPACE}|-))$",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"(?P<limit>\b(?:under|over|above|below){SPACE}the{SPACE})?\b(?:aged?|ages)(?:{SPACE}of)?{SPACE}$", re.IGNORECASE
)
_ARTICLE = re.compile(
    rf"\b(?:(?:for|within|in|after|lasted)(?={SPACE}an?{SPACE}(?!block|mile|kilomet))|over|than|about|around|nearly|almost|"
    rf"under|at{SPACE}least|up{SPACE}to){SPACE}(?P<article>an?)"
    rf"(?={SPACE}(?:{'|'.join(TIMES)}|mile|kilometer|kilometre|block(?={SPACE}(?:away|from|before)))\b(?!{SPACE}?(?:ago|earlier|later|from|-|['’]s)))",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"\b(?:(?P<long>day|week|month|year|decade|century)(?:-|{SPACE})?long\b"
    rf"|(?:over|in|for|during|within){SPACE}the{SPACE}(?:past|last){SPACE}(?P<past>{'|'.join(TIMES)})\b(?!['’]s)"
    rf"|an?{SPACE}(?P<half>mile|{'|'.join(TIMES)}){SPACE}and{SPACE}a{SPACE}half\b)",
    re.IGNORECASE,
)
_LASTING = re.compile(
    rf"\b(?:for|in|about|than|after|within|every|only|just|lasted|lasts|of|by|least|most|nearly|almost|exactly|to|took)"
    rf"{SPACE}$",
    re.IGNORECASE,
)
_APART = re.compile(rf"{SPACE}(?:before|after|later|earlier|ahead|apart)\b")
_FOOT = re.compile(r"-(?P<inches>\d{1,2}|[a-z]{3,6})(?:-inch)?(?![\w-])", re.IGNORECASE)
CALIBER = NAMES["caliber"]
_QUAKE = re.compile(rf"(?:\bmagnitude(?:{SPACE}of)?(?:{SPACE}|-)$)|^(?:-|{SPACE})magnitude\b", re.IGNORECASE)


Stated = TypeVar("Stated", Numeral, Measured)


def find_measured(doc: Doc, masked: Sequence[Span]) -> list[Measured]:
    """Every number outside `masked` with its written unit, in order; ranges and "5 feet 10 inches" are one."""
    text = doc.text
    numerals = sorted([*find_numerals(text), *_articles(text)], key=lambda numeral: numeral.start)
    amounts = list(_first_of_each(filter(None, (_amount(text, numeral) for numeral in _apart(numerals, masked)))))
    single = _apart(_first_of_each([*_single(text), *_words(doc, text)]), masked)
    return sorted([*single, *joined(doc, text, amounts)], key=lambda amount: (amount.start, -amount.end))


def _words(doc: Doc, text: str) -> Iterator[Measured]:
    """Words that are a number and its unit at once: "twice as many", "was hit twice"."""
    for numeral in find_multiples(doc, text):
        yield Measured(numeral.start, numeral.end, numeral, numeral, TIMES_AS_MUCH)
    for numeral in find_occasions(doc, text):
        yield Measured(numeral.start, numeral.end, numeral, numeral, OCCASION)


def _first_of_each(stated: Iterable[Measured]) -> Iterator[Measured]:
    """In text order; of those that overlap, the first."""
    end = 0
    for each in sorted(stated, key=lambda amount: (amount.start, -amount.end)):
        if each.start >= end:
            end = each.end
            yield each


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
    start, end = numeral.start, numeral.end
    if before := currency_before(text, start):
        code, unit = _behind(text, end), Unit(Dimension.MONEY, before.code)
        return Measured(before.start, code or end, numeral, numeral, unit, sign=-1.0 if before.negative else 1.0)
    if after := currency_after(text, end, scaled=numeral.scaled > 1):
        return Measured(start, after.end, numeral, numeral, Unit(Dimension.MONEY, after.code, after.factor))
    minus = _MINUS.search(text[max(0, start - 10) : start])
    if matched := unit_after(text, end):
        return _with_unit(text, numeral, matched, minus)
    if times := times_after(text, end):
        return Measured(start, times, numeral, numeral, TIMES_AS_MUCH)
    if text[end : end + 1].isalnum():
        return None
    if minus and minus.group().strip("- ").isalpha():
        return Measured(start - len(minus.group()), end, numeral, numeral, sign=-1.0)
    if _QUAKE.search(text[max(0, start - 14) : start]) or _QUAKE.match(text[end : end + 11]):
        return Measured(start, end, numeral, numeral, MAGNITUDE)
    if (age := _AGED.search(text[max(0, start - 20) : start])) and 0 < numeral.low < AGE_LIMIT:
        hedged = start - len(age.group()) if age.group("limit") else 0
        return Measured(start, end, numeral, numeral, YEAR_OF_AGE, age=True, hedged_from=hedged)
    return Measured(start, end, numeral, numeral)


def _with_unit(text: str, numeral: Numeral, matched: UnitMatch, minus: re.Match[str] | None) -> Measured | None:
    if _states_no_time(text, numeral, matched):
        return None
    old = _OLD.match(text, matched.end) if matched.unit.dimension is Dimension.DURATION else None
    if old:
        return Measured(numeral.start, old.end(), numeral, numeral, aged(matched.unit), age=True)
    if inches := _inches(text, matched):
        end, more = inches
        return Measured(numeral.start, end, numeral, numeral, matched.unit, extra=more)
    matched = rate_of(text, matched)
    unit = _bored(matched.unit, numeral.low) if matched.unit is CALIBER else matched.unit
    if minus and unit.dimension in (Dimension.MEASURE, Dimension.PERCENTAGE):
        return Measured(numeral.start - len(minus.group()), matched.end, numeral, numeral, unit, sign=-1.0)
    return Measured(numeral.start, matched.end, numeral, numeral, unit)


def _inches(text: str, matched: UnitMatch) -> tuple[int, float] | None:
    """ "5-foot-10": where the inches end, and their number in feet."""
    match = _FOOT.match(text, matched.end) if matched.unit is NAMES["foot"] else None
    inches = next(find_numerals(match.group("inches")), None) if match else None
    return (match.end(), inches.low / 12) if match and inches and inches.low < 12 else None


def _bored(unit: Unit, number: float) -> Unit:
    """Calibers in inches: ".50", "50" and "357" caliber are 0.5, 0.5 and 0.357."""
    return replace(unit, factor=unit.factor / (1 if number < 1 else 100 if number < 100 else 1000))


def _states_no_time(text: str, numeral: Numeral, matched: UnitMatch) -> bool:
    """ "A zero-day flaw", "one day the house will fall"."""
    if matched.unit.dimension is not Dimension.DURATION:
        return False
    word = text[numeral.start : numeral.end].lower()
    if word == "one" and matched.unit is TIMES["day"]:
        before, after = text[max(0, numeral.start - 12) : numeral.start], text[matched.end : matched.end + 9]
        return not (_LASTING.search(before) or _APART.match(after) or text[numeral.end] == "-")
    return word == "zero"


def _behind(text: str, end: int) -> int:
    """Where a code that repeats the sign ends ("$75 U.S.", "$5 USD")."""
    after = currency_after(text, end, scaled=False)
    return after.end if after and after.factor == 1 else 0
