"""Bytes to characters, without guessing: what is not known to be right is refused, with the remedy."""

import codecs
import re

from .failures import Unreadable
from .messages import gettext

BOMS = (  # UTF-32 first: its little-endian mark starts with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = {
    b"%PDF-": gettext("a PDF"),
    b"PK\x03\x04": gettext("a ZIP archive or an office document"),
    b"\xd0\xcf\x11\xe0": gettext("an old office document"),
    b"\x1f\x8b": gettext("gzip-compressed"),
    b"\x89PNG": gettext("a PNG image"),
    b"\xff\xd8\xff": gettext("a JPEG image"),
    b"GIF8": gettext("a GIF image"),
    b"\x7fELF": gettext("a program"),
    b"{\\rtf": gettext("a rich text (RTF) document"),
}
# What browsers read under these labels (WHATWG Encoding Standard).
LABELS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
LABELS |= {"gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932", "x-gbk": "gb18030"}
SEVEN_BIT = ("iso-2022-jp", "iso-2022-kr", "hz-gb-2312")
DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|^\s*<\?xml[^>]{0,100}encoding=[\"']([\w:.-]+)",
    re.IGNORECASE,
)
# A page of which at most this share is not in its character set was cut or mixed in places.
MOST_BROKEN = 0.001
BROKEN = "\ufffd"
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, declared: str = "") -> str:
    """The characters of the bytes, newlines kept as they are, a byte order mark removed.

    UTF-8, UTF-16 and UTF-32 by their mark, then UTF-8, then the `declared` character set. Raises Unreadable for
    what is empty, binary, in another character set, or holds a NUL, which PostgreSQL cannot store.
    """
    if not data:
        raise Unreadable(gettext("the file is empty"))
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise Unreadable(gettext("is {kind}, not text: export it as text or HTML first", kind=kind))
    return storable(_characters(data, declared.strip().lower()))


def decode_page(data: bytes, declared: str = "") -> str:
    """The same for an HTML page, where a few bytes in the wrong place become U+FFFD, as they do in browsers.

    Such a place may lie anywhere in the markup: whoever takes text out of it refuses the ones in the text.
    """
    try:
        return decode(data, declared)
    except Unreadable:
        mended = data.decode("utf-8", errors="replace")
        if declared not in ("", "utf-8", "utf8") or mended.count(BROKEN) > MOST_BROKEN * len(data) + 1:
            raise
        return decode(mended.replace("\x00", BROKEN).encode("utf-8"))


def declared_in_html(data: bytes) -> str:
    """The character set that the first 4,096 bytes of a page declare, or ""."""
    found = DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


def storable(text: str) -> str:
    """The text itself; raises Unreadable where a database could not store it or it is no text."""
    _refuse_binary(text)
    if "\x00" in text:
        at = str(text.index("\x00"))
        raise Unreadable(
            gettext("has a NUL character at offset {offset}, which cannot be stored: remove it", offset=at)
        )
    if lone := LONE_SURROGATE.search(text):
        raise Unreadable(
            gettext(
                "has half a surrogate pair at offset {offset}, which is no character: correct the escape",
                offset=str(lone.start()),
            )
        )
    if not text.strip():
        raise Unreadable(gettext("holds nothing but white space"))
    return text


def legible(text: str) -> str:
    """The text itself; raises Unreadable as `storable` does, and where a character of it was lost."""
    if BROKEN in text:
        at = text.index(BROKEN)
        before = repr(text[max(0, at - 20) : at])
        raise Unreadable(gettext("has a character that its encoding does not know, after {words}", words=before))
    return storable(text)


def _refuse_binary(text: str) -> None:
    if len(CONTROL.findall(text)) > 2 + len(text) // 100:
        raise Unreadable(gettext("is binary, not text: export it as text or HTML first"))


def _characters(data: bytes, declared: str) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if declared in SEVEN_BIT:
        return _strict(data, declared)
    if data.count(0) > len(data) // 10:
        raise Unreadable(gettext("is binary, or UTF-16 without a byte order mark: export it as text in UTF-8"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_binary(data.decode("latin-1"))
        if declared and declared not in ("utf-8", "utf8"):
            return _strict(data, LABELS.get(declared, declared))
        raise Unreadable(
            gettext(
                "is not UTF-8 (byte {place} is {byte}): convert it, for example with: iconv -f WINDOWS-1252 -t UTF-8",
                place=str(error.start),
                byte=f"0x{data[error.start]:02x}",
            )
        ) from None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise Unreadable(
            gettext("declares the unknown character set {encoding}: convert it to UTF-8", encoding=repr(encoding))
        ) from None
    except UnicodeDecodeError as error:
        raise Unreadable(
            gettext(
                "is not {encoding}, which it declares (byte {place}): convert it to UTF-8",
                encoding=encoding,
                place=str(error.start),
            )
        ) from None
