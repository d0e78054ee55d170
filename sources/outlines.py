"""Pure: lists of feeds as OPML 2.0 (opml.org), read and written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .failures import Unreadable
from .messages import gettext


@dataclass(frozen=True)
class Outline:
    """One feed: its address, and whose it is, "" where the list does not say."""

    url: str
    name: str = ""


def read(data: bytes) -> list[Outline]:
    """The feeds of an OPML document, each address once, folders or not. Raises Unreadable."""
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(
            gettext("is not XML that can be read ({error}): export the list of feeds as OPML again", error=str(error))
        ) from error
    if root.tag.lower() != "opml":
        raise Unreadable(gettext("is XML, but no OPML: it begins with <{tag}>", tag=str(root.tag)))
    found: dict[str, Outline] = {}
    for outline in _outlines(root):
        found.setdefault(outline.url, outline)
    return list(found.values())


def _outlines(root: Element) -> Iterator[Outline]:
    for element in root.iter("outline"):
        said = {name.lower(): value.strip() for name, value in element.attrib.items()}
        if url := said.get("xmlurl"):
            yield Outline(url, said.get("title") or said.get("text") or "")


def write(outlines: Iterable[Outline], title: str) -> bytes:
    """An OPML document, in UTF-8."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    for outline in outlines:
        name = outline.name or outline.url
        SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=outline.url)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
