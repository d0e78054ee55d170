import pytest

from sources.differences import counted, differences

QUIET = "Rain fell all week. Roads were shut."


def classes(old, new):
    return [tuple(kind.value for kind in each.classes) for each in differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The flood killed 12 people.", "The flood killed 13 people.", ("value",)),
        ("The pact of Nov. 9 holds.", "The pact of Nov. 10 holds.", ("value",)),
        ("They meet on Monday in the hall.", "They meet on Friday in the hall.", ("value",)),
        ("Some twelve boats sank.", "Some twenty boats sank.", ("value",)),
        ("It rose by 3.5 percent.", "It rose by 35 percent.", ("value",)),
        ("Dozens of people fled the town.", "Hundreds of people fled the town.", ("value",)),
        ("“We will never yield,” he said.", "“We will hardly yield,” he said.", ("quotation",)),
        ("He called it “a disgrace”.", "He called it “a small disgrace”.", ("quotation",)),
        ("“We lost 12 boats,” he said.", "“We lost 15 boats,” he said.", ("value", "quotation")),
        ("It was signed by Ada Brightwater.", "It was signed by Otto Fenwick.", ("name",)),
        ("He left the town early today.", "He left the city early today.", ("reworded",)),
        ("It may rain in the hills.", "It might rain in the hills.", ("reworded",)),
        (f"One more line here. {QUIET}", QUIET, ("removed",)),
        (QUIET, f"{QUIET} One more line here.", ("added",)),
        (f"One more line here. {QUIET}", f"{QUIET} One more line here.", ("moved",)),
    ],
)
def test_an_edit_is_classed_by_the_most_serious_thing_it_did(old, new, expected):
    assert classes(old, new) == [expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{QUIET}\nComments (12)", f"{QUIET}\nComments (15)"),
        (QUIET, f"Read more: how the flood came\n{QUIET}"),
        (f"Share this story\n{QUIET}", QUIET),
        (QUIET, QUIET.replace(" ", "\u00a0")),
        ("He said “no” to it.", 'He said "no" to it.'),
    ],
)
def test_navigation_white_space_and_typography_are_no_edits(old, new):
    assert differences(old, new) == ()


def test_a_line_of_the_article_that_begins_like_navigation_is_an_edit_inside_a_paragraph():
    old, new = f"Subscribe numbers fell by 3. {QUIET}", f"Subscribe numbers fell by 8. {QUIET}"
    assert classes(old, new) == [("value",)]


def test_one_digit_outranks_a_rewritten_paragraph():
    old = "It was a quiet day in the whole valley and nobody went out.\n\nThe flood killed 12 people."
    new = "All through the valley it was quiet that day, with nobody out.\n\nThe flood killed 13 people."
    found = differences(old, new)
    assert found[0].classes[0] == "value" and found[0].rank > 2 * found[1].rank
    assert list(counted(found)) == [each.classes[0] for each in found]


def test_the_words_that_differ_are_exact_places_in_both_texts():
    old, new = "Before it. The flood killed 12 people in May.", "Before it. The flood killed 130 people in early May."
    (found,) = differences(old, new)
    assert [(old[slice(*a)], new[slice(*b)]) for a, b in found.words] == [("12", "130"), ("", "early")]
