"""Values that people give: made of what a form holds, and refused where they cannot be."""

import datetime as dt
import math
from collections.abc import Mapping

from django.utils.translation import gettext as _

from claims.analysis.values import Bound, Comparator, Dimension, Value
from claims.holding import Refused

# The steps to which a date can be stated.
DATED = ("day", "month", "season", "year", "decade", "century")
UNITS = {
    Dimension.DATE: "date",
    Dimension.DURATION: "day",
    Dimension.AGE: "year",
    Dimension.SCORE: "score",
    Dimension.RATIO: "times",
}
LOWER_ONLY = (Comparator.MORE_THAN, Comparator.AT_LEAST)
UPPER_ONLY = (Comparator.LESS_THAN, Comparator.AT_MOST)


def value_of(fields: Mapping[str, str], inferred: bool = False) -> Value:
    """The value that dimension, unit, low, high, granularity and comparator give, all as text.

    Raises Refused, in words for whoever gave it.
    """
    try:
        dimension, comparator = Dimension(fields["dimension"]), Comparator(fields["comparator"])
    except ValueError as unknown:
        raise Refused(_("Choose what kind of value it is, and how it is hedged.")) from unknown
    low, high = (_bound(dimension, fields[name].strip()) for name in ("low", "high"))
    if low is None and high is None:
        raise Refused(_("A value needs a lower or an upper bound, or both."))
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        raise Refused(_("The lower bound is above the upper bound."))
    if (comparator in LOWER_ONLY and high is not None) or (comparator in UPPER_ONLY and low is not None):
        raise Refused(_("“%(words)s” has one bound: leave the other one empty.") % {"words": comparator})
    step = fields["granularity"].strip()
    return Value(
        dimension, _unit(dimension, fields["unit"].strip()), low, high, _step(dimension, step), comparator, inferred
    )


def fields_of(value: Value) -> dict[str, str]:
    """The value as a form holds it."""
    return {
        "dimension": value.dimension,
        "unit": value.unit,
        "low": _written(value.low),
        "high": _written(value.high),
        "granularity": value.granularity,
        "comparator": value.comparator,
    }


def _written(bound: Bound) -> str:
    if bound is None:
        return ""
    return bound.isoformat() if isinstance(bound, dt.date) else f"{bound:.15g}"


def _bound(dimension: Dimension, text: str) -> Bound:
    if not text:
        return None
    if dimension is Dimension.DATE:
        try:
            return dt.date.fromisoformat(text)
        except ValueError as wrong:
            raise Refused(_("“%(text)s” is not a day as 2020-11-09 is one.") % {"text": text}) from wrong
    try:
        number = float(text)
    except ValueError as wrong:
        raise Refused(_("“%(text)s” is not a number as 1200.5 is one.") % {"text": text}) from wrong
    if not math.isfinite(number):
        raise Refused(_("“%(text)s” is not a number as 1200.5 is one.") % {"text": text})
    return number


def _unit(dimension: Dimension, unit: str) -> str:
    if dimension is Dimension.MONEY and not (len(unit) == 3 and unit.isascii() and unit.isupper()):
        raise Refused(_("The unit of money is the code of its currency, as EUR is one."))
    if len(unit) > 100:
        raise Refused(_("A unit has at most 100 characters."))
    return UNITS.get(dimension, unit)


def _step(dimension: Dimension, step: str) -> str:
    """The step to which a value was stated, as it is kept."""
    if dimension is Dimension.DATE:
        if (step or "day") not in DATED:
            raise Refused(_("The step of a date is one of %(steps)s.") % {"steps": ", ".join(DATED)})
        return step or "day"
    number = _bound(dimension, step or "1")
    if not isinstance(number, float) or number <= 0:
        raise Refused(_("The step is how fine the value was stated, and above nothing: 1, or 1000."))
    return repr(number)
