"""How much a meeting's document tells of, counted anew from findings, plan and sheets: each change is found."""

from datetime import date

import pyarrow as pa
import pytest
from pyarrow import parquet

from bsafe_analysis.audit.proofs.assessments_told import lap_assessment, tactical_assessment
from bsafe_analysis.audit.proofs.signals_read import call_of
from tests.audit.register_by_hand import MONTH, evidence_of, plan_of, proved, wrong
from tests.audit.workspace_by_hand import write_rows


def finding(area, category, direction="up", **more):
    return {"area": area, "category": category, "direction": direction, "rule": "month", "since": MONTH, "also": [],
            "month": MONTH, "status": "new", "run_months": 1, "run_observed": 20, "run_expected": 10.0,
            "p": 0.002, "cautions": [], **more}  # fmt: skip


PART = {"observed": 0, "expected": 0.0, "moved": False}
SHARED = finding(
    "B", "burglary", parts=[{**PART, "area": "A1", "observed": 18, "expected": 7.6, "moved": True},
                            {**PART, "area": "A2", "observed": 2, "expected": 2.4}],
)  # fmt: skip
FINDINGS = [
    finding("N1", "burglary", cautions=["small_count"]),
    finding("N2", "asb", also=["N3"]),
    finding("N3", "fires"),
    finding("N3", "asb", "down"),
    SHARED,
    finding("A1", "asb", status="cleared"),
]
WALK = (
    "D1,Walk the park,streets,Parks,prevention,N2,asb,Warden,Council,walks,0,9,2026-02-01,2027-05-01,under way"
    + "," * 10
)
OPTIONS = """
options:
  - {id: lights, categories: [Burglary], strand: prevention, action: Fit lights, lead: Police analyst}
  - {id: walks, categories: [asb], strand: prevention, action: "Walk about {problem}", lead: Council warden}
  - {id: hoses, categories: [fires], strand: prevention, needs: [water], action: Bring hoses, lead: Fire}
"""
SPOTS = [{"area": "A2", "category": "", "anchor": "parking area"}, {"area": "A1", "category": "", "anchor": "prison"}]


@pytest.fixture
def evidence(tmp_path):
    evidence = evidence_of(tmp_path, findings=FINDINGS)
    plan_of(tmp_path, WALK)
    (tmp_path / "parameters/options.yml").write_text(OPTIONS)
    parquet.write_table(pa.Table.from_pylist(SPOTS), evidence.prepared / "spots.parquet")
    return evidence


TACTICAL = {"place": "B", "by": "2026-10-18", "signals": 5, "attending": 4, "improved": 1,
            "to_decide": 3, "to_act_on": 2, "to_analyse": 1, "to_watch": 2}  # fmt: skip


def test_the_borough_s_document_counts_what_stands(evidence):
    assert wrong(tactical_assessment, evidence, TACTICAL) == set()


@pytest.mark.parametrize("name", ["signals", "attending", "improved", "to_decide", "to_act_on",
                                  "to_analyse", "to_watch"])  # fmt: skip
def test_each_changed_count_of_the_borough_s_document_is_found(evidence, name):
    assert wrong(tactical_assessment, evidence, {**TACTICAL, name: TACTICAL[name] + 1}) == {name}


def test_the_day_is_four_weeks_after_the_meeting_and_no_other(evidence):
    assert wrong(tactical_assessment, evidence, {**TACTICAL, "by": "2026-10-19"}) == {"by"}


def test_without_a_day_of_the_meeting_it_is_the_end_of_the_next_month(evidence, tmp_path):
    file = tmp_path / "parameters/cycles/2026-08.yml"
    file.write_text(file.read_text().replace("meetings: {pbg: 2026-09-20}", ""))
    assert proved(tactical_assessment, evidence, TACTICAL)["by"] == "2026-10-31"
    assert evidence.chosen.as_of == date(2026, 9, 5)


def test_what_the_meeting_decided_waits_no_more(evidence, tmp_path):
    entry = (
        f"  - {{ref: R, finding: N1.burglary.up.{MONTH}, area: N1, category: burglary, action: A, decision: accept}}"
    )
    write_rows(tmp_path / f"data/register/decisions/{MONTH}.yml", "proposals:", entry)
    assert proved(tactical_assessment, evidence, TACTICAL)["to_decide"] == 2


def test_an_option_that_was_refused_there_lately_is_not_put_again(evidence, tmp_path):
    entry = "  - {ref: R, area: B, category: burglary, option: lights, action: A, decision: refuse, why: Never}"
    write_rows(tmp_path / "data/register/decisions/2026-07.yml", "proposals:", entry)
    assert proved(tactical_assessment, evidence, TACTICAL)["to_decide"] == 1


def test_other_readers_have_no_boxes_to_tick(tmp_path):
    others = evidence_of(tmp_path, audience="public", findings=[])
    (tmp_path / "data/prepared/public" / MONTH).mkdir(parents=True)
    (tmp_path / "data/prepared/public" / MONTH / "facts.json").write_text('{"findings": []}')
    assert wrong(tactical_assessment, others, {"place": "B", "to_decide": 1}) == {"to_decide"}


MEETING = "Partnership Business Group"
LAP = {"A1": {"place": "A1", "signals": 3, "put_to_borough": 2, "before_meeting": MEETING},
       "A2": {"place": "A2", "signals": 3, "put_to_borough": 0, "before_meeting": MEETING}}  # fmt: skip


@pytest.mark.parametrize("place", LAP)
def test_an_area_s_document_counts_what_lies_in_it_or_names_it(evidence, place):
    assert wrong(lap_assessment, evidence, LAP[place]) == set()


@pytest.mark.parametrize("name", ["signals", "put_to_borough", "before_meeting"])
def test_each_changed_value_of_an_area_s_document_is_found(evidence, name):
    said = LAP["A1"][name]
    assert wrong(lap_assessment, evidence, {**LAP["A1"], name: said + 1 if isinstance(said, int) else "x"}) == {name}


def test_a_change_in_most_parts_is_told_in_every_area(tmp_path):
    parts = [{**PART, "area": area, "observed": 5, "expected": 5.2, "moved": True} for area in ("A1", "A2")]
    evidence = evidence_of(tmp_path, findings=[{**SHARED, "parts": parts}])
    parquet.write_table(pa.Table.from_pylist(SPOTS), evidence.prepared / "spots.parquet")
    assert wrong(lap_assessment, evidence, {"place": "A2", "signals": 1}) == set()


@pytest.mark.parametrize(("place", "n"), [("B", 3), ("A1", 2), ("A2", 1)])
def test_a_map_s_neighbourhoods_with_a_finding_are_counted(evidence, place, n):
    assert wrong("map_heading", evidence, {"n": n}, place) == set()
    assert wrong("map_heading", evidence, {"n": n + 1}, place) == {"n"}


def test_a_kind_of_facility_is_one_that_is_listed_there(evidence):
    assert wrong("gathering", evidence, {"anchors[0]": "parking area"}, "A2") == set()
    assert wrong("gathering", evidence, {"anchors[0]": "prison"}, "A2") == {"anchors[0]"}
    assert wrong("anchor_words", evidence, {"value": "prison"}) == set()
    assert wrong("anchor_words", evidence, {"value": "court"}) == {"value"}


@pytest.mark.parametrize(
    ("more", "call"),
    [
        ({}, "act"),
        ({"cautions": ["small_count"]}, "watch"),
        ({"cautions": ["small_count"], "p": 0.0005}, "act"),
        ({"since": "2026-06"}, "analyse"),
        ({"since": "2026-06", "onset": {"month": "2026-07"}}, "act"),
        ({"direction": "down"}, "watch"),
        ({"direction": "down", "cautions": ["crime_types"]}, "analyse"),
        ({"direction": "down", "cautions": ["same_rows"]}, "watch"),
        ({"cautions": ["force_renamed"]}, "watch"),
        ({"cautions": ["same_rows"]}, "act"),
        ({"category": "fires", "direction": "down"}, "analyse"),
        ({"area": "N2", "category": "asb", "since": "2026-06"}, "act"),
    ],
)
def test_what_a_finding_is_for_follows_from_its_direction_age_strength_and_the_plan(evidence, more, call):
    assert call_of(evidence, finding("N3", "burglary") | more) == call
