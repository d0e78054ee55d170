"""Everything a text says about time: dates, times of day, durations, and what names no day ("now", "for years")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from .amounts import Amounts
from .dates.clocks import Clock
from .dates.finding import Read
from .dates.references import PARTS, Reference, find_references
from .numbers.number_words import lowered
from .numbers.numerals import SPACE as S
from .quantities.unit_tables import TIMES
from .spans import Span
from .values import Dimension, FoundValue, Value

LETTERS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M"}
LETTERS |= {"year": "Y", "decade": "DE", "century": "CE"}
LENGTHS = (Dimension.DURATION, Dimension.AGE)
PIECE = Read | Clock | Reference | FoundValue
WINDOW = 40
_PART = r"(?P<part>morning|afternoon|evening|night)"
_PART_OF = re.compile(rf"\b(?:the{S})?(?:early{S}|late{S})?{_PART}(?:{S}hours)?{S}(?:of|on){S}(?:the{S})?$", re.I)
_PART_IN = re.compile(rf"\b{_PART}\b", re.I)
_BETWEEN = re.compile(rf"[,;]?{S}?\(?(?:(?:on|of|at|about|around|by|until){S}){{0,2}}(?:the{S})?", re.I)
_FEW = re.compile(r"\b(?:few|several|couple)\b", re.I)
_JOINT = re.compile(r"\s?[-–—/]\s?|\s(?:to|and|or|through|until)\s")


@dataclass(frozen=True)
class TimeExpression:
    """Words that speak of time, with their value after TIMEX3 ("" where the text leaves it open).

    `value` is what they state as a claim could; None for what states nothing of its own ("recently", "9 November"
    with no year to go by, a year before our era).
    """

    span: Span
    form: str
    value: Value | None = None


@dataclass(frozen=True)
class _Day:
    """The last day and year the text has come to, in TIMEX3 form."""

    day: str = "XXXX-XX-XX"
    year: str = "XXXX"

    def after(self, form: str) -> "_Day":
        if match := re.match(r"((?:BC)?\d{4})(-\d\d-\d\d)?", form):
            return _Day(match[0] if match[2] else "XXXX-XX-XX" if form[:4] != self.day[:4] else self.day, match[1])
        return self


def find_time_expressions(doc: Doc, amounts: Amounts) -> list[TimeExpression]:
    """Every expression of time in text order, none overlapping; a range gives one for each of its ends."""
    text, last = doc.text, _Day()
    pieces = _without_overlaps(doc, text, amounts)
    found: list[TimeExpression] = []
    for i, each in enumerate(pieces):
        if isinstance(each, Read):
            found += _of_date(text, each)
            last = last.after(each.forms[-1])
        elif isinstance(each, Clock):
            found.append(_of_clock(each, _beside(text, pieces[max(0, i - 1) : i + 2], each) or last.day))
        elif isinstance(each, Reference):
            found.append(_of_reference(each, last))
        else:
            found.append(TimeExpression(each.core, of_duration(each.value, each.core.of(text)), each.value))
    return found


def _without_overlaps(doc: Doc, text: str, amounts: Amounts) -> list[PIECE]:
    """Dates and times of day, then durations and what names no day; of those the longer."""
    pieces: list[tuple[Span, bool, PIECE]] = [
        (_with_part(text, each.expression.span), True, each)
        for each in amounts.dates
        if each.stated or not each.expression.is_offset or each.expression.part == "vague"
    ]
    pieces += [(clock.core, True, clock) for clock in amounts.clocks]
    pieces += [(found.core, False, found) for found in amounts.values if found.value.dimension in LENGTHS]
    pieces += [(reference.span, False, reference) for reference in find_references(doc, text)]
    kept: list[tuple[Span, bool, PIECE]] = []
    for piece in sorted(pieces, key=lambda piece: piece[0]):
        if not kept or piece[0].start >= kept[-1][0].end:
            kept.append(piece)
        elif _outweighs(piece, kept[-1]):
            kept[-1] = piece
    return [piece for _, _, piece in kept]


def _outweighs(new: tuple[Span, bool, PIECE], kept: tuple[Span, bool, PIECE]) -> bool:
    """Dates outweigh the rest; of the rest the longer, but "weeks before" cuts no "two weeks before" short."""
    if new[1] != kept[1]:
        return new[1]
    if isinstance(new[2], Reference) and isinstance(kept[2], FoundValue) and kept[0].start < new[0].start:
        return False
    return new[0].end - new[0].start > kept[0].end - kept[0].start


def _with_part(text: str, span: Span) -> Span:
    """ "The night of 20 June": the part of the day belongs to the date."""
    part = _PART_OF.search(text, max(0, span.start - WINDOW), span.start)
    return Span(part.start(), span.end) if part else span


def _of_date(text: str, read: Read) -> Iterator[TimeExpression]:
    each, value = read.expression, read.stated.value if read.stated else None
    span = _with_part(text, each.span)
    joint = _JOINT.search(text, each.span.start, each.span.end) if each.until else None
    if joint:
        yield TimeExpression(Span(span.start, joint.start()), read.forms[0], value)
        yield TimeExpression(Span(joint.end(), span.end), read.forms[-1], value)
        return
    part = _PART_IN.search(text, span.start, span.end)
    is_day = re.fullmatch(r"(?:BC)?[\dX]{4}-[\dX]{2}-[\dX]{2}", read.forms[0])
    form = f"{read.forms[0]}T{PARTS[lowered(part['part'])]}" if part and is_day else read.forms[0]
    yield TimeExpression(span, form, value)


def _beside(text: str, neighbours: list[PIECE], clock: Clock) -> str:
    """The day that is stated right before or behind a time of day ("at 11 a.m. on 11 November")."""
    for each in neighbours:
        if isinstance(each, Read) and re.fullmatch(r"[\dX]{4}-[\dX]{2}-[\dX]{2}", each.forms[0]):
            span = each.expression.span
            first, second = min(span, clock.core), max(span, clock.core)
            if _BETWEEN.fullmatch(text, first.end, second.start):
                return each.forms[0]
    return ""


def _of_clock(clock: Clock, day: str) -> TimeExpression:
    """A range of times takes the form of its start; where the half of the day is open there is no time."""
    if clock.low is None:
        return TimeExpression(clock.core, day, None)
    zone = "Z" if clock.zone == "UTC" else clock.zone if clock.zone[:1] in ("+", "-") else ""
    return TimeExpression(clock.core, f"{day}T{clock.low // 60:02}:{clock.low % 60:02}{zone}", clock.value)


def _of_reference(reference: Reference, last: _Day) -> TimeExpression:
    form = reference.form
    if reference.season and last.year != "XXXX":
        form = f"{last.year}-{reference.season}"
    elif reference.part:
        form = f"{last.day}T{reference.part}"
    return TimeExpression(reference.span, form)


def of_duration(value: Value, stated: str) -> str:
    """ "P6W" for 42 days that were stated in weeks; "PXW" for some weeks."""
    words = re.findall(r"[a-z]+", lowered(stated).replace("centuries", "century"))
    name = next((unit for word in words for unit in LETTERS if word.removesuffix("s") == unit), "year")
    time, letter = ("T", LETTERS[name][1:]) if LETTERS[name].startswith("T") else ("", LETTERS[name])
    bound = value.low if value.low is not None else value.high
    ranging = value.low is not None and value.high is not None and value.low != value.high
    if ranging or not isinstance(bound, float | int) or _FEW.search(stated):
        return f"P{time}X{letter}"
    number = bound if value.dimension is Dimension.AGE else bound / TIMES[name].factor
    return f"P{time}{round(number, 1):g}{letter}"
