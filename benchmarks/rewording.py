"""Copies of a text: with one figure or date changed to another of the same form, and with all but its values reworded.

Pure: text in, text out, the same for the same text.
"""

import re
from collections.abc import Callable, Iterator

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
UNITS_AND_TEENS = (*UNITS.split(), "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple("January February March April May June July August September October November December".split())
SHORT_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
# Words that follow each other: one becomes its neighbour. The last of a list becomes the one before it.
SEQUENCES = (UNITS_AND_TEENS[1:], TENS, ORDINALS, WEEKDAYS)
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)}|{'|'.join(re.escape(month) for month in SHORT_MONTHS)})", re.IGNORECASE)
DAY_OF_MONTH = re.compile(r"(?<![\d.,])(?:[12]?\d|3[01])(?![\d,]|\.\d)")
NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORD = re.compile(r"[A-Za-z]+")
# "More than 200" and "more than 300" can both be true, and so can "about 30" and "about 33".
BOUND = re.compile(
    r"\b(?:more|less|fewer|greater|older|younger|longer) than\b|\bat (?:least|most)\b|\bover\b|\bunder\b"
    r"|\babove\b|\bbelow\b|\bup to\b|\b(?:by|before|after|until|since|within)\b|\bas (?:many|much) as\b",
    re.IGNORECASE,
)
RANGE = re.compile(r"\w (?:to|and|or) \w|\bbetween\b", re.IGNORECASE)
CLOCK = re.compile(r"\b(?:[01]\d|2[0-3])([0-5]\d)(?= ?(?:GMT|UTC|hours|hrs)\b)")
HEDGE = re.compile(r"\b(?:about|around|nearly|almost|roughly|approximately|some|estimated|close to)\b", re.IGNORECASE)


def changed(value: str, before: str = "") -> str | None:
    """The words of a value with another figure or date in the same form; None where they have none to change.

    Nor where they, or the words `before` them, only bound it, and where they are a range: another bound contradicts
    nothing. A hedged figure is changed by more.
    """
    if BOUND.search(value) or BOUND.search(" ".join(before.split()[-2:])) or RANGE.search(value):
        return None
    for rule in (_next_minute, _next_day, _next_in_digits, _next_in_words, _next_month):
        if (other := rule(value)) is not None and other != value:
            return other
    return None


def _next_minute(value: str) -> str | None:
    """ "0737 GMT" to "0738 GMT"."""
    found = CLOCK.search(value)
    if not found:
        return None
    minute = int(found[1])
    return f"{value[: found.start(1)]}{minute + 1 if minute < 59 else minute - 1:02}{value[found.end(1) :]}"


def _next_day(value: str) -> str | None:
    """ "Nov. 9" to "Nov. 10"; no day is made that a month lacks."""
    found = DAY_OF_MONTH.search(value)
    if not found or not MONTH.search(value):
        return None
    day = int(found[0])
    return _replaced(value, found, str(day + 1 if day < 28 else day - 1), ordinal=True)


def _next_in_digits(value: str) -> str | None:
    """ "12" to "17", "8.6" to "8.7", "1,200" to "2,200", "2009" to "2010", "33rd" to "34th"."""
    found = NUMERAL.search(value)
    if not found:
        return None
    if "." in found[0]:
        return _replaced(value, found, found[0][:-1] + _neighbour(found[0][-1]))
    digits = found[0].replace(",", "")
    if len(digits) == 4 and digits[:2] in ("19", "20") and "," not in found[0]:
        return _replaced(value, found, str(int(digits) + 1))
    if HEDGE.search(value) and "." not in found[0]:
        return _replaced(value, found, _neighbour(found[0][0]) + found[0][1:])
    if len(digits) == 2 and not re.match(r"(?:st|nd|rd|th)\b|:", value[found.end() :]):
        number = int(digits)
        return _replaced(value, found, str(number + 5 if number < 95 else number - 5))
    if len(digits) <= 2:
        number = int(digits)
        return _replaced(value, found, str(number + 1 if number not in (9, 99) else number - 1), ordinal=True)
    return _replaced(value, found, _neighbour(found[0][0]) + found[0][1:])


def _neighbour(digit: str) -> str:
    return str(int(digit) + 1) if digit != "9" else "8"


def _replaced(value: str, found: re.Match[str], number: str, ordinal: bool = False) -> str:
    after = value[found.end() :]
    if ordinal and re.match(r"(?:st|nd|rd|th)\b", after):
        last = "th" if number[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
        after = last + after[2:]
    return value[: found.start()] + number + after


def _next_in_words(value: str) -> str | None:
    """ "six" to "seven", "twenty-three" to "twenty-four", "Friday" to "Saturday", "third" to "fourth"."""
    for found in reversed(list(WORD.finditer(value))):
        for words in SEQUENCES:
            lowered = [word.lower() for word in words]
            if found[0].lower() in lowered:
                place = lowered.index(found[0].lower())
                other = lowered[place + 1 if place + 1 < len(words) else place - 1]
                return value[: found.start()] + _cased(other, found[0]) + value[found.end() :]
    return None


def _next_month(value: str) -> str | None:
    found = MONTH.search(value)
    for names in (MONTHS, SHORT_MONTHS):
        if found and found[0].capitalize() in names:
            other = names[(names.index(found[0].capitalize()) + 1) % len(names)]
            return value[: found.start()] + other + value[found.end() :]
    return None


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


# Words that may stand for each other in nearly any report; none of them states or bounds a value.
SYNONYMS = {
    "announced": "made known",
    "arrested": "taken into custody",
    "because": "since",
    "big": "large",
    "buy": "acquire",
    "children": "youngsters",
    "city": "town",
    "company": "firm",
    "confirmed": "acknowledged",
    "died": "lost their lives",
    "during": "in the course of",
    "firm": "company",
    "followed": "came after",
    "help": "assist",
    "however": "still",
    "important": "significant",
    "including": "among them",
    "injured": "hurt",
    "killed": "left dead",
    "large": "big",
    "man": "male",
    "many": "a lot of",
    "near": "close to",
    "officials": "authorities",
    "people": "persons",
    "purchase": "acquire",
    "reported": "indicated",
    "said": "stated",
    "says": "states",
    "show": "demonstrate",
    "showed": "demonstrated",
    "started": "began",
    "struck": "hit",
    "told": "informed",
    "used": "employed",
    "while": "as",
    "work": "labour",
}
DROPPED = re.compile(r"\b(?:very|really|quite|also|simply|actually|apparently|reportedly|highly|sharply) ")
LED_IN = re.compile(r"^(The|A|An|In|On|At|More|Some|Many|Police|Officials)\b")
QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")


def reworded(text: str, values: list[tuple[int, int]]) -> str:
    """The text with synonyms, without some modifiers, with sentences led in and moved.

    `values` are the spans (start, end) of what it states; they and what stands in quotation marks keep their words.
    """
    kept = sorted([*values, *(match.span() for match in QUOTED.finditer(text))])
    parts, end = [], 0
    for start, stop in kept:
        if start >= end:
            parts += [_substituted(text[end:start]), text[start:stop]]
            end = stop
    lines = ("".join(parts) + _substituted(text[end:])).split("\n")
    return "\n".join(_moved(list(_led_in(lines))))


def _substituted(text: str) -> str:
    text = DROPPED.sub("", text)
    return WORD.sub(lambda found: _cased(SYNONYMS[found[0].lower()], found[0]) if _has(found[0]) else found[0], text)


def _has(word: str) -> bool:
    return word.lower() in SYNONYMS and not word.isupper()


def _led_in(lines: list[str]) -> Iterator[str]:
    """Every third line, the headline aside, as something that was reported."""
    for number, line in enumerate(lines):
        opening = LED_IN.match(line) if number % 3 == 1 else None
        lower: Callable[[str], str] = str.lower
        yield f"It was reported that {lower(line[0])}{line[1:]}" if opening else line


def _moved(lines: list[str]) -> list[str]:
    """Neighbouring lines change places towards the end, where nothing refers back."""
    for i in range(3, len(lines) - 1, 4):
        if all(re.match(r"(?:The|A|An|In|On|At) [a-z]", line) for line in lines[i : i + 2]):
            lines[i], lines[i + 1] = lines[i + 1], lines[i]
    return lines
