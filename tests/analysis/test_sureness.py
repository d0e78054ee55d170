"""What a reader is shown first: how likely two answers are a disagreement, and how urgent that makes it."""

import datetime as dt
from dataclasses import replace

import pytest

from claims.analysis.facts.questions import answers
from claims.analysis.facts.severity import weigh
from claims.analysis.facts.sureness import likelihood

from .test_questions import EIGHT, SEVEN
from .test_relations import count

TODAY = dt.date(2025, 5, 20)
FLOODED = {"event": "damage"}


def likely(a, b, likeliest=0.5):
    return likelihood(answers([a]), answers([b]), likeliest)


@pytest.mark.parametrize(
    ("sure", "unsure"),
    [
        ((SEVEN, EIGHT), (SEVEN, replace(EIGHT, value=count(90.0)))),
        ((SEVEN, EIGHT), (SEVEN, replace(EIGHT, nearest=("bridge", "toll", "raise")))),
        ((SEVEN, replace(EIGHT, holder="ada berg")), (SEVEN, EIGHT)),
        ((replace(SEVEN, **FLOODED), replace(EIGHT, **FLOODED)), (replace(SEVEN, **FLOODED), EIGHT)),
        ((replace(SEVEN, **FLOODED), EIGHT), (SEVEN, EIGHT)),
        ((SEVEN, EIGHT, 0.9), (SEVEN, EIGHT, 0.1)),
    ],
)
def test_what_is_likelier_a_disagreement(sure, unsure):
    assert 0 < likely(*unsure) < likely(*sure) < 1


def test_what_is_hardly_one_stands_below_what_surely_is_however_large_the_gap():
    doubtful = weigh(1.0, 3, 0.2, TODAY, TODAY)
    assert weigh(0.1, 1, 0.9, TODAY, TODAY).total > doubtful.total
    assert doubtful.total < weigh(1.0, 3, 0.3, TODAY, TODAY).total


def test_the_total_is_what_its_parts_come_to_times_the_sureness():
    found = weigh(1.0, 50, 1.0, TODAY, TODAY)
    assert found.total == pytest.approx(1.0) and set(found.parts) == {"gap", "origins", "sureness", "recency"}
    assert weigh(0.5, 1, 0.0, None, TODAY).total == 0.0
