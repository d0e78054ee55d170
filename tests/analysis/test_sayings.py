"""Which dates and times belong to what is said, and not to the saying of it."""

import datetime as dt

import pytest

from claims.analysis.amounts import find_values
from claims.analysis.dates.finding import dates_the_saying
from claims.analysis.reading import Text, read
from claims.analysis.text import language
from claims.analysis.values import Dimension

PUBLISHED = dt.date(2020, 12, 2)


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        ("She was struck by a van near 9th Ave. about 7 p.m., police said.", "about 7 p.m.", False),
        ("On Friday, the mayor said that the bridge was safe.", "Friday", True),
        ("He closed the bridge, and on Friday, the mayor said that it was safe.", "Friday", True),
        ("Police say that on Saturday around 11:30 p.m. Kim Moor was standing outside.", "around 11:30 p.m.", False),
        ("Police said around 11:30 p.m. that Kim Moor was standing outside.", "around 11:30 p.m.", True),
        ("Officers responded to the crash at 7:01 p.m.", "7:01 p.m.", False),
        ("The mayor responded to the criticism at 7:01 p.m.", "7:01 p.m.", True),
    ],
)
def test_whether_a_time_is_that_of_the_saying(text, words, says):
    doc = next(language.parse(language.load(), [text]))
    [found] = [each for each in find_values(doc, PUBLISHED) if each.span.of(text) == words]
    assert dates_the_saying(doc, found) is says


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("She was headed home when she was struck by a van near 9th Ave. about 7 p.m., police said.", "strike"),
        ("Police say that on Saturday around 11: 30 p.m. Kim Moor was standing outside.", "stand"),
    ],
)
def test_a_time_is_that_of_what_was_said(text, head):
    analysis = next(read(language.load(), [Text(text, PUBLISHED)]))
    [time] = [claim for claim in analysis.claims if claim.stated.value.dimension is Dimension.TIME]
    assert time.about.head == head
