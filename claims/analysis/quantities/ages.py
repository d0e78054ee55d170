"""Ages of people that stand without a unit: "Ana Lee, 45, ...", "she was 45", "a man of 58", "in his 50s"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.number_words import TENS, lowered
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

from .measured import Measured
from .unit_tables import YEAR_OF_AGE

__all__ = ["YEAR_OF_AGE", "find_age_decades", "find_listed_ages", "states_age"]

YOUNGEST, OLDEST = 2, 115
PERSONS = frozenset("i you he she who".split())
ONE_PERSON = frozenset(
    "man woman boy girl male female person child patient pensioner victim son daughter mother father husband wife "
    "brother sister teenager driver suspect grandmother grandfather student".split()
)
# With one of these right before it, "at" a number is at an age.
AGED, AGED_REACH = frozenset("youngest oldest eldest".split()), 6
NOW = frozenset(("now", "then", "aged"))
AT_AN_AGE = frozenset("die retire marry widow orphan".split())
PARENTS = frozenset("mother father grandmother grandfather".split())  # "a mother of two" has two children
PEOPLE = frozenset(
    "child kid people adult man woman boy girl those anyone everyone person youngster pupil male female player "
    "patient voter resident citizen driver".split()
)
_PLURAL_TENS = {f"{word.removesuffix('y')}ies": int(number) for word, number in TENS.items()} | {"teens": 10}
_DECADE = re.compile(
    rf"\b(?:his|her|their|my|our|your){SPACE}(?P<core>(?:(?P<part>early|mid|middle|late)(?:{SPACE}|-))?"
    rf"(?:['’]?(?P<digits>[1-9]0)['’]?s|(?P<word>{'|'.join(_PLURAL_TENS)})))\b",
    re.IGNORECASE,
)
_LISTED = re.compile(rf",{SPACE}(?P<ages>\d{{1,3}}(?:,{SPACE}\d{{1,3}}){{0,8}},?{SPACE}and{SPACE}\d{{1,3}})(?=[,.;])")
_PARTS = {"early": (0, 3), "mid": (4, 6), "middle": (4, 6), "late": (7, 9)}


def find_age_decades(text: str) -> Iterator[FoundValue]:
    """ "In her 60s", "in his late twenties" as ranges of years, in order."""
    for match in _DECADE.finditer(text):
        word = lowered(match.group("word") or "")
        decade = int(match.group("digits") or _PLURAL_TENS[word])
        first, last = _PARTS[lowered(match.group("part"))] if match.group("part") else (0, 9)
        low, high = float(max(decade + first, 13 if decade == 10 else 0)), float(decade + last)
        core = Span(*match.span("core"))
        yield FoundValue(core, core, Value(Dimension.AGE, "year", low, high, "1.0", Comparator.BETWEEN))


def find_listed_ages(doc: Doc, text: str) -> Iterator[FoundValue]:
    """ "His two brothers, 17 and 22, left": of each one or the other, as a range of years, in order."""
    for match in _LISTED.finditer(text):
        comma = token_at(doc, match.start())
        noun = comma.nbor(-1) if comma.i else comma
        ages = [float(age) for age in re.findall(r"\d+", match.group("ages"))]
        plural = noun.tag_ == "NNS" and noun.lemma_.lower() in ONE_PERSON | PEOPLE
        if plural and YOUNGEST <= min(ages) <= max(ages) <= OLDEST:
            core = Span(*match.span("ages"))
            value = Value(Dimension.AGE, "year", min(ages), max(ages), "1.0", Comparator.BETWEEN)
            yield FoundValue(core, core, value)


def states_age(first: Token, last: Token, amount: Measured) -> bool:
    """Whether a bare whole number is the age of the person named before it."""
    number = amount.first.low
    if (
        first.i != last.i
        or amount.range
        or amount.first.vague
        or not (YOUNGEST <= number <= OLDEST and number % 1 == 0)
    ):
        return False
    return (
        _at_age(first)
        or _between_commas(first)
        or _of_person(first)
        or _turned(first)
        or _man_of(first)
        or _people_under(first)
    )


def _at_age(token: Token) -> bool:
    """ "The youngest mayor ever at 26", "she died at 87"."""
    if token.i < 2 or token.nbor(-1).lower_ != "at" or not _counts_nothing(token):
        return False
    before = token.doc[max(token.sent.start, token.i - AGED_REACH) : token.i - 1]
    return any(each.lower_ in AGED or each.lemma_.lower() in AT_AN_AGE for each in before)


def _between_commas(token: Token) -> bool:
    doc, i = token.doc, token.i
    comma = i - 2 if i and doc[i - 1].lower_ in NOW else i - 1
    if not (1 <= comma and i < len(doc) - 1) or doc[comma].text != "," or doc[i + 1].text not in (",", ".", ";"):
        return False
    name = doc[comma - 1]
    if not token.text.isdigit() or name.ent_type_ == "DATE":
        return False
    # Many a surname is taken for a place, but no place for one that has an age.
    aged = token.dep_ == "appos" and token.ent_type_ == "DATE"
    named = name.tag_ == "NNP" and (name.ent_type_ not in ("GPE", "LOC") or aged)
    named = named or (name.text[0].isupper() and name.tag_ in ("NN", "NNS", "NNPS") and aged and comma == i - 2)
    return named or (name.tag_ == "NN" and name.lemma_.lower() in ONE_PERSON)


def _of_person(token: Token) -> bool:
    if token.dep_ not in ("attr", "acomp") or token.head.lemma_ != "be":
        return False
    if any(child.i > token.i for child in token.children) or not (token.text.isdigit() or _counts_nothing(token)):
        return False
    subjects = [child for child in token.head.children if child.dep_ == "nsubj"]
    return any(child.lower_ in PERSONS or child.ent_type_ == "PERSON" for child in subjects)


def _turned(token: Token) -> bool:
    """ "She turned 40"."""
    if not token.i or token.nbor(-1).lemma_.lower() != "turn" or token.nbor(-1).pos_ != "VERB":
        return False
    return _counts_nothing(token) and token.i + 1 < len(token.doc) and token.nbor(1).lower_ not in ("to", "of")


def _man_of(token: Token) -> bool:
    """ "A man of 58 died": what follows is no noun that the number could count."""
    if token.i < 2 or token.nbor(-1).lower_ != "of" or token.nbor(-2).lemma_.lower() not in ONE_PERSON:
        return False
    return token.nbor(-2).tag_ == "NN" and token.nbor(-2).lemma_.lower() not in PARENTS and _counts_nothing(token)


def _people_under(token: Token) -> bool:
    """ "Children under 5", "anyone over 65"."""
    if token.i < 2 or token.nbor(-1).lower_ not in ("under", "over", "above", "below"):
        return False
    return token.nbor(-2).lemma_.lower() in PEOPLE and _counts_nothing(token)


def _counts_nothing(token: Token) -> bool:
    return token.i + 1 >= len(token.doc) or token.nbor(1).pos_ not in ("NOUN", "PROPN", "ADJ", "SYM", "NUM")
