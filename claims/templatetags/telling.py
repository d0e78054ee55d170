"""What the rules found, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from claims.admin import translating
from claims.models import Discrepancy, Extraction, Position
from sources.messages import Part
from sources.models import Feed, Page
from sources.models.reasons import said_in
from sources.telling import told

register = template.Library()


@register.filter
def explained(stored: Mapping[str, Any]) -> translating.Explained:
    """An explanation as it is stored, with its `text`, `rule`, `arithmetic` and `benign` in words."""
    return translating.explained(stored)


@register.filter
def in_words(stored: Mapping[str, Any]) -> str:
    """Only the sentences."""
    return translating.explained(stored).text


@register.filter
def reasons(stored: Iterable[Part]) -> list[str]:
    """Why the rules put things so."""
    return translating.reasons_told(stored)


@register.filter
def why_nothing(signs: str) -> str:
    """Why a sentence gave nothing."""
    return translating.gap_told(signs)


@register.filter
def status_reason(row: Discrepancy) -> str:
    """Why it was re-opened or closed by itself."""
    return translating.status_told(row)


@register.filter
def unread_because(reading: Extraction) -> str:
    """Why a version was not read, or failed to be."""
    return translating.unread_because(reading)


@register.filter
def last_error(row: Feed | Page) -> str:
    """Of what it failed last."""
    return told(said_in(row, "last_error"))


@register.filter
def kind(row: Discrepancy) -> str:
    """What kind of discrepancy it is, in one word."""
    return translating.kind_of(row.kind)


@register.filter
def answer(position: Position) -> str:
    """What one position says."""
    return translating.answer_of(position)
