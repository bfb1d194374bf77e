"""Which case of what the data notes and editions say holds."""

import pytest

from bsafe_analysis.claims.ledger import listening
from bsafe_analysis.claims.records import statement_of
from bsafe_analysis.model.doubts import FileChange
from bsafe_analysis.reports.cases.note_cases import (
    CountedWork,
    FellInside,
    FileChanged,
    LeansOn,
    RevisedWhat,
    Withheld,
    counted_work,
    fell_inside,
    file_change,
    leans_on,
    revised,
    withheld,
)
from bsafe_analysis.reports.wording import words
from tests.reports.unclaimed import in_texts


def test_a_revised_month_names_its_source_where_several_sources_were_revised():
    assert revised("2026-08", sources=1) is RevisedWhat.MONTH
    assert revised("2026-08", sources=2) is RevisedWhat.MONTH_OF_SOURCE
    assert revised("", sources=2) is RevisedWhat.SOURCE


@pytest.mark.parametrize(
    ("inside", "case"),
    [
        (0.95, FellInside.AS_STATED),
        (0.959, FellInside.AS_STATED),
        (0.941, FellInside.AS_STATED),
        (0.97, FellInside.MORE),
        (0.93, FellInside.FEWER),
    ],
)
def test_ranges_that_held_more_or_fewer_counts_than_stated_say_so(inside, case):
    assert fell_inside(inside, 0.95) is case


def test_numbers_of_activities_say_what_they_count_where_what_was_agreed_may_be_left_out():
    assert counted_work("internal", "none") is CountedWork.ALL
    assert counted_work("partner", "meeting") is CountedWork.PLAN_AND_TOLD
    assert counted_work("public", "titles") is CountedWork.PLAN_ALONE


def test_an_edition_that_reads_what_the_meeting_is_told_withholds_less():
    assert withheld("meeting") is Withheld.ALL_BUT_MARKED
    assert withheld("titles") is withheld("none") is Withheld.ALL


@pytest.mark.parametrize("what", list(FileChanged))
def test_what_the_files_changed_is_told_with_numbers_that_are_its_own(what):
    change = FileChange(str(what), "2026-09", 1234, 0.3, 0.12, ("Type 2 offences", "vale"), 5, 28)
    with listening() as ledger:
        ledger.said(words("findings", "file_change", change=change))
    unclaimed, numbers = in_texts(statement_of("", ledger))
    assert (file_change(str(what)), unclaimed) == (what, [])
    assert numbers


def test_ranges_lean_on_what_came_after_an_exceptional_time_only_once_there_is_some():
    assert leans_on(last="2021-03", month="2021-03") is LeansOn.BEFORE
    assert leans_on(last="2021-03", month="2021-04") is LeansOn.BEFORE  # its own count is not learnt from
    assert leans_on(last="2021-03", month="2021-05") is LeansOn.BEFORE_AND_SINCE
