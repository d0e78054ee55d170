"""What stands beside a value, as it is compared."""

import pytest

from claims.analysis.facts.stated import stem, words_near
from claims.analysis.spans import Span


def test_the_nearest_words_come_first():
    text = "In the harbour a crane fell on twelve parked lorries yesterday."
    start = text.index("twelve")
    near = words_near(text, Span(start, start + len("twelve parked lorries")))
    assert near == ("park", "lorri", "yesterday", "fell", "crane", "harbour")


def test_another_line_is_not_near():
    text = "The bridge was shut.\nIn all 40 boats sank.\nThe market burned."
    start = text.index("40")
    assert words_near(text, Span(start, start + len("40 boats"))) == ("boat", "all", "sank")


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("convicted convicts conviction convict", "convict"),
        ("deliberated deliberating deliberation", "deliber"),
        ("died death killed", "kill"),
        ("people resident citizen", "person"),
    ],
)
def test_inflections_have_one_stem(words, one):
    assert {stem(word) for word in words.split()} == {one}
