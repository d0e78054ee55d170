"""The speakers an article describes and does not name, as entities of their own behind those that it names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from claims.analysis.found import EntityKind, FoundEntity
from claims.analysis.spans import Span

from . import titles
from .aliases import Group
from .described import Description, Register
from .known import Mention
from .roles import RoleTable


@dataclass
class Nameless:
    """`names` and `kinds` are of all entities, the named first; `at` is the entity by a description's noun."""

    doc: Doc
    found: Sequence[Description]
    register: Register
    names: list[str]
    kinds: list[EntityKind]
    named: int
    keys: dict[str, int] = field(default_factory=dict)
    at: dict[int, int] = field(default_factory=dict)
    spans: dict[int, list[Span]] = field(default_factory=dict)
    sex_of: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, doc: Doc, groups: Sequence[Group], known: Mapping[int, int], found: Iterable[Description], table: RoleTable
    ) -> "Nameless":
        """Those of the descriptions that are no known person's role ("former ombudsman in Nicosia Maria Costa")."""
        names = [group.name for group in groups]
        kept = [each for each in found if not is_known_role(doc, each, table)]
        return cls(doc, kept, Register(doc, names), names, [group.kind for group in groups], len(groups))

    def persons(self, known: Mapping[int, int]) -> list[Mention]:
        """The single speakers whom no pronoun owns, as token ranges: a later "he" may be one of them."""
        people = [each for each in self.found if each.kind is EntityKind.PERSON and not self.by_pronoun(each)]
        taken = [(each, self.take(each, known)) for each in people]
        return [(each.start, each.head + 1, entity) for each, entity in taken if entity is not None]

    def others(self, owners: Mapping[int, int]) -> None:
        """Takes up the rest, once it is known whose "his supporters" are."""
        for each in self.found:
            if each.kind is not EntityKind.PERSON or self.by_pronoun(each):
                self.take(each, owners)

    def by_pronoun(self, each: Description) -> bool:
        return each.owner is not None and self.doc[each.owner].pos_ == "PRON"

    def take(self, each: Description, owners: Mapping[int, int]) -> int | None:
        key = self.register.key(each, owners)
        if key is None:
            return None
        entity = self.keys.get(key)
        if entity is None:
            entity = self.keys[key] = len(self.names)
            self.names.append(key)
            self.kinds.append(each.kind)
            self.sex_of[entity] = titles.sex_of(list(each.words))
        self.at[each.head] = entity
        self.spans.setdefault(entity, []).append(Span(self.doc[each.start].idx, end_of(self.doc, each.end - 1)))
        return entity

    def sexes(self) -> list[str]:
        """By entity, of those taken up so far."""
        return [self.sex_of[entity] for entity in self.keys.values()]

    def entities(self, pronouns: Sequence[Mention], text: str) -> tuple[FoundEntity, ...]:
        """The nameless, with the pronouns that stand for them."""
        forms = {entity: tuple(dict.fromkeys(span.of(text) for span in spans)) for entity, spans in self.spans.items()}
        for start, end, entity in pronouns:
            self.spans[entity].append(Span(start, end))
        return tuple(
            FoundEntity(self.names[entity], self.kinds[entity], forms[entity], tuple(sorted(self.spans[entity])))
            for entity in self.keys.values()
        )


def is_known_role(doc: Doc, each: Description, table: RoleTable) -> bool:
    """Whether somebody is called so: without an article, or with a definite one."""
    indefinite = doc[each.start].lower_ in ("a", "an", "one", "another") or each.owner is not None
    return each.kind is EntityKind.PERSON and not indefinite and bool(table.fitting(doc[each.start : each.end].text))


def end_of(doc: Doc, token: int) -> int:
    return doc[token].idx + len(doc[token].text)
