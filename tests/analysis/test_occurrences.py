"""Claims without a figure: what is taken, whether it holds, how it is put, and what is left alone."""

import datetime as dt

import pytest

from claims.analysis.found import Role
from claims.analysis.reading import Text, read
from claims.analysis.stating.relations import DONE_BY, DONE_TO, NOUNS, RELATIONS, THING_VERBS
from claims.analysis.text import language
from claims.analysis.values import Dimension

PUBLISHED = dt.date(2025, 5, 20)
# Names are sure where the article introduces them.
WHO = "Mayor Ada Brightwater met Mr. Carl Dunmore. "


def occurrences(text):
    analysis = next(read(language.load(), [Text(text, PUBLISHED)]))
    return analysis, [claim for claim in analysis.claims if claim.stated.value.dimension is Dimension.OCCURRENCE]


def told(text):
    _, found = occurrences(WHO + text)
    return [(claim.stated.value.unit, claim.stated.value.low, claim.modality.value) for claim in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carl Dunmore was dismissed on Monday.", ("dismiss", 1.0, "stated")),
        ("Carl Dunmore was relieved of his post.", ("dismiss", 1.0, "stated")),
        ("Carl Dunmore remains in office.", ("dismiss", 0.0, "stated")),
        ("Carl Dunmore was never dismissed.", ("dismiss", 0.0, "stated")),
        ("Ada Brightwater refused to sign the dismissal of Carl Dunmore.", ("dismiss", 0.0, "stated")),
        ("Ada Brightwater signed the dismissal of Carl Dunmore.", ("dismiss", 1.0, "stated")),
        ("Ada Brightwater denied that Carl Dunmore had been fired.", ("dismiss", 0.0, "denied")),
        ("Carl Dunmore was reportedly fired.", ("dismiss", 1.0, "alleged")),
        ("Ada Brightwater is expected to fire Carl Dunmore.", ("dismiss", 1.0, "planned")),
        ("Carl Dunmore was named chairman.", ("hire", 1.0, "stated")),
        ("Carl Dunmore will resign on Friday.", ("resign", 1.0, "planned")),
        ("The decision to dismiss Carl Dunmore angered the army.", ("dismiss", 1.0, "planned")),
        ("Carl Dunmore stepped down.", ("resign", 1.0, "stated")),
        ("Carl Dunmore refused to resign.", ("resign", 0.0, "stated")),
        ("Carl Dunmore was acquitted.", ("convict", 0.0, "stated")),
        ("Carl Dunmore was shot dead.", ("kill", 1.0, "stated")),
        ("Carl Dunmore is alive.", ("kill", 0.0, "stated")),
        ("Carl Dunmore is accused of killing Ada Brightwater.", ("kill", 1.0, "alleged")),
        ("Carl Dunmore lost the election.", ("win election", 0.0, "stated")),
        ("Carl Dunmore vetoed the bill.", ("approve bill", 0.0, "stated")),
        ("Carl Dunmore turned down the offer.", ("approve offer", 0.0, "stated")),
        ("Carl Dunmore won the local elections.", ("win election", 1.0, "stated")),
        ("Carl Dunmore and Ada Brightwater agreed to a truce.", ("deal", 1.0, "stated")),
        ("Carl Dunmore and Ada Brightwater reached no agreement.", ("deal", 0.0, "stated")),
        ("Neither Carl Dunmore nor Ada Brightwater was arrested.", ("arrest", 0.0, "stated")),
        ("The council met after the arrest of Carl Dunmore.", ("arrest", 1.0, "stated")),
        ("The council did not meet after the arrest of Carl Dunmore.", ("arrest", 1.0, "stated")),
    ],
)
def test_what_is_told(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Carl Dunmore might resign.",
        "Should Carl Dunmore resign?",
        "Carl Dunmore was asked to resign.",
        "If Carl Dunmore is dismissed, the town will rally.",
        "The town hopes that Carl Dunmore wins the election.",
        "The police said nothing on whether Carl Dunmore was arrested.",
        "Carl Dunmore can beat anyone.",
        "Carl Dunmore often fires people.",
        "Two soldiers were killed.",
        "Ada Brightwater dismissed Carl Dunmore as a clown.",
        "Carl Dunmore was named coach of the year.",
        "Carl Dunmore was not named as a suspect.",
        "Carl Dunmore pulled out a gun.",
        "Carl Dunmore quit smoking.",
        "The town seized on Carl Dunmore.",
        "The town called for the resignation of Carl Dunmore.",
        "The guards foiled a plan to kill Carl Dunmore.",
        "A decision to dismiss Carl Dunmore was scrapped on Monday.",
        "Carl Dunmore has won ten games.",
    ],
)
def test_what_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Ada Brightwater refused to sign the dismissal of Carl Dunmore.", "refused to sign the dismissal"),
        ("Carl Dunmore has not been arrested.", "has not been arrested"),
        ("Carl Dunmore was taken into custody.", "was taken into custody"),
        ("Carl Dunmore stepped down on Friday.", "stepped down"),
        ("Carl Dunmore turned down the offer.", "turned down"),
    ],
)
def test_the_value_is_the_predicate(text, predicate):
    _, found = occurrences(WHO + text)
    assert [claim.stated.span.of(WHO + text) for claim in found] == [predicate]


def test_who_did_it_to_whom_and_where():
    text = WHO + "Carl Dunmore was dismissed by Ada Brightwater in London on May 3."
    analysis, (claim,) = occurrences(text)
    parts = {analysis.entities[entity].name: role for entity, role in claim.about.roles}
    assert parts == {"Ada Brightwater": Role.AGENT, "Carl Dunmore": Role.OBJECT, "London": Role.PLACE}
    assert (claim.about.subject, claim.about.object) == ("brightwater", "dunmore")
    assert claim.about.when.low == dt.date(2025, 5, 3)
    assert claim.about.label == "whether Carl Dunmore was dismissed"


def test_an_order_is_the_dismissal_just_told_of():
    text = WHO + "Ada Brightwater fired Carl Dunmore. President Dora Elmfield refused to sign the order."
    analysis, (fired, refused) = occurrences(text)
    assert (fired.stated.value.unit, fired.stated.value.low) == ("dismiss", 1.0)
    assert (refused.stated.value.unit, refused.stated.value.low) == ("dismiss", 0.0)
    parts = {analysis.entities[entity].name: role for entity, role in refused.about.roles}
    assert parts == {"Dora Elmfield": Role.AGENT, "Carl Dunmore": Role.OBJECT}


def test_an_order_of_its_own_is_no_dismissal():
    text = WHO + "Ada Brightwater fired Carl Dunmore. She signed an order to protect eagles."
    assert [claim.stated.value.unit for claim in occurrences(text)[1]] == ["dismiss", "sign order"]


def test_nobody_tells_their_own_death():
    _, found = occurrences(WHO + "Carl Dunmore said that Carl Dunmore died on the way.")
    assert found == []


def test_who_resigned_acts_and_who_died_does_not():
    for text, role in (("Carl Dunmore resigned.", Role.AGENT), ("Carl Dunmore died.", Role.OBJECT)):
        _, (claim,) = occurrences(WHO + text)
        assert [part for _, part in claim.about.roles] == [role]


def test_what_somebody_says_happened_is_theirs():
    analysis, (claim,) = occurrences(WHO + "Ada Brightwater said that Carl Dunmore had been dismissed.")
    assert analysis.entities[claim.holder].name == "Ada Brightwater"


def test_every_sense_is_of_a_known_relation():
    senses = [*DONE_TO.values(), *DONE_BY.values(), *NOUNS.values()]
    senses += [sense for rows in THING_VERBS.values() for sense, _ in rows]
    assert {sense.relation for sense in senses} <= set(RELATIONS)
