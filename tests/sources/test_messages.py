"""Numbers in words: as exact as they were stated, and without what arithmetic adds."""

import math

import pytest
from django.utils.translation import override

from sources import messages, telling


@pytest.mark.parametrize(
    ("amount", "english", "german"),
    [
        (3.0, "3", "3"),
        (2_400_000.0, "2,400,000", "2.400.000"),
        (-2.5, "-2.5", "-2,5"),
        (0.1 + 0.2, "0.3", "0,3"),
        (10 / 3, "3.333333333", "3,333333333"),
        (99_999.99999999999, "100,000", "100.000"),
        (1_234_567_890.123, "1,234,567,890.123", "1.234.567.890,123"),
        (1_234_567_890.456, "1,234,567,890.456", "1.234.567.890,456"),
        (0.000012, "0.000012", "0,000012"),
    ],
)
def test_a_number_is_told_with_every_digit_it_was_stated_with(amount, english, german):
    part = messages.number(amount)
    assert messages.english(part) == english
    with override("de"):
        assert telling.told(part) == german


@pytest.mark.parametrize(("amount", "told"), [(1e-12, "1e-12"), (math.inf, "inf"), (0.0, "0"), (1e20, f"{10**20:,}")])
def test_extremes_are_told_short_or_as_they_are(amount, told):
    assert messages.plain_number(amount) == told
