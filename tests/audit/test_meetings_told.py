"""What a coordinator's page states is worked out again from meetings.csv and groups.yml, typed by hand."""

import pytest

from tests.audit.register_by_hand import SET_ASIDE, evidence_of, plan_of, wrong
from tests.audit.workspace_by_hand import write_rows

GROUPS = """
groups:
  pbg: {name: Business Group, kind: tactical, chair: Superintendent, meets: {months: 1}}
  lap: {name: Action Partnership, kind: area, meets: {months: 1}, after: pbg}
  homes: {name: Safer homes, kind: theme, meets: {weeks: [6, 8]}, themes: [Homes]}
"""
ROWS = (
    "pbg,,2026-08-18,,2026-07,yes,",
    "pbg,,2026-09-04,,2026-07,,",
    "Safer homes,,2026-07-01,,,yes,",
    "lap,A1,2026-09-10,2026-09-07,2026-08,,",
    "pbg,,15/09/2026,,,,",
    "pbg,,2026-09-30,,2026-08,no,",
    "lap,A2,2026-12-28,,,,",
)


@pytest.fixture
def evidence(tmp_path):
    """Told on 5 September 2026."""
    found = evidence_of(tmp_path, SET_ASIDE)
    plan_of(tmp_path)
    (tmp_path / "parameters/groups.yml").write_text(GROUPS)
    write_rows(tmp_path / "data/register/meetings.csv", "group,area,on,papers,month,held,note", *ROWS)
    return found


def refuses(kind, evidence, values, **changed):
    """Every changed value is found, and nothing else."""
    assert wrong(kind, evidence, values) == set()
    for name, value in changed.items():
        assert name in wrong(kind, evidence, {**values, name: value})


def test_a_group_is_what_its_file_says(evidence):
    group = {"key": "pbg", "name": "Business Group", "kind": "tactical", "chair": "Superintendent", "lead_officer": ""}
    refuses("business_group", evidence, group, name="Forum", chair="Inspector", lead_officer="Officer")


def test_a_group_s_days_are_those_of_its_lines_with_papers_five_working_days_before(evidence):
    days = {"key": "pbg", "place": None, "last": "2026-09-04", "next": "2026-09-15", "papers": "2026-09-08"}
    refuses("group_days", evidence, days, last="2026-08-18", next="2026-09-30", papers="2026-09-09")
    area = {"key": "lap", "place": "A1", "last": None, "next": "2026-09-10", "papers": "2026-09-07"}
    refuses("group_days", evidence, area, papers="2026-09-03")


def test_a_day_of_the_next_weeks_stands_in_the_table_and_was_not_called_off(evidence):
    refuses("calendar_line", evidence, {"on": "2026-09-15", "closes": False}, closes=True, on="2026-09-30")
    assert "on" in wrong("calendar_line", evidence, {"on": "2026-12-28", "closes": False})


@pytest.mark.parametrize(
    "key, place, remark, on, more, changed",
    [
        ("homes", None, "gap", "2026-07-01", {"by": "2026-08-26"}, {"by": "2026-08-19"}),
        ("pbg", None, "not_said", "2026-09-04", {}, {"on": "2026-08-18"}),
        ("lap", "A1", "before_other", "2026-09-10", {"by": "2026-09-15"}, {"by": "2026-09-30"}),
        ("lap", "A2", "bank_holiday", "2026-12-28", {"holiday": "Boxing Day (observed)"}, {"holiday": "Easter"}),
    ],
)
def test_what_is_odd_is_found_again(evidence, key, place, remark, on, more, changed):
    refuses("calendar_odd", evidence, {"key": key, "place": place, "remark": remark, "on": on, **more}, **changed)


def test_what_is_not_odd_is_found_not_so(evidence):
    quiet = {"key": "pbg", "place": None, "remark": "gap", "on": "2026-08-18", "by": "2026-09-30"}
    assert {"on", "by"} <= wrong("calendar_odd", evidence, quiet)


def test_a_document_is_due_by_the_first_meeting_that_reads_it(evidence):
    due = {"title": "Tactical assessment", "edition": "", "papers": "2026-09-08", "on": "2026-09-15", "closed": False}
    refuses("due_document", evidence, due, papers="2026-09-07", on="2026-09-30", closed=True, edition="full")


def test_open_work_is_counted_anew(evidence):
    work = {"open": 2, "late": 1, "blocked": 1, "silent": 0, "without_owner": 0, "oldest": 0}
    refuses("open_work", evidence, work, open=3, late=2, blocked=0, silent=1, without_owner=1, oldest=4)
