"""Which entity of the article a speaker's mention stands for, with the evidence; nobody where it is thin."""

from dataclasses import dataclass, field
from typing import Protocol

from spacy.tokens import Doc, Token

from claims.analysis.found import EntityKind, FoundEntity
from claims.analysis.spans import Span
from claims.analysis.text.cues import DOCUMENTS

from .drafts import Draft

_RELATIVE = ("who", "which", "that", "whom")
_STEPS = 5


class Names(Protocol):
    """What is asked of the names of an article; `claims.analysis.names.Names` is one."""

    @property
    def entities(self) -> tuple[FoundEntity, ...]:
        """Whoever the article names."""

    def at(self, span: Span) -> int | None:
        """The entity with a mention that overlaps the span."""

    def role(self, phrase: str) -> int | None:
        """The entity that this article calls so."""

    def pronoun(self, doc: Doc, token: Token) -> int | None:
        """The entity that a pronoun stands for."""


@dataclass
class Ledger:
    """Speakers of one article put to names, in text order; it remembers who issued which document."""

    doc: Doc
    text: str
    names: Names
    issued: dict[str, int] = field(default_factory=dict)

    def credit(self, draft: Draft, mention: Span | None, head: Token | None) -> tuple[int | None, str]:
        """The entity, or None, and why."""
        if mention is None:
            return None, "no speaker is named"
        if head is None:
            entity, why = self._by_label(mention)
        elif head.lower_ in _RELATIVE:
            entity, why = self._by_antecedent(head)
        else:
            entity, why = self._by_head(mention, head)
        if entity is not None and draft.cue is not None:
            for noun in _documents_of(draft.cue.head):
                self.issued[noun] = entity
        return entity, why

    def _by_label(self, mention: Span) -> tuple[int | None, str]:
        entity = self.names.at(mention)
        words = mention.of(self.text)
        return entity, f"{words} is a name" if entity is not None else f"nobody here is known as {words}"

    def _named(self, token: Token) -> int | None:
        return self.names.at(Span(token.idx, token.idx + len(token)))

    def _by_antecedent(self, head: Token) -> tuple[int | None, str]:
        """Who "who" stands for: what the clause hangs on, or the person further up in its noun phrase."""
        verb = head
        for _ in range(_STEPS):
            if verb.dep_ == "relcl":
                break
            verb = verb.head
        noun, found = verb.head, None
        for _ in range(_STEPS):
            found = self._named(noun)
            if found is not None and (head.lower_ == "which" or self._is_person(found)):
                return found, f"{head.text!r} stands for {noun.text}"
            noun = noun.head
        return None, f"it is open who {head.text!r} is"

    def _is_person(self, entity: int) -> bool:
        return self.names.entities[entity].kind is EntityKind.PERSON

    def _by_head(self, mention: Span, head: Token) -> tuple[int | None, str]:
        words = mention.of(self.text)
        if head.pos_ == "PRON" and head.tag_ in ("PRP", "PRP$"):
            entity = self.names.pronoun(self.doc, head)
            return entity, f"{head.text!r} is resolved" if entity is not None else f"it is open who {head.text!r} is"
        for name in (head, *(child for child in head.rights if child.dep_ == "appos"), *_last_name(self.doc, mention)):
            entity = self._named(name)
            if entity is not None:
                return entity, f"{name.text} is a name"
        entity = self.names.role(words)
        if entity is not None:
            return entity, f"this article calls them {words!r}"
        issuer = self.issued.get(head.lemma_.lower())
        if issuer is not None:
            return issuer, f"who issued {words!r} was named before"
        return None, f"{words!r} names nobody"


def _last_name(doc: Doc, mention: Span) -> list[Token]:
    """The last word of what follows the last comma, if that is all names: "the head of information, Ada Smith"."""
    words = list(doc.char_span(mention.start, mention.end, alignment_mode="expand") or ())
    comma = max((at for at, word in enumerate(words) if word.text == ","), default=None)
    tail = words[comma + 1 :] if comma is not None else []
    return tail[-1:] if all(word.pos_ == "PROPN" for word in tail) else []


def _documents_of(cue: Token) -> list[str]:
    """The documents in which a cue says it: "said in a statement", "issued a statement saying"."""
    nouns = [noun for child in cue.children if child.lower_ in ("in", "via", "through") for noun in child.children]
    if cue.dep_ == "acl":
        nouns.append(cue.head)
    return [noun.lemma_.lower() for noun in nouns if noun.lemma_.lower() in DOCUMENTS]
