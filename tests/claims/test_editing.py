"""What a version silently changed: a name that something is now said of, as well as figures and quotations."""

import pytest

from claims.models import Discrepancy, Entity
from tests import make
from tests.claims.reports import analyse

pytestmark = pytest.mark.django_db

TEXT = (
    "Orla Vane, the mayor of Northmere, spoke to the council on Monday. Orla Vane said: “We never meant to shut the "
    "old bridge at all.”\n\nIn the town of Eastbrook 12 people were hurt by the flood, the police said. Ida Crane, the "
    "mayor of Eastbrook, was not there. The town of Westbrook was spared."
)


def edited(was, now, text=TEXT):
    """The edits found in a second version of the text, with their positions."""
    article = make.article(text, source=make.source("North Post"), language="en")
    analyse()
    assert was in text
    make.version(article, text.replace(was, now))
    analyse()
    found = Discrepancy.objects.filter(kind="edit").order_by("pk")
    return [[position.label for position in row.positions.all()] for row in found]


def test_a_figure_that_is_now_of_another_place_is_an_edit():
    found = edited("town of Eastbrook 12", "town of Westbrook 12")
    assert found == [["Eastbrook (version 1)", "Westbrook (version 2)"]]
    row = Discrepancy.objects.get()
    assert row.fact is not None
    assert "changed “Eastbrook” (version 1) to “Westbrook” (version 2)" in row.explanation["text"]


def test_a_quotation_that_is_now_somebody_elses_is_an_edit():
    assert edited("Orla Vane said", "Ida Crane said") == [["Orla Vane (version 1)", "Ida Crane (version 2)"]]
    assert Discrepancy.objects.get().utterance is not None


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Orla Vane said", "Mrs Orla Vane said"),
        ("Orla Vane said", "Vane said"),
        ("Orla Vane said", "She said"),
        ("was not there", "was away"),
    ],
)
def test_another_way_to_name_the_same_one_is_none(was, now):
    assert edited(was, now) == []


def test_the_right_spelling_of_one_name_is_none():
    text = TEXT.replace("Orla Vane", "Nikol Pashinian")
    assert edited("Nikol Pashinian said", "Nikol Pashinyan said", text) == []
    assert Entity.objects.filter(name__startswith="Nikol").count() == 1


def test_finding_it_twice_changes_nothing():
    edited("Orla Vane said", "Ida Crane said")
    before = list(Discrepancy.objects.values())
    analyse()
    assert list(Discrepancy.objects.values()) == before
