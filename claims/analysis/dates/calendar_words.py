"""The words of the calendar: months, weekdays, holidays, ordinals, and the kinds of expression made of them."""

from enum import StrEnum

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOLIDAYS = {"new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25)}
HOLIDAYS |= {"new year's eve": (12, 31), "boxing day": (12, 26), "may day": (5, 1), "valentine's day": (2, 14)}
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second"
).split()


DECADES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960}
DECADES |= {"seventies": 1970, "eighties": 1980, "nineties": 1990}


class Kind(StrEnum):
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    WEEKDAY = "weekday"
    TODAY = "today"  # a day counted from the publication
    UNIT = "unit"  # "last week", "the following year"
    AGO = "ago"
    OFFSET = "offset"  # "two days later"
    ANCIENT = "ancient"  # before our era: no date of the calendar can hold it
