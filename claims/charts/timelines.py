"""What each source said when: one mark a source and article, across by the day, upward by the value or the answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from claims.charts.drawing import SIZE, SMALL, WIDTH, Drawing, Point
from claims.charts.scales import Bound, Scale, are_dates, number_of, scale_of
from claims.charts.wording import ENGLISH, Wording, width_of

LEFT, RIGHT, TOP, BOTTOM = 180.0, 24.0, 18.0, 34.0
ROW, HIGH, EMPTY = 48.0, 250.0, 64.0
# Between the outermost marks and the ends of the axes.
INSET = 20.0
RADIUS = 5.5
APART = 13.0
# In rows a mark may leave its line a little; on an axis of values it stays at its value.
UPWARD = [(0, 0), (0, -1), (0, 1), *((across, down) for across in (1, -1, 2, -2) for down in (0, -1, 1))]
ACROSS = [(0, 0), (1, 0), (-1, 0), (2, 0), (-2, 0), (3, 0), (-3, 0)]
# More names than this would be a thicket; each mark still has its title.
MOST_NAMES = 80


@dataclass(frozen=True)
class Mark:
    """One article's answer: published on `x`; `hollow` where the source has said something else since."""

    x: dt.date
    label: str
    low: Bound = None
    high: Bound = None
    answer: str = ""
    hollow: bool = False
    href: str = ""
    tone: int = 0

    @property
    def bounds(self) -> list[Bound]:
        return [self.low, self.high]


@dataclass(frozen=True)
class _Room:
    """A box that something stands in."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Room") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def timeline(
    marks: Sequence[Mark], *, title: str, desc: str, name: str, width: float = WIDTH, wording: Wording = ENGLISH
) -> str:
    """The chart; by rows of answers where any of them has neither number nor date."""
    marks = sorted(marks, key=lambda mark: (mark.x, mark.label, mark.answer))
    bounds = [bound for mark in marks for bound in mark.bounds]
    measured = bool(marks) and all(_measured(mark) for mark in marks) and _alike(bounds)
    answers = [] if measured else list(dict.fromkeys(mark.answer for mark in marks))
    height = EMPTY if not marks else TOP + BOTTOM + (HIGH if measured else ROW * len(answers))
    drawing = Drawing(height, title=title, desc=desc, name=name, kind="timeline", width=width)
    if not marks:
        drawing.text((drawing.width / 2, height / 2), wording.nothing, "label", "quiet", anchor="middle")
        return str(drawing)
    left, right = LEFT + INSET, drawing.width - RIGHT - INSET
    days = scale_of([mark.x for mark in marks], left, right, max(2, int(drawing.width / 110)), wording)
    _days(drawing, days)
    if measured:
        values = scale_of(bounds, height - BOTTOM - INSET, TOP + INSET, 6, wording)
        _values(drawing, values, wording)
        centres = {mark: _centre(mark, values) for mark in marks}
    else:
        values = None
        rows = _rows(drawing, answers)
        centres = {mark: rows[mark.answer] for mark in marks}
    places = _placed(drawing, marks, days, centres, upward=not measured)
    for mark, place in zip(marks, places, strict=True):
        _mark(drawing, mark, place, values, wording)
    _names(drawing, marks, places, values)
    return str(drawing)


def _measured(mark: Mark) -> bool:
    return any(number_of(bound) is not None for bound in mark.bounds)


def _alike(bounds: Sequence[Bound]) -> bool:
    given = [bound for bound in bounds if bound is not None]
    return are_dates(given) or not any(isinstance(bound, dt.date) for bound in given)


def _days(drawing: Drawing, days: Scale) -> None:
    floor = drawing.height - BOTTOM
    drawing.line((LEFT, floor), (drawing.width - RIGHT, floor), "axis")
    for value, label in days.ticks:
        drawing.line((days.at(value), floor), (days.at(value), floor + 5), "axis")
        _under(drawing, days.at(value), floor + 20, label)


def _under(drawing: Drawing, x: float, y: float, label: str) -> None:
    """A tick's label in the middle below it, or as near to that as the border allows."""
    half = width_of(label, SMALL) / 2
    drawing.text((min(max(x, half), drawing.width - half), y), label, "tick", "small", anchor="middle")


def _values(drawing: Drawing, values: Scale, wording: Wording) -> None:
    for value, label in values.ticks:
        y = values.at(value)
        drawing.line((LEFT, y), (drawing.width - RIGHT, y), "grid")
        drawing.text((LEFT - 8, y + 4), label, "tick", "small", anchor="end")
    if values.logarithmic:
        drawing.text((LEFT, TOP - 6), wording.logarithmic, "quiet", "small")


def _rows(drawing: Drawing, answers: Sequence[str]) -> dict[str, float]:
    rows = {answer: TOP + ROW * (number + 0.5) for number, answer in enumerate(answers)}
    for answer, y in rows.items():
        drawing.line((LEFT, y), (drawing.width - RIGHT, y), "grid")
        drawing.text((LEFT - 12, y + 4), answer, "label", anchor="end")
    return rows


def _centre(mark: Mark, values: Scale) -> float:
    ends = [values.at(number) for bound in mark.bounds if (number := number_of(bound)) is not None]
    return sum(ends) / len(ends)


def _placed(
    drawing: Drawing, marks: Sequence[Mark], days: Scale, centres: dict[Mark, float], upward: bool
) -> list[Point]:
    """Where each mark stands: those of one day and answer beside one another, by as little as keeps them apart."""
    taken: set[tuple[int, int]] = set()
    places = []
    for mark in marks:
        x, y = days.at(mark.x.toordinal()), centres[mark]
        around = [(x + across * APART, y + down * APART) for across, down in (UPWARD if upward else ACROSS)]
        place = next((each for each in around if not taken & _cells(each) and each[0] < drawing.width), (x, y))
        taken |= _cells(place)
        places.append(place)
    return places


def _cells(place: Point) -> set[tuple[int, int]]:
    """The corners of a mark in a grid so coarse that two marks that overlap share one."""
    x, y = place
    half = APART / 2 - 1
    return {(int((x + dx) // APART), int((y + dy) // APART)) for dx in (-half, half) for dy in (-half, half)}


def _mark(drawing: Drawing, mark: Mark, place: Point, values: Scale | None, wording: Wording) -> None:
    """The mark of a source; a range is a bar through it, which an arrow ends where it is open."""
    classes = ("hollow",) if mark.hollow else ()
    told = "\n".join(filter(None, (mark.label, mark.answer, wording.day(mark.x))))
    with drawing.group("mark", *classes, href=mark.href, title=told):
        if values is not None and (ends := _range(mark, values)):
            bottom, top = ends
            drawing.line((place[0], bottom), (place[0], top), "range", f"tone-{mark.tone % 8}")
            if number_of(mark.low) is None:
                drawing.arrow((place[0], bottom), 0, f"tone-{mark.tone % 8}", up=-1)
            if number_of(mark.high) is None:
                drawing.arrow((place[0], top), 0, f"tone-{mark.tone % 8}", up=1)
        drawing.shape(place, RADIUS, mark.tone, *classes)


def _range(mark: Mark, values: Scale) -> tuple[float, float] | None:
    """Where its bar begins and ends, below and above; None where it has but one value."""
    low, high = number_of(mark.low), number_of(mark.high)
    if low == high:
        return None
    bottom = values.start + INSET - 2 if low is None else values.at(low)
    return bottom, values.end - INSET if high is None else values.at(high)


def _names(drawing: Drawing, marks: Sequence[Mark], places: Sequence[Point], values: Scale | None) -> None:
    """The sources beside their marks, wherever there is room for the name; a source is named once in a place."""
    taken = [_Room(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in places]
    for mark, (x, _y) in zip(marks, places, strict=True):
        if values is not None and (ends := _range(mark, values)):
            bottom, top = ends
            taken.append(_Room(x - 2, top, x + 2, bottom))
    for mark, (x, y) in list(zip(marks, places, strict=True))[:MOST_NAMES]:
        wide = min(width_of(mark.label, SMALL), 140.0)
        for left, line in _beside(x, y, wide):
            room = _Room(left, line - SIZE, left + wide, line + 3)
            inside = room.left >= LEFT and room.right <= drawing.width and 0 <= room.top and line < drawing.height
            if inside and line <= drawing.height - BOTTOM - 2 and not any(map(room.meets, taken)):
                drawing.text((left, line), mark.label, "name", "small", room=wide + 1)
                taken.append(room)
                break


def _beside(x: float, y: float, wide: float) -> list[Point]:
    """Right, left, above, below, and at the corners: (left end, base line)."""
    right, left = x + RADIUS + 4, x - RADIUS - 4 - wide
    level = [(right, y + 4), (left, y + 4), (x - wide / 2, y - 9), (x - wide / 2, y + 18)]
    return [*level, *((end, line) for line in (y - 9, y + 18) for end in (x - RADIUS, x + RADIUS - wide))]
