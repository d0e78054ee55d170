"""Capitalised sequences of a parsed text cut into names: titles, days, demonyms and possessors are not part of them.

The parser's own entities (small model) truncate names and run over commas, so they only vote on kinds; where a name
begins and ends is read off the letters.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from . import given, places, titles
from .folding import PARTICLES
from .titles import INSTITUTIONS, LANDS, OFFICES, PORTFOLIOS, TENSES

DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat "
    "sun gmt est edt pst utc".split()
)
NAMED = frozenset("PERSON ORG GPE LOC FAC NORP".split())
PREPOSITIONS = frozenset("of for".split())
SMALL = frozenset("PRON DET ADV ADP PART INTJ AUX".split())
NEVER = frozenset("i i'm a the an and but or if in on at by to".split())


@dataclass(frozen=True)
class Piece:
    """One name as it stands: tokens `start:end`, and the title that stands before it ("Prime Minister")."""

    start: int
    end: int
    title: tuple[str, ...] = ()
    title_start: int = 0
    of: str = ""
    """The country or organisation before the title ("Azerbaijan" in "Azerbaijan President Ilham Aliyev")."""


def pieces(doc: Doc) -> list[Piece]:
    """Every name of the text, in text order; none crosses a line break, none overlaps another."""
    found: list[Piece] = []
    for start, end in runs(doc):
        found += cut(doc, start, end)
    return found


def runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Maximal sequences of capitalised words on one line, with the small words that bind names."""
    at = 0
    while at < len(doc):
        if not is_capital(doc[at]):
            at += 1
            continue
        end = at + 1
        while (step := joined(doc, at, end)) > end:
            end = step
        yield at, end
        at = end


def is_capital(token: Token) -> bool:
    text = token.text
    if not text[0].isupper() or text.lower().rstrip(".") in DAYS:
        return False
    if text.lower() in NEVER or token.pos_ in ("SCONJ", "CCONJ", "NUM"):
        return False
    if begins(token):
        return token.pos_ == "PROPN" or (token.ent_type_ in NAMED and token.pos_ not in SMALL)
    return True


def begins(token: Token) -> bool:
    """Whether a capital says nothing here: at the start of a sentence, a line or a quotation."""
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.nbor(-1)
    return before.is_space or before.is_quote or before.text in ":(•*-–—"


def joined(doc: Doc, start: int, end: int) -> int:
    """The end of the run if the next word belongs to it, else `end` as it was."""
    if end >= len(doc):
        return end
    last, token = doc[end - 1], doc[end]
    if is_capital(token) and not token.is_sent_start:
        return end + 1
    if token.text in ("-", "‑", "–") and not last.whitespace_ and not token.whitespace_ and end + 1 < len(doc):
        return end + 2 if binds(doc, start, end + 1) else end
    small = end
    while small < len(doc) and small < end + 3 and is_small(doc, start, small):
        small += 1
    return small + 1 if end < small < len(doc) and is_capital(doc[small]) else end


def binds(doc: Doc, start: int, after: int) -> bool:
    """Whether what follows a hyphen is part of the name: "Karabakh" and the "moon" of Ban Ki-moon, not "brokered"."""
    token = doc[after]
    if token.text[0].isupper():
        return True
    return after - start > 2 and token.pos_ == "PROPN" and token.ent_type_ == "PERSON"


def is_small(doc: Doc, start: int, at: int) -> bool:
    """Whether a small word may stand inside this name: "of the" after an institution, "von der" in a person's."""
    word, last = doc[at].text.lower(), doc[at - 1].text.lower()
    if doc[at].is_space:
        return False
    if word in PREPOSITIONS:
        return last in INSTITUTIONS or last in LANDS or last in ("secretary", "chief") or same_entity(doc, at)
    if word in ("the", "&", "and", "'", "’"):
        return last in PREPOSITIONS if word == "the" else word == "&" or same_entity(doc, at)
    if word == "-":
        return last in PARTICLES and last.islower()
    return word in PARTICLES and doc[at].text.islower() and doc[start].pos_ == "PROPN"


def same_entity(doc: Doc, at: int) -> bool:
    return doc[at].ent_type_ in ("ORG", "GPE", "FAC") and doc[at].ent_iob_ == "I" and at + 1 < len(doc)


def cut(doc: Doc, start: int, end: int) -> Iterator[Piece]:
    """The names in one run: before a title, after it, and none where only a title or a demonym stands."""
    words = [titles.title_word(token.text) for token in doc[start:end]]
    first, last = title_in(words)
    if first == last:
        yield from lower_titled(doc, start, end)
        return
    before, after = trimmed(doc, start, start + first), trimmed(doc, start + last, end)
    owner = doc[start : start + first].text
    if before:
        yield Piece(*before)
    if after:
        yield Piece(*after, tuple(token.text for token in doc[start + first : start + last]), start + first, owner)


def title_in(words: list[str]) -> tuple[int, int]:
    """Where a title stands in a run of words, or an empty range: the run is then all name."""
    if words[-1] in INSTITUTIONS or words[-1] in LANDS:
        return 0, 0
    heads = [place for place, word in enumerate(words) if word in OFFICES or word in titles.HONORIFICS]
    if not heads:
        return 0, 0
    if words[heads[0]] in titles.POLITE and heads[0] + 1 < len(words):
        return heads[0], heads[0] + 1  # "Mr. King"
    first = last = heads[0]
    while first and (words[first - 1] in PORTFOLIOS or words[first - 1] in TENSES or words[first - 1] == "-"):
        first -= 1
    last += 1
    while last < len(words) and (words[last] in OFFICES or words[last] in titles.HONORIFICS or words[last] in ("-",)):
        last += 1
    if words[last : last + 1] == ["of"]:
        step = last + 1 + (words[last + 1 : last + 2] == ["the"])
        while step < len(words) and words[step] in PORTFOLIOS:
            step, last = step + 1, step + 1
    if last == len(words) and first and given.is_given(words[0]):
        return 0, 0
    return first, last


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """A run without what does not belong to a name at its ends; None where nothing is left or only a demonym."""
    while start < end and (doc[start].text.lower() in ("the", "of", "-", "and", "ex") or doc[start].is_punct):
        start += 1
    while start < end and (
        doc[end - 1].text.lower() in ("the", "of", "-", "and", "'s", "for") or doc[end - 1].is_punct
    ):
        end -= 1
    while start < end and places.is_demonym(doc[start].text) and not bears_demonym(doc, start, end):
        start += 1 + (start + 1 < end and doc[start + 1].text == "-")
    return (start, end) if start < end else None


def bears_demonym(doc: Doc, start: int, end: int) -> bool:
    """Whether a leading demonym is part of the name: "Armenian Security Council", not "Russian Sergei Lavrov"."""
    rest = [token.text.lower() for token in doc[start + 1 : end]]
    return bool(rest) and (rest[-1] in INSTITUTIONS or rest[0] in INSTITUTIONS or doc[end - 1].ent_type_ == "ORG")


def lower_titled(doc: Doc, start: int, end: int) -> Iterator[Piece]:
    """A run that is all name, with the lower-case title before it ("former president", "spokesman")."""
    name = trimmed(doc, start, end)
    if not name:
        return
    first = name[0]
    while first and is_title_part(doc[first - 1], first == name[0]):
        first -= 1
    yield Piece(*name, tuple(token.text for token in doc[first : name[0]]), first)


def is_title_part(token: Token, nearest: bool) -> bool:
    word = titles.title_word(token.text)
    if token.is_space:
        return False
    return word in OFFICES if nearest else word in OFFICES or word in PORTFOLIOS or word in TENSES or word == "-"
