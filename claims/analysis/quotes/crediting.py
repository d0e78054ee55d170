"""Which entity of the article a speaker's mention stands for, with the evidence; nobody where it is thin."""

from dataclasses import dataclass, field
from typing import Protocol

from spacy.tokens import Doc, Token

from claims.analysis.found import Candidate, EntityKind, FoundEntity
from claims.analysis.spans import Span
from claims.analysis.text.cues import DOCUMENTS
from sources.messages import Part, gettext, gettext_noop

from .drafts import Draft

_RELATIVE = ("who", "which", "that", "whom")
_NARRATOR = frozenset("i we you us me one".split())
_NEW = frozenset("a an one another some".split())
_STEPS = 5


class Names(Protocol):
    """What is asked of the names of an article; `claims.analysis.names.known.Names` is one."""

    @property
    def entities(self) -> tuple[FoundEntity, ...]:
        """Whoever the article names or describes."""

    def at(self, span: Span) -> int | None:
        """The entity with a mention that overlaps the span."""

    def role(self, phrase: str) -> int | None:
        """The entity that this article calls so."""

    def pronoun(self, doc: Doc, token: Token) -> int | None:
        """The entity that a pronoun stands for."""

    def why(self, token: Token) -> Part:
        """Why a pronoun stands for it, or ""."""

    def described(self, token: Token) -> int | None:
        """The nameless speaker whose noun this is."""

    def issuer(self, token: Token) -> int | None:
        """Who issued the document that this noun names."""

    def candidates(self, token: Token, phrase: str) -> tuple[Candidate, ...]:
        """Who may be meant by a mention that stands for nobody for sure."""


@dataclass(frozen=True)
class Credit:
    """Who a mention stands for and why; where `entity` is None, `candidates` are those it may be, best first."""

    entity: int | None
    why: Part
    candidates: tuple[Candidate, ...] = ()


@dataclass
class Ledger:
    """Speakers of one article put to names, in text order; it remembers who said something in which document."""

    doc: Doc
    text: str
    names: Names
    issued: dict[str, int] = field(default_factory=dict)

    def credit(self, draft: Draft, mention: Span | None, head: Token | None) -> Credit:
        if mention is None:
            return Credit(None, gettext_noop("no speaker is named"))
        if head is None:
            return self._by_label(mention)
        if not mention.start <= head.idx < mention.end:
            return Credit(None, gettext_noop("the parse is unsure who speaks"))
        credit = self._by_antecedent(head) if head.lower_ in _RELATIVE else self._by_head(mention, head)
        if credit.entity is not None and draft.cue is not None:
            for noun in _documents_of(draft.cue.head):
                self.issued[noun] = credit.entity
        return credit

    def _by_label(self, mention: Span) -> Credit:
        entity = self.names.at(mention)
        words = mention.of(self.text)
        if entity is None:
            return Credit(None, gettext("nobody here is known as {words}", words=words))
        return Credit(entity, gettext("{word} is a name", word=words))

    def _named(self, token: Token) -> int | None:
        return self.names.at(Span(token.idx, token.idx + len(token)))

    def _by_antecedent(self, head: Token) -> Credit:
        """Who "who" stands for: what the clause hangs on, or the person further up in its noun phrase."""
        verb = head
        for _ in range(_STEPS):
            if verb.dep_ == "relcl":
                break
            verb = verb.head
        noun = _right_before(head) if self._fits(head, _right_before(head)) is not None else verb.head
        for _ in range(_STEPS):
            found = self._fits(head, noun)
            if found is not None:
                return Credit(found, gettext("{word} stands for {noun}", word=repr(head.text), noun=noun.text))
            noun = noun.head
        return Credit(None, _open(head))

    def _fits(self, relative: Token, noun: Token) -> int | None:
        """Who the noun is, if "who" or "which" may stand for it."""
        found = self._named(noun)
        if found is None or (relative.lower_ != "which" and not self._is_person(found)):
            return self.names.described(noun)
        return found

    def _is_person(self, entity: int) -> bool:
        return self.names.entities[entity].kind is EntityKind.PERSON

    def _by_head(self, mention: Span, head: Token) -> Credit:
        if head.tag_ in ("PRP", "PRP$") or self.names.pronoun(self.doc, head) is not None:
            return self._by_pronoun(head)
        for name in _names_in(self.doc, mention, head):
            entity = self._named(name)
            if entity is not None:
                return self._alone(head, entity, self._why_named(name, entity))
        return self._by_noun(mention, head)

    def _by_pronoun(self, head: Token) -> Credit:
        if head.lower_ in _NARRATOR:
            who = gettext("{word} outside a quotation is the author or anybody", word=repr(head.text))
            return Credit(None, who)
        entity = self.names.pronoun(self.doc, head)
        if entity is not None:
            before = gettext("{word} is the subject before it", word=repr(head.text))
            return Credit(entity, self.names.why(head) or before)
        return Credit(None, _open(head), self.names.candidates(head, head.text))

    def _why_named(self, word: Token, entity: int) -> Part:
        known = self.names.entities[entity]
        if any(word.text in name for name in known.names):
            if word.text == known.name:
                return gettext("{word} is a name", word=word.text)
            return gettext("{word} is a name of {name}", word=word.text, name=known.name)
        return gettext("this article calls {name} so", name=known.name)

    def _alone(self, head: Token, entity: int, why: Part) -> Credit:
        """The entity, unless another speaks with it: "Smith and Jones said" is neither of them alone."""
        fellows = [self._named(child) for child in head.rights if child.dep_ == "conj"]
        others = dict.fromkeys(other for other in fellows if other is not None and other != entity)
        if not others:
            return Credit(entity, why)
        one_of = gettext_noop("one of those who speak together")
        together = tuple(Candidate(each, one_of) for each in (entity, *others))[:4]
        return Credit(None, gettext_noop("several speak together"), together)

    def _by_noun(self, mention: Span, head: Token) -> Credit:
        """By the document, the description or the role that the mention is."""
        words = mention.of(self.text)
        issuer = self.names.issuer(head)
        if issuer is None and _is_definite(head):
            issuer = self.issued.get(head.lemma_.lower())
        if issuer is not None:
            name = self.names.entities[issuer].name
            return Credit(issuer, gettext("{name} issued {words}", name=name, words=repr(words)))
        described = self.names.described(head)
        if described is not None:
            return Credit(described, gettext("{words} speaks and is described, not named", words=repr(words)))
        role = self.names.role(words) if _may_be_known(head) and head.lemma_.lower() not in DOCUMENTS else None
        if role is not None:
            name = self.names.entities[role].name
            return Credit(role, gettext("this article calls {name} {words}", name=name, words=repr(words)))
        return Credit(None, gettext("{words} names nobody", words=repr(words)), self.names.candidates(head, words))


def _open(word: Token) -> Part:
    return gettext("it is open who {word} is", word=repr(word.text))


def _right_before(relative: Token) -> Token:
    """The word before a relative pronoun and its comma: of several names in a row the last is meant."""
    before = relative.i - 1
    while before > relative.sent.start and (relative.doc[before].is_punct or relative.doc[before].is_space):
        before -= 1
    return relative.doc[max(before, 0)]


def _names_in(doc: Doc, mention: Span, head: Token) -> list[Token]:
    """Where a speaker's name may stand: the head, an apposition to it, the end of the phrase."""
    return [head, *(child for child in head.rights if child.dep_ == "appos"), *_last_name(doc, mention)]


def _is_definite(head: Token) -> bool:
    return any(child.lower_ in ("the", "this", "that", "these", "those") for child in head.lefts)


def _may_be_known(head: Token) -> bool:
    """Whether a noun may speak of somebody known: "the spokesman", "head of the union", not "a spokesman"."""
    return not any(child.lower_ in _NEW or child.tag_ == "PRP$" for child in head.lefts)


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
