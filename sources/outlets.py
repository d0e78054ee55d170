"""Well-known outlets and wire agencies: under which domains and names they go. The list is `outlets.json`."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("outlets.json")


@dataclass(frozen=True)
class Outlet:
    """A publisher as the list has it; `domains` are its hosts, the main one first."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    agency: bool = False


def at(domain: str) -> Outlet | None:
    """The outlet that publishes under the domain or one above it (edition.example.com: example.com)."""
    while domain.count("."):
        if outlet := _by_domain().get(domain):
            return outlet
        domain = domain.partition(".")[2]
    return None


def called(name: str) -> Outlet | None:
    """The outlet of that name or alias, whatever its case, spaces and stops; a domain is a name too."""
    return _by_name().get(_folded(name)) or at(name.lower().removeprefix("www."))


def name_of(written: str) -> str:
    """The name as the list has it, or as written where the list does not know it."""
    written = " ".join(written.split())
    outlet = called(written)
    return outlet.name if outlet else written


@cache
def outlets() -> tuple[Outlet, ...]:
    rows = json.loads(LIST.read_text(encoding="utf-8"))
    return tuple(
        Outlet(row["name"], tuple(row["domains"]), tuple(row.get("aliases", ())), row.get("agency", False))
        for row in rows
    )


@cache
def _by_domain() -> dict[str, Outlet]:
    return {domain: outlet for outlet in outlets() for domain in outlet.domains}


@cache
def _by_name() -> dict[str, Outlet]:
    return {_folded(name): outlet for outlet in outlets() for name in _names(outlet)}


def _names(outlet: Outlet) -> tuple[str, ...]:
    """Its names; a longer one that begins with "The" without it too ("Moscow Times", but not "Times")."""
    names = (outlet.name, *outlet.aliases)
    return names + tuple(name[4:] for name in names if name.startswith("The ") and name.count(" ") > 1)


def _folded(name: str) -> str:
    return re.sub(r"[\s._-]+", "", unicodedata.normalize("NFKC", name).casefold())
