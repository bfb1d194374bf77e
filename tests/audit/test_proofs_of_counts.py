"""Counts and expectations, told of five rows typed by hand."""

import pytest

from bsafe_analysis.audit.proofs.registry import Unproved, proves
from tests.audit.evidence_by_hand import (
    MONTH,
    changed,
    claim,
    evidence,
    found,
    judged,
    police,
    proved,
    uncaught,
    wrong,
)
from tests.audit.workspace_by_hand import make
from tests.loading.downloads import FIVE, row

POINT = claim("series_point", ("N1",), ("burglary",), month=MONTH, observed=1, expected=1.5, lower=0, upper=4)
TOTAL = claim("picture_row", ("A1",), ("burglary",), category="burglary", total=4, months_held=2)


@pytest.fixture
def held(tmp_path):
    root = police(make(tmp_path), *FIVE)
    police(root, row("b1", month="2026-07"), row("b2", month="2026-07"), month="2026-07")
    return evidence(root)


def test_a_months_count_is_that_of_the_raw_files_and_its_range_the_tables(held):
    assert proved(POINT, held) == {"month", "observed", "expected", "lower", "upper"}
    assert uncaught(POINT, held) == set()


def test_a_cell_that_names_no_series_is_known_by_what_was_expected(held):
    cell = claim("series_point", month=MONTH, observed=1, expected=1.5, lower=0, upper=4)
    assert proved(cell, held) == {"month", "observed", "expected", "lower", "upper"}
    assert wrong(changed(cell, observed=2), held) == {"observed"}
    assert "expected" in wrong(changed(cell, expected=1.6), held)
    with pytest.raises(Unproved, match="neither a place"):
        found(claim("series_point", month=MONTH, observed=1, expected=None), held)


def test_a_range_that_does_not_hold_what_it_is_the_range_of_is_no_range(tmp_path):
    held = evidence(police(make(tmp_path), *FIVE), expectations=[judged(expected=5.0)])
    assert wrong(changed(POINT, expected=5.0), held) == {"lower", "upper"}


def test_the_range_of_what_hardly_ever_happens_is_nought_to_nought(tmp_path):
    held = evidence(police(make(tmp_path), *FIVE), expectations=[judged(expected=0.03, lower=0, upper=0)])
    assert wrong(changed(POINT, expected=0.03, upper=0), held) == set()


def test_nothing_is_said_of_a_month_that_was_not_held(held):
    told = claim("series_point", ("N1",), ("burglary",), month="2026-06", observed=0, expected=None)
    assert found(told, held)["observed"] is None
    assert wrong(told, held) == {"observed"}


def test_a_years_total_is_that_of_the_months_held(held):
    assert proved(TOTAL, held) == {"total", "months_held"}
    assert uncaught(TOTAL, held) == set()
    cell = claim("picture_row", (), ("burglary",), total=4, months_held=2)
    assert proved(cell, held) == {"total", "months_held"}
    assert wrong(changed(cell, total=77), held) == {"total"}


def test_a_documents_total_is_that_of_every_kind_of_incident_held(held):
    told = claim("lap_assessment", ("A1",), place="A1", month=MONTH, month_total=3)
    assert proved(told, held) == {"month", "month_total"}
    assert uncaught(told, held) == set()
    notes = claim("data_notes", month_total=3, not_placed=0, series=1)
    assert {"month_total", "not_placed", "series"} <= proved(notes, held)
    assert uncaught(notes, held) == set()


def test_a_kind_is_proved_by_one_function_alone():
    with pytest.raises(ValueError, match="series_point has a proof already"):
        proves("series_point")(lambda claim, evidence: {})
