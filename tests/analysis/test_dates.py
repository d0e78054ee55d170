"""Dates of every precision, in sentences made up for each."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.analysis.dates.finding import dates_the_saying, find_dates
from claims.analysis.text import language
from tests.timing import seconds

WEDNESDAY = dt.date(2020, 12, 2)


def parsed(text):
    return next(language.parse(language.load(), [text]))


def stated(text, published=WEDNESDAY, **options):
    return [(each.span.of(text), each.value) for each in find_dates(parsed(text), published, **options)]


def bounds(text, published=WEDNESDAY):
    [(_, value)] = stated(text, published)
    return str(value.low), str(value.high), value.granularity


def one_day(text, published=WEDNESDAY):
    low, high, granularity = bounds(text, published)
    assert (low, granularity) == (high, "day")
    return low


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They signed it on Nov. 9.", "2020-11-09"),
        ("They signed it on 9 November.", "2020-11-09"),
        ("They signed it on the 9th of November.", "2020-11-09"),
        ("They signed it on December 9.", "2019-12-09"),
        ("They will sign it on December 9.", "2020-12-09"),
        ("They will sign it on January 5.", "2021-01-05"),
        ("They signed it on Monday, November 9, 2015.", "2015-11-09"),
        ("They signed it on 2015-11-09.", "2015-11-09"),
        ("They signed it on 29/2/2012.", "2012-02-29"),
        ("They signed it on 2/29/2012.", "2012-02-29"),
        ("The bridge fell on Saturday.", "2020-11-28"),
        ("The bridge fell on Wednesday.", "2020-12-02"),
        ("The bridge fell last Wednesday.", "2020-11-25"),
        ("The bridge will open on Saturday.", "2020-12-05"),
        ("The bridge fell on Tuesday night.", "2020-12-01"),
        ("The bridge fell yesterday.", "2020-12-01"),
        ("The bridge reopens tomorrow.", "2020-12-03"),
        ("The bridge fell four days ago.", "2020-11-28"),
        ("A guard on his way to pray on Friday was hurt.", "2020-11-27"),
        ("They met on Christmas Day 2019.", "2019-12-25"),
        ("They met on November 9 last year.", "2019-11-09"),
        ("They met on Monday, November 9.", "2020-11-09"),
        ("They met on June 20 of 1992.", "1992-06-20"),
        ("They met on 20 June in 1992.", "1992-06-20"),
        ("They will meet on Monday, January 4.", "2021-01-04"),
        ("They met on the 28th, he said.", "2020-11-28"),
        ("They will meet on the 28th.", "2020-12-28"),
        ("The show opens on Saturday.", "2020-12-05"),
        ("Bridge opens Saturday", "2020-11-28"),
        ("The Sept. 11 attacks changed the rules.", "2001-09-11"),
        ("They left on September 11.", "2020-09-11"),
    ],
)
def test_days(text, day):
    assert one_day(text) == day


@pytest.mark.parametrize(
    ("text", "low", "high", "granularity"),
    [
        ("It began in November.", "2020-11-01", "2020-11-30", "month"),
        ("It began last November.", "2020-11-01", "2020-11-30", "month"),
        ("It began in December.", "2020-12-01", "2020-12-31", "month"),
        ("It will begin in March.", "2021-03-01", "2021-03-31", "month"),
        ("It began in March 2015.", "2015-03-01", "2015-03-31", "month"),
        ("It began in early October.", "2020-10-01", "2020-10-10", "month"),
        ("It began last month.", "2020-11-01", "2020-11-30", "month"),
        ("It began in the spring of 2018.", "2018-03-01", "2018-05-31", "season"),
        ("It began in the winter of 2018.", "2018-12-01", "2019-02-28", "season"),
        ("It began in the second quarter of 2018.", "2018-04-01", "2018-06-30", "season"),
        ("It began last year.", "2019-01-01", "2019-12-31", "year"),
        ("It began in 2016.", "2016-01-01", "2016-12-31", "year"),
        ("It has lasted since the 1990s.", "1990-01-01", "1999-12-31", "decade"),
        ("It began in the 19th century.", "1800-01-01", "1899-12-31", "century"),
        ("It began last week.", "2020-11-23", "2020-11-29", "day"),
        ("They met on November 9-10.", "2020-11-09", "2020-11-10", "day"),
        ("They met on 9 to 10 November 2015.", "2015-11-09", "2015-11-10", "day"),
        ("He ruled in 1990-95.", "1990-01-01", "1995-12-31", "year"),
        ("He ruled between 1990 and 1995.", "1990-01-01", "1995-12-31", "year"),
        ("They fought from October to March 2015.", "2014-10-01", "2015-03-31", "month"),
        ("It began earlier this year.", "2020-01-01", "2020-12-02", "year"),
        ("The trial will start in March.", "2021-03-01", "2021-03-31", "month"),
        ("The mill was forced to close in June.", "2020-06-01", "2020-06-30", "month"),
        ("It began two years ago.", "2018-01-01", "2018-12-31", "year"),
        ("It began in the first week of May 2015.", "2015-05-01", "2015-05-07", "day"),
        ("It began in the last week of May 2015.", "2015-05-25", "2015-05-31", "day"),
        ("It began in the week of May 6, 2015.", "2015-05-04", "2015-05-10", "day"),
        ("They decided over the weekend to leave.", "2020-11-28", "2020-11-29", "day"),
        ("It has lasted since the nineties.", "1990-01-01", "1999-12-31", "decade"),
        ("Sales fell in Q3 2019.", "2019-07-01", "2019-09-30", "season"),
        ("Profit rose sharply in the third quarter.", "2020-07-01", "2020-09-30", "season"),
        ("They met from March to May 2019.", "2019-03-01", "2019-05-31", "month"),
        ("They met between 9 and 12 November.", "2020-11-09", "2020-11-12", "day"),
        ("They left after voting for it in a January referendum.", "2020-01-01", "2020-01-31", "month"),
        ("The emperor died in AD 70.", "0070-01-01", "0070-12-31", "year"),
    ],
)
def test_periods(text, low, high, granularity):
    assert bounds(text) == (low, high, granularity)


def test_the_early_nineties_are_within_the_decade():
    low, high, granularity = bounds("It has lasted since the early 1990s.")
    assert (low, granularity) == ("1990-01-01", "decade")
    assert high < "1995"


def test_hedges_open_a_bound_or_blur_it():
    [(words, by)] = stated("It closes by the end of 2021.")
    assert (words, by.low, by.high, by.comparator) == ("by the end of 2021", None, dt.date(2021, 12, 31), "at most")
    [(words, about)] = stated("It was built around 1850.")
    assert (words, about.low.year, about.comparator) == ("around 1850", 1850, "about")


def test_a_weekday_that_disagrees_blurs_the_date():
    [(_, value)] = stated("They met on Friday, November 9, 2015.")
    assert (value.low, value.comparator) == (dt.date(2015, 11, 9), "about")


def test_a_fiscal_year_is_about_the_year():
    [(_, value)] = stated("Its costs rose in fiscal 2019.")
    assert (value.low.year, value.high.year, value.comparator) == (2019, 2019, "about")


@pytest.mark.parametrize(
    "text",
    [
        "On Wednesday the troops left, and they came back the next night.",
        "The mayor asked for information about this morning.",
    ],
)
def test_hedges_and_steps_that_are_none(text):
    assert all(value.comparator == "exactly" and value.low <= WEDNESDAY for _, value in stated(text))


def test_after_a_year_before_our_era_no_month_is_of_this_year():
    assert stated("The fort fell in 480 BC. The fleet sailed in September.") == []


def test_a_step_past_the_publication_is_no_date_of_the_past():
    assert [words for words, _ in stated("The troops left on Wednesday and came back the next day.")] == ["Wednesday"]


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "comparator"),
    [
        ("It closed after 2018.", "after 2018", "2018-12-31", "None", "more than"),
        ("It closed shortly before Nov. 9.", "shortly before Nov. 9", "None", "2020-11-09", "less than"),
        ("It closed two days after Nov. 9.", "two days after Nov. 9", "2020-11-11", "2020-11-11", "exactly"),
        ("It closed the day before May 1, 2019.", "the day before May 1, 2019", "2019-04-30", "2019-04-30", "exactly"),
        ("It closed a week before May 15, 2019.", "a week before May 15, 2019", "2019-05-06", "2019-05-12", "about"),
        ("It closed before Monday's vote.", "Monday", "2020-11-30", "2020-11-30", "exactly"),
        ("It ran Nov. 18-Dec. 19, 2015.", "Nov. 18", "2015-11-18", "2015-11-18", "exactly"),
        ("It will close this coming Monday.", "this coming Monday", "2020-12-07", "2020-12-07", "exactly"),
    ],
)
def test_words_before_a_date_bound_or_move_it(text, words, low, high, comparator):
    found = stated(text)[0]
    assert (found[0], str(found[1].low), str(found[1].high), found[1].comparator) == (words, low, high, comparator)


def test_a_step_that_is_not_told_moves_a_date_out_of_reach():
    assert stated("It closed several days after Nov. 9.") == []


@pytest.mark.parametrize(
    "text",
    [
        "It fell on Saturday.",
        "It fell on Nov. 9.",
        "It fell last week and reopened two days later.",
        "It began in the spring.",
        "It began in 480 BC and ended in March.",
        "They met on 3/4/2018.",
        "They met on February 30, 2018.",
    ],
)
def test_no_day_is_invented(text):
    assert stated(text, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "She may march in the fall of the empire.",
        "The 1990s war is over.",
        "April Jones paid 2,016 crowns.",
        "The survey asked 1500 voters.",
        "Black Friday sales rose.",
        "He works on Mondays.",
        "Telephone: +86 2010-2015-86.",
        "He twisted it the Friday before the game.",
        "The rebuilding continues to this day.",
        "She scored twice in the third quarter of the game.",
        "British Climber Killed In Fall",
        "The 1000-member council met.",
        "They had an average of 1500 a day.",
        "They saw a grey 2013 Toyota Camry.",
    ],
)
def test_words_that_are_no_dates(text):
    assert stated(text) == []


def test_a_narrative_lends_its_year_to_later_dates():
    text = (
        "The war began on September 1, 1939. In October the fort fell, and the next day the garrison left. It came "
        "back on 3 May 1940 and held out until June 1941. In July the siege was lifted."
    )
    days = [str(value.low) for _, value in stated(text, None)]
    assert days == ["1939-09-01", "1939-10-01", "1940-05-03", "1941-06-01", "1941-07-01"]


def test_a_year_that_strays_between_two_dates_of_another_is_not_lent():
    text = (
        "The fort fell on 6 January 1975, and on 10 March 1975 the bridge. A campaign was planned for 1976. On 11 "
        "March the garrison left, and on 29 April 1975 the city fell."
    )
    assert str(stated(text, None)[3][1].low) == "1975-03-11"


def test_with_a_publication_date_no_far_year_is_lent():
    text = "The old bridge fell on May 3, 1970. The new one fell on November 9."
    assert [str(value.low) for _, value in stated(text)] == ["1970-05-03", "2020-11-09"]


def test_what_leans_on_an_inferred_publication_date_says_so():
    text = "It fell on Saturday, not on May 3, 2019."
    assert [value.inferred for _, value in stated(text, inferred=True)] == [True, False]
    assert [value.inferred for _, value in stated(text)] == [False, False]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The mayor said on Saturday that the bridge was safe.", True),
        ("In a statement posted on May 3, the mayor thanked the crew.", True),
        ("The mayor told reporters Saturday that the bridge was safe.", True),
        ("The mayor will speak on Saturday.", False),
        ("The mayor is due to speak on Saturday.", False),
        ("The bridge collapsed on Saturday.", False),
        ("The mayor said the bridge collapsed on Saturday.", False),
        ("The mayor signed the deal on Saturday.", False),
        ("The mayor reported the crash on Saturday.", False),
        ("The mayor complained on Saturday that the bridge was closed.", True),
    ],
)
def test_dates_of_the_saying(text, says):
    doc = parsed(text)
    [found] = find_dates(doc, WEDNESDAY)
    assert dates_the_saying(doc, found) is says


def test_no_date_crosses_a_line_break():
    assert stated("It ends in May\n2015 is far away, on November\n9.")[0][0] == "May"
    assert all("\n" not in words for words, _ in stated("On November\n9, 2020 and in late\nMay, last\nweek"))


PIECES = st.sampled_from(
    "May 9 2020 last week the 1990s on Nov. Thursday 31 February , - to and of 1st BC early ago two days later \n ' ſ "
    "٩ century the 99th in by 12/12/2012 Christmas's".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PIECES | st.text(max_size=4), max_size=25).map(" ".join),
    st.sampled_from([None, WEDNESDAY, dt.date.min, dt.date.max]),
)
def test_any_text_is_read_without_an_error(text, published):
    found = find_dates(parsed(text), published)
    assert found == sorted(found, key=lambda each: each.span)
    for each in found:
        assert each.span.covers(each.core)
        assert "\n" not in each.span.of(text)
        assert each.value.low is None or each.value.high is None or each.value.low <= each.value.high


def test_twice_the_text_takes_about_twice_the_time():
    sentence = "On May 3, 2015 and a.a.a.a late in June, the 1990s, last week, 3 March - 4 April or two days later. "
    short, long = parsed(sentence * 40), parsed(sentence * 160)
    assert seconds(lambda: find_dates(long, WEDNESDAY)) < 8 * seconds(lambda: find_dates(short, WEDNESDAY)) + 0.2
