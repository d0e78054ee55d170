"""Counts, durations, percentages, money and measures that a text states, each with its hedge and its unit."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Token

from claims.analysis.dates.expressions import find_expressions
from claims.analysis.numbers.counting import Counted, token_at
from claims.analysis.numbers.hedges import Hedge, hedge_after, hedge_before
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

from .ages import find_age_decades, find_listed_ages
from .calibers import find_calibers
from .counts import read_count
from .game_clocks import find_game_clocks
from .measured import COUNT, Measured
from .ranks import find_ranks
from .scores import find_scores
from .unit_tables import SHARE, Unit
from .written import find_measured
from .zeros import find_zeros

LOWER = (Comparator.MORE_THAN, Comparator.AT_LEAST)
# "Over two defenders": with so few, these words say where and not how many.
PLACES, FEW = frozenset("over under above below within".split()), 3
# Verbs and nouns whose own word this is: no hedge.
TAKEN = re.compile(
    r"\b(?:(?:hand|turn|sign)(?:s|ed|ing)? over|(?:car(?:es?|ed|ing)|talk(?:s|ed|ing)?|(?:speak|spoke|think|thought)s?"
    r"|worr(?:y|ies|ied|ying)|complain(?:s|ed|ing)?|kn[eo]ws?|hear(?:s|d)?|learn(?:s|ed|t|ing)?|wr[io]tes?|written"
    r"|argu(?:es?|ed|ing)|jok(?:es?|ed|ing)|stor(?:y|ies)|books?|questions?|concern(?:s|ed)?) about)$",
    re.IGNORECASE,
)
FRACTION_STEP = 0.05  # "half" may be 48 percent, "a third" 35
UPPER = (Comparator.LESS_THAN, Comparator.AT_MOST)


def find_quantities(doc: Doc, dates: Sequence[Span] | None = None) -> list[FoundValue]:
    """Every quantity stated in digits or words, in order; none overlaps `dates` (default: all that is dated)."""
    if not len(doc):
        return []
    text = doc.text  # spaCy builds the text anew each time it is asked
    masked = [each.span for each in find_expressions(doc) if not each.is_offset] if dates is None else list(dates)
    certain = [each.span for each in find_certain(text)]
    masked = [span for span in masked if not overlaps_any(span, certain)]
    forms = _first_of_each(without(find_forms(doc, text), masked))
    numbers: list[FoundValue] = []
    earlier: list[tuple[Token, Counted]] = []
    measured: list[tuple[Token, Unit]] = []
    for amount in find_measured(doc, [*masked, *(form.core for form in forms)]):
        value = _found(doc, text, amount, earlier, measured)
        if value and not (numbers and value.span.overlaps(numbers[-1].span)):
            numbers.append(value)
    return _first_of_each([*forms, *without(numbers, [form.span for form in forms])])


def find_certain(text: str) -> list[FoundValue]:
    """Values that look like dates and are none, in order: times on a running clock, decades of an age."""
    return _first_of_each([*find_game_clocks(text), *find_age_decades(text)])


def find_forms(doc: Doc, text: str) -> Iterator[FoundValue]:
    """Values whose form alone tells what they are: clocks, ages, results, ranks, denials, bores."""
    yield from find_certain(text)
    yield from find_scores(doc, text)
    yield from find_ranks(doc, text)
    yield from find_zeros(doc, text)
    yield from find_calibers(text)
    yield from find_listed_ages(doc, text)


def overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span overlaps one of others, which are in text order and apart."""
    index = bisect.bisect_left(others, span)
    return any(span.overlaps(other) for other in others[max(0, index - 1) : index + 1])


def without(found: Iterable[FoundValue], masked: Iterable[Span]) -> Iterator[FoundValue]:
    """Those, in text order, whose span overlaps none of `masked`."""
    spans = iter(sorted(masked))
    span, reached = next(spans, None), 0
    for each in sorted(found, key=lambda each: each.span):
        while span is not None and span.start < each.span.end:
            reached = max(reached, span.end)
            span = next(spans, None)
        if reached <= each.span.start:
            yield each


def _first_of_each(found: Iterable[FoundValue]) -> list[FoundValue]:
    """In text order; of values that overlap, the first."""
    kept: list[FoundValue] = []
    for each in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if not kept or each.span.start >= kept[-1].span.end:
            kept.append(each)
    return kept


def _found(
    doc: Doc,
    text: str,
    amount: Measured,
    earlier: list[tuple[Token, Counted]],
    measured: list[tuple[Token, Unit]],
) -> FoundValue | None:
    if amount.unit is COUNT:
        count = read_count(doc, text, amount, earlier, measured)
        if count and count.unit.dimension is Dimension.MEASURE:
            measured.append((token_at(doc, count.end - 1), count.unit))
        return _stated(text, amount, count.unit, count.noun, max(amount.end, count.end)) if count else None
    if amount.unit.dimension is Dimension.MEASURE:
        measured.append((token_at(doc, amount.end - 1), amount.unit))
    if amount.first.bare and amount.unit.dimension not in (Dimension.DURATION, Dimension.MEASURE):
        return None
    return _stated(text, amount, amount.unit, "", amount.end)


def _stated(text: str, amount: Measured, unit: Unit, noun: str, end: int) -> FoundValue | None:
    before, after = hedge_before(text, amount.start), hedge_after(text, amount.end)
    if amount.hedged_from:
        word = text[amount.hedged_from : amount.start].split(maxsplit=1)[0].lower()
        comparator = Comparator.MORE_THAN if word in ("over", "above") else Comparator.LESS_THAN
        before = Hedge(comparator, amount.hedged_from, amount.start)
    few = unit is COUNT and amount.last.low <= FEW
    if before and ((few and before.of(text).lower() in PLACES) or _is_taken(text, before)):
        before = None
    core = Span(amount.start, amount.end if unit in (COUNT, SHARE) else end)
    span = Span(before.start if before else core.start, max(end, after.end if after else end))
    if "\n" in span.of(text):
        span = core
    value = _value(amount, unit, noun, _comparator(before, after))
    return FoundValue(span, core, value) if value else None


def _is_taken(text: str, before: Hedge) -> bool:
    """Whether the word is the verb's: "handed over 20 prisoners", "care about two things"."""
    return TAKEN.search(text[max(0, before.start - 20) : before.end]) is not None


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
    if amount.first.vague and low == high and comparator is Comparator.EXACTLY:
        return Value(unit.dimension, name, low, high, step, Comparator.ABOUT)  # "a couple of days"
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
    numeral = amount.first if amount.range and amount.first.step < amount.last.step else amount.last
    step = min(FRACTION_STEP, numeral.step / 4) if unit is SHARE else numeral.step
    exact = comparator is Comparator.EXACTLY and not numeral.vague and numeral.scaled == 1
    if exact and abs(numeral.low) < 100 and step == 10:
        step = 1.0
    return repr(float(f"{step * unit.factor:.12g}"))
