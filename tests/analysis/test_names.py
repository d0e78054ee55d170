"""Who is named, who "the prime minister", "he" and "the statement" are, in made-up articles."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.analysis.found import EntityKind
from claims.analysis.names.finding import find_names
from claims.analysis.spans import Span
from claims.analysis.text import language
from claims.analysis.text.layout import lay_out

PERSON, BODY, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE


@pytest.fixture(scope="session")
def read():
    def parse(text):
        layout = lay_out(text)
        doc = next(language.parse(language.load(), [layout.text]))
        return doc, find_names(doc, layout)

    return parse


def entity(names, name):
    found = [entity for entity in names.entities if entity.name == name]
    assert found, f"{name!r} is not among {[entity.name for entity in names.entities]}"
    return found[0]


def name_of(names, index):
    return None if index is None else names.entities[index].name


def at(names, text, part):
    return name_of(names, names.at(Span(text.index(part), text.index(part) + len(part))))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Prime Minister Tomas Varga resigned on Monday.", "Tomas Varga", PERSON),
        ("The move was criticised by Georgian President Nino Beridze.", "Nino Beridze", PERSON),
        ("Azerbaijan President Rashad Mamedov flew home.", "Rashad Mamedov", PERSON),
        ("Troops entered the region of Verkhova-Lesna on Friday.", "Verkhova-Lesna", PLACE),
        ("Officials in the Republic of Armenia were silent.", "Armenia", PLACE),
        ("The Moldovan Security Council met twice.", "Moldovan Security Council", BODY),
        ("He was chosen by the Ministry of Finance in May.", "Ministry of Finance", BODY),
        ("Later the defence ministry issued a denial.", "defence ministry", BODY),
        ("She spoke to Ursula von der Leyen in Brussels.", "Ursula von der Leyen", PERSON),
        ("They wrote to Mohammed bin Rashid about it.", "Mohammed bin Rashid", PERSON),
        ("Kremlin spokesman Anton Belov declined to comment.", "Anton Belov", PERSON),
        ("Deputies of the party's My Road Alliance walked out.", "My Road Alliance", BODY),
    ],
)
def test_finds(read, text, name, kind):
    _, names = read(text)
    assert entity(names, name).kind is kind


@pytest.mark.parametrize(
    ("text", "name", "names_used"),
    [
        ("Nikola Petrov left. Petrov had come late.", "Nikola Petrov", {"Nikola Petrov", "Petrov"}),
        ("Mr. Smith spoke. John Smith left.", "John Smith", {"John Smith", "Smith"}),
        ("John Smith spoke. Then J. Smith left.", "John Smith", {"John Smith", "J. Smith"}),
        (
            "The Baltic Fisheries Union met. The BFU is small.",
            "Baltic Fisheries Union",
            {"Baltic Fisheries Union", "BFU"},
        ),
        (
            "Talks of the Baltic Fisheries Union (BFU) began.",
            "Baltic Fisheries Union",
            {"Baltic Fisheries Union", "BFU"},
        ),
        (
            "The General Staff of the Armed Forces spoke. The General Staff was blunt.",
            "General Staff of the Armed Forces",
            {"General Staff of the Armed Forces", "General Staff"},
        ),
    ],
)
def test_forms_of_one_name_are_together(read, text, name, names_used):
    _, names = read(text)
    assert set(entity(names, name).names) == names_used


def test_given_names_keep_people_apart(read):
    _, names = read("Viktor Orlov met Anna Orlova. Later Sergei Orlov arrived with Viktor Orlov.")
    assert {entity.name for entity in names.entities} >= {"Viktor Orlov", "Sergei Orlov", "Anna Orlova"}


def test_a_surname_of_two_is_nobody_s_unless_one_was_called_so_before(read):
    _, names = read("Viktor Orlov met Sergei Orlov. Orlov was late.")
    assert set(entity(names, "Viktor Orlov").names) == {"Viktor Orlov"}
    _, names = read("Viktor Orlov was late. Orlov met his brother, Sergei Orlov. Then Orlov left.")
    assert set(entity(names, "Viktor Orlov").names) == {"Viktor Orlov", "Orlov"}


def test_a_name_never_crosses_a_line_break(read):
    text = "Reforms begin\n\nThe law was signed by Anton\n\nBelov said no."
    _, names = read(text)
    assert not any("\n" in span.of(text) for entity in names.entities for span in entity.mentions)


def test_nationalities_and_days_are_no_mentions(read):
    text = "The Armenian army left on Saturday. Armenians cheered."
    _, names = read(text)
    mentioned = [span.of(text) for entity in names.entities for span in entity.mentions]
    assert not any(part.startswith(("Armenian", "Sat")) for part in mentioned)


def test_bylines_and_boilerplate_name_nobody(read):
    _, names = read("By Clara Jones\n\nTomas Varga resigned on Monday.\n\nREAD MORE: Erik Holm wins the vote")
    assert [entity.name for entity in names.entities] == ["Tomas Varga"]


def test_headlines_name_only_whom_the_body_names(read):
    text = "# Varga Urges Stronger Links With Old Friends\n\nPresident Tomas Varga spoke on Monday."
    _, names = read(text)
    assert [entity.name for entity in names.entities] == ["Tomas Varga"]
    assert at(names, text, "Varga Urges") == "Tomas Varga"


ROLES = (
    "Prime Minister Tomas Varga met the head of the border guard, Pavel Novak, on Monday. Georgian President Nino "
    "Beridze and Moldovan President Ion Rusu were away. Erik Holm, the deputy head of the customs service, told the "
    "Moldovan Security Council in a statement to wait. Former president Mikael Lund stayed at home."
)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the prime minister", "Tomas Varga"),
        ("The PM", "Tomas Varga"),
        ("the premier", "Tomas Varga"),
        ("the president", None),
        ("the Georgian president", "Nino Beridze"),
        ("Moldova's president", "Ion Rusu"),
        ("the Moldovan leader", "Ion Rusu"),
        ("the former president", "Mikael Lund"),
        ("the head of the border guard", "Pavel Novak"),
        ("the deputy head", "Erik Holm"),
        ("the council", "Moldovan Security Council"),
        ("the security council", "Moldovan Security Council"),
        ("the foreign minister", None),
        ("the prime minister's supporters", None),
        ("supporters of the prime minister", None),
        ("the statement's author", "Erik Holm"),
        ("the statement", "Erik Holm"),
        ("the letter", None),
        ("", None),
    ],
)
def test_roles(read, phrase, name):
    _, names = read(ROLES)
    assert name_of(names, names.role(phrase)) == name


def test_role_mentions_are_mentions(read):
    text = "Prime Minister Tomas Varga resigned. Critics of the prime minister cheered."
    _, names = read(text)
    assert at(names, text, "the prime minister") == "Tomas Varga"


def test_one_office_without_a_holder_goes_to_the_one_person_without_a_role(read):
    text = (
        "Georgian President Nino Beridze backed the Moldovan prime minister on Monday. Ion Rusu has faced protests. "
        "Rusu denied the claims."
    )
    _, names = read(text)
    assert name_of(names, names.role("the prime minister")) == "Ion Rusu"
    _, names = read(text + " Erik Holm agreed. Holm had been there.")
    assert names.role("the prime minister") is None


def test_what_somebody_owns_is_not_he(read):
    text = "Tomas Varga’s supporters marched. Tomas Varga smiled."
    _, names = read(text)
    assert at(names, text, "Tomas Varga’s supporters") is None
    assert at(names, text, "Tomas Varga’s") == "Tomas Varga"


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Tomas Varga said he would go.", "he", "Tomas Varga"),
        ("Tomas Varga met Anna Novak. She was late.", "She", "Anna Novak"),
        ("Tomas Varga dismissed Pavel Novak. He also called an election.", "He", "Tomas Varga"),
        ("Spokeswoman Sasha Bely met Tomas Varga. She was late.", "She", "Sasha Bely"),
        ("Anna Novak resigned. He was late.", "He", None),
        ("Tomas Varga and Pavel Novak spoke. He was late.", "He", None),
        ('Tomas Varga spoke. "I saw that he fell," said Anna Novak.', "he", None),
        ("Nobody came. He was late.", "He", None),
        ("Shumi Vark said she would go. A man fell. Police helped him up.", "him", None),
        ('Pavel Novak came. Erik Holm said it was over.\n\n"Go home," he added.', "he", "Erik Holm"),
    ],
)
def test_pronouns(read, text, pronoun, name):
    doc, names = read(text)
    token = next(token for token in doc if token.text == pronoun)
    assert name_of(names, names.pronoun(doc, token)) == name


def test_who_asks_names_then_pronouns_then_roles(read):
    text = "Prime Minister Tomas Varga said he would go. An aide of the prime minister wept."
    doc, names = read(text)
    for part in ("Tomas Varga", "he would", "the prime minister"):
        start = text.index(part)
        span = Span(start, start + len(part.split(" would")[0]))
        assert name_of(names, names.who(doc, span)) == "Tomas Varga"


pieces = st.sampled_from(
    "Prime Minister|Tomas Varga|Varga|Anna Novak|the president|he|her|said|in|of|the|Georgian|CSTO|Security Council|,|"
    '."|"|“|”|\n\n|’s|-|(|)|.|Mr.|U.S.|Republic of|al-|İ|statement|É'.split("|")
)


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(pieces, max_size=40))
def test_any_text_is_read_and_every_span_lies_in_it(read, parts):
    text = " ".join(parts)
    _, names = read(text)
    for number, found in enumerate(names.entities):
        assert found.mentions == tuple(sorted(found.mentions))
        for span in found.mentions:
            assert span.end <= len(text) and span.of(text).strip() and "\n" not in span.of(text)
            assert names.at(span) == number or number in names.descriptions.values()
    assert all(left[1] <= right[0] for left, right in zip(names.mentions, names.mentions[1:], strict=False))


def test_the_work_grows_with_the_text_not_with_its_square(read):
    """Counted in calls, not in seconds: ten times the text may cost little more than ten times the work."""
    text = "Prime Minister Tomas Varga met Anna Novak in Oslo. She said he was late. The prime minister agreed.\n\n"

    def calls(times):
        layout = lay_out(text * times)
        doc = next(language.parse(language.load(), [layout.text]))
        counted = 0

        def count(frame, event, argument):
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count)
        try:
            find_names(doc, layout)
        finally:
            sys.setprofile(None)
        return counted

    calls(1)
    assert calls(100) < 15 * calls(10)
