"""Who this article calls "the prime minister", "the council" or the author of "the statement"."""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from . import folding, places, titles
from .titles import DOCUMENTS, INSTITUTIONS, OFFICES, PORTFOLIOS

T = TypeVar("T")

LEADERS = frozenset("president premier chancellor king queen emir sultan dictator strongman ruler".split())
# Ranks that change the office: the vice president is not the president.
RANKS = frozenset("prime vice deputy assistant associate under".split())
POSSESSOR = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])\s+")
MOST = 500
AUTHORS = frozenset("author authors signatory signatories writer writers".split())
FORMS_OF_STATE = frozenset("republic kingdom state country nation".split())
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
        object.__setattr__(self, "body", frozenset(word for word in body - FORMS_OF_STATE if not nations[word]))
        object.__setattr__(self, "nations", frozenset(filter(None, nations.values())))

    @property
    def restricting(self) -> frozenset[str]:
        """The words that say which holder of the office is meant: "deputy", "Democratic"; not "embattled"."""
        return frozenset(
            word for word in self.words if word in PORTFOLIOS or word in OFFICES or word.capitalize() in self.phrase
        )


@dataclass(frozen=True)
class RoleTable:
    """The roles of one article; looks one entity up for a phrase, or none where two fit."""

    roles: tuple[Role, ...]

    @functools.cached_property
    def by_head(self) -> Mapping[str, tuple[Role, ...]]:
        return grouped(self.roles, lambda role: role.head)

    @functools.cached_property
    def by_entity(self) -> Mapping[int, tuple[Role, ...]]:
        return grouped(self.roles, lambda role: role.entity)

    def find(self, phrase: str) -> int | None:
        found = self.fitting(phrase)
        return found[0] if len(found) == 1 else None

    def fitting(self, phrase: str) -> tuple[int, ...]:
        """Who may be called so, by the closest way in which anybody is; in the order in which the text says so.

        An office that very many hold names none of them.
        """
        known = self._found.get(phrase)
        if known is None:
            known = self._found[phrase] = self._fitting(Role(-1, phrase))
        return known

    @functools.cached_property
    def _found(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _fitting(self, asked: Role) -> tuple[int, ...]:
        if len(self.by_head.get(asked.head, ())) > MOST:
            return ()
        roles = [role for role in self._asked(asked) if agree(asked, role)]
        for fits in (asks_exactly, self._asks_partly, asks_leader):
            entities = dict.fromkeys(role.entity for role in roles if fits(asked, role))
            if entities:
                return tuple(entities)
        return ()

    def like(self, phrase: str) -> tuple[Role, ...]:
        """The roles with the phrase's head, whatever else they say: who holds them may be meant."""
        asked = Role(-1, phrase)
        return self.by_head.get(asked.head, ()) if asked.head else ()

    def of(self, entity: int) -> tuple[str, ...]:
        """The phrases by which the article calls an entity, in text order, each once."""
        return tuple(dict.fromkeys(role.phrase for role in self.by_entity.get(entity, ())))

    def _asked(self, asked: Role) -> Iterable[Role]:
        heads = (*sorted(LEADERS - {"leader"}), "minister") if asked.head == "leader" else ()
        return (role for head in (asked.head, *heads) if head for role in self.by_head.get(head, ()))

    def _asks_partly(self, asked: Role, role: Role) -> bool:
        """The same office, of which the phrase says less than the role did, or more that nothing speaks against."""
        if RANKS & (asked.words ^ role.words):
            return False
        if not (asked.words <= role.words | role.body or role.words <= asked.words):
            return False
        others = self.by_entity.get(role.entity, ())
        known = frozenset().union(*(each.words | each.body for each in others))
        if asked.restricting - known:
            return False
        return asked.body <= role.body | role.words or role.body <= asked.body | asked.words


def grouped(roles: Iterable[Role], key: Callable[[Role], T]) -> dict[T, tuple[Role, ...]]:
    found: dict[T, list[Role]] = {}
    for role in roles:
        found.setdefault(key(role), []).append(role)
    return {each: tuple(them) for each, them in found.items()}


def document_of(phrase: str) -> str | None:
    """The document that a phrase names, or whose author it asks for: "statement" for "the statement's author"."""
    words = titles.words_of(phrase)
    asked = [word for word in words if word in DOCUMENTS]
    if asked and AUTHORS & set(words):
        return asked[0]
    head = Role(-1, phrase).head
    return head if head in DOCUMENTS else None


def agree(asked: Role, role: Role) -> bool:
    """Neither says that the other is of another country, body or time."""
    if asked.former is not role.former:
        return False
    if asked.body and not asked.body & (role.body | role.words):
        return False
    return not asked.nations or not role.nations or bool(asked.nations & role.nations)


def asks_exactly(asked: Role, role: Role) -> bool:
    return (asked.head, asked.words) == (role.head, role.words) and (asked.body <= role.body or role.body <= asked.body)


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
