"""Charts are well-formed, stay inside of their picture and say what they were given, whatever that is."""

import datetime as dt
import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claims.charts.bars import Bar, bars
from claims.charts.heat import Cell, heat_map
from claims.charts.lines import Interval, number_line
from claims.charts.series import series
from claims.charts.timelines import Mark, timeline
from claims.charts.wording import FORBIDDEN, cut, shown, width_of

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"title": "What was said", "desc": "Three answers", "name": "said"}
DAY = dt.date(2020, 11, 9)
patient = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])

labels = st.text(max_size=60)
numbers = st.none() | st.floats(allow_nan=True, allow_infinity=True)
bounds = st.tuples(numbers, numbers) | st.tuples(st.none() | st.dates(), st.none() | st.dates())
intervals = st.builds(
    lambda label, ends, tone, note: Interval(label, *ends, tone, note), labels, bounds, st.integers(0, 20), labels
)
marks = st.builds(
    lambda x, label, ends, answer, hollow, href, tone: Mark(x, label, *ends, answer, hollow, href, tone),
    st.dates(),
    labels,
    bounds,
    labels,
    st.booleans(),
    labels,
    st.integers(0, 20),
)


def read(svg):
    root = ElementTree.fromstring(svg)
    followed = root.find(f".//{SVG}a") is not None
    assert root.tag == f"{SVG}svg" and root.get("role") == ("group" if followed else "img")
    assert root.find(f"{SVG}title").text == "What was said" and root.find(f"{SVG}desc").text == "Three answers"
    return root


def inside(svg):
    """The root of a chart whose every coordinate is a number within the view box."""
    root = read(svg)
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in root.iter():
        for x, y in corners(element):
            assert 0 <= x <= width and 0 <= y <= height, ElementTree.tostring(element)
        if element.tag == f"{SVG}text":
            assert_text_fits(element, width)
        assert "style" not in element.attrib
    return root


def corners(element):
    at = {name: float(value) for name, value in element.attrib.items() if name in COORDINATES}
    assert all(math.isfinite(value) for value in at.values())
    if element.tag == f"{SVG}circle":
        r = at["r"]
        return [(at["cx"] - r, at["cy"] - r), (at["cx"] + r, at["cy"] + r)]
    if element.tag == f"{SVG}rect":
        return [(at["x"], at["y"]), (at["x"] + float(element.get("width")), at["y"] + float(element.get("height")))]
    if element.tag == f"{SVG}line":
        return [(at["x1"], at["y1"]), (at["x2"], at["y2"])]
    if "points" in element.attrib:
        return [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]
    return [(at["x"], at["y"])] if element.tag == f"{SVG}text" else []


COORDINATES = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r"}


def assert_text_fits(element, width):
    wide = width_of(element.text or "", 11.0)
    left = float(element.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor")]
    assert left >= -14 and left + wide <= width + 14


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


@patient
@given(st.lists(intervals, max_size=8))
@example([Interval("3", 3, 3), Interval("7,000,000", 7_000_000, 7_000_000)])
@example([Interval("little", 5e-324, 5e-324), Interval("much", 1.7e308, math.inf)])
@example([Interval("first", dt.date.min, dt.date.min), Interval("last", dt.date.max, dt.date.max)])
def test_a_number_line_is_well_formed_and_inside(values):
    inside(number_line(values, **NAMES))


@patient
@given(st.lists(marks, max_size=12))
@example([Mark(DAY, "all of one day", 3.0, 3.0, "3")] * 40)
def test_a_timeline_is_well_formed_and_inside(values):
    inside(timeline(values, **NAMES))


@patient
@given(
    st.lists(labels, max_size=6),
    st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.builds(Cell, st.integers(0), st.integers(0))),
)
def test_a_heat_map_is_well_formed_and_inside(sources, cells):
    inside(heat_map(sources, sources, cells, **NAMES))


@patient
@given(st.dictionaries(labels, st.lists(st.tuples(st.dates(), st.integers(0, 10**12)), max_size=20), max_size=4))
def test_a_series_is_well_formed_and_inside(lines):
    inside(series(lines, **NAMES))


@patient
@given(st.lists(st.builds(Bar, labels, st.lists(st.tuples(st.integers(0, 9), st.floats(0, 1e12))), labels), max_size=8))
def test_bars_are_well_formed_and_inside(rows):
    inside(bars(rows, **NAMES))


HOSTILE = ["<script>alert(1)</script>", "a\u202eb\u2066c", "nul\x00 and \x1b", "\ud800 alone", "\"&amp;'", "\ufffe"]


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_labels_come_out_harmless_and_as_themselves(label):
    for svg in (
        number_line([Interval(label, 1, 2)], **NAMES),
        timeline([Mark(DAY, "x", None, None, label)], **NAMES),
        bars([Bar(label, [(0, 1.0)])], **NAMES),
    ):
        root = inside(svg)
        assert not FORBIDDEN.search(svg) and "<script" not in svg
        assert any(
            element.text == shown(label) or (element.text or "").startswith(shown(label)[:8])
            for element in root.iter(f"{SVG}text")
        )
    assert FORBIDDEN.search(label) or shown(label) == label


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//elsewhere.example/", " /x", "/\x00"])
def test_no_link_leads_anywhere_but_to_a_page(href):
    assert "href" not in timeline([Mark(DAY, "x", 1, 1, href=href)], **NAMES)


def test_a_mark_links_to_its_article_and_tells_all_of_itself():
    root = read(timeline([Mark(DAY, "North Post", 3, 3, "3 districts", href="/article/1/")], **NAMES))
    link = root.find(f"{SVG}a")
    assert link.get("href") == "/article/1/"
    assert link.find(f"{SVG}title").text == "North Post\n3 districts\n9 Nov 2020"


def test_what_was_superseded_is_hollow_and_tones_differ_by_shape():
    marks = [Mark(DAY + dt.timedelta(tone), f"source {tone}", 1, 1, hollow=tone == 0, tone=tone) for tone in range(8)]
    root = read(timeline(marks, **NAMES))
    groups = [group for group in root.iter(f"{SVG}g") if group.get("class").startswith("mark")]
    assert [group.get("class") for group in groups] == ["mark hollow", *["mark"] * 7]
    shapes = [next(child for child in group if child.tag in (f"{SVG}circle", f"{SVG}polygon")) for group in groups]
    assert {shape.get("class").split()[0] for shape in shapes} == {f"tone-{tone}" for tone in range(8)}
    outlines = {
        tuple((round(x - cx), round(y - cy)) for x, y in points_of(shape)[0:9])
        for shape in shapes
        for cx, cy in [centre_of(shape)]
    }
    assert len(outlines) == 8


def points_of(shape):
    if shape.tag == f"{SVG}circle":
        return [(float(shape.get("cx")), float(shape.get("cy")))]
    return [tuple(map(float, pair.split(","))) for pair in shape.get("points").split()]


def centre_of(shape):
    points = points_of(shape)
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def test_an_open_end_is_an_arrow():
    closed = number_line([Interval("three to seven", 3, 7)], **NAMES)
    opened = number_line([Interval("more than three", 3, None)], **NAMES)
    assert closed.count("<polygon") == opened.count("<polygon") - 1


def test_a_huge_span_is_told_on_a_logarithmic_scale_and_says_so():
    far = texts(read(number_line([Interval("a", 3, 3), Interval("b", 7e6, 7e6)], **NAMES)))
    near = texts(read(number_line([Interval("a", 3, 3), Interval("b", 7, 7)], **NAMES)))
    assert any("ogarithmic" in text for text in far) and not any("ogarithmic" in text for text in near)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (3, 7, ["3", "4", "5", "6", "7"]),
        (0.1, 0.4, ["0.1", "0.2", "0.3", "0.4"]),
        (dt.date(2020, 11, 9), dt.date(2020, 11, 10), ["9 Nov 2020", "10 Nov 2020"]),
        (dt.date(2020, 1, 15), dt.date(2020, 4, 20), ["Feb 2020", "Mar 2020", "Apr 2020"]),
        (dt.date(1991, 1, 1), dt.date(2020, 1, 1), ["1990", "2000", "2010", "2020"]),
    ],
)
def test_ticks_stand_at_round_places(low, high, ticks):
    said = [
        t.text
        for t in read(number_line([Interval("a", low, high)], **NAMES)).iter(f"{SVG}text")
        if "tick" in t.get("class")
    ]
    assert [tick for tick in ticks if tick not in said] in ([], ["1990"])
    assert len(said) <= 8


def test_nothing_to_draw_is_said():
    for svg in (number_line([], **NAMES), timeline([], **NAMES), heat_map([], [], {}, **NAMES), series({}, **NAMES)):
        assert texts(inside(svg)) == ["Nothing to draw yet."]


def test_a_long_label_is_cut_and_its_title_holds_the_whole():
    whole = "The Independent Observer of Everything That Ever Happened Anywhere"
    root = read(number_line([Interval(whole, 1, 1)], **NAMES))
    label = next(text for text in root.iter(f"{SVG}text") if text.find(f"{SVG}title") is not None)
    assert label.text.endswith("…") and whole.startswith(label.text[:-1])
    assert label.find(f"{SVG}title").text == whole


def test_names_beside_marks_do_not_lie_over_each_other():
    root = read(timeline([Mark(DAY, f"Source number {n}", 3, 3) for n in range(10)], **NAMES))
    boxes = [
        (float(t.get("x")), float(t.get("y")), width_of(t.text, 11))
        for t in root.iter(f"{SVG}text")
        if "name" in t.get("class")
    ]
    assert len(boxes) >= 2
    for number, (x, y, wide) in enumerate(boxes):
        for x2, y2, wide2 in boxes[:number]:
            assert abs(y - y2) >= 11 or x + wide <= x2 or x2 + wide2 <= x


def test_each_cell_says_what_it_is_out_of():
    root = read(heat_map(["South"], ["North", "Empty"], {(0, 0): Cell(3, 41)}, **NAMES))
    assert "Empty" not in "".join(root.itertext()), "a heading of no cell"
    assert {"3", "of 41"} <= set(texts(root))
    assert "South / North\n3 of 41" in [title.text for title in root.iter(f"{SVG}title")]


@pytest.mark.parametrize(("cell", "shade"), [(Cell(0, 9), 0), (Cell(1, 30), 1), (Cell(9, 10), 5), (Cell(0, 0), 0)])
def test_shades_follow_the_share(cell, shade):
    assert cell.shade == shade


@given(labels, st.floats(5, 400))
def test_what_is_cut_fits_and_begins_as_the_whole_does(text, room):
    short = cut(text, room, 12)
    assert text == short or (short.endswith("…") and text.startswith(short[:-1]))
    assert text == short or width_of(short, 12) <= max(room, width_of("…", 12)) + 0.01


def test_ids_are_of_the_name_alone_and_safe():
    ids = re.findall(r'id="([^"]*)"', timeline([], title="t", desc="d", name='x" onload="y'))
    assert ids == ["x--onload--y-title", "x--onload--y-desc"]


def test_no_name_lies_over_the_range_of_another_mark():
    """The second mark's name would stand to its right, where the bar of the third one passes."""
    days = [DAY, DAY + dt.timedelta(96), DAY + dt.timedelta(100)]
    bounds = [(9, 9), (10, 10), (1, 30)]
    marks = [Mark(day, f"Source {n}", *ends) for n, (day, ends) in enumerate(zip(days, bounds, strict=True))]
    root = read(timeline(marks, **NAMES))
    (bar,) = [line for line in root.iter(f"{SVG}line") if "range" in line.get("class")]
    x, ends = float(bar.get("x1")), sorted(float(bar.get(end)) for end in ("y1", "y2"))
    names = [text for text in root.iter(f"{SVG}text") if "name" in text.get("class").split()]
    assert len(names) == 3
    for name in names:
        left, line = float(name.get("x")), float(name.get("y"))
        assert not (left < x < left + width_of(name.text, 11) and ends[0] < line < ends[1])
