"""Markup to a tree of elements, within bounds that keep every later step quick."""

import re

from lxml import html
from lxml.etree import LxmlError

from .failures import Unreadable

MAX_ELEMENTS = 25_000
# libxml2 compares each attribute of an element with all others: 200,000 of them took it minutes.
MAX_ATTRIBUTES = 200
# What libxml2 logs where it leaves out the rest of a page.
LEFT_OUT = {
    "Excessive depth": "nests elements more than 256 deep",
    "Resource limit exceeded": "has a piece of text or an attribute of many millions of characters",
}
ELEMENT = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|p|div|article|section|h\d|span|br)\b", re.IGNORECASE)
VALUE = r"=\s*+(?:\"[^\"]*+\"|'[^']*+')"
# Comments, scripts and style sheets are passed over, for "<" is no tag in there.
TAG = re.compile(
    rf"<!--(?:.*?-->|.*)|<(script|style)\b(?:.*?</\1|.*)|(?P<tag><[a-z](?:{VALUE}|[^>])*+)", re.IGNORECASE | re.DOTALL
)


def tree(markup: str) -> html.HtmlElement:
    """The root element of a page. Raises Unreadable where it is no HTML, or too large or too deep to be an article."""
    if not ELEMENT.search(markup):
        raise Unreadable("holds no HTML elements: import it as .txt")
    if _crowded(markup):
        raise Unreadable(f"has an element with more than {MAX_ATTRIBUTES} attributes: save the article's text alone")
    parser = html.HTMLParser(encoding="utf-8")
    try:
        # As bytes, for a text that declares an encoding of its own would be refused.
        root = html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except LxmlError as error:
        raise Unreadable(f"cannot be parsed as HTML ({error})") from None
    for entry in parser.error_log:
        for sign, what in LEFT_OUT.items():
            if sign in entry.message:
                raise Unreadable(f"{what}: save the article's text alone")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise Unreadable(f"has more than {MAX_ELEMENTS:,} elements: save the article's text alone")
    return root


def _crowded(markup: str) -> bool:
    for found in TAG.finditer(markup):
        tag = found["tag"]
        if tag and len(tag) > 2 * MAX_ATTRIBUTES:
            names = re.split(r"[\s/]+", re.sub(VALUE, " ", tag), maxsplit=MAX_ATTRIBUTES + 2)
            if len(names) > MAX_ATTRIBUTES + 1:
                return True
    return False
