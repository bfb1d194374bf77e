"""The theme group pack (theme_pack): what one group must settle at one meeting, and nothing that is another's."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from re import sub

import pandas as pd
import pytest

from bsafe_analysis.model.activities import Dated, Progress
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.model.indicators import OwnView
from bsafe_analysis.model.plan_lines import PrintedLine, digest_of, item_of
from bsafe_analysis.model.register_entries import (
    Choice,
    DecisionSheet,
    Escalation,
    GroupSheet,
    Passing,
    Proposal,
    Register,
)
from bsafe_analysis.reports.document_kinds import build_document, contents_of
from bsafe_analysis.reports.facts.plan_states import reviewed
from bsafe_analysis.reports.facts.theme_work import trouble_with
from bsafe_analysis.reports.show import compose
from tests.reports.documents.test_performance_report import indicator, target
from tests.reports.documents.test_performance_report import month as counted_month
from tests.reports.months import MONTH, activity, finding, prepared

ON, BEFORE, AFTER = date(2026, 10, 14), date(2026, 8, 26), date(2026, 12, 2)
HOMES = BusinessGroup(
    "homes", "Safer homes", GroupKind.THEME, chair="Fire manager", lead_officer="Burglary officer", themes=("Homes",)
)
STREETS = BusinessGroup("streets", "Streets", GroupKind.THEME, themes=("Streets",))
NEW, OLD = Dated(date(2026, 9, 20), "ten fitted", "Officer"), Dated(date(2026, 8, 1), "six fitted", "Officer")


def met(on, group="homes", month=MONTH):
    return GroupMeeting(group, "", on, on - timedelta(days=7), month)


MEETINGS = (met(BEFORE, month="2026-07"), met(ON), met(AFTER, month="2026-11"))


def month(*indicators, base=None, meetings=MEETINGS, register=None, **changes):
    base = base or prepared()
    kept = replace(register or Register(), meetings=meetings)
    cycle = replace(base.cycle, groups=(HOMES, STREETS), indicators=indicators)
    return replace(base, cycle=cycle, register=kept, **{"findings": (), **changes})


def pack(*indicators, group="homes", on=ON, **changes):
    return build_document(month(*indicators, **changes), "theme_pack", "B", group, on.isoformat())


def said(document, section="page-one"):
    words = " ".join(bundle.get("text/html", "") for bundle in compose(document, section))
    return " ".join(sub("<[^>]+>", " ", unescape(words)).split())


def test_page_one_names_the_group_its_days_and_who_chairs():
    told = said(pack())
    assert "Safer homes, 14 October 2026. Chair: Fire manager. Lead: Burglary officer." in told
    assert "Next: 2 December 2026. Since 26 August 2026." in told


def test_days_and_offices_that_nobody_wrote_are_said_to_be_missing():
    told = said(pack(group="streets", meetings=(met(ON, "streets"),)))
    assert "Chair: vacant. Lead: vacant. Next: no day is written. No meeting before is written." in told


def test_a_group_with_nothing_to_discuss_says_so_only_as_far_as_it_is_so():
    quiet = activity(log=(NEW,), progress_date=NEW.on, due=date(2027, 3, 1))
    told = said(pack(activities=(quiet,)))
    assert "For discussion" in told and "Nothing is late." in told
    assert "All on course" not in told
    assert "No indicator is set for this group: agree one, with its baseline." in told
    assert "On 5 October 2026: 1 open, 0 late, 0 blocked." in told


def test_work_is_counted_by_rule_and_each_line_is_told_once():
    printed = PrintedLine("homes", BEFORE, item_of(activity(), OLD), digest_of(activity(), OLD))
    again = Dated(date(2026, 8, 2), "seven fitted", "Officer")
    done = activity("D02", status=Progress.COMPLETE, log=(NEW,), progress="ten", progress_date=NEW.on)
    late = activity("D03", due=date(2026, 9, 1), log=(NEW,), progress_date=NEW.on)
    stuck = activity("D04", blockage="No list of addresses", blocked_since=date(2026, 9, 1), ask="Agree one list")
    document = pack(activities=(activity(log=(NEW, again, OLD)), done, late, stuck), printed=(printed,))
    told = said(document)
    assert "On 5 October 2026: 3 open, 1 late, 1 blocked." in told
    assert "Since papers closed on 19 August 2026: 4 lines written, 1 told late, 0 amended; 1 done." in told
    assert "D04, Mark bicycles at the station (Police): blocked for 4 weeks: no list of addresses. Asked:" in told
    assert "say by 2 December 2026 how it goes on." in told
    assert "six fitted" not in said(document, "actions")
    assert "seven fitted" in said(document, "actions") and "told late" in said(document, "actions")


def test_no_other_theme_s_work_stands_in_it():
    other = activity("D09", title="Clear the alleys of Quarry", theme="Streets", log=(NEW,), due=date(2026, 9, 1))
    document = pack(activities=(activity(log=(NEW,)), other), findings=(finding("N2"),))
    assert not [s for s in document.sections if "D09" in said(document, s) or "Clear the alleys" in said(document, s)]


def test_four_packs_and_what_no_theme_holds_are_the_plan():
    plan = (activity(), activity("D02", theme="streets "), activity("D03", theme=""), activity("D04", theme="Other"))
    on = met(ON, "streets")
    packs = [pack(activities=plan, meetings=(*MEETINGS, on), group=group) for group in ("homes", "streets")]
    shown = [work.activity.ref for each in packs for work in each.every]
    assert sorted(shown) == ["D01", "D02"]
    assert {a.ref for a in plan} - {*shown} == {"D03", "D04"}
    states = {w.activity.ref: w.state for w in reviewed(plan, date(2026, 10, 5))}
    assert all(work.state is states[work.activity.ref] for each in packs for work in each.every)


def test_exceptions_are_the_monitor_s_of_the_theme_s_kinds_alone():
    found = (finding("N1"), finding("N2", "damage"), finding("A1"), finding("N3", status=Status.CLEARED))
    document = pack(activities=(activity(),), findings=found)
    assert [signal.finding.id for signal in document.exceptions] == ["N1.burglary.up"]
    assert all(signal.place.level is Level.NEIGHBOURHOOD for signal in document.exceptions)
    assert "Mill Lane, burglary: 25 recorded; 3 to 15 expected; new this month." in said(document, "neighbourhoods")
    monitor = build_document(document.prepared, "neighbourhood_monitor", "B")
    assert {s.finding.id for s in document.exceptions} <= {s.finding.id for s in monitor.exceptions}


def test_what_others_ask_is_counted():
    raised = Escalation(
        "E1", "2026-08", "A2", "Nobody fits locks", "Fit locks", "Police", "burglary", "", Passing.ESCALATE
    )
    agreed = activity("P2026-08-1", title="Fit locks in Hope", theme="", adopted=True)
    document = pack(activities=(activity(), agreed), register=Register(escalations=(raised,)))
    assert "1 passed down and not in the plan yet; 1 raised by areas: an answer is due." in said(document)
    told = said(document, "actions")
    assert "Passed down and not entered in the plan: Fit locks in Hope (Police)." in told
    assert "Raised by South: Nobody fits locks. Asks: Fit locks." in told


def with_three_years():
    """The borough's counts of three years, so that an indicator can be judged, beside those of its places."""
    base, long = prepared(), counted_month().counts
    return replace(base, counts=pd.concat([base.counts[base.counts["area"] != "B"], long], ignore_index=True))


@pytest.fixture(scope="module")
def measured():
    """A forecast takes a second: one document for what is told of indicators."""
    view = OwnView(date(2026, 9, 28), "All is well")
    return pack(
        indicator("easy", target(900), agency="Police"), indicator("hopeless", target(100), view=view, agency="Police"),
        indicator("other", target(100), group="streets"),
        base=with_three_years(), findings=(finding("N1"),), activities=(activity(), activity("D02", agency="Council")),
    )  # fmt: skip


def test_indicators_stand_as_in_the_performance_report_and_those_of_others_do_not(measured):
    assert [each.key for each in measured.told.every] == ["easy", "hopeless"]
    report = build_document(measured.prepared, "performance_report", "B")
    assert measured.told.every == tuple(each for each in report.told.every if each.indicator.group == "homes")


def test_what_is_off_course_is_put_first_with_a_place_a_person_and_a_day(measured):
    told = said(measured)
    assert "Hopeless: off course." in told
    assert "at most 100 wanted. Look first at Mill Lane. Officer: say what is changed by 2 December 2026." in told
    assert "▲ off course" in told and "● on course" in told
    assert "All is well (28 September 2026)" in told
    assert "No indicator from: Council." in told
    assert "Mill Lane, burglary: 25 recorded" in said(measured, "trouble")
    assert measured.points[0].trouble.told.key == "hopeless" and len(measured.points) <= 3


def test_a_fall_is_no_place_to_look_at_for_an_indicator_that_should_fall(measured):
    base = measured.prepared
    fell = replace(base, findings=(finding("N1", direction=Direction.DOWN, observed=1),))
    (hopeless,) = (each for each in measured.told.every if each.key == "hopeless")
    assert [s.place.code for s in trouble_with(base, hopeless).signals] == ["N1"]
    assert trouble_with(fell, hopeless).signals == ()


def test_an_owner_s_view_alters_no_status(measured):
    silent = [replace(each.indicator, view=None) for each in measured.told.every]
    base = measured.prepared
    same = pack(*silent, base=base, findings=base.findings, activities=base.activities)
    assert [each.status for each in same.told.every] == [each.status for each in measured.told.every]


def test_the_page_promises_what_it_shows(measured):
    contents = contents_of(measured)
    assert contents.figures == ("rolling-easy", "rolling-hopeless")
    assert contents.tables == ("indicators-table", "open-table")


def proposal(number, choice, **changes):
    base = Proposal(f"homes-2026-08-26-{number}", "2026-07", "", "B", "burglary", "", f"Do thing {number}", "Council")
    return replace(base, choice=choice, **changes)


def test_what_the_last_meeting_decided_stands_among_the_actions():
    decided = (proposal(1, Choice.ACCEPT), proposal(2, Choice.REFUSE, why="No money"))
    sheets = (GroupSheet("homes", BEFORE, DecisionSheet("2026-07", decided, BEFORE)),)
    told = said(pack(register=Register(group_sheets=sheets)), "actions")
    assert "Decided on 26 August 2026" in told
    assert "homes-2026-08-26-1, Vale: Do thing 1. Accepted." in told.replace("Thornmere", "Vale")
    assert "Do thing 2. Refused: No money." in told
    assert "What was accepted is in the plan from the month after" in told


def test_a_meeting_of_which_nothing_is_written_is_told_and_another_groups_sheet_is_not():
    sheets = (GroupSheet("streets", BEFORE, DecisionSheet("2026-07", (proposal(1, Choice.ACCEPT),), BEFORE)),)
    told = said(pack(register=Register(group_sheets=sheets)), "actions")
    assert "Nothing is written of what the meeting of 26 August 2026 decided." in told and "Do thing" not in told
    assert "Nothing is written" not in said(pack(group="streets", meetings=(met(ON, "streets"),)), "actions")
