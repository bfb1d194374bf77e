"""What a run of theme packs puts on the sheet of each meeting: what its page puts up for discussion."""

from dataclasses import replace
from datetime import date

from bsafe_analysis.batch.group_sheets_left import leave_group_sheets, put_to_group
from bsafe_analysis.model.activities import Progress
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.findings import Direction
from tests.reports.documents.test_performance_report import indicator, target
from tests.reports.documents.test_performance_report import month as counted_month
from tests.reports.documents.test_theme_pack import HOMES, MEETINGS, ON, STREETS, month
from tests.reports.months import activity, finding

BLOCKED = activity(
    status=Progress.STALLED, blockage="No key", ask="Hand over the key by Friday", blocked_since=date(2026, 7, 1)
)
PACK = DocumentSetting("theme_pack", "Theme group pack", "group", pack="themes", kind="theme")


def put(prepared, group=HOMES):
    return put_to_group(prepared, group, next(m for m in MEETINGS if m.on == ON))


def test_work_that_asks_for_something_is_put_to_the_group_in_the_plans_own_words():
    (asked,) = put(month(activities=(BLOCKED,)))
    said = asked.proposal
    assert (said.action, said.agency, said.area, said.category) == (BLOCKED.ask, "Police", "N1", "burglary")
    assert asked.source == f"D01: {BLOCKED.title}"


def test_work_that_asks_for_nothing_is_settled_in_its_own_row():
    assert put(month(activities=(replace(BLOCKED, ask="", blockage=""),))) == []


def test_an_indicator_in_trouble_is_put_with_an_option_or_with_what_it_is_about():
    hopeless = indicator("hopeless", target(1))
    (asked,) = put(month(hopeless, base=counted_month(), activities=()))
    assert (asked.proposal.action, asked.proposal.category) == ("Change what is done about: Hopeless", "burglary")
    assert asked.source == "Hopeless"


def test_a_place_where_nobody_works_is_to_be_looked_into():
    signal = finding(direction=Direction.UP)
    elsewhere = activity(areas=("N3",), categories=("burglary",), log=(), due=date(2027, 3, 1), status=Progress.AGREED,
                         start=date(2026, 12, 1))  # fmt: skip
    found = put(month(findings=(signal,), activities=(elsewhere,)))
    assert [(each.proposal.action, each.proposal.area) for each in found] == [
        ("Find out what is behind burglary in Mill Lane", "N1")
    ]


def test_each_meeting_gets_one_sheet_and_only_in_its_own_pack(tmp_path):
    prepared = month(activities=(BLOCKED,))
    prepared = replace(prepared, cycle=replace(prepared.cycle, documents=(PACK,), groups=(HOMES, STREETS)))
    assert not leave_group_sheets(tmp_path, prepared, "")
    assert leave_group_sheets(tmp_path, prepared, "themes")
    (sheet,) = (tmp_path / "data/register/decisions").iterdir()
    assert sheet.name == "homes-2026-10-14.yml" and BLOCKED.ask in sheet.read_text()
    before = sheet.read_bytes()
    assert not leave_group_sheets(tmp_path, prepared, "themes")
    assert sheet.read_bytes() == before
