"""Full dates as publishers write them. Anything ambiguous (03/04/2021) is no date.

Beside a clock of twelve hours in a zone of North America the month is first (03/04/2021 at 9:15 AM EST).
"""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

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
    r"(?<![\d/.])(?P<first{n}>\d{{1,2}})\s?(?P<sign{n}>[/.])\s?(?P<second{n}>\d{{1,2}})\s?(?P=sign{n})\s?" + YEAR,
    rf"{YEAR}(?P<sign{{n}}>[/.])(?P<digits{{n}}>\d\d)(?P=sign{{n}}){DAY}",
)
DATE = re.compile(
    r"\b(?:" + "|".join(form.format(n=number) for number, form in enumerate(FORMS)) + r")(?!\d)", re.IGNORECASE
)

# Hours from UTC of the abbreviations that mean one zone to every newsroom; others ("IST", "CST") state no zone.
ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "SAST": 2, "CAT": 2}
ZONES |= {"EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "PKT": 5, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9}
ZONES |= {"AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "MST": -7}
ZONES |= {"PST": -8, "PDT": -7}
# These change with the season, as their places do.
PLACES = {"ET": "America/New_York", "PT": "America/Los_Angeles", "CT": "America/Chicago", "MT": "America/Denver"}
CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d))?\s*(?P<half>[ap])?(?:\.?m\b\.?)?\s*"
    r"\(?(?P<zone>(?:UTC|GMT)?\s?[+−-]\d\d?(?::?\d\d)?|[A-Z]{1,4})(?![\w:])",
    re.IGNORECASE,
)
HALF = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
AMERICAN = re.compile(r"\d\s*[ap]\.?m\.?\s*\(?[ECMP][SD]?T\b", re.IGNORECASE)
OFFSET = re.compile(r"(?:UTC|GMT)?\s?(?P<sign>[+−-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?", re.IGNORECASE)
TIME = re.compile(r"\d:\d|\dT\d")
# How far from its date a clock may stand.
BESIDE = 30


def stamp(text: str) -> tuple[dt.datetime, str] | None:
    """The first full date of a line with the time beside it, in UTC, and the characters that state them.

    A time without a zone says less than the day alone, which then stands, as its midnight.
    """
    month_first = AMERICAN.search(text) is not None
    found = next((one for one in DATE.finditer(text) if _moment(one, month_first)), None)
    day = _moment(found, month_first) if found else None
    if not found or not day:
        return None
    for part, start in ((text[found.end() : found.end() + BESIDE], found.end()), (text[: found.start()], 0)):
        for clock in CLOCK.finditer(part[-BESIDE - 15 :] if start == 0 else part):
            if zoned := _zoned(day, clock):
                return zoned, f"{found[0]} {clock[0].strip()}"
    return day, found[0]


def parse(text: str, zone: dt.tzinfo = dt.UTC) -> dt.datetime | None:
    """A date or a time in ISO 8601, RFC 2822 or words, in UTC; a day alone is its midnight UTC. None where it is none.

    A time without an offset is taken as one of `zone`.
    """
    moment = _read(text)
    if moment is None:
        return None
    try:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone if TIME.search(text) else dt.UTC)
        moment = moment.astimezone(dt.UTC)
    except OverflowError:
        return None
    # Nothing was published earlier: it is a program's "no date" (0001-01-01).
    return moment if moment.year > EARLIEST else None


def zone(text: str) -> dt.tzinfo | None:
    """The offset from UTC that a time states; None where it states none, or is no time."""
    moment = _read(text) if TIME.search(text) else None
    offset = moment.utcoffset() if moment else None
    return None if offset is None else dt.timezone(offset)


def is_local(text: str) -> bool:
    """Whether it is a time that does not say in which zone."""
    moment = _read(text) if TIME.search(text) else None
    return moment is not None and moment.tzinfo is None


def _read(text: str) -> dt.datetime | None:
    """As it is written, with or without an offset."""
    text = text.strip()
    # The reading of mail headers drops what it does not know, "PM" among it.
    halves = HALF.search(text) is not None
    for reading in (dt.datetime.fromisoformat, _stamped if halves else parsedate_to_datetime, _spaced, _in_words):
        try:
            return reading(text)
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def find(text: str) -> tuple[dt.datetime, str] | None:
    """The first full date in the text and the characters that state it."""
    for found in DATE.finditer(text):
        if moment := _moment(found):
            return moment, found[0]
    return None


def _stamped(text: str) -> dt.datetime:
    found = stamp(text)
    if found is None:
        raise ValueError(text)
    return found[0]


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


def _moment(found: re.Match[str], month_first: bool = False) -> dt.datetime | None:
    parts = {name.rstrip("0123456789"): value for name, value in found.groupdict().items() if value}
    year = int(parts["year"])
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        days = {_day(year, first, second), None if month_first else _day(year, second, first)} - {None}
        return days.pop() if len(days) == 1 else None
    month = int(parts["digits"]) if "digits" in parts else MONTHS.index(parts["month"][:3].lower()) + 1
    return _day(year, month, int(parts["day"]))


def _day(year: int, month: int, day: int) -> dt.datetime | None:
    try:
        return dt.datetime(year, month, day, tzinfo=dt.UTC)
    except ValueError:
        return None


def _zoned(day: dt.datetime, clock: re.Match[str]) -> dt.datetime | None:
    """The moment of a day's clock time, where it is one and states its zone."""
    zone, half = clock["zone"].strip(), (clock["half"] or "").lower()
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    if clock["minute"] is None and not half:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    place = _zone(zone)
    local = day.replace(hour=hour, minute=minute, tzinfo=place) if place else None
    return local.astimezone(dt.UTC) if local else None


def _zone(name: str) -> dt.tzinfo | None:
    if name.upper() in ZONES:
        return dt.timezone(dt.timedelta(hours=ZONES[name.upper()]))
    if name.upper() in PLACES:
        return ZoneInfo(PLACES[name.upper()])
    offset = OFFSET.fullmatch(name)
    if not offset or int(offset["hours"]) > 14:
        return None
    span = dt.timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    return dt.timezone(span if offset["sign"] == "+" else -span)
