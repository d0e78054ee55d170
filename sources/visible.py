"""What a page shows its readers about its article: headline, byline, and when it was published and changed."""

import re
from collections.abc import Iterator, Sequence

from htmldate import find_date
from lxml import html

from . import dates
from .blocks import Block
from .bylines import byline
from .clues import Clue, Clues
from .traits import folded

SIGNING = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|writer|contributor)(?:[\s_-]|$|name|__)", re.IGNORECASE)
SITE = re.compile(r"\s+(?:[|·•–—»-]|::)\s+[^|·•–—»]{1,60}$")
CHANGED = re.compile(r"^\W*(?:last\s+)?(?:updated|modified|edited|changed)\b", re.IGNORECASE)
MOST_OF_A_LINE = 160
# Larger pages are not searched for a date with htmldate.
MOST_ELEMENTS = 10_000
NEAR = 15


def read(root: html.HtmlElement, url: str, stated: Clues, found: Sequence[Block], article: Sequence[Block]) -> Clues:
    """What nobody states for machines, by field; `found` are all blocks of the page, `article` those of the text."""
    clues: Clues = {}
    head = _head(found, article)
    if "title" not in stated and (headline := _title(root)):
        clues["title"] = headline
    if "byline" not in stated:
        clues |= _byline(root)
    for name, clue in _moments(root, head, article):
        if name not in stated:
            clues.setdefault(name, clue)
    if "published_at" not in stated and "published_at" not in clues and (day := _day(root, url)):
        clues["published_at"] = day
    return clues


def title(root: html.HtmlElement) -> str:
    """The headline as it is shown, "" where there is none."""
    found = _title(root)
    return found.value if found else ""


def moment(written: str) -> str:
    """The time or day that a line states, in ISO 8601, or ""."""
    found = dates.stamp(written)
    return found[0].isoformat() if found else ""


def _title(root: html.HtmlElement) -> Clue | None:
    """The main heading that the page's title repeats, else that title without the site's name, else any heading."""
    headings = list(dict.fromkeys(line for element in root.iter("h1") if (line := _line(element))))
    whole = next((line for element in root.iter("title") if (line := _line(element))), "")
    plain = SITE.sub("", whole)
    for heading in headings:
        # A heading that is the site's name stands behind the mark that parts it from the article's title.
        if not whole or folded(heading) in folded(plain) or folded(plain) in folded(heading):
            return Clue(heading, "main heading")
    return Clue(plain, "title of the page") if plain else None


def _byline(root: html.HtmlElement) -> Clues:
    """The first element that is named a byline and reads as one."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        rel = (element.get("rel") or "").lower().split()
        if "author" not in rel and not SIGNING.search((element.get("class") or "")[:200]):
            continue
        line = _line(element)
        signed = byline(line if re.match(r"by\b", line, re.IGNORECASE) else f"By {line}") if line else None
        if signed:
            shown = f"visible byline: {line[:MOST_OF_A_LINE]}"
            both = {"byline": Clue(signed.people, shown), "origin": Clue(signed.organisation, shown)}
            return {name: clue for name, clue in both.items() if clue.value}
    return {}


def _head(found: Sequence[Block], article: Sequence[Block]) -> list[Block]:
    """The blocks between the main heading and the text's third paragraph: what is dated there is the article."""
    first = next((at for at, block in enumerate(found) if article and block is article[0]), None)
    if first is None:
        return list(article[:3])
    before = range(max(0, first - NEAR), first)
    start = next((at for at in reversed(before) if found[at].tag == "h1"), max(0, first - 5))
    return list(found[start : first + 3])


def _moments(root: html.HtmlElement, head: Sequence[Block], article: Sequence[Block]) -> Iterator[tuple[str, Clue]]:
    """Times in time elements of the head, then in its lines, each as published or changed by what stands before it."""
    within = {block.element for block in head}
    for element in root.iter("time"):
        if any(above in within for above in (element, *element.iterancestors())):
            stated = element.get("datetime") or ""
            value = dates.parse(stated) if stated else None
            shown = value.isoformat() if value else moment(_line(element))
            if shown:
                yield _kind(_line(element.getparent())), Clue(shown, f"time element: {stated or _line(element)}")
    text = set(map(id, article))
    for block in head:
        line = block.text
        stamped = dates.stamp(line) if len(line) <= MOST_OF_A_LINE and id(block) not in text else None
        if stamped:
            yield _kind(line), Clue(stamped[0].isoformat(), f"visible date: {stamped[1]}")


def _kind(line: str) -> str:
    return "modified_at" if CHANGED.search(line) else "published_at"


def _day(root: html.HtmlElement, url: str) -> Clue | None:
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        return None
    # Linked data was read before, and may be about other articles.
    for script in list(root.iter("script")):
        script.drop_tree()
    found = find_date(root, url=url or None, extensive_search=False, original_date=True)
    day = dates.parse(found) if found else None
    return Clue(day.isoformat(), f"visible date: {found}") if day else None


def _line(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())[:500]
