"""Positions on a fact, what fits them, and what reconciles them."""

import datetime as dt

import pytest

from claims.analysis.facts.conflicts import Answer, find_conflict
from claims.analysis.facts.explaining import explain_values
from claims.analysis.values import Comparator
from sources.messages import english

from .test_relations import AGE, NOVEMBER, OVER_SIX_WEEKS, SIX_WEEKS, count, day, days, of


def answer(value, origin, **fields):
    fields.setdefault("article", f"{origin}-article")
    fields.setdefault("key", f"{origin}-{value.low}-{value.high}-{fields['article']}")
    return Answer(value=value, origin=origin, **fields)


def stands(conflict):
    return [(stand.value, stand.origins) for stand in conflict.stands]


def test_two_dates_conflict_and_a_month_fits_both():
    ninth, tenth = day("2020-11-09"), day("2020-11-10")
    conflict = find_conflict(
        [answer(ninth, "Wire"), answer(ninth, "Times"), answer(tenth, "World"), answer(NOVEMBER, "Radio")]
    )
    assert stands(conflict) == [(ninth, ("Times", "Wire")), (tenth, ("World",))]
    assert [fit.origin for fit in conflict.fits] == ["Radio"]
    assert (conflict.kind, conflict.gap, conflict.reconciled) == ("value", 1.0, None)
    text = explain_values("date of the deal", conflict).text
    assert "Times and Wire say 9 November 2020; World says 10 November 2020" in text
    assert "Radio says November 2020, which fits both" in text
    assert "1 day apart" in text.lower() and "time zones" in text


def test_durations_stated_to_the_week_do_not_conflict_with_days():
    assert find_conflict([answer(SIX_WEEKS, "A"), answer(OVER_SIX_WEEKS, "B"), answer(days(44.0), "C")]) is None


def test_a_part_with_the_rest_named_explains_the_whole():
    conflict = find_conflict(
        [answer(count(3.0), "Wire"), answer(count(3.0), "Times", others=(4.0,)), answer(count(7.0), "Radio")]
    )
    assert english(conflict.reconciled.arithmetic) == "3 + 4 = 7"
    explanation = explain_values("number of districts", conflict)
    assert explanation.reconciled and explanation.arithmetic == "3 + 4 = 7"


def test_a_toll_that_rises_with_the_days_is_explained():
    first, second = dt.date(2025, 5, 1), dt.date(2025, 5, 2)
    grew = [
        answer(count(9.0), "A", event="kill", published=first),
        answer(count(14.0), "B", event="kill", published=second),
    ]
    assert english(find_conflict(grew).reconciled.rule) == "total that grew"
    fell = [
        answer(count(14.0), "A", event="kill", published=first),
        answer(count(9.0), "B", event="kill", published=second),
    ]
    assert find_conflict(fell).reconciled is None


def test_a_bound_and_what_lies_beyond_it_are_no_distance_apart():
    over = count(12000.0, None, comparator=Comparator.MORE_THAN)
    text = explain_values("boats", find_conflict([answer(count(12000.0), "A"), answer(over, "B")])).text
    assert "One begins where the other ends: look first at" in text and "0.0" not in text


@pytest.mark.parametrize(
    ("ages", "days", "explained"),
    [
        ((26.0, 27.0), ("2025-03-01", "2025-09-27"), True),
        ((26.0, 27.0), ("2025-09-27", "2025-03-01"), False),
        ((26.0, 27.0), ("2025-09-26", "2025-09-27"), False),
        ((26.0, 29.0), ("2025-03-01", "2025-09-27"), False),
        ((26.0, 29.0), ("2022-03-01", "2025-09-27"), True),
        ((26.0, 27.0), ("2025-03-01", None), False),
    ],
)
def test_an_age_rises_with_the_years(ages, days, explained):
    known = [dt.date.fromisoformat(each) if each else None for each in days]
    answers = [answer(of(AGE, age), name, published=each) for age, name, each in zip(ages, "AB", known, strict=True)]
    conflict = find_conflict(answers)
    assert (conflict.reconciled is not None) is explained
    if explained:
        assert "a birthday between them" in explain_values("age of Ada Berg", conflict).text


def test_one_article_against_itself_is_internal():
    conflict = find_conflict([answer(count(3.0), "A"), answer(count(7.0), "A")])
    assert conflict.kind == "internal"


def test_one_origin_that_replaced_its_own_answer_is_no_conflict():
    answers = [answer(count(3.0), "A", article="first"), answer(count(7.0), "A", article="second")]
    assert find_conflict(answers) is None


def test_speakers_may_disagree():
    conflict = find_conflict([answer(count(3.0), "A"), answer(count(7.0), "B", holder="The mayor")])
    assert conflict.kind == "holder"
    assert "The mayor (in B)" in explain_values("number of boats", conflict).text


def test_vague_quantities_are_never_set_against_each_other():
    dozens = count(24.0, 96.0, granularity="12.0", comparator=Comparator.BETWEEN)
    thousands = count(2000.0, None, granularity="1000.0", comparator=Comparator.AT_LEAST)
    assert find_conflict([answer(dozens, "A"), answer(thousands, "B")]) is None


def test_the_order_of_the_answers_does_not_matter():
    answers = [answer(count(float(number)), origin) for number, origin in ((3, "A"), (7, "B"), (9, "C"), (7, "D"))]
    assert stands(find_conflict(answers)) == stands(find_conflict(answers[::-1]))
