"""An SVG picture put together from elements: whatever it is given, it is well-formed and nothing lies outside of it."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.etree import ElementTree

from claims.charts.wording import FORBIDDEN, cut, shown

WIDTH = 760
SIZE = 12.0
SMALL = 11.0
ARROW = 8.0
# How much wider bold letters are.
STRONG = 1.1
TONES = 8
ADDRESS = re.compile(r"(https?://|/(?!/)|[?#])")

Point = tuple[float, float]


class Drawing:
    """Positions are in units of the view box, from the top left; what lies outside is moved to the border."""

    def __init__(self, height: float, *, title: str, desc: str, name: str, kind: str, width: float = WIDTH) -> None:
        self.width, self.height = max(float(width), 240.0), float(height)
        prefix = re.sub(r"[^A-Za-z0-9_-]", "-", name)
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {said(self.width)} {said(self.height)}",
            "width": "100%",
            "role": "img",
            "class": f"chart chart-{kind}",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
        }
        self.root = self.parent = ElementTree.Element("svg", attributes)
        self._written("title", title, id=f"{prefix}-title")
        self._written("desc", desc, id=f"{prefix}-desc")

    def __str__(self) -> str:
        if self.root.find(".//a") is not None:  # An image has no parts that could be followed.
            self.root.set("role", "group")
        return ElementTree.tostring(self.root, encoding="unicode", short_empty_elements=True)

    @contextmanager
    def group(self, *classes: str, href: str = "", title: str = "") -> Iterator[None]:
        """What is drawn within is one thing: a link where there is somewhere to go, told whole by its title."""
        outer = self.parent
        led = bool(ADDRESS.match(href)) and not FORBIDDEN.search(href)
        around = {"class": " ".join(classes)} | ({"href": href} if led else {})
        self.parent = ElementTree.SubElement(outer, "a" if led else "g", around)
        if title:
            self._written("title", title)
        yield
        self.parent = outer

    def line(self, start: Point, end: Point, *classes: str) -> None:
        (x1, y1), (x2, y2) = self._placed([start, end])
        self._element("line", classes, x1=x1, y1=y1, x2=x2, y2=y2)

    def box(self, left: float, top: float, width: float, height: float, *classes: str) -> None:
        (x1, y1), (x2, y2) = self._placed([(left, top), (left + width, top + height)])
        self._element("rect", classes, x=x1, y=y1, width=x2 - x1, height=y2 - y1)

    def path(self, points: Sequence[Point], *classes: str, closed: bool = True) -> None:
        placed = " ".join(f"{said(x)},{said(y)}" for x, y in self._placed(points))
        ElementTree.SubElement(
            self.parent, "polygon" if closed else "polyline", {"points": placed, "class": " ".join(classes)}
        )

    def shape(self, at: Point, radius: float, tone: int, *classes: str) -> None:
        """The mark of a tone: each has a form of its own, so that it is known without its colour."""
        x = min(max(at[0], radius), self.width - radius)
        y = min(max(at[1], radius), self.height - radius)
        classes = (tone_of(tone), *classes)
        if tone % TONES == 0:
            self._element("circle", classes, cx=x, cy=y, r=radius)
        else:
            self.path([(x + radius * dx, y + radius * dy) for dx, dy in FORMS[tone % TONES]], *classes)

    def arrow(self, tip: Point, right: float, *classes: str, up: float = 0) -> None:
        """A head that points along (right, up): beyond it there is more."""
        x, y = tip
        back = (x - ARROW * right, y + ARROW * up)
        wing = (ARROW / 2 * up, ARROW / 2 * right)
        self.path([tip, (back[0] + wing[0], back[1] + wing[1]), (back[0] - wing[0], back[1] - wing[1])], *classes)

    def text(self, at: Point, words: str, *classes: str, anchor: str = "start", room: float | None = None) -> None:
        """One line; where there is no room for all of it, it is cut and a title holds the whole."""
        whole = shown(words)
        size = (SMALL if "small" in classes else SIZE) * (STRONG if "strong" in classes else 1)
        free = {"start": self.width - at[0], "end": at[0], "middle": 2 * min(at[0], self.width - at[0])}[anchor]
        visible = cut(whole, free if room is None else min(room, free), size)
        x, y = self._placed([at])[0]
        element = self._element("text", classes, x=x, y=y)
        element.set("text-anchor", anchor)
        element.text = visible
        if visible != whole:
            ElementTree.SubElement(element, "title").text = whole

    def _element(self, tag: str, classes: Sequence[str], **numbers: float) -> ElementTree.Element:
        attributes = {name: said(number) for name, number in numbers.items()}
        return ElementTree.SubElement(self.parent, tag, {**attributes, "class": " ".join(classes)})

    def _written(self, tag: str, words: str, **attributes: str) -> None:
        """Words that are read out or shown on pointing, line by line."""
        lines = (shown(line) for line in words.split("\n"))
        ElementTree.SubElement(self.parent, tag, attributes).text = "\n".join(lines)

    def _placed(self, points: Sequence[Point]) -> list[Point]:
        return [(min(max(x, 0.0), self.width), min(max(y, 0.0), self.height)) for x, y in points]


def said(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def tone_of(tone: int) -> str:
    return f"tone-{tone % TONES}"


def _regular(corners: int, turned: float = 0.0, inner: float = 1.0) -> list[Point]:
    """A polygon in the circle of radius 1, its first corner at the top; with `inner`, a star."""
    steps = corners if inner == 1.0 else corners * 2
    angles = [math.tau * (step / steps + turned) - math.tau / 4 for step in range(steps)]
    return [
        (math.cos(angle) * (inner if step % 2 else 1.0), math.sin(angle) * (inner if step % 2 else 1.0))
        for step, angle in enumerate(angles)
    ]


_CROSS = [(-0.4, -1), (0.4, -1), (0.4, -0.4), (1, -0.4), (1, 0.4), (0.4, 0.4), (0.4, 1), (-0.4, 1), (-0.4, 0.4)]
FORMS: dict[int, list[Point]] = {
    1: _regular(4, 1 / 8),
    2: _regular(3),
    3: _regular(4),
    4: _regular(3, 1 / 2),
    5: [*_CROSS, (-1, 0.4), (-1, -0.4), (-0.4, -0.4)],
    6: _regular(6),
    7: _regular(5, inner=0.45),
}
