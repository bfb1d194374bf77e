"""Incidents of a force that hardly ever records in this borough."""

import pytest

from bsafe_analysis.model.periods import months_between
from tests.loading.downloads import received, row, table, write

MONTHS = months_between("2025-09", "2026-08")


def beside(root, usual, now, kind="Drugs"):
    for month in MONTHS:
        rows = [row(f"{month}{n}", month=month, kind=("Burglary", "Drugs")[n % 2]) for n in range(120)]
        write(root, table(*rows), month=month, force="vale")
        few = now if month == MONTHS[-1] else usual
        rows = [row(f"{month}r{n}", month=month, kind=kind) for n in range(few)]
        rows += [row(f"{month}o{n}", month=month, lsoa="E01888001", name="Elsewhere 001A") for n in range(40)]
        write(root, table(*rows), month=month, force="railway")


@pytest.mark.parametrize("usual", [0, 1, 4])
def test_a_sudden_many_of_a_force_that_is_hardly_ever_here_stand_with_the_rise_they_make(tmp_path, usual):
    beside(tmp_path, usual, 25)
    month = received(tmp_path)
    (told,) = [n for n in month.notices if n.kind == "unusual_force"]
    assert told.needs_person and f"from the file of railway, which records {usual} a month here" in told.text
    (doubt,) = month.doubts
    assert (str(doubt.caution), doubt.categories, str(doubt.direction)) == ("unusual_force", ("drugs",), "up")


@pytest.mark.parametrize(("usual", "now"), [(2, 6), (40, 45), (1, 1)])
def test_what_a_force_usually_records_here_is_not_told(tmp_path, usual, now):
    beside(tmp_path, usual, now)
    assert not [n for n in received(tmp_path).notices if n.kind == "unusual_force"]
