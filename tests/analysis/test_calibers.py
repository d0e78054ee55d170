"""The bores of firearms."""

import pytest

from claims.analysis.quantities.calibers import find_calibers
from claims.analysis.quantities.finding import find_quantities
from claims.analysis.text import language

INCH = 0.0254


@pytest.mark.parametrize(
    ("text", "stated", "inches"),
    [
        ("She had a .45-caliber handgun.", ".45-caliber", 0.45),
        ("She had a.22 caliber rifle.", ".22 caliber", 0.22),
        ("She drew a .357 revolver.", ".357", 0.357),
        ("She drew a .38 Hart & Lowe revolver.", ".38", 0.38),
    ],
)
def test_bores(text, stated, inches):
    [found] = find_calibers(text)
    assert (found.span.of(text), found.value.dimension.value, found.value.unit) == (stated, "measure", "m")
    assert found.value.low == found.value.high == pytest.approx(inches * INCH)


@pytest.mark.parametrize(
    "text",
    ["It fell by 0.45 rifle shots.", "It hit .300 this season.", "It ended. 22 guns fired.", "It ended.22 guns fired."],
)
def test_what_is_no_bore(text):
    assert list(find_calibers(text)) == []


def test_a_bore_is_no_count_of_weapons():
    text = "She drew a .38 revolver."
    [found] = find_quantities(next(language.parse(language.load(), [text])))
    assert found.value.dimension.value == "measure"
