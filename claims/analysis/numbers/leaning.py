"""Counts that lean on another word: elided nouns ("four others"), and words that count only some ("a pair of")."""

from itertools import islice

from spacy.tokens import Token

from .counting import Counted

NEAREST = 8  # so many counts back, at most, is the one that another leans on
DEEP = 4  # from a number over its unit and a preposition to the verb
ELLIPTIC = frozenset("other more".split())
DIRECTIONS = frozenset("away from north south east west ahead behind".split())
# One thing, of two halves.
PAIRED = frozenset(
    "shoe boot jean trouser pant short glass sunglass scissor glove sock binocular tweezer plier tight pajama pyjama "
    "earring legging slack sandal sneaker ski skate headphone".split()
)
IN_A_SINGLE = frozenset("in on at of under by for from over".split())  # "the most in a single game" counts no games
SINGLE_NAMES = frozenset(
    "mother father mom mum dad parent market currency payer room man woman person malt file bed life digit "
    "sentence word source thread use mind track family household issue thing bit name".split()
)


def antecedent(counted: Counted, last: Token, earlier: list[tuple[Token, Counted]]) -> Counted:
    """ "Four others" and "two more" count what the nearest count of the same sentence counts, where there is one.

    So does a bare number in the same place of a parallel phrase ("435 homes by sale and 187 by tender"), and the
    level that an index reaches by so many points.
    """
    if counted.unit and counted.unit not in ELLIPTIC:
        return counted
    for token, before in islice(reversed(earlier), NEAREST):
        if token.sent.start != last.sent.start:
            break
        shared = before.noun is not None and (counted.noun is not None or _parallel(before, last))
        if (shared or _index(before, last)) and before.unit and before.unit not in ELLIPTIC:
            return Counted(before.unit, counted.noun)
    return Counted("", counted.noun)


def shares_unit(last: Token, before: Token) -> bool:
    """Whether a bare number takes the unit of the amount before it, which ends with the token `before`.

    So it does in "507 yards, 352 of them by air" and in the clause beside it with the same verb, or one of adding:
    "ran for 226 yards while Lee added 101".
    """
    if before.sent.start != last.sent.start or last.i + 1 >= len(last.doc):
        return False
    following = last.doc[last.i + 1 : last.i + 3]
    if [token.lower_ for token in following] in (["of", "them"], ["of", "those"]):
        return True
    verb, above = _verb_over(last), _verb_over(before)
    if verb is None or above is None or verb.i == above.i or not (following[0].is_punct or following[0].tag_ == "CC"):
        return False
    beside = verb.dep_ in ("conj", "advcl") and verb.head.i == above.i
    return beside and verb.lemma_.lower() in (above.lemma_.lower(), "add")


def _verb_over(token: Token) -> Token | None:
    """The verb of which a number, or a noun with its preposition, is the object."""
    for _ in range(DEEP):
        if token.dep_ not in ("nummod", "pobj", "prep", "dobj") or token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ == "VERB":
            return token
    return None


def counts_after_few(low: float, high: float, number: Token, noun: Token) -> bool:
    """Whether "a pair of" and its like count this noun: hooks, but no shoes; "a few blocks away", but no few men."""
    if low == high == 1:
        before = noun.doc[max(0, number.i - 1)].lower_
        return noun.tag_ == "NN" and noun.lemma_.lower() not in SINGLE_NAMES and before not in IN_A_SINGLE
    if low == high:
        return noun.tag_ == "NNS" and noun.lemma_.lower() not in PAIRED
    after = noun.nbor(1).lower_ if noun.i + 1 < len(noun.doc) else ""
    return noun.tag_ == "NNS" and after in DIRECTIONS


def _parallel(before: Counted, last: Token) -> bool:
    if before.noun is None or last.i < 1 or last.i + 1 >= len(last.doc) or before.noun.i + 1 >= len(last.doc):
        return False
    start = last.i - 1 if last.nbor(-1).lower_ in ("and", "or", ",", "while", "but") else None
    after = last.nbor(1)
    return start is not None and after.pos_ in ("ADP", "PRON") and before.noun.nbor(1).lower_ == after.lower_


def _index(before: Counted, last: Token) -> bool:
    return before.unit == "point" and last.i > 0 and last.nbor(-1).lower_ in ("to", "at") and last.text[0].isdigit()
