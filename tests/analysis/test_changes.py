"""Figures of a change are told from levels."""

import datetime as dt

import pytest

from claims.analysis.found import Change
from claims.analysis.reading import Text, read
from claims.analysis.text import language

PUBLISHED = dt.date(2025, 5, 20)


def changes(text):
    claims = next(read(language.load(), [Text(text, PUBLISHED)])).claims
    return {claim.stated.core.of(text): claim.about.change for claim in claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shares rose 8.1% to 99.20 dollars.", {"8.1%": Change.RISE, "99.20 dollars": Change.TO}),
        ("The number of members grew from 3 to 5.", {"3": Change.FROM, "5": Change.TO}),
        ("Sales fell by 12 percent, down from 30 million dollars.", {"12 percent": Change.FALL}),
        ("Profit was up 3%.", {"3%": Change.RISE}),
        ("The index rose 31 points.", {"31": Change.RISE}),
        ("The firm spent $90 million, an increase of 18 percent.", {"18 percent": Change.RISE}),
        ("The league cut the ban to two games.", {"two": Change.TO}),
        ("The council cut 500 jobs.", {"500": Change.NONE}),
        ("The climber fell 60 metres.", {"60 metres": Change.NONE}),
        ("The guards gave up 400 yards.", {"400 yards": Change.NONE}),
        ("The town raised aid to 12 countries by 3 percent.", {"3 percent": Change.RISE}),
        ("The champion finished it five rounds sooner than the last time.", {"five": Change.DIFFERENCE}),
        ("The town has 300 more houses than in 2001.", {"300": Change.DIFFERENCE}),
        ("She is two years younger than her brother.", {"two years": Change.DIFFERENCE}),
        ("They finished three points ahead of the league.", {"three": Change.DIFFERENCE}),
        ("Prices are 3 percent higher than last year.", {"3 percent": Change.DIFFERENCE}),
        ("The town has more than 300 houses.", {"300": Change.NONE}),
        ("The guard stood 20 metres behind the house.", {"20 metres": Change.NONE}),
        ("The boxer fell from three left hooks.", {"three": Change.NONE}),
    ],
)
def test_change(text, expected):
    found = changes(text)
    assert {figure: found[figure] for figure in expected} == expected
