"""The answers of a discrepancy beside each other: on one axis where they are values, word by word where wordings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.admin.sides import Side
from claims.admin.timelines import safe, wording
from claims.admin.translating import answer_of
from claims.charts.lines import Interval, number_line
from claims.highlighting import Segment, differing
from claims.models import Claim, Discrepancy, Position


@dataclass(frozen=True)
class Row:
    """One answer as the table has it: its bounds in the reader's way of writing, "" where open."""

    position: Position
    low: str
    high: str
    unit: str
    stated: str
    held: int


def drawn(row: Discrepancy, sides: Sequence[Side]) -> SafeString | None:
    """The values on one axis; None where the answers are no values."""
    values = [(side, _value(side.position)) for side in sides]
    if not values or any(value is None for _side, value in values):
        return None
    intervals = [
        Interval(
            label=answer_of(side.position),
            low=_bound(value, "low"),
            high=_bound(value, "high"),
            tone=side.tone,
            note=", ".join(side.position.origins),
        )
        for side, value in values
    ]
    desc = "; ".join(f"{interval.label}: {interval.note}" for interval in intervals)
    title = _("The answers on one axis: %(label)s") % {"label": row.subject}
    return safe(number_line(intervals, title=title, desc=desc, name="positions", wording=wording()))


def table(sides: Sequence[Side]) -> list[Row]:
    """The same as figures; nothing where the answers are no values."""
    return [_row(side, value) for side in sides if (value := _value(side.position)) is not None]


def wordings(sides: Sequence[Side]) -> list[tuple[Side, tuple[Segment, ...]]]:
    """Each wording with the words marked that the first one does not have; of the first, those the second has not."""
    told = [(side, side.position.answer["wording"]) for side in sides if "wording" in side.position.answer]
    if len(told) < 2:
        return []
    first, second = told[0][1], told[1][1]
    return [(side, differing(text, second if at == 0 else first)) for at, (side, text) in enumerate(told)]


def _value(position: Position) -> dict[str, Any] | None:
    value = position.answer.get("value")
    return value if isinstance(value, dict) else None


def _bound(value: dict[str, Any] | None, end: str) -> dt.date | float | None:
    bound = (value or {}).get(end)
    return dt.date.fromisoformat(bound) if isinstance(bound, str) else bound


def _row(side: Side, value: dict[str, Any]) -> Row:
    unit = value.get("unit", "")
    return Row(
        position=side.position,
        low=_written(_bound(value, "low")),
        high=_written(_bound(value, "high")),
        unit="" if unit == "date" else unit,
        stated=str(Claim.Comparator(value["comparator"]).label).lower() if "comparator" in value else "",
        held=side.held,
    )


def _written(bound: dt.date | float | None) -> str:
    if bound is None:
        return ""
    if isinstance(bound, dt.date):
        return date_format(bound, "DATE_FORMAT")
    return number_format(int(bound) if bound == int(bound) else bound, force_grouping=True)
