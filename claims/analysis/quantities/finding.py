"""Counts, durations, percentages, money and measures that a text states, each with its hedge and its unit."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.analysis.dates.expressions import find_expressions
from claims.analysis.numbers.counting import Counted, antecedent, counted_by, token_at
from claims.analysis.numbers.hedges import Hedge, hedge_after, hedge_before
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

from .ages import states_age
from .measured import COUNT, Measured, find_measured
from .units import TIMES, Unit, unit_named
from .zeros import find_zeros

LOWER = (Comparator.MORE_THAN, Comparator.AT_LEAST)
DASHES = ("-", "–")
# Plurals that look like singulars to a tagger.
UNCHANGED = frozenset(
    "people aircraft police staff personnel youth infantry cavalry cattle fish sheep series troop crew percent".split()
)
UPPER = (Comparator.LESS_THAN, Comparator.AT_MOST)


def find_quantities(doc: Doc, dates: Sequence[Span] | None = None) -> list[FoundValue]:
    """Every quantity stated in digits or words, in order; none overlaps `dates` (default: all that is dated)."""
    if not len(doc):
        return []
    masked = [each.span for each in find_expressions(doc) if not each.is_offset] if dates is None else dates
    text, found = doc.text, list[FoundValue]()  # spaCy builds the text anew each time it is asked
    earlier: list[tuple[Token, Counted]] = []
    for amount in find_measured(doc, masked):
        value = _found(doc, text, amount, earlier)
        if value and not (found and value.span.overlaps(found[-1].span)):
            found.append(value)
    return sorted([*found, *find_zeros(doc)], key=lambda each: each.span)


def _found(doc: Doc, text: str, amount: Measured, earlier: list[tuple[Token, Counted]]) -> FoundValue | None:
    first, last = token_at(doc, amount.start), token_at(doc, amount.last.end - 1)
    unit, end, noun = amount.unit, amount.end, ""
    if unit is COUNT:
        counted = counted_by(first, last, hedged=hedge_before(text, amount.start) is not None)
        if states_age(first, last, amount):
            unit = TIMES["year"]
        elif counted is None or not _is_count(text, amount, counted):
            return None
        else:
            counted = antecedent(counted, earlier)
            earlier.append((last, counted))
            named = unit_named(counted.unit) if counted.noun is not None else None
            unit, noun = named or COUNT, "" if named else counted.unit
            end = max(end, counted.noun.idx + len(counted.noun)) if counted.noun is not None else end
    if amount.first.bare and unit.dimension not in (Dimension.DURATION, Dimension.MEASURE):
        return None
    return _stated(text, amount, unit, noun, end)


def _is_count(text: str, amount: Measured, counted: Counted) -> bool:
    """Whether a number without a unit counts something: scores, list numbers, names and stray years do not."""
    noun = counted.noun
    before, after = text[max(0, amount.start - 2) : amount.start], text[amount.end : amount.end + 2]
    if (before[-1:] in DASHES and before[0].isdigit()) or (after[:1] in DASHES and after[1:].isdigit()):
        return False
    if noun is not None and noun.tag_ == "NN" and not _may_be_singular(amount, noun, after):
        return False
    if amount.range:
        return noun is not None or text[amount.first.end : amount.last.start].strip() not in DASHES
    if amount.first.word:
        return True
    if before[-1:] == "(" and after[:1] == ")" and noun is None:
        return False
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


def _stated(text: str, amount: Measured, unit: Unit, noun: str, end: int) -> FoundValue | None:
    before, after = hedge_before(text, amount.start), hedge_after(text, amount.end)
    core = Span(amount.start, amount.end if unit is COUNT else end)
    span = Span(before.start if before else core.start, max(end, after.end if after else end))
    if "\n" in span.of(text):
        span = core
    value = _value(amount, unit, noun, _comparator(before, after))
    return FoundValue(span, core, value) if value else None


def _comparator(before: Hedge | None, after: Hedge | None) -> Comparator:
    """The stricter of two hedges: "at least 200 or so" is at least."""
    stated = [hedge.comparator for hedge in (before, after) if hedge]
    stated.sort(key=lambda comparator: comparator is Comparator.ABOUT)
    return stated[0] if stated else Comparator.EXACTLY


def _value(amount: Measured, unit: Unit, noun: str, comparator: Comparator) -> Value | None:
    name = noun if unit is COUNT else unit.name
    low = _converted(amount.sign * amount.first.low + amount.extra, unit)
    sign = amount.sign if amount.first is amount.last else 1.0
    high = None if amount.last.high is None else _converted(sign * amount.last.high + amount.extra, unit)
    step = _step(amount, unit, comparator)
    if amount.range or (amount.first.vague and comparator not in LOWER + UPPER):
        comparator = Comparator.AT_LEAST if high is None else Comparator.BETWEEN
        return Value(unit.dimension, name, low, high, step, comparator)
    if comparator in LOWER:
        return Value(unit.dimension, name, low, None, step, comparator)
    if comparator in UPPER:
        return None if high is None else Value(unit.dimension, name, None, high, step, comparator)
    return Value(unit.dimension, name, low, high, step, comparator)


def _converted(number: float, unit: Unit) -> float:
    return float(f"{number * unit.factor + unit.offset:.12g}")


def _step(amount: Measured, unit: Unit, comparator: Comparator) -> str:
    """Trailing zeros round a number only where it is large or hedged: 40 dead are counted, about 40 are not."""
    numeral = amount.last
    step = numeral.step
    exact = comparator is Comparator.EXACTLY and not numeral.vague and numeral.scaled == 1
    if exact and abs(numeral.low) < 100 and step == 10:
        step = 1.0
    return repr(float(f"{step * unit.factor:.12g}"))
