"""What could not be imported, and what to do about it."""

from dataclasses import dataclass


class Unreadable(ValueError):
    """A file, row or page that cannot become a document; the message says why and names the remedy."""


@dataclass(frozen=True)
class Failure:
    """One item that was left out of an import, with the reason."""

    item: str
    reason: str
