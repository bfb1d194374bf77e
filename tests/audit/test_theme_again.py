"""What a theme group's pack states is worked out again from the plan, meetings.csv and data/issued, typed by hand."""

from hashlib import sha256

import pytest

from tests.audit.register_by_hand import SET_ASIDE, evidence_of, plan_of, wrong
from tests.audit.workspace_by_hand import write_rows

GROUPS = """
groups:
  homes: {name: Safer homes, kind: theme, meets: {weeks: [6, 8]}, themes: [homes]}
  parks: {name: Parks, kind: theme, meets: {weeks: [6, 8]}, themes: [Parks]}
"""
INDICATORS = """
indicators:
  - {key: burglary, title: Burglary, of: {categories: [burglary]}, better: fewer, group: homes, owner: Officer,
     agency: Police}
"""
MEETINGS = ("homes,2026-07-15,2026-07-08,2026-06", "homes,2026-09-09,,2026-08", "homes,2026-10-28,,2026-09")
WORK = {"key": "homes", "meeting": "2026-09-09", "open": 2, "late": 1, "blocked": 1, "done": 0}
NOTHING_KEPT = {**WORK, "lines": 2, "told_late": 0, "amended": 0}


def digest(*said):
    return sha256("\n".join(said).encode()).hexdigest()


TEN, TWENTY = (
    digest("D1", "2026-07-20", "Officer", "Ten by now."), digest("D1", "2026-08-18", "Officer", "Twenty by now."),
)  # fmt: skip


@pytest.fixture
def evidence(tmp_path):
    """Told on 5 September 2026: D1 is a day late, D2 blocked, D3 is the parks'."""
    found = evidence_of(tmp_path, SET_ASIDE)
    plan_of(tmp_path)
    (tmp_path / "parameters/groups.yml").write_text(GROUPS)
    (tmp_path / "parameters/indicators.yml").write_text(INDICATORS)
    write_rows(tmp_path / "data/register/meetings.csv", "group,on,papers,month", *MEETINGS)
    return found


def issued(root, *rows):
    (root / "data/issued").mkdir(parents=True, exist_ok=True)
    write_rows(root / "data/issued/homes.csv", "meeting,item,sha256", *rows)


def refuses(kind, evidence, values, **changed):
    """Every changed value is found, and nothing else."""
    assert wrong(kind, evidence, values) == set()
    for name, value in changed.items():
        assert name in wrong(kind, evidence, {**values, name: value})


def test_the_days_around_a_meeting_are_those_of_the_calendar(evidence):
    days = {"key": "homes", "on": "2026-09-09", "papers": "2026-09-02", "last": "2026-07-15", "next": "2026-10-28",
            "since": "2026-07-08"}  # fmt: skip
    refuses("group_sitting", evidence, days, papers="2026-09-03", last="2026-07-01", next=None, since="2026-07-15")


def test_open_work_and_lines_are_counted_again(evidence):
    more = {name: value + 1 for name, value in NOTHING_KEPT.items() if isinstance(value, int)}
    refuses("theme_work", evidence, NOTHING_KEPT, **more)


def test_what_another_pack_told_is_not_told_and_what_none_told_is_late(tmp_path, evidence):
    issued(tmp_path, f"2026-07-15,D1 2026-08-18,{TWENTY}")
    refuses("theme_work", evidence, {**WORK, "lines": 1, "told_late": 0, "amended": 0}, lines=2)


def test_a_line_from_before_the_last_papers_is_late_where_a_pack_was_kept(tmp_path):
    found = evidence_of(tmp_path, SET_ASIDE)
    plan_of(tmp_path)
    (tmp_path / "parameters/groups.yml").write_text(GROUPS)
    later = ("homes,2026-08-01,2026-07-25,2026-06", *MEETINGS[1:])
    write_rows(tmp_path / "data/register/meetings.csv", "group,on,papers,month", *later)
    issued(tmp_path, f"2026-08-01,papers 2026-07-25,{'0' * 64}")
    refuses("theme_work", found, {**WORK, "lines": 2, "told_late": 1, "amended": 0}, told_late=0)
    refuses("line_told", found, {"when": "late"}, when="amended")


def test_a_line_that_reads_otherwise_than_it_was_told_is_amended(tmp_path, evidence):
    issued(tmp_path, f"2026-07-15,D1 2026-08-18,{'f' * 64}", f"2026-07-15,D1 2026-07-20,{TEN}")
    refuses("theme_work", evidence, {**WORK, "lines": 1, "told_late": 0, "amended": 1}, amended=0)


def test_what_the_pack_itself_told_before_is_told_again_when_it_is_made_again(tmp_path, evidence):
    issued(tmp_path, f"2026-07-15,papers 2026-07-08,{'0' * 64}", f"2026-09-09,D1 2026-08-18,{TWENTY}")
    refuses("theme_work", evidence, NOTHING_KEPT)


def test_an_agency_with_open_work_and_no_indicator_is_found_and_none_that_has_one(evidence):
    refuses("agency_unmeasured", evidence, {"key": "homes", "agency": "Council"}, agency="Police")


def test_what_others_ask_is_counted_again(evidence):
    refuses("from_others", evidence, {"key": "homes", "passed_down": 0, "raised": 0}, passed_down=1, raised=1)


def test_a_pack_is_of_its_month_and_day(evidence):
    pack = {"told_on": "2026-09-05", "month": "2026-08", "place": "B"}
    refuses("theme_pack", evidence, pack, told_on="2026-09-06", month="2026-07", place="A1")
