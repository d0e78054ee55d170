"""Ordinals in words and digits: "fifth", "twenty-first", "2,292nd"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .number_words import ONES, TEENS, TENS, lowered

_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_IRREGULAR["twelve"] = "twelfth"


def _ordinal(cardinal: str) -> str:
    if cardinal.endswith("y"):
        return f"{cardinal[:-1]}ieth"
    return _IRREGULAR.get(cardinal, f"{cardinal}th")


UNITS = {_ordinal(word): int(number) for word, number in ONES.items()}
WORDS = {**UNITS, **{_ordinal(word): int(number) for word, number in {**TEENS, **TENS}.items()}, "hundredth": 100}
_PATTERN = re.compile(
    rf"(?<![\w$€£.,'’-])(?:(?:(?P<tens>{'|'.join(TENS)})[- ](?P<unit>{'|'.join(UNITS)})|(?P<word>{'|'.join(WORDS)}))\b"
    r"|(?P<digits>\d{1,3}(?:,\d{3})*|\d{4})(?P<ending>st|nd|rd|th)\b)(?!['’])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ordinal:
    """An ordinal in a text, `text[start:end]`, and the place it states; `word` where it is spelt out."""

    start: int
    end: int
    place: int
    word: bool


def find_ordinals(text: str) -> Iterator[Ordinal]:
    """Every ordinal in order; a wrong ending ("3th") is none."""
    for match in _PATTERN.finditer(text):
        if match.group("digits"):
            place = int(match.group("digits").replace(",", ""))
            if place and lowered(match.group("ending")) == _ending(place):
                yield Ordinal(*match.span(), place, word=False)
        elif match.group("word"):
            yield Ordinal(*match.span(), WORDS[lowered(match.group("word"))], word=True)
        else:
            tens, unit = TENS[lowered(match.group("tens"))], UNITS[lowered(match.group("unit"))]
            yield Ordinal(*match.span(), int(tens) + unit, word=True)


def _ending(place: int) -> str:
    return "th" if place // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
