"""Who this article calls "the prime minister", "the council" or the author of "the statement"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import folding, places, titles
from .titles import DOCUMENTS, INSTITUTIONS

LEADERS = frozenset("president premier chancellor king queen emir sultan dictator strongman ruler".split())
# Ranks that change the office: the vice president is not the president.
RANKS = frozenset("prime vice deputy assistant associate under".split())
POSSESSOR = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])\s+")
BINDING = re.compile(r"\s(?:of|at|for|in|to|with|on|from|by|and)\s|,", re.IGNORECASE)


@dataclass(frozen=True)
class Role:
    """One thing the article calls an entity: `phrase` as written; `head` its noun with synonyms made one.

    `words` are what the noun phrase says beside the head, `body` what stands after "of" or before "'s", `nations`
    the countries of either. "The head of Russia's general staff" has the head chief, the body general and staff.
    """

    entity: int
    phrase: str
    former: bool = field(init=False)
    head: str = field(init=False)
    words: frozenset[str] = field(init=False)
    body: frozenset[str] = field(init=False)
    nations: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        *owners, last = POSSESSOR.split(BINDING.split(self.phrase, maxsplit=1)[0])
        rest = BINDING.split(self.phrase, maxsplit=1)[1:]
        plain = titles.office_list(last)
        body = titles.office_words(" ".join((*owners, *rest)))
        nations = {word: places.nation(word) for word in body.union(plain)}
        object.__setattr__(self, "former", is_former(last.split()))
        object.__setattr__(self, "head", plain[-1] if plain else "")
        object.__setattr__(self, "words", frozenset(word for word in plain[:-1] if not nations[word]))
        object.__setattr__(self, "body", frozenset(word for word in body if not nations[word]))
        object.__setattr__(self, "nations", frozenset(filter(None, nations.values())))


@dataclass(frozen=True)
class RoleTable:
    """The roles of one article; looks one entity up for a phrase, or none where two fit."""

    roles: tuple[Role, ...]

    def find(self, phrase: str) -> int | None:
        asked = Role(-1, document_of(phrase))
        fitting = [role for role in self.roles if asked.head and agree(asked, role)]
        for fits in (asks_exactly, asks_partly, asks_leader):
            entities = {role.entity for role in fitting if fits(asked, role)}
            if entities:
                return entities.pop() if len(entities) == 1 else None
        return None

    def of(self, entity: int) -> tuple[str, ...]:
        """The phrases by which the article calls an entity, in text order, each once; not what it wrote."""
        own = (role.phrase for role in self.roles if role.entity == entity and role.head not in DOCUMENTS)
        return tuple(dict.fromkeys(own))


def document_of(phrase: str) -> str:
    """The document of which the author is asked for: "statement" for "the statement's author"."""
    words = re.findall(r"\w+", phrase.lower())
    documents = [word for word in words if word in DOCUMENTS]
    return documents[0] if documents and {"author", "authors", "signatory", "writer"} & set(words) else phrase


def agree(asked: Role, role: Role) -> bool:
    """Neither says that the other is of another country or another time."""
    if asked.former is not role.former:
        return False
    return not asked.nations or not role.nations or bool(asked.nations & role.nations)


def asks_exactly(asked: Role, role: Role) -> bool:
    return (asked.head, asked.words) == (role.head, role.words) and (asked.body <= role.body or role.body <= asked.body)


def asks_partly(asked: Role, role: Role) -> bool:
    """The same office, of which the phrase says less than the role did, or more than a bare title."""
    if asked.head != role.head or RANKS & (asked.words ^ role.words):
        return False
    if not (asked.words <= role.words | role.body or role.words <= asked.words):
        return False
    return asked.body <= role.body | role.words or role.body <= asked.body | asked.words


def asks_leader(asked: Role, role: Role) -> bool:
    """Whether "the Armenian leader" may be this president or prime minister."""
    if asked.head != "leader" or not asked.nations & role.nations:
        return False
    return not RANKS & role.words and role.head in LEADERS or (role.head == "minister" and "prime" in role.words)


def is_former(words: Iterable[str]) -> bool:
    lower = {word.lower() for word in words}
    return bool(lower & {"former", "ex", "onetime", "then"}) or any(word.startswith("ex-") for word in lower)


def of_body(entity: int, name: str) -> Role | None:
    """The role an organisation's own name gives it: "the council" is the one council the article names."""
    words = folding.words(name)
    if len(words) < 2 or not (words[-1] in INSTITUTIONS or words[0] in INSTITUTIONS):
        return None
    return Role(entity, name.lower())


def left_over(asked: Iterable[str], table: RoleTable, unnamed: Iterable[int]) -> Role | None:
    """The one office that nobody named holds, for the one person of whom the article says no role.

    Both must be alone: an article of two offices without holders, or two persons without a role, gives None.
    """
    open_roles = {(role.head, role.words): role for role in (Role(-1, phrase) for phrase in asked) if is_leading(role)}
    persons = list(unnamed)
    if len(open_roles) != 1 or len(persons) != 1:
        return None
    role = next(iter(open_roles.values()))
    held = any((each.head, each.words) == (role.head, role.words) and not each.former for each in table.roles)
    return None if held else Role(persons[0], role.phrase)


def is_leading(role: Role) -> bool:
    """Whether a country has one of this office at a time."""
    return not role.former and (role.head in LEADERS or (role.head == "minister" and "prime" in role.words))
