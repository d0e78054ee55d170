"""Who said what, in sentences made up for each construction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.analysis.names.finding import find_names
from claims.analysis.quotes.finding import find_quotes
from claims.analysis.text import language
from claims.analysis.text.layout import lay_out
from tests.timing import seconds


def analysed(text):
    layout = lay_out(text)
    doc = next(language.parse(language.load(), [layout.text]))
    names = find_names(doc, layout)
    return find_quotes(doc, layout, names), names


def found(text):
    """Kind, contents, cue and speaker of each quote, as they stand."""
    return [
        (
            quote.kind.value,
            [span.of(text) for span in quote.spans],
            quote.cue.of(text) if quote.cue else None,
            quote.speaker.of(text) if quote.speaker else None,
        )
        for quote in analysed(text)[0]
    ]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            '"We lost the harbour," Anna Berg said on Friday.',
            [("direct", ["We lost the harbour,"], "said", "Anna Berg")],
        ),
        (
            '"We lost the harbour," said Anna Berg, the head of the council.',
            [("direct", ["We lost the harbour,"], "said", "Anna Berg, the head of the council")],
        ),
        (
            'Anna Berg said: "We lost the harbour. We will not lose the town."',
            [("direct", ["We lost the harbour. We will not lose the town."], "said", "Anna Berg")],
        ),
        (
            '"We lost the harbour," Anna Berg said. "We will not lose the town."',
            [("direct", ["We lost the harbour,", "We will not lose the town."], "said", "Anna Berg")],
        ),
        (
            '"We lost," Anna Berg said, "and we know why."',
            [("direct", ["We lost,", "and we know why."], "said", "Anna Berg")],
        ),
        (
            "Anna Berg said that the council had lost the harbour.",
            [("indirect", ["the council had lost the harbour"], "said", "Anna Berg")],
        ),
        (
            "The council had lost the harbour, Anna Berg said.",
            [("indirect", ["The council had lost the harbour"], "said", "Anna Berg")],
        ),
        (
            "According to the ministry, the harbour was closed for two days.",
            [("indirect", ["the harbour was closed for two days"], "According to", "the ministry")],
        ),
        (
            "The harbour was closed for two days, according to the ministry.",
            [("indirect", ["The harbour was closed for two days"], "according to", "the ministry")],
        ),
        (
            "Anna Berg said the vote was “an insult to the whole town” and left the hall.",
            [("mixed", ["the vote was “an insult to the whole town”"], "said", "Anna Berg")],
        ),
        (
            'Anna Berg called the vote "shameful" and the council "a sad joke."',
            [("mixed", ['the vote "shameful" and the council "a sad joke."'], "called", "Anna Berg")],
        ),
        (
            'The ministry issued a statement declaring that "nobody may enter the harbour."',
            [("direct", ["nobody may enter the harbour."], "declaring", "The ministry")],
        ),
        (
            '"The harbour is closed," Anna Berg wrote on Facebook.',
            [("direct", ["The harbour is closed,"], "wrote", "Anna Berg")],
        ),
        (
            '"Nobody may enter the harbour," the statement added.',
            [("direct", ["Nobody may enter the harbour,"], "added", "the statement")],
        ),
        (
            '"Our task is to rebuild the harbour,"\n\nReuters quoted Berg as saying.',
            [("direct", ["Our task is to rebuild the harbour,"], "quoted", "Berg")],
        ),
        (
            "“Nobody helped us in the storm.” ― Ada Fisher\n\nThe council met.",
            [("direct", ["Nobody helped us in the storm."], None, "Ada Fisher")],
        ),
    ],
)
def test_constructions(text, quotes):
    assert found(text) == quotes


@pytest.mark.parametrize(
    "text",
    [
        'The "old town" was rebuilt after the storm.',
        'Many of the "experts" left early.',
        'Her film "The Long Road" was shown in Harbourtown.',
        "The farmers' vote was lost in the '90s.",
        'READ MORE: "We lost the harbour," Anna Berg said.',
        "## Anna Berg says harbour is lost",
        "Photo: Anna Berg said the harbour was lost.",
        "The harbour was closed for two days.",
    ],
)
def test_no_quotes(text):
    assert found(text) == []


def test_a_second_attribution_ends_the_first():
    text = "Anna Berg said the harbour was lost, adding that the council would meet again."
    assert [(contents, cue) for _, contents, cue, _ in found(text)] == [
        (["the harbour was lost"], "said"),
        (["the council would meet again"], "adding"),
    ]
    assert {speaker for *_, speaker in found(text)} == {"Anna Berg"}


def test_the_object_speaks_when_it_is_made_to():
    (quote,) = [quote for quote in found("The vote prompted him to claim that the harbour was lost.") if quote[2]]
    assert quote[3] == "him"


def test_the_press_office_does_not_own_what_the_mayor_said():
    text = '"We lost the harbour," Anna Berg said, according to his press office.'
    assert found(text) == [("direct", ["We lost the harbour,"], "said", "Anna Berg")]


def test_a_floating_quotation_is_the_last_speakers():
    text = '"We lost the harbour," Anna Berg said.\n\n"The council will not forget what it saw today."'
    quotes, names = analysed(text)
    assert [names.entities[quote.speaker_entity].name for quote in quotes] == ["Anna Berg", "Anna Berg"]
    assert quotes[1].cue is None
    assert "goes on" in quotes[1].reasons[0]


def test_a_quotation_over_paragraphs_is_one_quote():
    text = '"We lost the harbour, and we know why.\n\n"We shall rebuild it," Anna Berg said.'
    contents = [content for _, contents, *_ in found(text) for content in contents]
    assert contents == ["We lost the harbour, and we know why.", "We shall rebuild it,"]
    assert {speaker for *_, speaker in found(text)} == {"Anna Berg"}


def test_lines_of_an_interview():
    text = "\n\n".join(
        [
            "Ada Fisher: Did you lose the harbour?",
            "Berg: We did not lose it.",
            "Ada Fisher: Who did?",
            "Berg: The sea.",
        ]
    )
    assert [speaker for *_, speaker in found(text)] == ["Ada Fisher", "Berg", "Ada Fisher", "Berg"]
    assert found(text)[1][1] == ["We did not lose it."]


def test_supporters_of_someone_are_not_that_one():
    quotes, _ = analysed("Anna Berg left. Berg's supporters said they would take to the streets.")
    assert quotes[-1].speaker_entity is None
    assert "names nobody" in quotes[-1].reasons[-1]


def test_who_stands_for_the_person_before_it():
    text = "Police met Anna Berg, who said the harbour was lost."
    quotes, names = analysed(text)
    assert names.entities[quotes[0].speaker_entity].name == "Anna Berg"


PIECES = [
    '"',
    "“",
    "”",
    "'",
    "’",
    " said ",
    "Anna Berg ",
    "we lost ",
    "that ",
    ". ",
    ", ",
    "\n\n",
    "\r\n",
    "\t",
    "😀",
    "e\u0301",
    ": ",
    " — ",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text(text):
    quotes, names = analysed(text)
    assert list(quotes) == sorted(quotes, key=lambda quote: quote.spans)
    for quote in quotes:
        assert all(span.end <= len(text) and span.of(text).strip() for span in quote.spans)
        assert all(one.end <= two.start for one, two in zip(quote.spans, quote.spans[1:], strict=False))
        assert quote.speaker_entity is None or quote.speaker_entity < len(names.entities)
        assert quote.reasons


class Nobody:
    entities = ()

    def at(self, span):
        return None

    def role(self, phrase):
        return None

    def pronoun(self, doc, token):
        return None


@pytest.mark.parametrize(
    "unit", ['" ', '"We go," he said. ', 'he said that "it is well" and ', "She said it, and ", "“we "]
)
def test_time_is_linear(unit):
    def needed(times):
        layout = lay_out(unit * times)
        doc = next(language.parse(language.load(), [layout.text]))
        return seconds(lambda: find_quotes(doc, layout, Nobody()))

    assert needed(800) < 30 * max(needed(80), 0.01)
