"""What an article's own text shows about itself: its title, author, origin, publisher, date and address.

Only whole lines of a known shape count, near the top or the bottom of the text; everything else is prose. A credit of
a picture and "X contributed reporting" say nothing about who wrote the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import dates
from .bylines import byline, capitalised, dateline_agency, organisation
from .outlets import called


@dataclass(frozen=True)
class Clue:
    """A value (dates in ISO 8601) and the characters that show it; a weak one stands until anything better is known."""

    value: str
    shown: str
    weak: bool = False


Clues = dict[str, Clue]

HEAD_LINES, FOOT_LINES = 12, 6
STAMP = re.compile(
    r"^\W*(?:(?:article|story)\s+)?(?:(?:first|last|originally)\s+)?"
    r"(?:date|published|posted|updated|released?|publication date)\b(?: on| at)?[\s:]*",
    re.IGNORECASE,
)
CHANGED = re.compile(r"^\W*(?:last\s+)?(?:updated|modified|changed)\b", re.IGNORECASE)
WEEKDAY = re.compile(r"^(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?\b\.?,?\s*", re.IGNORECASE)
CLOCK = re.compile(
    r"^[\s,|·•/@-]*(?:at\s+)?(?:\d{1,2}[:.]\s?\d{2}(?::\s?\d{2})?\s*)?(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?)?[\s.]*$"
)
# The clock before its day: "10:15 GMT, 3 March 2021".
CLOCK_FIRST = re.compile(
    r"^\d{1,2}[:.]\s?\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{1,4}\)?)?[\s,|·•-]+(?:on\s+)?", re.IGNORECASE
)
ADDRESS = re.compile(
    r"^(?:original |source |canonical |article )?(?:url|link|permalink|source|originally published at"
    r"|read the original(?: article)?(?: at)?)\s*:\s*<?(?P<url>https?://[^\s<>]+?)>?\s*$",
    re.IGNORECASE,
)
PUBLISHER = re.compile(r"^(?:source|sources|publication|publisher|outlet)\s*:\s*(?P<names>[^:]{2,80}?)\s*\.?$", re.I)
AND_AGENCIES = re.compile(
    r"(?:\s*[,+&/]\s*|\s+and\s+|\s+with\s+)(?:(?:other|news|wire|press)\s+)*(?:agencies|wires|wire services)$", re.I
)
AGENCIES = re.compile(r"(?:(?:other|news|wire|press)\s+)*(?:agencies|wires|wire services)", re.IGNORECASE)
FIRST_PUBLISHED = re.compile(
    r"^(?:(?:this|the) (?:article|story|report|piece|post|interview|analysis|column|essay|text)\b[^.]{0,40}? )?"
    r"(?:originally|first) (?:appeared|published|ran)(?: (?:in|on|by|at))+ (?P<name>[^.,;()]{2,60})",
    re.IGNORECASE,
)
REPUBLISHED = re.compile(
    r"\b(?:republished|reproduced) (?:with (?:the )?permission (?:of|from)|from) (?P<name>[^.,;()]{2,60})", re.I
)
A_DAY = re.compile(dates.MONTH.format(n="") + r"(?:\s|$)|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
SIGNATURE = re.compile(
    r"^(?:[-–—/(\[©\s]|\(c\)|copyright|\d{4})*(?P<name>[^\W\d][\w/ .-]{1,40}?)[\])\s.]*$", re.IGNORECASE
)
SIGNED_OFF = re.compile(r"[.!?][\"'”’]?\s*[(\[](?P<name>[^\W\d][\w -]{1,30})[)\]]$")
CREDIT = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,80})[)\]]\s*$|\b(?:photo|image|picture|credit)s?\s*(?:by|:)", re.I)
NOT_THE_DAY = re.compile(r"\b(?:file|archive|archival|undated)\b", re.IGNORECASE)
LABELLED_TITLE = re.compile(r"^(?:title|headline)\s*:\s*(?P<title>\S.*)$", re.IGNORECASE)


def read(text: str) -> Clues:
    """The clues in a text, by field: title, byline, origin, source, url, published_at."""
    lines = [line for line in (bare(line) for line in text.splitlines()) if line]
    raw = [line.strip() for line in text.splitlines() if line.strip()]
    head, foot = lines[:HEAD_LINES], lines[HEAD_LINES:][-FOOT_LINES:]
    clues: Clues = {}
    for finder, where in FINDERS:
        for line in {"head": head, "foot": foot, "ends": foot[::-1] + head, "last": lines[1:][-1:]}[where]:
            for field, clue in finder(line):
                if field not in clues or (clues[field].weak and not clue.weak):
                    clues[field] = clue
    for field, clue in _title(raw[:HEAD_LINES], clues):
        clues.setdefault(field, clue)
    return clues


def bare(line: str) -> str:
    """The line without Markdown: heading and list marks, emphasis, and links but for their text."""
    line = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", line.strip())
    line = re.sub(r"^(?:#{1,6}\s+|>\s+|[*+-]\s+)", "", line)
    return re.sub(r"(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1", r"\2", line).strip()


def _stamp(line: str) -> Iterator[tuple[str, Clue]]:
    """ "date 2021-02-25 …", "Published: 3 March 2021", "Saturday, November 21, 2020 10:15 GMT", "13:26 14/09/2013"."""
    stamp = STAMP.match(line)
    whole = line[stamp.end() :] if stamp else line
    clock = CLOCK_FIRST.match(whole)
    rest = WEEKDAY.sub("", whole[clock.end() :] if clock else whole)
    found = dates.DATE.match(rest)
    before = clock[0] if clock else ""
    moment = dates.stamp(before + rest[: found.end() + dates.BESIDE]) if found else None
    if found and moment and (stamp or CLOCK.match(rest[found.end() :])):
        changed = bool(CHANGED.match(line))
        clue = Clue(moment[0].isoformat(), (line[: line.index(found[0])] + moment[1]).strip(), weak=changed)
        if changed:
            yield "modified_at", clue
        # It was published that day or before, which is better than nothing.
        yield "published_at", clue


def _address(line: str) -> Iterator[tuple[str, Clue]]:
    if found := ADDRESS.match(line):
        yield "url", Clue(found["url"], line)


def _publisher(line: str) -> Iterator[tuple[str, Clue]]:
    """ "Source: The Daily Example and agencies"; where it names agencies only, one is the origin, several nobody."""
    found = PUBLISHER.match(line)
    if not found or "://" in line:
        return
    names = AND_AGENCIES.sub("", found["names"])
    parts = [names] if called(names) else [part.strip() for part in re.split(r"[,;/&|]|\band\b", names) if part.strip()]
    own = [part for part in parts if not (AGENCIES.fullmatch(part) or ((known := called(part)) and known.agency))]
    if len(own) == 1 and len(own[0].split()) <= 6 and capitalised(own[0]):
        yield "source", Clue(own[0], line)
    elif not own and len(parts) == 1 and called(parts[0]):
        yield "origin", Clue(parts[0], line)


def _byline(line: str) -> Iterator[tuple[str, Clue]]:
    found = byline(line)
    if found and found.people:
        yield "byline", Clue(found.people, line)
    if found and found.organisation:
        yield "origin", Clue(found.organisation, line)


def _dateline(line: str) -> Iterator[tuple[str, Clue]]:
    stamp = STAMP.match(line)
    found = dates.DATE.match(line, stamp.end()) if stamp else None
    line = line[found.end() :].lstrip() if found else line
    if found := dateline_agency(line):
        yield "origin", Clue(found["agency"], found[0].strip())


def _first_published(line: str) -> Iterator[tuple[str, Clue]]:
    for rule in (FIRST_PUBLISHED, REPUBLISHED):
        found = rule.search(line)
        if found and (name := organisation(found["name"])) and not A_DAY.match(name):
            yield "origin", Clue(name, found[0])


def _signature(line: str) -> Iterator[tuple[str, Clue]]:
    """ "(AFP)", "© 2020 AFP", "-- Reuters" as the last line, the first also at the end of the last sentence."""
    found = SIGNATURE.match(line) or SIGNED_OFF.search(line)
    if found and (known := called(found["name"])) and known.agency:
        yield "origin", Clue(found["name"].strip(), line)


def _caption(line: str) -> Iterator[tuple[str, Clue]]:
    """The day a picture at the top was taken: the last resort, good to a day or so."""
    credit = CREDIT.search(line)
    if credit and len(line) < 500 and not NOT_THE_DAY.search(line) and (found := dates.find(line)):
        yield "published_at", Clue(found[0].isoformat(), f"caption: {found[1]}", weak=True)


Finder = Callable[[str], Iterator[tuple[str, Clue]]]
# In order of trust: the first clue for a field stands.
FINDERS: tuple[tuple[Finder, str], ...] = (
    (_address, "ends"),
    (_stamp, "head"),
    (_publisher, "ends"),
    (_byline, "head"),
    (_first_published, "ends"),
    (_dateline, "head"),
    (_signature, "last"),
    (_stamp, "foot"),
    (_caption, "head"),
)


def _title(raw: list[str], others: Clues) -> Iterator[tuple[str, Clue]]:
    """A Markdown heading, a labelled title, or a first line that is no sentence and nothing else."""
    for line in raw:
        labelled = LABELLED_TITLE.match(bare(line))
        if labelled or re.match(r"#{1,2}\s+\S", line):
            yield "title", Clue(labelled["title"] if labelled else bare(line).rstrip("# "), line)
            return
    first = bare(raw[0]) if len(raw) > 1 else ""
    taken = tuple(clue.shown for clue in others.values())
    if (
        first
        and not first.startswith(taken)
        and len(first.split()) <= 25
        and not re.search(r"[.,;:][\"'”’)\]]*$", first)
    ):
        yield "title", Clue(first, first)
