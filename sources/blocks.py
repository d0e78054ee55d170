"""The blocks of a page: its paragraphs, headings, items and rows of tables, with their text as a browser shows it.

Words, figures and marks stay as they are. White space is what HTML makes of it: runs become one space, a line break
(`br`) a newline, the border between two cells a tab. A raised figure stays one (10⁶, m²), `q` gets the marks that
browsers put there. What nobody sees is left out, as are words that were struck out and marks of footnotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

# What starts a new line in every browser's style sheet.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table"
    " tbody tfoot thead tr ul".split()
)
CELLS = frozenset({"td", "th"})
# What is no text of the page, or only stands in for a picture, a film or a script.
UNSEEN = frozenset(
    "applet area audio base button canvas datalist embed frame frameset head iframe input link map math meta noframes"
    " noscript object optgroup option output param picture progress rp rt script select source style svg template"
    " textarea title track video".split()
)
STRUCK = frozenset({"del", "s", "strike"})
FOR_SCREEN_READERS = re.compile(
    r"(?:^|\s)(?:sr-only|(?:visually|visual|u-visually)-?hidden|screen-?reader(?:-text|-only)?|a-offscreen|assistive-text)(?:\s|$)"
)
HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
# Stand for a line break and for the border of two cells while white space is made one.
BREAK, BORDER = "\u2028", "\x1f"
PARAGRAPHS = re.compile(f" *{BREAK} *(?:{BREAK} *)+")
LINES, COLUMNS = re.compile(f" *{BREAK} *"), re.compile(f" *{BORDER} *")


@dataclass(frozen=True)
class Block:
    """One block: its text, the element it stands in, and how many of its characters are links."""

    text: str
    element: html.HtmlElement
    linked: int = 0

    @property
    def tag(self) -> str:
        return str(self.element.tag)


def blocks(root: html.HtmlElement) -> list[Block]:
    """The blocks at and below an element in reading order, hidden ones aside."""
    return list(_Reader(root).read())


def joined(found: list[Block]) -> str:
    """The text of blocks: an empty line between them, none between the items of a list or the rows of a table."""
    parts: list[str] = []
    for before, block in zip([None, *found], found, strict=False):
        if before is not None:
            parts.append("\n" if block.tag in ("li", "tr") and before.tag == block.tag else "\n\n")
        parts.append(block.text)
    return "".join(parts)


class _Reader:
    """Collects the text between two boundaries of blocks. Without recursion: pages nest as deep as they like."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        self.open = [root]
        self.links = 0
        self.parts: list[str] = []
        self.linked = 0
        self.owner = root

    def read(self) -> Iterator[Block]:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        # What is skipped ends all the same.
        unseen: html.HtmlElement | None = None
        for event, element in walker:
            if event == "start" and _seen(element):
                yield from self._enter(element)
                continue
            if event == "start":
                unseen = element
                walker.skip_subtree()
            elif event == "end" and element is not unseen:
                yield from self._leave(element)
            if event != "start" and element is not self.root:
                self._add(element.tail)
        yield from self._flush()

    def _enter(self, element: html.HtmlElement) -> Iterator[Block]:
        if element.tag in BLOCKS:
            yield from self._flush()
            self.open.append(element)
        self.links += element.tag == "a"
        self._add({"br": BREAK, "q": f"“{element.text or ''}"}.get(element.tag) or self._raised(element))

    def _raised(self, element: html.HtmlElement) -> str | None:
        text: str | None = element.text
        return text.translate(RAISED) if element.tag == "sup" and text else text

    def _leave(self, element: html.HtmlElement) -> Iterator[Block]:
        self.links -= element.tag == "a"
        if element.tag in BLOCKS:
            yield from self._flush()
            self.open.pop()
        elif element.tag in CELLS and element.getnext() is not None:
            self._add(BORDER)
        elif element.tag == "q":
            self._add("”")

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            self.owner = self.open[-1]
            self.linked += len(text.strip()) if self.links else 0

    def _flush(self) -> Iterator[Block]:
        if not self.parts:
            return
        text = SPACE.sub(" ", INVISIBLE.sub("", "".join(self.parts)))
        linked, self.parts, self.linked = self.linked, [], 0
        for part in PARAGRAPHS.split(text):
            if part := COLUMNS.sub("\t", LINES.sub("\n", part)).strip():
                yield Block(part, self.owner, min(linked, len(part)))


def _seen(element: html.HtmlElement) -> bool:
    if element.tag in UNSEEN or element.tag in STRUCK or element.get("hidden") is not None:
        return False
    if element.tag == "sup" and _footnote(element):
        return False
    style, names = element.get("style"), element.get("class")
    return not (style and HIDDEN.search(style)) and not (names and FOR_SCREEN_READERS.search(names))


def _footnote(element: html.HtmlElement) -> bool:
    """A mark that leads to a place of the same page, and nothing else."""
    link = element.find("a")
    return link is not None and (link.get("href") or "").startswith("#") and not (element.text or "").strip()
