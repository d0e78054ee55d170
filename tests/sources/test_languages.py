"""What a text shows of its language."""

import pytest

from sources.documents import ENOUGH_TO_IDENTIFY, _contradicts
from sources.languages import is_plainly_english, language_of

ENGLISH = (
    "The harbour was closed to all ships on Monday after a storm had torn two cranes from the quay. A spokeswoman for "
    "the port said that it would take weeks to repair them, and that nobody was hurt. "
)
GERMAN = (
    "Der Hafen wurde am Montag für alle Schiffe gesperrt, nachdem ein Sturm zwei Kräne vom Kai gerissen hatte. Eine "
    "Sprecherin sagte, die Reparatur werde Wochen dauern; verletzt worden sei niemand. "
)
DUTCH = (
    "De haven was maandag gesloten voor alle schepen nadat een storm twee kranen van de kade had gerukt. Volgens een "
    "woordvoerster is het herstel in een week niet te doen, en is er niemand gewond. "
)


@pytest.mark.parametrize(("text", "is_english"), [(ENGLISH, True), (GERMAN, False), (DUTCH, False), ("", False)])
def test_english_is_told_by_its_commonest_words(text, is_english):
    assert is_plainly_english(text) == is_english


def test_what_is_plainly_english_is_identified_as_such():
    found = language_of(ENGLISH)
    assert found is not None and found.value == "en"


@pytest.mark.parametrize(
    ("text", "declared", "contradicts"),
    [(ENGLISH, "en-GB", False), (ENGLISH, "de", True), (GERMAN, "en", True), (GERMAN, "de-AT", False)],
)
def test_a_long_text_is_believed_before_its_page_s_template(text, declared, contradicts):
    assert _contradicts(text * (1 + ENOUGH_TO_IDENTIFY // len(text)), declared) == contradicts
    assert not _contradicts(text[:100], declared)


def test_few_letters_are_no_language():
    assert language_of("1234567890 " * 90 + "seventeen letters") is None
