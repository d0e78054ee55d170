"""A claim as it is compared with those of other articles."""

import datetime as dt
import re
from dataclasses import dataclass

from claims.analysis.found import Change, Modality
from claims.analysis.spans import Span
from claims.analysis.values import Value

from .events import EMPTY, family, noun_group

# How far around a value its own words are looked for, in characters and in words on each side.
REACH = 90
NEAREST = 7
WORD = re.compile(r"[^\W\d_]+")
FUNCTION_WORDS = frozenset(
    "the a an and or of in on at to for with by from as is was were are be been has have had it its his her their he "
    "she they that this which who said says not no but after before when while".split()
)
ENDINGS = ("ing", "ed", "es", "s")


@dataclass(frozen=True)
class Stated:
    """A claim as it is compared with those of other articles; `names` and `story` are folded names.

    `names` are named in its clause, `story` is what its whole article is about, `near` are the stems of the words
    around its value, `others` are counts the clause adds to its own, `acting` and `affected` are the folded names of
    who acts in it and of whom or what is acted on, `published` is the article's day, `holder` is "" for the narrator,
    `text` are the words of the value.
    """

    article: str
    value: Value
    head: str
    event: str = ""
    subject: str = ""
    verbs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
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
    text: str = ""


def words_near(text: str, value: Span) -> tuple[str, ...]:
    """The stems of the value's own words and of the nearest ones on its line, sorted."""
    before = text[max(0, value.start - REACH) : value.start].rpartition("\n")[2]
    after = text[value.end : value.end + REACH].partition("\n")[0]
    words = [*WORD.findall(before)[-NEAREST:], *WORD.findall(value.of(text)), *WORD.findall(after)[:NEAREST]]
    telling = (word.lower() for word in words if len(word) > 1)
    return tuple(sorted({stem(word) for word in telling if word not in FUNCTION_WORDS and word not in EMPTY}))


def stem(word: str) -> str:
    """One form for a word's inflections, and for what one family or group of nouns calls alike."""
    named = family(word) or noun_group(word)
    if named != word:
        return named
    ending = next((each for each in ENDINGS if word.endswith(each) and len(word) - len(each) > 2), "")
    root = word.removesuffix(ending)
    return family(root) or noun_group(root)
