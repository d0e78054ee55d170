"""Ordinals that rank, runs of wins and days, and ordinals that are part of a name."""

import pytest

from claims.analysis.quantities.ranks import find_ranks
from claims.analysis.text import language
from tests.timing import seconds


def ranks(text):
    doc = next(language.parse(language.load(), [text]))
    return [(each.span.of(text), each.core.of(text), each.value) for each in find_ranks(doc, text)]


def only(text):
    [(words, core, value)] = ranks(text)
    return words, core, value.dimension.value, value.unit, value.low, value.high


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He became the fifth coach fired.", ("fifth coach", "fifth", "rank", "coach", 5, 5)),
        ("He is the 21st head coach here.", ("21st head coach", "21st", "rank", "coach", 21, 21)),
        ("She scored her 2,292nd point.", ("2,292nd point", "2,292nd", "rank", "point", 2292, 2292)),
        ("It is the third-largest city.", ("third-largest city", "third", "rank", "city", 3, 3)),
        ("It was the twenty-first attack.", ("twenty-first attack", "twenty-first", "rank", "attack", 21, 21)),
        ("He lost in the 11th round.", ("11th round", "11th", "rank", "round", 11, 11)),
        ("His fourth quarter drive won it.", ("fourth quarter", "fourth", "rank", "quarter", 4, 4)),
        ("It was the seventh time Luck won.", ("seventh time", "seventh", "rank", "time", 7, 7)),
        ("She finished third in the race.", ("third", "third", "rank", "", 3, 3)),
        ("They ranked 15th there.", ("15th", "15th", "rank", "", 15, 15)),
        ("It was his seventh of the season.", ("seventh", "seventh", "rank", "", 7, 7)),
        ("He was the fifth to be fired.", ("fifth", "fifth", "rank", "", 5, 5)),
        ("They took the No. 5 seed.", ("No. 5 seed", "No. 5", "rank", "seed", 5, 5)),
        ("It was the first poll to be held there.", ("first poll", "first", "rank", "poll", 1, 1)),
        ("She was the first woman elected.", ("first woman", "first", "rank", "woman", 1, 1)),
        ("It was her third Grammy.", ("third Grammy", "third", "rank", "grammy", 3, 3)),
        ("He won his 16th straight fight today.", ("16th straight fight", "16th", "count", "fight", 16, 16)),
        ("It was their eighth straight win.", ("eighth straight win", "eighth", "count", "win", 8, 8)),
        ("It was his 16th in a row.", ("16th in a row", "16th", "count", "", 16, 16)),
        ("It was the sixth win in a row.", ("sixth win in a row", "sixth", "count", "win", 6, 6)),
        ("Riots went on for a sixth straight day.", ("sixth straight day", "sixth", "duration", "day", 6, 6)),
    ],
)
def test_ranks_and_runs(text, expected):
    assert only(text) == expected


def test_two_ordinals_share_their_noun():
    found = [(words, value.unit, value.low) for words, _, value in ranks("The 12th and 13th victims left.")]
    assert found == [("12th", "victim", 12), ("13th victims", "victim", 13)]


def test_a_hedged_rank_is_open():
    [(words, _, value)] = ranks("It was at least the third school to burn.")
    assert (words, value.low, value.high) == ("at least the third school", 3, None)


@pytest.mark.parametrize(
    "text",
    [
        "The first deputy chief spoke.",
        "The First Lady spoke on Fifth Avenue.",
        "He lives on 5th Avenue.",
        "The 12th Doctor came.",
        "It happened in the Second World War.",
        "First, he left; at first he ran.",
        "It was a second-hand car.",
        "He was charged with second-degree murder.",
        "It was the first time.",
        "They lost in the second half.",
        "Every third person left.",
        "A third of the men left.",
        "It took a 10 second break.",
        "The 3th man left.",
        "Safety comes first.",
    ],
)
def test_what_ranks_nothing(text):
    assert ranks(text) == []


def test_twice_the_text_takes_about_twice_the_time():
    sentence = (
        "It was the fifth, sixth straight 21st No. 5 seed of the third-largest second 10 second cities in a row. "
    )
    nlp = language.load()
    short, long = (next(language.parse(nlp, [sentence * times])) for times in (40, 160))
    assert (
        seconds(lambda: list(find_ranks(long, long.text)))
        < 8 * seconds(lambda: list(find_ranks(short, short.text))) + 0.2
    )
