"""Sentences as data, so that they can be told in any language: templates with named places and what stands in them.

A part is JSON, one of
- "words": told as they are, such as names and what was quoted
- {"say": template, "with": {place: part}}
- {"one": template, "many": template, "of": how many, "with": {place: part}}
- {"list": [part, …], "between": template, "last": template}, both of `some` (what came before) and `next`
- {"number": float}, {"day": "2020-11-09"}, {"month": "2020-11-01"}
- {"capital": part}: with a capital first

Why something is so is told by a part as well, but there words alone are a template: most reasons have no places.

The makers are called as gettext's are, which is how `makemessages` finds the templates: they have to be literals.
"""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Part = str | dict[str, Any]
# Below it a number is told by its power of ten.
SMALLEST = 1e-9


def gettext(template: str, **places: Part) -> Part:
    """The template with these in its places."""
    return {"say": template, "with": places} if places else {"say": template}


def ngettext(one: str, many: str, of: float, **places: Part) -> Part:
    """The form for so many of them. A fraction takes the form of two, as 1.5 days do."""
    return {"one": one, "many": many, "of": int(of) if float(of).is_integer() else 2, "with": places}


def gettext_noop(template: str) -> str:
    """A template that is to be found, and used elsewhere."""
    return template


def number(amount: float) -> Part:
    return {"number": float(amount)}


def day(date: dt.date) -> Part:
    return {"day": date.isoformat()}


def month(date: dt.date) -> Part:
    return {"month": date.replace(day=1).isoformat()}


def capital(part: Part) -> Part:
    return {"capital": part}


def listed(parts: Sequence[Part]) -> Part:
    """ "a", "a and b", "a, b and c"."""
    return _joined(parts, gettext_noop("{some}, {next}"), gettext_noop("{some} and {next}"))


def enumerated(parts: Sequence[Part]) -> Part:
    """ "a, b, c"."""
    return _joined(parts, gettext_noop("{some}, {next}"))


def clauses(parts: Sequence[Part]) -> Part:
    """ "a; b; c"."""
    return _joined(parts, gettext_noop("{some}; {next}"))


def sentences(parts: Sequence[Part]) -> Part:
    return _joined(parts, gettext_noop("{some} {next}"))


def added(parts: Sequence[Part]) -> Part:
    """ "3 + 4"."""
    return _joined(parts, gettext_noop("{some} + {next}"))


def followed(parts: Sequence[Part]) -> Part:
    """ "9 → 14"."""
    return _joined(parts, gettext_noop("{some} → {next}"))


def _joined(parts: Sequence[Part], between: str, last: str = "") -> Part:
    return {"list": list(parts), "between": between, "last": last or between}


@dataclass(frozen=True)
class Voice:
    """How a language has a template, the one of two that fits a number, a number, a day and a month."""

    template: Callable[[str], str]
    counted: Callable[[str, str, int], str]
    number: Callable[[float], str]
    day: Callable[[dt.date], str]
    month: Callable[[dt.date], str]


def tell(part: Part, voice: Voice) -> str:
    """The part in words. Raises ValueError for what is none."""
    match part:
        case str():
            return part
        case {"say": str(template)}:
            return _filled(voice.template(template), part, voice)
        case {"one": str(one), "many": str(many), "of": int(of)}:
            return _filled(voice.counted(one, many, of), part, voice)
        case {"list": list(parts), "between": str(between), "last": str(last)}:
            return _told_together([tell(each, voice) for each in parts], voice.template(between), voice.template(last))
        case {"number": float() | int() as amount}:
            return voice.number(amount)
        case {"day": str(date)}:
            return voice.day(dt.date.fromisoformat(date))
        case {"month": str(date)}:
            return voice.month(dt.date.fromisoformat(date))
        case {"capital": (str() | dict()) as inner}:
            words = tell(inner, voice)
            return words[:1].upper() + words[1:]
    raise ValueError(f"no part of a sentence: {part!r}")


def tell_reason(reason: Part, voice: Voice) -> str:
    """A reason in words. What is no template, as of those stored before parts were, is told as it is."""
    return voice.template(reason) if isinstance(reason, str) and reason else tell(reason, voice)


def _filled(template: str, part: dict[str, Any], voice: Voice) -> str:
    return template.format(**{place: tell(inner, voice) for place, inner in part.get("with", {}).items()})


def _told_together(words: Sequence[str], between: str, last: str) -> str:
    told = words[0] if words else ""
    for number, following in enumerate(words[1:], start=2):
        told = (last if number == len(words) else between).format(some=told, next=following)
    return told


def plain_number(amount: float) -> str:
    exact = rounded(amount)
    if exact.is_integer():
        return f"{exact:,.0f}"
    return f"{Decimal(repr(exact)):,f}" if SMALLEST <= abs(exact) < math.inf else f"{exact:g}"


def rounded(amount: float) -> float:
    """To ten digits, or to three behind the point where more stand before it: what is beyond, arithmetic has added."""
    before = math.floor(math.log10(abs(amount))) + 1 if amount and math.isfinite(amount) else 0
    return float(f"{amount:.{max(10, before + 3)}g}")


def english(part: Part) -> str:
    """The part, or the reason, as exports and the API have it."""
    return tell(part, ENGLISH)


ENGLISH = Voice(
    template=str,
    counted=lambda one, many, of: one if of == 1 else many,
    number=plain_number,
    day=lambda date: f"{date.day} {date:%B %Y}",
    month=lambda date: f"{date:%B %Y}",
)
