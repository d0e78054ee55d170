"""Text as it stands in a chart: free of what XML forbids, as long as there is room for, in the reader's language."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BREAKS = re.compile(r"[\t\n\r]+")
ELLIPSIS = "…"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Of the height of a letter, for the faces that the admin asks for; rather too wide than too narrow.
NARROW, USUAL, BROAD, FULL = 0.32, 0.58, 0.76, 1.05


def english_number(number: float) -> str:
    return f"{int(number):,}" if number == int(number) and abs(number) < 1e15 else f"{number:,.6g}"


def english_day(day: dt.date) -> str:
    return f"{day.day} {english_month(day)}"


def english_month(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class Wording:
    """How numbers and dates are written and what a chart says by itself."""

    number: Callable[[float], str] = english_number
    day: Callable[[dt.date], str] = english_day
    month: Callable[[dt.date], str] = english_month
    nothing: str = "Nothing to draw yet."
    logarithmic: str = "Logarithmic scale: each step is many times the one before."
    of: str = "of {number}"


ENGLISH = Wording()


def shown(text: str) -> str:
    """The text with a sign in place of each character that XML forbids, in one line."""
    return FORBIDDEN.sub(lambda found: sign_of(found[0]), BREAKS.sub(" ", text))


def sign_of(character: str) -> str:
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd"


def width_of(text: str, size: float) -> float:
    return sum(map(_width, text)) * size


def cut(text: str, room: float, size: float) -> str:
    """As much of the text as there is room for; an ellipsis says that there is more."""
    used, limit = 0.0, max(room, 0) / size
    for place, character in enumerate(text):
        used += _width(character)
        if used > limit:
            return _shorter(text[:place], limit) + ELLIPSIS
    return text


def _shorter(text: str, limit: float) -> str:
    """What of a text leaves room for the ellipsis."""
    used = sum(map(_width, text))
    end = len(text)
    while end and used + FULL > limit:
        end -= 1
        used -= _width(text[end])
    return text[:end].rstrip()


def _width(character: str) -> float:
    if "a" <= character <= "z" and character not in "mwfijlrt":
        return USUAL
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if character in "fijlrt.,:;'!|()[] ’‘":
        return NARROW
    if unicodedata.east_asian_width(character) in "WF" or character in "%@—…W":
        return FULL
    return BROAD if character.isupper() or character in "mw" or ord(character) > 0x2FF else USUAL + 0.02
