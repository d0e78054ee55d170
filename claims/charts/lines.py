"""Values on one axis, each on a line of its own: points, ranges, and arrows where a value is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.charts.drawing import SMALL, WIDTH, Drawing, tone_of
from claims.charts.scales import Bound, Scale, are_dates, number_of, scale_of
from claims.charts.wording import ENGLISH, Wording, width_of

LABELS, GAP, RIGHT, TOP, BOTTOM = 200.0, 16.0, 24.0, 12.0, 44.0
ROW = 42.0
RADIUS = 6.0
THICK = 10.0
THINNEST = 4.0
# Between the outermost values and the ends of the axis: where arrows lead.
INSET = 22.0


@dataclass(frozen=True)
class Interval:
    """One answer: `low` or `high` is None where it is open; `note` tells who holds it."""

    label: str
    low: Bound = None
    high: Bound = None
    tone: int = 0
    note: str = ""


def number_line(
    values: Sequence[Interval],
    *,
    title: str,
    desc: str,
    name: str,
    width: float = WIDTH,
    wording: Wording = ENGLISH,
) -> str:
    """The chart: an axis of days where all bounds are dates, otherwise of numbers."""
    height = TOP + BOTTOM + ROW * max(len(values), 0.5)
    drawing = Drawing(height, title=title, desc=desc, name=name, kind="line", width=width)
    if not values:
        drawing.text((drawing.width / 2, height / 2), wording.nothing, "label", "quiet", anchor="middle")
        return str(drawing)
    bounds = [bound for value in values for bound in _comparable(value, values)]
    left, right = LABELS + GAP + INSET, drawing.width - RIGHT - INSET
    scale = scale_of(bounds, left, right, max(2, int((right - left) / 95)), wording)
    _axis(drawing, scale, wording)
    for number, value in enumerate(values):
        _row(drawing, value, TOP + ROW * (number + 0.5), scale, _comparable(value, values))
    return str(drawing)


def _comparable(value: Interval, values: Sequence[Interval]) -> tuple[Bound, Bound]:
    """The bounds that have a place on the axis: days among numbers have none."""
    bounds = [bound for each in values for bound in (each.low, each.high) if bound is not None]
    if are_dates(bounds):
        return value.low, value.high
    low, high = (None if are_dates([bound]) else bound for bound in (value.low, value.high))
    return low, high


def _axis(drawing: Drawing, scale: Scale, wording: Wording) -> None:
    floor = drawing.height - BOTTOM
    drawing.line((scale.start - INSET, floor), (scale.end + INSET, floor), "axis")
    for value, label in scale.ticks:
        x = scale.at(value)
        drawing.line((x, TOP), (x, floor + 5), "grid")
        half = width_of(label, SMALL) / 2
        drawing.text((min(x, drawing.width - half), floor + 19), label, "tick", "small", anchor="middle")
    if scale.logarithmic:
        drawing.text((scale.start, floor + 36), wording.logarithmic, "quiet", "small")


def _row(drawing: Drawing, value: Interval, y: float, scale: Scale, bounds: tuple[Bound, Bound]) -> None:
    with drawing.group("value", title="\n".join(filter(None, (value.label, value.note)))):
        drawing.shape((RADIUS + 1, y - 5 if value.note else y), RADIUS - 1, value.tone)
        room = LABELS - 2 * RADIUS - 6
        drawing.text((2 * RADIUS + 6, y - 1 if value.note else y + 4), value.label, "label", "strong", room=room)
        if value.note:
            drawing.text((2 * RADIUS + 6, y + 14), value.note, "quiet", "small", room=room)
        _span(drawing, value.tone, y, scale, bounds)


def _span(drawing: Drawing, tone: int, y: float, scale: Scale, bounds: tuple[Bound, Bound]) -> None:
    """A point, or a bar as long as the range; arrows lead on where it is open."""
    low, high = map(number_of, bounds)
    if low is not None and low == high:
        drawing.shape((scale.at(low), y), RADIUS, tone)
        return
    left = scale.start - INSET + 10 if low is None else scale.at(low)
    right = scale.end + INSET - 10 if high is None else scale.at(high)
    left, right = min(left, right), max(left, right, min(left, right) + THINNEST)
    drawing.box(left, y - THICK / 2, right - left, THICK, "bar", tone_of(tone))
    for end, bound, towards in ((left, low, -1), (right, high, 1)):
        if bound is None:
            drawing.arrow((end + towards * 10, y), towards, tone_of(tone))
        else:
            drawing.line((end, y - THICK), (end, y + THICK), "end", tone_of(tone))
