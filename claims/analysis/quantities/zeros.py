"""Statements that nothing of a kind happened: "no deaths", "no one was killed", "no shots were fired"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue, Value

# What is counted in reports of events is denied by its mere "no"; "no comment" and "no plans" state no number.
_NOUNS = {
    "deaths": "death",
    "fatalities": "fatality",
    "injuries": "injury",
    "casualties": "casualty",
    "victims": "victim",
    "survivors": "survivor",
    "arrests": "arrest",
    "hostages": "hostage",
    "cases": "case",
    "infections": "infection",
    "passengers": "passenger",
    "civilians": "civilian",
    "dead": "dead",
    "wounded": "wounded",
    "injured": "injured",
}
_HARMED = "killed|injured|hurt|wounded|harmed|arrested|detained|missing|infected|charged"
_NO = re.compile(
    rf"\b(?P<no>no|zero){SPACE}(?:(?:reported|confirmed|known|serious|civilian|further|new|immediate|other){SPACE}){{0,3}}"
    rf"(?:(?:reports|report){SPACE}of{SPACE}(?:any{SPACE})?)?(?P<noun>{'|'.join(_NOUNS)})\b(?!{SPACE}?(?:other|except|but)\b)"
    rf"|\b(?P<one>no{SPACE}one|nobody)(?={SPACE}(?:(?:was|were|is|has{SPACE}been|had{SPACE}been|else{SPACE}was)"
    rf"{SPACE}(?:\w+{SPACE})?(?:{_HARMED})|died)\b)"
    rf"|\b(?P<none>none){SPACE}of{SPACE}(?:the|them|those|his|her|its|their)\b",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"\bno\b", re.IGNORECASE)
# Subjects of which "no ... were" denies a judgement and no number ("no decisions were made").
_ABSTRACT = frozenset(
    "report plan decision comment detail reason charge word sign doubt question change problem mistake condition issue "
    "explanation effort attempt evidence information announcement talk difference promise excuse guarantee".split()
)
REACH = 6


def find_zeros(doc: Doc, text: str) -> Iterator[FoundValue]:
    """A count of nought for each clear denial; the forms one after the other, not in text order."""
    taken = set()
    for match in _NO.finditer(text):
        kind = str(match.lastgroup) if match.lastgroup != "noun" else "no"
        core, end, unit = Span(*match.span(kind)), match.end(), ""
        if kind == "no":
            unit = _NOUNS[lowered(match.group("noun"))]
        elif kind == "none":
            noun = _of_whom(token_at(doc, match.start()))
            unit, end = (noun.lemma_.lower(), noun.idx + len(noun)) if noun is not None else ("", core.end)
        taken.add(core.start)
        yield _none(Span(core.start, end), core, unit)
    for match in _DETERMINER.finditer(text):
        token = token_at(doc, match.start())
        if token.idx not in taken and token.lower_ == "no" and (noun := _denied(token)) is not None:
            core = Span(token.idx, token.idx + len(token))
            yield _none(Span(core.start, noun.idx + len(noun)), core, noun.lemma_.lower())


def _none(span: Span, core: Span, unit: str) -> FoundValue:
    return FoundValue(span, core, Value(Dimension.COUNT, unit, 0.0, 0.0, "1.0"))


def _of_whom(none: Token) -> Token | None:
    """The plural noun of "none of the nine people"."""
    for token in none.doc[none.i + 2 : none.i + 2 + REACH]:
        if token.tag_ == "NNS":
            return token
        if token.is_space or token.pos_ not in ("DET", "PRON", "ADJ", "NUM", "NOUN"):
            return None
    return None


def _denied(no: Token) -> Token | None:
    """The plural noun of "no shots were fired" and "there were no witnesses"."""
    noun = no.head
    if no.dep_ != "det" or noun.tag_ != "NNS" or not no.i < noun.i < no.i + REACH or noun.lemma_.lower() in _ABSTRACT:
        return None
    there = any(child.dep_ == "expl" for child in noun.head.children)
    passive = noun.dep_ == "nsubjpass" and noun.head.tag_ == "VBN"
    return noun if passive or (there and noun.dep_ == "attr") else None
