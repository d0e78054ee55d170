"""Which entities a clause names, and what part each has in it."""

import bisect
from collections.abc import Iterable, Mapping
from typing import Protocol

from spacy.tokens import Token

from claims.analysis.found import EntityKind, FoundEntity, Role
from claims.analysis.spans import Span

from .clauses import VERBAL, Arguments, agent, antecedent, arguments, core, is_passive

PLACING = frozenset("in at near outside inside around across over off along throughout through from into on to".split())
# Who does these is who suffers them.
SUFFERING = frozenset("die perish drown disappear suffer collapse survive".split())
NAMING = ("compound", "nmod", "amod", "poss", "flat", "case", "punct", "nummod")
# The strongest part comes first, where an entity is named more than once.
ORDER = (Role.AGENT, Role.OBJECT, Role.PLACE, Role.OTHER)
CLIMB = 4
# So many characters before a sentence still tell whom "the 45-year-old" in it means.
NEAR = 300


class Names(Protocol):
    """What claims ask of the names found in an article."""

    @property
    def entities(self) -> tuple[FoundEntity, ...]: ...
    def at(self, span: Span) -> int | None: ...


class Cast:
    """The entities of an article by token; each token is looked up once."""

    def __init__(self, names: Names) -> None:
        self.entities = names.entities
        self._names = names
        self._known: dict[int, int | None] = {}
        self._persons: list[tuple[int, int]] | None = None

    def at(self, token: Token) -> int | None:
        if token.i not in self._known:
            blank = token.is_space or token.is_punct
            self._known[token.i] = None if blank else self._names.at(Span(token.idx, token.idx + len(token)))
        return self._known[token.i]

    def kind(self, token: Token) -> EntityKind | None:
        entity = self.at(token)
        return None if entity is None else self.entities[entity].kind

    def person_near(self, token: Token) -> int | None:
        """The one person spoken of in the sentence of a token and right before it; None where there are several."""
        if self._persons is None:
            people = ((number, each) for number, each in enumerate(self.entities) if each.kind is EntityKind.PERSON)
            self._persons = sorted((mention.start, number) for number, each in people for mention in each.mentions)
        low = bisect.bisect_left(self._persons, (token.sent.start_char - NEAR, -1))
        high = bisect.bisect_left(self._persons, (token.sent.end_char, -1))
        near = {number for _, number in self._persons[low:high]}
        return near.pop() if len(near) == 1 else None

    def word(self, token: Token | None) -> str:
        """One word for who or what a noun means: a person's last name for every form and pronoun, else the lemma."""
        if token is None:
            return ""
        token = core(token)
        if token.ent_type_ in ("DATE", "TIME") or token.pos_ in VERBAL:
            return ""  # "called Saturday" has no object, whatever the parse says
        entity = self.at(token)
        if entity is not None and self.entities[entity].kind is EntityKind.PERSON:
            return self.entities[entity].name.split()[-1].lower()
        if entity is not None and token.pos_ == "PRON":
            return self.entities[entity].name.lower()
        return token.lemma_.lower()

    def roles(self, predicate: Token, tokens: Iterable[Token]) -> tuple[tuple[int, Role], ...]:
        """Each entity named among the tokens with its part under the predicate, in the order of entities."""
        parties = arguments(predicate)
        shared = _shared(parties)
        found: dict[int, Role] = {}
        for token in tokens:
            entity = self.at(token)
            if entity is None or (_within_name(token) and self.at(token.head) == entity):
                continue
            role = shared.get(token.i) or self._part(token, predicate)
            if role is Role.PLACE and self.entities[entity].kind is not EntityKind.PLACE:
                role = Role.OTHER
            if entity not in found or ORDER.index(role) < ORDER.index(found[entity]):
                found[entity] = role
        for noun, role in ((parties.subject, Role.AGENT), (parties.object, Role.OBJECT)):
            entity = self.at(noun) if noun is not None else None
            if entity is not None and (entity not in found or found[entity] is Role.OTHER):
                found[entity] = shared.get(noun.i, role) if noun is not None else role
        return tuple(sorted(found.items()))

    def roles_with(
        self, predicate: Token, tokens: Iterable[Token], known: Mapping[Role, Token | None]
    ) -> tuple[tuple[int, Role], ...]:
        """The same, where who acts and what is acted on is known already: nobody else has these parts."""
        parts = dict(self.roles(predicate, tokens))
        for entity, role in parts.items():
            if role in known:
                parts[entity] = Role.OTHER
        for role, noun in known.items():
            for place in _joined(noun) if noun is not None else ():
                named = self.at(predicate.doc[place])
                if named is not None:
                    parts[named] = role
        return tuple(sorted(parts.items()))

    def _part(self, token: Token, predicate: Token) -> Role:
        """The part of a mention by the path from it to the predicate."""
        token = _leader(token)
        if token.dep_ in ("compound", "nmod") and token.head.ent_type_ in ("DATE", "TIME"):
            token = token.head  # "in Yerevan Saturday"
        if token.dep_ == "pobj":
            preposition = token.head
            return Role.PLACE if preposition.lower_ in PLACING and _near(preposition, predicate) else Role.OTHER
        if token.head.i != predicate.i:
            return Role.OTHER
        return _of_argument(antecedent(token, predicate), token, predicate)


def _shared(parties: Arguments) -> dict[int, Role]:
    """The parts of subject and object, and of those joined to them, by token."""
    found: dict[int, Role] = {}
    for noun, role in ((parties.object, Role.OBJECT), (parties.subject, Role.AGENT)):
        if noun is not None:
            found.update(dict.fromkeys(_joined(noun), role))
    return found


def _joined(noun: Token) -> list[int]:
    """A noun, its apposition and those joined to it by "and"."""
    found, open_ = [noun.i], [noun]
    while open_ and len(found) < 20:
        token = open_.pop()
        for child in token.children:
            if child.dep_ in ("conj", "appos") and child.pos_ not in VERBAL:
                found.append(child.i)
                open_.append(child)
    return found


def _within_name(token: Token) -> bool:
    return token.dep_ in NAMING


def _leader(token: Token) -> Token:
    """The first of a list or the noun that an apposition explains."""
    for _ in range(CLIMB):
        if token.dep_ not in ("conj", "appos") or token.head.pos_ in VERBAL:
            break
        token = token.head
    return token


def _near(preposition: Token, predicate: Token) -> bool:
    """Whether "in X" says where the clause's event is: under the predicate, or under a noun of it."""
    token = preposition
    for _ in range(CLIMB):
        if token.head.i == predicate.i:
            return True
        token = token.head
        if token.pos_ in VERBAL:
            return False
    return False


def _of_argument(noun: Token, token: Token, predicate: Token) -> Role:
    suffers = predicate.lemma_.lower() in SUFFERING or is_passive(predicate)
    if token.dep_ in ("nsubj", "nsubjpass"):
        return Role.OBJECT if suffers or token.dep_ == "nsubjpass" else Role.AGENT
    if token.dep_ in ("dobj", "dative", "oprd"):
        return Role.OBJECT
    by = agent(predicate)
    return Role.AGENT if by is not None and by.i == noun.i else Role.OTHER
