"""Words in marks that nobody said, told apart from what somebody said and from titles."""

import pytest

from claims.analysis.found import QuoteKind
from claims.analysis.quotes.scare import scare_quotes
from claims.analysis.text.layout import lay_out
from claims.analysis.text.marks import pair
from claims.analysis.text.titles import is_title
from tests.analysis.test_quotes import analysed
from tests.timing import seconds


def marked(text):
    layout = lay_out(text)
    return pair(layout.text, [block.span for block in layout.read()])


def scare(text):
    return [quote.spans[0].of(text) for quote in analysed(text)[0] if quote.kind is QuoteKind.SCARE]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('The "old town" was rebuilt after the storm.', ["old town"]),
        ("Many of the so-called ‘experts’ left early.", ["experts"]),
        ('The harbour was "lost", the council "found" a new one.', ["lost", "found"]),
        ('Her film "The Long Road" was shown in Harbourtown.', []),
        ('Anna "Annie" Berg left the council.', []),
        ('Anna Berg said the plan was "an insult".', []),
        ('"We lost the harbour," Anna Berg said.', []),
        ('"Nobody came at all." Then it rained.', []),
    ],
)
def test_scare_quotes(text, words):
    assert scare(text) == words


def test_a_scare_quote_has_nobody_and_says_why():
    (quote,) = analysed('The "old town" was rebuilt after the storm.')[0]
    assert (quote.cue, quote.speaker, quote.speaker_entity) == (None, None, None)
    assert "nobody is said" in quote.reasons[0]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('Anna Berg sang "The Long Road" there.', True),
        ('She said so on the station\'s "Harbour Hour."', True),
        ('Anna "Annie" Berg left.', True),
        ('She wrote a book called "Storms of the North," and left.', True),
        ('She saw the "old town" again.', False),
        ('Anna Berg said: "Go Home."', False),
        ('He called her "a traitor" again.', False),
    ],
)
def test_titles(text, title):
    (one,) = marked(text)
    assert is_title(text, one) is title


def test_time_is_linear():
    def needed(times):
        text = 'a "b c" ' * times
        stretches = marked(text)
        return seconds(lambda: list(scare_quotes(text, stretches, ())))

    assert needed(20_000) < 40 * max(needed(2_000), 0.005)
