"""Dates and durations against WikiWars (Mazur and Dale 2010): `python -m benchmarks.dates [--errors N]`.

Values are rendered in TIMEX3 form, the form in which the set states them; a range is rendered as its two ends.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks import gold
from claims.analysis.amounts import find_values
from claims.analysis.quantities.units import TIMES
from claims.analysis.text import language
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

LETTERS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "year": "Y"}
LETTERS |= {"decade": "DE", "century": "CE"}
SEASONS = ("SP", "SU", "FA", "WI")


def rendered(day: dt.date, granularity: str, *, whole_week: bool = False) -> str:
    """The TIMEX3 value of the calendar unit of that granularity around a day."""
    if whole_week:
        return f"{day:%G-W%V}"
    if granularity == "season":
        return f"{day.year - (day.month < 3):04}-{SEASONS[(day.month // 3 - 1) % 4]}"
    digits = {"day": 10, "month": 7, "year": 4, "decade": 3, "century": 2}[granularity]
    return f"{day.year:04}-{day.month:02}-{day.day:02}"[:digits]


def duration(value: Value, text: str) -> str:
    """P6W for 42 days that were stated in weeks."""
    words = re.findall(r"[a-z]+", text.lower().replace("centuries", "century"))
    name = next((unit for unit in TIMES for word in words if word.removesuffix("s") == unit), "day")
    name = "day" if name == "night" else name
    letter = LETTERS.get(name, "D")
    if re.search("few|several|couple", text) or None is not value.low != value.high is not None:
        return f"P{letter[:-1]}X{letter[-1]}" if letter.startswith("T") else f"PX{letter}"
    number = (value.low if value.low is not None else value.high) / TIMES[name].factor  # type: ignore[operator]
    time, last = ("T", letter[1:]) if letter.startswith("T") else ("", letter)
    return f"P{time}{round(number, 1):g}{last}"


def timexes(text: str, found: FoundValue) -> Iterator[tuple[int, int, str]]:
    """The spans and TIMEX3 values that one found value amounts to."""
    value, core = found.value, found.core
    if value.dimension is Dimension.DURATION:
        yield core.start, core.end, duration(value, core.of(text))
        return
    split = re.search(r"\s?[-–—/]\s?|\s(?:to|and|or|through|until)\s", core.of(text))
    if value.comparator is Comparator.BETWEEN and split:
        yield core.start, core.start + split.start(), rendered(value.low, value.granularity)
        yield core.start + split.end(), core.end, rendered(value.high, value.granularity)
        return
    day = value.low or value.high
    weeks = bool(re.search(r"week(?!end)", core.of(text), re.IGNORECASE)) and value.granularity == "day"
    yield core.start, core.end, rendered(day, value.granularity, whole_week=weeks)


def predictions(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row, doc in zip(rows, language.parse(language.load(), (row["text"] for row in rows)), strict=True):
        for found in find_values(doc, None):
            if found.value.dimension in (Dimension.DATE, Dimension.DURATION):
                for start, end, value in timexes(row["text"], found):
                    stated = {"start": start, "end": end, "text": row["text"][start:end], "value": value}
                    yield {"doc_id": row["doc_id"], "type": "DATE", **stated}


def main(*options: str) -> str:
    return gold.score("score_time.py", "wikiwars", predictions(gold.rows("wikiwars", "docs.jsonl")), *options)


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
