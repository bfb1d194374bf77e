"""What became of crimes, told of a month typed by hand."""

from html import unescape

import pandas as pd

from bsafe_analysis.model.outcomes import OUTCOME_COLUMNS
from bsafe_analysis.reports.document_kinds import exhibits_of
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.facts.crime_outcomes import outcomes_told
from bsafe_analysis.reports.show import compose
from tests.reports.months import prepared

ROWS = (
    ("N1", "burglary", "2026-05", "no_suspect", 40), ("N3", "burglary", "2026-05", "charged", 10),
    ("-", "burglary", "2026-04", "still_open", 30), ("N1", "burglary", "2025-05", "no_suspect", 8),
    ("N2", "damage", "2026-05", "other", 3),
)  # fmt: skip


def month(*rows):
    return prepared(outcomes=pd.DataFrame(list(rows), columns=list(OUTCOME_COLUMNS)))


def section(of):
    return " ".join(unescape(b.get("text/html", "")) for b in compose(build_annex(of), "outcomes"))


def test_each_kind_is_told_for_the_borough_and_each_area_of_all_kinds_together():
    told = outcomes_told(month(*ROWS))
    assert (told.first, told.last, told.held, told.held_before) == ("2025-06", "2026-05", 2, 1)
    rows = {(row.place.code, row.category and row.category.key): row for row in told.rows}
    burglary = rows["B", "burglary"]
    assert (burglary.told, burglary.no_suspect, burglary.charged, burglary.still_open) == (80, 40, 10, 30)
    assert (burglary.no_suspect_share, burglary.before, burglary.no_suspect_before) == (0.5, 8, 8)
    assert (rows["A1", None].told, rows["A2", None].told) == (43, 10)


def test_of_few_crimes_no_share_is_told():
    (row,) = [r for r in outcomes_told(month(*ROWS)).rows if r.category and r.category.key == "damage"]
    assert (row.other, row.other_share, row.no_suspect_before_share) == (3, None, None)


def test_the_annex_says_what_became_of_crimes_and_that_it_is_no_target():
    page = section(month(*ROWS))
    assert "no target and no measure" in page
    assert "40 (50 %)" in page
    assert "Of the year 2 of 12 months are told of, and 1 of the twelve before" in page
    assert [e.id for e in exhibits_of(build_annex(month(*ROWS))).tables].count("outcomes-table") == 1


def test_where_no_month_is_old_enough_the_annex_says_so_without_a_table():
    page = section(month())
    assert "mostly open because they are new" in page
    assert "<table" not in page
