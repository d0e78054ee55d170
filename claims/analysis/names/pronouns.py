"""Who "he", "she", "his" and "her" are: sex, distance, and who the sentence is about; nobody where two fit.

Salience after Lappin and Leass (1994), cut down to what a small parser gets right: recency, subject before object,
possessor last, who the article is about. Pronouns inside quotation marks are the speaker's and are left alone.
"""

import bisect
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from spacy.tokens import Doc, Token

from claims.analysis.spans import Span
from claims.analysis.text import marks
from claims.analysis.text.cues import SPEECH
from sources.messages import Part, gettext, ngettext, number

from .sifting import sentence_starts, sifted

SEX = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
# Why a pronoun of either sex stands for somebody, or may.
NO_OTHER = {
    "m": gettext("no other man is named shortly before"),
    "f": gettext("no other woman is named shortly before"),
}
# How many sentences and mentions back a pronoun may reach, and how many of those it may mean are shown.
WINDOW, RECENT, SHOWN = 3, 30, 4
# By how much the first must outweigh the second; twice that where both stand in the pronoun's own sentence.
MARGIN = 0.75
# What the only one who fits must weigh: who was merely mentioned three sentences before may be nobody's antecedent.
ENOUGH = 3.0
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
QUOTING = frozenset(("quote", "cite"))
# Who does this goes on speaking.
ADDING = frozenset("add continue conclude go elaborate".split())


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
    adds: bool = False
    sure: bool = False


@dataclass(frozen=True)
class Ground:
    """Where sentences and paragraphs begin, and what stands in quotation marks, in tokens."""

    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    quoted: frozenset[int]

    @classmethod
    def of(cls, doc: Doc, quoted: frozenset[int]) -> "Ground":
        return cls(
            sentence_starts(doc),
            tuple(int(at) + 1 for at in np.flatnonzero(doc.to_array("IS_SPACE")) if "\n" in doc[int(at)].text),
            quoted,
        )

    def seen(self, doc: Doc, start: int, end: int, entity: int) -> Seen:
        root = doc[start:end].root
        sentence = bisect.bisect_right(self.sentences, start) - 1
        paragraph = bisect.bisect_right(self.paragraphs, start)
        speaker = speaks(doc, start, end, root)
        first = next((each for each in (root, *root.ancestors) if each.dep_ != "conj"), root)
        subject = speaker or first.dep_ in SUBJECTS
        adds = speaker and root.head.lemma_ in ADDING
        return Seen(start, end, entity, sentence, paragraph, subject, root.dep_ == "poss", speaker, adds)


@dataclass
class Resolved:
    """The person by the pronoun's token, why, and for the pronouns left open who they may be, best first."""

    stands_for: dict[int, int] = field(default_factory=dict)
    why: dict[int, Part] = field(default_factory=dict)
    open: dict[int, tuple[tuple[int, Part], ...]] = field(default_factory=dict)


@dataclass
class Reader:
    """Reads the pronouns of one text in order; each that is resolved is a mention for the next.

    `sexes` are "m", "f" or "" by entity, where a name or title says it: else the first pronoun does, and holds from
    there on. `names` are for the reasons.
    """

    doc: Doc
    ground: Ground
    sexes: list[str]
    names: Sequence[str]
    topics: Counter[int]
    seen: list[Seen] = field(default_factory=list)
    spoke: Seen | None = None
    result: Resolved = field(default_factory=Resolved)

    def mention(self, start: int, end: int, entity: int) -> None:
        if start not in self.ground.quoted:
            self.add(self.ground.seen(self.doc, start, end, entity))

    def add(self, mention: Seen) -> None:
        self.seen.append(mention)
        if mention.speaker:
            self.spoke = mention

    def pronoun(self, token: Token, sex: str) -> None:
        here = self.ground.seen(self.doc, token.i, token.i + 1, -1)
        recent = [
            each for each in self.seen[-RECENT:] if here.sentence - each.sentence <= WINDOW and each.end <= token.i
        ]
        if self.spoke is not None and here.speaker and self.spoke not in recent:
            recent.insert(0, self.spoke)
        fitting = [replace(each, sure=self.sexes[each.entity] == sex) for each in recent if self.fits(each, sex)]
        entity, why, others = self.choose(token, here, fitting)
        if entity is None:
            self.result.open[token.i] = tuple(others)[:SHOWN]
            return
        self.result.stands_for[token.i] = entity
        self.result.why[token.i] = gettext(
            "{pronoun} is {name}: {why}", pronoun=repr(token.text), name=self.names[entity], why=why
        )
        self.sexes[entity] = sex
        self.add(replace(here, entity=entity))

    def fits(self, each: Seen, sex: str) -> bool:
        return self.sexes[each.entity] in ("", sex)

    def choose(
        self, token: Token, here: Seen, fitting: Sequence[Seen]
    ) -> tuple[int | None, Part, list[tuple[int, Part]]]:
        """The person of most weight, unless another has nearly as much; the governing verb's subject settles it."""
        sex = SEX[token.text.lower()]
        if len({each.entity for each in fitting}) < 2:
            nearest = max(fitting, key=lambda each: weigh(each, here, 1.0), default=None)
            if nearest is None or weigh(nearest, here, 1.0) < ENOUGH:
                return None, "", [(each.entity, _far(each, here)) for each in fitting[-1:]]
            return nearest.entity, NO_OTHER[sex], []
        governor = governing_subject(token)
        for each in fitting:
            if governor is not None and each.start <= governor.i < each.end:
                return each.entity, _governing(governor.head), []
        best: dict[int, tuple[float, Seen]] = {}
        most = max(self.topics[each.entity] for each in fitting) or 1
        for each in fitting:
            weight = weigh(each, here, self.topics[each.entity] / most)
            best[each.entity] = max(best.get(each.entity, (-9.0, each)), (weight, each), key=lambda pair: pair[0])
        ranked = sorted(best, key=lambda entity: -best[entity][0])
        first, second = ranked[:2]
        crowded = len({each.entity for each in fitting if each.sentence == here.sentence}) > 1
        ahead = best[first][0] - best[second][0] > (2 * MARGIN if crowded else MARGIN)
        if ahead:
            return first, _ahead(best[first][1], here, self.names[second]), []
        return None, "", [(entity, _one_of_two(best[entity][1], here, sex)) for entity in ranked]


def resolved(
    doc: Doc,
    persons: Sequence[tuple[int, int, int]],
    sexes: Sequence[str],
    quoted: frozenset[int],
    names: Sequence[str],
) -> Resolved:
    """What the pronouns of a text stand for; `persons` are (first token, end token, entity) in text order."""
    topics = Counter(entity for _, _, entity in persons)
    reader = Reader(doc, Ground.of(doc, quoted), list(sexes), names, topics)
    waiting = list(reversed(persons))
    for token in sifted(doc, "LOWER", frozenset(SEX)):
        sex = SEX.get(token.text.lower())
        if not sex or token.i in quoted:
            continue
        while waiting and waiting[-1][0] <= token.i:
            reader.mention(*waiting.pop())
        reader.pronoun(token, sex)
    return reader.result


def speaks(doc: Doc, start: int, end: int, root: Token) -> bool:
    """Whether the mention is whom the text lets speak: as the subject of a verb of speech, or right beside one.

    So are who something is "according to", and who is "quoted as saying" it.
    """
    if root.dep_ in SUBJECTS:
        return root.head.lemma_ in SPEECH
    if root.dep_ == "pobj" and root.head.lower_ == "to" and root.head.head.lower_ == "according":
        return True
    if root.dep_ == "dobj" and root.head.lemma_ in QUOTING:
        return True
    after = doc[end] if end < len(doc) else None
    return after is not None and after.pos_ == "VERB" and after.lemma_ in SPEECH and after.tag_ in ("VBD", "VBZ", "VBP")


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


def weigh(each: Seen, here: Seen, topic: float) -> float:
    """Recency, then the subject before others and the owner of something after them, then the article's topic."""
    distance = min(here.sentence - each.sentence, WINDOW)
    weight = 4.0 - distance - 0.5 * min(here.paragraph - each.paragraph, 2)
    chained = here.speaker and each.speaker and (distance < 2 or here.sentence - each.sentence > WINDOW)
    going_on = chained and here.adds
    return weight + 1.5 * each.subject + 1.5 * chained + going_on - each.owner + 0.5 * each.sure + topic


def place_of(each: Seen, here: Seen) -> Part:
    """Where somebody stands as seen from a pronoun, for the reason."""
    where = _sentence(here.sentence - each.sentence)
    if each.speaker:
        return gettext("who speaks in {where}", where=where)
    return gettext("the subject of {where}", where=where) if each.subject else gettext("named in {where}", where=where)


def _sentence(away: int) -> Part:
    if away < 2:
        return gettext("the sentence before") if away else gettext("this sentence")
    return ngettext("{number} sentence before", "{number} sentences before", away, number=number(away))


def _far(each: Seen, here: Seen) -> Part:
    return gettext("{place}, which is far", place=place_of(each, here))


def _ahead(each: Seen, here: Seen, second: str) -> Part:
    return gettext("{place}, well before {name}", place=place_of(each, here), name=second)


def _one_of_two(each: Seen, here: Seen, sex: str) -> Part:
    place = place_of(each, here)
    if sex == "m":
        return gettext("{place}, but another man may be meant", place=place)
    return gettext("{place}, but another woman may be meant", place=place)


def _governing(verb: Token) -> Part:
    return gettext("the subject of {verb}, on which the clause hangs", verb=repr(verb.text))


def inside_quotes(doc: Doc, text: str) -> frozenset[int]:
    """The tokens between quotation marks, which are paired within each paragraph."""
    paragraphs = (Span(*match.span()) for match in re.finditer(r"[^\n]+", text))
    found: set[int] = set()
    for quoted in marks.pair(text, paragraphs):
        tokens = doc.char_span(quoted.inner.start, quoted.inner.end, alignment_mode="contract")
        found.update(range(tokens.start, tokens.end) if tokens is not None else ())
    return frozenset(found)


def owners(stands_for: Mapping[int, int], known: Mapping[int, int]) -> dict[int, int]:
    """Who a token stands for, by pronoun or by name."""
    return {**known, **stands_for}
