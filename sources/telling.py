"""What was found, failed or became of something, told in the language of whoever reads it; quoted words stay."""

from django.utils.formats import date_format, number_format
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, ngettext

from .messages import ENGLISH, Part, Voice, rounded, tell, tell_reason


def told(part: Part) -> str:
    """In English all stands as in exports, dates too; other languages have their own way of writing these."""
    return tell(part, voice())


def reason_told(reason: Part) -> str:
    """Why the rules put something so."""
    return tell_reason(reason, voice())


def voice() -> Voice:
    return ENGLISH if in_english() else TRANSLATED


def in_english() -> bool:
    return (get_language() or "en").partition("-")[0] == "en"


def _about_searching() -> str:
    return "" if in_english() else gettext("Reasons are searched as they are stored: in English.")


# Below the search of a list whose reasons are told in the reader's language; "" where that is English.
SEARCHED_IN_ENGLISH = lazy(_about_searching, str)()


def _number(amount: float) -> str:
    exact = rounded(amount)
    return number_format(int(exact) if exact.is_integer() else exact, use_l10n=True, force_grouping=True)


TRANSLATED = Voice(
    template=gettext,
    counted=ngettext,
    number=_number,
    day=lambda day: date_format(day, "DATE_FORMAT"),
    month=lambda day: date_format(day, "YEAR_MONTH_FORMAT"),
)
