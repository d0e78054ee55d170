"""By whom positions are counted where some of their evidence is reprinted."""

from dataclasses import dataclass

from claims.analysis.facts.conflicts import Answer, find_conflict
from claims.analysis.facts.explaining import explain_values
from claims.analysis.facts.origins import count_apart, shown
from claims.analysis.values import Comparator, Dimension, Value
from sources.messages import english


@dataclass(frozen=True)
class Piece:
    key: str
    origin: str
    own: str = ""


def origins(positions):
    return [[piece.origin for piece in pieces] for pieces in count_apart(positions)]


def test_reprints_count_for_their_origin_where_they_say_what_it_says():
    pieces = [Piece("a", "North", "North"), Piece("b", "North", "East"), Piece("c", "West", "West")]
    assert origins([pieces]) == [["North", "North", "West"]]


def test_a_reprint_that_says_something_else_says_it_itself():
    original, reprint = Piece("b", "North", "North"), Piece("c", "North", "East")
    altered = Piece("a", "North", "South")
    assert origins([[altered], [original, reprint]]) == [["South"], ["North", "North"]]


def test_reprints_of_an_altered_reprint_count_once():
    altered = [Piece("b", "North", "South"), Piece("c", "North", "West")]
    assert origins([[Piece("a", "North", "North")], altered]) == [["North"], ["South", "South"]]


def test_without_the_original_the_first_reprint_speaks_for_it():
    assert origins([[Piece("b", "North", "South")], [Piece("a", "North", "East")]]) == [["South"], ["North"]]


def test_an_origin_that_contradicts_itself_stays_one():
    assert origins([[Piece("a", "North", "North")], [Piece("b", "North", "North")]]) == [["North"], ["North"]]


def test_the_number_of_reprints_is_shown():
    pieces = [Piece("a", "North", "North"), Piece("b", "North", "East"), Piece("c", "West", "West")]
    assert [english(each) for each in shown(pieces)] == ["North (and 1 reprint)", "West"]
    more = [*pieces, Piece("d", "North", "South"), Piece("e", "North", "South")]
    assert english(shown(more)[0]) == "North (and 2 reprints)"


def count(number):
    return Value(Dimension.COUNT, "quay", float(number), float(number), "1.0", Comparator.EXACTLY)


def test_a_figure_that_a_reprint_changed_is_a_conflict_of_values():
    answers = [
        Answer("a", count(2), "North", "a", own="North"),
        Answer("b", count(2), "North", "b", own="East"),
        Answer("c", count(3), "North", "c", own="South"),
    ]
    conflict = find_conflict(answers)
    assert conflict.kind == "value"
    assert [stand.origins for stand in conflict.stands] == [("North",), ("South",)] or [
        stand.origins for stand in conflict.stands
    ] == [("South",), ("North",)]
    assert "North (and 1 reprint) says 2" in explain_values("quays", conflict).text
