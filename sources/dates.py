"""Full dates as publishers write them. Anything ambiguous (03/04/2021) is no date."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

EARLIEST = 1600
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month{n}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
YEAR = r"(?P<year{n}>(?:19|20)\d\d)"
DAY = r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?"
FORMS = (
    rf"{MONTH}\s+{DAY},?\s+{YEAR}",
    rf"{DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}",
    rf"{YEAR}-(?P<digits{{n}}>\d\d)-{DAY}",
)
DATE = re.compile(
    r"\b(?:" + "|".join(form.format(n=number) for number, form in enumerate(FORMS)) + r")(?!\d)", re.IGNORECASE
)


def parse(text: str) -> dt.datetime | None:
    """A date or a time in ISO 8601, RFC 2822 or words, in UTC; a day alone is its midnight UTC. None where it is none.

    A time without an offset is taken as UTC.
    """
    text = text.strip()
    for reading in (dt.datetime.fromisoformat, parsedate_to_datetime, _spaced, _in_words):
        try:
            moment = reading(text)
            moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
            # Nothing was published earlier: it is a program's "no date" (0001-01-01).
            return moment if moment.year > EARLIEST else None
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def find(text: str) -> tuple[dt.datetime, str] | None:
    """The first full date in the text and the characters that state it."""
    for found in DATE.finditer(text):
        if moment := _moment(found):
            return moment, found[0]
    return None


def _spaced(text: str) -> dt.datetime:
    """ISO 8601 with a space before the offset, as many programs write it."""
    offset = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", text)
    return dt.datetime.fromisoformat(re.sub(r"\s+(?:UTC|GMT|Z)$", "Z", offset))


def _in_words(text: str) -> dt.datetime:
    found = DATE.fullmatch(re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", "", text, flags=re.IGNORECASE))
    moment = _moment(found) if found else None
    if moment is None:
        raise ValueError(text)
    return moment


def _moment(found: re.Match[str]) -> dt.datetime | None:
    parts = {name.rstrip("012"): value for name, value in found.groupdict().items() if value}
    month = int(parts["digits"]) if "digits" in parts else MONTHS.index(parts["month"][:3].lower()) + 1
    try:
        return dt.datetime(int(parts["year"]), month, int(parts["day"]), tzinfo=dt.UTC)
    except ValueError:
        return None
