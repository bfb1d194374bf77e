"""What is told of a month as a whole is worked out anew from the kept table and the raw counts."""

from types import SimpleNamespace

import pytest

from tests.audit.register_by_hand import MONTH, proved, wrong
from tests.audit.workspace_by_hand import write_rows

KINDS = ("burglary", "vehicle", "asb", "drugs")
TOLD = {"month": MONTH, "observed": 406, "lower": 351, "upper": 449}


def row(observed, half=20):
    return {"observed": observed, "expected": 100.0, "lower": 100 - half, "upper": 100 + half}


def evidence_of(tmp_path, now=(90, 101, 110, 105), before=None, **more):
    table = {("B", kind, MONTH): row(n) for kind, n in zip(KINDS, now, strict=True)}
    table |= {("B", kind, month): row(n) for month, n in (before or {}).items() for kind in KINDS}
    counts = dict(zip(KINDS, now, strict=True))
    evidence = SimpleNamespace(
        month=MONTH, root=tmp_path, summed=KINDS, expectations=table | more.get("extra", {}),
        expected=lambda *key: evidence.expectations.get(key, {}), observed=lambda place, kind, month: counts[kind],
        facts={"cycle": {"detection": {"coverage": 0.95}}}, once=lambda make: make(evidence),
    )  # fmt: skip
    write_rows(tmp_path / "parameters/detection.yml", "coverage: 0.95")
    return evidence


def test_the_range_is_that_of_the_sum_of_all_kinds(tmp_path):
    evidence = evidence_of(tmp_path)
    assert proved("month_beside_expected", evidence, TOLD) == TOLD
    for name in ("observed", "lower", "upper"):
        assert wrong("month_beside_expected", evidence, {**TOLD, name: 7}) == {name}


def test_past_sums_that_lay_off_widen_it_and_exceptional_ones_do_not(tmp_path):
    past = {f"2025-{month:02d}": 115 for month in range(1, 13)}
    wider = proved("month_beside_expected", evidence_of(tmp_path, before=past), TOLD)
    assert wider["upper"] == pytest.approx(400 + 1.96 * 20.41 * ((12 * 8.64 + 30) / 32) ** 0.5, abs=1.1)
    flood = "{name: Flood, first: 2025-01, last: 2025-12, reason: the bridge was shut}"
    evidence = evidence_of(tmp_path, before=past)
    write_rows(tmp_path / "parameters/detection.yml", "coverage: 0.95", "exceptional:", f"  - {flood}")
    assert proved("month_beside_expected", evidence, TOLD)["upper"] == 449


def test_a_kind_without_an_expectation_leaves_no_range(tmp_path):
    lacking = {"extra": {("B", "drugs", MONTH): {**row(105), "expected": None}}}
    assert wrong("month_beside_expected", evidence_of(tmp_path, **lacking), TOLD) >= {"lower", "upper"}
