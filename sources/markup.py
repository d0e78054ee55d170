"""Markup to a tree of elements, within bounds that keep every later step quick."""

import re

from lxml import html
from lxml.etree import LxmlError

from .failures import Unreadable
from .messages import gettext, number

MAX_ELEMENTS = 25_000
# libxml2 compares each attribute of an element with all others: 200,000 of them took it minutes.
MAX_ATTRIBUTES = 200
# What libxml2 logs where it leaves out the rest of a page.
LEFT_OUT = {
    "Excessive depth": gettext("nests elements more than 256 deep: save the article's text alone"),
    "Resource limit exceeded": gettext(
        "has a piece of text or an attribute of many millions of characters: save the article's text alone"
    ),
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
        raise Unreadable(gettext("holds no HTML elements: import it as .txt"))
    if _crowded(markup):
        raise Unreadable(
            gettext(
                "has an element with more than {number} attributes: save the article's text alone",
                number=number(MAX_ATTRIBUTES),
            )
        )
    parser = html.HTMLParser(encoding="utf-8")
    try:
        # As bytes, for a text that declares an encoding of its own would be refused.
        root = html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except LxmlError as error:
        raise Unreadable(gettext("cannot be parsed as HTML ({error})", error=str(error))) from None
    for entry in parser.error_log:
        for sign in LEFT_OUT:
            if sign in entry.message:
                raise Unreadable(LEFT_OUT[sign])
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise Unreadable(
            gettext("has more than {number} elements: save the article's text alone", number=number(MAX_ELEMENTS))
        )
    return root


def _crowded(markup: str) -> bool:
    for found in TAG.finditer(markup):
        tag = found["tag"]
        if tag and len(tag) > 2 * MAX_ATTRIBUTES:
            names = re.split(r"[\s/]+", re.sub(VALUE, " ", tag), maxsplit=MAX_ATTRIBUTES + 2)
            if len(names) > MAX_ATTRIBUTES + 1:
                return True
    return False
