"""What the rules found, told in the language of whoever reads it. Names and quoted words stay as they are."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from claims.analysis.facts.plain import with_unit, worded
from claims.analysis.values import Comparator, Dimension, Value
from claims.models import Discrepancy, Extraction, Position
from sources.messages import Part
from sources.telling import in_english, reason_told, told

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


def reasons_told(reasons: Iterable[Part]) -> list[str]:
    return [reason_told(reason) for reason in reasons]


def gap_told(signs: str) -> str:
    """Why a sentence gave nothing: one sign of it, or several as `analysis.gaps` joins them."""
    return "; ".join(reasons_told(signs.split("; ")))


def status_told(row: Discrepancy) -> str:
    """Why it was re-opened or closed by itself; in English where it was before this was kept in parts."""
    return told(row.status_said or row.status_reason)


def unread_because(reading: Extraction) -> str:
    """Why a version was not read; what an error said is told as it is."""
    if reading.state == Extraction.State.SKIPPED:
        language = reading.version.article.language
        return gettext("the language is %(language)s: only English is analysed") % {"language": language}
    return reason_told(reading.reason)


def kind_of(kind: str) -> str:
    """A kind of discrepancy in one word; its label goes on to say what is meant."""
    return str(Discrepancy.Kind(kind).label).partition(":")[0]


def value_in_words(value: Value) -> str:
    return told(worded(value))


def answer_of(position: Position) -> str:
    """What it is called on a page: its value, wording or speaker, and of which version where that is what differs."""
    if in_english():
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
