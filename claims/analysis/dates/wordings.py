"""A date expression as it is written, unresolved: what each form of words states."""

import re
from dataclasses import dataclass, replace

from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import find_numerals
from claims.analysis.spans import Span

from .calendar_words import DECADES, HOLIDAYS, MONTHS, ORDINALS, WEEKDAYS, Kind
from .periods import PARTS

SAME_WHICH = {"past": "last", "preceding": "previous", "current": "this", "coming": "next", "upcoming": "next"}
PARTS_OF_DAY = ("night", "morning", "afternoon", "evening")


@dataclass(frozen=True)
class Expression:
    """A date as it is written; what is not stated is None.

    `which` is the word that moves it ("last", "this", "next" from publication; "same", "following", "previous" from
    the date before it in the text); `until` is the other end of a range.
    """

    span: Span
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    name: str = ""  # of a season or a unit
    part: str = ""
    which: str = ""
    which_year: str = ""
    count: float = 0.0
    weekday: int | None = None
    until: "Expression | None" = None

    @property
    def is_offset(self) -> bool:
        return self.kind is Kind.OFFSET

    @property
    def is_length(self) -> bool:
        """Whether it still tells a length of time where no day can be told: "two days later", "five weeks ago".

        Days are left out: from one day's article to the next one's, "eight days ago" is another number.
        """
        return self.is_offset or (self.kind is Kind.AGO and self.name != "day" and self.part != "vague")


def read(kind: Kind, match: re.Match[str]) -> Expression | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    base = Expression(
        Span(*match.span()),
        kind,
        part=_part(groups.get("part", "")),
        which=_which(groups.get("which", "")),
        which_year=_which(groups.get("which_year", "").removesuffix("year")),
        year=_int(groups.get("year")),
    )
    if kind is Kind.DAY:
        return _day(base, groups)
    if kind is Kind.MONTH:
        return _until(replace(base, month=_month(groups["month"])), month=_month(groups.get("month2", "")))
    if kind is Kind.SEASON:
        return replace(base, name=lowered(groups["season"]))
    if kind is Kind.YEAR and "fiscal" in groups:
        return replace(base, year=int(groups["fiscal"]), name="fiscal")
    if kind is Kind.YEAR and "early" in groups:
        return replace(base, year=int(groups["early"]), name="ad")
    if kind is Kind.YEAR:
        return _until(base, year=_second_year(groups["year"], groups.get("year2")))
    if kind is Kind.QUARTER:
        digit = groups["short"][1] if "short" in groups else str(_ordinal(groups["quarter"]))
        return replace(base, name=f"q{digit}")
    if kind is Kind.DECADE and "spelled" in groups:
        return replace(base, year=DECADES[lowered(groups["spelled"])])
    if kind is Kind.DECADE:
        digits = re.sub(r"\D", "", groups["decade"])
        return replace(base, year=int(digits) if len(digits) == 4 else 1900 + int(digits))
    if kind is Kind.CENTURY:
        return replace(base, year=_ordinal(groups["century"]))
    if kind is Kind.WEEKDAY:
        return _weekday(base, groups)
    if kind is Kind.TODAY:
        return replace(base, name=lowered(groups["today"]))
    if kind is Kind.UNIT:
        return _unit(base, groups)
    return _ancient(base, groups) if kind is Kind.ANCIENT else counted(base, groups)


def _int(digits: str | None) -> int | None:
    return int(re.sub(r"\D", "", digits)) if digits else None


def _part(words: str) -> str:
    """The key of PARTS that a phrase such as "the beginning of" names, or "earlier" and "later"."""
    words = lowered(words)
    if words.removeprefix("the ") == "week of":
        return "week of"
    if words in ("earlier", "later", "year", "month"):
        return words
    return next((part for part in sorted(PARTS, key=len, reverse=True) if part in words), "")


def _which(words: str) -> str:
    """ "Next week" is counted from publication, "the next week" from the date before it."""
    if re.fullmatch(r"the\snext", lowered(words).strip()):
        return "following"
    last = (lowered(words).split() or [""])[-1]
    return {"past": "last", "preceding": "previous", "current": "this", "coming": "next", "upcoming": "next"}.get(
        last, last
    )


def _month(name: str) -> int | None:
    return MONTHS.index(lowered(name)[:3]) + 1 if name else None


def _day(base: Expression, groups: dict[str, str]) -> Expression | None:
    if "a" in groups:
        return _numeric(base, int(groups["a"]), int(groups["b"]))
    if "holiday" in groups:
        name = lowered(groups["holiday"]).replace("’", "'")
        return replace(base, month=HOLIDAYS[name][0], day=HOLIDAYS[name][1], name=name)
    if "only" in groups:
        return replace(base, day=_int(groups["only"]))
    month = _int(groups.get("nmonth")) or _month(groups.get("month", ""))
    weekday = _weekday_number(groups["named"]) if "named" in groups else None
    stated = replace(base, month=month, day=_int(groups["day"]), weekday=weekday)
    return _until(stated, day=_int(groups.get("day2")), weekday=None)


def _ancient(base: Expression, groups: dict[str, str]) -> Expression | None:
    """Years before our era count down; a century or millennium has its ordinal for year."""
    if "century" in groups:
        name = "millennium" if "millennium" in groups else "century"
        return replace(base, year=_ordinal(groups["century"]), name=name)
    name = "decade" if "decade" in groups else lowered(groups.get("season", ""))
    stated = replace(base, month=_month(groups.get("month", "")), day=_int(groups.get("day")), name=name)
    return _until(replace(stated, year=int(groups["ancient"])), year=_int(groups.get("ancient2")))


def _numeric(base: Expression, a: int, b: int) -> Expression | None:
    """ "29/2/2012" and "2/29/2012"; where both orders are possible nothing is read."""
    if (a > 12) == (b > 12) and a != b:
        return None
    day, month = (a, b) if a > 12 else (b, a)
    return replace(base, month=month, day=day)


def _until(base: Expression, **end: int | None) -> Expression | None:
    """The expression with the end of its range, which shares what it does not state itself."""
    if all(value is None for value in end.values()):
        return base
    last = replace(base, **end)  # type: ignore[arg-type]
    turns = base.year and last.month and base.month and base.month > last.month  # "October to March 2015"
    return replace(base, year=base.year - 1 if base.year and turns else base.year, until=last)


def _second_year(first: str, second: str | None) -> int | None:
    if second is None:
        return None
    return int(second) if len(second) == 4 else int(first[:2] + second)


def _ordinal(word: str) -> int | None:
    return _int(word) if word[0].isdigit() else ORDINALS.index(lowered(word)) + 1


def _weekday(base: Expression, groups: dict[str, str]) -> Expression:
    number = _weekday_number(groups["weekday"])
    week = groups.get("which_week", "").split()[:1]
    return replace(base, weekday=number, name=week[0] if week else "ago" if "before" in groups else "")


def _weekday_number(name: str) -> int:
    return next(i for i, day in enumerate(WEEKDAYS) if day.startswith(lowered(name)[:3]))


def _unit(base: Expression, groups: dict[str, str]) -> Expression:
    if base.part in ("year", "month") or "year_end" in groups:
        return replace(base, name=base.part or "year", part="end", which="this")
    unit = lowered(groups["unit"])
    which = {"before": "previous", "after": "following", "": "this"}.get(base.which, base.which)
    return replace(base, name="day" if unit in PARTS_OF_DAY else unit, which=which)


def counted(base: Expression, groups: dict[str, str]) -> Expression | None:
    words = lowered(groups["count"])
    unit = lowered(groups["unit"]).replace("centurie", "century")
    if words.split()[-1] in ("a", "an"):
        return replace(base, name=unit, count=1.0)
    numeral = next(find_numerals(words), None)
    if numeral is None or numeral.high is None or numeral.low > 3000:
        return None
    return replace(base, name=unit, count=numeral.low, part="vague" if numeral.vague else "")
