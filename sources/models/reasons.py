"""What is said of a row, such as why it failed: a column in English, and one beside it in parts. They go together."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.messages import Part, english


def in_parts() -> "models.JSONField[Any, Any]":
    """The column beside the English one: named like it, with `_said` behind; "" in rows of before it was kept."""
    return models.JSONField(default=str, blank=True, editable=False, help_text=_("To be told in any language."))


def written(column: str, said: Part, most: int | None = None) -> dict[str, Any]:
    """What both columns hold, to create or update rows with; with `most` so many characters of words and of English."""
    return {column: english(said)[:most], f"{column}_said": said[:most] if isinstance(said, str) else said}


def write(row: models.Model, column: str, said: Part) -> None:
    """Sets both columns of a row that is to be saved."""
    for name, value in written(column, said).items():
        setattr(row, name, value)


def said_in(row: models.Model, column: str) -> Part:
    """In parts; of a row of before parts were kept, the English as words."""
    part: Part = getattr(row, f"{column}_said") or getattr(row, column)
    return part
