"""Cells of tables of counts, proved by raw rows typed by hand: each changed number is found."""

from dataclasses import replace

import pyarrow as pa
import pytest
from pyarrow import parquet

from bsafe_analysis.audit.proofs import PROOFS
from bsafe_analysis.audit.proofs.registry import Unproved
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.claims.records import Claim
from tests.audit.register_by_hand import MONTH, evidence_of, proved, wrong
from tests.audit.workspace_by_hand import write_rows
from tests.loading.downloads import row, table, write

ROWS = (row("a1"), row("a2"), row("a3", lsoa="E01999002"), row(kind="Anti-social behaviour"))
EFFECT = {"area": "N1", "category": "burglary", "first": MONTH, "last": MONTH, "expected": 6.0, "lower": 1, "upper": 12}
AGAINST = {"observed": 2, "expected": 6.0, "lower": 1, "upper": 12, "times": 0.33}


@pytest.fixture
def evidence(tmp_path):
    evidence = evidence_of(tmp_path, effects=[EFFECT])
    write(tmp_path, table(*ROWS), download="2026-09-05")
    rows = (
        "area,concern,source,date,category",
        "N1,Break-ins,Letter,2026-07-17,Burglary",
        "N1,Dogs,Letter,2026-07-17,",
    )
    write_rows(tmp_path / "data/register/community_priorities.csv", *rows)
    return replace(evidence, recount=Recounted.of(tmp_path, MONTH))


@pytest.mark.parametrize(
    ("kind", "said", "name"),
    [
        ("month_count", {"place": "N1", "category": "burglary", "month": MONTH, "observed": 2}, "observed"),
        ("month_total", {"place": "N1", "month": MONTH, "observed": 3}, "observed"),
        ("month_total", {"place": "B", "month": MONTH, "observed": 4}, "observed"),
        ("heard", {"place": "N1", "noun": "burglary incidents", "recorded": 2}, "recorded"),
        ("heard", {"place": "N1", "noun": "", "recorded": None}, "noun"),
        ("activity_result", {"noun": "burglary incidents"}, "noun"),
        ("outlook", {"months[0]": "2026-09", "months[2]": "2026-11"}, "months[2]"),
    ],
)
def test_a_cell_is_proved_and_another_value_found(evidence, kind, said, name):
    assert wrong(kind, evidence, said, "N1", "burglary") == set()
    changed = said[name] + 1 if isinstance(said[name], int) else "other"
    assert name in wrong(kind, evidence, {**said, name: changed}, "N1", "burglary")


def test_where_a_category_was_not_held_no_count_may_be_said(evidence):
    said = {"place": "N1", "category": "fires", "month": "2026-07", "observed": 0}
    assert wrong("month_count", evidence, said) == {"observed"}


def test_an_edition_s_total_is_left_unproved(evidence):
    with pytest.raises(Unproved):
        proved("month_total", replace(evidence, audience="public"), {"place": "N1", "month": MONTH})


def _against(evidence, place, values):
    return PROOFS["against_row"](Claim("against_row", (place,), ("burglary",), (MONTH, MONTH), values), evidence)


def test_times_as_many_is_the_raw_count_by_what_was_expected(evidence):
    assert _against(evidence, "N1", {**AGAINST, "observed": 3, "times": 2.0}) == AGAINST


def test_where_none_was_recorded_it_is_no_times_as_many(evidence, tmp_path):
    none = replace(evidence_of(tmp_path, effects=[{**EFFECT, "area": "N3"}]), recount=evidence.recount)
    assert _against(none, "N3", {**AGAINST, "times": 0.05})["times"] is None


def test_where_few_were_expected_it_is_not_told_how_many_times_as_many(evidence, tmp_path):
    few = replace(evidence_of(tmp_path, effects=[{**EFFECT, "expected": 1.5}]), recount=evidence.recount)
    assert _against(few, "N1", {**AGAINST, "expected": 1.5, "times": 1.33})["times"] is None


def test_the_rise_that_would_be_found_is_the_table_s_rounded_up(evidence):
    rows = [{"area": "N1", "category": "burglary", "rise_in_1": 3.2}, {"area": "N2", "category": "burglary"}]
    parquet.write_table(pa.Table.from_pylist(rows), evidence.prepared / "rises.parquet")
    assert wrong("strip_row", evidence, {"place": "N1", "rise": 4}, "N1", "burglary") == set()
    assert wrong("strip_row", evidence, {"place": "N1", "rise": 3}, "N1", "burglary") == {"rise"}
    assert wrong("strip_row", evidence, {"place": "N2", "rise": 4}, "N2", "burglary") == {"rise"}


ALERT = {"area": "N1", "category": "burglary", "direction": "up", "raised": "2026-06", "last": "2026-08"}


@pytest.mark.parametrize("name", [None, *ALERT])
def test_an_alert_is_in_the_record_of_the_month(tmp_path, name):
    other = {**ALERT, "area": "N2", "raised": "2026-05"}
    evidence = evidence_of(tmp_path, record={"alerts": [ALERT, other]})
    said = {**ALERT, **({name: "other"} if name else {})}
    assert wrong("alert", evidence, said) == ({name} if name else set())
