"""By which key an article is found again, and who published it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

from . import addresses, outlets
from .clues import Clues
from .failures import Unreadable
from .messages import ngettext, number
from .metadata import Stated

MAX_KEY = 2000


@dataclass(frozen=True)
class Publisher:
    """An outlet's name and domain ("" where unknown), and the origin where the text comes from another one."""

    name: str = ""
    domain: str = ""
    origin: str = ""
    inferred: dict[str, str] = field(default_factory=dict)


def file_key(name: str) -> str:
    """`name` is relative to the imported folder, so the folder may move; one spelling for all file systems."""
    return f"file:{unicodedata.normalize('NFC', name)}"


def row_key(name: str, stated: Stated, identity: str | int | None, text: str) -> str:
    """The row's id within its source, else within its file; without an id, its title or text stands for one."""
    if identity is not None and str(identity).strip():
        source = stated.get("source")
        return f"id:{outlets.name_of(source)}:{identity}" if source else f"{file_key(name)}#{identity}"
    mark = hashlib.sha256((stated.get("title") or text).encode("utf-8")).hexdigest()[:16]
    return f"{file_key(name)}#{mark}"


def short_enough(key: str) -> str:
    if len(key) > MAX_KEY:
        raise Unreadable(
            ngettext(
                "its key ({key}…) is {length} character long: give a shorter url or id",
                "its key ({key}…) is {length} characters long: give a shorter url or id",
                len(key),
                key=key[:60],
                length=number(len(key)),
            )
        )
    return key


def publisher_of(url: str, stated: Stated, shown: Clues) -> Publisher:
    """Who published it: as stated, else whose address it is, else whom the text names."""
    domain = addresses.domain(url) if url else ""
    if name := stated.get("source"):
        known = outlets.called(name)
        if known:
            return Publisher(known.name, known.domains[0])
        # On a shared host a name tells nothing about the host's other articles.
        return Publisher(outlets.name_of(name), domain if _alike(name, domain) else "")
    named = shown.get("source")
    known = outlets.called(named.value) if named else None
    if host := outlets.at(domain):
        elsewhere = known.name if named and known and known != host else ""
        return Publisher(host.name, host.domains[0], elsewhere, {"source": f"url: {url}"})
    if named:
        inferred = {"source": named.shown}
        if known and domain:
            return Publisher(domain, domain, known.name, inferred | {"source": f"url: {url}", "origin": named.shown})
        return Publisher(outlets.name_of(named.value), known.domains[0] if known else domain, "", inferred)
    return Publisher(domain, domain, "", {"source": f"url: {url}"} if domain else {})


def _alike(name: str, domain: str) -> bool:
    """Whether a domain is named after an outlet: "Example News" and examplenews.com, the articles aside."""
    written = re.sub(r"[\W_]+", "", re.sub(r"^the\s", "", name.casefold()))
    return len(written) > 2 and written in re.sub(r"[\W_]+", "", domain)
