"""What the rules found, told in the language of whoever reads it. Names and quoted words stay as they are."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext

from claims.analysis.facts.messages import ENGLISH, Part, Voice, tell
from claims.analysis.facts.plain import with_unit, worded
from claims.analysis.values import Comparator, Dimension, Value
from claims.models import Discrepancy, Position

VERSION = re.compile(r" \(version (\d+)\)")


@dataclass(frozen=True)
class Explained:
    """An explanation in words: `text` is the sentences; "" or nothing for what it does not say.

    `lead` is `text` without its last sentence where that names the benign reasons, for a page that lists them.
    """

    text: str
    lead: str
    rule: str
    arithmetic: str
    benign: tuple[str, ...]


def explained(stored: Mapping[str, Any]) -> Explained:
    """As stored in English where it was found before explanations were kept in parts."""
    said = stored.get("said") or stored
    text, benign = said.get("text", ""), said.get("benign", ())
    lead = {**text, "list": text["list"][:-1]} if benign and isinstance(text, dict) else text
    return Explained(
        text=told(text),
        lead=told(lead),
        rule=told(said.get("rule", "")),
        arithmetic=told(said.get("arithmetic", "")),
        benign=tuple(told(reason) for reason in benign),
    )


def told(part: Part) -> str:
    """In English all stands as in exports, dates too; other languages have their own way of writing these."""
    return tell(part, ENGLISH if _in_english() else TRANSLATED)


def _in_english() -> bool:
    return (get_language() or "en").partition("-")[0] == "en"


def kind_of(kind: str) -> str:
    """A kind of discrepancy in one word; its label goes on to say what is meant."""
    return str(Discrepancy.Kind(kind).label).partition(":")[0]


def value_in_words(value: Value) -> str:
    return told(worded(value))


def answer_of(position: Position) -> str:
    """What it is called on a page: its value, wording or speaker, and of which version where that is what differs."""
    if _in_english():
        return position.label
    stored = position.answer.get("value", {})
    if "dimension" in stored:
        value = _value(stored)
        english, words = with_unit(value), value_in_words(value)
    else:
        english = words = position.answer.get("wording") or position.answer.get("speaker") or position.label
    rest = position.label.removeprefix(english)
    if version := VERSION.fullmatch(rest):
        return gettext("%(answer)s (version %(number)s)") % {"answer": words, "number": version[1]}
    return position.label if rest else words


def _value(stored: Mapping[str, Any]) -> Value:
    return Value(
        Dimension(stored["dimension"]),
        stored["unit"],
        _bound(stored["low"]),
        _bound(stored["high"]),
        stored["granularity"],
        Comparator(stored["comparator"]),
    )


def _bound(stored: str | float | None) -> dt.date | float | None:
    return dt.date.fromisoformat(stored) if isinstance(stored, str) else stored


def _number(amount: float) -> str:
    whole = float(amount).is_integer()
    return number_format(int(amount) if whole else float(f"{amount:.10g}"), use_l10n=True, force_grouping=True)


TRANSLATED = Voice(
    template=gettext,
    counted=ngettext,
    number=_number,
    day=lambda day: date_format(day, "DATE_FORMAT"),
    month=lambda day: date_format(day, "YEAR_MONTH_FORMAT"),
)
