"""How often two of many differ, each pair once and with what it is out of: "3 of 41" in every cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claims.charts.drawing import SIZE, WIDTH, Drawing
from claims.charts.wording import ENGLISH, Wording

LABELS, TOP, ROW = 150.0, 26.0, 38.0
EMPTY = 64.0
WIDEST = 84.0
# Shares from which a cell is of the next shade.
SHADES = (0.0, 0.05, 0.1, 0.2, 0.35)


@dataclass(frozen=True)
class Cell:
    """So many of so many."""

    count: int
    of: int

    @property
    def shade(self) -> int:
        """0 for none, up to 5 for more than a third."""
        share = self.count / self.of if self.of > 0 else 0.0
        return sum(share > limit for limit in SHADES)


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Cell],
    *,
    title: str,
    desc: str,
    name: str,
    width: float = WIDTH,
    wording: Wording = ENGLISH,
) -> str:
    """The chart: `cells` by row and column. A column's heading stands right above its first cell, if it has any."""
    cells = {(row, column): cell for (row, column), cell in cells.items() if row < len(rows) and column < len(columns)}
    height = TOP + ROW * len(rows) + 4 if cells else EMPTY
    drawing = Drawing(height, title=title, desc=desc, name=name, kind="heat", width=width)
    if not cells:
        drawing.text((drawing.width / 2, height / 2), wording.nothing, "label", "quiet", anchor="middle")
        return str(drawing)
    wide = min((drawing.width - LABELS) / len(columns), WIDEST)
    for row, label in enumerate(rows):
        drawing.text((LABELS - 10, TOP + ROW * (row + 0.5) + 4), label, "label", anchor="end")
    for column, label in enumerate(columns):
        if any(at == column for _row, at in cells):
            _heading(drawing, label, column, cells, wide, len(columns))
    for (row, column), cell in sorted(cells.items()):
        told = "\n".join((f"{rows[row]} / {columns[column]}", _counted(cell, wording)))
        with drawing.group("cell", title=told):
            _cell(drawing, cell, LABELS + wide * column, TOP + ROW * row, wide, wording)
    return str(drawing)


def _heading(
    drawing: Drawing, label: str, column: int, cells: Mapping[tuple[int, int], Cell], wide: float, columns: int
) -> None:
    """As wide as there is nothing to the right of it."""
    first = _first(cells, column)
    beside = (at for row, at in cells if row == first - 1 and at > column)
    headed = (at for at in range(column + 1, columns) if _first(cells, at) == first)
    end = min((*beside, *headed), default=columns)
    room = drawing.width - LABELS - wide * column if end == columns else wide * (end - column)
    drawing.text((LABELS + wide * column + 4, TOP + ROW * first - 8), label, "label", room=room - 6)


def _first(cells: Mapping[tuple[int, int], Cell], column: int) -> int:
    """The row of a column's first cell."""
    return min((row for row, at in cells if at == column), default=-1)


def _cell(drawing: Drawing, cell: Cell, left: float, top: float, wide: float, wording: Wording) -> None:
    drawing.box(left, top, wide, ROW, "heat", f"heat-{cell.shade}")
    middle = left + wide / 2
    drawing.text((middle, top + 16), wording.number(cell.count), "strong", anchor="middle", room=wide)
    drawing.text((middle, top + 16 + SIZE + 2), _of(cell, wording), "small", anchor="middle", room=wide)


def _of(cell: Cell, wording: Wording) -> str:
    return wording.of.format(number=wording.number(cell.of))


def _counted(cell: Cell, wording: Wording) -> str:
    return f"{wording.number(cell.count)} {_of(cell, wording)}"
