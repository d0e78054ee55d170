"""Where a number or a day stands on an axis, and which of them are written beside it."""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.charts.wording import ENGLISH, Wording

Bound = float | dt.date | None
# Beyond these a bound is open, or nothing: no article counts so far.
LARGEST, SMALLEST = 1e30, 1e-30
# From here on a linear axis would show the small ones as one.
LOGARITHMIC_FROM = 1000.0
LAST_DAY = dt.date.max.toordinal()
DAYS = (1, 2, 7, 14)
MONTHS = (1, 2, 3, 6)


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in values, from `start` to `end` on the page."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[tuple[float, str], ...]
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Where a value stands; those beyond the ends, at the end."""
        low, high, place = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            fold = math.log10 if low > 0 else _folded
            low, high, place = fold(low), fold(high), fold(place)
        share = (place - low) / (high - low) if high > low else 0.5
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)


def number_of(bound: Bound) -> float | None:
    """A bound as a number; None where it is open."""
    if bound is None:
        return None
    if isinstance(bound, dt.date):
        return float(bound.toordinal())
    if math.isnan(bound) or abs(bound) > LARGEST:
        return None
    return 0.0 if abs(bound) < SMALLEST else float(bound)


def are_dates(bounds: Sequence[Bound]) -> bool:
    """Whether an axis of these is a calendar; an axis of both kinds is one of numbers, where days have no place."""
    given = [bound for bound in bounds if bound is not None]
    return bool(given) and all(isinstance(bound, dt.date) for bound in given)


def day_of(number: float) -> dt.date:
    return dt.date.fromordinal(min(max(round(number), 1), LAST_DAY))


def scale_of(bounds: Sequence[Bound], start: float, end: float, most: int, wording: Wording = ENGLISH) -> Scale:
    """An axis for these bounds with about `most` ticks at round places."""
    numbers = [number for bound in bounds if (number := number_of(bound)) is not None]
    if are_dates(bounds):
        return _calendar(min(numbers), max(numbers), start, end, most, wording)
    return _numbers(numbers or [0.0], start, end, most, wording)


def _numbers(numbers: Sequence[float], start: float, end: float, most: int, wording: Wording) -> Scale:
    low, high = min(numbers), max(numbers)
    sizes = [abs(number) for number in numbers if number]
    if sizes and max(sizes) / min(sizes) >= LOGARITHMIC_FROM:
        return _powers(low, high, start, end, most, wording)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        around = abs(high) / 2 or 1.0
        low, high = low - around, high + around
    step = _step((high - low) / max(most - 1, 1))
    first, last = math.floor(low / step), math.ceil(high / step)
    decimals = max(0, -math.floor(math.log10(step)))
    values = [round(index * step, decimals) for index in range(first, last + 1)]
    return Scale(values[0], values[-1], start, end, tuple((value, wording.number(value)) for value in values))


def _step(rough: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in (1, 2, 5, 10) if nice * power >= rough * 0.999)


def _folded(value: float) -> float:
    """The logarithm, for numbers on both sides of nothing: small ones are told apart down to a thousandth."""
    return math.copysign(math.log10(1 + abs(value) * 1000), value)


def _powers(low: float, high: float, start: float, end: float, most: int, wording: Wording) -> Scale:
    """Ticks at powers of ten, as few of them as are asked for."""
    last = math.ceil(math.log10(max(abs(low), abs(high))))
    first = min(0, last - 1) if low <= 0 else min(math.floor(math.log10(low)), last - 1)
    apart = max(1, math.ceil((last - first) * (2 if low < 0 else 1) / max(most - 1, 1)))
    rising = [10.0**power for power in range(first, last + apart, apart)]
    values = [*(-value for value in reversed(rising) if low < 0), *([0.0] if low <= 0 else []), *rising]
    bottom = min(low, values[0]) if low >= 0 else next(value for value in reversed(values) if value <= low)
    top = next((value for value in values if value >= high), values[-1])
    ticks = tuple((value, wording.number(value)) for value in values if bottom <= value <= top)
    return Scale(bottom, top, start, end, ticks, logarithmic=True)


def _calendar(low: float, high: float, start: float, end: float, most: int, wording: Wording) -> Scale:
    """Ticks at days, firsts of months or firsts of years, whichever are few enough."""
    room = max((high - low) * 0.04, 0.6)
    low, high = max(low - room, 1.0), min(high + room, float(LAST_DAY))
    days, tell = _days(day_of(math.ceil(low)), day_of(math.floor(high)), most, wording)
    ticks = [(float(day.toordinal()), tell(day)) for day in days]
    return Scale(low, high, start, end, tuple(tick for tick in ticks if low <= tick[0] <= high))


def _days(first: dt.date, last: dt.date, most: int, wording: Wording) -> tuple[list[dt.date], Callable[[dt.date], str]]:
    span = (last - first).days
    for apart in DAYS:
        if span / apart < most:
            return [first + dt.timedelta(each) for each in range(0, span + 1, apart)], wording.day
    for apart in MONTHS:
        if span / 30 / apart < most:
            return _firsts(first, last, apart), wording.month
    apart = int(_step(max(span / 365 / most, 1)))
    years = range(-(-first.year // apart) * apart, last.year + 1, apart)
    return [dt.date(year, 1, 1) for year in years if year], lambda day: str(day.year)


def _firsts(first: dt.date, last: dt.date, apart: int) -> list[dt.date]:
    """First days of months, every `apart` of them counted from January."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    found = [dt.date(month // 12, month % 12 + 1, 1) for month in months if month % 12 % apart == 0]
    return [day for day in found if first <= day <= last] or [first, last]
