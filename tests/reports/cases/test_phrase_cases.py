"""Which case of what charts and tables say holds."""

import pytest

from bsafe_analysis.model.issued_record import AlertEnd, AlertOutcome
from bsafe_analysis.reports.cases.phrase_cases import (
    AboutWhat,
    BecameOfAlert,
    ChartWord,
    ComingWhat,
    ReviewOfProfile,
    RowsAround,
    SideOfRange,
    SidesOf,
    StripHeading,
    WhyEnded,
    YearsTotal,
    action_words,
    chart_word,
    coming_what,
    index_of_profile,
    outcome_words,
    side_of_range,
    sides_of,
    strip_heading,
    total_words,
    where_note,
    why_ended,
)
from bsafe_analysis.reports.documents.neighbourhood_profile import ReviewState


def test_all_of_one_or_of_two_is_not_told_as_so_many_of_as_many():
    assert [strip_heading(n, 4, 0) for n in (0, 1, 4)] == [StripHeading.NONE, StripHeading.SOME, StripHeading.ALL]
    assert (strip_heading(2, 2, 0), strip_heading(1, 2, 0)) == (StripHeading.BOTH, StripHeading.SOME)
    assert (strip_heading(1, 1, 0), strip_heading(0, 1, 0)) == (StripHeading.THE_ONLY_ONE, StripHeading.NONE)


def test_a_signal_leads_the_heading_of_its_neighbourhoods_whatever_else_lies_outside():
    assert {strip_heading(outside, 4, signals=1) for outside in (0, 2, 4)} == {StripHeading.SIGNAL}


def test_a_month_of_an_exceptional_time_is_not_told_as_the_end_of_an_alert_without_saying_so():
    assert why_ended(AlertEnd.USUAL_AGAIN, exceptional=True) is WhyEnded.USUAL_IN_EXCEPTIONAL_TIME
    assert why_ended(AlertEnd.USUAL_AGAIN, exceptional=False) is WhyEnded.USUAL_AGAIN
    assert why_ended(AlertEnd.NOT_RECEIVED, exceptional=True) is WhyEnded.NOT_RECEIVED


def test_a_word_of_a_chart_stands_as_it_is_unless_it_holds_a_number_or_a_month():
    assert chart_word("span") is ChartWord.SPAN
    assert chart_word("recorded") is ChartWord.AS_IT_STANDS


@pytest.mark.parametrize(
    ("observed", "side"),
    [(3, SideOfRange.BELOW), (4, SideOfRange.WITHIN), (9, SideOfRange.WITHIN), (10, SideOfRange.ABOVE)],
)
def test_both_bounds_belong_to_the_range(observed, side):
    assert side_of_range(observed, 4, 9) is side


def test_a_total_of_a_year_says_where_months_are_missing():
    assert total_words(120, 12) is YearsTotal.OF_A_YEAR
    assert total_words(120, 11) is YearsTotal.OF_SOME_MONTHS
    assert total_words(None, 12) is YearsTotal.HIDDEN
    assert total_words(0, 0) is YearsTotal.NOT_HELD


def test_a_table_of_places_says_which_places_its_rows_are():
    assert where_note(parts_add_up=True, parts_held=3, neighbours_known=True) is RowsAround.PARTS
    assert where_note(parts_add_up=True, parts_held=0, neighbours_known=True) is RowsAround.PARTS_NOT_HELD
    assert where_note(parts_add_up=False, parts_held=3, neighbours_known=True) is RowsAround.NEIGHBOURS
    assert where_note(parts_add_up=False, parts_held=3, neighbours_known=False) is RowsAround.OTHERS_OF_ITS_AREA


@pytest.mark.parametrize(
    ("kind", "name", "case"),
    [
        ("clocks", "back", ComingWhat.CLOCKS_BACK),
        ("clocks", "forward", ComingWhat.CLOCKS_FORWARD),
        ("bank_holiday", "Easter Monday", ComingWhat.BANK_HOLIDAY),
        ("new_year", "", ComingWhat.NEW_YEAR),
        ("local", "Harbour fair", ComingWhat.BY_ITS_NAME),
        ("eid", "Eid al-Fitr", ComingWhat.BY_ITS_NAME),
    ],
)
def test_an_entry_of_the_calendar_is_told_by_its_kind_or_by_its_name(kind, name, case):
    assert coming_what(kind, name) is case


def test_an_alert_that_lasted_stands_still_or_cleared_later():
    assert outcome_words(AlertOutcome.LASTED, standing=True, cut_off=False) is BecameOfAlert.STANDS
    assert outcome_words(AlertOutcome.LASTED, standing=False, cut_off=False) is BecameOfAlert.CLEARED
    assert outcome_words(AlertOutcome.LASTED, standing=False, cut_off=True) is BecameOfAlert.CUT_OFF
    assert outcome_words(AlertOutcome.NOT_HELD, standing=False, cut_off=True) is BecameOfAlert.NOT_HELD
    assert outcome_words(AlertOutcome.FADED, standing=False, cut_off=False) is BecameOfAlert.FADED
    assert outcome_words(AlertOutcome.TOO_EARLY, standing=True, cut_off=False) is BecameOfAlert.TOO_EARLY


def test_the_index_has_words_for_every_state_of_a_profiles_review():
    assert {index_of_profile(state) for state in ReviewState} == set(ReviewOfProfile)


def test_an_action_says_what_it_is_about_once():
    assert action_words("Map {problem} by street", again=True) is AboutWhat.ABOUT_IT
    assert action_words("Walk the streets", again=True) is AboutWhat.ABOUT_IT_IN_BRACKETS
    assert action_words("Walk the streets", again=False) is AboutWhat.AS_IT_STANDS


def test_places_outside_their_ranges_are_above_below_or_on_both_sides():
    assert [sides_of(*n) for n in ((2, 1), (2, 0), (0, 1), (0, 0))] == [
        SidesOf.BOTH, SidesOf.ABOVE, SidesOf.BELOW, SidesOf.UNSAID,
    ]  # fmt: skip
