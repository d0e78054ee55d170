"""What the rules found, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import template

from claims.admin import translating
from claims.models import Discrepancy, Position

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
def kind(row: Discrepancy) -> str:
    """What kind of discrepancy it is, in one word."""
    return translating.kind_of(row.kind)


@register.filter
def answer(position: Position) -> str:
    """What one position says."""
    return translating.answer_of(position)
