"""Bytes to characters, without guessing: what is not known to be right is refused, with the remedy."""

import codecs
import re

from .failures import Unreadable

BOMS = (  # UTF-32 first: its little-endian mark starts with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x1f\x8b": "gzip-compressed",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x7fELF": "a program",
    b"{\\rtf": "a rich text (RTF) document",
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
        raise Unreadable("the file is empty")
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise Unreadable(f"is {kind}, not text: export it as text or HTML first")
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
        raise Unreadable(f"has a NUL character at offset {text.index(chr(0))}, which cannot be stored: remove it")
    if lone := LONE_SURROGATE.search(text):
        raise Unreadable(
            f"has half a surrogate pair at offset {lone.start()}, which is no character: correct the escape"
        )
    if not text.strip():
        raise Unreadable("holds nothing but white space")
    return text


def legible(text: str) -> str:
    """The text itself; raises Unreadable as `storable` does, and where a character of it was lost."""
    if BROKEN in text:
        at = text.index(BROKEN)
        raise Unreadable(f"has a character that its encoding does not know, after {text[max(0, at - 20) : at]!r}")
    return storable(text)


def _refuse_binary(text: str) -> None:
    if len(CONTROL.findall(text)) > 2 + len(text) // 100:
        raise Unreadable("is binary, not text: export it as text or HTML first")


def _characters(data: bytes, declared: str) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if declared in SEVEN_BIT:
        return _strict(data, declared)
    if data.count(0) > len(data) // 10:
        raise Unreadable("is binary, or UTF-16 without a byte order mark: export it as text in UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_binary(data.decode("latin-1"))
        if declared and declared not in ("utf-8", "utf8"):
            return _strict(data, LABELS.get(declared, declared))
        remedy = "convert it, for example with: iconv -f WINDOWS-1252 -t UTF-8"
        raise Unreadable(f"is not UTF-8 (byte {error.start} is 0x{data[error.start]:02x}): {remedy}") from None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise Unreadable(f"declares the unknown character set {encoding!r}: convert it to UTF-8") from None
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not {encoding}, which it declares (byte {error.start}): convert it to UTF-8") from None
