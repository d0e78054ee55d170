"""Pure: what kind of edit each changed sentence is, and which of its words differ, most serious first.

A figure, date, name or quotation that changed outranks any rewriting. Lines that only ask the reader to do something
(navigation that an extraction let through) are no edits.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .dates import MONTHS
from .furniture import ASKS
from .versions import Edit, EditKind, Range, edits, folded

WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*|\S")
QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^«»]*(?:»|$)|„[^„“”]*(?:[“”]|$)")
NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions billion billions trillion dozen dozens half third thirds quarter quarters twice once first "
    "second fourth fifth sixth seventh eighth ninth tenth % percent".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday".split())
MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})(?:[a-z]*)$")
MONTH_NAMES = frozenset(
    "january february march april may june july august september sept october november december".split()
) | set(MONTHS)
CALENDAR_FIRST = frozenset({"may", "march", "second", "first", "sun", "sat", "mar"})
# Longer sentences are taken apart by their first words alone: that is enough to tell what kind of edit it is.
MOST_WORDS = 600


class Class(StrEnum):
    """What an edit did, in the order of how serious that is."""

    VALUE = "value"
    QUOTATION = "quotation"
    NAME = "name"
    REMOVED = "removed"
    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"


RANK = dict(zip(Class, (1.0, 0.9, 0.8, 0.5, 0.4, 0.3, 0.1), strict=True))
SAME_EVERYWHERE = {
    EditKind.MOVED: Class.MOVED,
    EditKind.ADDED: Class.ADDED,
    EditKind.REMOVED: Class.REMOVED,
}


@dataclass(frozen=True)
class Difference:
    """One edited sentence: what it is, and where, in code points of the old and of the new text.

    `classes` has the most serious first; `words` are the pairs of places that differ within it, either of which may be
    empty (start == end).
    """

    classes: tuple[Class, ...]
    old: Range | None
    new: Range | None
    words: tuple[tuple[Range, Range], ...] = ()

    @property
    def rank(self) -> float:
        """From 0 to 1: how soon a person should look at it."""
        return RANK[self.classes[0]]


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    form: str
    quoted: bool
    opening: bool


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """Every edit that is one, the most serious first, and among equals in the order of the new text."""
    found = [_difference(old, new, edit) for edit in edits(old, new) if not _is_noise(old, new, edit)]
    return tuple(sorted(found, key=lambda difference: -difference.rank))


def counted(found: Sequence[Difference]) -> dict[str, int]:
    """How many edits are of each class, each under its most serious one; the most serious class first."""
    counts = Counter(difference.classes[0] for difference in found)
    return {kind.value: counts[kind] for kind in Class if counts[kind]}


def _is_noise(old: str, new: str, edit: Edit) -> bool:
    """Whether it is a whole line, before and after, of those that stand around articles and are not of them."""
    places = [(text, place) for text, place in ((old, edit.old), (new, edit.new)) if place]
    return all(_is_line(text, place) and ASKS.match(text[slice(*place)]) for text, place in places)


def _is_line(text: str, place: Range) -> bool:
    before, after = text[: place[0]].rstrip(" \t"), text[place[1] :].lstrip(" \t")
    return (not before or before[-1] in "\r\n") and (not after or after[0] in "\r\n")


def _difference(old: str, new: str, edit: Edit) -> Difference:
    if edit.old is None or edit.new is None or edit.kind is not EditKind.CHANGED:
        return Difference((SAME_EVERYWHERE[edit.kind],), edit.old, edit.new)
    before, after = _words(old, edit.old), _words(new, edit.new)
    classes, places = set(), []
    for one, other in _changed(before, after):
        classes |= set(_classes(before[one], after[other]))
        places.append((_place(before, one, edit.old), _place(after, other, edit.new)))
    ordered = tuple(kind for kind in Class if kind in classes) or (Class.REWORDED,)
    return Difference(ordered, edit.old, edit.new, tuple(places))


def _words(text: str, sentence: Range) -> list[Word]:
    start, end = sentence
    quoted = [place.span() for place in QUOTED.finditer(text, start, end)]
    found: list[Word] = []
    for word in WORD.finditer(text, start, end):
        inside = any(place[0] <= word.start() < place[1] for place in quoted)
        opening = not found or not any(character.isalnum() for character in found[-1].form) and len(found) == 1
        found.append(Word(*word.span(), folded(word[0]), inside, opening))
        if len(found) == MOST_WORDS:
            break
    return found


def _changed(before: Sequence[Word], after: Sequence[Word]) -> Iterator[tuple[slice, slice]]:
    forms = [word.form for word in before], [word.form for word in after]
    for tag, i, i_end, j, j_end in SequenceMatcher(None, *forms, autojunk=False).get_opcodes():
        if tag != "equal":
            yield slice(i, i_end), slice(j, j_end)


def _classes(before: Sequence[Word], after: Sequence[Word]) -> Iterator[Class]:
    if _values(before) != _values(after):
        yield Class.VALUE
    one, other = _said(before), _said(after)
    if (one and other) or ((one or other) and all(word.quoted for word in (*before, *after))):
        yield Class.QUOTATION
    if _names(before) != _names(after):
        yield Class.NAME


def _said(words: Sequence[Word]) -> bool:
    return any(word.quoted and word.form.isalnum() for word in words)


def _values(words: Sequence[Word]) -> Counter[str]:
    return Counter(word.form for word in words if _is_value(word))


def _is_value(word: Word) -> bool:
    form = word.form.lower()
    if any(character.isdigit() for character in form) or form in DAYS:
        return True
    if form in MONTH_NAMES:
        return word.form[0].isupper() and not (word.opening and form in CALENDAR_FIRST)
    return form in NUMBER_WORDS or any(part in NUMBER_WORDS for part in form.split("-")[:1])


def _names(words: Sequence[Word]) -> Counter[str]:
    """Words with a capital that a sentence's first word would not have by its place alone; "I" is nobody's name."""
    return Counter(
        word.form
        for word in words
        if word.form[0].isupper() and word.form != "I" and not word.opening and not _is_value(word)
    )


def _place(words: Sequence[Word], changed: slice, sentence: Range) -> Range:
    if changed.start < changed.stop:
        return words[changed.start].start, words[changed.stop - 1].end
    at = words[changed.start].start if changed.start < len(words) else sentence[1]
    return at, at
