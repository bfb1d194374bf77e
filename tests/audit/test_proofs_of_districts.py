"""Counts of the force's other districts, told of a few rows typed by hand."""

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.audit.evidence_by_hand import MONTH, changed, claim, evidence, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import POLICE, make
from tests.loading.downloads import row

VALE = [row(f"v{n}", lsoa=f"E0188800{n % 3}", name=f"Saltwick Vale 00{n % 3}A") for n in range(7)]
HOLME = [row(f"h{n}", lsoa=f"E0177700{n % 3}", name=f"Holme 00{n % 3}A") for n in range(4)]
KEPT = (
    {"district": "Saltwick Vale", "category": "burglary", "month": MONTH, "observed": 7, "expected": 3.2, "lower": 1,
     "upper": 6, "history": 30},
    {"district": "Holme", "category": "burglary", "month": MONTH, "observed": 4, "expected": 3.9, "lower": 1,
     "upper": 8, "history": 30},
    {"district": "Holme", "category": "asb", "month": MONTH, "observed": 0, "expected": 0.3, "lower": 0, "upper": 2,
     "history": 30},
)  # fmt: skip
TOLD = claim(
    "district_count", ("N1",), ("burglary",), district="Saltwick Vale", category="burglary", month=MONTH, observed=7,
    expected=3.2, lower=1, upper=6, standing="above",
)  # fmt: skip


@pytest.fixture
def raw(tmp_path):
    root = police(make(tmp_path), row("a1"), *VALE, *HOLME, VALE[0])
    rail = [row(f"r{n}", lsoa=f"E0188800{n}", name=f"Saltwick Vale 00{n}A") for n in (1, 2)]
    return police(root, *rail, force="railway")


def kept(root, rows=KEPT, feeds=(POLICE,)):
    held = evidence(root)
    parquet.write_table(pa.Table.from_pylist(list(rows)), held.prepared / "other_districts.parquet")
    return held


def test_a_districts_count_is_counted_again_in_the_leading_forces_file_each_row_once(raw):
    held = kept(raw)
    assert wrong(TOLD, held) == set()
    assert proved(TOLD, held) == {"district", "month", "observed", "expected", "lower", "upper", "standing"}
    assert uncaught(TOLD, held) == set()


def test_a_count_that_the_raw_file_does_not_hold_is_caught_though_the_prepared_table_has_it(raw):
    held = kept(raw, [KEPT[0] | {"observed": 9}])
    assert wrong(changed(TOLD, observed=9), held) == {"observed"}


def test_a_district_of_which_nothing_was_prepared_or_came_is_not_told(raw):
    held = kept(raw)
    assert {"district", "observed"} <= wrong(changed(TOLD, district="Outer Skerries"), held)


def test_a_range_that_does_not_hold_what_was_expected_is_none(raw):
    held = kept(raw, [KEPT[0] | {"lower": 5}])
    assert {"lower", "upper"} <= wrong(changed(TOLD, lower=5), held)


def test_how_many_districts_moved_is_counted_one_by_one(raw):
    held = kept(raw)
    told = claim("rest_of_force", ("N1",), ("burglary",), category="burglary", month=MONTH, direction="up",
                 districts=2, outside=1, unjudged=0, same_way=1, more_outside=0)  # fmt: skip
    told = changed(told, within=1)
    assert wrong(told, held) == set()
    assert uncaught(told, held, leave=("month",)) == set()
    assert wrong(changed(told, direction="down", same_way=1), held) == {"same_way"}
    few = claim("rest_of_force", ("N1",), ("asb",), category="asb", month=MONTH, direction="up", unjudged=1)
    assert wrong(changed(few, within=0), held) == set()


def test_the_same_rows_in_two_files_of_the_month_count_once(tmp_path):
    root = police(make(tmp_path), row("a1"), row("a2"), *VALE)
    police(root, row("a1"), *VALE[:3], force="railway")
    assert wrong(TOLD, kept(root)) == set()
