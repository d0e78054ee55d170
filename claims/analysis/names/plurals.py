""" "They", "some" and "it" where they speak: the group or body that is the subject of the clause above or before."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from claims.analysis.found import EntityKind

from .described import CUES, SPEAKING
from .pronouns import SUBJECTS, verb_of
from .sifting import sifted

KINDS = {
    "they": frozenset((EntityKind.GROUP,)),
    "it": frozenset((EntityKind.ORGANISATION, EntityKind.PLACE, EntityKind.GROUP)),
}
# A part of those spoken of speaks for itself, and is named by them: "His critics objected. Some even laughed."
PARTS = frozenset(("some", "many", "most", "several"))
STEPS = 4


def antecedents(doc: Doc, quoted: frozenset[int]) -> dict[int, Token]:
    """The subject that a speaking "they" or "it" of the narrator's points at, by the pronoun's token."""
    found: dict[int, Token] = {}
    for token in sifted(doc, "LOWER", frozenset(KINDS) | PARTS):
        if token.dep_ not in SUBJECTS or token.i in quoted:
            continue
        if token.head.lemma_.lower() not in (CUES if token.lower_ in PARTS else SPEAKING):
            continue
        subject = before(doc, token) if token.lower_ in PARTS else above(token) or before(doc, token)
        subject = found.get(subject.i, subject) if subject is not None else None
        if subject is not None and not has_fellows(subject) and (token.lower_ != "it") is many(subject):
            found[token.i] = subject
    return found


def resolved(
    pointing: Mapping[int, Token], entity_of: Mapping[int, int], kinds: Sequence[EntityKind]
) -> dict[int, int]:
    """The group or body by the pronoun's token; `entity_of` has the tokens of mentions, `kinds` the entities'."""
    found = {}
    for at, subject in pointing.items():
        entity = entity_of.get(subject.i)
        if entity is not None and kinds[entity] in KINDS["they" if many(subject) else "it"]:
            found[at] = entity
    return found


def many(subject: Token) -> bool:
    """Whether "they" fits and not "it"."""
    return subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("police", "people")


def has_fellows(subject: Token) -> bool:
    return any(child.dep_ == "conj" for child in subject.children)


def above(token: Token) -> Token | None:
    """The subject of the clause that the pronoun's clause hangs on."""
    verb = verb_of(token)
    if verb is None or verb.dep_ not in ("ccomp", "advcl", "parataxis") or verb.head is verb:
        return None
    verb = verb.head
    for _ in range(STEPS):
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < token.i), None)
        if subject is not None or verb.dep_ not in ("conj", "xcomp", "advcl", "dep"):
            return subject
        verb = verb.head
    return None


def before(doc: Doc, token: Token) -> Token | None:
    """The subject of the sentence before, where the pronoun opens its own and no line lies between."""
    start = token.sent.start
    if start == 0 or token.i - start > STEPS or doc[start - 1].is_space:
        return None
    root = doc[start - 1].sent.root
    return next((child for child in root.children if child.dep_ in SUBJECTS), None)
