"""Counts over days: a line each, with its name where it ends."""

import datetime as dt
from collections.abc import Mapping, Sequence

from claims.charts.drawing import SMALL, WIDTH, Drawing, Point, tone_of
from claims.charts.scales import Scale, scale_of
from claims.charts.wording import ENGLISH, Wording, width_of

LEFT, RIGHT, TOP, BOTTOM = 48.0, 130.0, 16.0, 34.0
HIGH, EMPTY = 170.0, 64.0
RADIUS = 4.0
LINE = 15.0

Points = Sequence[tuple[dt.date, int]]


def series(
    lines: Mapping[str, Points],
    *,
    title: str,
    desc: str,
    name: str,
    width: float = WIDTH,
    wording: Wording = ENGLISH,
) -> str:
    """The chart: from nothing upward, so that twice as many stands twice as high."""
    drawn = {label: sorted(points) for label, points in lines.items() if points}
    height = TOP + HIGH + BOTTOM if drawn else EMPTY
    drawing = Drawing(height, title=title, desc=desc, name=name, kind="series", width=width)
    if not drawn:
        drawing.text((drawing.width / 2, height / 2), wording.nothing, "label", "quiet", anchor="middle")
        return str(drawing)
    days = [day for points in drawn.values() for day, _ in points]
    counts = [float(count) for points in drawn.values() for _, count in points]
    across = scale_of(days, LEFT, drawing.width - RIGHT, max(2, int((drawing.width - LEFT - RIGHT) / 90)), wording)
    upward = scale_of([0.0, *counts, 2.0], TOP + HIGH, TOP, 4, wording)
    _axes(drawing, across, upward)
    ends = [_line(drawing, points, across, upward, number % 8, wording) for number, points in enumerate(drawn.values())]
    _names(drawing, list(drawn), ends)
    return str(drawing)


def _axes(drawing: Drawing, across: Scale, upward: Scale) -> None:
    for value, label in upward.ticks:
        y = upward.at(value)
        drawing.line((LEFT, y), (drawing.width - RIGHT, y), "axis" if value == 0 else "grid")
        drawing.text((LEFT - 8, y + 4), label, "tick", "small", anchor="end")
    for value, label in across.ticks:
        half = width_of(label, SMALL) / 2
        drawing.line((across.at(value), TOP + HIGH), (across.at(value), TOP + HIGH + 5), "axis")
        x = min(max(across.at(value), half), drawing.width - half)
        drawing.text((x, TOP + HIGH + 20), label, "tick", "small", anchor="middle")


def _line(drawing: Drawing, points: Points, across: Scale, upward: Scale, tone: int, wording: Wording) -> Point:
    """The line and a mark at its end; gives back where that is."""
    places = [(across.at(day.toordinal()), upward.at(count)) for day, count in points]
    drawing.path(places, tone_of(tone), closed=False)
    day, count = points[-1]
    with drawing.group("mark", title=f"{wording.day(day)}: {wording.number(count)}"):
        drawing.shape(places[-1], RADIUS, tone)
    return places[-1]


def _names(drawing: Drawing, labels: Sequence[str], ends: Sequence[Point]) -> None:
    """Each beside its end, moved apart where ends are close; the shape tells which is which."""
    line = TOP - LINE
    for (_, y), number in sorted((end, number) for number, end in enumerate(ends)):
        line = max(y + 4, line + LINE) if line >= TOP else y + 4
        x = drawing.width - RIGHT + 14
        drawing.shape((x, line - 4), RADIUS, number)
        drawing.text((x + 10, line), labels[number], "name")
