"""Transliterations fold to one key or near it, and stand under one block."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.analysis.found import EntityKind
from claims.analysis.names.folding import alike, block, fold, is_acronym, is_described, plain_letters, short, surname


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Pashinyan", "pasinian"),
        ("Pashinian", "pasinian"),
        ("Nikol Pashinyan", "nikol pasinian"),
        ("Qaddafi", "kadafi"),
        ("Kadhafi", "kadafi"),
        ("Mursi", "morsi"),
        ("Morsi", "morsi"),
        ("Smirnoff", "smirnov"),
        ("al-Assad", "asad"),
        ("Erdoğan", "erdogan"),
        ("O’Brien", "obren"),
        ("Yeltsin", "elzin"),
        ("Dostoyevsky", "dostoevski"),
        ("Gorbachyov", "gorbacov"),
        ("", ""),
        ("…", ""),
    ],
)
def test_folds(name, key):
    assert fold(name) == key


@pytest.mark.parametrize(
    ("name", "kind", "names", "called"),
    [
        ("Nikol Pashinyan", EntityKind.PERSON, (), "pasinian"),
        ("Advanced Micro Devices, Inc.", EntityKind.ORGANISATION, ("AMD", "Advanced Micro"), "amd"),
        ("Advanced Micro Devices, Inc.", EntityKind.ORGANISATION, ("NYSE",), "advansed mikro devises"),
        ("A.M.D.", EntityKind.ORGANISATION, (), "amd"),
        ("UN Relief and Works Agency", EntityKind.ORGANISATION, ("UNRWA",), "unrwa"),
        ("Intel Corp", EntityKind.ORGANISATION, (), "intel"),
        ("United Nations", EntityKind.ORGANISATION, (), "onited nations"),
        ("U.S.", EntityKind.PLACE, (), "onited states"),
    ],
)
def test_the_name_by_which_articles_are_compared(name, kind, names, called):
    assert short(name, kind, names) == called


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Gaddafi", "Qaddafi"),
        ("Sarksyan", "Sarkisian"),
        ("Sargsyan", "Sarkissian"),
        ("Khachatryan", "Hachatrian"),
        ("Zhirinovsky", "Schirinowski"),
        ("Soleimani", "Sulaymani"),
        ("Haniyeh", "Haniya"),
        ("Tchaikovsky", "Chaikovskii"),
        ("Rakhmon", "Rahmon"),
    ],
)
def test_transliterations_are_alike_and_share_a_block(left, right):
    assert alike(plain_letters(left), plain_letters(right)) >= 0.87
    assert block(left) == block(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Clinton", "Clanton"),
        ("Johnson", "Johnston"),
        ("Hansen", "Hanson"),
        ("Putin", "Rasputin"),
        ("Hassan", "Hussein"),
    ],
)
def test_other_names_are_not_alike(left, right):
    assert alike(plain_letters(left), plain_letters(right)) < 0.87


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CSTO", "Collective Security Treaty Organization"),
        ("U.N.", "United Nations"),
        ("Ministry of Defence", "Defense Ministry"),
        ("Apple Inc.", "Apple"),
        ("Hezbollah", "Hizbullah"),
    ],
)
def test_bodies_share_a_block(left, right):
    assert block(left, EntityKind.ORGANISATION) == block(right, EntityKind.ORGANISATION)


def test_a_country_s_names_share_a_block():
    assert block("U.S.", EntityKind.PLACE) == block("United States", EntityKind.PLACE)
    assert block("Republic of Armenia", EntityKind.PLACE) == block("Armenia", EntityKind.PLACE)


@pytest.mark.parametrize(
    ("name", "last"),
    [("Donald Trump Jr.", "trump"), ("Ban Ki-moon", "moon"), ("Ursula von der Leyen", "leyen"), ("", "")],
)
def test_surname(name, last):
    assert surname(name) == last


@pytest.mark.parametrize(
    ("name", "answer"), [("CSTO", True), ("U.N.", True), ("Csto", False), ("A", False), ("G7", False)]
)
def test_acronym(name, answer):
    assert is_acronym(name) is answer


@pytest.mark.parametrize(
    ("name", "kind", "answer"),
    [
        ("dozens of protesters", EntityKind.GROUP, True),
        ("supporters of Ada Berg", EntityKind.GROUP, True),
        ("Senate Democrats", EntityKind.GROUP, False),
        ("young woman", EntityKind.PERSON, True),
        ("Ursula von der Leyen", EntityKind.PERSON, False),
        ("Ayman al-Zawahiri", EntityKind.PERSON, False),
        ("federal appeals court", EntityKind.ORGANISATION, True),
        ("Ministry of Finance", EntityKind.ORGANISATION, False),
        ("the hague", EntityKind.PLACE, False),
    ],
)
def test_described(name, kind, answer):
    assert is_described(name, kind) is answer


names = st.text(alphabet=string.ascii_letters + " -'.’éşğøКи\n", max_size=60)


@given(names, names)
def test_likeness_is_symmetric_and_bounded(left, right):
    assert alike(plain_letters(left), plain_letters(right)) == alike(plain_letters(right), plain_letters(left))
    assert 0 <= alike(plain_letters(left), plain_letters(right)) <= 1


@given(st.text(max_size=200))
def test_any_text_folds_and_has_a_block(name):
    assert "\n" not in fold(name)
    assert block(name.title()) == block(name.upper()) or not name.isascii()
