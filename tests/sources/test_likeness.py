"""Sketches of texts: alike for reprints, unlike for two reports of one event."""

import pytest

from sources.likeness import are_reprints, keys, likeness, sketch

REPORT = (
    "The harbour board of Quellmouth closed two of its four quays on Tuesday after divers found cracks below the "
    "waterline. Engineers expect repairs to take six weeks and to cost about 3.2 million euros. Ferries to the islands "
    "leave from the northern quay until then, and freight is sent by way of Brackhaven. The board was warned of the "
    "damage in a survey four years ago, its chairman said, but had put the work off for want of money. Fishermen, who "
    "have nowhere else to land their catch, asked the town for help with the fees that Brackhaven takes of them."
)
OTHER = (
    "Cracks in two quays have shut half the port at Quellmouth. Divers came upon them on Tuesday, and it will be six "
    "weeks before the walls are mended, according to the engineers, who put the price at 3.2 million euros. Until then "
    "the island ferries use the quay in the north while cargo goes through Brackhaven instead. A survey had pointed to "
    "the damage four years back; there was no money for it then, said the man who heads the board of the harbour."
)


def test_a_text_has_one_sketch_whatever_its_marks_and_capitals():
    assert sketch(REPORT) == sketch(REPORT.upper().replace(".", " —"))
    assert len(sketch(REPORT)) == 60 and all(0 <= value < 2**32 for value in sketch(REPORT))


@pytest.mark.parametrize(
    "copy",
    [
        REPORT.replace("six weeks", "nine weeks"),
        "Half of Quellmouth’s port shut\n\n" + REPORT + "\n\nAll rights reserved.",
        REPORT.rpartition(" Fishermen")[0],
    ],
)
def test_a_reprint_is_found(copy):
    assert are_reprints(sketch(REPORT), sketch(copy))


def test_two_reports_of_one_event_are_no_reprints():
    assert likeness(sketch(REPORT), sketch(OTHER)) < 0.2
    assert not are_reprints(sketch(REPORT), sketch(OTHER))


def test_a_text_of_few_words_has_no_sketch():
    assert sketch("The harbour board closed two quays on Tuesday.") == ()
    assert keys(()) == [] and not are_reprints((), ())


def test_keys_fit_a_signed_column():
    assert len(set(keys(sketch(REPORT)))) == 20
    assert all(0 <= key < 2**63 for key in keys(sketch(REPORT)))
