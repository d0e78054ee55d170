"""The question a value answers, in the article's own words: "number of bridges destroyed", "when Ada was arrested"."""

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from .facts.events import noun_group
from .found import Change, EntityKind
from .stating.casting import Cast
from .stating.changes import FALLING, RISING, change_of, compared_by
from .stating.clauses import VERBAL, Arguments, arguments, coordinated, core
from .stating.negation import negated
from .stating.occurrences import Occurrence
from .stating.participles import participle
from .stating.subjects import condition, counted_word
from .values import Dimension, FoundValue

LENGTH = 120
SAID_WORDS = 6
MOST_WORDS = 6
KINDS = {
    Dimension.DATE: "date of",
    Dimension.COUNT: "number of",
    Dimension.DURATION: "duration of",
    Dimension.PERCENTAGE: "percentage of",
    Dimension.MONEY: "amount of",
    Dimension.MEASURE: "measure of",
    Dimension.AGE: "age of",
    Dimension.TIME: "time of",
    Dimension.SCORE: "score of",
    Dimension.RANK: "place in order of",
    Dimension.RATIO: "ratio of",
    Dimension.OCCURRENCE: "whether",
}
HAPPENING = {
    Dimension.DATE: "when",
    Dimension.TIME: "at what time",
    Dimension.DURATION: "how long",
    Dimension.MONEY: "how much money",
    Dimension.PERCENTAGE: "what share",
    Dimension.MEASURE: "how much",
    Dimension.RATIO: "how many times",
    Dimension.SCORE: "score when",
}
CHANGING = {
    Change.RISE: "by how much",
    Change.FALL: "by how much",
    Change.FROM: "from what",
    Change.TO: "to what",
}
MODIFIERS = frozenset(("amod", "compound", "nmod", "poss"))
PEOPLE = frozenset("person child soldier officer protester worker suspect refugee firefighter".split())
# Figures and small words that stand before a counted noun and are no part of its name.
LEADING = frozenset("of the a an all its their his her other more in some several many both about".split())
# These only say that something lasted.
SPANS = frozenset("period span stretch time while".split())
DONE = frozenset((Dimension.COUNT, Dimension.PERCENTAGE, Dimension.MONEY, Dimension.MEASURE, Dimension.RATIO))
# Of these nobody asks what happened.
MERE = frozenset("be have do become remain say tell".split())
APART = frozenset("earlier later ago".split())
PASSING = frozenset("past last next coming previous recent".split())
EDGES = " -–—,;:.\n'’\"“”"
COMPLEMENTS = frozenset("on for to with of against into from over at about in".split())


def question(tokens: Tokens, head: Token, predicate: Token, stated: FoundValue, cast: Cast) -> str:
    """A short label: what is counted, dated or measured, with who did what where it adds something."""
    dimension = stated.value.dimension
    if dimension is Dimension.AGE:
        return _fitted(f"age of {name(head, stated, cast)}")
    if (word := compared_by(tokens, dimension)) is not None:
        return _fitted(f"{_how_many(tokens, word, stated)}{_deed(head, predicate, stated, cast)}")
    change = change_of(tokens.doc, tokens, dimension)
    if change and predicate.pos_ in VERBAL:
        told = predicate.lemma_.lower() in RISING | FALLING
        return _fitted(f"{CHANGING[change]} {happening(predicate, stated, cast)}" if told else f"size of {change}")
    if dimension is Dimension.COUNT:
        return _fitted(_number(tokens, head, predicate, stated, cast))
    if dimension is Dimension.RANK:
        return _fitted(f"{KINDS[dimension]} {_counted(tokens, stated) or phrase(head, stated)}")
    if dimension is Dimension.DURATION and (asked := _how_long(tokens, head, predicate, stated, cast)):
        return _fitted(asked)
    if head.pos_ in VERBAL and dimension in HAPPENING and not _is_noun_like(head):
        return _fitted(f"{_asked(tokens, stated)} {happening(head, stated, cast)}")
    return _fitted(f"{KINDS[dimension]} {phrase(head, stated)}{_deed(head, predicate, stated, cast)}")


def whether(occurrence: Occurrence, cast: Cast) -> str:
    """ "Whether Ada Brightwater was dismissed", "whether Quellmouth approved bill"."""
    noun = occurrence.unit.removeprefix(occurrence.relation.name)
    label = occurrence.relation.label
    several = occurrence.of.tag_ in ("NNS", "NNPS") and cast.kind(occurrence.of) is not EntityKind.PERSON
    if several and label.startswith("was "):
        label = f"were {label[4:]}"
    return _fitted(f"whether {name(occurrence.of, None, cast)} {label}{noun}")


def happening(verb: Token, stated: FoundValue, cast: Cast) -> str:
    """ "Protesters rallied", "the war lasted", "Ada Brightwater was arrested": an event that no noun names."""
    parties = arguments(verb)
    who = parties.object if parties.passive else parties.subject
    words = [name(who, stated, cast)] if who is not None and not _in_value(who, stated) else []
    words.append(_verb_phrase(verb, parties))
    words.append(_aim(verb, stated, cast) if parties.passive else _complement(verb, parties, stated, cast))
    return " ".join(filter(None, words))


def name(noun: Token, stated: FoundValue | None, cast: Cast) -> str:
    """An entity by its name, anything else by its noun and what stands right before it; "someone" for a bare age."""
    noun = core(noun)
    entity = cast.at(noun)
    if entity is not None and (noun.pos_ in ("PROPN", "PRON") or cast.kind(noun) is EntityKind.PERSON):
        return cast.entities[entity].name
    if stated is not None and _in_value(noun, stated):
        person = cast.person_near(noun)
        return "someone" if person is None else cast.entities[person].name
    return phrase(noun, stated)


def phrase(head: Token, stated: FoundValue | None) -> str:
    """The head with the modifiers before it, figures and the value's own words left out."""
    modifiers = [child.left_edge.i for child in head.lefts if child.dep_ in MODIFIERS]
    tokens = head.doc[max(min([*modifiers, head.i]), head.i - MOST_WORDS) : head.i + 1]
    kept = [token for token in tokens if stated is None or not _in_value(token, stated)]
    while len(kept) > 1 and (kept[0].pos_ in ("NUM", "PUNCT", "PART") or kept[0].lower_ in LEADING):
        word = next((place for place, token in enumerate(kept) if token.whitespace_), 0)
        kept = kept[min(word + 1, len(kept) - 1) :]
    said = _joined(kept) or head.lemma_.lower()
    begins = bool(kept) and kept[0].i == head.sent.start and kept[0].pos_ != "PROPN"
    return said[0].lower() + said[1:] if begins else said


def _number(tokens: Tokens, head: Token, predicate: Token, stated: FoundValue, cast: Cast) -> str:
    """ "Number of bridges destroyed", "number of people dead", "how many went off"."""
    counted = _counted(tokens, stated)
    if counted_word(tokens, stated, head, predicate) == "person" and not stated.value.unit:
        counted = "people"
    state = condition(tokens)
    if state and (counted or not stated.value.unit):
        return f"number of {counted or 'people'} {state}"
    if counted and head.pos_ in VERBAL and predicate.i == head.i:
        parties = arguments(head)
        if parties.passive or (parties.object is not None and _in_value(parties.object, stated)):
            return f"number of {counted} {head.lower_ if head.tag_ in ('VBN', 'VBD') else _left_by(head)}"
        return f"number of {counted} {_pronoun(stated.value.unit)} {_verb_phrase(head, parties)}"
    if not counted and _in_value(head, stated) and predicate.pos_ in VERBAL:
        return f"how many {happening(predicate, stated, cast)}"
    if not counted and head.pos_ in VERBAL:
        said = _joined(list(head.doc[tokens.end : min(head.right_edge.i + 1, tokens.end + SAID_WORDS)]))
        return f"how many {said or head.text}"
    return f"number of {counted or phrase(head, stated)}{_deed(head, predicate, stated, cast)}"


def _deed(head: Token, predicate: Token, stated: FoundValue, cast: Cast) -> str:
    """What happened to the counted thing or what it did: " destroyed", " who marched"; else who did what there."""
    if predicate.i == head.i or predicate.pos_ != "VERB" or predicate.lemma_.lower() in MERE:
        return ""
    if stated.value.dimension not in DONE:
        return ""
    parties, noun = arguments(predicate), core(head).i
    if parties.object is not None and noun in (core(each).i for each in coordinated(parties.object)):
        denied = "not " if negated(predicate) and not _in_value(parties.object, stated) else ""
        if any(child.lemma_ == "do" and child.dep_ == "aux" for child in predicate.children):
            return f" ({_verb_phrase(predicate, parties)})"
        if predicate.tag_ in ("VBN", "VBD"):
            return f" {denied}{predicate.lower_}"
        return f" {denied}to {predicate.lemma_}" if predicate.tag_ == "VB" else f" {denied}{_left_by(predicate)}"
    if parties.subject is not None and core(parties.subject).i == noun and not parties.passive:
        pronoun = _pronoun(core(head).lemma_)
        thing = "" if parties.object is None else name(parties.object, stated, cast)
        return f" {pronoun} {_verb_phrase(predicate, parties)} {thing}".rstrip()
    return f" ({happening(predicate, stated, cast)})"


def _how_many(tokens: Tokens, word: Token, stated: FoundValue) -> str:
    """ "How many more houses", "how many rounds sooner"; of what is not counted "how much younger"."""
    counted = _counted(tokens, stated) if stated.value.dimension is Dimension.COUNT else ""
    if not counted:
        return f"how much {word.lower_}"
    return f"how many {word.lower_} {counted}" if word.i < tokens.end else f"how many {counted} {word.lower_}"


def _pronoun(noun: str) -> str:
    return "who" if noun_group(noun) in PEOPLE else "that"


def _left_by(verb: Token) -> str:
    """What a verb leaves its object, particle included: "killed", "called off"."""
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), "")
    return f"{participle(verb.lemma_.lower())} {particle}".strip()


def _verb_phrase(verb: Token, parties: Arguments) -> str:
    """The verb with its auxiliaries and particle; of a participle what it leaves out."""
    parts = [child for child in verb.children if child.dep_ in ("aux", "auxpass", "neg", "prt")]
    own = sorted([*parts, verb], key=lambda token: token.i)
    said = "".join(token.text_with_ws if token.i + 1 in _places(own) else token.text + " " for token in own).strip()
    missing = parties.passive and not any(child.dep_ == "auxpass" for child in parts)
    return f"was {said}" if missing else said


def _places(tokens: list[Token]) -> set[int]:
    return {token.i for token in tokens}


def _complement(verb: Token, parties: Arguments, stated: FoundValue, cast: Cast) -> str:
    """The object of a verb, or the first noun after a preposition: "called for elections"."""
    thing = parties.object
    if thing is not None and not _in_value(thing, stated):
        return "" if thing.i < verb.i else name(thing, stated, cast)
    if thing is not None and stated.value.dimension not in (Dimension.DATE, Dimension.TIME):
        return ""
    for child in verb.children:
        if child.dep_ == "prep" and child.i > verb.i and child.lower_ in COMPLEMENTS:
            noun = next((deep for deep in child.children if deep.dep_ == "pobj"), None)
            if noun is None or _in_value(noun, stated) or noun.pos_ not in ("NOUN", "PROPN", "PRON"):
                continue
            if noun.ent_type_ not in ("DATE", "TIME", "PERCENT", "MONEY"):
                return f"{child.lower_} {name(noun, stated, cast)}"
    return _aim(verb, stated, cast) if thing is None else ""


def _aim(verb: Token, stated: FoundValue, cast: Cast) -> str:
    """ "To resign" of "was forced to resign"."""
    aim = next((child for child in verb.children if child.dep_ == "xcomp" and child.i > verb.i), None)
    if aim is None or not any(child.tag_ == "TO" for child in aim.children):
        return ""
    return f"to {aim.lemma_} {_complement(aim, arguments(aim), stated, cast)}".strip()


def _asked(tokens: Tokens, stated: FoundValue) -> str:
    """ "When", "how long"; of a measure its unit: "how many miles"."""
    dimension = stated.value.dimension
    if dimension is Dimension.MEASURE:
        unit = _joined([token for token in tokens if token.i > tokens.start and token.pos_ in ("NOUN", "ADJ", "VERB")])
        return f"how many {unit}" if unit.endswith("s") else HAPPENING[dimension]
    return HAPPENING[dimension]


def _how_long(tokens: Tokens, head: Token, predicate: Token, stated: FoundValue, cast: Cast) -> str:
    """How long something lasted, or how far from something else it was; "" where the head says it."""
    if since := _since(tokens):
        return f"how long {since}"
    if predicate.pos_ != "VERB":
        return ""
    after = tokens.doc[tokens.end].lower_ if tokens.end < len(tokens.doc) else ""
    if after in APART:
        return f"how long {after} {happening(predicate, stated, cast)}"
    before = tokens.doc[tokens.start - 1].lower_ if tokens.start else ""
    if before in PASSING and head.pos_ in VERBAL:
        return f"over how long {happening(predicate, stated, cast)}"
    return f"how long {happening(predicate, stated, cast)}" if head.lemma_.lower() in SPANS else ""


def _since(tokens: Tokens) -> str:
    """ "After placing him on leave" where a span of time is counted from something."""
    after = tokens.doc[tokens.end : min(tokens.end + MOST_WORDS, tokens.sent.end)]
    if not len(after) or after[0].lower_ not in ("after", "before", "since", "following"):
        return ""
    return _joined(list(after))


def _is_noun_like(verb: Token) -> bool:
    """ "Six weeks of fighting"."""
    return verb.tag_ == "VBG" and verb.dep_ in ("pobj", "pcomp") and verb.head.lower_ == "of"


def _counted(tokens: Tokens, stated: FoundValue) -> str:
    """The counted noun with what stands between it and its number: "surrounding districts"."""
    kept = [token for token in tokens if token.idx >= stated.core.end]
    while kept and (kept[0].lower_ in LEADING or kept[0].pos_ in ("NUM", "PUNCT", "DET", "ADP")):
        kept = kept[1:]
    return _joined(kept)


def _joined(tokens: list[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip(EDGES)


def _in_value(token: Token, stated: FoundValue) -> bool:
    return stated.span.start <= token.idx < stated.span.end


def _fitted(label: str) -> str:
    return " ".join(label.split())[:LENGTH].rstrip()
