"""How far a pair leads over what else its claims could be paired with."""

import pytest

from claims.analysis.facts.rivals import MOST, NOBODY, leads, leads_among, log_odds

ARTICLES = {1: "one", 2: "one", 3: "two", 4: "two", 5: "three"}


def test_a_pair_leads_over_the_best_other_pair_of_either_claim_in_the_two_articles():
    odds = {(1, 3): 2.0, (1, 4): 0.5, (2, 3): 1.0, (2, 4): 1.5, (1, 5): 9.0}
    assert leads(odds, ARTICLES) == {(1, 3): 1.0, (1, 4): -1.5, (2, 3): -1.0, (2, 4): 0.5, (1, 5): MOST}


def test_two_that_fit_as_well_lead_over_none():
    assert leads({(1, 3): 2.0, (1, 4): 2.0}, ARTICLES) == {(1, 3): 0.0, (1, 4): 0.0}


def test_claims_of_one_article_have_no_rivals():
    assert leads({(1, 2): 2.0, (1, 3): -5.0}, ARTICLES) == {(1, 3): -5.0 - NOBODY}


@pytest.mark.parametrize(("rivals", "lead"), [(set(), MOST), ({frozenset((3, 5))}, -1.0)])
def test_among_many_only_those_count_that_cannot_both_be_meant(rivals, lead):
    found = leads_among({(1, 3): 0.0, (1, 5): 1.0}, lambda a, b: frozenset((a, b)) in rivals, [(1, 3)])
    assert found[1, 3] == lead


def test_log_odds_are_bounded():
    assert log_odds(0.5) == 0 and log_odds(0.0) == log_odds(1e-9) == pytest.approx(-log_odds(1.0))
    assert log_odds(0.9) > log_odds(0.8)
