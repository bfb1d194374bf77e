"""What pages say of the delivery plan, proved by its rows read anew: every changed word is found."""

from datetime import date

import pytest
import xlsxwriter

from bsafe_analysis.audit.proofs.registry import Unproved
from tests.audit.register_by_hand import PLAN, SET_ASIDE, evidence_of, plan_of, proved, wrong
from tests.audit.workspace_by_hand import write_rows

FIT_LOCKS = {
    "adopted": False, "agency": "Police", "ask": "", "baseline": "0", "blockage": "", "blocked_by": "",
    "blocked_since": None, "cost": 1200.0, "decision": "", "due": "2026-09-04", "funding": "",
    "measure": "homes fitted", "option": "", "owner": "Officer", "priority": "homes", "progress": "Twenty by now.",
    "progress_date": "2026-08-18", "ref": "D1", "start": "2026-01-01", "status": "under way", "strand": "prevention",
    "support": "", "target": "90", "theme": "Homes", "title": "Fit locks",
}  # fmt: skip
REVIEW = {"open": 2, "overdue": 1, "blocked": 1, "known_cost": 1200.0, "unknown_cost": 1, "on": "2026-09-05"}


@pytest.fixture
def written(tmp_path):
    evidence = evidence_of(tmp_path, SET_ASIDE)
    plan_of(tmp_path)
    return evidence


def test_an_activity_is_as_its_row_says(written):
    assert wrong("activity", written, FIT_LOCKS) == set()


@pytest.mark.parametrize("name", sorted(FIT_LOCKS))
def test_each_changed_value_of_an_activity_is_found(written, name):
    changed = not FIT_LOCKS[name] if isinstance(FIT_LOCKS[name], bool) else f"{FIT_LOCKS[name]} more"
    assert name in wrong("activity", written, {**FIT_LOCKS, name: changed})


@pytest.mark.parametrize(("as_of", "text", "day"), [
    ("2026-09-05", "Twenty by now.", "2026-08-18"),
    ("2027-06-05", "Twenty by now.", "2026-08-18"),
    ("2027-06-05", "", None),
])  # fmt: skip
def test_of_a_month_long_past_progress_made_since_is_not_known(tmp_path, as_of, text, day):
    evidence = evidence_of(tmp_path, SET_ASIDE)
    plan = plan_of(tmp_path)
    if not text:
        plan.write_text(plan.read_text().replace("2026-07-20", "2026-09-20").replace("2026-08-18", "2026-10-18"))
    cycle = tmp_path / "parameters/cycles/2026-08.yml"
    cycle.write_text(cycle.read_text().replace("2026-09-05", as_of))
    assert wrong("activity", evidence, {**FIT_LOCKS, "progress": text, "progress_date": day}) == set()


def test_an_activity_that_was_set_aside_may_not_be_said(written):
    values = {**FIT_LOCKS, "ref": "D4", "title": "Improve things"}
    assert {"ref", "title"} <= wrong("activity", written, values)


def test_days_as_excel_writes_them_and_places_by_name_are_read(written):
    gates = next(work for work in written.written.plan if work.values["ref"] == "D2")
    assert (gates.values["start"], gates.values["due"], gates.areas) == ("2026-02-01", "2027-03-28", {"N1", "N2"})


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("B", REVIEW),
        ("A1", REVIEW),
        ("A2", {**REVIEW, "open": 1, "blocked": 0, "unknown_cost": 0}),
    ],
)
def test_activities_are_counted_for_the_document_s_place(written, place, expected):
    assert proved("activity_review", written, {}, place) == expected


@pytest.mark.parametrize("name", ["open", "overdue", "blocked", "known_cost", "unknown_cost"])
def test_each_changed_count_of_activities_is_found(written, name):
    assert wrong("activity_review", written, {**REVIEW, name: REVIEW[name] + 1}) == {name}


def test_what_is_due_on_the_day_itself_is_not_late(tmp_path):
    evidence = evidence_of(tmp_path)
    plan_of(tmp_path, "D1,Fit locks,homes,,prevention,,,Officer,Police,homes,0,9,2026-01-01,2026-09-05,agreed,,,,,")
    assert proved("activity_review", evidence, {})["overdue"] == 0


def test_a_month_long_past_is_told_as_of_the_fifth_of_the_next(tmp_path):
    evidence = evidence_of(tmp_path)
    cycle = tmp_path / "parameters/cycles/2026-08.yml"
    cycle.write_text(cycle.read_text().replace("2026-09-05", "2027-03-01"))
    plan_of(tmp_path)
    assert proved("activity_review", evidence, {})["on"] == "2026-09-05"


def test_without_any_day_what_is_late_is_not_proved(tmp_path):
    evidence = evidence_of(tmp_path)
    (tmp_path / "parameters/cycles/2026-08.yml").unlink()
    plan_of(tmp_path)
    with pytest.raises(Unproved):
        proved("activity_review", evidence, {})


LINE = {"on": "2026-08-18", "role": "Officer", "text": "Twenty by now."}
STEP = {"on": "2026-12-01", "role": "", "text": "90 fitted"}


@pytest.mark.parametrize("line", [LINE, STEP])
def test_a_dated_line_is_in_the_log_or_among_the_milestones(written, line):
    assert wrong("dated", written, line) == set()


@pytest.mark.parametrize(
    ("name", "value"), [("on", "2026-07-20"), ("role", "Warden"), ("text", "Ten by now."), ("text", "Thirty by now.")]
)
def test_each_changed_value_of_a_dated_line_is_found(written, name, value):
    assert wrong("dated", written, {**LINE, name: value})


RISK = {"text": "No money", "likelihood": "medium", "impact": "high", "mitigation": "Ask in time"}


@pytest.mark.parametrize("name", [None, *RISK])
def test_a_risk_is_as_its_row_says(written, name):
    assert wrong("risk", written, {**RISK, **({name: "other"} if name else {})}) == ({name} if name else set())


def test_of_no_plan_nothing_may_be_said(tmp_path):
    assert wrong("risk", evidence_of(tmp_path), RISK) == set(RISK)


def test_other_readers_are_proved_what_they_are_given(written, tmp_path):
    shown = {**FIT_LOCKS, "owner": "", "measure": "", "progress": "not given in this edition"}
    others = evidence_of(tmp_path, SET_ASIDE, audience="partner")
    assert wrong("activity", others, shown) == set()
    assert wrong("activity", others, {**shown, "owner": "Warden"}) == {"owner"}
    assert wrong("activity", others, {**shown, "blockage": "reason not given in this edition"}) == {"blockage"}
    assert wrong("activity", others, {**shown, "agency": ""}) == {"agency"}


AGREED = """
held: 2026-07-20
proposals:
  - {ref: "2026-07-1", area: N1, category: burglary, option: burglary_target_harden, action: "Fit lights",
     agency: Council, decision: accept, why: "", owner: "", due: 2026-12-12}
  - {ref: "2026-07-2", area: B, category: asb, action: "Walk about", decision: refuse, why: "No", owner: "", due: ""}
"""


def _decide(root, text=AGREED):
    (root / "data/register/decisions").mkdir(parents=True)
    (root / "data/register/decisions/2026-07.yml").write_text(text)


def test_what_a_meeting_agreed_is_an_activity_until_it_is_entered(tmp_path):
    evidence = evidence_of(tmp_path)
    _decide(tmp_path)
    values = {"ref": "P2026-07-1", "title": "Fit lights (One)", "owner": "owner to be named", "agency": "Council",
              "start": "2026-07-20", "due": "2026-12-12", "status": "proposed", "adopted": True, "priority": "homes",
              "strand": "prevention", "measure": "to be agreed", "cost": None}  # fmt: skip
    assert wrong("activity", evidence, values) == set()
    assert wrong("activity", evidence, {**values, "due": "2026-12-13"}) == {"due"}
    assert proved("activity_review", evidence, {})["open"] == 1


def test_once_it_is_entered_the_row_takes_its_place(tmp_path):
    evidence = evidence_of(tmp_path)
    _decide(tmp_path)
    row = "D9,Fit lights,homes,,prevention,N1,,Officer,Police,lit,0,9,2026-01-01,2026-09-05,agreed,,,,,,,,,,2026-07-1"
    plan_of(tmp_path, row)
    assert [work.values["ref"] for work in evidence.written.plan] == ["D9"]


PLAN_OF_WORKBOOK = {
    "Ref": "D7", "Title": "Fit bars", "Priority": "none", "Theme": "", "Strand": "prevention", "Owner": "Officer",
    "Agency": "Police", "Measure": "bars", "Baseline": 0, "Target": 5, "Start": "2026-01-01",
    "Due": date(2026, 10, 1), "Status": "agreed", "Cost": 12.5,
}  # fmt: skip


def test_a_plan_in_a_workbook_is_read_below_its_title_by_the_rows_that_a_spreadsheet_shows(tmp_path):
    evidence = evidence_of(tmp_path, "Activity D8 (data/register/activities.xlsx, row 5) was set aside: no.")
    file = tmp_path / "data/register/activities.xlsx"
    file.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("About").write(0, 0, "Read me")
        sheet, day = book.add_worksheet("Plan"), book.add_format({"num_format": "dd/mm/yyyy"})
        rows = (["Plan 2026"], [], list(PLAN_OF_WORKBOOK), ["D8", *["2026-01-01"] * 13], [*PLAN_OF_WORKBOOK.values()])
        for number, row in enumerate((rows[0], rows[1], rows[2], rows[4], rows[3])):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, day if isinstance(cell, date) else None)
    assert [work.values["ref"] for work in evidence.written.plan] == ["D7"]
    values = {"ref": "D7", "target": "5", "due": "2026-10-01", "cost": 12.5}
    assert wrong("activity", evidence, values) == set()


@pytest.mark.parametrize("name", ["Activities.CSV", "ACTIVITIES.csv"])
def test_a_plan_is_found_whatever_capitals_its_file_has(tmp_path, name):
    evidence = evidence_of(tmp_path)
    plan_of(tmp_path, PLAN[0]).rename(tmp_path / "data/register" / name)
    assert [work.values["ref"] for work in evidence.written.plan] == ["D1"]


def test_of_two_spellings_the_same_one_is_read_as_by_those_who_made_the_page(tmp_path):
    evidence = evidence_of(tmp_path)
    plan_of(tmp_path, PLAN[1]).rename(tmp_path / "data/register/Activities.CSV")
    plan_of(tmp_path, PLAN[0])
    assert [work.values["ref"] for work in evidence.written.plan] == ["D1"]


def test_of_several_sheets_that_hold_a_plan_the_one_of_its_name_is_read(tmp_path):
    evidence = evidence_of(tmp_path)
    (tmp_path / "data/register").mkdir(parents=True)
    with xlsxwriter.Workbook(tmp_path / "data/register/Activities.XLSX") as book:
        for title, ref in (("2025", "D6"), (" Activities ", "D7")):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, list(PLAN_OF_WORKBOOK))
            sheet.write_row(1, 0, [ref, *map(str, list(PLAN_OF_WORKBOOK.values())[1:])])
    assert [work.values["ref"] for work in evidence.written.plan] == ["D7"]


def test_what_somebody_wrote_is_told_without_letters_that_steer_and_no_longer_than_a_page_shows(tmp_path):
    evidence = evidence_of(tmp_path)
    plan_of(tmp_path, PLAN[0].replace("Fit locks", "Fit\x07locks").replace("No money", "No money, " * 300))
    (work,) = evidence.written.plan
    assert work.values["title"] == "Fit locks" and len(work.risk["text"]) <= 2000


GROUPS = """
groups:
  homes: {name: Safer homes, kind: theme, meets: {weeks: [6, 8]}, themes: [Homes, Vehicles]}
"""
DECIDED = """
held: ""
proposals:
  - {ref: homes-2026-08-12-1, area: N1, category: burglary, action: Fit gates, agency: Council, decision: accept}
  - {ref: homes-2026-08-12-2, area: B, action: Buy cameras, agency: Council, decision: refuse, why: No money}
"""


@pytest.fixture
def met(tmp_path, written):
    """With a theme group that met in August on July, and what it decided."""
    (tmp_path / "parameters/groups.yml").write_text(GROUPS)
    write_rows(tmp_path / "data/register/meetings.csv", "group,on,papers,month,held", "homes,2026-08-12,,,yes")
    sheet = tmp_path / "data/register/decisions/homes-2026-08-12.yml"
    sheet.parent.mkdir(exist_ok=True)
    sheet.write_text(DECIDED)
    return evidence_of(tmp_path, SET_ASIDE)


def test_what_a_group_decided_is_on_its_sheet_of_that_day(met):
    assert wrong("group_sheet", met, {"group": "homes", "on": "2026-08-12"}) == set()
    assert wrong("group_sheet", met, {"group": "homes", "on": "2026-08-13"}) == {"on"}
    told = {"ref": "homes-2026-08-12-2", "action": "Buy cameras", "choice": "refuse", "why": "No money"}
    assert wrong("proposal", met, told) == set()
    for name in told:
        assert wrong("proposal", met, {**told, name: "other"})


def test_what_a_group_agreed_is_in_the_plan_from_the_month_after(met):
    agreed = {
        "ref": "Phomes-2026-08-12-1", "title": "Fit gates (One)", "theme": "Homes", "start": "2026-08-12",
        "agency": "Council", "adopted": True,
    }  # fmt: skip
    assert wrong("activity", met, agreed) == set()
    for name in ("theme", "start", "agency"):
        assert wrong("activity", met, {**agreed, name: "other"}) == {name}


def test_a_sheet_in_which_nothing_is_written_is_no_word_of_the_group(tmp_path, met):
    sheet = tmp_path / "data/register/decisions/homes-2026-08-12.yml"
    sheet.write_text(DECIDED.replace("accept", '""').replace("refuse", '""'))
    assert evidence_of(tmp_path, SET_ASIDE).written.group_proposals == ()
