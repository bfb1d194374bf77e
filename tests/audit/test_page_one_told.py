"""What page one tells of harm, of agencies and of last month, proved by the files read anew."""

from textwrap import dedent
from types import SimpleNamespace

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.audit.register_by_hand import MONTH, evidence_of, plan_of, proved, wrong
from tests.audit.test_assessments_told import OPTIONS, SPOTS
from tests.audit.workspace_by_hand import write_rows

HARM = {"level": "high", "why": "homes feel unsafe"}
LAST = {"month": "2026-07", "decided": 3, "agreed": 2, "begun": 1, "refused": 1}
RISE = {"area": "N1", "category": "burglary", "direction": "up", "rule": "month", "run_months": 1, "p": 0.0001,
        "observed": 9, "expected": 2.5,
        "since": MONTH, "status": "new", "also": [], "month": MONTH, "cautions": []}  # fmt: skip


@pytest.fixture
def evidence(tmp_path):
    evidence = evidence_of(tmp_path, findings=[RISE], activities=["some"])
    file = tmp_path / "parameters/priorities.yml"
    file.write_text(f"{dedent(file.read_text())}harm:\n  burglary: {{level: high, why: homes feel unsafe}}\n")
    plan_of(tmp_path)
    entries = (f"  - {{ref: R{n}, area: N1, category: burglary, action: A, decision: {what}}}"
               for n, what in enumerate(("accept", "amend", "refuse")))  # fmt: skip
    write_rows(tmp_path / "data/register/decisions/2026-07.yml", "proposals:", *entries)
    return evidence


def test_class_and_reason_of_harm_are_those_of_the_parameters(evidence):
    assert wrong("harm", evidence, HARM, category="burglary") == set()
    for name in HARM:
        assert wrong("harm", evidence, {**HARM, name: "low"}, category="burglary") == {name}
    assert proved("harm", evidence, HARM, category="asb") == {"level": None, "why": None}


def test_last_month_s_decisions_are_counted_in_its_sheet_and_what_has_begun_in_the_plan(evidence):
    found = proved("last_meeting", evidence, LAST)
    assert {**found, "begun": 1} == LAST
    for name in ("decided", "agreed", "refused"):
        assert wrong("last_meeting", evidence, {**LAST, "begun": found["begun"], name: 9}) == {name}


def test_an_agency_is_one_of_the_plan_s_or_of_those_that_would_lead(evidence, tmp_path):
    parquet.write_table(pa.Table.from_pylist(SPOTS), evidence.prepared / "spots.parquet")
    (tmp_path / "parameters/options.yml").write_text(OPTIONS)
    assert wrong("agency_tasks", evidence, {"agency": "Council"}) == set()
    assert wrong("agency_tasks", evidence, {"agency": "Martians"}) == {"agency"}


COUNTS = {"2026-08": (30, 20), "2025-08": (25, 15), "2024-08": (40, 20), "2023-08": (9, None), "2022-08": (90, 90)}
SAME = {"month": MONTH, "calendar_month": 8, "observed": 50, "years": 2, "lowest": 40, "highest": 60}
EARLIER = {"earlier[0]": "2024-08", "earlier[1]": "2025-08"}


def held(place, category, month):
    return COUNTS.get(month, (None, None))[("burglary", "asb").index(category)]


def test_the_same_months_that_compare_are_ordinary_and_hold_all_that_this_month_holds(tmp_path):
    flood = "{name: Flood, first: 2022-06, last: 2022-09, reason: the bridge was shut}"
    write_rows(tmp_path / "parameters/detection.yml", "exceptional:", f"  - {flood}")
    asked = {"month": MONTH, "summed": ("burglary", "asb"), "observed": held, "root": tmp_path}
    evidence = SimpleNamespace(**asked, facts={"cycle": {"detection": {}}}, once=lambda make: make(evidence))
    assert proved("same_months", evidence, SAME) == SAME | EARLIER
    for name in SAME:
        assert wrong("same_months", evidence, {**SAME, name: 7}) == {name}
    for why, month in (("exceptional", "2022-08"), ("not_whole", "2023-08")):
        told = {"why": why, "months[0]": month}
        assert wrong("years_left_out", evidence, told) == set()
        assert wrong("years_left_out", evidence, {**told, "months[0]": "2025-08"}) == {"months[0]"}
    assert wrong("years_left_out", evidence, {"why": "not_received", "months[0]": "2023-08"}) == {"why"}
