"""Results of games and votes, and times on a running clock."""

import pytest

from claims.analysis.quantities.game_clocks import find_game_clocks
from claims.analysis.quantities.scores import find_scores
from claims.analysis.text import language

DAY = 86400


def scores(text):
    doc = next(language.parse(language.load(), [text]))
    return [(each.span.of(text), each.value.low, each.value.high) for each in find_scores(doc, text)]


@pytest.mark.parametrize(
    ("text", "stated", "low", "high"),
    [
        ("They won 31-24 there.", "31-24", 24, 31),
        ("The Colts (11-4) left.", "11-4", 4, 11),
        ("The Colts (4-11) left.", "4-11", 4, 11),
        ("They went 2-6 at home.", "2-6", 2, 6),
        ("They have a record of 9-14 now.", "9-14", 9, 14),
        ("They are floundering at 9-14 now.", "9-14", 9, 14),
        ("The average stands at 284-286 now.", "284-286", 284, 286),
        ("A 91–73 victory came.", "91–73", 73, 91),
        ("The Senate voted 52 to 48.", "52 to 48", 48, 52),
        ("It was a 5-4 ruling.", "5-4", 4, 5),
        ("Rahman fell to 45-7-2 there.", "45-7-2", 7, 45),
        ("They meet the 0-14 Lions.", "0-14", 0, 14),
        ("The game was tied 13-13 then.", "13-13", 13, 13),
        ("They have disappointed, just 9-14 despite a new coach.", "9-14", 9, 14),
        ("Final score: Northport 65, Lake Eastvale 53.", "65, Lake Eastvale 53", 53, 65),
        ("No. 1 Northport Owls 65, No. 9 Eastvale 5\nOther games:", "65, No. 9 Eastvale 5", 5, 65),
    ],
)
def test_results(text, stated, low, high):
    assert scores(text) == [(stated, low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "They lost 10-15 boats.",
        "It sold 3-5 percent more.",
        "It works 24-7 there.",
        "The chance is 50-50 now.",
        "They played a 4-4-2 system.",
        "It was cut from 20 to 15 years.",
        "He flew a Boeing 777-200 there.",
        "It happened on 9-11 there.",
        "The odds are 5-1 now.",
        "Call 555-1234 now.",
        "They had just 10-15 of them.",
        "They read Psalm 23, Luke 12.",
        "Dates: May 5, June 7.",
        "The winner was Northport 65, Eastvale 53 and Southham 12.",
    ],
)
def test_what_is_no_result(text):
    assert scores(text) == []


@pytest.mark.parametrize(
    ("text", "stated", "seconds", "step"),
    [
        ("He scored with 7:41 left.", "7:41", 461, 1),
        ("He scored with 4: 08 to go.", "4: 08", 248, 1),
        ("He stopped it at the 2:15 mark.", "2:15", 135, 1),
        ("It came at 2:56 of the sixth round.", "2:56", 176, 1),
        ("He fell in the sixth round before they stopped the fight at 2: 56.", "2: 56", 176, 1),
        ("She won in a time of 2:03:59 there.", "2:03:59", 7439, 1),
        ("She ran the marathon in 2:05:30 there.", "2:05:30", 7530, 1),
        ("He lapped in 1:36.6 there.", "1:36.6", 96.6, 0.1),
    ],
)
def test_times_on_a_clock(text, stated, seconds, step):
    [found] = find_game_clocks(text)
    assert (found.span.of(text), found.value.unit) == (stated, "day")
    assert (found.value.low, float(found.value.granularity)) == (
        pytest.approx(seconds / DAY),
        pytest.approx(step / DAY),
    )


@pytest.mark.parametrize(
    "text",
    [
        "They meet at 7:41 here.",
        "They left by 7:41 p.m. to go home.",
        "Read John 3:16 now.",
        "The police stopped the car at 2:56 and left.",
        "He lost the sixth round.\nThe police stopped the car at 2:56 and left.",
    ],
)
def test_times_of_day_are_left_to_the_dates(text):
    assert list(find_game_clocks(text)) == []
