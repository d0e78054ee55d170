"""What the demo shows: the disagreements that were written into its corpus, and nothing beside them at the top."""

import io
from collections import Counter

import pytest
from django.core.management import call_command

from claims.models import Discrepancy

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEBUG = True
    settings.DATA_DIR = tmp_path
    call_command("demo", port=0, stdout=io.StringIO())


def shown(status):
    """Kind, subject and what its positions say, of each with that status."""
    rows = Discrepancy.objects.filter(status=status).prefetch_related("positions")
    return {(row.kind, str(row.subject), frozenset(side.label for side in row.positions.all())) for row in rows}


def test_the_demo_shows_what_was_written_into_it(demo):
    found = shown("open")
    values = {(kind, subject, says) for kind, subject, says in found if kind not in ("wording", "attribution")}
    assert values == {
        ("value", "date of peace deal", frozenset(("9 November 2020", "10 November 2020"))),
        ("value", "date of inspection", frozenset(("3 March 2025", "13 March 2025"))),
        ("value", "number of passengers carried", frozenset(("121", "112"))),
        ("edit", "number of passengers carried", frozenset(("112 (version 1)", "121 (version 2)"))),
        ("value", "number of people employed", frozenset(("1,250", "1,520"))),
        ("value", "how much money strike costs", frozenset(("EUR 300,000", "EUR 500,000"))),
        ("value", "how much money labour inspectorate fined", frozenset(("EUR 85,000", "EUR 58,000"))),
        ("value", "how much money Brandt Metals will put", frozenset(("EUR 2,500,000", "EUR 5,200,000"))),
        ("holder", "when second furnace was shut down", frozenset(("7 April 2026", "8 April 2026"))),
        ("internal", "date of meeting", frozenset(("14 April 2026", "16 April 2026"))),
    }
    assert Counter(kind for kind, _, _ in found - values) == {"wording": 3, "attribution": 1}
    assert ("value", "number of districts ceded", frozenset(("3", "7"))) in shown("explained")
    assert all(row.severity < 0.8 for row in Discrepancy.objects.filter(status="open"))
