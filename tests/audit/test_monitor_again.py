"""A neighbourhood monitor is counted again from the raw files: every changed value is found."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bsafe_analysis.audit.proofs.months_told import months_of_notes
from tests.audit.register_by_hand import MONTH, evidence_of, wrong

FILE = """
groups:
  - {key: homes, title: Homes, categories: [burglary]}
  - {key: both, title: Both, categories: [burglary, asb]}
"""
HELD = {"sources": [{"required": True, "gaps": ["2026-02"], "months": [], "categories": []}]}
FINDINGS = [
    {"area": "N1", "status": "new"}, {"area": "N1", "status": "cleared"}, {"area": "N2", "status": "continuing"},
    {"area": "B", "status": "new"},
]  # fmt: skip


def row(place, expected, lower, upper, observed=4, category="burglary"):
    return {
        "area": place, "category": category, "month": MONTH, "observed": observed, "expected": expected,
        "lower": lower, "upper": upper,
    }  # fmt: skip


@pytest.fixture
def evidence(tmp_path):
    """Four burglaries a month in each place, ten in the borough, and no month of February 2026."""
    found = evidence_of(tmp_path, held=HELD, findings=FINDINGS, cycle={"detection": {"coverage": 0.95}})
    (tmp_path / "parameters/monitor.yml").write_text(FILE)

    def count(places, kinds, months):
        if kinds == ["asb"] or "2026-02" in months:
            return None
        return {"B": 10, "not-placed": 2}.get(places[0], 4) * len(months)

    recount = SimpleNamespace(gazetteer=found.recount.gazetteer, count=count)
    evidence = replace(found, recount=recount)
    rows = [row("N1", 3.0, 0, 7), row("N2", None, None, None), row("B", 8.0, 3, 9, 10)]
    evidence.__dict__["expectations"] = {(r["area"], r["category"], r["month"]): r for r in rows}
    return evidence


def refuses(kind, evidence, values, place="B", **changed):
    assert wrong(kind, evidence, values, place=place) == set()
    for name, value in changed.items():
        assert name in wrong(kind, evidence, {**values, name: value}, place=place)


def test_series_and_findings_of_neighbourhoods_are_counted(evidence):
    told = {"month": MONTH, "series": 1, "exceptions": 2, "began": 1, "going_on": 1, "ended": 1}
    refuses("neighbourhood_monitor", evidence, told, series=3, exceptions=3, began=2, going_on=0, ended=0)


def test_a_cell_is_added_up_again_and_its_word_follows(evidence):
    told = {"key": "homes", "observed": 4, "total": 44, "expected": 3.0, "lower": 0, "upper": 7, "standing": "within"}
    refuses("grid_cell", evidence, told, place="N1", observed=5, total=48, upper=6, standing="above")
    whole = {**told, "observed": 10, "total": 110, "expected": 8.0, "lower": 3, "upper": 9, "standing": "above"}
    refuses("grid_cell", evidence, whole, standing="within")
    none = {**told, "observed": 2, "total": 22, "expected": None, "lower": None, "upper": None, "standing": "no_range"}
    refuses("grid_cell", evidence, none, place="not-placed", standing="within", expected=2.0)


def test_a_kind_that_was_not_held_is_in_no_sum(evidence):
    told = {"key": "both", "observed": 4, "total": 44, "expected": 3.0, "lower": 0, "upper": 7, "standing": "within"}
    refuses("grid_cell", evidence, told, place="N1", total=88)
    refuses("neighbourhood_grid", evidence, {"left_out": 1}, left_out=0)


def test_a_group_that_is_not_in_the_file_is_found(evidence):
    assert wrong("grid_cell", evidence, {"key": "cars", "total": 44}, place="N1") == {"key"}


def test_the_share_in_no_place_is_counted_again(evidence):
    refuses("unplaced_share", evidence, {"now": 0.2, "before": 0.2}, now=0.3, before=0.1)


def test_months_that_may_be_revised_and_gaps_are_those_of_the_cycle_and_the_sources(tmp_path):
    cycle = {"months": ["2026-02", "2026-07", MONTH], "detection": {"provisional_months": 1}}
    found = evidence_of(tmp_path, held=HELD, cycle=cycle)
    told = {"provisional[0]": MONTH, "gaps[0]": "2026-02"}
    assert wrong(months_of_notes, found, told) == set()
    for name in told:
        assert wrong(months_of_notes, found, {**told, name: "2026-07"}) == {name}
