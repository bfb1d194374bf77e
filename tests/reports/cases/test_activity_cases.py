"""Which case of what is said of an activity holds."""

from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.model.activities import (
    Activity,
    Dated,
    Effect,
    EffectComparison,
    NoComparison,
    NoVerdict,
    Progress,
    Strand,
)
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.reports.cases.activity_cases import (
    ActivityNext,
    ActivityResult,
    DidWhat,
    EffectBaseline,
    EffectBeside,
    EffectReading,
    EffectsHeading,
    FewerOrMore,
    StuckHow,
    activity_did,
    activity_next,
    activity_result,
    effect_baseline,
    effect_beside,
    effect_reading,
    effects_heading,
    fewer_or_more,
    stuck_how,
)

ON = date(2026, 10, 5)
ACTIVITY = Activity(
    "D1",
    "Walk the quay",
    "safe",
    "",
    Strand.PREVENTION,
    ("N1",),
    ("burglary",),
    "Sgt",
    "Police",
    "Burglaries a month",
    "12",
    "8",
    date(2026, 3, 1),
    date(2026, 12, 1),
    Progress.UNDER_WAY,
)
EFFECT = Effect("D1", "N1", "burglary", Direction.DOWN, "2026-04", "2026-09", 6, 30, 40.0, 28, 52)


def test_progress_is_told_with_its_day_where_that_is_known():
    assert activity_did("Went there", ON) is DidWhat.ON_A_DAY
    assert activity_did("Went there", None) is DidWhat.UNDATED
    assert activity_did("", None) is DidWhat.NOTHING


@pytest.mark.parametrize(
    ("observed", "reading", "result"),
    [
        (27, EffectReading.BELOW, ActivityResult.FEWER),
        (28, EffectReading.WITHIN, ActivityResult.NO_CHANGE),
        (52, EffectReading.WITHIN, ActivityResult.NO_CHANGE),
        (53, EffectReading.ABOVE, ActivityResult.MORE),
    ],
)
def test_a_count_since_an_activity_began_is_read_beside_what_was_expected(observed, reading, result):
    effect = replace(EFFECT, observed=observed)
    assert effect_reading(effect) is reading
    assert activity_result(effect, adopted=False, measure="Burglaries a month") is result


@pytest.mark.parametrize("reason", NoVerdict)
def test_every_reason_for_no_verdict_has_its_words_and_gives_no_result(reason):
    effect = replace(EFFECT, reason=reason)
    assert effect_reading(effect).value == reason.value
    assert activity_result(effect, adopted=False, measure="") is ActivityResult.NOT_JUDGED


def test_without_a_count_the_result_is_what_the_plan_measures():
    assert activity_result(None, adopted=True, measure="Calls") is ActivityResult.NONE_YET
    assert activity_result(None, adopted=False, measure="Calls") is ActivityResult.MEASURED_OTHERWISE
    assert activity_result(None, adopted=False, measure="") is ActivityResult.NONE


@pytest.mark.parametrize(
    ("changes", "coming", "case"),
    [
        ({"status": Progress.COMPLETE}, Dated("Meet", date(2026, 11, 1)), ActivityNext.NOTHING),
        ({"due": date(2026, 9, 1)}, Dated("Meet", date(2026, 11, 1)), ActivityNext.MILESTONE),
        ({"due": date(2026, 9, 1)}, None, ActivityNext.SET_A_DATE),
        ({"adopted": True}, None, ActivityNext.ENTER_IT),
        ({}, None, ActivityNext.TARGET_FROM_BASELINE),
        ({"baseline": ""}, None, ActivityNext.TARGET),
        ({"target": ""}, None, ActivityNext.FINISH),
    ],
)
def test_what_is_next_is_the_first_thing_that_has_to_be_done(changes, coming, case):
    assert activity_next(replace(ACTIVITY, **changes), coming, ON) is case


def test_the_heading_of_effects_tells_both_sides_where_there_are_both():
    assert effects_heading(above=1, below=2, every=4) is EffectsHeading.BELOW_AND_ABOVE
    assert effects_heading(above=0, below=2, every=4) is EffectsHeading.BELOW
    assert effects_heading(above=1, below=0, every=4) is EffectsHeading.ABOVE
    assert effects_heading(above=0, below=0, every=4) is EffectsHeading.WITHIN
    assert effects_heading(above=0, below=1, every=1) is EffectsHeading.ALL_BELOW
    assert effects_heading(above=2, below=0, every=2) is EffectsHeading.ALL_ABOVE


def test_work_against_a_high_count_began_after_high_months_and_work_for_more_of_it_after_low_ones():
    assert effect_baseline(EFFECT) is EffectBaseline.HIGH
    assert effect_baseline(replace(EFFECT, direction=Direction.UP)) is EffectBaseline.LOW


def test_an_effect_without_a_comparison_says_why():
    compared = EffectComparison(("N2",), 6, 60, 30, 50, 49, -28.8, -41.0, -16.5)
    assert effect_beside(replace(EFFECT, comparison=compared)) is EffectBeside.FEWER
    assert effect_beside(replace(EFFECT, comparison=replace(compared, difference=3.0))) is EffectBeside.MORE
    assert effect_beside(replace(EFFECT, reason=NoVerdict.TOO_EARLY)) is EffectBeside.NOT_JUDGED
    said = [effect_beside(replace(EFFECT, no_comparison=reason)).value for reason in NoComparison]
    assert said == [reason.value for reason in NoComparison]


def test_a_difference_that_rounds_to_nought_is_neither_fewer_nor_more():
    assert fewer_or_more(-0.5) is FewerOrMore.FEWER
    assert fewer_or_more(0.4) is fewer_or_more(-0.4) is FewerOrMore.NONE
    assert fewer_or_more(0.5) is FewerOrMore.MORE


def test_what_is_blocked_and_overdue_is_called_both_wherever_it_is_told():
    """One activity was "stalled; overdue; blocked" to one meeting and "blocked for 16 weeks" to another."""
    assert stuck_how(blocked=True, overdue=True) is StuckHow.BLOCKED_AND_OVERDUE
    assert (stuck_how(True, False), stuck_how(False, True)) == (StuckHow.BLOCKED, StuckHow.OVERDUE)
    assert stuck_how(False, False) is StuckHow.NEITHER
