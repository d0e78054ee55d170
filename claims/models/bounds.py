"""The least and the most that a claim's value may be, an open bound as one beyond every other: what is looked for by.

As one expression each, so that an index has them, and the database knows how many claims are beyond a bound.
"""

import datetime as dt

from django.db.models import Case, DateField, F, FloatField, Value, When
from django.db.models.functions import Coalesce

BEYOND = 1e300


def _or_open(bound: str, other: str, beyond: Value) -> Coalesce:
    """The bound; `beyond` where it is open; null where there is neither bound, as in claims of another dimension."""
    return Coalesce(F(bound), Case(When(**{f"{other}__isnull": False, "then": beyond})))


_LEAST, _MOST = Value(-BEYOND, FloatField()), Value(BEYOND, FloatField())
_FIRST, _LAST = Value(dt.date.min, DateField()), Value(dt.date.max, DateField())
LEAST_NUMBER = _or_open("low_number", "high_number", _LEAST)
MOST_NUMBER = _or_open("high_number", "low_number", _MOST)
FIRST_DAY = _or_open("low_date", "high_date", _FIRST)
LAST_DAY = _or_open("high_date", "low_date", _LAST)
BOUNDS = {"least": LEAST_NUMBER, "most": MOST_NUMBER, "first_day": FIRST_DAY, "last_day": LAST_DAY}
