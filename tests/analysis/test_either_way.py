"""What is found and how well it matches hangs on the texts alone, not on which comes first or how a set is stored."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import claims.analysis
from claims.analysis.facts import questions
from claims.analysis.facts.events import COMMON
from claims.analysis.facts.sameness import FEATURES, same_fact
from claims.analysis.facts.stated import Stated
from claims.analysis.facts.vetoes import VETOES
from claims.analysis.found import Change, EntityKind, Modality
from claims.analysis.names.capitals import Piece
from claims.analysis.names.kinds import kind_of
from claims.analysis.text import language

from .test_relations import count, day

ANALYSIS = Path(claims.analysis.__file__).parent
NOUNS = st.sampled_from(("", "district", "boat", "it", *sorted(COMMON)[:2]))
WORDS = st.frozensets(st.sampled_from(("flood", "river", "army", "town", "sign")), max_size=4)
DAYS = st.sampled_from((None, dt.date(2025, 5, 1), dt.date(2025, 5, 20)))
VALUES = st.one_of(
    st.sampled_from((3.0, 7.0, 2301.0)).map(count),
    st.sampled_from(("2025-05-09", "2025-05-10", "2025-08-10")).map(day),
)
CLAIMS = st.builds(
    Stated,
    article=st.sampled_from(("one", "two")),
    value=VALUES,
    head=NOUNS,
    event=st.sampled_from(("", "kill", "injure", "deal")),
    subject=NOUNS,
    verbs=WORDS,
    words=WORDS,
    nearest=WORDS.map(sorted).map(tuple),
    names=WORDS,
    story=WORDS,
    when=st.one_of(st.none(), st.just(day("2025-05-09"))),
    others=st.sampled_from(((), (4.0,))),
    definite=st.booleans(),
    naming=st.booleans(),
    modality=st.sampled_from(list(Modality)),
    change=st.sampled_from(list(Change)),
    acting=WORDS,
    affected=WORDS,
    holder=st.sampled_from(("", "the mayor")),
    published=DAYS,
)


@given(CLAIMS, CLAIMS)
@settings(max_examples=1500)
def test_no_rule_asks_which_of_two_claims_comes_first(a, b):
    assert any(veto(a, b) for veto in VETOES) == any(veto(b, a) for veto in VETOES)
    assert same_fact(a, b).score == pytest.approx(same_fact(b, a).score)
    if any(veto(a, b) for veto in VETOES):
        return
    for feature, _ in FEATURES:
        assert feature(a, b)[0] == feature(b, a)[0], feature.__name__
    one, other = questions.answers([a]), questions.answers([b])
    there, back = questions.features_of(one, other, 0.5, 0.0), questions.features_of(other, one, 0.5, 0.0)
    assert there == pytest.approx(back)


@pytest.mark.parametrize(
    ("words", "labels", "kind"),
    [
        (["Dallas", "Clark"], ["B-GPE", "B-PERSON"], EntityKind.PERSON),
        (["Mariner", "Quellmouth"], ["B-PERSON", "B-GPE"], EntityKind.PLACE),
        (["Quell", "Board", "Rena"], ["B-ORG", "I-ORG", "B-PERSON"], EntityKind.PERSON),
    ],
)
def test_a_name_of_two_kinds_is_of_its_last_words(words, labels, kind):
    doc = Doc(language.load().vocab, words, ents=labels, heads=[len(words) - 1] * len(words), deps=["dep"] * len(words))
    assert kind_of(doc, [Piece(0, len(words))]) is kind


def test_nothing_is_gone_through_in_the_order_of_a_set():
    """That order changes from process to process; what is found must not."""
    assert is_set(ast.parse("{a for a in b} | c", mode="eval").body)
    found = [
        f"{path.name}:{loop.iter.lineno} {ast.unparse(loop.iter)}"
        for path in sorted(ANALYSIS.rglob("*.py"))
        for loop in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(loop, ast.For) and is_set(loop.iter)
    ]
    assert found == []


def is_set(node: ast.expr) -> bool:
    """Whether an expression is a set by its looks."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitAnd | ast.BitOr | ast.Sub) and (is_set(node.left) or is_set(node.right))
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in ("set", "frozenset", "union", "intersection", "difference")
    return isinstance(node, ast.Set | ast.SetComp)
