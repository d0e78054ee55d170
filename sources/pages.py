"""The article of an HTML page: its main text, and what the page says about it, for machines first and then visibly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html

from . import addresses, body, declared, hints, markup, obstacles, visible
from .blocks import Block, blocks, joined
from .clues import Clue, Clues
from .failures import Unreadable
from .hints import Hints
from .messages import gettext

# How many blocks around the text are read for a byline, a credit or a date.
BEFORE, AFTER = 15, 6
# Where a page shows less than this share of the text it states for machines, that one is taken.
SHOWN_LEAST = 0.34
DECLARED_LEAST = 500


@dataclass(frozen=True)
class Page:
    """The main text, what the page states for machines, and what was inferred from what it shows.

    `stated` and `clues` have, for each field, its value and how it was found; `near` is the text right around the
    article, where credits and bylines stand.
    """

    text: str
    url: str
    stated: Clues
    clues: Clues
    near: str


def read(text: str, url: str = "", hint: Hints = hints.NONE) -> Page:
    """The article of the page at `url` ("" for a file), from its markup.

    Raises Unreadable where there is no main text, and NoArticle, which is one, where the page is something else.
    """
    root = markup.tree(text)
    said = declared.read(root, url)
    stated = dict(said.fields) | _hinted(root, hint)
    title = said.title or visible.title(root)
    found, article = _hinted_text(root, hint) if hint.text else body.chosen(root, title, said.text)
    main = joined(article)
    if not hint.text:
        if said.free is not False and len(said.text) >= DECLARED_LEAST and len(main) < SHOWN_LEAST * len(said.text):
            main = said.text.strip()
        else:
            obstacles.refuse(obstacles.Seen(root, found, article, said))
    if not main:
        raise Unreadable(gettext("no article text was found in the page: save the article's text alone as .txt"))
    clues = visible.read(root, url, stated, found, article)
    # A site's name varies from page to page: its domain says more.
    if "source" in stated:
        clues["source"] = stated.pop("source")
    return Page(main, canonical(root, url), stated, clues, _near(found, article))


def _hinted(root: html.HtmlElement, hint: Hints) -> Clues:
    """The title and the date that the source's selectors find."""
    clues: Clues = {}
    for name, selector in (("title", hint.title), ("published_at", hint.date)):
        if selector:
            element = hints.elements(root, selector)[0]
            written = element.get("datetime") or element.get("content") or " ".join(element.itertext())
            value = declared.cleaned(name, written) or visible.moment(written)
            if not value:
                raise Unreadable(
                    gettext(
                        "the source's selector {selector} finds {words}, which is no date",
                        selector=repr(selector),
                        words=repr(written.strip()[:60]),
                    )
                )
            clues[name] = Clue(value, f"selector {selector}: {' '.join(written.split())[: declared.MOST_SHOWN]}")
    return clues


def _hinted_text(root: html.HtmlElement, hint: Hints) -> tuple[list[Block], list[Block]]:
    chosen = [block for element in hints.elements(root, hint.text) for block in blocks(element)]
    return blocks(root), chosen


def _near(found: Sequence[Block], article: Sequence[Block]) -> str:
    """The lines before the text, its first and last ones, and those right behind it."""
    places = {id(block): at for at, block in enumerate(found)}
    ends = [places[id(block)] for block in (article[0], article[-1]) if id(block) in places] if article else []
    if not ends:
        return joined(list(article))
    first, last = ends[0], ends[-1]
    head = found[max(_start(found, first), 0) : first + 3]
    # The text's last line comes last, for agencies sign there.
    near = [*head, *found[last + 1 : last + 1 + AFTER], *found[max(first + 3, last - 1) : last + 1]]
    return "\n".join(block.text for block in near)


def _start(found: Sequence[Block], first: int) -> int:
    """Where what belongs to the article begins: at its heading, or a few blocks before its text."""
    before = range(first - 1, max(0, first - BEFORE) - 1, -1)
    return next((at for at in before if found[at].tag == "h1"), first - 5)


def canonical(root: html.HtmlElement, url: str) -> str:
    """The address the page gives itself; another site's is not believed, nor a home page's.

    Otherwise any page could add a version to any other publisher's article.
    """
    candidates = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    candidates += [meta.get("content") for meta in root.iter("meta") if meta.get("property") == "og:url"]
    for candidate in candidates:
        try:
            address = addresses.canonical(urljoin(url, (candidate or "").strip()))
        except ValueError:
            continue
        if not url:
            return address
        if addresses.domain(address) == addresses.domain(url) and not _home(address):
            return address
    return url


def _home(url: str) -> bool:
    return re.fullmatch(r"https?://[^/]+/?", url) is not None
