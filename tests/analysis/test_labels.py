"""The question a value answers, as a table."""

import datetime as dt

import pytest

from claims.analysis import labels
from claims.analysis.amounts import find_values
from claims.analysis.reading import Text, read
from claims.analysis.text import language

PUBLISHED = dt.date(2025, 5, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thousands of protesters rallied in the square on May 3.", "when Thousands rallied"),
        ("The two towns signed the peace deal on May 9.", "date of peace deal"),
        ("The town ceded all seven surrounding districts.", "number of surrounding districts (ceded)"),
        ("The war lasted six weeks.", "how long war lasted"),
        ("They ended six weeks of fierce fighting.", "duration of fierce fighting"),
        ("The company sold 40 percent of its ships.", "percentage of ships (sold)"),
    ],
)
def test_question(text, expected):
    analysis = next(read(language.load(), [Text(text, PUBLISHED)]))
    assert expected in [claim.about.label for claim in analysis.claims]


def test_a_label_is_never_too_long_to_store():
    text = f"The council bought seven {'very ' * 60}old boats."
    doc = language.load()(text)
    for stated in find_values(doc, PUBLISHED):
        assert len(labels.question(doc, doc[3], doc[2], stated)) <= labels.LENGTH
