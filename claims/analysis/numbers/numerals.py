"""Numbers as news writes them, in digits or words, read as bounds and the step to which they were stated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .number_words import EXACT, FEW, GLYPHS, ONES, PARTS, PLURALS, SCALES, SUFFIXES, TEENS, TENS, lowered
from .numeral_patterns import APART, LONG, NUMERAL, PEOPLE, SCALE, SPACE, STEP, SUFFIX, WORDS

__all__ = ["SPACE", "Numeral", "find_numerals"]


@dataclass(frozen=True)
class Numeral:
    """A number in a text, `text[start:end]`: inclusive bounds, the step it was stated to, and how it was written.

    `vague` are "several dozen" and "thousands" (`high` None: open); `bare` are "several" and "a few", which state an
    amount only before a unit, "a pair of" and "a single" before some nouns; `part` says that it is a fraction;
    `scaled` by how much a word or letter multiplied it.
    """

    start: int
    end: int
    low: float
    high: float | None
    step: float
    word: bool = False
    vague: bool = False
    bare: bool = False
    part: bool = False
    scaled: float = 1.0


def find_numerals(text: str) -> Iterator[Numeral]:
    """Every number of the text in order, never overlapping; what only looks like one (clock times) is passed over."""
    position = 0
    while match := NUMERAL.search(text, position):
        numeral = _read(text, match)
        if numeral:
            yield numeral
        position = max(match.end(), numeral.end if numeral else 0, position + 1)


def _read(text: str, match: re.Match[str]) -> Numeral | None:
    kind = match.lastgroup if match.lastgroup in ("junk", "many", "few", "digits", "words") else "fraction"
    if kind == "junk":
        return None
    if kind == "many":
        return _many(match)
    if kind == "few":
        return _few(text, match)
    if kind == "fraction":
        return _fraction(text, match)
    return _cardinal(text, match, words=kind == "words")


def _many(match: re.Match[str]) -> Numeral | None:
    """ "Thousands" has no upper end in print; "dozens" and "hundreds" stop at ten times themselves."""
    words = re.findall(r"\w+", lowered(match.group()))
    size = float(PLURALS[words[0]] * (PLURALS[words[-1]] if len(words) > 1 else 1))
    high = size * 10 if size < 1000 else None
    return Numeral(match.start(), match.end(), size, high, size, word=True, vague=True)


def _few(text: str, match: re.Match[str]) -> Numeral:
    words = lowered(match.group())
    low, high = FEW[words]
    scale = STEP.match(text, match.end())
    word = lowered(scale.group("word")) if scale else ""
    size = {"dozen": Decimal(12), "hundred": Decimal(100), **SCALES}.get(word)
    if scale is None or size is None:
        vague = words not in EXACT
        return Numeral(match.start(), match.end(), low, high, 1.0, word=True, vague=vague, bare=True)
    return Numeral(
        match.start(), scale.end(), float(low * size), float(high * size), float(size), word=True, vague=True
    )


def _fraction(text: str, match: re.Match[str]) -> Numeral | None:
    groups = match.groupdict()
    if groups["over"]:
        if not groups["whole"] and int(groups["over"]) >= int(groups["under"]):
            return None  # "24/7"
        value = Decimal(groups["whole"] or 0) + Decimal(groups["over"]) / Decimal(groups["under"])
    elif groups["glyph"]:
        value = Decimal(groups["before"] or 0) + Decimal(GLYPHS[groups["glyph"]])
    elif groups["half"] or groups["bare"]:
        return _half(text, match)
    elif groups["of"]:
        return _one_in(match)
    else:
        several = {"a": Decimal(1), "an": Decimal(1), **ONES}[lowered(groups["parts"])]
        if lowered(groups["parts"]) in ("a", "an") and not _stands_alone(text, match.end()):
            return None
        value = several / PARTS[lowered(groups["part"])]
    return Numeral(match.start(), match.end(), float(value), float(value), float(min(value, Decimal(1))), part=True)


def _one_in(match: re.Match[str]) -> Numeral | None:
    """ "One in five": a share, where the first number is the smaller."""
    some, whole = (
        Decimal(word) if word.isdigit() else {**ONES, **TEENS}[word]
        for word in (lowered(match.group("of")), lowered(match.group("in")))
    )
    if some >= whole:
        return None
    share = float(some / whole)
    return Numeral(match.start(), match.end(), share, share, share, word=True, part=True)


def _stands_alone(text: str, end: int) -> bool:
    """ "A third of them", not "a third man" or "a quarter century"."""
    return bool(
        re.match(
            rf"{SPACE}(?:of|more|less|fewer|higher|lower|were|was|are|is|said)\b|{SPACE}?[,.;:)]", text[end : end + 8]
        )
    )


def _half(text: str, match: re.Match[str]) -> Numeral | None:
    if re.search(
        r"\b(?:first|second|other|latter|former|better|top|bottom|last|final)\s?$",
        text[max(0, match.start() - 10) : match.start()],
    ):
        return None
    scale = re.compile(rf"(?:{SPACE}|-)an?(?:{SPACE}|-)(dozen|{SCALE})\b|{SPACE}an?(?={SPACE})|-", re.IGNORECASE).match(
        text, match.end()
    )
    size = Decimal(1)
    if scale and scale.group(1):
        size = {"dozen": Decimal(12), **SCALES}[lowered(scale.group(1))]
    value = float(size / 2)
    end = scale.end() if scale and scale.group() != "-" else match.end()
    return Numeral(match.start(), end, value, value, value, word=True, part=size == 1, scaled=float(size))


def _cardinal(text: str, match: re.Match[str], *, words: bool) -> Numeral | None:
    first = lowered(match.group().strip())
    if words:
        current, decimals, end = WORDS[first], 0, match.end()
        if first in ("a", "an", "the"):
            end -= 1
    else:
        digits = first.replace(",", "")
        current, decimals, end = Decimal(digits), len(digits.partition(".")[2]), match.end()
    sum_ = _Sum(current)
    if first == "dozen":
        sum_ = _Sum(Decimal(12), dozen=True)
    while (step := STEP.match(text, end)) and sum_.take(
        lowered(step.group("word")), step.group("sep"), digits=not words
    ):
        end = step.end()
    scaled = sum_.scaled
    suffix = None if words or scaled != 1 else SUFFIX.match(text, end) or APART.match(text, end)
    if suffix and _is_suffix(text, match.start(), suffix):
        sum_.scale(SUFFIXES[suffix.group("suffix")])
        scaled, end = sum_.scaled, suffix.end()
    if first in ("a", "an", "the") and end == match.end() - 1:
        return None
    start = match.end() if first == "the" else match.start()
    value = sum_.value()
    step_size = Decimal(12) if sum_.dozen else _place(value, decimals, scaled)
    return Numeral(start, end, float(value), float(value), float(step_size), word=words, scaled=float(scaled))


def _place(value: Decimal, decimals: int, scaled: Decimal) -> Decimal:
    """The place of the last stated digit: 0.1 for 8.1, 1000 for 2,000, 10**8 for 3.2 billion."""
    if decimals:
        return scaled.scaleb(-decimals)
    number, place = int(value), 1
    while number and number % 10 == 0:
        number, place = number // 10, place * 10
    return Decimal(place)


def _is_suffix(text: str, start: int, suffix: re.Match[str]) -> bool:
    """Whether a letter multiplies: "m" and "b" alone do so after a currency or before what is counted."""
    if suffix.group("suffix") not in ("m", "b", "K") and suffix.group()[0] != " " or suffix.group().strip() in LONG:
        return True
    before = text[max(0, start - 1) : start]
    return before in ("$", "€", "£", "¥", "₹", "₽") or bool(PEOPLE.match(text, suffix.end()))


class _Sum:
    """Number words added up from the largest scale down; `take` refuses a word that cannot follow."""

    def __init__(self, current: Decimal, *, dozen: bool = False) -> None:
        self.total, self.current, self.last = Decimal(0), current, Decimal(10**15)
        self.scaled, self.dozen = Decimal(1), dozen

    def take(self, word: str, separator: str, *, digits: bool) -> bool:
        joined = "and" in lowered(separator)
        if word.endswith("half"):
            self.current += Decimal("0.5") if joined and self.current % 1 == 0 else 0
            return joined
        if word in SCALES:
            return not joined and self.current > 0 and SCALES[word] < self.last and self.scale(SCALES[word])
        if word in ("hundred", "dozen"):
            return not joined and 0 < self.current < 100 and not self.dozen and self._multiply(word)
        return not digits and not self.dozen and self._add({**ONES, **TEENS, **TENS}[word], joined=joined)

    def scale(self, size: Decimal) -> bool:
        self.total, self.current = self.total + self.current * size, Decimal(0)
        self.last, self.scaled = size, size
        return True

    def _multiply(self, word: str) -> bool:
        self.current *= 12 if word == "dozen" else 100
        self.dozen = word == "dozen"
        return True

    def _add(self, number: Decimal, *, joined: bool) -> bool:
        room = 10 if number < 10 else 100
        fits = self.current % room == 0 and self.current % 1 == 0 and (not joined or self.current % 100 == 0)
        if number < 10 and self.current % 100 == 10:
            fits = False
        if self.current == 0 and self.total == 0:
            fits = False
        if fits:
            self.current += number
        return fits

    def value(self) -> Decimal:
        return self.total + self.current
