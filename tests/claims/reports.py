"""Short reports of made-up outlets, on their way through the real steps."""

import datetime as dt

from claims import comparing, extracting, grouping
from claims.verifying import verify
from tests import make

PUBLISHED = dt.datetime(2025, 5, 20, tzinfo=dt.UTC)


def store(outlet, text, **fields):
    """An article of that outlet at an address of its own, not read yet."""
    told = {"published_at": PUBLISHED, "language": "en", **fields}
    return make.article(text, source=make.source(outlet), key=f"https://{outlet.split()[0].lower()}.example/1", **told)


def analyse():
    """How many versions were read, how many grouped, and how much was compared, until nothing is left."""
    read, grouped, compared = extracting.read_pending(), 0, 0
    while done := (grouping.group_pending(), comparing.compare_pending()):
        if not any(done):
            return read, grouped, compared
        grouped, compared = grouped + done[0], compared + done[1]


def holds():
    breaches = []
    assert verify(breaches.append) == 0, breaches
