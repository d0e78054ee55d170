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
            'Anna Berg said there were two ways: "You stay or you leave."',
            [("mixed", ['there were two ways: "You stay or you leave."'], "said", "Anna Berg")],
        ),
        (
            'The people of Harbourtown "deserve a better council," said Anna Berg.',
            [("mixed", ['The people of Harbourtown "deserve a better council,"'], "said", "Anna Berg")],
        ),
        (
            'The harbour, Anna Berg said, was "lost for good" after the storm.',
            [("mixed", ["The harbour", 'was "lost for good" after the storm'], "said", "Anna Berg")],
        ),
        (
            "In May, Anna Berg said, the harbour was lost.",
            [("indirect", ["In May", "the harbour was lost"], "said", "Anna Berg")],
        ),
        (
            '"We [the council] lost ... everything," Anna Berg said.',
            [("direct", ["We [the council] lost ... everything,"], "said", "Anna Berg")],
        ),
        (
            "He said: “She told me, ‘We lost the harbour.’”",
            [("direct", ["She told me, ‘We lost the harbour.’"], "said", "He")],
        ),
        (
            "‹Nous avons perdu›, said Anna Berg.",
            [("direct", ["Nous avons perdu"], "said", "Anna Berg")],
        ),
        (
            "He also called for his supporters to gather in the square.",
            [("indirect", ["his supporters to gather in the square"], "also called", "He")],
        ),
        (
            "He resigned after what his critics say was the disastrous handling of the storm.",
            [("indirect", ["the disastrous handling of the storm"], "say", "his critics")],
        ),
        (
            "Anna Berg is called a traitor by many.",
            [("indirect", ["a traitor"], "is called", "many")],
        ),
        (
            'It was what Anna Berg called "a long night".',
            [("direct", ["a long night"], "called", "Anna Berg")],
        ),
        (
            'Anna Berg called the plan "a sad joke" on Friday.',
            [("mixed", ['the plan "a sad joke"'], "called", "Anna Berg")],
        ),
        (
            "Berg's statement that the harbour was lost angered the council.",
            [("indirect", ["the harbour was lost"], "statement", "Berg's")],
        ),
        (
            'Anna Berg called the vote "a true wake-up call" to her council.',
            [("mixed", ['the vote "a true wake-up call" to her council'], "called", "Anna Berg")],
        ),
        (
            "Anna Berg praised Ada Fisher, who has led the council since the storm.",
            [("indirect", ["Ada Fisher"], "praised", "Anna Berg")],
        ),
        (
            'Anna Berg described the visit as a sign of Borland\'s "support" for the council, who are under pressure.',
            [("mixed", ['the visit as a sign of Borland\'s "support" for the council'], "described", "Anna Berg")],
        ),
        (
            "The plan was described as “a sad joke” by Anna Berg.",
            [("direct", ["a sad joke"], "was described", "Anna Berg")],
        ),
        (
            "Anna Berg said the harbour was lost, while the council met in a tent.",
            [("indirect", ["the harbour was lost"], "said", "Anna Berg")],
        ),
        (
            "Photo: Anna Berg said the harbour was lost.",
            [("indirect", ["the harbour was lost"], "said", "Anna Berg")],
        ),
        (
            "Anna Berg referred to “the so-called plan” twice.",
            [("direct", ["the so-called plan"], "referred", "Anna Berg")],
        ),
        (
            "Anna Berg was critical of the plan.",
            [("indirect", ["the plan"], "critical", "Anna Berg")],
        ),
        (
            "Many fishermen see the deal as a humiliating loss.",
            [("indirect", ["the deal as a humiliating loss"], "see", "Many fishermen")],
        ),
        (
            'Anna Berg told the paper\'s "Harbour Hour" that the storm was over.',
            [("indirect", ["the storm was over"], "told", "Anna Berg")],
        ),
        (
            "Anna Berg says it helps and calls the council lazy.",
            [("indirect", ["it helps"], "says", "Anna Berg"), ("indirect", ["the council lazy"], "calls", "Anna Berg")],
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
        "Fishermen are expected to hold a rally in Harbourtown.",
        "Many fishermen see the harbour from their boats.",
        'Anna "Annie" Berg left the council.',
        "Calls for the mayor to resign have grown since the storm.",
        "The town was accused of supplying oil to the rebels.",
        "A firm called Sansa Marine owns the harbour.",
        "The council called off the vote.",
        'Her film "The Long Road" was shown in Harbourtown.',
        "The farmers' vote was lost in the '90s.",
        'READ MORE: "We lost the harbour," Anna Berg said.',
        "The harbour was closed for two days.",
    ],
)
def test_no_quotes(text):
    assert found(text) == []


def test_a_masked_link_in_the_cue_hides_no_agency():
    text = "Anna Berg said that the harbour was lost, [according](#) to the Nord news agency."
    [cited, said] = analysed(text)[0]
    assert (cited.speaker.of(text), said.speaker.of(text)) == ("the Nord news agency", "Anna Berg")
    assert said.via is not None and said.via.of(text) == "the Nord news agency"


def test_some_of_those_spoken_of_are_known_by_them():
    text = "Anna Berg left. Her opponents have criticised her for leaving. Some suggested the harbour was lost."
    quotes, names = analysed(text)
    assert names.entities[quotes[-1].speaker_entity].name == "Anna Berg’s opponents"


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


def test_a_quotation_over_paragraphs_has_a_mark_at_each():
    text = '"We lost.\n\n"We know why.\n\n"We shall rebuild it," Anna Berg said.'
    assert [contents for _, contents, *_ in found(text)] == [["We lost.", "We know why.", "We shall rebuild it,"]]


def test_words_without_marks_are_not_called_something():
    assert found("Anna Berg referred to the plan twice.") == []


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


def test_lines_of_an_interview_that_open_with_a_mark():
    lines = [
        "FISHER: Did you lose the harbour?",
        "BERG: We did “not” lose it.",
        "FISHER: Who did?",
        "BERG: The sea did.",
    ]
    text = "\n\n".join('"' + line for line in lines) + '"'
    assert [contents for _, contents, *_ in found(text)] == [[line.split(": ")[1]] for line in lines]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Anna Berg did not say that the harbour was lost.", "negated"),
        ("The council would not say whether the harbour was lost.", "negated"),
        ("Anna Berg will say that the harbour was lost.", "planned"),
    ],
)
def test_a_cue_that_says_it_was_not_said(text, reason):
    (quote,) = analysed(text)[0]
    assert any(reason in why for why in quote.reasons)
    assert quote.cue.of(text).split()[0] in ("did", "would", "will")


def test_a_cue_that_says_it_was_said_has_no_such_reason():
    (quote,) = analysed("Anna Berg has said that the harbour was lost.")[0]
    assert not any("not said" in why for why in quote.reasons)


def test_what_he_was_asked_is_not_what_he_said():
    quotes = found("Asked whether the harbour was lost, Anna Berg said no.")
    assert [(contents, cue) for _, contents, cue, _ in quotes] == [(["whether the harbour was lost"], "Asked")]


def test_an_agency_cites_a_source():
    quotes = found("According to the ministry, the harbour was closed, Reuters reported.")
    assert (["the harbour was closed"], "the ministry") in [(contents, speaker) for _, contents, _, speaker in quotes]


def test_sentences_in_marks_without_a_speaker_are_quotes():
    assert found('"The harbour was lost." Then it rained.') == [("direct", ["The harbour was lost."], None, None)]


def test_supporters_of_someone_are_not_that_one():
    quotes, names = analysed("Anna Berg left. Berg's supporters said they would take to the streets.")
    entity = quotes[-1].speaker_entity
    assert entity is None or names.entities[entity].name != "Anna Berg"


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

    def why(self, token):
        return ""

    def described(self, token):
        return None

    def issuer(self, token):
        return None

    def candidates(self, token, phrase):
        return ()


@pytest.mark.parametrize(
    "unit", ['" ', '"We go," he said. ', 'he said that "it is well" and ', "She said it, and ", "“we ", '"we go on." ']
)
def test_time_is_linear(unit):
    def needed(times):
        layout = lay_out(unit * times)
        doc = next(language.parse(language.load(), [layout.text]))
        return seconds(lambda: find_quotes(doc, layout, Nobody()))

    assert needed(800) < 30 * max(needed(80), 0.01)
