"""Who stands behind a span, a role or a pronoun of one article: what `find_names` found, to be asked by others."""

import bisect
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from claims.analysis.found import Candidate, EntityKind, FoundEntity
from claims.analysis.spans import Span
from sources.messages import Part, gettext, gettext_noop

from . import pronouns, roles
from .described import is_human
from .documents import Documents
from .roles import RoleTable

Mention = tuple[int, int, int]
"""First character, end character, entity."""
MOST_CANDIDATES = 4
# How many mentions back somebody may be meant by "the senator".
BACK = 12


@dataclass(frozen=True)
class Names:
    """The entities of one article, and who stands behind a span, a role or a pronoun."""

    entities: tuple[FoundEntity, ...]
    text: str
    table: RoleTable
    resolved: pronouns.Resolved
    """Pronouns by the index of their token."""
    mentions: tuple[Mention, ...]
    documents: Documents = field(default_factory=lambda: Documents({}))
    descriptions: Mapping[int, int] = field(default_factory=dict)
    """Nameless speakers by the index of their noun's token."""

    @functools.cached_property
    def starts(self) -> list[int]:
        return [start for start, _, _ in self.mentions]

    def at(self, span: Span) -> int | None:
        """The entity with a mention overlapping the span; "Pashinian's supporters" is not Pashinian."""
        first = max(0, bisect.bisect_left(self.mentions, (span.start,)) - 1)
        best, longest = None, 0
        for place in range(first, len(self.mentions)):
            start, end, entity = self.mentions[place]
            if start >= span.end:
                break
            shared = min(end, span.end) - max(start, span.start)
            if shared > longest and not self.owns(Span(start, end), span):
                best, longest = entity, shared
        return best

    def owns(self, mention: Span, span: Span) -> bool:
        """Whether the mention only possesses what the span is about."""
        rest = self.text[mention.end : span.end]
        return rest.startswith(("'s ", "’s ", "' ", "’ ")) and bool(rest[2:].strip())

    def role(self, phrase: str) -> int | None:
        """Who this article calls "the prime minister", "the council" or the author of "the statement"; None if two."""
        document = roles.document_of(phrase)
        return self.table.find(phrase) if document is None else self.documents.sole(document)

    def pronoun(self, doc: Doc, token: Token) -> int | None:
        """Who a pronoun of the narrator's stands for; None where two persons fit."""
        return self.resolved.stands_for.get(token.i)

    def why(self, token: Token) -> Part:
        """Why a pronoun stands for whom it does; "" where it is open."""
        return self.resolved.why.get(token.i, "")

    def described(self, token: Token) -> int | None:
        """The nameless speaker whose noun this is: the officers of "several dozen officers"."""
        return self.descriptions.get(token.i)

    def issuer(self, token: Token) -> int | None:
        """Who issued the document that this noun names."""
        return self.documents.issuer(token)[0]

    def candidates(self, token: Token, phrase: str) -> tuple[Candidate, ...]:
        """Who may be meant by a pronoun, a role or a document that was left open, best first."""
        found: dict[int, Part] = {}
        for entity, reason in self._candidates(token, phrase):
            found.setdefault(entity, reason)
        return tuple(Candidate(entity, reason) for entity, reason in list(found.items())[:MOST_CANDIDATES])

    def _candidates(self, token: Token, phrase: str) -> Iterator[tuple[int, Part]]:
        yield from self.resolved.open.get(token.i, ())
        for entity in self.documents.issuer(token)[1]:
            yield entity, gettext("issued a {document} before", document=token.lemma_.lower())
        if token.pos_ not in ("NOUN", "PROPN"):
            return
        for entity in self.table.fitting(phrase):
            name = self.entities[entity].name
            yield entity, gettext("this article calls {name} so, and somebody else as well", name=name)
        for role in self.table.like(phrase):
            yield role.entity, gettext("called {role} here", role=repr(role.phrase))
        if is_of_a_person(token, phrase):
            yield from self._named_before(token)

    def _named_before(self, token: Token) -> Iterator[tuple[int, Part]]:
        last = bisect.bisect_left(self.starts, token.idx)
        for _, _, entity in reversed(self.mentions[max(0, last - BACK) : last]):
            if self.entities[entity].kind is EntityKind.PERSON:
                yield entity, gettext_noop("named shortly before")

    def who(self, doc: Doc, span: Span) -> int | None:
        """Who a noun phrase stands for, by name, role or pronoun, in this order."""
        named = self.at(span)
        if named is not None:
            return named
        tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
        if tokens is None:
            return None
        if len(tokens) == 1 and tokens[0].text.lower() in pronouns.SEX:
            return self.pronoun(doc, tokens[0])
        return self.role(span.of(self.text))


def is_of_a_person(token: Token, phrase: str) -> bool:
    """Whether a noun phrase speaks of one known person: "the senator", not "a senator" or "senators"."""
    return token.tag_ in ("NN", "NNP") and is_human(token) and phrase.lower().startswith(("the ", "this ", "that "))
