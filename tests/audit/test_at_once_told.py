"""Many kinds of incident at once are found anew from the kept chances and the raw counts."""

from types import SimpleNamespace

import pytest

from tests.audit.register_by_hand import MONTH, proved, wrong
from tests.audit.workspace_by_hand import write_rows

KINDS = tuple(f"k{i}" for i in range(8))
LOW = (0.97,) * 6 + (0.5, 0.4)
TOLD = {"moved": 6, "judged": 8, "direction": "down", "month": MONTH}


def evidence_of(tmp_path, now=LOW, before=None, **raw):
    chances = {(kind, MONTH): p for kind, p in zip(KINDS, now, strict=True)}
    chances |= {(kind, month): p for month, p in (before or {}).items() for kind in KINDS}
    table = {("B", *key): {"p_high": p, "expected": 100.0} for key, p in chances.items()}
    counts = {kind: 90 - 10 * i for i, kind in enumerate(KINDS)} | raw
    evidence = SimpleNamespace(
        month=MONTH, root=tmp_path, expectations=table, facts={"cycle": {"detection": {}}},
        expected=lambda *key: table.get(key, {}), observed=lambda place, kind, month: counts[kind],
        recount=SimpleNamespace(
            gazetteer=SimpleNamespace(category_names=dict.fromkeys(KINDS)), sources_of=lambda kind: ("police",)
        ),
        once=lambda make: make(evidence),
    )  # fmt: skip
    write_rows(tmp_path / "parameters/detection.yml", "coverage: 0.95")
    return evidence


def test_how_many_moved_of_how_many_and_to_which_side(tmp_path):
    evidence = evidence_of(tmp_path)
    assert proved("many_at_once", evidence, TOLD) == TOLD
    for name, value in {"moved": 7, "judged": 9, "direction": "up", "month": "2026-07"}.items():
        assert wrong("many_at_once", evidence, {**TOLD, name: value}) == {name}


def test_a_month_no_further_off_than_its_own_past_is_no_event(tmp_path):
    swings = {f"2025-{month:02d}": 0.9 if month % 2 else 0.1 for month in range(1, 13)}
    mild = (0.95,) * 6 + (0.5, 0.4)
    assert proved("many_at_once", evidence_of(tmp_path, mild), TOLD)["moved"] == 6
    assert proved("many_at_once", evidence_of(tmp_path, mild, swings), TOLD)["moved"] is None


def test_a_kinds_part_is_of_what_all_that_moved_lack(tmp_path):
    evidence = evidence_of(tmp_path)
    told = {"observed": 60, "expected": 100.0, "percent": round(100 * 40 / 210)}
    assert proved("kind_in_event", evidence, told, category="k3") == told
    assert wrong("kind_in_event", evidence, {**told, "percent": 20}, category="k3") == {"percent"}
    assert wrong("kind_in_event", evidence_of(tmp_path, k3=61), told, category="k3") == {"observed"}
    assert proved("kind_in_event", evidence, told, category="k6")["percent"] is None


@pytest.mark.parametrize("chance", [None, float("nan")])
def test_a_kind_without_a_chance_is_not_judged(tmp_path, chance):
    assert proved("many_at_once", evidence_of(tmp_path, (*LOW[:7], chance)), TOLD)["judged"] == 7
