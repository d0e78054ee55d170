"""Who "he", "she", "his" and "her" are: sex, distance, and who the sentence is about; nobody where two fit.

Salience after Lappin and Leass (1994), cut down to what a small parser gets right: recency, subject before object,
possessor last. Pronouns inside quotation marks are the speaker's and are left alone.
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from claims.analysis.spans import Span
from claims.analysis.text import marks
from claims.analysis.text.cues import SPEECH

SEX = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
WINDOW = 3
MARGIN = 0.75
SUBJECTS = frozenset(("nsubj", "nsubjpass"))


@dataclass(frozen=True)
class Seen:
    """A mention of a person: its tokens, its sentence and paragraph, and its place in the sentence."""

    start: int
    end: int
    entity: int
    sentence: int
    paragraph: int
    subject: bool
    owner: bool
    speaker: bool
    sure: bool = False


@dataclass(frozen=True)
class Ground:
    """Where sentences and paragraphs begin, and what stands in quotation marks, in tokens."""

    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    quoted: frozenset[int]

    def seen(self, doc: Doc, start: int, end: int, entity: int) -> Seen:
        root = doc[start:end].root
        sentence = bisect.bisect_right(self.sentences, start) - 1
        paragraph = bisect.bisect_right(self.paragraphs, start)
        speaker = speaks(doc, start, end, root)
        first = next((each for each in (root, *root.ancestors) if each.dep_ != "conj"), root)
        subject = speaker or first.dep_ in SUBJECTS
        return Seen(start, end, entity, sentence, paragraph, subject, root.dep_ == "poss", speaker)


def resolved(
    doc: Doc, persons: Sequence[tuple[int, int, int]], sexes: Sequence[str], quoted: frozenset[int]
) -> dict[int, int]:
    """The person by the pronoun's token, for those that could be resolved; in text order, each adding to the next.

    `persons` are (first token, end token, entity) in text order; `sexes` "m", "f" or "" by entity, where a name or
    title says it: else the first pronoun does, and holds from there on.
    """
    ground = Ground(
        tuple(sentence.start for sentence in doc.sents) if doc.has_annotation("SENT_START") else (0,),
        tuple(token.i + 1 for token in doc if token.is_space and "\n" in token.text),
        quoted,
    )
    found: dict[int, int] = {}
    known = list(sexes)
    seen: list[Seen] = []
    waiting = list(reversed(persons))
    for token in doc:
        while waiting and waiting[-1][0] <= token.i:
            start, end, entity = waiting.pop()
            if start not in ground.quoted:
                seen.append(ground.seen(doc, start, end, entity))
        sex = SEX.get(token.text.lower())
        if not sex or token.i in ground.quoted:
            continue
        here = ground.seen(doc, token.i, token.i + 1, -1)
        recent = [each for each in seen[-30:] if here.sentence - each.sentence <= WINDOW and each.end <= token.i]
        fitting = [each for each in recent if known[each.entity] in ("", sex)]
        entity_or_none = choose(token, here, [replace(each, sure=known[each.entity] == sex) for each in fitting])
        if entity_or_none is not None:
            found[token.i] = entity_or_none
            known[entity_or_none] = sex
            seen.append(replace(here, entity=entity_or_none))
    return found


def speaks(doc: Doc, start: int, end: int, root: Token) -> bool:
    """Whether the mention is the subject of a verb of speech, or stands right beside one that has no other subject."""
    if root.dep_ in SUBJECTS:
        return root.head.lemma_ in SPEECH
    after = doc[end] if end < len(doc) else None
    return after is not None and after.pos_ == "VERB" and after.lemma_ in SPEECH and after.tag_ in ("VBD", "VBZ", "VBP")


def choose(token: Token, here: Seen, fitting: Sequence[Seen]) -> int | None:
    """The person of most weight, unless another has nearly as much; the subject of the governing verb settles it."""
    if len({each.entity for each in fitting}) < 2:
        return fitting[0].entity if fitting else None
    governor = governing_subject(token)
    for each in fitting:
        if governor is not None and each.start <= governor.i < each.end:
            return each.entity
    weights: dict[int, float] = {}
    for each in fitting:
        weights[each.entity] = max(weights.get(each.entity, 0.0), weigh(each, here))
    first, second = sorted(weights, key=lambda entity: -weights[entity])[:2]
    crowded = len({each.entity for each in fitting if each.sentence == here.sentence}) > 1
    return first if weights[first] - weights[second] > (2 * MARGIN if crowded else MARGIN) else None


def governing_subject(token: Token) -> Token | None:
    """The subject of the verb that governs the pronoun's clause ("X said he ..."), or of its own verb for an object."""
    verb = verb_of(token)
    if verb is None:
        return None
    if token.dep_ in SUBJECTS:
        if verb.dep_ not in ("ccomp", "advcl") or verb.head is verb:
            return None
        verb = verb.head
    elif token.dep_ != "poss":
        return None
    return next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < token.i), None)


def verb_of(token: Token) -> Token | None:
    return next((each for each in token.ancestors if each.pos_ in ("VERB", "AUX")), None)


def weigh(each: Seen, here: Seen) -> float:
    """Recency, then the subject before others and the owner of something after them."""
    weight = 4.0 - (here.sentence - each.sentence) - 0.5 * min(here.paragraph - each.paragraph, 2)
    chained = here.speaker and each.speaker and here.sentence - each.sentence < 2
    return weight + 1.5 * each.subject + 1.5 * chained - each.owner + 0.5 * each.sure


def inside_quotes(doc: Doc) -> frozenset[int]:
    """The tokens between quotation marks, which are paired within each paragraph."""
    paragraphs = (Span(*match.span()) for match in re.finditer(r"[^\n]+", doc.text))
    found: set[int] = set()
    for quoted in marks.pair(doc.text, paragraphs):
        tokens = doc.char_span(quoted.inner.start, quoted.inner.end, alignment_mode="contract")
        found.update(range(tokens.start, tokens.end) if tokens is not None else ())
    return frozenset(found)
