"""What is seen about each block of a page that tells an article's text from what stands around it.

Every trait is a number from 0 to 1 with a name; `body` weighs them.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from . import dates
from .blocks import Block
from .furniture import ASKS, CREDIT, own_parts_of, parts_of

Traits = dict[str, float]

ROOMS = {room: room for room in ("aside", "nav", "footer", "header", "form", "figure", "article", "blockquote")}
ROOMS |= {"figcaption": "figure", "caption": "figure", "details": "aside", "ul": "list", "ol": "list", "dl": "list"}
TAGS = {f"h{rank}": "heading" for rank in range(1, 7)} | {"td": "row", "tr": "row", "dd": "li"}
TAGS |= {tag: tag for tag in ("p", "li", "div", "blockquote", "figcaption")}
# In these stands no article, whatever it reads like.
APART = ({"comments", "related"}, {"aside", "footer", "nav", "figure"})
# What these name holds no article even where it holds most of the words; any other name is one the template gave all.
SURE = frozenset({"body", "comments", "related"})
SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$|[。！？؟।]['\"」』”]*$")
DIGITS = re.compile("[0-9]+")
STEPS, LEVELS = 3, 4
NEIGHBOURS = (-2, -1, 1, 2)
OF_NEIGHBOURS = ("prose", "links", "asks", "short", "vote")
# A text of fewer characters is a summary; a shorter key may stand in it by chance.
A_WHOLE_TEXT, A_LINE = 200, 30


@dataclass(frozen=True)
class Around:
    """What an element stands in: the rooms and named parts on the way up to the root."""

    rooms: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Text:
    """A text to compare blocks with: its lines folded to words, and its runs of four words."""

    lines: frozenset[str]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> "Text":
        lines = [folded(line) for line in text.splitlines()]
        return cls(frozenset(lines), frozenset(_runs(" ".join(lines))))

    def has(self, key: str) -> bool:
        """Whether it has the words of a block as a line of its own or one after the other."""
        if not key or key in self.lines:
            return bool(key)
        runs = _runs(key) if len(key) > A_LINE else []
        return len(runs) > 0 and all(run in self.runs for run in runs)


def _runs(key: str) -> list[tuple[str, ...]]:
    words = key.split()
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))


class Survey:
    """The blocks of one page and their traits; every element is looked at once.

    `vote` is what another extractor took for the article, `said` the text that the page states for machines.
    """

    def __init__(self, blocks: Sequence[Block], title: str = "", vote: Text | None = None, said: str = "") -> None:
        self.blocks = blocks
        self.title = folded(title)
        self.said = Text.of(said) if len(said) > A_WHOLE_TEXT else None
        self.keys = [folded(block.text) for block in blocks]
        self.votes = [vote.has(key) for key in self.keys] if vote else None
        self.prose = [prose(block) for block in blocks]
        self.asks = [float(len(block.text) < 200 and bool(ASKS.search(block.text))) for block in blocks]
        self.holders = self._holders()
        self._around: dict[HtmlElement, Around] = {}
        self.weights = self._weights()
        self.main = max(self.weights, key=lambda element: self.weights[element]) if self.weights else None
        self.inside = self._inside()

    def traits(self) -> list[Traits]:
        """The traits of every block, those of its neighbours among them."""
        shares = self._shares()
        own = [dict(self._of(at)) | shares[at] for at in range(len(self.blocks))]
        for at, traits in enumerate(own):
            for step in NEIGHBOURS:
                if not 0 <= at + step < len(own):
                    traits[f"{step:+} edge"] = 1.0
                    continue
                beside = own[at + step]
                traits |= {f"{step:+} {name}": beside[name] for name in OF_NEIGHBOURS if beside.get(name)}
        return own

    def _of(self, at: int) -> Iterator[tuple[str, float]]:
        yield from self._of_words(at)
        yield from self._of_place(at)
        block, asks = self.blocks[at], self.asks[at]
        if self.said:
            yield ("said" if self.said.has(self.keys[at]) else "unsaid"), 1.0
        if self.votes and self.votes[at]:
            yield "vote", 1.0
            yield "vote prose", float(self.prose[at])
            yield "vote asks", asks
        yield "inside asks", asks * self.inside[at]
        yield "inside prose", float(self.prose[at] and self.inside[at])
        yield f"tag {TAGS.get(block.tag, 'other')}", 1.0

    def _of_words(self, at: int) -> Iterator[tuple[str, float]]:
        block, length = self.blocks[at], len(self.blocks[at].text)
        yield "any", 1.0
        yield "length", min(1.0, math.log1p(length) / 7)
        yield "short", float(length < 25)
        yield "long", float(length > 150)
        yield "links", block.linked / length
        yield "all links", float(block.linked >= length * 0.9)
        yield "sentence", float(bool(SENTENCE_END.search(block.text[-10:])))
        yield "prose", float(self.prose[at])
        yield "asks", self.asks[at]
        yield "credit", float(length < 400 and bool(CREDIT.search(block.text)))
        yield "stamp", float(length < 60 and dates.find(block.text) is not None)
        yield "title", float(bool(self.title) and self.keys[at] == self.title)
        yield "upper", float(block.text.isupper())

    def _of_place(self, at: int) -> Iterator[tuple[str, float]]:
        element = self.blocks[at].element
        around = self.around(element)
        yield from ((f"room {room}", 1.0) for room in around.rooms)
        yield from ((f"part {part}", 1.0) for part in around.parts)
        yield from ((f"own {part}", 1.0) for part in own_parts_of(element))
        yield "h1", float(element.tag == "h1")
        yield "inside", float(self.inside[at])
        yield "in main", float(self.main is not None and self.main in (element, element.getparent()))

    def _shares(self) -> list[Traits]:
        """How blocks of the same make fare, and where a block stands between the first and the last of the text."""
        makes = [make(block.element) for block in self.blocks]
        good, every = defaultdict[str, float](float), defaultdict[str, float](float)
        counted = [self._counts(at) and (self.votes is None or self.votes[at]) for at in range(len(self.blocks))]
        for block, its, counts in zip(self.blocks, makes, counted, strict=True):
            every[its] += len(block.text)
            good[its] += len(block.text) * counts
        total = sum(good.values()) or 1.0
        within = self.votes or [one and other for one, other in zip(self.inside, self.prose, strict=True)]
        places = [at for at, is_text in enumerate(within) if is_text] or [len(within)]
        return [
            {"like share": good[its] / total, "like rate": good[its] / every[its]}
            | {"like prose": good[its] / total * self.prose[at]}
            | {"before": float(at < places[0]), "after": float(at > places[-1])}
            | {"gap": float(places[0] < at < places[-1] and not within[at])}
            for at, its in enumerate(makes)
        ]

    def around(self, element: HtmlElement) -> Around:
        """What an element stands in, itself included."""
        way: list[HtmlElement] = []
        above: HtmlElement | None = element
        while above is not None and above not in self._around:
            way.append(above)
            above = above.getparent()
        known = self._around[above] if above is not None else Around()
        for step in reversed(way):
            room, parts = ROOMS.get(str(step.tag)), parts_of(step)
            parts &= SURE if step in self.holders else parts
            if room or parts:
                known = Around(known.rooms | ({room} if room else set()), known.parts | parts)
            self._around[step] = known
        return known

    def _holders(self) -> set[HtmlElement]:
        """The elements that hold most of the prose."""
        held: dict[HtmlElement, int] = defaultdict(int)
        for block, is_prose in zip(self.blocks, self.votes or self.prose, strict=True):
            held[block.element] += len(block.text) if is_prose else 0
        every = sum(held.values())
        for element, length in list(held.items()):
            for above in element.iterancestors() if length else ():
                held[above] += length
        return {element for element, length in held.items() if length * 2 > every}

    def _counts(self, at: int) -> bool:
        around = self.around(self.blocks[at].element)
        return self.prose[at] and not (around.parts & APART[0] or around.rooms & APART[1])

    def _weights(self) -> dict[HtmlElement, float]:
        """How much prose elements hold: all that stands in them, half of what stands a level below, and so on."""
        weights: dict[HtmlElement, float] = defaultdict(float)
        for at, block in enumerate(self.blocks):
            share = float(len(block.text)) if self._counts(at) else 0.0
            element = block.element.getparent() if block.tag == "p" else block.element
            for _ in range(STEPS if share else 0):
                if element is not None:
                    weights[element] += share
                    share, element = share / 2, element.getparent()
        return weights

    def _inside(self) -> list[bool]:
        """Of each block, whether it stands in the main element."""
        known: dict[HtmlElement, bool] = {} if self.main is None else {self.main: True}
        for block in self.blocks:
            way: list[HtmlElement] = []
            element: HtmlElement | None = block.element
            while element is not None and element not in known:
                way.append(element)
                element = element.getparent()
            known |= dict.fromkeys(way, element is not None and known[element])
        return [known[block.element] for block in self.blocks]


def prose(block: Block) -> bool:
    """Whether a block reads as a paragraph: a sentence or more, and most of it no link."""
    return len(block.text) >= 60 and block.linked * 2 < len(block.text) and bool(SENTENCE_END.search(block.text[-10:]))


def make(element: HtmlElement | None) -> str:
    """The tags and classes of an element and those above it: what the same template makes has the same."""
    way: list[str] = []
    for _ in range(LEVELS):
        if element is not None:
            way.append(f"{element.tag}.{DIGITS.sub('', (element.get('class') or '')[:60])}")
            element = element.getparent()
    return "/".join(way)


def folded(text: str) -> str:
    """The words alone, for comparing."""
    return " ".join(re.findall(r"\w+", text.lower()))
