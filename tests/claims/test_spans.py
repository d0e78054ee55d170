"""Invariant 1: every exported span is the text it points to, whatever characters the text is made of."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import comparing, exporting, extracting, grouping
from claims.verifying import verify
from sources.counting import begin
from sources.importing import import_documents
from sources.models import ArticleVersion
from tests.sources.test_importing import document

pytestmark = pytest.mark.django_db

SENTENCES = (
    "“We lost 12 boats on May 9,” Mayor Ada Brightwater said.",
    'The council said that "seven of the bridges" were closed for six weeks.',
    "About 2,000 people left Quellmouth, according to José Ferré.",
    "Brightwater called the plan “a disgrace” and asked for €3.5 million.",
    "Some 15 to 20 percent of the harbour was flooded.",
)
ODD = (
    "🚢",
    "𝔸𝕓",
    "e\u0301\u0302",
    "\t",
    "\r\n",
    "\u200d",
    "\u00a0",
    "\u2028",
    "«",
    "’",
    "ﬁ",
    "\n\n",
    " ",
    "नमस्ते",
    "\u202e",
)
texts = st.lists(st.sampled_from(SENTENCES + ODD), min_size=1, max_size=12).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_every_exported_span_is_exact(text):
    if not text.strip():
        return
    key = f"https://north.example/{hash(text) & 0xFFFFFFFF}"
    outcome = next(import_documents([document(text, key=key, language="en")], begin("spans")))
    extracting.read_pending()
    grouping.group_pending()
    comparing.compare_pending()
    stored = ArticleVersion.objects.get(article=outcome.article)
    assert stored.text == text
    for row in exporting.rows("quotes"):
        for span in row["spans"]:
            assert text_of(row)[span["start"] : span["end"]] == span["exact"]
    for row in exporting.rows("claims"):
        assert text_of(row)[row["start"] : row["end"]] == row["exact"]
        value = row["value"]
        assert text_of(row)[value["start"] : value["end"]] == value["text"]
    assert verify(lambda line: None) == 0


def text_of(row):
    return ArticleVersion.objects.get(article=row["article"]["id"], number=row["version"]).text


def test_the_sentences_do_give_spans():
    """Otherwise the property above would hold of nothing."""
    next(import_documents([document(" ".join(SENTENCES), language="en")], begin("spans")))
    extracting.read_pending()
    assert len(list(exporting.rows("quotes"))) >= 4
    assert len(list(exporting.rows("claims"))) >= 5
