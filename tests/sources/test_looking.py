"""What a page and the feed that named it say together."""

import datetime as dt

import pytest

from sources.documents import Document
from sources.feeds import Entry
from sources.looking import completed

URL = "https://news.example/1"
PAGE = dt.datetime(2020, 12, 1, tzinfo=dt.UTC)
FEED = dt.datetime(2020, 12, 1, 7, 30, tzinfo=dt.UTC)


def document(**fields):
    return Document(item=URL, key=URL, text="Words.", source="The Daily Test", **fields)


@pytest.mark.parametrize(
    "page, entry, fields",
    [
        (
            {},
            {"title": "T", "published": FEED, "origin": "Wire"},
            {"title": "T", "published_at": FEED, "origin": "Wire"},
        ),
        ({"title": "P"}, {"title": "T"}, {"title": "P"}),
        ({"title": "P", "inferred": {"title": "visible"}}, {"title": "T"}, {"title": "T", "inferred": {}}),
        ({"title": "P", "inferred": {"title": "visible"}}, {}, {"title": "P", "inferred": {"title": "visible"}}),
        ({"published_at": PAGE}, {"published": FEED}, {"published_at": PAGE}),
        (
            {"published_at": PAGE, "inferred": {"published_at": "Dec. 1", "language": "words"}},
            {"published": FEED},
            {"published_at": FEED, "inferred": {"language": "words"}},
        ),
        ({}, {"origin": "The Daily Test"}, {"origin": ""}),
        ({"origin": "Wire"}, {"origin": "Other"}, {"origin": "Wire"}),
    ],
)
def test_the_entry_fills_what_the_page_leaves_out_or_lets_infer(page, entry, fields):
    found = completed(document(**page), Entry(URL, **entry))
    assert {name: getattr(found, name) for name in fields} == fields
