"""How many times as much: "five times the limit", "twice as many", "tenfold", "has doubled"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.number_words import ONES, TEENS, TENS, lowered
from claims.analysis.numbers.numerals import SPACE, Numeral

_MEASURED = (
    "limit|average|number|size|rate|amount|price|cost|speed|level|norm|value|volume|population|salary|pay|income|"
    "maximum|minimum|total|quota|capacity|budget|figure|length|width|weight|height|area|distance|allowance|share|"
    "strength|mass|pressure|toll|sum|dose|output|turnover|profit|loss|revenue"
)
_THAN = (
    rf"as{SPACE}(?:(?:many|much|likely|often|big|large|high|long|fast|far|old|deep|wide|strong|good|bad|expensive)\b"
    rf"|[a-z]+{SPACE}as\b)|(?:more|less|fewer|better|worse|(?!after\b|under\b|over\b|other\b|"
    rf"never\b|per\b|together\b|later\b|earlier\b|either\b|rather\b|whether\b|however\b|former\b|winner\b)[a-z]+er)\b"
    rf"(?={SPACE}than\b|[.,;]|{SPACE}(?:likely|common|expensive|powerful|often|deadly|dangerous)\b)"
    rf"|(?:the|its|their|his|her|this|that)(?:{SPACE}[\w-]+){{0,2}}?{SPACE}(?:{_MEASURED})\b|(?:normal|average)\b"
)
_TIMES = re.compile(rf"(?:(?P<times>(?:{SPACE}|-)times)(?={SPACE}(?:{_THAN}))|[- ]?fold\b)", re.IGNORECASE)
_ALONE = {"twice": 2.0, "double": 2.0, "triple": 3.0, "treble": 3.0, "half": 0.5}
_BEFORE_THAN = re.compile(rf"\b(?P<word>{'|'.join(_ALONE)})(?={SPACE}(?:{_THAN}))", re.IGNORECASE)
_FOLDS = {**ONES, **TEENS, **TENS, "hundred": Decimal(100), "thousand": Decimal(1000)}
_FOLD = re.compile(rf"\b(?P<word>{'|'.join(_FOLDS)})fold\b", re.IGNORECASE)
_GROWN = {"double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0, "halve": 0.5}
_GROWING = re.compile(r"\b(?:doubl|trebl|tripl|quadrupl|halv)ed\b", re.IGNORECASE)
_TWICE = re.compile(r"\btwice\b", re.IGNORECASE)
# "He doubled to left", "doubled down": somebody's doing, and no change of a size.
_IDIOMS = frozenset("down back up as for off".split())
_DOERS = frozenset("he she i we you who".split())
_OFTEN = frozenset("a per as the daily weekly monthly yearly -".split())


def times_after(text: str, end: int) -> int | None:
    """Where "times" or "fold" ends behind a number that multiplies and counts no occasions; else None."""
    match = _TIMES.match(text, end)
    return match.end() if match else None


def find_multiples(doc: Doc, text: str) -> Iterator[Numeral]:
    """Factors in a word of their own, not in order: "twice as many", "threefold", "doubled"."""
    for match in _BEFORE_THAN.finditer(text):
        size = _ALONE[lowered(match.group("word"))]
        yield Numeral(match.start(), match.end(), size, size, min(size, 1.0), word=True)
    for match in _FOLD.finditer(text):
        size = float(_FOLDS[lowered(match.group("word"))])
        yield Numeral(match.start(), match.end(), size, size, 1.0, word=True)
    for match in _GROWING.finditer(text):
        token = token_at(doc, match.start())
        grown = _GROWN.get(token.lemma_.lower())
        if grown and _grows(token):
            yield Numeral(token.idx, token.idx + len(token), grown, grown, min(grown, 1.0), word=True)


def find_occasions(doc: Doc, text: str) -> Iterator[Numeral]:
    """ "Was hit twice": two occasions, where no rate ("twice a week") is meant."""
    for match in _TWICE.finditer(text):
        token = token_at(doc, match.start())
        if token.i + 1 >= len(doc) or token.nbor(1).lower_ in _OFTEN:
            continue
        verb = token.head if token.dep_ == "advmod" and token.head.i < token.i else token.nbor(-1) if token.i else token
        if verb.tag_ in ("VBD", "VBN"):
            yield Numeral(token.idx, token.idx + len(token), 2.0, 2.0, 1.0, word=True)


def _grows(verb: Token) -> bool:
    """A finite form whose subject is no person: "the price has doubled", "the toll tripled to 30"."""
    if verb.pos_ != "VERB" or verb.tag_ not in ("VBD", "VBN") or verb.i + 1 >= len(verb.doc):
        return False
    if verb.nbor(1).lower_ in _IDIOMS and verb.nbor(1).dep_ in ("prt", "prep"):
        return False
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    objects = any(child.dep_ == "dobj" for child in verb.children)
    if not subjects:
        return False
    subject = subjects[0]
    person = subject.lower_ in _DOERS or subject.ent_type_ == "PERSON"
    return not person or objects
