"""Where a source keeps its text, title and date, in CSS selectors that a person gave for it."""

from dataclasses import dataclass
from functools import lru_cache

from cssselect import SelectorError
from lxml import html
from lxml.cssselect import CSSSelector
from lxml.etree import LxmlError

from .failures import Unreadable
from .messages import Part, gettext, ngettext

MAX_LENGTH = 500


@dataclass(frozen=True)
class Hints:
    """CSS selectors; "" leaves a field to the general rules."""

    text: str = ""
    title: str = ""
    date: str = ""


NONE = Hints()


def problem(selector: str) -> Part:
    """What is wrong with a selector, "" where it can be used."""
    if (length := len(selector)) > MAX_LENGTH:
        return ngettext(
            "is {length} character long: shorten it to {limit}",
            "is {length} characters long: shorten it to {limit}",
            length,
            length=str(length),
            limit=str(MAX_LENGTH),
        )
    try:
        _compiled(selector)
    except (SelectorError, LxmlError, ValueError) as error:
        return gettext("is no CSS selector ({error}): write it like div.article-body or h1", error=str(error))
    return ""


def elements(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """What a selector finds, in the page's order, nothing twice. Raises Unreadable where that is nothing."""
    if wrong := problem(selector):
        raise Unreadable(gettext("the source's selector {selector} {why}", selector=repr(selector), why=wrong))
    found = _compiled(selector)(root)
    if not found:
        raise Unreadable(
            gettext(
                "the source's selector {selector} finds nothing in the page: correct it at the source",
                selector=repr(selector),
            )
        )
    chosen: set[html.HtmlElement] = set(found)
    return [element for element in found if not any(above in chosen for above in element.iterancestors())]


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
