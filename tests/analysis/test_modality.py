"""How a figure or date is put: as a fact, a plan, a denial, an allegation or under a condition."""

import datetime as dt

import pytest

from claims.analysis.reading import Text, read
from claims.analysis.text import language

PUBLISHED = dt.date(2025, 5, 20)


def put(text, figure):
    claims = next(read(language.load(), [Text(text, PUBLISHED)])).claims
    return next(claim.modality.value for claim in claims if claim.stated.core.of(text) == figure)


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("The flood destroyed 12 bridges.", "12", "stated"),
        ("Borland will return three districts.", "three", "planned"),
        ("Borland agreed to return three districts.", "three", "planned"),
        ("The council is expected to meet on May 23.", "May 23", "planned"),
        ("Carl Dunmore said that he would resign on May 23.", "May 23", "planned"),
        ("Will Dunmore scored 14 points.", "14", "stated"),
        ("The company did not cut 12 jobs.", "12", "denied"),
        ("The mayor denied that 12 people had been killed.", "12", "denied"),
        ("The council refused to pay 300 clerks.", "300", "denied"),
        ("Not 12 but 15 people died.", "12", "denied"),
        ("The dead were 14, not 12.", "12", "denied"),
        ("Not 12 but 15 people died.", "15", "stated"),
        ("No one was hurt in the fire.", "No one", "stated"),
        ("The captain did not play in Thursday's 31-24 win.", "31-24", "stated"),
        ("The army did not return the three districts.", "three", "denied"),
        ("The other two teams were not as lucky.", "two", "stated"),
        ("The council did not resign until May 9.", "May 9", "stated"),
        ("Allegedly, 12 people were killed.", "12", "alleged"),
        ("The company is accused of hiding 12 reports.", "12", "alleged"),
        ("The company is believed to have hidden 12 reports.", "12", "alleged"),
        ("The police named 12 alleged smugglers.", "12", "alleged"),
        ("If 12 hostages are returned, the town will celebrate.", "12", "conditional"),
        ("The council would need 12 boats.", "12", "conditional"),
        ("The toll, 44 dead, may rise.", "44", "stated"),
        ("Carl Dunmore, its captain since 2010, will retire.", "2010", "stated"),
        ("Records will show that 12 people died.", "12", "stated"),
        ("Carl Dunmore would go on to win 12 medals.", "12", "stated"),
        ("The mayor would not answer for the raid of May 3.", "May 3", "stated"),
        ("The May 9 deal will end the war.", "May 9", "stated"),
        ("The mayor will visit the school where 12 people died.", "12", "stated"),
        ("No soldiers were in the school, which was hit by 12 shells.", "12", "stated"),
    ],
)
def test_modality(text, figure, expected):
    assert put(text, figure) == expected
