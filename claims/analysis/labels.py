"""The question a value answers, in the article's own words: "number of surrounding districts (ceded)"."""

import re

from spacy.tokens import Doc, Token

from .facts.events import LIGHT
from .values import Dimension, FoundValue

LENGTH = 120
SAID_WORDS = 6
SUBJECT = frozenset(("nsubj", "nsubjpass", "agent"))
KINDS = {
    Dimension.DATE: "date of",
    Dimension.COUNT: "number of",
    Dimension.DURATION: "duration of",
    Dimension.PERCENTAGE: "percentage of",
    Dimension.MONEY: "amount of",
    Dimension.MEASURE: "measure of",
}
HAPPENING = {Dimension.DATE: "when", Dimension.DURATION: "how long", Dimension.MONEY: "how much"}
AGE = re.compile(r"\b(?:old|aged|age)\b", re.I)
LEADING = re.compile(r"^(?:of|the|a|an|all|its|their|his|her|other|more|in)\s+", re.I)


def question(doc: Doc, head: Token, clause: Token, stated: FoundValue) -> str:
    """A short label: what is counted, dated or measured, with the clause's verb where it adds something."""
    if head.pos_ in ("VERB", "AUX") and stated.value.dimension in HAPPENING:
        return happening(head, HAPPENING[stated.value.dimension])[:LENGTH]
    if stated.value.dimension is Dimension.COUNT and head.pos_ in ("VERB", "AUX") and not _counted(doc, stated):
        said = doc.text[stated.span.end : head.right_edge.idx + len(head.right_edge)].split()
        return f"how many {' '.join(said[:SAID_WORDS]).strip('.,;') or head.text}"[:LENGTH]
    kind = KINDS[stated.value.dimension]
    if stated.value.dimension is Dimension.DURATION and AGE.search(stated.span.of(doc.text)):
        kind = "age of"
    label = f"{kind} {_counted(doc, stated) or _phrase(head, stated)}"
    if clause.i != head.i and clause.pos_ == "VERB" and clause.lemma_.lower() not in LIGHT:
        label += f" ({clause.lower_})"
    return " ".join(label.split())[:LENGTH]


def happening(verb: Token, asked: str) -> str:
    """ "when protesters rallied", "how long the war lasted": the event a value is of where no noun names it."""
    who = subject(verb)
    if who is not None and who.pos_ == "PRON" and verb.dep_ == "relcl":
        who = verb.head
    return f"{asked} {who.text} {verb.text}" if who is not None else f"{asked} {verb.text}"


def subject(verb: Token) -> Token | None:
    """Who or what acts in a clause, or is acted on where it is passive."""
    return next((child for child in verb.children if child.dep_ in SUBJECT), None)


def _counted(doc: Doc, stated: FoundValue) -> str:
    """The counted noun with what stands between it and its number: "surrounding districts"."""
    if stated.value.dimension is not Dimension.COUNT:
        return ""
    noun = doc.text[stated.core.end : stated.span.end].strip(" -\n")
    while (shorter := LEADING.sub("", noun)) != noun:
        noun = shorter
    return noun


def _phrase(head: Token, stated: FoundValue) -> str:
    """The head with the modifiers before it, the value's own words left out."""
    modifiers = [child.left_edge.i for child in head.lefts if child.dep_ in ("amod", "compound", "nmod")]
    tokens = head.doc[min([*modifiers, head.i]) : head.i + 1]
    start, end = stated.span.start, stated.span.end
    phrase = "".join(token.text_with_ws for token in tokens if not start <= token.idx < end).strip(" -")
    return phrase or head.lemma_.lower()
