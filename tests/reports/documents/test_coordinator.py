"""The coordinator's page: what is due, late and unanswered, each once, and calm words where nothing is."""

from dataclasses import replace
from datetime import date
from html import unescape
from re import sub

import pytest

from bsafe_analysis.model.activities import Progress
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind, Rhythm
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.model.register_entries import Choice, DecisionSheet, Escalation, Passing, Proposal, Register
from bsafe_analysis.reports.document_kinds import build_document, contents_of
from bsafe_analysis.reports.show import compose
from tests.reports.months import activity, prepared

GROUPS = (
    BusinessGroup("spbg", "Strategic Group", GroupKind.STRATEGIC, Rhythm(3), "Commander", signs=("delivery_review",)),
    BusinessGroup("pbg", "Business Group", GroupKind.TACTICAL),
    BusinessGroup("lap", "Action Partnership", GroupKind.AREA, after="pbg"),
    BusinessGroup("homes", "Safer homes", GroupKind.THEME, Rhythm(0, 6, 8), "Fire manager", themes=("Homes",)),
)
DOCUMENTS = (
    DocumentSetting("tactical_assessment", "Tactical assessment", "borough", "pbg"),
    DocumentSetting("delivery_review", "Plan review", "borough", pack="delivery", months=(3, 9)),
    DocumentSetting("strategic_assessment", "Strategic assessment", "borough", editions=(("full", (3,)),)),
    DocumentSetting("coordinator", "Coordinator's page", "borough", pack="coordinator"),
)


def met(group, on, papers="", month="2026-09", area="", held=None):
    day = date.fromisoformat(on)
    return GroupMeeting(group, area, day, date.fromisoformat(papers) if papers else day, month, held)


MEETINGS = (
    met("homes", "2026-08-10", month="2026-07", held=True),
    met("lap", "2026-09-22", month="2026-08", area="A1", held=True),
    met("pbg", "2026-10-20", "2026-10-13"),
    met("lap", "2026-10-16", area="A1"),
    met("lap", "2026-10-28", area="A2"),
    met("spbg", "2026-11-02", "2026-10-02"),
)
RAISED = Escalation("E1", "2026-08", "A1", "Quad bikes", "Send a patrol", choice=Passing.ESCALATE)


def page(meetings=MEETINGS, groups=GROUPS, activities=(), **register):
    month = prepared()
    cycle = replace(month.cycle, groups=groups, documents=DOCUMENTS)
    held = Register(meetings=meetings, **register)
    return build_document(replace(month, cycle=cycle, register=held, activities=activities), "coordinator", "B")


def said(document, section="page-one"):
    return " ".join(sub("<[^>]+>", " ", unescape(compose(document, section)[0]["text/html"])).split())


def test_the_next_three_weeks_are_told_day_by_day_and_no_day_beyond():
    told = said(page())
    days = told[told.index("Next 21 days") : told.index("Documents of")]
    assert days == (
        "Next 21 days Tuesday 13 October 2026: papers close for Business Group. "
        "Friday 16 October 2026: papers close for Action Partnership, North. "
        "Friday 16 October 2026: Action Partnership, North. Tuesday 20 October 2026: Business Group. "
    )


def test_what_is_odd_in_the_calendar_is_named_with_its_days():
    told = said(page())
    assert "Action Partnership, North: its meeting on 16 October 2026 is before that of the group it follows," in told
    assert "nothing in time after 10 August 2026; the next is due by 5 October 2026." in told


def test_documents_that_are_due_of_the_month_are_told_with_the_day_of_their_papers():
    told = said(page())
    assert "Business Group, 20 October 2026; papers close on 13 October 2026." in told
    assert "Strategic Group, 2 November 2026; papers closed on 2 October 2026." in told
    assert "Strategic assessment" not in told  # its full edition is due in March
    assert "Coordinator's page" not in told


def test_of_places_that_meet_on_several_days_the_first_is_told_as_the_first():
    areas = DocumentSetting("lap_assessment", "Area assessment", "area", "lap")
    month = page().prepared
    several = replace(month, cycle=replace(month.cycle, documents=(*DOCUMENTS, areas)))
    told = said(build_document(several, "coordinator", "B"))
    assert "Action Partnership, the first on 16 October 2026; its papers close on 16 October 2026." in told
    one = replace(several, register=replace(month.register, meetings=MEETINGS[:4]))
    assert "Action Partnership, 16 October 2026; papers close on" in said(build_document(one, "coordinator", "B"))


def test_open_work_of_all_groups_is_counted_and_listed_once_under_its_group():
    plan = (
        activity("D1", due=date(2026, 8, 28)),
        activity("D2", theme="Fire", owner=""),
        activity("D3", status=Progress.COMPLETE),
    )
    document = page(activities=plan)
    assert "2 open: 0 blocked; of the others 1 late (the oldest for 5 weeks) and" in said(document)
    assert "1 without an owner" in said(document)
    assert [(part.group and part.group.key, [w.activity.ref for w in part.every]) for part in document.by_group] == [
        ("homes", ["D1"]),
        (None, ["D2"]),
    ]


def test_what_an_area_raised_waits_until_a_decision_names_it():
    assert "Raised on 22 September 2026, 13 days ago" in said(page(escalations=(RAISED,)))
    answer = Proposal("E1", "2026-09", "", "A1", "", "", "Send one", "Police", Choice.ACCEPT)
    answered = page(escalations=(RAISED,), decisions=(DecisionSheet("2026-09", (answer,)),))
    assert "Nothing that an area raised waits for an answer." in said(answered)
    kept = page(escalations=(replace(RAISED, choice=Passing.KEEP),))
    assert "Nothing that an area raised" in said(kept)


def test_what_was_agreed_and_not_entered_in_the_plan_is_a_broken_link():
    assert "Agreed and not entered in the delivery plan: Mark bicycles" in said(
        page(activities=[activity(adopted=True)])
    )
    assert "Broken links" not in said(page(activities=[activity()]))


def test_a_role_that_is_vacant_is_told_where_somebody_is_needed():
    told = " ".join(sub("<[^>]+>", " ", unescape(compose(page(), "roles")[0]["text/html"])).split())
    assert "Strategic Group Commander none named none named" in told
    assert "Business Group vacant none named" in told
    assert "Safer homes Fire manager vacant" in told


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"groups": (), "meetings": ()}, "No groups are named"),
        ({"meetings": ()}, "No dates are written"),
        ({"meetings": MEETINGS[:2]}, "No group meets, and no papers close."),
    ],
)
def test_without_groups_dates_or_anything_soon_that_is_said(changes, words):
    document = page(**changes)
    assert words in said(document)
    contents = contents_of(document)
    whole = " ".join(b["text/html"] for s in document.sections for b in compose(document, s) if "text/html" in b)
    assert all(f'id="{name}"' in whole for name in (*contents.sections, *contents.tables))
