"""Times of day: "9:40 p.m.", "2140 GMT", "half past nine", "noon", "between 8 and 9 p.m."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.number_words import lowered
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

from .clockforms import FORMS, GAME, HEDGE, HOURS, NAMED, PAST, STANDS, ZONES

DAY = 1440
HALF = 720
WINDOW = 32
LIMITS = frozenset("deadline curfew cutoff expiry expiration closing time".split())
BELOW = (Comparator.LESS_THAN, Comparator.AT_MOST)
Ends = tuple[int | None, int | None, float]


@dataclass(frozen=True)
class Clock:
    """A time of day as written; `low` and `high` are minutes after midnight, None where the half of day is open."""

    span: Span
    core: Span
    low: int | None
    high: int | None
    step: float
    zone: str = ""
    comparator: Comparator = Comparator.EXACTLY

    @property
    def value(self) -> Value | None:
        if self.low is None or self.high is None:
            return None
        low = None if self.comparator in BELOW else float(self.low)
        high = None if self.comparator is Comparator.MORE_THAN else float(self.high)
        if high == 0.0 and low is None:  # "by midnight" is by the end of the day
            high = float(DAY)
        return Value(Dimension.TIME, self.zone, low, high, repr(self.step), self.comparator)


def find_clocks(doc: Doc) -> Iterator[Clock]:
    """Every time of day in order; one whose half of the day is not stated ("at 5:30") has no bounds.

    A range that runs past midnight ends above 1440. Game clocks, results and ratios are none, and neither is what
    only describes ("midnight regulations").
    """
    text = doc.text
    for match in FORMS.finditer(text):
        clock = _read(text, match)
        if clock and not (match["named"] and _describes(token_at(doc, match.start("named")))):
            yield clock


def find_times(doc: Doc) -> list[FoundValue]:
    """The times of day that can be told, hedges included in their spans."""
    return [FoundValue(clock.span, clock.core, clock.value) for clock in find_clocks(doc) if clock.value]


def _describes(token: Token) -> bool:
    """ "The midnight regulations" are not dated by it; "the midnight deadline" is."""
    head = token.head
    before_noun = token.dep_ in ("compound", "amod", "nmod") and head.i > token.i
    return before_noun and head.lemma_.lower() not in LIMITS and head.ent_type_ not in ("DATE", "TIME")


def _read(text: str, match: re.Match[str]) -> Clock | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    ends, start = _ends(text, match, groups), match.start()
    if ends is None:
        return None
    low, high, step = ends
    ranged = any(name in groups for name in ("first", "first24", "until_named"))
    if ranged and _only_lists(text, match, groups):
        start, low, ranged = match.start("clock" if "clock" in groups else "clock24"), high, False
    core, window = Span(start, match.end()), max(0, start - WINDOW)
    hedge = None if ranged else HEDGE.search(text, window, start)
    span = Span(hedge.start(), core.end) if hedge else core
    kind = Comparator[str(hedge.lastgroup)] if hedge else Comparator.BETWEEN if ranged else Comparator.EXACTLY
    return Clock(span, core, low, high, step, _zone(groups), kind)


def _only_lists(text: str, match: re.Match[str], groups: dict[str, str]) -> bool:
    """ "At 8 and 9 p.m." names two times, "between 8 and 9 p.m." a stretch."""
    joint = groups.get("joint") or groups.get("joint24") or ""
    return joint.strip() in ("and", "or") and not re.search(
        r"\bbetween\s$", text[max(0, match.start() - 9) : match.start()], re.I
    )


def _ends(text: str, match: re.Match[str], groups: dict[str, str]) -> Ends | None:
    """Both ends and the step, or None where the match is no time of day."""
    if "named" in groups:
        return NAMED[lowered(groups["named"])], NAMED[lowered(groups["named"])], 60.0
    if "digits" in groups:
        return _four_digits(text, match, groups["digits"])
    if "spoken" in groups:
        return _spoken(text, match, groups)
    if "clock24" in groups:
        return _of_24_hours(text, match, groups)
    if "plain" in groups and not _stands(text, match.start()):
        return None
    return _of_12_hours(groups)


def _of_12_hours(groups: dict[str, str]) -> Ends | None:
    if "until_named" in groups:
        start, end = _minutes(groups["until_named"], _half(groups["meridiem3"])), NAMED[lowered(groups["last"])]
        return None if start is None else (start, _after(start, end), _step(groups["until_named"]))
    words = groups.get("clock") or groups.get("oclock") or groups["plain"]
    half = _half(groups.get("meridiem") or groups.get("part") or groups.get("part3") or "")
    high, first = _minutes(words, half), groups.get("first")
    if high is None:
        return None if half else (None, None, _step(words))
    if first is None:
        return high, high, _step(words)
    own = _half(groups.get("meridiem1", ""))
    low = _minutes(first, own or half)
    if low is None:
        return None
    if not own and low > high:  # "11 to 1 p.m." starts before noon
        low = (low + HALF) % DAY
    return low, _after(low, high), min(_step(words), _step(first))


def _four_digits(text: str, match: re.Match[str], digits: str) -> Ends | None:
    """ "2140 GMT" and "at 1500 hours", but not "1500 hours of work"."""
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    counted = "hours" in match.group() and not _stands(text, match.start())
    return None if minutes > DAY or counted else (minutes, minutes, 1.0)


def _spoken(text: str, match: re.Match[str], groups: dict[str, str]) -> Ends | None:
    """ "Half past nine", "at a quarter to ten", "ten to six in the evening", but not "five to ten people"."""
    offset = PAST[lowered(groups["spoken"]).split()[-1]]
    step, half = float(offset) if offset in (15, 30) else 5.0, groups.get("meridiem2") or groups.get("part2") or ""
    if not half and (step == 5.0 or not (offset == 30 or _stands(text, match.start()))):
        return None
    whole = _minutes(groups["hour"], _half(half))
    if whole is None:
        return None, None, step
    minutes = (whole + (offset if groups["way"] in ("past", "after") else -offset)) % DAY
    return minutes, minutes, step


def _of_24_hours(text: str, match: re.Match[str], groups: dict[str, str]) -> Ends | None:
    """Figures without a.m. or p.m.: read on the clock of 24 hours where they, or what stands beside them, show that."""
    words, zone = groups["clock24"], groups.get("zone") or groups.get("zone_in")
    beside = "hrs" in groups or "part24" in groups or bool(zone)
    if not beside and (words.count(":") > 1 or not re.fullmatch(r"[\d:]+", words)):
        return None
    if not beside and (not _stands(text, match.start()) or GAME.match(text, match.end())):
        return None
    half, hour = _half(groups.get("part24", "")), int(words.split(":")[0])
    universal = bool(zone) and re.match("UTC|GMT", str(zone)) is not None
    if not (half or "hrs" in groups or universal or hour == 0 or hour > 12 or words[0] == "0"):
        return None, None, 1.0
    high = _minutes(words, half)
    low = _minutes(groups["first24"], half) if "first24" in groups else high
    return None if low is None or high is None else (low, _after(low, high), 1.0)


def _stands(text: str, start: int) -> bool:
    return STANDS.search(text, max(0, start - WINDOW), start) is not None


def _after(low: int, high: int) -> int:
    return high if high >= low else high + DAY


def _step(words: str) -> float:
    return 1.0 if re.search("[:.]", words) else 60.0


def _half(words: str) -> str:
    """ "a" for the half of the day before noon, "p" for the other, "n" for the night, "" where nothing says."""
    words = lowered(words)
    if re.fullmatch(r"[ap]\.?\s?m\.?", words):
        return words[0]
    if "morning" in words:
        return "a"
    return "p" if "noon" in words or "evening" in words else "n" if "night" in words else ""


def _minutes(words: str, half: str) -> int | None:
    """Minutes after midnight of an hour in figures or words, in the given half of the day; None for no such time."""
    words = lowered(words)
    if words in NAMED:
        return NAMED[words]
    parts = re.split("[:.]", words)
    hour = HOURS[words] if words in HOURS else int(parts[0])
    minutes = int(parts[1]) if len(parts) > 1 else 0
    if half == "n":
        half = "a" if hour < 6 or hour == 12 else "p"
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif not half and len(parts) == 1:
        return None
    total = hour * 60 + minutes
    return total if total <= DAY else None


def _zone(groups: dict[str, str]) -> str:
    """The zone as stated ("EST", "Moscow"), offsets as "+04:00"; empty for local time."""
    stated = re.sub(r"\s+", " ", groups.get("zone") or groups.get("zone_in") or "")
    if offset := re.fullmatch(r"(?:UTC|GMT) ?([+\-−–]) ?(\d{1,2}):?(\d\d)?", stated):
        return f"{'+' if offset[1] == '+' else '-'}{int(offset[2]):02}:{offset[3] or '00'}"
    place = re.sub(r"(?i) ?\b(?:standard|daylight|summer|time)\b", "", stated)
    return ZONES.get(place.lower(), place)
