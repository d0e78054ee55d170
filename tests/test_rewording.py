"""The copies that the perturbation benchmark makes: another figure of one form, another wording of one meaning."""

import pytest

from benchmarks.rewording import changed, reworded

FORMS = [
    ("12", "17"),
    ("8.6", "8.7"),
    ("9.9", "9.8"),
    ("1,200", "2,200"),
    ("Nov. 9", "Nov. 10"),
    ("March 31", "March 30"),
    ("May 21st", "May 22nd"),
    ("Friday", "Saturday"),
    ("2009", "2010"),
    ("33rd", "34th"),
    ("six", "seven"),
    ("Twenty-three", "Twenty-four"),
    ("third", "fourth"),
    ("November", "December"),
    ("about 30", "about 40"),
    ("0737 GMT", "0738 GMT"),
]


@pytest.mark.parametrize(("value", "other"), FORMS)
def test_another_figure_has_the_same_form(value, other):
    assert changed(value) == other


@pytest.mark.parametrize("value", ["dozens", "more than 200", "at least 3", "several", "by Friday", "six to eight"])
def test_what_has_no_figure_or_only_bounds_one_is_left(value):
    assert changed(value) is None


def test_a_bound_may_stand_before_the_figure():
    assert changed("four days", "it took over ") is None
    assert changed("four days", "it took ") == "five days"


def test_values_and_quotations_keep_their_words():
    text = "Flood\nThe 12 people killed lived near the port, officials said. “Many people were killed,” she said."
    start = text.index("12 people")
    other = reworded(text, [(start, start + len("12 people"))])
    assert "12 people" in other and "“Many people were killed,”" in other
    assert "left dead" in other and "authorities stated" in other and "It was reported that the" in other
