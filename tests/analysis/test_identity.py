"""Two names are one entity or two, whoever is asked first."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.analysis.found import EntityKind
from claims.analysis.names.folding import block
from claims.analysis.names.forenames import given_agree
from claims.analysis.names.identity import SAME, Named, role_likeness, same_entity
from sources.messages import english

PERSON, BODY, PLACE, GROUP = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE, EntityKind.GROUP
TABLE = Path(__file__).resolve().parents[2] / "benchmarks" / "name_pairs.tsv"
# The right side of the pairs that the rules do not reach.
TOO_FAR = {
    "Svetlana Tikhanovskaya",
    "Khalifa Hifter",
    "Yehya Sinwar",
    "Anouar el-Sadate",
    "Zein al-Abidin Ben Ali",
    "Ceyhun Bayramov",
    "Queen Elizabeth",
    "CDC",
    "BBC",
    "Moldavia",
}


def pairs():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")


@pytest.mark.parametrize(("left", "right", "kind", "verdict", "part"), list(pairs()))
def test_pairs(left, right, kind, verdict, part):
    one, other = Named(left, EntityKind(kind), (left,)), Named(right, EntityKind(kind), (right,))
    same = same_entity(one, other).score >= SAME
    assert same is (verdict == "same" and right not in TOO_FAR)
    if same:
        assert block(left, one.kind) == block(right, other.kind)


@pytest.mark.parametrize(
    ("left", "right", "score"),
    [
        ("Nikol Pashinyan", "Nikol Pashinian", 1),
        ("N. Pashinyan", "Nikol Pashinyan", 0.5),
        ("Pashinyan", "Nikol Pashinyan", 0),
        ("Serzh Sarksyan", "Armen Sarkisian", -1),
        ("Bill Clinton", "William Clinton", 1),
        ("George W. Bush", "George H. W. Bush", -1),
        ("John Smith Jr.", "John Smith Sr.", -1),
        ("Robert Kennedy", "Roberta Kennedy", -1),
        ("Don Brown", "Dan Brown", -1),
        ("", "", 0),
    ],
)
def test_given_names(left, right, score):
    assert given_agree(left, right) == score


def test_a_bare_surname_matches_by_the_office_of_a_country_only():
    full = Named("Nikol Pashinyan", PERSON, ("Nikol Pashinyan", "Pashinyan"), ("armenian prime minister",))
    bare = ("Pashinyan",)
    assert same_entity(Named("Pashinyan", PERSON, bare), full).score < SAME
    assert same_entity(Named("Pashinyan", PERSON, bare, ("prime minister",)), full).score < SAME
    assert same_entity(Named("Pashinyan", PERSON, bare, ("prime minister of armenia",)), full).score >= SAME
    assert same_entity(Named("Pashinyan", PERSON, bare, ("georgian prime minister",)), full).score < SAME


def test_a_shared_office_does_not_make_two_given_names_one():
    first = Named("Serzh Sargsyan", PERSON, (), ("armenian president",))
    assert same_entity(first, Named("Armen Sargsyan", PERSON, (), ("armenian president",))).score == 0


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        ("armenian prime minister", "prime minister of armenia", 1),
        ("the head of the general staff", "chief of the general staff", 1),
        ("prime minister", "the armenian PM", 0.5),
        ("russian president", "azerbaijan president", 0),
        ("vice president", "president", 0),
        ("defence minister", "foreign minister", 0),
        ("", "", 0),
    ],
)
def test_roles(left, right, likeness):
    assert role_likeness(left, right) == likeness


def test_a_person_is_no_place():
    assert same_entity(Named("Jordan", PERSON), Named("Jordan", PLACE)).score == 0


def test_an_article_s_long_form_joins_its_acronym():
    ours = Named("Kurdistan Workers' Party", BODY, ("Kurdistan Workers' Party", "PKK"))
    assert same_entity(ours, Named("PKK", BODY, ("PKK",))).score >= SAME


def test_bodies_that_every_country_has_are_left_to_people():
    assert same_entity(Named("General Staff", BODY), Named("general staff", BODY)).score < SAME


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("several dozen officers", GROUP),
        ("Nikol Pashinyan’s supporters", GROUP),
        ("ministry spokeswoman", PERSON),
        ("appeals court", BODY),
    ],
)
def test_who_is_only_described_is_nobody_in_another_article(name, kind):
    assert block(name, kind) == ""
    match = same_entity(Named(name, kind, (name,)), Named(name, kind, (name,)))
    assert match.score == 0 and "described" in match.reasons[0]


def test_a_junior_is_not_his_father_unless_he_is_named_in_full():
    assert given_agree("Adam Berg Jr.", "Adam Berg") == 0.5
    assert given_agree("Adam R. Berg Jr.", "Adam Berg") == 1
    assert given_agree("Adam R. Berg Jr.", "Adam R. Berg") == 0.5


def test_a_place_with_its_country_is_the_place_unless_it_lies_elsewhere():
    def same(left, right):
        return same_entity(Named(left, PLACE), Named(right, PLACE)).score >= SAME

    assert same("Yerevan, Armenia", "Yerevan") and same("Shusha, Azerbaijan", "Shusha")
    assert not same("Athens, Georgia", "Athens") and not same("Paris, Texas", "Paris")


@pytest.mark.parametrize(
    ("left", "right"),
    [(Named("Nikol Pashinyan", PERSON), Named("Nikol Pashinian", PERSON)), (Named("CSTO", BODY),) * 2],
)
def test_every_match_says_why(left, right):
    assert all(english(reason).endswith(".") for reason in same_entity(left, right).reasons)
    assert same_entity(left, right).reasons


word = st.text(alphabet="abdeghiknorsuyABKS-'. ", max_size=24)
words = st.lists(word, max_size=3).map(tuple)
named = st.builds(Named, word, st.sampled_from(EntityKind), words, words)


@given(named, named)
def test_symmetric_and_bounded(left, right):
    match = same_entity(left, right)
    assert match == same_entity(right, left)
    assert 0 <= match.score <= 1
