"""Where a text says what somebody is: titles before names, appositions, "the prime minister", "the ministry"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from claims.analysis.spans import Span

from . import places, titles
from .capitals import Piece
from .roles import Role
from .sifting import sifted
from .titles import INSTITUTIONS, OFFICES, PORTFOLIOS, TENSES

LONGEST = 14
# What may be the head of "the prime minister", as it may be written.
HEADS = frozenset(form for word in OFFICES | INSTITUTIONS for form in (word, f"{word}.", f"ex-{word}"))
BODIES = frozenset("ministry staff forces court department police".split())
DETERMINERS = frozenset("the a an its his her their".split())
PREPOSITIONS = frozenset("of at for in to with on from by".split())
MARKS = ("'s", "’s", "'", "’")


def of_name(doc: Doc, piece: Piece, entity: int) -> Iterator[Role]:
    """What stands around one mention of a person's name."""
    yield from of_title(doc, piece, entity)
    yield from of_apposition(doc, piece, entity)


def of_title(doc: Doc, piece: Piece, entity: int) -> Iterator[Role]:
    """The title before a name, with the country or body before that ("Russian Defense Minister")."""
    if any(titles.title_word(word) in OFFICES for word in piece.title):
        start = piece.title_start - owner_length(doc, piece.title_start)
        yield Role(entity, doc[start : piece.title_start + len(piece.title)].text.lower())


def owner_length(doc: Doc, start: int) -> int:
    """How many tokens before a title say whose: two for "Armenia's", one for "Armenian"."""
    if start > 1 and doc[start - 1].text in MARKS and doc[start - 2].pos_ == "PROPN":
        return 2
    owner = doc[start - 1] if start else None
    return int(
        owner is not None and not owner.is_space and (bool(places.nation(owner.text)) or owner.ent_type_ == "ORG")
    )


def of_apposition(doc: Doc, piece: Piece, entity: int) -> Iterator[Role]:
    """The office beside a name: "NAME, the head of the staff," and "The head of the staff, NAME,"."""
    first = piece.title_start if piece.title else piece.start
    before = noun_phrase_before(doc, first - 1) if first > 1 and doc[first - 1].text == "," else None
    after = noun_phrase_after(doc, piece.end + 1) if piece.end < len(doc) and doc[piece.end].text == "," else None
    placed = office_of_place(doc, piece.start) if not piece.title else None
    for span in (before, placed, after):
        if span:
            yield Role(entity, doc[span[0] : span[1]].text.lower())


def noun_phrase_after(doc: Doc, start: int) -> tuple[int, int] | None:
    """The office that begins here, up to the comma, verb or line that ends it."""
    end = start
    while end < len(doc) and end - start < LONGEST and is_inside(doc[end]):
        end += 1
    return office(doc, start, end)


def noun_phrase_before(doc: Doc, end: int) -> tuple[int, int] | None:
    start = end
    while start and end - start < LONGEST and is_inside(doc[start - 1]):
        start -= 1
        if doc[start].is_sent_start:
            break
    for first in range(start, end):
        if doc[first].text.lower() in DETERMINERS and (found := office(doc, first, end)):
            return found
    return office(doc, start, end) if start < end and doc[start].is_sent_start else None


def office_of_place(doc: Doc, end: int) -> tuple[int, int] | None:
    """An office and its place right before a name: "former ombudsman in Karabakh NAME"."""
    at = end - 1
    while at > 0 and end - at < 7 and not doc[at].is_space and doc[at].text.lower() not in ("in", "of", "for"):
        if not (doc[at].text[0].isupper() or doc[at].text in ("-", "the")):
            return None
        at -= 1
    if at < 1 or end - at < 2 or doc[at].text.lower() not in ("in", "of", "for") or not titles_head(doc[at - 1]):
        return None
    start = at - 1
    while start and end - start < LONGEST and doc[start - 1].pos_ in ("ADJ", "NOUN") and not doc[start - 1].is_space:
        start -= 1
    return start, end


def titles_head(token: Token) -> bool:
    return titles.title_word(token.text) in OFFICES and token.tag_ != "NNS"


def is_inside(token: Token) -> bool:
    if token.is_space or token.text in ',.;:()—–"“”':
        return False
    return token.pos_ not in ("VERB", "AUX", "SCONJ", "PRON") and not token.tag_.startswith("W") or token.tag_ == "PRP$"


def office(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """The range if its first noun phrase has an office for head: "head of the staff", not "supporters of the head"."""
    at = start
    while at < end and doc[at].text.lower() not in PREPOSITIONS:
        at += 1
    return (start, end) if start < at <= start + 8 and titles_head(doc[at - 1]) else None


def phrases(doc: Doc) -> Iterator[tuple[str, Span]]:
    """Definite noun phrases that name somebody by role ("the council", "Armenia's president"), and where they stand.

    The phrase has what "of" says of the office; the span leaves that out, and the owner, who is somebody else.
    """
    for token in sifted(doc, "LOWER", HEADS):
        if token.tag_ == "NNS" or is_compound(token):
            continue
        start = token.i
        while start and token.i - start < 6 and is_modifier(doc[start - 1]):
            start -= 1
        end = with_office_of(token)
        if start and doc[start - 1].text.lower() == "the":
            yield doc[start - 1 : end].text, Span(doc[start - 1].idx, token.idx + len(token.text))
        elif start > 1 and doc[start - 1].text in MARKS and places.nation(doc[start - 2].text):
            yield doc[start - 2 : end].text, Span(doc[start].idx, token.idx + len(token.text))


def with_office_of(token: Token) -> int:
    """The end of "the head of the customs service": with the phrase after "of" that is right behind the office."""
    after = next((child for child in token.rights if child.lower_ == "of" and child.i == token.i + 1), None)
    if after is None:
        return token.i + 1
    end = after.i + 1
    while end < len(token.doc) and end - after.i < LONGEST and end <= after.right_edge.i and is_inside(token.doc[end]):
        end += 1
    return end


def is_compound(token: Token) -> bool:
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    return after.text == "-" or (after.pos_ in ("NOUN", "PROPN") and not after.is_space)


def is_modifier(token: Token) -> bool:
    word = titles.title_word(token.text)
    known = word in PORTFOLIOS or word in TENSES or word in OFFICES or bool(places.nation(token.text)) or word == "-"
    return not token.is_space and (known or token.pos_ == "ADJ" or token.dep_ == "compound")


def bodies(doc: Doc) -> Iterator[tuple[int, int]]:
    """Bodies the narrator writes without capitals: "the defence ministry", "Russia's foreign ministry"."""
    for token in sifted(doc, "ORTH", BODIES):
        start = token.i
        while start and doc[start - 1].text in PORTFOLIOS | {"armed"} and token.i - start < 3:
            start -= 1
        owned = start and (doc[start - 1].text.lower() in ("the", *MARKS) or places.nation(doc[start - 1].text))
        if start < token.i and owned and not is_compound(token):
            yield start, token.i + 1
