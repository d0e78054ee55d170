"""Who this article calls "the prime minister", "the council" or the author of "the statement"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from . import folding, places, titles
from .capitals import Piece
from .found import EntityKind
from .spans import Span
from .titles import DOCUMENTS, INSTITUTIONS, OFFICES, PORTFOLIOS, TENSES

LONGEST = 14
DETERMINERS = frozenset("the a an its his her their".split())
LEADERS = frozenset("president premier chancellor king queen emir sultan dictator strongman ruler".split())
# Offices of which a country has one, so that whoever is called so is called nothing else.
SOLE = frozenset("president chancellor king queen pope premier".split())


@dataclass(frozen=True)
class Role:
    """One thing the article calls an entity: `phrase` as written, `words` with synonyms made one."""

    entity: int
    phrase: str
    former: bool = False
    words: frozenset[str] = field(init=False)
    nations: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        words = titles.office_words(self.phrase)
        nations = {word: places.nation(word) for word in words}
        object.__setattr__(self, "nations", frozenset(filter(None, nations.values())))
        object.__setattr__(self, "words", frozenset(word for word in words if not nations[word]))


@dataclass(frozen=True)
class RoleTable:
    """The roles of one article; looks one entity up for a phrase, or none where two fit."""

    roles: tuple[Role, ...]

    def find(self, phrase: str) -> int | None:
        asked = Role(-1, phrase, is_former(phrase.split()))
        for fits in (asks_exactly, asks_partly, asks_leader):
            entities = {role.entity for role in self.roles if fits(asked, role)}
            if entities:
                return entities.pop() if len(entities) == 1 else None
        return None

    def of(self, entity: int) -> tuple[str, ...]:
        """The phrases by which the article calls an entity, in text order, each once."""
        return tuple(dict.fromkeys(role.phrase for role in self.roles if role.entity == entity and role.phrase))


def asks_exactly(asked: Role, role: Role) -> bool:
    return bool(asked.words) and agree(asked, role) and asked.words == role.words


def asks_partly(asked: Role, role: Role) -> bool:
    """The phrase says less than the role, or more, but of the same office."""
    if not asked.words or not agree(asked, role):
        return False
    heads = asked.words & OFFICES, role.words & OFFICES
    if any(heads) and heads[0] != heads[1]:
        return False
    ranks = asked.words & PORTFOLIOS, role.words & PORTFOLIOS
    if heads[0] and ({"prime", "vice", "deputy"} & (ranks[0] ^ ranks[1])):
        return False
    return asked.words < role.words or (bool(heads[0]) and role.words < asked.words and ranks[0] <= ranks[1])


def asks_leader(asked: Role, role: Role) -> bool:
    """"The Armenian leader" is its president or prime minister."""
    if asked.words != {"leader"} or not asked.nations or not agree(asked, role):
        return False
    return bool(asked.nations & role.nations) and bool(role.words & LEADERS or {"prime", "minister"} <= role.words)


def agree(asked: Role, role: Role) -> bool:
    if asked.former != role.former:
        return False
    return not asked.nations or not role.nations or bool(asked.nations & role.nations)


def is_former(words: Iterable[str]) -> bool:
    lower = {word.lower() for word in words}
    return bool(lower & {"former", "ex", "onetime", "then"}) or any(word.startswith("ex-") for word in lower)


def of_titles(doc: Doc, piece: Piece, entity: int) -> Iterator[Role]:
    """The title before a name, with the country or body before that ("Russian Defense Minister")."""
    if not piece.title:
        return
    owner = piece.of or owner_before(doc, piece.title_start)
    phrase = f"{owner} {' '.join(piece.title)}".strip().lower().replace(" - ", "-")
    if any(titles.title_word(word) in OFFICES for word in piece.title) or "pm" in phrase.split():
        yield Role(entity, phrase, is_former(piece.title))


def owner_before(doc: Doc, start: int) -> str:
    """"Armenia" of "Armenia's Prime Minister"; the demonym of "Armenian prime minister"."""
    if start and doc[start - 1].text in ("'s", "’s", "'", "’") and start > 1:
        return doc[start - 2].text
    if start and (places.nation(doc[start - 1].text) or doc[start - 1].ent_type_ in ("NORP", "GPE")):
        return doc[start - 1].text
    return ""


def of_appositions(doc: Doc, piece: Piece, entity: int) -> Iterator[Role]:
    """"NAME, the head of the staff," and "The chief of information at the staff, NAME,"."""
    after = noun_phrase_after(doc, piece.end + 1) if piece.end < len(doc) and doc[piece.end].text == "," else None
    first = piece.title_start if piece.title else piece.start
    before = noun_phrase_before(doc, first - 1) if first > 1 and doc[first - 1].text == "," else None
    for span in (before, after):
        if span:
            words = [token.text for token in doc[span[0] : span[1]]]
            yield Role(entity, doc[span[0] : span[1]].text.lower(), is_former(words))


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


def is_inside(token: Token) -> bool:
    return not (token.is_space or token.text in ",.;:()—–\"“”" or token.pos_ in ("VERB", "AUX", "SCONJ", "PRON"))


def office(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """The range if its first noun phrase has an office for head: "head of the staff", not "supporters of the head"."""
    at = start
    while at < end and doc[at].text.lower() not in ("of", "at", "for", "in", "to", "with", "on", "from", "by"):
        at += 1
    if at == start or at - start > 8:
        return None
    head = titles.title_word(doc[at - 1].text)
    return (start, end) if head in OFFICES and not doc[at - 1].tag_ == "NNS" else None


def of_bodies(names: Sequence[tuple[str, EntityKind]]) -> Iterator[Role]:
    """"The council" is the one council the article names."""
    for entity, (name, kind) in enumerate(names):
        if kind is EntityKind.ORGANISATION:
            words = folding.words(name)
            if len(words) > 1 and (words[-1] in INSTITUTIONS or words[0] in INSTITUTIONS or "staff" in words):
                yield Role(entity, name.lower())


def of_documents(doc: Doc, starts: dict[int, int]) -> Iterator[Role]:
    """Who says something in a statement, or issues, signs or writes one, is its author; `starts`: token to entity."""
    for token in doc:
        if token.lemma_.lower() not in DOCUMENTS or token.pos_ not in ("NOUN", "PROPN"):
            continue
        author = author_of(token, starts)
        if author is not None:
            yield Role(author, f"{token.lemma_.lower()}")


def author_of(token: Token, starts: dict[int, int]) -> int | None:
    for child in token.children:
        if child.text in ("by", "from", "of") and (found := first_known(child.children, starts)) is not None:
            return found
        if child.dep_ == "poss" and child.i in starts:
            return starts[child.i]
    verb = token.head.head if token.head.text in ("in", "with") else token.head
    if token.dep_ in ("dobj", "pobj", "obj") and verb.pos_ == "VERB":
        return first_known((child for child in verb.children if child.dep_ == "nsubj"), starts)
    return None


def first_known(tokens: Iterable[Token], starts: dict[int, int]) -> int | None:
    return next((starts[token.i] for token in tokens if token.i in starts), None)


def phrases(doc: Doc) -> Iterator[Span]:
    """Definite noun phrases that name somebody by role: "the prime minister", "Armenia's president", "the council"."""
    for token in doc:
        head = titles.title_word(token.text)
        if token.tag_ == "NNS" or not (head in OFFICES or head in INSTITUTIONS) or is_compound(token):
            continue
        start = token.i
        while start and token.i - start < 6 and is_modifier(doc[start - 1]):
            start -= 1
        if start and doc[start - 1].text.lower() == "the":
            yield Span(doc[start - 1].idx, token.idx + len(token.text))
        elif start > 1 and doc[start - 1].text in ("'s", "’s") and places.nation(doc[start - 2].text):
            yield Span(doc[start - 2].idx, token.idx + len(token.text))


def is_compound(token: Token) -> bool:
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    return after.text == "-" or (after.pos_ in ("NOUN", "PROPN") and not after.is_space)


def is_modifier(token: Token) -> bool:
    word = titles.title_word(token.text)
    known = word in PORTFOLIOS or word in TENSES or word in OFFICES or bool(places.nation(token.text)) or word == "-"
    return not token.is_space and (known or token.pos_ == "ADJ" or token.dep_ == "compound")
