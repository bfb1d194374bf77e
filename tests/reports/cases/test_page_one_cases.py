"""Which case of what page one of the tactical assessment says holds."""

import pytest

from bsafe_analysis.model.priorities import HarmClass
from bsafe_analysis.reports.cases.page_one_cases import (
    AgreedBefore,
    AskedBesides,
    BeginAt,
    BesideYears,
    HarmWords,
    Leads,
    MeantFor,
    OnePoint,
    PageOneStep,
    StillFilling,
    WholeBeside,
    agreed_before,
    asked_besides,
    begin_at,
    beside_years,
    harm_words,
    leads,
    meant_for,
    one_point,
    page_one_step,
    still_filling,
    whole_beside,
)
from bsafe_analysis.reports.documents.decisions_sought import ASK_OF


@pytest.mark.parametrize(
    ("signals", "attending", "judged", "by_harm", "exceptional", "case"),
    [
        (3, 2, 40, True, False, Leads.WORST_RISK),
        (3, 2, 40, True, True, Leads.WORST_RISK),
        (3, 2, 40, False, False, Leads.STANDS_OUT),
        (0, 0, 0, False, False, Leads.UNJUDGED),
        (0, 0, 40, False, True, Leads.NOTHING_APART),
        (2, 0, 40, False, False, Leads.ALL_IMPROVED),
        (2, 0, 40, False, True, Leads.ALL_UNCLAIMED),
    ],
)
def test_the_page_leads_with_the_worst_that_needs_attention(signals, attending, judged, by_harm, exceptional, case):
    assert leads(signals, attending, judged, by_harm, exceptional) is case


def test_of_harm_nothing_is_said_that_the_partnership_has_not_said():
    assert harm_words(None) is HarmWords.UNSAID
    assert [harm_words(level) for level in HarmClass] == [HarmWords.HIGH, HarmWords.MEDIUM, HarmWords.LOW]


def test_an_option_is_told_in_few_words_where_it_has_them_and_else_what_is_asked():
    assert page_one_step(ask="", up=True) is PageOneStep.NO_OPTION
    assert {page_one_step(ask, up=True) for ask in ASK_OF.values()} == {
        PageOneStep.AGREE_LEAD, PageOneStep.COMMISSION, PageOneStep.FIND_OUT,
    }  # fmt: skip


def test_of_a_fall_that_is_neither_better_nor_worse_it_is_asked_whether_less_is_reported():
    assert page_one_step("find_out", up=False) is PageOneStep.ASK_WHO_REPORTS
    assert page_one_step("", up=False) is PageOneStep.NO_OPTION


def test_somebody_is_sent_first_to_parts_or_a_point_and_a_study_to_neither():
    assert begin_at(profile=False, up=True, spots=2, parts=3) is BeginAt.PARTS
    assert begin_at(profile=False, up=True, spots=2, parts=0) is BeginAt.POINT
    nowhere = ({"up": False}, {"profile": True}, {"spots": 0})
    usual = {"profile": False, "up": True, "spots": 2, "parts": 0}
    assert {begin_at(**usual | changed) for changed in nowhere} == {BeginAt.NOT_NAMED}


@pytest.mark.parametrize(
    ("observed", "lowest", "highest", "years", "case"),
    [
        (None, 0, 0, 0, BesideYears.UNSAID),
        (90, 80, 80, 1, BesideYears.ONE_YEAR),
        (101, 80, 100, 4, BesideYears.MORE),
        (79, 80, 100, 4, BesideYears.FEWER),
        (80, 80, 100, 4, BesideYears.AMONG),
        (100, 80, 100, 4, BesideYears.AMONG),
    ],
)
def test_a_month_is_called_more_or_fewer_only_beside_every_year_that_compares(observed, lowest, highest, years, case):
    assert beside_years(observed, lowest, highest, years, expected=False) is case


def test_a_month_like_earlier_ones_is_no_news_where_its_expected_range_is_told():
    assert beside_years(90, 80, 100, 4, expected=True) is BesideYears.UNSAID
    assert beside_years(101, 80, 100, 4, expected=True) is BesideYears.MORE
    assert beside_years(79, 80, 100, 4, expected=True) is BesideYears.FEWER


def test_a_month_stands_beside_its_range_where_all_of_it_has_one():
    assert whole_beside(expected=True) is WholeBeside.TOLD
    assert whole_beside(expected=False) is WholeBeside.UNSAID


def test_what_was_agreed_has_begun_wholly_partly_or_not():
    assert agreed_before(agreed=0, begun=0) is AgreedBefore.NONE
    assert agreed_before(agreed=2, begun=0) is AgreedBefore.NONE_BEGUN
    assert agreed_before(agreed=2, begun=1) is AgreedBefore.SOME_BEGUN
    assert agreed_before(agreed=2, begun=2) is AgreedBefore.ALL_BEGUN


def test_work_for_no_named_place_is_for_the_whole_borough():
    assert [meant_for(areas) for areas in (0, 1, 3)] == [MeantFor.EVERYWHERE, MeantFor.PLACES, MeantFor.PLACES]


def test_one_map_point_is_told_to_those_alone_who_may_see_it():
    assert [one_point(shown, True) for shown in (True, False)] == [OnePoint.TOLD, OnePoint.UNSAID]
    assert one_point(True, False) is OnePoint.UNSAID


def test_a_month_that_may_be_revised_is_told_as_so_far():
    assert [still_filling("2026-09", months) for months in (("2026-09",), ("2026-08",), ())] == [
        StillFilling.YES, StillFilling.NO, StillFilling.NO,
    ]  # fmt: skip


def test_what_has_no_number_is_set_apart_where_something_has():
    assert [asked_besides(n, m) for n, m in ((2, 1), (2, 0), (0, 1))] == [
        AskedBesides.BESIDES, AskedBesides.UNSAID, AskedBesides.UNSAID,
    ]  # fmt: skip
