"""Numbers without a written unit: what each counts, and which count nothing."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.analysis.dates.calendar_words import WEEKDAYS
from claims.analysis.numbers.counting import NOTHING, Counted, counted_by, token_at
from claims.analysis.numbers.hedges import hedge_before
from claims.analysis.numbers.leaning import antecedent, counts_after_few, shares_unit

from .ages import states_age
from .currencies import money_named
from .measured import COUNT, MAGNITUDE, Measured
from .unit_tables import NAMES, PERCENT, PERCENTAGE_POINT, SHARE, YEAR_OF_AGE, Unit
from .units import unit_named

DEGREE = NAMES["degree"]
VERBAL = ("VERB", "AUX")
DASHES = ("-", "–")
# More alcohol in the blood than this, in percent, nobody survives; it is told in hundredths or thousandths.
MOST_ALCOHOL, HUNDREDTHS = 0.8, (0.01, 0.001)
ALCOHOL = frozenset((("blood", "alcohol"), ("breath", "alcohol")))
QUAKES = frozenset("quake earthquake tremor temblor aftershock foreshock".split())
MEASURING = frozenset("measure register magnitude".split())
# How many words before its strength a quake stands, the step in which it is told, and more than any has.
QUAKE_REACH, TENTH, STRONGEST = 8, 0.1, 10.0
# Plurals that look like singulars to a tagger.
UNCHANGED = frozenset(
    "people aircraft police staff personnel youth infantry cavalry cattle fish sheep series troop crew percent".split()
)


@dataclass(frozen=True)
class Count:
    """The unit of a number, the lemma of what it counts ("" where there is none) and where that noun ends."""

    unit: Unit
    noun: str
    end: int


def read_count(
    doc: Doc,
    text: str,
    amount: Measured,
    earlier: list[tuple[Token, Counted]],
    measured: Sequence[tuple[Token, Unit]] = (),
) -> Count | None:
    """What a number without a unit states: a count, a share, an age or, with a unit that stands apart, a measure.

    `earlier` are the counts before it in the text; a count is added to them. `measured` are the amounts with a unit
    before it, by their last tokens. None for labels, names and years.
    """
    first, last = token_at(doc, amount.start), token_at(doc, amount.last.end - 1)
    if states_age(first, last, amount):
        return Count(YEAR_OF_AGE, "", amount.end)
    counted = _without_weekday(_counted(doc, text, amount, first, last), last)
    if counted is None or not _is_count(text, amount, counted):
        return None
    if amount.first.bare and not _counts_few(amount, first, counted):
        return None
    if _is_magnitude(first, amount, counted):
        return Count(MAGNITUDE, "", amount.end)
    if counted.noun is None and _is_temperature(last):
        return Count(DEGREE, "", amount.end)
    if counted.noun is None and _is_blood_alcohol(first, amount):
        return Count(PERCENT, "", amount.end)
    if measured and (counted.noun is None or counted.noun.pos_ == "PRON") and shares_unit(last, measured[-1][0]):
        return Count(measured[-1][1], "", amount.end)
    counted = antecedent(counted, last, earlier)
    earlier.append((last, counted))
    noun = counted.noun
    end = noun.idx + len(noun) if noun is not None else amount.end
    if counted.unit == "point" and noun is not None and noun.i and noun.nbor(-1).lower_ == "percentage":
        return Count(PERCENTAGE_POINT, "", end)
    if (noun is not None or amount.noun_from) and (named := unit_named(counted.unit) or money_named(counted.unit)):
        return Count(named, "", end)
    return Count(SHARE if amount.first.part and amount.first.low <= 1 else COUNT, counted.unit, end)


def _is_magnitude(first: Token, amount: Measured, counted: Counted) -> bool:
    """ "A 9.1 temblor", "two quakes measuring 7.6 and 7.4": nobody counts tenths of earthquakes."""
    if amount.first.step != TENTH or not 0 < amount.first.low < STRONGEST:
        return False
    if counted.noun is not None:
        return counted.noun.lemma_.lower() in QUAKES
    before = list(first.doc[max(first.sent.start, first.i - QUAKE_REACH) : first.i])
    measured = any(token.lemma_.lower() in MEASURING for token in before)
    return measured and any(token.lemma_.lower() in QUAKES for token in before)


def _is_temperature(number: Token) -> bool:
    """ "Temperatures were minus 20": of no scale, as it is told."""
    verb = next((token for token in number.ancestors if token.pos_ in VERBAL), number)
    return any(child.lemma_.lower() == "temperature" and child.dep_ == "nsubj" for child in verb.children)


def _is_blood_alcohol(number: Token, amount: Measured) -> bool:
    """ "A blood-alcohol level of 0.12", "the limit is 0.08": in percent, whether or not the sentence says so."""
    if not 0 < amount.first.low < MOST_ALCOHOL or amount.first.step not in HUNDREDTHS:
        return False
    words = [token.lower_ for token in number.doc[number.sent.start : number.i] if token.text != "-"]
    return any(pair in ALCOHOL for pair in itertools.pairwise(words))


def _without_weekday(counted: Counted | None, last: Token) -> Counted | None:
    """ "Scored 20 Thursday night": the night is the day's, and not one of twenty."""
    if counted is None or counted.noun is None or counted.noun.tag_ != "NN":
        return counted
    between = last.doc[last.i + 1 : counted.noun.i + 1]
    return NOTHING if any(token.lower_ in WEEKDAYS for token in between) else counted


def _counted(doc: Doc, text: str, amount: Measured, first: Token, last: Token) -> Counted | None:
    hedged = hedge_before(text, amount.start) is not None
    if amount.noun_from:
        shared = counted_by(first, token_at(doc, amount.noun_from - 1), hedged=hedged)
        if shared is not None and shared.noun is not None:
            return Counted(shared.unit)
    return counted_by(first, last, hedged=hedged)


def _counts_few(amount: Measured, first: Token, counted: Counted) -> bool:
    low, high = amount.first.low, amount.first.high
    return counted.noun is not None and high is not None and counts_after_few(low, high, first, counted.noun)


def _is_count(text: str, amount: Measured, counted: Counted) -> bool:
    """Whether a number without a unit counts something: scores, list numbers, names and stray years do not."""
    noun = counted.noun
    before, after = text[max(0, amount.start - 2) : amount.start], text[amount.end : amount.end + 2]
    if (before[-1:] in DASHES and before[0].isdigit()) or (after[:1] in DASHES and after[1:].isdigit()):
        return False
    if before.endswith("-") and text[amount.start].isdigit() or (noun is not None and not noun.text[0].isalpha()):
        return False
    if text[amount.end : amount.end + 4] == "-to-" or text[max(0, amount.start - 4) : amount.start] == "-to-":
        return False  # "a two-to-one vote"
    if amount.first.low == 0 and amount.first.word and (noun is None or noun.tag_ == "NN"):
        return False  # "zero tolerance"
    if noun is not None and noun.tag_ == "NN" and not _may_be_singular(amount, noun, after):
        return False
    if _like_years(text, amount) and (noun is None or noun.idx > amount.end + 1):
        return False  # "between 1600 and 1900 world temperatures fell"
    if amount.range:
        return noun is not None or text[amount.first.end : amount.last.start].strip() not in DASHES
    if amount.first.word:
        return True
    if (
        after[:1] == ")"
        and noun is None
        and (before[-1:] == "(" or "(" not in text[max(0, amount.start - 40) : amount.start])
    ):
        return False
    if amount.first.low < 1 and "/" in text[amount.start : amount.end] and text[amount.end : amount.end + 4] != " of ":
        return False  # "rated 4/5"
    if (not before or before[-1] == "\n") and after[:1] in (".", ")"):
        return False
    return noun is not None or not _like_year(text, amount) or hedge_before(text, amount.start) is not None


def _may_be_singular(amount: Measured, noun: Token, after: str) -> bool:
    """ "600 index" and "14 Pro" are names; "one man", "11-member", "half the army" and "200 aircraft" are amounts."""
    if amount.first.low <= 1 or amount.first.vague or amount.first.part or after[:1] in DASHES:
        return True
    before = token_at(noun.doc, amount.start)
    named = before.i > 0 and before.nbor(-1).pos_ in ("NOUN", "PROPN")
    return not named or noun.lemma_.lower() in UNCHANGED


def _like_year(text: str, amount: Measured) -> bool:
    return (
        amount.end - amount.start == 4
        and text[amount.start : amount.end].isdigit()
        and 1600 <= amount.first.low <= 2100
    )


def _like_years(text: str, amount: Measured) -> bool:
    """Whether both ends of a range are written as years are."""
    ends = (text[each.start : each.end] for each in (amount.first, amount.last))
    return amount.range and all(end.isdigit() and len(end) == 4 and 1400 <= int(end) <= 2100 for end in ends)
