"""What a verb or an event noun may say: each reading of it as a relation, before it is known whether it happened."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from claims.analysis.facts.events import family
from claims.analysis.names.titles import OFFICES

from . import relations
from .clauses import VERBAL, Arguments, arguments
from .relations import Sense

POSTS = OFFICES - relations.KIN


@dataclass(frozen=True)
class Reading:
    """A verb read as a relation, before it is known whether it names anyone and whether it happened."""

    sense: Sense
    of: Token | None
    by: Token | None
    words: tuple[Token, ...] = ()
    noun: str = ""
    acted_on: Token | None = None
    presupposed: bool = False


def of_verb(verb: Token) -> Iterator[Reading]:
    """What a verb may mean here, the longest phrase first."""
    lemma, parties = verb.lemma_.lower(), arguments(verb)
    yield from _of_phrase(verb, lemma, parties)
    if lemma in relations.DONE_TO and parties.object is not None and _fits(verb, lemma):
        yield Reading(relations.DONE_TO[lemma], parties.object, parties.subject)
    if lemma == "name" and _is_named(verb):
        yield Reading(Sense("hire"), parties.object, parties.subject)
    if lemma in relations.DONE_BY and not parties.passive and _fits(verb, lemma):
        yield Reading(relations.DONE_BY[lemma], parties.subject, None, acted_on=parties.object)
    if lemma == "marry" and parties.passive:
        yield Reading(Sense("marry"), parties.object, None)
    if lemma in ("be", "remain"):
        yield from _of_state(verb)
    yield from _of_things(verb, lemma, parties)


def _of_phrase(verb: Token, lemma: str, parties: Arguments) -> Iterator[Reading]:
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in ("prep", "prt", "advmod", "acomp", "oprd", "agent"):
            continue
        noun = next((deep for deep in child.children if deep.dep_ == "pobj"), None)
        word = noun.lemma_.lower() if noun is not None else ""
        words = (child,) if noun is None or child.dep_ == "prt" else (child, noun)
        for table, of in ((relations.PHRASES, parties.object), (relations.OWN_PHRASES, parties.subject)):
            sense, nouns = table.get((lemma, child.lower_), (None, frozenset()))
            if sense is None or (nouns and word not in nouns):
                continue
            if of is not parties.subject or parties.object is None:
                by = parties.subject if table is relations.PHRASES else None
                yield Reading(sense, of, by, words if nouns else (child,))
    own, target = relations.OWN_OBJECTS.get(lemma), parties.object
    if own is None or target is None or parties.passive or target.lemma_.lower() not in own[1]:
        return
    if _is_own(target):
        yield Reading(own[0], parties.subject, None, (target,))


def _is_own(noun: Token) -> bool:
    """ "Submitted his resignation", not "announced Ada's resignation"."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    return all(owner.tag_ == "PRP$" for owner in owners) and not any(child.lower_ == "of" for child in noun.children)


def _of_state(verb: Token) -> Iterator[Reading]:
    """ "Is dead", "remains president"."""
    subject = arguments(verb).subject
    for child in verb.children:
        if child.dep_ == "acomp" and child.lower_ in relations.STATES:
            yield Reading(relations.STATES[child.lower_], subject, None, (child,))
        if verb.lemma_ == "remain" and child.dep_ == "attr" and child.lemma_.lower() in POSTS:
            yield Reading(Sense("dismiss", False), subject, None, (child,))


def _of_things(verb: Token, lemma: str, parties: Arguments) -> Iterator[Reading]:
    thing = parties.object
    if lemma in relations.REACHING:
        deal = thing if thing is not None else _after(verb, ("to", "on", "upon"))
        if deal is not None and deal.lemma_.lower() in relations.DEALS:
            yield Reading(Sense("deal"), parties.subject, None, (), acted_on=deal)
    if thing is None:
        return
    noun = thing.lemma_.lower()
    if lemma in relations.CARRYING | relations.STOPPING and noun in relations.NOUNS:
        return
    particle = next((child for child in verb.children if child.dep_ == "prt"), None)
    phrase = relations.THING_PHRASES.get((lemma, particle.lower_)) if particle is not None else None
    words = (particle,) if phrase is not None and particle is not None else ()
    for sense, nouns in (phrase,) if phrase else relations.THING_VERBS.get(lemma, ()):
        if not _is_counted(thing) and (noun in nouns or (not nouns and thing.pos_ in ("NOUN", "PROPN"))):
            yield Reading(sense, parties.subject, None, words, noun, thing)


def of_noun(noun: Token) -> Iterator[Reading]:
    """ "Signed the dismissal of Ada", "after Ada's arrest": an event noun in a place that tells of a fact."""
    whose = next((child for child in noun.children if child.dep_ == "poss"), None) or _after(noun, ("of",))
    sense = relations.NOUNS[noun.lemma_.lower()]
    if whose is None:
        return
    above = noun.head
    lemma = above.lemma_.lower()
    words = (above,) if above.pos_ in VERBAL else ()
    if noun.dep_ in ("dobj", "nsubjpass") and above.pos_ in VERBAL:
        by = arguments(above).subject
        if lemma in relations.CARRYING:
            yield Reading(sense, whose, by, words)
        elif lemma in relations.STOPPING or lemma == "deny":
            yield Reading(Sense(sense.relation, not sense.holds), whose, by, words)
    elif noun.dep_ == "pobj" and above.lower_ in relations.AFTERWARDS and above.head.pos_ in VERBAL:
        yield Reading(sense, whose, None, presupposed=True)


def _is_counted(noun: Token) -> bool:
    """ "Won ten games" says nothing of any one of them; elections are one."""
    if noun.tag_ != "NNS":
        return False
    return any(child.dep_ == "nummod" for child in noun.children) or family(noun.lemma_) != "vote"


def _after(token: Token, prepositions: tuple[str, ...]) -> Token | None:
    preposition = next((child for child in token.children if child.lower_ in prepositions and child.i > token.i), None)
    if preposition is None:
        return None
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _fits(verb: Token, lemma: str) -> bool:
    """Leaves out other meanings: "dismissed him as a clown", "died down", "beat him badly", "quit smoking"."""
    if lemma == "beat" and any(child.dep_ == "dobj" and child.pos_ == "PRON" for child in verb.children):
        return False
    for child in verb.children:
        if child.dep_ == "prt" or (lemma == "seize" and child.lower_ in ("on", "upon")):
            return False
        if lemma == "quit" and child.dep_ in ("dobj", "xcomp") and child.lemma_.lower() not in relations.OFFICE:
            return False
        if lemma == "dismiss" and child.dep_ == "prep" and child.lower_ == "as":
            return any(deep.lemma_.lower() in POSTS for deep in child.children)
    return True


def _is_named(verb: Token) -> bool:
    """ "Was named chairman", "named her to the post"; not "a man named Ada"."""
    if verb.dep_ == "acl":
        return False
    for child in verb.children:
        if child.dep_ in ("oprd", "attr", "dobj") and child.lemma_.lower() in POSTS and child.i > verb.i:
            honour = _after(child, ("of",))
            return honour is None or honour.lemma_.lower() not in ("year", "month", "week", "season", "decade")
        if child.dep_ == "prep" and child.lower_ == "as":
            return any(deep.lemma_.lower() in POSTS for deep in child.children)
    return False


TRIGGERS = frozenset(
    {*relations.DONE_TO, *relations.DONE_BY, *relations.THING_VERBS, *relations.REACHING, *relations.OWN_OBJECTS}
    | {verb for verb, _ in (*relations.PHRASES, *relations.OWN_PHRASES, *relations.THING_PHRASES)}
    | {"name", "be", "remain"}
)
