"""A claim as it is compared with those of other articles."""

import datetime as dt
import functools
import itertools
import re
from dataclasses import dataclass

import snowballstemmer

from claims.analysis.found import Change, Modality
from claims.analysis.spans import Span
from claims.analysis.values import Value

from .events import EMPTY, SYNONYMS, family
from .relations import Range, range_of

# How far around a value its own words are looked for, in characters and in words on each side.
REACH = 130
NEAREST = 10
WORD = re.compile(r"[^\W\d_]+")
FUNCTION_WORDS = frozenset(
    "the a an and or of in on at to for with by from as is was were are be been has have had it its his her their he "
    "she they that this which who said says not no but after before when while".split()
)
SNOWBALL = snowballstemmer.stemmer("english")


@dataclass(frozen=True)
class Stated:
    """A claim as it is compared with those of other articles; `names` and `story` are folded names.

    `names` are named in its clause, `story` is what its whole article is about, `nearest` are the stems of the words
    around its value, the nearest first, `others` are counts the clause adds to its own, `naming` says that a date tells
    one of many that come again, `acting` and `affected` are the folded names of who acts in it and of whom or what is
    acted on, `published` is the article's day, `holder` is "" for the narrator, `text` are the words of the value.
    """

    article: str
    value: Value
    head: str
    event: str = ""
    subject: str = ""
    verbs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    nearest: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()
    when: Value | None = None
    others: tuple[float, ...] = ()
    definite: bool = False
    naming: bool = False
    modality: str = Modality.STATED
    change: str = Change.NONE
    acting: frozenset[str] = frozenset()
    affected: frozenset[str] = frozenset()
    holder: str = ""
    published: dt.date | None = None
    text: str = ""

    @functools.cached_property
    def near(self) -> frozenset[str]:
        """The words around its value, however near."""
        return frozenset(self.nearest)

    @functools.cached_property
    def range(self) -> Range:
        """What decides how its value relates to others."""
        return range_of(self.value)


def words_near(text: str, value: Span) -> tuple[str, ...]:
    """The stems of the value's own words and of those around it on its line, the nearest first."""
    before = WORD.findall(text[max(0, value.start - REACH) : value.start].rpartition("\n")[2])[: -NEAREST - 1 : -1]
    after = WORD.findall(text[value.end : value.end + REACH].partition("\n")[0])[:NEAREST]
    around = (word for two in itertools.zip_longest(before, after, fillvalue="") for word in two)
    words = (word.lower() for word in itertools.chain(WORD.findall(value.of(text)), around) if len(word) > 1)
    telling = (word for word in words if word not in FUNCTION_WORDS and word not in EMPTY)
    return tuple(dict.fromkeys(map(stem, telling)))


@functools.lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """One form for a word's inflections, by Porter's second stemmer; the name of a family or group for words of one."""
    root = SNOWBALL.stemWord(word)
    return family(word) or SYNONYMS.get(word) or family(root) or root
