"""The annex holds once what other documents say in short; these say what is pressing, and lead to it."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from bsafe_analysis.model.activities import Dated, Effect, Progress
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.issued_record import Alert, AlertOutcome, TrackRecord
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.packs.page_maker import without_links
from bsafe_analysis.reports.document_kinds import build_document, exhibits_of
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.facts.pressing_work import MOST_ASKED, pressing
from bsafe_analysis.reports.facts.review import review
from bsafe_analysis.reports.show import compose
from tests.reports.documents.test_documents import words
from tests.reports.months import MONTH, activity, finding, prepared

ON, BY = date(2026, 10, 5), date(2026, 11, 17)
PAGE = "2026-09-annex-b-internal.html"
EFFECT = Effect("D01", "N1", "burglary", Direction.DOWN, "2026-04", MONTH, 6, 70, 54.0, 40, 69)
LATE = activity("D02", due=date(2026, 9, 1), areas=("N1",))
STUCK = activity("D03", areas=(), blockage="No keys", blocked_since=date(2026, 7, 1))
SOON = activity("D04", due=date(2026, 11, 10), areas=("A2",), categories=("damage",))
CALM = activity("D05", areas=("A2",), categories=("damage",), due=date(2027, 3, 1))


def with_annex(**changes):
    month = prepared(**changes)
    settings = (*month.cycle.documents, DocumentSetting("annex", "Annex", "borough"))
    return replace(month, cycle=replace(month.cycle, documents=settings))


def html(document, *sections):
    bundles = (b for s in sections or document.sections for b in compose(document, s))
    return unescape("".join(b.get("text/html", "") for b in bundles))


def listed(*activities, signals=()):
    return [a.ref for a in pressing(review(activities, ON), signals, BY)]


def test_what_is_blocked_comes_before_what_is_late_and_what_is_calm_is_left_out():
    assert listed(CALM, SOON, LATE, STUCK) == ["D03", "D02", "D04"]
    assert listed(replace(CALM, status=Progress.COMPLETE), replace(SOON, status=Progress.COMPLETE)) == []


def test_what_was_reported_on_since_the_last_meeting_is_listed_even_when_it_is_done():
    done = replace(CALM, status=Progress.COMPLETE, progress="Gates fitted", progress_date=date(2026, 9, 20))
    assert listed(done) == ["D05"]
    assert listed(replace(done, progress_date=date(2026, 8, 20))) == []


def test_work_on_a_signal_that_the_page_tells_is_listed():
    (signal,) = build_tactical_assessment(prepared(activities=(activity("D05", due=date(2027, 3, 1)),))).signals
    assert [a.ref for a in signal.activities] == ["D05"]
    assert listed(*signal.activities, signals=(signal,)) == ["D05"]
    assert listed(*signal.activities) == []


def test_an_areas_meeting_is_asked_about_the_whole_boroughs_work_only_where_it_is_stuck_or_late():
    routine, own = (activity(f"D0{n}", due=date(2026, 11, n), areas=a) for n, a in ((6, ()), (7, ("N1",))))
    month = prepared(findings=(), activities=(routine, own, STUCK))
    tactical = build_tactical_assessment(month)
    assert [a.ref for a in tactical.pressing] == ["D03", "D06", "D07"]
    assert [a.ref for a in build_lap_assessment(tactical, "A1").pressing] == ["D03", "D07"]


def test_a_meeting_is_never_shown_more_work_than_it_can_speak_of():
    many = tuple(activity(f"D{n:02d}", due=date(2026, 8, 1)) for n in range(20))
    month = with_annex(activities=many)
    tactical = build_tactical_assessment(month)
    assert len(exhibits_of(tactical).table("work-table").rows) == MOST_ASKED
    assert "20 open, 20 overdue" in words(tactical, "activities")
    assert len(exhibits_of(build_annex(month)).table("activities-table").rows) == 20


def test_a_row_tells_in_one_line_what_blocks_it_else_what_followed_else_what_was_done():
    told = replace(activity("D01"), due=date(2026, 11, 1), progress="Doors marked", progress_date=date(2026, 9, 2))
    for work, effects, result in (
        (STUCK, (), "Blocked: no keys, since 1 July 2026."),
        (told, (EFFECT,), "70 burglaries in Mill Lane since April 2026, 40 to 69 expected: more than expected."),
        (told, (), "Did: 2 September 2026, doors marked."),
    ):
        tactical = build_tactical_assessment(prepared(activities=(work,), effects=effects))
        table = exhibits_of(tactical).table("work-table")
        (row,) = table.rows
        assert row[3] == result
        assert ("does not say that the activity made it" in table.note) is bool(effects)


def test_each_activity_stands_in_the_annex_under_the_address_to_which_others_lead():
    month = with_annex(activities=(LATE, STUCK))
    leads = re.findall(rf'href="{PAGE}#([^"]+)"', html(build_tactical_assessment(month)))
    here = set(re.findall(r'id="([^"]+)"', html(build_annex(month))))
    assert {"activity-d02", "activity-d03", "plan", "method", "data-notes", "alerts"} <= {*leads}
    assert {*leads} <= here


@pytest.mark.parametrize(("name", "area"), [("lap_assessment", "A1"), ("neighbourhood_profile", "N1")])
def test_every_document_leads_to_the_annex_and_without_it_names_it_in_words(name, area):
    page = html(build_document(with_annex(), name, area), "data-notes")
    assert f'href="{PAGE}#data-notes"' in page
    alone = without_links(page, [PAGE])
    assert "href" not in alone and "Annex: Thornmere" in alone


def test_a_month_without_an_annex_says_so_and_leads_nowhere():
    tactical = build_tactical_assessment(prepared(activities=(LATE,)))
    page = html(tactical, "activities", "track-record", "data-notes")
    assert "annex-b" not in page and "no annex was asked for" in page


def test_the_short_notes_tell_what_is_odd_about_this_month_and_the_annex_tells_it_all():
    odd = Notice("shrunk", MONTH, 3, "September 2026 lost 3 rows.", needs_person=True)
    old = Notice("shrunk", "2026-01", 3, "January 2026 lost 3 rows.", needs_person=True)
    quiet = Notice("encoding", MONTH, 3, "A file was converted.")
    month = with_annex(notices=(odd, old, quiet))
    short, full = (unescape(words(d, "data-notes")) for d in (build_tactical_assessment(month), build_annex(month)))
    assert odd.text in short and old.text not in short and quiet.text not in short
    assert all(notice.text in full for notice in (odd, old, quiet))
    assert "Last month" not in short and "60" not in short  # rows read are in the annex


def test_the_newest_and_lasting_alerts_are_on_the_page_and_all_of_them_in_the_annex():
    def alert(area, raised, last):
        return Alert(area, "burglary", Direction.UP, raised, last, AlertOutcome.LASTED, standing=last == MONTH)

    months = [f"2026-0{n}" for n in range(1, 8)]
    old = tuple(alert("N1", month, month) for month in months)
    month = with_annex(record=TrackRecord("2025-10", MONTH, (*old, alert("N3", "2025-11", MONTH))))
    both = build_tactical_assessment(month), build_annex(month)
    tactical, annex = (exhibits_of(document).table("alerts-table") for document in both)
    assert [row[1] for row in tactical.rows] == ["November 2025", "July 2026", "June 2026", "May 2026", "April 2026"]
    assert len(annex.rows) == 8


def test_an_areas_page_has_the_five_newest_lines_of_its_logs_and_the_annex_every_one():
    lines = tuple(Dated(date(2026, 9, day), f"Walk {day}.") for day in range(10, 18))
    month = with_annex(activities=(replace(activity(areas=("N1",)), log=lines),))
    lap = words(build_lap_assessment(build_tactical_assessment(month), "A1"), "activities")
    assert re.findall(r": Walk (\d+)", lap) == ["17", "16", "15", "14", "13"]
    assert len(re.findall(r"Walk (\d+)", words(build_annex(month), "plan"))) == 8


def test_the_annex_is_the_same_whichever_place_it_is_asked_for():
    month = with_annex(findings=(finding(),))
    assert build_document(month, "annex", "B") == build_document(month, "annex", "")
    assert build_neighbourhood_profile(month, "N1").notes.annex == build_annex(month).notes.annex
