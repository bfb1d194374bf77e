"""When groups meet: a line for each meeting, what of it cannot be used, and what a coordinator should look at."""

from datetime import date, datetime

import pytest

from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind, Rhythm
from bsafe_analysis.model.group_meetings import GroupMeeting, meetings_within
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.diary_file import diary
from bsafe_analysis.register.meeting_dates import calendar_notices, read_meetings
from tests.reports.months import AREAS

PBG = BusinessGroup("pbg", "Business Group", GroupKind.TACTICAL)
LAP = BusinessGroup("lap", "Action Partnership", GroupKind.AREA, after="pbg")
HOMES = BusinessGroup("homes", "Safer homes", GroupKind.THEME, Rhythm(0, 6, 8), themes=("Homes",))
GROUPS = (PBG, LAP, HOMES)
HEADER = "group,area,on,papers,month,held,note\n"
ON = date(2026, 10, 5)


def read(root, *lines):
    file = root / "data/register/meetings.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEADER + "".join(f"{line}\n" for line in lines))
    return read_meetings(root, Known(AREAS, {}), GROUPS, "GB-ENG")


def told(meetings, on=ON):
    return [notice.text for notice in calendar_notices(GROUPS, meetings, AREAS, on, "GB-ENG")]


def meeting(group, on, month="2026-09", area="", **changes):
    return GroupMeeting(group, area, date.fromisoformat(on), date.fromisoformat(on), month, **changes)


def test_four_rows_by_hand_with_their_defaults(tmp_path):
    meetings, notices = read(
        tmp_path,
        "pbg,,2026-09-07,,,yes,",  # the fifth working day before has the August bank holiday between
        "lap,North,27/10/2026,2026-10-20,2026-09,,Library",
        "Safer homes,,2026-10-14,,2026-08,no,",
        "pbg,B,2026-10-20,2026-10-20,,,",
    )
    assert notices == ()
    assert meetings == (
        GroupMeeting("pbg", "", date(2026, 9, 7), date(2026, 8, 28), "2026-08", True),
        GroupMeeting("homes", "", date(2026, 10, 14), date(2026, 10, 7), "2026-08", False),
        GroupMeeting("pbg", "", date(2026, 10, 20), date(2026, 10, 20), "2026-09"),
        GroupMeeting("lap", "A1", date(2026, 10, 27), date(2026, 10, 20), "2026-09", None, "Library"),
    )


@pytest.mark.parametrize(
    "line, why",
    [
        ("pgb,,2026-10-20,,,,", "'pgb' is no group of parameters/groups.yml: write its key."),
        ("pbg,,2026-10-20,,2026-10,,", "it meets on 20 October 2026, when October 2026 is not over: write an earlier"),
        ("pbg,,2026-10-20,2026-10-21,,,", "its papers close on 21 October 2026, after it meets on 20 October 2026"),
        ("pbg,,2026-10-20,,September,,", "month is 'September': write it as 2026-09."),
        ("pbg,,2026-10-20,,,perhaps,", "held is 'perhaps': write yes or no, or leave it blank until it is known."),
        ("pbg,North,2026-10-20,,,,", "Business Group serves the whole borough: leave its area blank."),
        ("lap,,2026-10-20,,,,", "Action Partnership meets area by area: write which."),
        ("lap,N1,2026-10-20,,,,", "'N1' is no area of a Action Partnership: write one of them."),
        ("pbg,,,,,,", "it has no on."),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reason(tmp_path, line, why):
    meetings, (notice,) = read(tmp_path, line)
    assert meetings == ()
    assert notice.text.startswith(f"data/register/meetings.csv, row 2 was set aside: {why}")


def test_a_group_that_meets_twice_on_a_day_is_told_once(tmp_path):
    meetings, (notice,) = read(tmp_path, "pbg,,2026-10-20,,,,", "Business Group,,20/10/2026,,,,")
    assert len(meetings) == 1
    assert "row 3 was set aside: Business Group meets twice on 20 October 2026: keep one line" in notice.text


def test_what_is_odd_about_the_days_ahead_is_told():
    meetings = [
        meeting("homes", "2026-07-29", held=True),
        meeting("homes", "2026-10-21"),
        meeting("pbg", "2026-10-20"),
        meeting("lap", "2026-10-16", area="A1"),
        meeting("lap", "2026-12-28", "2026-11", area="A2"),
    ]
    assert told(meetings) == [
        "Action Partnership, South meets on 28 December 2026, which is a bank holiday (Boxing Day (observed)).",
        "Action Partnership, North meets on 16 October 2026, before the Business Group of 20 October 2026 "
        "that it follows.",
        "Safer homes: nothing within 8 weeks after 29 July 2026 (by 23 September 2026).",
    ]


def test_a_meeting_that_was_called_off_closes_no_gap_and_one_nobody_wrote_of_is_asked_for():
    meetings = [meeting("pbg", "2026-08-20", held=True), meeting("pbg", "2026-09-22", held=False)]
    assert told(meetings) == ["Business Group: nothing within a month after 20 August 2026 (by 30 September 2026)."]
    unsaid = [meeting("pbg", "2026-09-22"), meeting("pbg", "2026-10-20")]
    assert told(unsaid) == ["Business Group: nobody wrote whether it was held on 22 September 2026."]


def test_a_gap_that_is_over_and_a_next_time_still_far_off_are_not_told():
    over = [meeting("homes", "2026-03-01", held=True), meeting("homes", "2026-09-20", held=True)]
    assert told(over) == []


def test_meetings_of_some_days_are_those_not_called_off_the_earliest_first():
    late, early, off = meeting("pbg", "2026-10-20"), meeting("homes", "2026-10-05"), meeting("pbg", "2026-10-09")
    off = GroupMeeting(off.group, "", off.on, off.papers, off.month, False)
    assert meetings_within([late, early, off], ON, date(2026, 10, 20)) == (early, late)


def events(text):
    """What a diary reads: unfolded lines, a dict for each event."""
    found, lines = [], text.decode().replace("\r\n ", "").split("\r\n")
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = value.replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n").replace("\\\\", "\\")
    return found


def test_a_diary_reads_every_meeting_and_its_papers_day_and_keeps_who_they_are_when_they_move():
    note = "Room 2; the long corridor, first floor, " * 3 + "café"
    meetings = [meeting("pbg", "2026-10-20", note=note), meeting("lap", "2026-10-27", area="A1"),
                meeting("homes", "2026-10-14", held=False)]  # fmt: skip
    names = {area.code: area.name for area in AREAS}
    written = diary(meetings, GROUPS, names, datetime(2026, 10, 5, 8, 30))
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    found = events(written)
    assert [(e["SUMMARY"], e["DTSTART;VALUE=DATE"], e["DTEND;VALUE=DATE"]) for e in found] == [
        ("Business Group", "20261020", "20261021"),
        ("Papers close: Business Group", "20261020", "20261021"),
        ("Action Partnership, North", "20261027", "20261028"),
        ("Papers close: Action Partnership, North", "20261027", "20261028"),
    ]
    assert found[0]["DESCRIPTION"] == note
    assert found[0]["DTSTAMP"] == "20261005T083000Z"
    moved = events(diary([meeting("pbg", "2026-10-22")], GROUPS, names, datetime(2026, 10, 6)))
    assert moved[0]["UID"] == found[0]["UID"] == "meeting-pbg-2026-09-1@bsafe"
