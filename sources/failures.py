"""What could not be fetched or imported, and what to do about it: in parts, to be told in any language."""

import json
from dataclasses import dataclass

from .messages import Part, english, gettext


class Told(Exception):
    """A failure that says why: `said` in parts, `str` of it in English."""

    def __init__(self, said: Part) -> None:
        super().__init__(english(said))
        self.said = said


class Unreadable(Told, ValueError):
    """A file, row or page that cannot become a document; it says why and names the remedy."""


def broken_json(error: json.JSONDecodeError) -> Part:
    """Where it is broken, and what the parser says of it."""
    return gettext(
        "is broken JSON at line {line}, column {column}: {error}",
        line=str(error.lineno),
        column=str(error.colno),
        error=error.msg,
    )


@dataclass(frozen=True)
class Failure:
    """One item that was left out of an import, and why."""

    item: str
    said: Part

    @property
    def reason(self) -> str:
        """In English."""
        return english(self.said)
