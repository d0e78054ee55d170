"""Cutting texts into segments: nothing is lost, whatever overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.analysis.spans import Span
from claims.highlighting import Mark, Part, differing, excerpt, excerpt_of, segments

TEXT = "Three districts were ceded, she said."


def mark(words: str, kind: str = "quote", anchor: str = "", title: str = "", text: str = TEXT) -> Mark:
    start = text.index(words)
    return Mark(Span(start, start + len(words)), kind, anchor, title)


@st.composite
def marked_texts(draw):
    text = draw(st.text(max_size=60))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    found = draw(st.lists(spans, max_size=8)) if text else []
    return text, [Mark(Span(*pair), "quote", f"q{number}") for number, pair in enumerate(found)]


@given(marked_texts())
def test_segments_joined_are_the_text_and_each_mark_covers_its_own_characters(marked):
    text, marks = marked
    pieces = segments(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    for one in marks:
        assert "".join(piece.text for piece in pieces if one in piece.marks) == one.span.of(text)


@given(marked_texts())
def test_every_anchor_stands_once(marked):
    text, marks = marked
    anchors = [anchor for piece in segments(text, marks) for anchor in piece.anchors]
    assert sorted(anchors) == sorted(one.anchor for one in marks)


@given(marked_texts(), st.integers(0, 30))
def test_an_excerpt_holds_all_it_is_around_and_little_more(marked, margin):
    text, marks = marked
    for one in marks:
        cut = excerpt(text, one.span, [one], margin)
        shown = "".join(piece.text for piece in cut.segments)
        assert "".join(piece.text for piece in cut.segments if piece.marks) == one.span.of(text)
        assert shown in text
        assert len(shown) <= one.span.end - one.span.start + 2 * margin
        assert cut.more_before or text.startswith(shown)
        assert cut.more_after or text.endswith(shown)


def test_overlapping_marks_share_the_stretch_they_both_cover():
    pieces = segments(TEXT, [mark("Three districts were", "claim"), mark("districts were ceded", "quote")])
    assert [(piece.text, piece.classes) for piece in pieces] == [
        ("Three ", "claim"),
        ("districts were", "claim quote"),
        (" ceded", "quote"),
        (", she said.", ""),
    ]


def test_a_segment_tells_the_titles_of_all_its_marks_once():
    pieces = segments(
        TEXT, [mark("Three", "claim", title="3"), mark("Three districts", title="3"), mark("Three", title="Q")]
    )
    assert pieces[0].title == "3 · Q"


def test_a_mark_of_another_text_is_an_error_that_names_it():
    with pytest.raises(ValueError, match=r"Mark\(.*ends after the text, which has 37 characters"):
        segments(TEXT, [Mark(Span(30, 38), "quote")])


@pytest.mark.parametrize(
    ("text", "words", "margin", "shown"),
    [
        ("one two three four five", "three", 5, ("two three four", True, True)),
        ("one two three", "one", 5, ("one two", False, True)),
        ("one two three", "three", 5, ("two three", True, False)),
        ("three", "three", 5, ("three", False, False)),
        ("a" * 60 + "b" + "c" * 60, "b", 40, ("a" * 40 + "b" + "c" * 40, True, True)),
    ],
)
def test_excerpts_are_cut_between_words_where_there_are_any(text, words, margin, shown):
    cut = excerpt(text, mark(words, text=text).span, [], margin)
    assert ("".join(piece.text for piece in cut.segments), cut.more_before, cut.more_after) == shown


@given(marked_texts(), st.integers(0, 30), st.integers(0, 20))
def test_an_excerpt_of_a_part_is_that_of_the_whole_where_the_part_is_wide_enough(marked, margin, before):
    text, marks = marked
    for one in marks:
        start = max(0, one.span.start - margin - 30 - before)
        part = Part(text[start : one.span.end + margin + 30], start, one.span.end + margin + 30 >= len(text))
        assert excerpt_of(part, one.span, [one], margin) == excerpt(text, one.span, [one], margin)


def test_what_lies_outside_of_the_part_is_left_out():
    part = Part(TEXT[6:15], 6, last=False)
    cut = excerpt_of(part, Span(6, 26), [mark("Three", "claim"), mark("districts were", "quote")])
    assert [(piece.text, piece.classes) for piece in cut.segments] == [("districts", "quote")]
    assert cut.more_before and cut.more_after


@pytest.mark.parametrize(
    ("text", "other", "marked"),
    [
        ("nobody answered our calls", "nobody heard our calls", ["answered"]),
        ("We don't know", "we do not know", []),
        ("an attempt at a coup", "an attempted coup", ["attempt at a"]),
        ("all of it", "", ["all of it"]),
        ("the same", "the same words", []),
    ],
)
def test_words_that_the_other_wording_does_not_have_are_marked(text, other, marked):
    pieces = differing(text, other)
    assert [piece.text for piece in pieces if piece.marks] == marked
    assert "".join(piece.text for piece in pieces) == text
