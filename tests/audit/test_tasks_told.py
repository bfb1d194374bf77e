"""What is put to meetings and what they decided, proved by sheets, options and plan: every changed word is found."""

import json
from textwrap import dedent

import pyarrow as pa
import pytest
from pyarrow import parquet

from bsafe_analysis.audit.proofs.registry import Unproved
from bsafe_analysis.audit.proofs.signals_read import put_forward, wants_attention, worst_first
from tests.audit.register_by_hand import MONTH, evidence_of, plan_of, proved, wrong
from tests.audit.test_assessments_told import FINDINGS, OPTIONS
from tests.audit.workspace_by_hand import write_rows

EARLIER = """
held: 2026-07-20
proposals:
  - {ref: "2026-07-2", area: North, category: Burglary, option: signs, action: "Fit two lights",
     agency: Council, decision: Amended, why: "Two first", owner: "", due: 2026-12-12}
"""
PASSED_UP = """
area: A2
held: 2026-07-25
escalations:
  - {ref: "2026-07-A2-1", issue: "Quad bikes.", ask: "Patrol both sides", agency: Police, category: asb,
     decision: escalate, why: "No area can"}
  - {ref: "2026-07-A2-2", issue: "A lamp is out", ask: "Mend it", agency: Council, decision: keep, why: ""}
"""
ROWS = (
    "D1,Fit locks,homes,,prevention,,burglary,Officer,Police,homes,0,9,2026-01-01,2026-08-04,under way" + "," * 10,
    "D2,Fit bars,streets,,prevention,N1,burglary,Officer,Fire and rescue,homes,0,9,2026-01-01,2026-08-04,agreed"
    + "," * 10,
    "D3,Gate alleys,none,,prevention,N2,burglary,Manager,Council,alleys,3,9,2026-01-01,2026-08-30,stalled,,No key"
    + "," * 8,
)
RECOMMENDED = {"ref": "2026-08-1", "lead": "Police", "role": "analyst", "action": "Fit lights (burglary in One)",
               "step": "Fit lights"}  # fmt: skip
PROPOSAL = {"ref": "2026-07-2", "month": "2026-07", "finding": "", "area": "A1", "category": "burglary",
            "option": "signs", "action": "Fit two lights", "agency": "Council", "choice": "amend", "why": "Two first",
            "owner": "", "due": "2026-12-12"}  # fmt: skip
ESCALATION = {"ref": "2026-07-A2-1", "month": "2026-07", "area": "A2", "issue": "Quad bikes",
              "ask": "Patrol both sides", "agency": "Police", "category": "asb", "activity": "", "choice": "escalate",
              "why": "No area can"}  # fmt: skip
ESCALATED = {"area": "A2", "meeting": "LAP", "source": "LAP South"}
SOUGHT = {"by": "2026-10-18", "late": False}
LATE = {**SOUGHT, "ask": "overdue", "lead": "Police, and Fire and rescue", "priority": "Safer homes and Safer streets"}
STUCK = {**SOUGHT, "ask": "unblock", "lead": "Council", "priority": "", "late": True}
ASKED = {**SOUGHT, "ask": "escalated", "lead": "Police", "priority": "Safer streets"}
NO_OWNER = {**SOUGHT, "ask": "find_out", "lead": "Fire service", "priority": ""}
CASES = [("recommendation", RECOMMENDED), ("proposal", PROPOSAL), ("escalation", ESCALATION), ("escalated", ESCALATED),
         ("decision", LATE), ("decision", STUCK), ("decision", ASKED),
         ("decision", NO_OWNER)]  # fmt: skip


@pytest.fixture
def evidence(tmp_path):
    evidence = evidence_of(tmp_path, findings=FINDINGS)
    plan_of(tmp_path, *ROWS)
    options = OPTIONS.replace(
        "needs: [water], action: Bring hoses, lead: Fire", "action: Bring hoses, lead: Fire service"
    )
    (tmp_path / "parameters/options.yml").write_text(options)
    decisions = tmp_path / "data/register/decisions"
    write_rows(decisions / "2026-07.yml", EARLIER)
    write_rows(decisions / "2026-07-A2.yml", PASSED_UP)
    parquet.write_table(pa.Table.from_pylist([{"area": "B"}]), evidence.prepared / "spots.parquet")
    return evidence


def test_words_of_an_action_are_of_an_option_that_is_put_about_that_finding(evidence):
    assert wrong("action_words", evidence, {"action": "Fit lights"}, "N1", "burglary") == set()
    assert wrong("action_words", evidence, {"action": "Bring hoses"}, "N1", "burglary") == {"action"}


@pytest.mark.parametrize(("kind", "said"), CASES)
def test_what_was_put_and_decided_is_proved(evidence, kind, said):
    assert wrong(kind, evidence, said) == set()
    assert {*said} - {"ask"} <= {*proved(kind, evidence, said)} | {"ask"}


CHANGES = [(kind, said, name) for kind, said in CASES for name in said if (kind, name) != ("decision", "ask")]


@pytest.mark.parametrize(("kind", "said", "name"), CHANGES)
def test_each_changed_value_is_found(evidence, kind, said, name):
    assert wrong(kind, evidence, {**said, name: "other"})


def test_what_an_area_keeps_may_not_be_told_as_passed_up(evidence):
    kept = {"ref": "2026-07-A2-2", "area": "A2", "issue": "A lamp is out", "ask": "Mend it", "agency": "Council"}
    assert wrong("escalation", evidence, kept) >= {"ref", "issue", "ask"}


def test_the_sheet_s_own_reference_stands_once_it_has_the_finding(evidence, tmp_path):
    entry = f'  - {{ref: "X-9", finding: N1.burglary.up.{MONTH}, area: N1, category: burglary, action: A}}'
    write_rows(tmp_path / f"data/register/decisions/{MONTH}.yml", "proposals:", entry)
    assert wrong("recommendation", evidence, {**RECOMMENDED, "ref": "X-9"}) == set()


def test_a_sheet_has_a_finding_whichever_month_it_was_thought_to_begin_in_and_what_was_decided_counts(
    evidence, tmp_path
):
    entries = [
        '  - {ref: "X-8", finding: N1.burglary.up, area: N1, category: burglary, action: A}',
        '  - {ref: "X-9", finding: N1.burglary.up.2026-05, area: N1, category: burglary, action: A, decision: accept}',
        '  - {ref: "X-10", finding: N1.burglary.up.2026-06, area: N1, category: burglary, action: A}',
    ]
    write_rows(tmp_path / f"data/register/decisions/{MONTH}.yml", "proposals:", *entries)
    assert wrong("recommendation", evidence, {**RECOMMENDED, "ref": "X-9"}) == set()


def test_an_action_about_a_problem_names_kind_and_place_in_it(evidence):
    said = {"ref": "2026-08-2", "action": "Walk about asb in Two", "step": "Walk about asb in Two", "role": "warden"}
    assert wrong("recommendation", evidence, said) == set()


def test_a_reason_that_an_edition_leaves_out_is_no_untruth_and_another_one_is(evidence, tmp_path):
    others = evidence_of(tmp_path, audience="partner", findings=FINDINGS)
    assert wrong("proposal", others, {**PROPOSAL, "why": "", "owner": ""}) == set()
    assert wrong("proposal", others, {**PROPOSAL, "why": "Three first"}) == {"why"}


def _as_others_see_it(root, **facts):
    others = evidence_of(root, audience="partner", findings=FINDINGS)
    write_rows(
        others.prepared / "facts.json", json.dumps({"findings": FINDINGS[1:], "cycle": {"detection": {}}, **facts})
    )
    return others


def test_an_edition_without_the_plan_is_not_held_to_it(evidence, tmp_path):
    with pytest.raises(Unproved):
        proved("decision", _as_others_see_it(tmp_path, activities=[]), LATE)
    assert wrong("decision", _as_others_see_it(tmp_path, activities=[{"ref": "D1"}]), LATE) == set()


def test_a_proposal_has_the_same_reference_in_every_edition(evidence, tmp_path):
    """One whose first finding is hidden from its readers would count the others from one."""
    others = _as_others_see_it(tmp_path)
    said = {"ref": "2026-08-2", "action": "Walk about asb in Two"}
    assert wrong("recommendation", others, said) == set()
    assert wrong("recommendation", others, {**said, "ref": "2026-08-1"}) == {"ref"}


STRANDS = """
options:
  - {id: profile, categories: ["*"], strand: information, profile: true, action: Profile it, lead: Police}
  - {id: fine, categories: [burglary], strand: enforcement, action: Fine them, lead: Police}
  - {id: lights, categories: [burglary], strand: prevention, action: Fit lights, lead: Police}
  - {id: locks, categories: [burglary], strand: prevention, action: Fit locks, lead: Police}
  - {id: count, categories: [burglary], strand: information, action: Count them, lead: Police}
  - {id: later, categories: [burglary], strand: information, months: [3], action: Count in March, lead: Police}
"""


def test_what_may_be_done_before_the_cause_is_known_comes_first_until_it_is(tmp_path):
    """It stands for its strand, and before a problem profile."""
    evidence = evidence_of(tmp_path, findings=[{**FINDINGS[0], "since": "2026-06"}])
    first = STRANDS.replace("action: Fine them", "first_because: it can be stopped, action: Fine them")
    (tmp_path / "parameters/options.yml").write_text(first)
    parquet.write_table(pa.Table.from_pylist([{"area": "B"}]), evidence.prepared / "spots.parquet")
    put = [[option["action"] for option in options] for _, _, options, _ in put_forward(evidence)]
    assert put == [["Fine them", "Profile it", "Count them"]]
    said = ("## 2026-08-07, analyst", "### Hypothesis", "claim: It rained", "result: Supported")
    write_rows(tmp_path / "data/register/commentary/2026-08/N1.burglary.md", *said)
    explained = evidence_of(tmp_path, findings=[{**FINDINGS[0], "since": "2026-06"}])
    assert [options[0]["action"] for _, _, options, _ in put_forward(explained)] == ["Fit lights"]


@pytest.mark.parametrize(
    ("since", "result", "put"),
    [
        ("2026-08", "", ["Count them", "Fit lights", "Fine them"]),
        ("2026-06", "", ["Profile it", "Count them", "Fit lights"]),
        ("2026-06", "Supported: it was so", ["Fit lights", "Fine them", "Count them"]),
    ],
)
def test_information_comes_first_until_a_finding_is_explained_and_a_profile_once_it_lasts(tmp_path, since, result, put):
    evidence = evidence_of(tmp_path, findings=[{**FINDINGS[0], "since": since}])
    (tmp_path / "parameters/options.yml").write_text(STRANDS)
    parquet.write_table(pa.Table.from_pylist([{"area": "B"}]), evidence.prepared / "spots.parquet")
    said = ("## 2026-08-07, analyst", "### Hypothesis", "claim: It rained", f"result: {result}")
    write_rows(tmp_path / "data/register/commentary/2026-08/N1.burglary.md", *said)
    assert [[option["action"] for option in options] for _, _, options, _ in put_forward(evidence)] == [put]


@pytest.mark.parametrize(
    ("first", "put"), [("2026-06", ["Count them"]), ("2026-07", ["Profile it", "Count them", "Fit lights"])]
)
def test_nothing_but_a_question_is_put_about_what_has_run_through_an_exceptional_time(tmp_path, first, put):
    """What began before that time is put as ever."""
    time = {"name": "Restrictions", "first": first, "last": MONTH, "reason": "Shut"}
    cycle = {"detection": {"exceptional": [time]}}
    evidence = evidence_of(tmp_path, findings=[{**FINDINGS[0], "since": "2026-06"}], cycle=cycle)
    (tmp_path / "parameters/options.yml").write_text(STRANDS)
    parquet.write_table(pa.Table.from_pylist([{"area": "B"}]), evidence.prepared / "spots.parquet")
    assert [[option["action"] for option in options] for _, _, options, _ in put_forward(evidence)] == [put]
    fall = {**FINDINGS[0], "direction": "down"}
    assert not wants_attention(evidence, fall)


def test_who_leads_of_what_nothing_is_recommended_for_is_the_first_option_s_agency(tmp_path):
    """A fall is put to nobody, yet somebody is asked to find out why: whom the library names for it."""
    fall = {**FINDINGS[2], "direction": "down"}
    evidence = evidence_of(tmp_path, findings=[fall])
    (tmp_path / "parameters/options.yml").write_text(OPTIONS.replace("needs: [water], ", ""))
    parquet.write_table(pa.Table.from_pylist([{"area": "B"}]), evidence.prepared / "spots.parquet")
    assert put_forward(evidence) == []
    assert wrong("decision", evidence, {**SOUGHT, "ask": "find_out", "lead": "Fire", "priority": ""}) == set()
    assert wrong("decision", evidence, {**SOUGHT, "ask": "find_out", "lead": "Council", "priority": ""}) == {"lead"}


def test_what_was_recommended_for_one_finding_is_not_the_first_for_the_next(tmp_path):
    evidence = evidence_of(tmp_path, findings=[FINDINGS[0], {**FINDINGS[0], "area": "N3"}])
    options = STRANDS.replace("strand: information, action: Count them", "strand: prevention, action: Count them")
    (tmp_path / "parameters/options.yml").write_text(options)
    parquet.write_table(pa.Table.from_pylist([{"area": "B"}]), evidence.prepared / "spots.parquet")
    assert [options[0]["action"] for _, _, options, _ in put_forward(evidence)] == ["Fit lights", "Fit locks"]


def test_what_is_put_first_is_the_worst_by_the_class_of_harm_then_by_its_excess(tmp_path):
    small = {**FINDINGS[0], "area": "N3", "observed": 12, "expected": 9.0}
    found = [small, {**small, "area": "N1", "observed": 30}, {**FINDINGS[1], "observed": 9, "expected": 8.0}]
    evidence = evidence_of(tmp_path, findings=found)
    file = tmp_path / "parameters/priorities.yml"
    unclassed = [finding["area"] for finding in worst_first(evidence)]
    assert unclassed == [finding["area"] for finding in found]
    harm = "harm:\n  asb: {level: high, why: A}\n  burglary: {level: low, why: B}\n"
    file.write_text(dedent(file.read_text()) + harm)
    ranked = evidence_of(tmp_path, findings=found)
    assert [(f["area"], f["category"]) for f in worst_first(ranked)] == [
        ("N2", "asb"), ("N1", "burglary"), ("N3", "burglary"),
    ]  # fmt: skip


ROLES = """
options:
  - {id: lights, categories: [Burglary], strand: prevention, mechanism: %s, action: Fit lights, lead: Police analyst}
  - {id: locks, categories: [Drugs], strand: prevention, mechanism: %s, action: Fit locks, lead: Police inspector}
"""
REFUSED = """
proposals:
  - {ref: "2026-07-8", area: North, category: Drugs, option: locks, action: "Fit locks", agency: Police,
     decision: Refused, why: "Nobody to fit them"}
"""
LIKE = {"ref": "2026-07-8", "why": "Nobody to fit them", "option": "locks", "put": "lights"}


@pytest.mark.parametrize("way, other, is_like", [("place", "place", True), ("place", "victim", False),
                                                 ("knowledge", "knowledge", False)])  # fmt: skip
def test_work_refused_elsewhere_is_like_what_is_put_where_way_and_agency_are_the_same(
    evidence, tmp_path, way, other, is_like
):
    (tmp_path / "parameters/options.yml").write_text(ROLES % (way, other))
    write_rows(tmp_path / "data/register/decisions/2026-07.yml", REFUSED)
    assert (wrong("like_refused", evidence, LIKE) == set()) is is_like
    if is_like:
        for name in LIKE:
            assert wrong("like_refused", evidence, {**LIKE, name: "another"}) == {name}
