"""What is body and what surrounds it, told by form, in made-up articles."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.analysis.spans import Span
from claims.analysis.text.layout import BlockKind, lay_out
from tests.timing import seconds

BODY = "The council met for three hours and agreed on nothing."


def kinds(text):
    return [(block.kind.value, block.span.of(text).strip()) for block in lay_out(text).blocks]


def kind_of(line, before=f"{BODY}\n\n", after=f"\n\n{BODY}"):
    text = f"{before}{line}{after}"
    return lay_out(text).kind_at(len(before) + next(at for at, sign in enumerate(line) if sign.isalnum()))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (BODY, "body"),
        ("READ MORE: Council fails again", "boilerplate"),
        ("**Related article:** [Why the council fails](https://paper.example/1)", "boilerplate"),
        ("Source: The Daily Test and agencies", "boilerplate"),
        ("Original url: <https://paper.example/2020/1>", "boilerplate"),
        ("*Wire One contributed reporting.*", "boilerplate"),
        ("[More on the council](#)", "boilerplate"),
        ("https://paper.example/a https://paper.example/b", "boilerplate"),
        ("This article was first published by the Daily Test.", "boilerplate"),
        ("By Ada Writer and Bo Scribe for Wire One", "byline"),
        ("By [Ada Writer](#)", "byline"),
        ("(Reporting by Ada Writer; editing by Bo Scribe.)", "byline"),
        ("November 21, 2020", "dateline"),
        ("Published: 3 March 2021, 10:15 GMT", "dateline"),
        ("Edited time: March 13, 2013 02:15", "dateline"),
        ("HARBOURTOWN, NL, April 28, 2009", "dateline"),
        ("HARBOURTOWN- April 27 -", "dateline"),
        ("HARBOURTOWN, April 27, had 12 boats.", "body"),
        ("Updated 4: 08 p. m. ET", "dateline"),
        ("November 14, 2011|12: 35 pm", "dateline"),
        ("The mayor waves to a crowd in Harbourtown, March 3, 2021. (Reuters)", "caption"),
        ("**Ada Lens / press office of the mayor / AFP**", "caption"),
        ("Photo: Ada Lens", "caption"),
        ("Bo Mayor [mayor.example](https://mayor.example)", "caption"),
        ("## The long road", "heading"),
        ("The long road to power", "heading"),
        ("By 2020 the council had met nine times.", "body"),
        ("More than 300 people came. (They left early)", "body"),
        ("Watching the vote, she said nothing.", "body"),
        ("Copyright lawyers sued the council.", "body"),
        ("“We will come back,”", "body"),
        ("Sources said the vote would be repeated.", "body"),
    ],
)
def test_kind_by_form(line, kind):
    assert kind_of(line) == kind


def test_a_doubled_caption_is_no_paragraph():
    caption = "The mayor waves to a crowd in Harbourtown."
    text = f"{BODY}\n\n{caption}\n{caption} (Reuters)\n\n{BODY}"
    assert [kind for kind, _ in kinds(text)] == ["body", "caption", "caption", "body"]


@pytest.mark.parametrize(
    ("lead", "dateline"),
    [
        (f" date 2021-02-25 {BODY}", "date 2021-02-25"),
        (f"HARBOURTOWN -- {BODY}", "HARBOURTOWN --"),
        (f"HARBOURTOWN, Oldland, March 3 (Wire One) - {BODY}", "HARBOURTOWN, Oldland, March 3 (Wire One) -"),
        (f"date 2021-03-01 HARBOURTOWN — {BODY}", "date 2021-03-01 HARBOURTOWN —"),
    ],
)
def test_a_dateline_opens_the_lead(lead, dateline):
    assert kinds(lead) == [("dateline", dateline), ("body", BODY)]


@pytest.mark.parametrize("lead", ["NATO and the EU met - without result.", "The USA -- he said -- will wait."])
def test_no_dateline_in_a_sentence(lead):
    assert kinds(lead) == [("body", lead)]


def test_what_is_not_read_is_masked_and_offsets_stay():
    text = f'READ MORE: "Nothing"\n\nShe [has urged](#) **all** of them to `go`.\r\n\r\n{BODY}'
    layout = lay_out(text)
    assert len(layout.text) == len(text)
    assert '"' not in layout.text and "#" not in layout.text and "*" not in layout.text
    for word in ("urged", "all", "council"):
        assert layout.text.index(word) == text.index(word)


def test_hard_wrapped_lines_are_one_block_and_lines_of_their_own_are_not():
    wrapped = "The council of Harbourtown met and\nagreed on nothing at all, as it\nhad often done."
    assert len(lay_out(wrapped).blocks) == 1
    assert "\n" not in lay_out(wrapped).text
    assert len(lay_out("One sentence ends.\nAnother one starts.").blocks) == 2


def test_body_is_asked_by_offset_and_by_span():
    text = f"READ MORE: Nothing\n\n{BODY}\n\n{BODY}"
    layout = lay_out(text)
    start = text.index(BODY)
    assert layout.kind_at(0) is BlockKind.BOILERPLATE
    assert layout.kind_at(start - 1) is None
    assert layout.is_body(Span(start, start + len(BODY)))
    assert not layout.is_body(Span(start, len(text)))
    assert not layout.is_body(Span(0, 4))


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("aB \n\r\t#*_[](){}<>:.,\"'“”‘’-—/\u0301\u2028😀1") | st.characters(), max_size=300
    )
)
@example("")
@example("\r\n\r\n")
@example("![](")
def test_any_text(text):
    layout = lay_out(text)
    assert len(layout.text) == len(text)
    ends = [(block.span.start, block.span.end) for block in layout.blocks]
    assert ends == sorted(ends)
    assert all(before[1] <= after[0] for before, after in zip(ends, ends[1:], strict=False))
    for kept, original in zip(layout.text, text, strict=True):
        assert kept in (original, " ", "\n")
    for block in layout.body():
        assert "\n" not in block.span.of(layout.text)


@pytest.mark.parametrize(
    "unit", ["*", "[", "[x](a", "_a", "<a ", "- ", "(a", "AAA, ", "a\n", "https://", "> ", "1 May "]
)
def test_time_is_linear(unit):
    short, long = unit * 4_000, unit * 40_000
    assert seconds(lambda: lay_out(long)) < 40 * max(seconds(lambda: lay_out(short)), 0.005)
