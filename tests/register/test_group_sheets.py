"""Sheets of groups' own meetings: what a run leaves is filled in and read back; what is named wrongly is told."""

from datetime import date
from functools import partial

import pytest

from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.model.register_entries import Choice, Proposal
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.decisions import PutForward, read_decisions
from bsafe_analysis.register.group_sheets import leave_group_sheet, read_group_sheets, sheet_of
from bsafe_analysis.register.meeting_sheets import FOLDER, is_blank

AREAS = Areas((Area("B", "Vale", Level.BOROUGH, None), Area("01", "Mill Lane", Level.NEIGHBOURHOOD, "B")))
KNOWN = Known(AREAS, {"burglary": "Burglary"})
ON = date(2026, 10, 14)
HOMES = BusinessGroup("safer-homes", "Safer homes: all", GroupKind.THEME, themes=("Homes",))
MEETINGS = (GroupMeeting("safer-homes", "", ON, date(2026, 10, 7), "2026-09"),)
LOCKS = Proposal(
    ref="", month="2026-09", finding="", area="01", category="burglary", option="locks",
    action="Fit locks: doors first", agency="Tenants' association #2",
)  # fmt: skip
CAMERAS = Proposal("", "2026-09", "", "B", "", "", "Buy cameras", "Council")
read = partial(read_group_sheets, known=KNOWN, groups=(HOMES,), meetings=MEETINGS, month="2026-10")


def left(root, *proposals):
    assert leave_group_sheet(root, HOMES, ON, [PutForward(each, "an indicator: in doubt") for each in proposals])
    return root / sheet_of("safer-homes", ON)


def fill(path, **written):
    text = path.read_text("utf-8")
    for key, words in written.items():
        text = text.replace(f'{key}: ""', f'{key}: "{words}"', 1)
    path.write_text(text, "utf-8")


def test_what_is_left_blank_and_filled_in_is_read_back(tmp_path):
    path = left(tmp_path, LOCKS, CAMERAS)
    fill(path, held="2026-10-15", decision="amend", why="Backs: first", owner="Tenancy manager", due="2026-12-01")
    fill(path, decision="refuse", why="no money")
    ((sheet,), notices) = read(tmp_path)
    assert notices == ()
    assert (sheet.group, sheet.on, sheet.decisions.month, sheet.decisions.held) == (
        "safer-homes", ON, "2026-09", date(2026, 10, 15),
    )  # fmt: skip
    first, second = sheet.decisions.proposals
    assert (first.ref, first.choice, first.why, first.owner, first.due) == (
        "safer-homes-2026-10-14-1", Choice.AMEND, "Backs: first", "Tenancy manager", date(2026, 12, 1),
    )  # fmt: skip
    assert (first.action, first.agency, first.option) == (LOCKS.action, LOCKS.agency, "locks")
    assert (second.ref, second.choice, second.why) == ("safer-homes-2026-10-14-2", Choice.REFUSE, "no money")


def test_a_sheet_in_which_nothing_is_written_says_nothing_and_goes_with_the_invented_data(tmp_path):
    path = left(tmp_path, LOCKS)
    assert read(tmp_path) == ((), ())
    assert is_blank(path.read_bytes())
    assert read_decisions(tmp_path, KNOWN, "2026-10") == ((), ())


def test_a_sheet_that_is_there_is_never_written_over_and_without_proposals_none_is_left(tmp_path):
    path = left(tmp_path, LOCKS)
    fill(path, decision="accept")
    before = path.read_bytes()
    assert not leave_group_sheet(tmp_path, HOMES, ON, [PutForward(CAMERAS)])
    assert path.read_bytes() == before
    assert not leave_group_sheet(tmp_path, HOMES, date(2026, 12, 2), [])
    assert [each.name for each in (tmp_path / FOLDER).iterdir()] == [path.name]


def test_what_a_later_month_looked_at_is_not_read_yet(tmp_path):
    fill(left(tmp_path, LOCKS), decision="accept")
    assert read(tmp_path, month="2026-08") == ((), ())
    assert len(read(tmp_path, month="2026-09")[0]) == 1


@pytest.mark.parametrize(
    "name, told",
    [
        (
            "safer-home-2026-10-14",
            "there is no group 'safer-home' in parameters/groups.yml. Did you mean 'safer-",
        ),
        ("safer-homes-2026-10-15", "no meeting of safer-homes on 2026-10-15; the nearest is 2026-10-14"),
        ("safer-homes-2026-13-45", "which is no date"),
    ],
)
def test_a_sheet_named_after_no_group_or_no_meeting_is_told_with_the_nearest(tmp_path, name, told):
    path = left(tmp_path, LOCKS)
    fill(path, decision="accept")
    path.rename(path.with_name(f"{name}.yml"))
    found, (notice,) = read(tmp_path)
    assert found == () and told in notice.text and notice.text.startswith(f"{FOLDER}/{name}.yml was left out")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"proposals: [", b"proposals:\n  - {}\n  - ref: a\n"])
def test_bytes_that_are_no_sheet_are_told_and_nothing_else_is_lost(tmp_path, data):
    path = left(tmp_path, LOCKS)
    path.write_bytes(data)
    found, notices = read(tmp_path)
    assert found == () and notices and all(path.name in notice.text for notice in notices)
