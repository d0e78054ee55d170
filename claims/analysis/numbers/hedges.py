"""The words around a number that say how it is meant: "more than", "some", "at least", "or so"."""

import re
from dataclasses import dataclass

from claims.analysis.values import Comparator

from .numerals import SPACE

WINDOW = 40

_BEFORE = {
    Comparator.AT_LEAST: (
        "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|a good|a minimum"
    ),
    Comparator.AT_MOST: (
        "at most|at the most|up to|as many as|as much as|as long as|as few as|as little as|no more than|"
        "not more than|no longer than|a maximum of|maximum of|within"
    ),
    Comparator.MORE_THAN: (
        "more than|greater than|larger than|longer than|older than|higher than|in excess of|upwards? of|"
        "well over|just over|slightly over|over|above|exceeding|exceeds|exceeded|north of|well above"
    ),
    Comparator.LESS_THAN: (
        "less than|fewer than|smaller than|lower than|shorter than|younger than|just under|well under|under|below|"
        "just below|well below|shy of|just short of|short of"
    ),
    Comparator.ABOUT: (
        "about|around|approximately|approx\\.?|roughly|some|nearly|almost|close to|an estimated|estimated|circa|"
        "ca?\\.|~|≈|in the region of|in the vicinity of|the vicinity of|somewhere around|something like|"
        "more or less|perhaps|possibly|an average of|averaging|averaged|average of|virtually|practically|"
        "on average|a little over|nigh on|or about"
    ),
}
_AFTER = {
    Comparator.ABOUT: "or so|or thereabouts|or less or more|more or less|approximately|on average",
    Comparator.AT_LEAST: "or more|or above|or higher|or older|or over|or longer|at least|\\+",
    Comparator.AT_MOST: "or less|or fewer|or under|or below|or younger|at most|or lower|tops",
}
_LEAD = "(?:(?:only|just|perhaps|possibly|maybe|slightly|a little|well|far|much|still) )?"


def _left(kind: Comparator, words: str) -> str:
    return rf"(?P<{kind.name}>(?<![\w$€£-])(?:{_LEAD}(?:{words}))(?: )?(?:an? )?$)".replace(" ", SPACE)


def _right(kind: Comparator, words: str) -> str:
    return rf"(?P<{kind.name}>(?:{SPACE}|(?=\+))(?:{words})(?!\w))"


_LEFT = re.compile("|".join(_left(kind, words) for kind, words in _BEFORE.items()), re.IGNORECASE)
_RIGHT = re.compile("|".join(_right(kind, words) for kind, words in _AFTER.items()), re.IGNORECASE)
_ODD = re.compile(r"-(?:odd|ish|something)\b", re.IGNORECASE)
_PLUS = re.compile(r"(?:-plus|\+)(?!\w)")


@dataclass(frozen=True)
class Hedge:
    """A comparator and where its words stand; `start` and `end` are offsets in the whole text."""

    comparator: Comparator
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def hedge_before(text: str, start: int) -> Hedge | None:
    """The hedge that ends right where an amount starts; of several readings the longest."""
    window = max(0, start - WINDOW)
    match = _LEFT.search(text[window:start])
    if match is None:
        return None
    kind = next(kind for kind in _BEFORE if match.group(kind.name) is not None)
    lead = match.group(kind.name)
    end = window + match.start() + len(lead.rstrip())
    return Hedge(kind, window + match.start(), end)


def hedge_after(text: str, end: int) -> Hedge | None:
    """The hedge that starts right where an amount ends ("or so", "or more", "-plus")."""
    if plus := _PLUS.match(text, end):
        return Hedge(Comparator.AT_LEAST, end, plus.end())
    if odd := _ODD.match(text, end):
        return Hedge(Comparator.ABOUT, end, odd.end())
    match = _RIGHT.match(text, end)
    if match is None:
        return None
    kind = next(kind for kind in _AFTER if match.group(kind.name) is not None)
    return Hedge(kind, end, match.end())


_DATED = re.compile(
    rf"\b(?:(?P<about>about|around|approximately|circa|ca?\.|roughly|sometime{SPACE}in)|(?P<by>by|no{SPACE}later{SPACE}than))"
    rf"{SPACE}(?:the{SPACE})?$",
    re.IGNORECASE,
)


def date_hedge(text: str, start: int) -> Hedge | None:
    """The hedge before a date: "around November" is about it, "by November" at most that."""
    window = max(0, start - WINDOW)
    match = _DATED.search(text[window:start])
    if match is None:
        return None
    kind = Comparator.ABOUT if match.group("about") else Comparator.AT_MOST
    return Hedge(kind, window + match.start(), window + match.end())
