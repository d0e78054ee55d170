"""A part of the broken pages and feeds that `benchmarks.pages_robustness` has; all of them take a minute."""

from benchmarks import pages_robustness as robustness


def test_no_exception_escapes_from_mutated_pages_and_feeds():
    rows = list(robustness.timed(robustness.mutants(150, seed=11)))
    assert [(name, outcome) for name, _, outcome in rows if isinstance(outcome, Exception)] == []
    assert {isinstance(outcome, str) for _, _, outcome in rows} == {True, False}


def test_extremes_end_in_time():
    rows = list(robustness.timed(robustness.extremes(2_000)))
    assert [(name, outcome) for name, _, outcome in rows if isinstance(outcome, Exception)] == []
    assert [name for name, seconds, _ in rows if seconds >= robustness.MOST_SECONDS] == []
    assert "Forbidden" in next(str(outcome) for name, _, outcome in rows if name == "XML bomb")
