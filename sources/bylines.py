"""Who signs an article: "By Ada Example for AFP", "LONDON (Reuters) -"."""

import re
from dataclasses import dataclass

from . import dates
from .outlets import called

SIGNED = re.compile(r"^(?:by|written by|author|byline|reported by|story by)\b\s*:?\s+(?P<names>\S.{1,118})$", re.I)
TAIL = re.compile(r"\s+[|•·–—-]\s+.*$|\s*[,(]?\s*(?:staff writer|correspondent|staff|reporters?|editor)\)?$", re.I)
# Days and months that a program ran into a name.
DAY_NAMES = re.compile(
    r"[\s;,]+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|[\s;,])+$",
    re.IGNORECASE,
)
# What follows an employer's name where somebody signs with a post: "AP National Security Writer".
POST = re.compile(
    r"(?<=\w)\s+(?:[A-Z]\w+\s+){0,3}(?:writer|correspondent|reporter|editor|analyst|columnist)$", re.IGNORECASE
)
PARTICLES = {"al", "and", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "in", "la", "le"}
PARTICLES |= {"of", "the", "van", "von", "y", "zu", "&", "und", "et", "for"}
PLACE = r"[^\W\d_a-zà-ÿ][^\d()\n]{0,60}?"
DATELINE = re.compile(
    rf"^(?:{PLACE}(?:,\s*(?:[A-Z][a-z]{{2,8}}\.?\s+\d{{1,2}}|\d{{1,2}}\s+[A-Z][a-z]{{2,8}}\.?)(?:,?\s+\d{{4}})?)?\s*)?"
    r"[(\[](?P<agency>[^()\[\]]{2,40})[)\]]\s*(?P<mark>--|[-–—:])\s"
)
LEADING = re.compile(rf"^(?:{PLACE},\s*)?(?P<agency>[A-Z][\w -]{{1,30}}?)\s+(?:--|[-–—])\s")
NOT_AGENCIES = {"USA", "UAE", "DRC", "CAR", "FILE", "UPDATE", "LIVE", "VIDEO", "WATCH", "UPDATED"}


@dataclass(frozen=True)
class Byline:
    people: str
    organisation: str


def byline(line: str) -> Byline | None:
    """People and, where it says so, whom they wrote for. None where the line is prose or names nobody."""
    signed = SIGNED.match(line)
    if not signed or line.endswith((".", "?", "!", ":")):
        return None
    names = TAIL.sub("", TAIL.sub("", _without_post(signed["names"]))).strip(" ,;")
    if whole := organisation_by_list(names):
        return Byline("", whole)
    people, of = _employed(names)
    if not people or len(people.split()) > 12 or not capitalised(people) or dates.find(people):
        return None
    return Byline(people, of)


def organisation(name: str) -> str:
    """The leading words of a name that may be an organisation's, "" where it does not begin like one."""
    words: list[str] = []
    for word in name.split():
        if not (word[0].isupper() or (words and word in ("of", "and", "de", "the", "&", "for")) or word == "the"):
            break
        words.append(word)
    while words and words[-1].islower():
        words.pop()
    words = words[1:] if words and words[0] == "the" else words
    return " ".join(words) if 0 < len(words) <= 6 else ""


def organisation_by_list(name: str) -> str:
    """The name, where the list has it and it cannot be an ordinary word."""
    known = called(name)
    telling = known and (known.agency or " " in name or "/" in name or name.isupper())
    return name if telling and name[0].isupper() else ""


def dateline_agency(line: str) -> re.Match[str] | None:
    """The dateline at the start of a line, where it names an agency, or its brackets an agency or outlet."""
    found = DATELINE.match(line)
    if not found:
        leading = LEADING.match(line)
        known = called(leading["agency"]) if leading else None
        return leading if known and known.agency else None
    name = found["agency"].strip()
    # Behind a colon any initials may stand: "Gross domestic product (GDP): …".
    initials = re.fullmatch(r"[A-Z]{3,6}", name) and name not in NOT_AGENCIES and found["mark"] != ":"
    return found if initials or (called(name) and name[0].isupper()) else None


def capitalised(names: str) -> bool:
    """Whether every word is written as a name's, the particles of names aside."""
    words = re.findall(r"[^\s,;]+", names)
    return bool(words) and all(word[0].isupper() or word.lower() in PARTICLES or "'" in word[:3] for word in words)


def _employed(names: str) -> tuple[str, str]:
    """ "Ada Example for AFP" and "Ada Example, AFP" in two; a part after a comma must be a known organisation."""
    people, _, of = names.rpartition(" for ")
    if people and organisation(of) == of.removeprefix("the "):
        return people, of.removeprefix("the ")
    people, _, of = names.rpartition(",") if "," in names else names.rpartition("/")
    if people and organisation_by_list(of.strip()):
        return people.strip(), of.strip()
    return names, ""


def _without_post(names: str) -> str:
    """ "Ada Example, AP National Security Writer" without the post, where it is one at a known organisation."""
    people, comma, of = names.rpartition(",")
    employer = POST.sub("", of)
    return f"{people},{employer}" if comma and organisation_by_list(employer.strip()) else names
