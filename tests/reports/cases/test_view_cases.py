"""Which case of what a view says holds."""

import pytest

from bsafe_analysis.reports.cases.view_cases import (
    GaveWay,
    KindsShown,
    NamedBeside,
    RateToldAs,
    StandsBeside,
    WhySeries,
    beside,
    beside_name,
    gave_way,
    kinds_shown,
    rate,
    why_series,
)


def test_no_chosen_category_means_all_unless_there_is_but_one():
    assert kinds_shown(chosen=0, shown=12) is KindsShown.ALL
    assert kinds_shown(chosen=3, shown=3) is KindsShown.SEVERAL
    assert kinds_shown(chosen=1, shown=1) is kinds_shown(chosen=0, shown=1) is KindsShown.ONE


def test_a_rate_that_is_missing_says_why():
    assert rate(0.0, 9_000) is RateToldAs.KNOWN
    assert rate(None, None) is RateToldAs.NO_BASE
    assert rate(None, 9_000) is RateToldAs.TOO_FEW


@pytest.mark.parametrize(
    ("key", "values", "hidden", "scaled", "case"),
    [
        ("last_year", (3, 4), frozenset(), False, StandsBeside.YEAR_BEFORE),
        ("last_year", (3, None), frozenset(), False, StandsBeside.YEAR_BEFORE_NOT_ALL_HELD),
        ("last_year", (3, None), frozenset({1}), False, StandsBeside.YEAR_BEFORE_NOT_ALL_SHOWN),
        ("similar", (3.5, 4.0), frozenset(), False, StandsBeside.SIMILAR),
        ("borough", (3.5, 4.0), frozenset(), True, StandsBeside.LARGER_PLACE_SCALED),
        ("borough", (3.5, None), frozenset(), False, StandsBeside.LARGER_PLACE),
    ],
)
def test_a_year_before_is_counted_only_where_all_of_it_may_be_told(key, values, hidden, scaled, case):
    assert beside(key, values, hidden, scaled) is case


def test_the_line_beside_a_view_is_named_by_what_it_is():
    assert beside_name("last_year", scaled=False) is NamedBeside.YEAR_BEFORE
    assert beside_name("similar", scaled=False) is NamedBeside.SIMILAR
    assert beside_name("area", scaled=False) is NamedBeside.LARGER_PLACE
    assert beside_name("area", scaled=True) is NamedBeside.LARGER_PLACE_SCALED


def test_a_reason_or_a_loss_without_a_sentence_is_an_error_and_never_silence():
    assert why_series("no_times") is WhySeries.NO_TIMES
    assert gave_way("period") is GaveWay.PERIOD
    with pytest.raises(ValueError, match="rain"):
        why_series("rain")
    with pytest.raises(ValueError, match="chart"):
        gave_way("chart")
