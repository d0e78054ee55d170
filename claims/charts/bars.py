"""Figures side by side: a bar each, in parts where there are several."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.charts.drawing import WIDTH, Drawing, tone_of
from claims.charts.wording import ENGLISH, Wording

LABELS, NOTES, TOP, ROW, THICK = 170.0, 150.0, 6.0, 26.0, 13.0
EMPTY = 64.0


@dataclass(frozen=True)
class Bar:
    """`parts`, from the left, are (tone, number); `note` says in words what the bar shows."""

    label: str
    parts: Sequence[tuple[int, float]]
    note: str = ""
    href: str = ""

    @property
    def long(self) -> float:
        return sum(max(number, 0.0) for _, number in self.parts)


def bars(
    rows: Sequence[Bar], *, title: str, desc: str, name: str, width: float = WIDTH, wording: Wording = ENGLISH
) -> str:
    """The chart: all bars on one scale from nothing, the longest over all the room there is."""
    height = TOP * 2 + ROW * len(rows) if rows else EMPTY
    drawing = Drawing(height, title=title, desc=desc, name=name, kind="bars", width=width)
    if not rows:
        drawing.text((drawing.width / 2, height / 2), wording.nothing, "label", "quiet", anchor="middle")
        return str(drawing)
    longest = max(bar.long for bar in rows) or 1.0
    room = drawing.width - LABELS - NOTES
    for number, bar in enumerate(rows):
        y = TOP + ROW * (number + 0.5)
        with drawing.group("row", href=bar.href, title="\n".join(filter(None, (bar.label, bar.note)))):
            drawing.text((LABELS - 10, y + 4), bar.label, "label", anchor="end")
            end = _parts(drawing, bar, y, room / longest)
            drawing.text((end + 8, y + 4), bar.note, "quiet", "small")
    return str(drawing)


def _parts(drawing: Drawing, bar: Bar, y: float, scale: float) -> float:
    """Draws them one after the other; gives back where the last one ends."""
    left = LABELS
    for tone, number in bar.parts:
        if number > 0:
            drawing.box(left, y - THICK / 2, number * scale, THICK, tone_of(tone))
            left += number * scale
    return left
