"""Which case of a sentence on possible causes, and of a signal in short, holds."""

import pytest

from bsafe_analysis.model.findings import Onset, Status
from bsafe_analysis.model.priorities import Verdict
from bsafe_analysis.reports.cases.why_cases import (
    AloneOrNot,
    BeganSince,
    CauseNamed,
    ClueWords,
    Decide,
    ExplainedSoFar,
    HoldsMost,
    KnownDateWords,
    LoneCause,
    MovedBeside,
    MovedQuestion,
    NothingHeld,
    OneVoice,
    QuietBeside,
    alone_or_not,
    began_since,
    cause_named,
    clue_words,
    decide,
    explained_so_far,
    holds_most,
    known_date,
    lone_cause,
    moved_beside,
    moved_question,
    nothing_held,
    one_voice,
    quiet_beside,
)
from bsafe_analysis.reports.facts.signal_in_short import Beside
from bsafe_analysis.reports.facts.why import Cause


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("direction", ["up", "down"])
def test_every_cause_has_a_name(cause, direction):
    assert cause_named(cause, direction, has_parts=False) in CauseNamed


def test_what_moved_next_door_came_where_it_rose_and_went_where_it_fell():
    assert cause_named("next_door", "up", has_parts=False) is CauseNamed.MOVED_IN
    assert cause_named("next_door", "down", has_parts=False) is CauseNamed.MOVED_AWAY
    assert cause_named("one_event", "up", has_parts=True) is CauseNamed.ONE_EVENT_WIDE


def test_every_clue_has_its_words_and_no_words_are_without_a_clue():
    assert {clue_words(words.value) for words in ClueWords} == {*ClueWords}
    assert {moved_beside(what).value for what in Beside} == {what.value for what in MovedBeside}
    assert {quiet_beside(what).value for what in Beside if what is not Beside.SIGNALS} == {q.value for q in QuietBeside}


@pytest.mark.parametrize(
    ("clues", "untested", "case"),
    [(1, True, NothingHeld.SOMETHING), (0, True, NothingHeld.NOT_TESTED), (0, False, NothingHeld.NOTHING)],
)
def test_where_nothing_is_held_it_is_said_unless_a_test_is_waited_for(clues, untested, case):
    assert nothing_held(clues, untested) is case


@pytest.mark.parametrize(
    ("moved", "quiet", "case"),
    [(0, 0, AloneOrNot.UNJUDGED), (0, 2, AloneOrNot.NOTHING_MOVED), (1, 1, AloneOrNot.SOME_MOVED),
     (2, 0, AloneOrNot.ALL_MOVED)],
)  # fmt: skip
def test_what_cannot_be_judged_is_not_said_to_have_stood_still(moved, quiet, case):
    assert alone_or_not(moved, quiet) is case


def test_points_are_told_of_a_rise_alone_and_only_where_they_may_be():
    assert holds_most(2, True, True, True, 3, 1) is HoldsMost.PARTS
    assert holds_most(0, True, True, True, 3, 1) is HoldsMost.POINTS
    assert holds_most(0, True, True, True, 3, 0) is HoldsMost.SPREAD
    assert holds_most(0, True, True, True, 0, 0) is HoldsMost.NO_POINT
    for up, mapped, shown in ((False, True, True), (True, False, True), (True, True, False)):
        assert holds_most(0, up, mapped, shown, 3, 1) is HoldsMost.NOT_TOLD


def test_since_when_is_said_where_the_heading_does_not_say_it_or_not_as_surely():
    sure, unsure = Onset("2026-06", "2026-06", "2026-06"), Onset("2026-06", "2026-05", "2026-06")
    assert began_since(1, None, 1) is BeganSince.NEW
    assert began_since(4, sure, 3) is BeganSince.SAID_ABOVE
    assert began_since(4, unsure, 3) is BeganSince.BEGAN
    assert began_since(4, sure, 0) is BeganSince.BEGAN


def test_every_signal_has_a_decision_or_the_reason_for_none():
    def asked(step, verdict=Verdict.CONCERN, exceptional=False, activities=1, shown=True):
        return decide(step, shown, activities, verdict, Status.NEW, 1, exceptional)

    assert asked("review_activity") is Decide.REVIEW_ACTIVITY
    assert asked("commission", shown=False) is Decide.COMMISSION_PLAN_NOT_SHOWN
    assert asked("watch") is Decide.LOOK_AGAIN
    assert asked("watch", Verdict.IMPROVEMENT) is Decide.NO_RISE
    assert asked("watch", Verdict.UNCLAIMED, exceptional=True) is Decide.NO_CLAIM


@pytest.mark.parametrize(
    ("explained", "audience", "case"),
    [
        (0, "internal", ExplainedSoFar.NONE),
        (1, "internal", ExplainedSoFar.SOME),
        (0, "partner", ExplainedSoFar.NOT_IN_EDITION),
    ],
)
def test_whether_analysts_explained_anything_is_said_once_for_all(explained, audience, case):
    assert explained_so_far(explained, audience) is case


def test_a_change_beside_the_opposite_change_is_asked_about_from_either_side():
    assert [moved_question(up, 1) for up in (True, False)] == [MovedQuestion.HERE, MovedQuestion.AWAY]
    assert moved_question(up=True, other_way=0) is MovedQuestion.NO


def test_a_signal_asks_for_the_option_that_page_one_puts_about_it():
    assert one_voice(put=False, activities=2, plan_shown=True) is OneVoice.NO_OPTION
    assert one_voice(put=True, activities=2, plan_shown=True) is OneVoice.BESIDE_WORK
    assert one_voice(put=True, activities=0, plan_shown=True) is OneVoice.NO_WORK
    assert one_voice(put=True, activities=0, plan_shown=False) is OneVoice.PLAN_NOT_SHOWN
    of_area = {put: one_voice(put, 0, plan_shown=True, area=True, asked=True) for put in (True, False)}
    assert of_area == {True: OneVoice.PUT_TO_BOROUGH, False: OneVoice.ASKED_OF_BOROUGH}
    assert one_voice(put=False, activities=0, plan_shown=True, area=True) is OneVoice.NO_OPTION


def test_no_day_is_told_of_a_time_whose_months_the_partnership_chose():
    assert known_date("set_apart") is KnownDateWords.SET_APART
    assert known_date("local") is KnownDateWords.DAYS


def test_the_only_cause_of_a_page_says_what_is_held_for_it_and_against_it():
    held = {(1, 2): LoneCause.BOTH, (1, 0): LoneCause.FOR, (0, 1): LoneCause.AGAINST}
    assert {clues: lone_cause(*clues) for clues in held} == held
