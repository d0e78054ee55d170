"""Where a text says what somebody is: titles before names, appositions, authors of statements, "the prime minister"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from claims.analysis.spans import Span

from . import places, titles
from .capitals import Piece
from .roles import Role
from .titles import DOCUMENTS, INSTITUTIONS, OFFICES, PORTFOLIOS, TENSES

LONGEST = 14
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


# Who does this to a statement is its author; who describes or rejects it is not.
ISSUING = frozenset("issue sign write publish release make post send draft read deliver pen circulate share".split())


def of_documents(doc: Doc, known: dict[int, int], quoted: frozenset[int]) -> Iterator[Role]:
    """Who says something in a statement, or issues, signs or writes one, is its author; `known`: token to entity."""
    for token in doc:
        if token.i in quoted or token.lemma_.lower() not in DOCUMENTS or token.pos_ not in ("NOUN", "PROPN"):
            continue
        author = author_of(token, known)
        if author is not None:
            yield Role(author, token.lemma_.lower())


def author_of(token: Token, known: dict[int, int]) -> int | None:
    for child in token.children:
        if child.dep_ == "poss" and child.i in known:
            return known[child.i]
        if child.text in ("by", "from", "of") and (found := first_known(child.children, known)) is not None:
            return found
    within = token.dep_ == "pobj" and token.head.lower_ in ("in", "with")
    issued = token.dep_ in ("dobj", "obj") and token.head.lemma_.lower() in ISSUING
    clauses = [child for child in token.children if child.dep_ == "relcl" and child.lemma_.lower() in ISSUING]
    verb = clauses[0] if clauses else token.head.head if within else token.head
    if verb.pos_ != "VERB" or not (within or issued or clauses):
        return None
    for subject in (child for child in verb.children if child.dep_ == "nsubj"):
        apposed = [child for child in subject.children if child.dep_ == "appos"]
        found = first_known([*apposed, subject], known)
        return found if found is not None else named_last(subject, verb, known)
    return None


def named_last(subject: Token, verb: Token, known: dict[int, int]) -> int | None:
    """The name right before the verb, comma aside: an apposition the parser hung elsewhere."""
    before = verb.i - 1 - (verb.i > 1 and verb.nbor(-1).text == ",")
    return known.get(before) if before > subject.i else None


def first_known(tokens: Iterable[Token], known: dict[int, int]) -> int | None:
    return next((known[token.i] for token in tokens if token.i in known), None)


def phrases(doc: Doc) -> Iterator[tuple[str, Span]]:
    """Definite noun phrases that name somebody by role ("the council", "Armenia's president"), and where they stand.

    The span leaves out the owner, who is somebody else.
    """
    for token in doc:
        head = titles.title_word(token.text)
        if token.tag_ == "NNS" or not (head in OFFICES or head in INSTITUTIONS) or is_compound(token):
            continue
        start = token.i
        while start and token.i - start < 6 and is_modifier(doc[start - 1]):
            start -= 1
        if start and doc[start - 1].text.lower() == "the":
            yield doc[start - 1 : token.i + 1].text, Span(doc[start - 1].idx, token.idx + len(token.text))
        elif start > 1 and doc[start - 1].text in MARKS and places.nation(doc[start - 2].text):
            yield doc[start - 2 : token.i + 1].text, Span(doc[start].idx, token.idx + len(token.text))


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
    for token in doc:
        if token.text not in ("ministry", "staff", "forces", "court", "department", "police"):
            continue
        start = token.i
        while start and doc[start - 1].text in PORTFOLIOS | {"armed"} and token.i - start < 3:
            start -= 1
        owned = start and (doc[start - 1].text.lower() in ("the", *MARKS) or places.nation(doc[start - 1].text))
        if start < token.i and owned and not is_compound(token):
            yield start, token.i + 1
