"""A claim as it is compared with those of other articles."""

import datetime as dt
from dataclasses import dataclass

from claims.analysis.found import Change, Modality
from claims.analysis.values import Value


@dataclass(frozen=True)
class Stated:
    """A claim as it is compared with those of other articles; `names` and `story` are folded names.

    `names` are named in its clause, `story` is what its whole article is about, `others` are counts the clause adds
    to its own, `acting` and `affected` are the folded names of who acts in it and of whom or what is acted on,
    `published` is the article's day, `holder` is "" for the narrator.
    """

    article: str
    value: Value
    head: str
    event: str = ""
    subject: str = ""
    verbs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()
    when: Value | None = None
    others: tuple[float, ...] = ()
    definite: bool = False
    modality: str = Modality.STATED
    change: str = Change.NONE
    acting: frozenset[str] = frozenset()
    affected: frozenset[str] = frozenset()
    holder: str = ""
    published: dt.date | None = None
