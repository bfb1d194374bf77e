"""Which issues come first, by hand first: scores, draws, and what equal issues get."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.detection.issue_scoring import Interval, IssueStanding, Weighed, rank_issues
from tests.examples import examples

WEIGHTS = {"volume": 1.0, "trend": 1.0, "harm": 2.0}
LEVEL = Interval(1.0, 0.95, 1.05)


def issue(key, volume=0.1, trend=LEVEL, harm=(2, 2, 2)):
    return Weighed(key, volume, trend, None, {"harm": harm})


def ranked(*issues, weights=WEIGHTS, top=1):
    return {scored.issue: scored for scored in rank_issues(issues, weights, top).scored}


def test_the_score_is_the_weighted_mean_of_its_factors_times_25():
    only = ranked(issue("a", volume=0.2, trend=Interval(2.0, 1.3, 3.0), harm=(1, 2, 3)))["a"]
    assert dict(only.factors) == {"volume": 4, "trend": 4, "harm": 2}
    assert only.score == pytest.approx(25 * (4 + 4 + 2 * 2) / 4)


@pytest.mark.parametrize(
    "low, high, score", [(1.26, 2, 4), (1.11, 2, 3), (1.01, 2, 2), (0.8, 1.2, 2), (0.5, 0.89, 1), (0.5, 0.74, 0)]
)
def test_a_trend_is_scored_by_the_nearer_end_of_its_interval(low, high, score):
    assert ranked(issue("a", trend=Interval((low * high) ** 0.5, low, high)))["a"].factors["trend"] == score


def test_a_clear_first_is_proposed_and_a_clear_last_is_not():
    found = ranked(issue("a", volume=0.3, harm=(4, 4, 4)), issue("b"), issue("c", volume=0.01, harm=(0, 0, 1)))
    assert found["a"].standing is IssueStanding.PROPOSED and found["a"].chance > 0.99
    assert found["c"].standing is IssueStanding.NOT_PROPOSED


def test_equal_issues_share_the_places_and_are_said_not_to_be_told_apart():
    ranking = rank_issues([issue(key) for key in "abcdef"], WEIGHTS, 3)
    assert [scored.chance for scored in ranking.scored] == pytest.approx([0.5] * 6, abs=0.05)
    assert not ranking.separates


def test_a_factor_nobody_has_data_for_leaves_the_sum_and_one_that_one_issue_lacks_makes_it_unsure():
    without = ranked(issue("a", harm=()), issue("b", harm=()))
    assert set(without["a"].factors) == {"volume", "trend"}
    partly = ranked(issue("a", harm=()), issue("b", harm=(2, 2, 2)))
    assert partly["a"].factors["harm"] is None
    assert 0.3 < partly["a"].chance < 0.7


def test_scorers_who_differ_make_a_place_unsure():
    agreed = ranked(issue("a", harm=(3, 3, 3)), issue("b"))["a"].chance
    split = ranked(issue("a", harm=(0, 4, 4)), issue("b"))["a"].chance
    assert agreed > 0.95 > split


def test_all_weights_nought_are_refused():
    with pytest.raises(ValueError, match="no factor"):
        rank_issues([issue("a")], {"volume": 0.0}, 1)


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=6), st.integers(1, 6))
def test_chances_add_up_to_the_places_there_are(harms, top):
    found = ranked(*(issue(str(i), harm=(h,)) for i, h in enumerate(harms)), top=top)
    assert sum(each.chance for each in found.values()) == pytest.approx(min(top, len(harms)))
