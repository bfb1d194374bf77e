"""Which case of what the data notes and editions say holds."""

import pytest

from bsafe_analysis.reports.cases.note_cases import (
    FellInside,
    RevisedWhat,
    Withheld,
    fell_inside,
    revised,
    withheld,
)


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


def test_an_edition_that_reads_what_the_meeting_is_told_withholds_less():
    assert withheld("meeting") is Withheld.ALL_BUT_MARKED
    assert withheld("titles") is withheld("none") is Withheld.ALL
