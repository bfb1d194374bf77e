"""Which case of what is said of decisions, explanations and promoted findings holds."""

from dataclasses import asdict

import pytest

from bsafe_analysis.model.activities import Progress, Strand
from bsafe_analysis.model.promoted_findings import PromotedReview
from bsafe_analysis.model.register_entries import Choice
from bsafe_analysis.reports.cases.register_cases import (
    BecameOfIt,
    CameOfIt,
    DecidedOn,
    Explained,
    HowFar,
    InPlanThere,
    SentWhere,
    WhyRecommended,
    WorkHours,
    became,
    came_of_it,
    decided,
    explanations,
    how_far,
    in_plan_there,
    sent_where,
    why_recommended,
    work_hours,
)
from bsafe_analysis.reports.facts.tasking import Explanations


def test_every_choice_of_a_meeting_has_its_words_and_so_has_none_yet():
    assert [decided(choice).value for choice in Choice] == [choice.value for choice in Choice]
    assert decided(None) is DecidedOn.NOT_YET


@pytest.mark.parametrize(
    ("none", "supported", "case"),
    [(True, 0, Explained.UNSAID), (False, 1, Explained.SUPPORTED), (False, 0, Explained.NONE_SUPPORTED)],
)
def test_what_became_of_explanations_is_told_where_there_are_any(none, supported, case):
    assert explanations(none, supported) is case


def test_what_comes_first_of_the_unexplained_says_why_until_it_is_explained():
    first = "it can be stopped"
    assert why_recommended(False, Strand.ENFORCEMENT, 0, first) is WhyRecommended.FIRST_BECAUSE
    assert why_recommended(False, Strand.ENFORCEMENT, 1, first) is WhyRecommended.EXPLAINED
    assert why_recommended(True, Strand.INFORMATION, 0, first) is WhyRecommended.FIND_THE_CAUSE


def test_somebody_is_sent_to_parts_before_points_and_asked_where_neither_is_named():
    assert sent_where(profile=True, up=True, spots=3, first=1, parts=3) is SentWhere.PLACE_SAYS_IT
    assert sent_where(profile=False, up=False, spots=3, first=1, parts=3) is SentWhere.PLACE_SAYS_IT
    assert sent_where(profile=False, up=True, spots=3, first=1, parts=3) is SentWhere.PARTS
    assert sent_where(profile=False, up=True, spots=3, first=1, parts=0) is SentWhere.POINTS
    assert sent_where(profile=False, up=True, spots=3, first=0, parts=0) is SentWhere.SPREAD
    assert sent_where(profile=False, up=True, spots=0, first=0, parts=0) is SentWhere.ASK
    assert [work_hours(without) for without in (0, 2)] == [WorkHours.HELD, WorkHours.NOT_HELD]


def test_every_explanation_that_no_test_bore_out_has_an_outcome():
    outcomes = asdict(Explanations()).keys() - {"supported"}
    assert {became(outcome) for outcome in outcomes} == set(BecameOfIt)


@pytest.mark.parametrize(
    ("profile", "strand", "supported", "case"),
    [
        (True, Strand.INFORMATION, 0, WhyRecommended.FIND_THE_CAUSE),
        (False, Strand.INFORMATION, 1, WhyRecommended.EXPLAINED),
        (False, Strand.PREVENTION, 1, WhyRecommended.EXPLAINED),
        (False, Strand.ENFORCEMENT, 0, WhyRecommended.UNSAID),
    ],
)
def test_a_recommendation_says_why_unless_its_evidence_says_it_all(profile, strand, supported, case):
    assert why_recommended(profile, strand, supported) is case


@pytest.mark.parametrize(
    ("status", "adopted", "case"),
    [
        (Progress.PROPOSED, True, HowFar.AGREED_WITHOUT_OWNER),
        (Progress.PROPOSED, False, HowFar.PROPOSED),
        (Progress.AGREED, False, HowFar.AGREED),
        (Progress.AGREED, True, HowFar.AGREED),
        (Progress.UNDER_WAY, True, HowFar.AS_THE_PLAN_SAYS),
    ],
)
def test_what_a_meeting_adopted_is_agreed_before_the_plan_says_so(status, adopted, case):
    assert how_far(status, adopted) is case


def test_a_plan_that_is_not_shown_is_not_called_empty():
    assert in_plan_there(plan_shown=False, activities=0) is InPlanThere.NOT_SHOWN
    assert in_plan_there(plan_shown=True, activities=0) is InPlanThere.NOTHING
    assert in_plan_there(plan_shown=True, activities=1) is InPlanThere.LISTED


def test_a_promoted_finding_is_closed_reviewed_or_still_waits():
    assert came_of_it(None) is CameOfIt.NOT_REVIEWED
    assert came_of_it(PromotedReview("2026-09", False, "It goes on.", "analyst")) is CameOfIt.REVIEWED
    assert came_of_it(PromotedReview("2026-09", True, "It is over.", "analyst")) is CameOfIt.CLOSED
