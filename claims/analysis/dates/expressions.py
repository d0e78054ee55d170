"""Date expressions as a text writes them, unresolved: what each states, and which look-alikes are none."""

import re
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import find_numerals
from claims.analysis.spans import Span

from .calendar_words import HOLIDAYS, MONTHS, ORDINALS, WEEKDAYS, Kind
from .dateforms import FORMS
from .periods import PARTS

PREPOSITIONS = frozenset(
    "in since by until till of last next early late mid this from to through between and before after during around "
    "about circa throughout for over the or into".split()
)
SEASONAL = frozenset("in during by since until till through throughout over of for".split())
NAMED_DAYS = frozenset("black good bloody super cyber ash palm easter giving shrove maundy".split())
NAMESAKES = frozenset("april may june august jan".split())


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


def find_expressions(doc: Doc) -> list[Expression]:
    """Every date expression of a text in order, resolvable or not, none overlapping; the longest wins."""
    text = doc.text
    read = (_read(kind, match) for kind, pattern in FORMS for match in pattern.finditer(text))
    candidates = [each for each in read if each and _plausible(doc, text, each)]
    candidates.sort(key=lambda each: (each.span.start, -each.span.end))
    chosen: list[Expression] = []
    for each in candidates:
        if not chosen or each.span.start >= chosen[-1].span.end:
            chosen.append(each)
        elif each.span.end - each.span.start > chosen[-1].span.end - chosen[-1].span.start:
            chosen[-1] = each
    return chosen


def _read(kind: Kind, match: re.Match[str]) -> Expression | None:
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
    if kind is Kind.YEAR:
        return _until(base, year=_second_year(groups["year"], groups.get("year2")))
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
    return base if kind is Kind.ANCIENT else _counted(base, groups)


def _int(digits: str | None) -> int | None:
    return int(re.sub(r"\D", "", digits)) if digits else None


def _part(words: str) -> str:
    """The key of PARTS that a phrase such as "the beginning of" names, or "earlier" and "later"."""
    words = lowered(words)
    if words in ("earlier", "later", "year", "month"):
        return words
    return next((part for part in sorted(PARTS, key=len, reverse=True) if part in words), "")


def _which(words: str) -> str:
    last = (lowered(words).split() or [""])[-1]
    return {"past": "last", "preceding": "previous", "current": "this"}.get(last, last)


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
    return _until(replace(base, month=month, day=_int(groups["day"])), day=_int(groups.get("day2")))


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
    name = lowered(groups["weekday"])[:3]
    number = next(i for i, day in enumerate(WEEKDAYS) if day.startswith(name))
    week = groups.get("which_week", "").split()[:1]
    return replace(base, weekday=number, name=week[0] if week else "ago" if "before" in groups else "")


def _unit(base: Expression, groups: dict[str, str]) -> Expression:
    if base.part in ("year", "month") or "year_end" in groups:
        return replace(base, name=base.part or "year", part="end", which="this")
    unit = lowered(groups["unit"])
    which = {"before": "previous", "after": "following", "": "this"}.get(base.which, base.which)
    return replace(base, name="day" if unit == "night" else unit, which=which)


def _counted(base: Expression, groups: dict[str, str]) -> Expression | None:
    words = lowered(groups["count"])
    unit = lowered(groups["unit"]).replace("centurie", "century")
    if words.split()[-1] in ("a", "an"):
        return replace(base, name=unit, count=1.0)
    numeral = next(find_numerals(words), None)
    if numeral is None or numeral.high is None or numeral.low > 3000:
        return None
    return replace(base, name=unit, count=numeral.low, part="vague" if numeral.vague else "")


def _plausible(doc: Doc, text: str, each: Expression) -> bool:
    start = each.span.start
    before = re.findall(r"[\w’']+(?=[ \u00a0(\"“]*$)", text[max(0, start - 16) : start])
    word = before[-1].lower() if before else ""
    stated = each.span.of(text)
    if each.kind is Kind.MONTH:
        return _is_month(each, stated, word, text[each.span.end : each.span.end + 2])
    if each.kind is Kind.SEASON:
        return bool(each.year or each.which or each.which_year or each.part) or _is_season(each, stated, word, text)
    if each.kind is Kind.YEAR:
        return bool(each.part) or _is_year(doc, each, word)
    if each.kind is Kind.WEEKDAY:
        return not (stated.endswith("days") or word in NAMED_DAYS)
    if each.kind is Kind.UNIT:
        return not (word == "the" and each.which == "last") and text[each.span.end : each.span.end + 4] != " of "
    if each.kind is Kind.DECADE:
        return "the" in stated.lower() or bool(each.part) or len(re.findall(r"\d", stated)) == 4
    if each.name in HOLIDAYS:
        token = token_at(doc, each.span.end - 1)
        return not (token.dep_ in ("compound", "nmod") and token.head.i > token.i) and word != "white"
    return each.kind is not Kind.DAY or each.month is None or stated[:1].isdigit() or stated[:1].isupper()


def _is_month(each: Expression, stated: str, word: str, following: str) -> bool:
    """ "May" and "March" are words and "April" and "June" are people; a short form needs more beside it."""
    name = re.sub(r"^.*[\s-]", "", stated) if each.year is None and each.until is None else stated
    if each.year or each.part or each.which or each.which_year or each.until:
        return bool(re.search("[A-Z]", stated))
    if not name[:1].isupper() or len(name.rstrip(".")) < 4 and name.lower() != "may":
        return False
    if name.lower() in ("may", "march") or (name.lower() in NAMESAKES and following[1:2].isupper()):
        return word in PREPOSITIONS
    return True


def _is_season(each: Expression, stated: str, word: str, text: str) -> bool:
    """ "Fall" is a verb and the end of a city as well, "spring" gives water."""
    if word not in SEASONAL and not (each.name in ("summer", "winter", "autumn") and stated.lower().startswith("the")):
        return False
    return each.name != "fall" or not re.match(r"\s+(?:of\b|[A-Z])", text[each.span.end : each.span.end + 4])


def _is_year(doc: Doc, each: Expression, word: str) -> bool:
    """Four digits are a year unless they count the plural behind them or name what stands before them."""
    token = token_at(doc, each.span.start)
    if each.year is None or (each.year < 1700 and word not in PREPOSITIONS):
        return False
    before = token.nbor(-1) if token.i else None
    if (
        each.until is None
        and before is not None
        and before.tag_ in ("NNP", "NNPS")
        and before.whitespace_
        and not before.is_punct
    ):
        return False
    head = token.head
    counts = token.dep_ == "nummod" and head.tag_ in ("NNS", "NNPS") and head.i > token.i
    return not (counts and (each.year < 1900 or each.year % 100 == 0) and word != "the")
