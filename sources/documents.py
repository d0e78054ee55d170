"""Bytes of a file or page to documents: what was published, where, when and by whom, with its text as it is.

What is stated (in a row, a manifest, front matter, a page's head) is taken first; what is missing is inferred from
the text itself, and `inferred` says from which words. Text files and rows keep their text character for character:
offsets count its Unicode code points.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import BinaryIO

from . import addresses, clues, dates, encodings, hints, metadata, outlets, pages
from .failures import Failure, Unreadable, broken_json
from .hints import Hints
from .identities import file_key, publisher_of, row_key, short_enough
from .languages import is_plainly_english, language_of
from .messages import gettext, number
from .metadata import LIMITS

SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
MAX_BYTES = 10_000_000
# How much of the text is kept to show what a field was inferred from.
SHOWN = 200
# Characters of a text whose language is known better than from its page's template.
ENOUGH_TO_IDENTIFY = 500
# What the lines around a page's text are read for.
SHOWN_NEAR = frozenset({"origin", "byline", "published_at", "modified_at"})


@dataclass(frozen=True)
class Document:
    """One article as read: empty strings and None where nothing says.

    `key` is the same whenever the same article is read. `source` is the publisher's name, `domain` where it
    publishes. `published_at` and `modified_at` are aware, in UTC; a day alone is its midnight. `inferred` has, for each
    field that nobody stated, what it was inferred from; `found_by` where a page stated the others, as it wrote them.
    """

    item: str
    key: str
    text: str
    url: str = ""
    source: str = ""
    domain: str = ""
    title: str = ""
    byline: str = ""
    origin: str = ""
    published_at: dt.datetime | None = None
    modified_at: dt.datetime | None = None
    language: str = ""
    inferred: dict[str, str] = field(default_factory=dict)
    found_by: dict[str, str] = field(default_factory=dict)


def read(
    name: str, data: bytes, *, limit: int = MAX_BYTES, stated: Mapping[str, object] | None = None
) -> Iterator[Document | Failure]:
    """The documents in a file; what cannot be read comes as a Failure in its place.

    `name` is relative to what is imported, with forward slashes; `limit` is in bytes; `stated` is the file's
    entry in a manifest.
    """
    if name.lower().endswith(".jsonl"):
        yield from read_lines(name, data.splitlines(keepends=True), limit=limit, stated=stated)
        return
    try:
        yield from _READERS.get(PurePosixPath(name.lower()).suffix, _unknown)(
            name, within(data, limit), metadata.checked(stated or {})
        )
    except Unreadable as error:
        yield Failure(name, error.said)


def read_lines(
    name: str, lines: Iterable[bytes], *, limit: int = MAX_BYTES, stated: Mapping[str, object] | None = None
) -> Iterator[Document | Failure]:
    """The same for JSON Lines, one row a line, in the memory of one line."""
    for count, line in enumerate(lines, start=1):
        item = f"{name} line {count}"
        try:
            characters = encodings.decode(within(line, limit)) if line.strip() else ""
            if characters:
                yield row(name, item, _parsed(characters), metadata.checked(stated or {}))
        except Unreadable as error:
            yield Failure(item, error.said)


def lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines of a stream; of one that is longer than `limit` bytes only as much as shows that it is."""
    while line := stream.readline(limit + 1):
        yield line
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)


def page(
    url: str,
    data: bytes,
    *,
    charset: str = "",
    stated: Mapping[str, object] | None = None,
    hint: Hints = hints.NONE,
) -> Document:
    """The article of a page fetched from `url`; `charset` is what the HTTP response declared, `hint` the source's.

    Raises Unreadable, and its kind NoArticle where the page is a wall, an error page or an empty shell.
    """
    return _from_page(url, url, data, charset, metadata.checked(stated or {}), hint)


def row(name: str, item: str, fields: object, stated: metadata.Stated) -> Document:
    """A JSON row `{url, source, text, title?, published_at?, origin?, byline?, language?, id?}` of the file `name`.

    The row's own fields come before `stated`. Raises Unreadable saying what is wrong with the row.
    """
    if not isinstance(fields, dict):
        example = '{"url": …, "text": …}'
        raise Unreadable(gettext("is not a JSON object: each row has to be one, such as {example}", example=example))
    text, identity = fields.get("text"), fields.get("id")
    if not isinstance(text, str):
        raise Unreadable(
            gettext("has no text") if text is None else gettext("its text is not text: put it in quotation marks")
        )
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise Unreadable(gettext("its id is neither text nor a whole number"))
    own = stated | metadata.checked(fields)
    return _assembled(item, encodings.storable(text), own, clues.read(text), row_key(name, own, identity, text))


def within(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise Unreadable(
            gettext(
                "is larger than {bytes} bytes (MAX_DOCUMENT_BYTES): split it, or put rows in a .jsonl file",
                bytes=number(limit),
            )
        )
    return data


def _text(name: str, data: bytes, stated: metadata.Stated) -> Iterator[Document]:
    text = encodings.decode(data)
    yield _assembled(name, text, metadata.front_matter(text) | stated, clues.read(text), file_key(name))


def _html(name: str, data: bytes, stated: metadata.Stated) -> Iterator[Document]:
    yield _from_page(name, stated.get("url", ""), data, "", stated)


def _rows(name: str, data: bytes, stated: metadata.Stated) -> Iterator[Document | Failure]:
    parsed = _parsed(encodings.decode(data))
    if isinstance(parsed, dict):
        yield row(name, name, parsed, stated)
        return
    if not isinstance(parsed, list):
        raise Unreadable(gettext("is neither a JSON object nor a list of them"))
    for count, fields in enumerate(parsed, start=1):
        item = f"{name} row {count}"
        try:
            yield row(name, item, fields, stated)
        except Unreadable as error:
            yield Failure(item, error.said)


def _unknown(name: str, data: bytes, stated: metadata.Stated) -> Iterator[Document]:
    *known, last = SUFFIXES
    raise Unreadable(gettext("is of no known kind: name it {suffixes} or {last}", suffixes=", ".join(known), last=last))


_Reader = Callable[[str, bytes, metadata.Stated], Iterator[Document | Failure]]
_READERS: dict[str, _Reader] = {".txt": _text, ".md": _text, ".html": _html, ".htm": _html, ".json": _rows}


def _from_page(
    item: str, url: str, data: bytes, charset: str, stated: metadata.Stated, hint: Hints = hints.NONE
) -> Document:
    markup = encodings.decode_page(data, charset or encodings.declared_in_html(data))
    found = pages.read(markup, url, hint)
    text = encodings.legible(found.text)
    shown = {name: clue for name, clue in clues.read(found.near).items() if name in SHOWN_NEAR}
    strong = {name: clue for name, clue in shown.items() if not clue.weak}
    fitting = {name: clue for name, clue in found.stated.items() if len(clue.value) <= metadata.LIMITS[name]}
    if "language" in fitting and _contradicts(text, fitting["language"].value):
        del fitting["language"]
    own = {name: clue.value for name, clue in fitting.items()} | ({"url": found.url} if found.url else {})
    document = _assembled(item, text, metadata.checked(own) | stated, shown | found.clues | strong, file_key(item))
    how = {name: clue.shown for name, clue in fitting.items() if name not in stated}
    return replace(document, found_by=how | document.found_by)


def _contradicts(text: str, language: str) -> bool:
    """Whether a long text is in another language than its page's template declares."""
    declared = re.split("[-_]", language)[0]
    if len(text) < ENOUGH_TO_IDENTIFY or (declared == "en" and is_plainly_english(text)):
        return False
    identified = language_of(text)
    return identified is not None and identified.value != declared


def _assembled(item: str, text: str, stated: metadata.Stated, shown: clues.Clues, key: str) -> Document:
    """What is stated, then what the text shows. A URL is the key before anything else."""
    shown = {name: clue for name, clue in shown.items() if name not in stated and len(clue.value) <= LIMITS[name]}
    if "url" in shown and not _is_address(shown["url"].value):
        del shown["url"]
    url = stated.get("url") or (shown["url"].value if "url" in shown else "")
    shown |= _from_address(url, stated, shown)
    if "language" not in stated and (clue := language_of(text)):
        shown["language"] = clue
    publisher = publisher_of(url, stated, shown)
    fields = {name: clue.value for name, clue in shown.items()} | stated
    origin = outlets.name_of(publisher.origin or fields.get("origin", ""))
    return Document(
        item=item,
        key=short_enough(addresses.canonical(url) if url else key),
        text=text,
        url=url,
        source=publisher.name,
        domain=publisher.domain,
        title=fields.get("title", ""),
        byline=fields.get("byline", ""),
        origin="" if origin == publisher.name else origin,
        published_at=dates.parse(fields["published_at"]) if "published_at" in fields else None,
        modified_at=dates.parse(fields["modified_at"]) if "modified_at" in fields else None,
        language=fields.get("language", ""),
        inferred={name: clue.shown[:SHOWN] for name, clue in shown.items()} | publisher.inferred,
    )


def _from_address(url: str, stated: metadata.Stated, shown: clues.Clues) -> clues.Clues:
    """The day in a dated path, where the text shows none or only a caption's."""
    known = "published_at" in stated or ("published_at" in shown and not shown["published_at"].weak)
    day = "" if known or not url else addresses.day(url)
    return {"published_at": clues.Clue(day, f"url: {url}")} if day and dates.parse(day) else {}


def _is_address(url: str) -> bool:
    try:
        return bool(addresses.canonical(url))
    except ValueError:
        return False


def _parsed(characters: str) -> object:
    try:
        parsed: object = json.loads(characters)
    except json.JSONDecodeError as error:
        raise Unreadable(broken_json(error)) from None
    except RecursionError:
        raise Unreadable(gettext("is JSON nested too deeply to be rows of articles")) from None
    return parsed
