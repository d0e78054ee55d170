import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.messages import english
from sources.versions import edits, sentences, summary

BASE = "The council met on Monday. It approved 3 roads. Nobody objected to the plan.\n\nThe mayor left early."


def shown(old, new):
    return [
        (edit.kind.value, edit.old and old[slice(*edit.old)], edit.new and new[slice(*edit.new)])
        for edit in edits(old, new)
    ]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (BASE, []),
        (BASE.replace("3", "8"), [("changed", "It approved 3 roads.", "It approved 8 roads.")]),
        (BASE.replace("Nobody objected to the plan.", ""), [("removed", "Nobody objected to the plan.", None)]),
        (BASE + " She returned at noon.", [("added", None, "She returned at noon.")]),
        (
            "The mayor left early.\n\n" + BASE.removesuffix("\n\nThe mayor left early."),
            [("moved", "The mayor left early.", "The mayor left early.")],
        ),
        ("", [("removed", text, None) for text in BASE.replace("\n\n", " ").replace(". ", ".|").split("|")]),
    ],
)
def test_each_kind_of_edit_is_tied_to_its_sentence(new, expected):
    assert shown(BASE, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('He said "no" to it.', "He said “no” to it."),
        ("It's a wait-and-see plan -- for now.", "It’s a wait\u2011and\u2011see plan — for now."),
        ("Some 2\u00a0000 people came.", "Some 2 000 people came."),
        ("One. Two.", "One.\r\n\r\n Two."),
        ("They waited...", "They waited…"),
        ("A so\u00adlu\u00adtion was found.", "A solution was found."),
        ("Zoe\u0308 left.", "Zoë left."),
    ],
)
def test_typography_and_white_space_are_no_edits(old, new):
    assert edits(old, new) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The deal dates from Nov. 9 and holds.", "The deal dates from Nov. 10 and holds."),
        ("Mr. Smith and the U.S. President met 4 times.", "Mr. Smith and the U.S. President met 5 times."),
        ("It fell to -5 degrees.", "It fell to 5 degrees."),
        ("It measures 10² metres.", "It measures 102 metres."),
        ("He said: “Never.”", "He said: “Always.”"),
    ],
)
def test_a_small_change_within_one_sentence_is_one_change_of_all_of_it(old, new):
    assert shown(old, new) == [("changed", old, new)]


def test_a_sentence_that_moved_and_changed_a_figure_is_a_change():
    old = "The flood killed 12 people in the northern valley. " + "Rain fell all week. Roads were shut. Schools closed."
    new = "Rain fell all week. Roads were shut. Schools closed. The flood killed 15 people in the northern valley."
    assert shown(old, new) == [
        (
            "changed",
            "The flood killed 12 people in the northern valley.",
            "The flood killed 15 people in the northern valley.",
        )
    ]


def test_similar_neighbours_are_paired_each_with_its_own():
    old = "Team A lost 3 games in May. Team B lost 4 games in May. Team C lost 5 games in May."
    new = "Team A lost 3 games in May. Team B lost 6 games in May. Team C lost 5 games in May."
    assert shown(old, new) == [("changed", "Team B lost 4 games in May.", "Team B lost 6 games in May.")]


def test_removed_sentences_stand_after_what_they_followed():
    kinds = [
        kind for kind, *_ in shown("First one here. Second one there. Third is last.", "First one here. Fresh x y z.")
    ]
    assert kinds == ["removed", "removed", "added"]


def test_a_summary_counts_the_kinds():
    found = edits(BASE, BASE.replace("3", "8") + " Bye now, all.")
    assert english(summary(found)) == "sentences: 1 changed, 1 added"
    assert english(summary(())) == "white space or typography only"


def test_long_texts_without_anything_in_common_take_seconds_not_hours():
    old = " ".join(f"The old sentence of number {n} says {n * 7}." for n in range(3000))
    new = " ".join(f"Another report, {n * 13}, is given in line {n}." for n in range(3000))
    started = time.monotonic()
    edits(old, new)
    edits("word " * 100_000, "term " * 100_000)
    assert time.monotonic() - started < 30


words = st.sampled_from(
    ["Rain fell.", "Snow fell in 3 towns.", "He left.", "\n", "It was cold, they said.", "12 came."]
)


@given(st.lists(words, max_size=12).map(" ".join), st.lists(words, max_size=12).map(" ".join))
def test_every_sentence_is_accounted_for_once(old, new):
    found = edits(old, new)
    olds, news = [e.old for e in found if e.old], [e.new for e in found if e.new]
    assert len(set(olds)) == len(olds) and len(set(news)) == len(news)
    assert {s.range for s in sentences(old)} >= set(olds) and {s.range for s in sentences(new)} >= set(news)
    assert len(sentences(old)) - len(olds) == len(sentences(new)) - len(news)


@given(st.text(max_size=80))
def test_a_text_is_no_edit_of_itself_and_its_sentences_do_not_overlap(text):
    assert edits(text, text) == ()
    ranges = [s.range for s in sentences(text)]
    assert all(a[1] <= b[0] for a, b in zip(ranges, ranges[1:], strict=False))
    assert all(text[start:end] == text[start:end].strip() for start, end in ranges)
