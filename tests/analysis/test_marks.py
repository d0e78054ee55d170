"""Quotation marks of all kinds paired, paragraph by paragraph."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.analysis.text.layout import lay_out
from claims.analysis.text.marks import pair
from tests.timing import seconds


def stretches(text):
    layout = lay_out(text)
    return pair(layout.text, [block.span for block in layout.body()])


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"We go," he said. "Now."', ["We go,", "Now."]),
        ("“We go,” he said. “Now.”", ["We go,", "Now."]),
        ("«We go», he said.", ["We go"]),
        ("''We go,'' he said.", ["We go,"]),
        ("``We go,'' he said.", ["We go,"]),
        ("'We don't go,' he said of the farmers' vote.", ["We don't go,"]),
        ("‘We don’t go,’ he said.", ["We don’t go,"]),
        ("The farmers' vote and the '90s didn't matter to the others' sons.", []),
        ("He's Bo's friend and the Smiths' dog.", []),
        ('They said it “will end." He left.', ["will end."]),
        ("He said \"the so-called 'plan' failed\" again.", ["the so-called 'plan' failed"]),
        ("“He told me “go” twice,” she said.", ["He told me “go” twice,"]),
        ('He is 6 ft 2" tall.', []),
        ('It" was nothing. "We go," he said.', ["We go,"]),
        ('"" and " "', []),
        ('He said:"We go."', ["We go."]),
        ("He said—“We go”—and left.", ["We go"]),
        ("„Wir gehen“, he said.", ["Wir gehen"]),
        ("»Wir gehen«, he said.", ["Wir gehen"]),
        ("‚Wir gehen‘, he said.", ["Wir gehen"]),
        ("“We go.“ He left.", ["We go."]),
        ("'The dogs' home and rock 'n' roll are gone,' he said.", ["The dogs' home and rock 'n' roll are gone,"]),
        ("Fishermen's sons loved rock 'n' roll in the '60s.", []),
    ],
)
def test_pairs(text, inner):
    found = stretches(text)
    assert [one.inner.of(text) for one in found] == inner


def test_an_odd_mark_spoils_one_paragraph_only():
    text = 'He said "yes and left.\n\nShe said "no" and stayed.\n\nThey said "perhaps" twice.'
    assert [one.inner.of(text) for one in stretches(text)][1:] == ["no", "perhaps"]


def test_a_quotation_goes_on_over_paragraphs():
    text = '"We go now, and that is final.\n\n"We shall not come back," he said.'
    first, second = stretches(text)
    assert (first.closed, first.continues) == (False, False)
    assert (second.closed, second.continues) == (True, True)
    assert first.inner.of(text) == "We go now, and that is final."


def test_a_quotation_closed_paragraphs_later_without_opening_again():
    text = '"We go now, and that is final.\n\nWe shall not come back," he said.'
    assert [one.inner.of(text) for one in stretches(text)][1] == "We shall not come back,"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab. ,\n\"'“”‘’«»„`\u0301—s"), max_size=200))
def test_any_marks(text):
    found = stretches(text)
    for before, after in zip(found, found[1:], strict=False):
        assert before.outer.end <= after.outer.start
    for one in found:
        assert one.outer.covers(one.inner)
        assert one.inner.of(text).strip()
        assert one.inner.end <= len(text)


@pytest.mark.parametrize("unit", ['" ', '"a" ', "“a ", "'a ", "a' ", '"a ', "'' "])
def test_time_is_linear(unit):
    short, long = unit * 2_000, unit * 20_000
    assert seconds(lambda: stretches(long)) < 40 * max(seconds(lambda: stretches(short)), 0.005)
