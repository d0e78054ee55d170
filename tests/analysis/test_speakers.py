"""Which entity a quote is credited to, whom it may be where that is open, and who passed it on."""

import pytest

from claims.analysis.found import EntityKind
from claims.analysis.names.finding import find_names
from claims.analysis.quotes.finding import find_quotes
from claims.analysis.text import language
from claims.analysis.text.layout import lay_out
from sources.messages import english

PERSON, GROUP, BODY = EntityKind.PERSON, EntityKind.GROUP, EntityKind.ORGANISATION


@pytest.fixture(scope="session")
def analysed():
    def analyse(text):
        layout = lay_out(text)
        doc = next(language.parse(language.load(), [layout.text]))
        names = find_names(doc, layout)
        return find_quotes(doc, layout, names), names.entities

    return analyse


def quote_by(found, text, cue):
    """The only quote with this cue."""
    (quote,) = [quote for quote in found if quote.cue and quote.cue.of(text) == cue]
    return quote


def speaker(analysed, text, cue="said"):
    """The name and kind of whom the quote with the cue is credited to, or None."""
    found, entities = analysed(text)
    quote = quote_by(found, text, cue)
    entity = entities[quote.speaker_entity] if quote.speaker_entity is not None else None
    return (entity.name, entity.kind) if entity else None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Several dozen officers said the harbour was lost.", "several dozen officers", GROUP),
        ("Residents said the harbour was lost.", "residents", GROUP),
        ("On Monday two officials said the harbour was lost.", "two officials", GROUP),
        ("A ministry spokeswoman said the harbour was lost.", "ministry spokeswoman", PERSON),
        ("The police said the harbour was lost.", "police", GROUP),
        ("The harbour was lost, an appeals court said.", "appeals court", BODY),
        ("Anna Berg left. Berg's supporters said the harbour was lost.", "Anna Berg’s supporters", GROUP),
        ("Anna Berg left. Her supporters said the harbour was lost.", "Anna Berg’s supporters", GROUP),
        ("Officers from Oslo met. They said the harbour was lost.", "officers from Oslo", GROUP),
    ],
)
def test_the_nameless_are_speakers_of_their_own(analysed, text, name, kind):
    assert speaker(analysed, text) == (name, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Polls said the harbour was lost.",
        "Tomas Varga left. The senator said the harbour was lost.",
        "Tomas Varga left. The company said the harbour was lost.",
        "The researchers said the harbour was lost.",
        "I said the harbour was lost.",
        "We said the harbour was lost.",
        "A spokesman met Anna Berg and another spokesman. The spokesmen said the harbour was lost.",
        "His aides said the harbour was lost.",
    ],
)
def test_papers_pronouns_of_nobody_and_what_may_be_somebody_named_are_left_open(analysed, text):
    assert speaker(analysed, text) is None


def test_the_same_officers_speak_twice(analysed):
    text = "Several dozen officers said the harbour was lost. The officers added that the town would follow."
    assert speaker(analysed, text, "added") == speaker(analysed, text, "said") == ("several dozen officers", GROUP)


def test_a_second_resident_may_be_another_one(analysed):
    text = "A resident said the harbour was lost. The town slept. A resident claimed that nobody had come."
    assert speaker(analysed, text) == ("resident", PERSON)
    assert speaker(analysed, text, "claimed") is None


def test_who_was_named_as_a_source_goes_on_speaking(analysed):
    """ "Him" in "quoted him as saying" is who the sentence before was "according to", not who it was about."""
    text = (
        "President Carl Dunmore met Mayor Adam Brightwater on Monday.\n\n"
        'What Brightwater did was "painful" but "necessary," according to Dunmore. '
        'The unions should "support both the mayor and his team," the agency quoted him as saying.'
    )
    assert speaker(analysed, text, "quoted") == ("Carl Dunmore", PERSON)


def test_a_pronoun_may_be_a_nameless_speaker(analysed):
    text = "Tomas Varga left on Monday. A spokeswoman said the harbour was lost. She added that the town would follow."
    assert speaker(analysed, text, "added") == ("spokeswoman", PERSON)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('The Baltic Union issued a statement. "The harbour is lost," the statement said.', "Baltic Union"),
        ('Anna Berg wrote a letter to the town. "The harbour is lost," the letter said.', "Anna Berg"),
        ("A report by the Baltic Union said the harbour was lost.", "Baltic Union"),
        ("The Baltic Union's website said the harbour was lost.", "Baltic Union"),
        ('Anna Berg spoke in a statement on Monday. "The harbour is lost," the statement said.', "Anna Berg"),
    ],
)
def test_a_document_speaks_for_who_issued_it(analysed, text, name):
    assert speaker(analysed, text)[0] == name


def test_a_report_of_nobody_is_nobody_s(analysed):
    assert speaker(analysed, "Anna Berg left. A report said the harbour was lost.") is None


def test_two_who_speak_together_are_not_one_of_them(analysed):
    text = "Anna Berg and Tomas Varga said the harbour was lost."
    found, entities = analysed(text)
    quote = quote_by(found, text, "said")
    assert quote.speaker_entity is None
    assert [entities[each.entity].name for each in quote.candidates] == ["Anna Berg", "Tomas Varga"]


def test_of_several_names_in_a_row_the_last_is_who(analysed):
    text = "The town honoured Anna Berg, Tomas Varga and Erik Holm, who said the harbour was lost."
    assert speaker(analysed, text) == ("Erik Holm", PERSON)


def test_an_open_pronoun_says_who_it_may_be_and_why(analysed):
    text = "Tomas Varga and Pavel Novak spoke. He said the harbour was lost."
    found, entities = analysed(text)
    quote = quote_by(found, text, "said")
    assert quote.speaker_entity is None
    assert {entities[each.entity].name for each in quote.candidates} == {"Tomas Varga", "Pavel Novak"}
    assert all("another man may be meant" in english(each.reason) for each in quote.candidates)


def test_an_open_role_says_who_was_named_before(analysed):
    text = "Erik Holm met Tomas Varga. The senator said the harbour was lost."
    found, entities = analysed(text)
    quote = quote_by(found, text, "said")
    assert quote.speaker_entity is None
    assert [entities[each.entity].name for each in quote.candidates] == ["Tomas Varga", "Erik Holm"]


def test_at_most_four_candidates(analysed):
    people = "Adam Berg, Boris Dahl, Carl Frisk, David Grip, Erik Holm and Frank Lund"
    found, _ = analysed(f"{people} came to Oslo. The senator said the harbour was lost.")
    assert all(len(quote.candidates) <= 4 for quote in found)


def test_a_president_is_not_his_wife(analysed):
    text = (
        "President Berg spoke on Monday. Anna Berg was there. Mr. Berg smiled at Mrs. Berg. "
        "The president said the harbour was lost."
    )
    assert speaker(analysed, text) != ("Anna Berg", PERSON)


@pytest.mark.parametrize(
    ("text", "cue", "via"),
    [
        ("Interfax reported that Anna Berg said the harbour was lost.", "said", "Interfax"),
        ("Anna Berg said that the harbour was lost, Interfax reported.", "said", "Interfax"),
        ("Interfax quoted Anna Berg as saying the harbour was lost.", "saying", "Interfax"),
        ('"The harbour is lost," Anna Berg said, according to Interfax.', "said", "Interfax"),
        ("Anna Berg said the harbour was lost.", "said", None),
        ("Anna Berg said she told the town that the harbour was lost.", "said", None),
    ],
)
def test_who_passed_it_on(analysed, text, cue, via):
    quote = quote_by(analysed(text)[0], text, cue)
    assert quote.speaker.of(text) == "Anna Berg"
    assert (quote.via.of(text) if quote.via else None) == via


def test_a_title_in_capitals_names_nobody_new(analysed):
    _, entities = analysed("Anna Berg Calls Harbour Loss A Disgrace\n\nAnna Berg said the harbour was lost.")
    assert [entity.name for entity in entities if entity.kind is PERSON] == ["Anna Berg"]


def test_a_surname_that_is_a_word_is_a_name_once_it_was_named_in_full(analysed):
    text = "Howard Dean left Oslo. On Monday Dean said the harbour was lost."
    assert speaker(analysed, text) == ("Howard Dean", PERSON)
    text = 'Larry King left Oslo. "The harbour is lost," Mr. King said.'
    assert speaker(analysed, text) == ("Larry King", PERSON)


def test_those_of_somebody_nameless_are_told_by_whom_they_belong_to(analysed):
    text = "A local farmer said the road was closed. His neighbours told the court that they had seen nothing."
    assert speaker(analysed, text, "told") == ("local farmer’s neighbours", GROUP)
