"""How two values relate, as a table."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.analysis.facts.relations import Kind, comparable, differ, is_vague, kind_of, range_of, relate
from claims.analysis.values import Comparator, Dimension, Value


def day(low, high=None, granularity="day", comparator=Comparator.EXACTLY):
    return Value(
        Dimension.DATE,
        "date",
        dt.date.fromisoformat(low),
        dt.date.fromisoformat(high or low),
        granularity,
        comparator,
    )


def count(low, high=..., granularity="1.0", comparator=Comparator.EXACTLY):
    return Value(Dimension.COUNT, "district", low, low if high is ... else high, granularity, comparator)


def days(low, high=..., granularity="1.0", comparator=Comparator.EXACTLY):
    return Value(Dimension.DURATION, "day", low, low if high is ... else high, granularity, comparator)


def of(dimension, low, high=..., granularity="1.0", comparator=Comparator.EXACTLY, unit=""):
    return Value(dimension, unit, low, low if high is ... else high, granularity, comparator)


def any_bound(ends):
    return ends != (None, None)


def in_order(ends):
    return ends if None in ends else tuple(sorted(ends))


AGE, TIME, SCORE, RANK, OCCURRENCE = (
    Dimension.AGE,
    Dimension.TIME,
    Dimension.SCORE,
    Dimension.RANK,
    Dimension.OCCURRENCE,
)
SIX_WEEKS = days(42.0, granularity="7.0")
OVER_SIX_WEEKS = days(42.0, None, "7.0", Comparator.MORE_THAN)
NOVEMBER = day("2020-11-01", "2020-11-30", "month")


def span(low, high, granularity="day"):
    """A date that names both its ends."""
    return day(low, high, granularity, Comparator.BETWEEN)


def season(year):
    return span(f"{year}-01-01", f"{year + 1}-12-31", "year")


RELATIONS = [
    (day("2020-11-09"), day("2020-11-10"), "conflicts"),
    (day("2020-11-09"), day("2020-11-09"), "equal"),
    (day("2020-11-09"), NOVEMBER, "refines"),
    (span("2020-11-09", "2020-11-11"), span("2020-11-10", "2020-11-12"), "conflicts"),
    (span("2020-11-09", "2020-11-11"), span("2020-11-09", "2020-11-12"), "refines"),
    (span("2020-11-09", "2020-11-11"), day("2020-11-11"), "refines"),
    (day("2020-11-01", "2020-11-10", "month"), day("2020-11-05", "2020-11-15", "month"), "compatible"),
    (season(2008), season(2009), "conflicts"),
    (day("2020-12-01"), NOVEMBER, "conflicts"),
    (count(3.0), count(7.0), "conflicts"),
    (SIX_WEEKS, days(44.0), "compatible"),
    (OVER_SIX_WEEKS, days(44.0), "refines"),
    (OVER_SIX_WEEKS, SIX_WEEKS, "compatible"),
    (OVER_SIX_WEEKS, days(20.0), "conflicts"),
    (count(2000.0, granularity="1000.0", comparator=Comparator.ABOUT), count(2000.0, granularity="1000.0"), "refines"),
    (count(2000.0, granularity="1000.0"), count(2134.0), "compatible"),
    (count(20000.0, granularity="10000.0"), count(10000.0, granularity="10000.0"), "conflicts"),
    (count(30.0, None, comparator=Comparator.AT_LEAST), count(42.0), "refines"),
    (count(30.0, None, comparator=Comparator.AT_LEAST), count(12.0), "conflicts"),
    (count(170000.0, None, "10000.0", Comparator.MORE_THAN), count(168000.0, granularity="1000.0"), "conflicts"),
    (count(100.0, granularity="100.0", comparator=Comparator.ABOUT), count(55.0), "conflicts"),
    (count(100.0, granularity="100.0", comparator=Comparator.ABOUT), count(92.0), "compatible"),
    (count(30.0, granularity="10.0"), count(33.0), "conflicts"),
    (of(AGE, 41.0), of(AGE, 42.0), "conflicts"),
    (of(AGE, 40.0, 49.0, "10.0"), of(AGE, 42.0), "refines"),
    (of(TIME, 1300.0), of(TIME, 1300.0), "equal"),
    (of(TIME, 1300.0), of(TIME, 1265.0), "conflicts"),
    (of(TIME, 1300.0, comparator=Comparator.ABOUT), of(TIME, 1310.0), "compatible"),
    (of(TIME, 1260.0, granularity="60.0"), of(TIME, 1280.0), "compatible"),
    (of(SCORE, 24.0, 31.0), of(SCORE, 25.0, 30.0), "conflicts"),
    (of(SCORE, 24.0, 31.0), of(SCORE, 24.0, 31.0), "equal"),
    (of(RANK, 5.0, unit="coach"), of(RANK, 6.0, unit="trainer"), "conflicts"),
    (of(OCCURRENCE, 1.0, unit="dismiss"), of(OCCURRENCE, 0.0, unit="dismiss"), "conflicts"),
]


@pytest.mark.parametrize(("a", "b", "kind"), RELATIONS)
def test_relation(a, b, kind):
    assert relate(a, b).kind == kind
    assert relate(b, a).kind == kind
    assert kind_of(range_of(a), range_of(b)) == kind


def test_the_gap_and_the_tolerance_are_shown():
    relation = relate(count(20000.0, granularity="1000.0"), count(10000.0, granularity="1000.0"))
    assert (relation.gap, relation.tolerance) == (10000.0, 500.0)


def test_values_of_two_dimensions_are_not_compared():
    with pytest.raises(ValueError, match="cannot be compared"):
        relate(count(3.0), days(3.0))


def test_two_currencies_are_not_compared():
    dollars = Value(Dimension.MONEY, "USD", 5.0, 5.0, "1.0")
    euros = Value(Dimension.MONEY, "EUR", 5.0, 5.0, "1.0")
    with pytest.raises(ValueError, match="cannot be compared"):
        relate(dollars, euros)


@pytest.mark.parametrize(
    ("value", "vague"),
    [
        (count(24.0, 96.0, comparator=Comparator.BETWEEN), True),
        (count(2000.0, None), True),
        (count(15.0, 20.0, comparator=Comparator.BETWEEN), False),
        (count(7.0), False),
        (NOVEMBER, False),
        (day("2020-01-01", "2020-12-31", "year"), False),
        (day("2019-01-01", "2020-12-31", "year"), True),
    ],
)
def test_vague(value, vague):
    assert is_vague(value) is vague


def test_two_years_are_two_answers():
    years = [day(f"{year}-01-01", f"{year}-12-31", "year") for year in (2009, 2010)]
    assert differ(*map(range_of, years))
    assert not differ(range_of(years[0]), range_of(day("2008-01-01", "2010-12-31", "year")))


def test_two_seasons_are_two_answers():
    assert differ(range_of(season(2008)), range_of(season(2009)))
    assert not differ(range_of(season(2008)), range_of(day("2009-05-01")))


dates = st.builds(
    lambda ends, comparator: day(*(f"2020-11-{end:02}" for end in sorted(ends)), comparator=comparator),
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.sampled_from((Comparator.EXACTLY, Comparator.BETWEEN, Comparator.ABOUT)),
)
numbers = st.sampled_from([None, 0.0, 3.0, 7.0, 42.0, 100.0, 2000.0])
values = st.builds(
    lambda dimension, ends, granularity, comparator: of(dimension, *ends, granularity, comparator),
    st.sampled_from([Dimension.COUNT, Dimension.MEASURE, AGE, TIME, SCORE, RANK]),
    st.tuples(numbers, numbers).filter(any_bound).map(in_order),
    st.sampled_from(["0.1", "1.0", "1000.0"]),
    st.sampled_from(Comparator),
)


@given(*[st.one_of(values, dates)] * 2)
def test_values_differ_where_they_relate_as_conflicting(a, b):
    vague = is_vague(a) and is_vague(b)
    conflicting = comparable(a, b) and relate(a, b).kind is Kind.CONFLICTS
    assert differ(range_of(a), range_of(b)) == (conflicting and not vague)


@given(values, values)
def test_how_values_relate_is_read_off_their_ranges(a, b):
    b = replace(b, dimension=a.dimension, unit=a.unit)
    assert kind_of(range_of(a), range_of(b)) is relate(a, b).kind
