"""Which case of each sentence of the LAP assessment holds."""

import pytest

from bsafe_analysis.reports.cases.lap_cases import (
    AskedWhere,
    BoroughAsked,
    DecidedYet,
    Differs,
    NoneHere,
    NothingHere,
    NothingToEscalate,
    PassedDown,
    ProposalsTold,
    ShareHere,
    SignalsHere,
    StripsOf,
    WorkHere,
    asked_where,
    borough_asked,
    decided_yet,
    differs,
    none_here,
    nothing_here,
    nothing_to_escalate,
    passed_down,
    proposals_told,
    share_here,
    signals_here,
    strips_of,
    work_here,
)


def test_an_area_without_a_signal_is_quiet_only_where_counts_could_be_judged():
    assert signals_here(signals=2, attending=1, judged=40) is SignalsHere.ATTENTION
    assert signals_here(signals=2, attending=0, judged=40) is SignalsHere.NO_ATTENTION
    assert signals_here(signals=0, attending=0, judged=40) is SignalsHere.NONE
    assert signals_here(signals=0, attending=0, judged=0) is SignalsHere.UNJUDGED
    assert nothing_here(signals=0, judged=0, exceptional=False) is NothingHere.UNJUDGED
    assert nothing_here(signals=1, judged=40, exceptional=False) is NothingHere.ALL_IMPROVED
    assert nothing_here(signals=1, judged=40, exceptional=True) is NothingHere.ALL_UNCLAIMED
    assert nothing_here(signals=0, judged=40, exceptional=False) is NothingHere.NOTHING_APART


def test_a_meeting_with_nothing_of_its_own_to_decide_is_told_why():
    assert none_here(signals=2, waiting=1, attending=2, own=2, unworked=1) is NoneHere.TO_PREPARE
    assert none_here(signals=2, waiting=0, attending=2, own=1, unworked=0) is NoneHere.AT_WORK
    assert none_here(signals=2, waiting=0, attending=2, own=2, unworked=1) is NoneHere.WITHOUT_WORK
    assert none_here(signals=2, waiting=0, attending=2, own=0, unworked=0) is NoneHere.THE_BOROUGHS
    assert none_here(signals=2, waiting=0, attending=0, own=0, unworked=0) is NoneHere.NO_RISE
    assert none_here(signals=0, waiting=0, attending=0, own=0, unworked=0) is NoneHere.NOTHING


def test_once_its_decisions_are_recorded_the_boroughs_meeting_was_asked():
    assert borough_asked(decided=True) is BoroughAsked.WAS
    assert borough_asked(decided=False) is BoroughAsked.IS


@pytest.mark.parametrize(
    ("here", "there", "case"),
    [
        ("above", "within", Differs.HERE_ONLY),
        ("within", "below", Differs.BOROUGH_ONLY),
        ("above", "below", Differs.OPPOSITE),
    ],
)
def test_a_category_differs_here_in_the_borough_or_the_other_way_round(here, there, case):
    assert differs(here, there) is case


def test_that_no_work_is_listed_is_not_taken_for_no_work_where_the_plan_is_not_shown():
    assert work_here(activities=1, in_plan=5, audience="partner") is WorkHere.SHOWN
    assert work_here(activities=0, in_plan=0, audience="partner") is WorkHere.NOT_IN_EDITION
    assert work_here(activities=0, in_plan=5, audience="partner") is WorkHere.NONE
    assert work_here(activities=0, in_plan=0, audience="internal") is WorkHere.NONE


@pytest.mark.parametrize(
    ("audience", "texts", "decided", "tasks", "case"),
    [
        ("internal", "", False, 0, PassedDown.NOT_FINAL),
        ("internal", "", True, 2, PassedDown.SOME),
        ("internal", "", True, 0, PassedDown.NONE),
        ("partner", "meeting", False, 0, PassedDown.NOT_FINAL_IN_EDITION),
        ("partner", "meeting", True, 2, PassedDown.SOME),
        ("public", "titles", True, 2, PassedDown.NOT_IN_EDITION),
    ],
)
def test_tasks_are_passed_down_once_decided_to_readers_who_may_know(audience, texts, decided, tasks, case):
    assert passed_down(audience, texts, decided, tasks) is case


def test_neighbourhoods_are_set_side_by_side_by_signals_else_by_priorities():
    assert strips_of(signals=1) is StripsOf.SIGNALS
    assert strips_of(signals=0) is StripsOf.PRIORITIES


def test_that_nothing_is_decided_yet_is_said_to_the_partnership_only():
    assert decided_yet(decided=True, audience="partner") is DecidedYet.DECIDED
    assert decided_yet(decided=False, audience="internal") is DecidedYet.NOT_YET
    assert decided_yet(decided=False, audience="partner") is DecidedYet.UNSAID


def test_nothing_is_left_to_escalate_where_the_borough_is_asked_already():
    assert nothing_to_escalate(blocked=1) is NothingToEscalate.ASKED_ALREADY
    assert nothing_to_escalate(blocked=0) is NothingToEscalate.NOTHING_BLOCKED


def test_a_larger_places_change_is_told_with_the_areas_share_and_never_as_lying_outside():
    assert share_here(share=31, named=1) is ShareHere.SHARE
    assert share_here(share=0, named=0) is ShareHere.NO_SHARE
    assert share_here(share=None, named=1) is ShareHere.NAMED
    assert share_here(share=None, named=0) is ShareHere.ITS_OWN


def test_what_waits_for_the_boroughs_meeting_is_listed_once():
    assert proposals_told(proposals=2, waiting=2, on_page_one=True) is ProposalsTold.ALL_ON_PAGE_ONE
    assert proposals_told(proposals=2, waiting=1, on_page_one=True) is ProposalsTold.LISTED
    assert proposals_told(proposals=2, waiting=2, on_page_one=False) is ProposalsTold.LISTED
    assert proposals_told(proposals=0, waiting=0, on_page_one=True) is ProposalsTold.NONE


def test_a_signal_of_an_area_is_asked_about_in_one_meeting():
    """ "Act: agree a lead" stood beside the lead that the borough's meeting was asked to agree."""
    asked = {(put, of): asked_where(put, of) for put in (True, False) for of in (True, False)}
    assert asked[True, True] is asked[True, False] is AskedWhere.PUT_TO_BOROUGH
    assert (asked[False, True], asked[False, False]) == (AskedWhere.ASKED_OF_BOROUGH, AskedWhere.HERE)
