"""Times on a running clock: "with 7:41 left", "at the 2:15 mark", "in 2:03:59"."""

import re
from collections.abc import Iterator

from claims.analysis.numbers.numerals import SPACE
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue, Value

DAY = 86400
_CLOCK = (
    rf"(?P<clock>(?:(?P<hours>\d{{1,2}}):)?(?P<minutes>\d{{1,2}}):{SPACE}?(?P<seconds>[0-5]\d)(?P<part>\.\d{{1,3}})?)"
)
_PERIOD = "half|quarter|period|round|overtime|inning|set|bout|fight|game|match|regulation"
_AFTER = rf"""{SPACE}(?:minutes?{SPACE})?(?:
    left|remaining|to{SPACE}(?:go|play|spare)|into|mark|on{SPACE}the{SPACE}clock
  | (?:of|in){SPACE}(?:the{SPACE})?(?:\w+{SPACE}){{0,2}}?(?:{_PERIOD}))\b"""
_FORM = re.compile(
    rf"(?<![\w:.,/$-]){_CLOCK}(?![:.]?\d|[-–/]\d)(?!{SPACE}?(?:[ap]\.?{SPACE}?m\b|GMT|UTC))"
    rf"(?:(?P<after>(?={_AFTER}))|)",
    re.VERBOSE | re.IGNORECASE,
)
_TIMED = re.compile(
    rf"\b(?:time|clocking|clocked|best|record)(?:{SPACE}(?:of|in|at|was|is))?(?:{SPACE}an?)?{SPACE}$", re.IGNORECASE
)
# "Stopped the fight at 2:56" after a round was spoken of; without one it may be the time of day.
_STOPPED = re.compile(
    rf"\b(?:stop|end|halt|finish|scor|wav|equali[sz]|level|struck)\w*{SPACE}(?:[\w’']+{SPACE}){{0,4}}at{SPACE}$",
    re.IGNORECASE,
)
_ROUND = re.compile(rf"\b(?:{_PERIOD})s?\b", re.IGNORECASE)
REACH = 300
_IN = re.compile(rf"\bin{SPACE}(?:an?{SPACE})?$", re.IGNORECASE)  # "the marathon in 2:05:30"; one starts at 2:05:30


def find_game_clocks(text: str) -> Iterator[FoundValue]:
    """Durations written as on a clock, in order; what may be a time of day is left to the dates."""
    for match in _FORM.finditer(text):
        exact = match.group("part") or match.group("hours")
        before = text[max(0, match.start() - 40) : match.start()]
        timed = _TIMED.search(before) or (match.group("hours") and _IN.search(before))
        stopped = _STOPPED.search(before) and _ROUND.search(_line_before(text, match.start()))
        if not (match.group("after") is not None or exact and timed or match.group("part") or stopped):
            continue
        numbers = [float(match.group(group) or 0) for group in ("hours", "minutes", "seconds", "part")]
        step = 10.0 ** (1 - len(match.group("part"))) if match.group("part") else 1.0
        days = float(f"{(numbers[0] * 3600 + numbers[1] * 60 + numbers[2] + numbers[3]) / DAY:.12g}")
        span = Span(*match.span("clock"))
        yield FoundValue(span, span, Value(Dimension.DURATION, "day", days, days, repr(float(f"{step / DAY:.12g}"))))


def _line_before(text: str, start: int) -> str:
    return text[max(0, start - REACH) : start].rpartition("\n")[2]
