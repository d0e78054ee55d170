"""Tables as CSV, a line at a time, with nothing in them that a spreadsheet would run; and markup as plain words."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

# What a spreadsheet takes for the start of a formula, after OWASP's page on CSV injection.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# Elements after which a reader sees a new line, and those that are drawn beside the words that say the same.
ENDS = {"li", "p", "td", "th", "tr", "div", "br", "dd", "dt"}
DRAWN = {"meter", "svg", "progress", "script", "style"}


class Line:
    """A file of one line, for the writer of the standard library."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str, /) -> None:
        self.text = text


def lines(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV, the header first."""
    line = Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(header)
    yield line.text
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield line.text


def cell(value: Any) -> str | int | float:
    """Lists and objects as JSON; text that a spreadsheet would run as a formula gets a leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value  # type: ignore[no-any-return]


def plain(markup: str) -> str:
    """The words of some HTML as a reader sees them, items one after the other with semicolons between them."""
    words = Words()
    words.feed(markup)
    words.close()
    said = (" ".join(part.split()) for part in "".join(words.found).split("\n"))
    return "; ".join(part for part in said if part)


class Words(HTMLParser):
    """Gathers the text of markup, a line break where an item ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.drawn = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.drawn += tag in DRAWN
        if tag == "br":
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.drawn -= tag in DRAWN and self.drawn > 0
        if tag in ENDS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.drawn:
            self.found.append(" ".join(data.splitlines()) if "\n" in data else data)
