"""Clustering gives the same groups in whatever order rows and links come."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.analysis.facts.clusters import cluster
from tests.timing import seconds


def grouped(nodes, links, apart=(), bar=0.5, compared=None):
    found = cluster(nodes, links, lambda node: (node,), apart, bar, compared=compared)
    return {frozenset(group) for group in found}


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({}, [{1}, {2}, {3}]),
        ({(1, 2): 0.9}, [{1, 2}, {3}]),
        ({(1, 2): 0.9, (2, 3): 0.9, (1, 3): 0.9}, [{1, 2, 3}]),
        # A chain is not enough: 1 and 3 have nothing in common.
        ({(1, 2): 0.9, (2, 3): 0.8}, [{1, 2}, {3}]),
        ({(1, 2): 0.4}, [{1}, {2}, {3}]),
    ],
)
def test_average_linkage(links, expected):
    assert grouped([1, 2, 3], links) == {frozenset(group) for group in expected}


def test_a_pair_that_nobody_compared_weighs_less_than_one_that_scored_nothing():
    links = {(1, 2): 0.9, (2, 3): 0.6}
    assert grouped([1, 2, 3], links) == {frozenset((1, 2)), frozenset((3,))}
    apart = lambda a, b: {a, b} != {1, 3}  # noqa: E731
    assert grouped([1, 2, 3], links, compared=apart) == {frozenset((1, 2)), frozenset((3,))}
    assert grouped([1, 2, 3], {**links, (2, 3): 0.7}, compared=apart) == {frozenset((1, 2, 3))}


def test_what_was_ruled_apart_never_shares_a_group():
    links = {(1, 2): 0.9, (2, 3): 0.9, (1, 3): 0.9}
    groups = grouped([1, 2, 3], links, apart=[frozenset((1, 3))])
    assert not any({1, 3} <= group for group in groups)


pairs = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.3, 0.5, 0.6, 0.9]),
    max_size=20,
)


@given(pairs, st.randoms())
def test_order_does_not_matter(links, shuffler: random.Random):
    nodes, items = list(range(8)), list(links.items())
    expected = grouped(nodes, links)
    shuffler.shuffle(nodes)
    shuffler.shuffle(items)
    assert grouped(nodes, dict(items)) == expected


def test_many_reprints_are_grouped_in_little_time():
    """Forty reprints of one report: every figure is linked to its copies, and to none of the others."""
    nodes = [(copy, figure) for copy in range(40) for figure in range(50)]
    links = {((a, figure), (b, figure)): 0.9 for figure in range(50) for a in range(40) for b in range(a + 1, 40)}
    assert [len(group) for group in cluster(nodes, links, lambda node: node, (), 0.5)] == [40] * 50
    assert seconds(lambda: cluster(nodes, links, lambda node: node, (), 0.5), runs=1) < 5
