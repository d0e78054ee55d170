"""The question a value answers, as a table."""

import datetime as dt

import pytest

from claims.analysis import labels
from claims.analysis.reading import Text, read
from claims.analysis.text import language

PUBLISHED = dt.date(2025, 5, 20)


def labelled(text):
    return [claim.about.label for claim in next(read(language.load(), [Text(text, PUBLISHED)])).claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thousands of protesters rallied in the square on May 3.", "when protesters rallied in square"),
        ("Thousands of protesters rallied in the square on May 3.", "number of protesters who rallied"),
        ("The two towns signed the peace deal on May 9.", "date of peace deal"),
        ("Last year's war ended with a truce.", "date of war"),
        ("Miners went on strike on May 9 over pay.", "when miners went on strike"),
        ("Miners took to the streets on May 9 because of the price of bread.", "when miners took to streets"),
        ("The town ceded all seven surrounding districts.", "number of surrounding districts ceded"),
        ("The council will hire 12 clerks.", "number of clerks to hire"),
        ("The council did not hire 12 clerks.", "number of clerks (did not hire)"),
        ("The quake left 24 dead and over 200 injured.", "number of people dead"),
        ("No one was hurt in the fire.", "number of people hurt"),
        ("The blast killed 12 people and injured 30.", "number of people injured"),
        ("The war lasted six weeks.", "how long war lasted"),
        ("They ended six weeks of fierce fighting.", "duration of fierce fighting"),
        ("The company sold 40 percent of its ships.", "percentage of ships sold"),
        ("The town has 300 more houses than in 2001.", "how many more houses"),
        (
            "The champion finished it five rounds sooner than the last time.",
            "how many rounds sooner (champion finished it)",
        ),
        ("She is two years younger than her brother.", "how much younger"),
        ("Shares rose 8.1% to 99.20 dollars.", "by how much shares rose"),
        ("Shares rose 8.1% to 99.20 dollars.", "to what shares rose"),
        (
            "Ada Brightwater arrived on May 3. She called for elections on May 4.",
            "when Ada Brightwater called for elections",
        ),
        ("A 58-year-old sailor drowned in the harbour.", "age of sailor"),
        ("The town praised Ada Brightwater, 58, on Friday.", "age of Ada Brightwater"),
        ("She is the fourth head coach of the team.", "place in order of head coach"),
        ("Ada Brightwater won the election.", "whether Ada Brightwater won election"),
        ("A tram hit the wall, killing three people and injuring 27.", "number of people killed"),
        ("A tram hit the wall, killing three people and injuring 27.", "number of people injured"),
        ("The ferry was carrying 80 pilgrims and six sailors.", "number of sailors carried"),
        ("About 500 people signed a petition.", "number of people who signed petition"),
        ("The agency hands out food to 700 people.", "number of people (agency hands out food)"),
        (
            "The town's army had begun to move into the valley on Monday.",
            "when town's army had begun to move into valley",
        ),
        ("Ada Brightwater was forced to resign on Sunday.", "when Ada Brightwater was forced to resign"),
        (
            "Ada Brightwater called Saturday for closer ties with Norland.",
            "when Ada Brightwater called for closer ties",
        ),
        ("The general made a call for the council to step down on Thursday.", "when general made call"),
        ("A brigade of 900 men has been sent to the border for a five-year period.", "how long brigade has been sent"),
        ("Two hours earlier, the ferry had left Norland.", "how long earlier ferry had left Norland"),
        ("In the past week, the truce ended.", "over how long truce ended"),
        ("Ada Brightwater won. Here is the 45-year-old's rise to power.", "age of Ada Brightwater"),
        ("Critics spoke of his handling of the six-week war last year.", "date of war"),
    ],
)
def test_question(text, expected):
    assert expected in labelled(text)


def test_a_label_is_never_too_long_to_store():
    text = f"The council bought seven {'very ' * 60}old boats in the year 2015."
    found = labelled(text)
    assert found
    assert all(len(label) <= labels.LENGTH for label in found)
