"""Numbers whose unit or noun stands elsewhere: shared units, ages in a list, children of a parent."""

import pytest

from claims.analysis.quantities.finding import find_quantities
from claims.analysis.reading import Text, read
from claims.analysis.text import language
from claims.analysis.values import Dimension


def quantities(text):
    doc = next(language.parse(language.load(), [text]))
    return {each.core.of(text): each.value for each in find_quantities(doc)}


@pytest.mark.parametrize(
    ("text", "number", "metres"),
    [
        ("They gave up 507 total yards, 352 of them on the ground.", "352", 321.8688),
        ("Ann rushed for 226 yards while Beth Lowe added 101.", "101", 92.3544),
        ("Ann ran for 120 yards and Beth ran for 85.", "85", 77.724),
    ],
)
def test_a_number_shares_the_unit_before_it(text, number, metres):
    value = quantities(text)[number]
    assert (value.dimension, value.unit, value.low) == (Dimension.MEASURE, "m", pytest.approx(metres))


@pytest.mark.parametrize(
    ("text", "number"),
    [("He drove 300 miles and killed 12.", "12"), ("She walked 20 miles while her brother fed 30.", "30")],
)
def test_what_another_verb_counts_has_a_unit_of_its_own(text, number):
    assert quantities(text)[number].dimension is Dimension.COUNT


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("His two half-brothers, 17 and 22, were arrested.", [("17 and 22", 17, 22)]),
        ("Her sons, 8, 12 and 10, were hurt.", [("8, 12 and 10", 8, 12)]),
        ("The boys, 3 and 4 in the list, came.", []),
        ("The scores, 12 and 15, were read out.", []),
    ],
)
def test_ages_in_a_list_are_a_range(text, ages):
    found = quantities(text).items()
    assert [(words, each.low, each.high) for words, each in found if each.dimension is Dimension.AGE] == ages


def test_a_list_of_ages_is_that_of_those_named_before_it():
    text = "His two half-brothers, 17 and 22, were arrested."
    claims = next(read(language.load(), [Text(text)])).claims
    assert [each.about.head for each in claims if each.stated.value.dimension is Dimension.AGE] == ["brother"]


def test_the_name_of_a_parent_is_not_what_is_counted():
    [value] = quantities("Mother of 13 Ana Lee was shot.").values()
    assert (value.dimension, value.unit, value.low) == (Dimension.COUNT, "child", 13)


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("Her blood-alcohol level was 0.12, above the limit.", Dimension.PERCENTAGE),
        ("With a blood alcohol content of .12, she drove.", Dimension.PERCENTAGE),
        ("Her blood-alcohol level was 0.12 grams.", Dimension.MEASURE),
        ("The index was 0.12 there.", Dimension.COUNT),
    ],
)
def test_alcohol_in_the_blood_is_in_percent(text, dimension):
    assert [value.dimension for value in quantities(text).values()] == [dimension]
