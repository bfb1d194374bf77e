"""Every sheet: what a run or the workbench leaves, filled in as a person would, is read back with every value."""

from dataclasses import fields, replace
from datetime import date

import pytest

from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence, PromotedReview
from bsafe_analysis.model.register_entries import Choice, Escalation, Passing, Proposal
from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.parameters.rebases import read_rebases
from bsafe_analysis.register.analyst_notes import add_note, read_annotations
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.decisions import PutForward, leave_sheet, read_decisions
from bsafe_analysis.register.escalations import area_sheet, leave_area_sheet, read_escalations
from bsafe_analysis.register.meeting_sheets import FOLDER, is_blank, written_day
from bsafe_analysis.register.promotions import add_review, promote, read_promoted
from bsafe_analysis.register.recording_changes import add_rebase
from bsafe_analysis.workbench.saved_views import keep_view, open_view

MONTH = "2026-09"
AREAS = Areas((
    Area("B", "Vale", Level.BOROUGH, None), Area("A1", "North: the old town", Level.AREA, "B"),
    Area("01", "Mill Lane", Level.NEIGHBOURHOOD, "A1"),
))  # fmt: skip
KEYS = {"burglary": "Burglary"}
KNOWN = Known(AREAS, KEYS)
PROPOSAL = Proposal(
    ref="", month=MONTH, finding="month.2026-09.01.burglary", area="01", category="burglary", option="0800-locks",
    action="Fit locks: doors first, \"as promised\"", agency="Tenants' association #2",
)  # fmt: skip
ASKED = replace(PROPOSAL, ref="2026-08-A1-1", finding="", category="", option="", action="Patrol both sides")
BLOCKED = Escalation(
    ref="", month=MONTH, area="A1", issue="D03, Mark bicycles: no venue", ask="Find one", agency="Council",
    category="burglary", activity="D03",
)  # fmt: skip
PLAIN_WRITING = [
    "Cost: too high this year", "it's the chair's to say", "No. #3 of the list", "0114 team", "yes", "no", "null",
    "10:30", "- none", "[as above]", "{tbc}", "100%", "@desk", "&c", "*", "007", "1e3", "a, b: c # d", "£500", "?",
]  # fmt: skip


def path_of(root, name=MONTH):
    return root / FOLDER / f"{name}.yml"


def fill(path, **written):
    """Type into the first blank of each key, between its quotation marks."""
    text = path.read_text("utf-8")
    for key, words in written.items():
        assert f'{key}: ""' in text
        text = text.replace(f'{key}: ""', f'{key}: "{words}"', 1)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("blank", ["", " ", "\u00a0"])
def test_a_day_left_blank_between_its_marks_is_no_day(blank):
    assert written_day(blank, "due") is None


def test_the_boroughs_sheet_is_read_back_with_every_value(tmp_path):
    put = [
        PutForward(PROPOSAL, other_options=("gates", "patrol"), local_lead="Warden: north"),
        PutForward(ASKED, "LAP #1"),
    ]
    assert leave_sheet(tmp_path, MONTH, "Meeting", put).written
    assert is_blank(path_of(tmp_path).read_bytes())
    fill(
        path_of(tmp_path),
        held="2026-10-20",
        decision="amend",
        why="Doors: first",
        owner="Chair's deputy",
        due="1/12/2026",
    )
    fill(path_of(tmp_path), decision="Accepted.", owner="07 team", due="2026-12-24")
    assert not is_blank(path_of(tmp_path).read_bytes())
    (read,), notices = read_decisions(tmp_path, KNOWN, MONTH)
    assert (read.held, notices) == (date(2026, 10, 20), ())
    first = {"ref": "2026-09-1", "choice": Choice.AMEND, "why": "Doors: first", "owner": "Chair's deputy"}
    second = {"choice": Choice.ACCEPT, "owner": "07 team"}
    assert read.proposals == (
        replace(PROPOSAL, **first, due=date(2026, 12, 1)),
        replace(ASKED, **second, due=date(2026, 12, 24)),
    )


@pytest.mark.parametrize("words", PLAIN_WRITING)
def test_plain_writing_between_the_quotation_marks_is_read_as_it_stands(tmp_path, words):
    leave_sheet(tmp_path, MONTH, "Meeting", [PutForward(PROPOSAL)])
    fill(path_of(tmp_path), decision="refuse", why=words, owner=words)
    leave_area_sheet(tmp_path, AREAS["A1"], MONTH, ("LAP", "Group"), [BLOCKED])
    fill(path_of(tmp_path, f"{MONTH}-A1"), decision="yes", why=words)
    (read,), notices = read_decisions(tmp_path, KNOWN, MONTH)
    (passed,), odd = read_escalations(tmp_path, KNOWN, MONTH)
    assert (notices, odd) == ((), ())
    assert {read.proposals[0].why, read.proposals[0].owner, passed.why} == {words}


@pytest.mark.parametrize("said", ["accept", "refuse", "2026-12-20"])
def test_what_is_written_in_the_place_of_the_quotation_marks_is_read_too(tmp_path, said):
    leave_sheet(tmp_path, MONTH, "Meeting", [PutForward(PROPOSAL)])
    key = "due" if said[0] == "2" else "decision"
    path = path_of(tmp_path)
    path.write_text(path.read_text().replace(f'{key}: ""', f"{key}: {said}").replace('why: ""', "why: no money"))
    (read,), notices = read_decisions(tmp_path, KNOWN, MONTH)
    assert notices == ()
    assert said in (str(read.proposals[0].choice), str(read.proposals[0].due))


def test_what_a_re_run_adds_is_numbered_on_and_leaves_every_word_as_it_was(tmp_path):
    leave_sheet(tmp_path, MONTH, "Meeting", [PutForward(PROPOSAL)])
    fill(path_of(tmp_path), decision="accept", owner="Chair")
    before = path_of(tmp_path).read_text()
    other = replace(PROPOSAL, finding="shift.2026-09.A1.burglary", area="A1")
    assert (
        "1 new proposals were added"
        in leave_sheet(tmp_path, MONTH, "Meeting", [PutForward(PROPOSAL), PutForward(other)]).told
    )
    assert path_of(tmp_path).read_text().startswith(before)
    (read,), notices = read_decisions(tmp_path, KNOWN, MONTH)
    assert (read.proposals[1], notices) == (replace(other, ref="2026-09-2"), ())
    assert read.proposals[0].owner == "Chair"
    assert not leave_sheet(tmp_path, MONTH, "Meeting", [PutForward(PROPOSAL), PutForward(other)]).written


@pytest.mark.parametrize("left", ["01.burglary.up", "01.burglary.up.2026-07", "01.burglary.up.2026-08"])
def test_a_finding_that_is_thought_to_have_begun_in_another_month_stands_once(tmp_path, left):
    path_of(tmp_path).parent.mkdir(parents=True)
    leave_sheet(tmp_path, MONTH, "Meeting", [PutForward(replace(PROPOSAL, finding=left))])
    again = PutForward(replace(PROPOSAL, finding="01.burglary.up"))
    assert not leave_sheet(tmp_path, MONTH, "Meeting", [again]).written
    (read,), _ = read_decisions(tmp_path, KNOWN, MONTH)
    assert [p.finding for p in read.proposals] == ["01.burglary.up"]


def test_an_areas_sheet_is_read_back_with_every_value_and_so_is_an_issue_made_of_its_example(tmp_path):
    assert leave_area_sheet(tmp_path, AREAS["A1"], MONTH, ("LAP", "Group\nof all"), [BLOCKED])
    assert not leave_area_sheet(tmp_path, AREAS["A1"], MONTH, ("LAP", "Group"), [])
    path = path_of(tmp_path, f"{MONTH}-A1")
    assert is_blank(path.read_bytes())
    heading, _, example = path.read_text().partition("#  - ref")
    path.write_text(heading + ("#  - ref" + example).replace("\n#", "\n")[1:])
    fill(path, held="2026-10-20", decision="escalate", why="Nobody here can")
    fill(path, category="Burglary", decision="no", why="Ours: #1")
    read, notices = read_escalations(tmp_path, KNOWN, MONTH)
    added = Escalation(
        ref="2026-09-A1-2", month=MONTH, area="A1", issue="what happens, where, since when", agency="who is asked",
        ask="what the borough should do, by when", category="burglary", choice=Passing.KEEP, why="Ours: #1",
    )  # fmt: skip
    first = replace(BLOCKED, ref="2026-09-A1-1", choice=Passing.ESCALATE, why="Nobody here can")
    assert (read, notices) == ((first, added), ())


def test_an_area_whose_code_begins_with_a_nought_keeps_it_in_its_sheet():
    assert 'area: "01"' in area_sheet(AREAS["01"], MONTH, ("LAP", "Group"), [])


@pytest.mark.parametrize("words", [*PLAIN_WRITING, 'he said "now"', "back\\slash"])
def test_a_note_is_read_back_with_every_value(tmp_path, words):
    note = Annotation(
        "", Kind.EVENT, "01", "burglary", date(2026, 4, 12), date(2026, 4, 14), words, words, date(2026, 10, 6)
    )
    saved = add_note(tmp_path, note, AREAS, KEYS)
    assert read_annotations(tmp_path, AREAS, KEYS) == ((replace(note, id=saved.id),), ())
    assert all(getattr(saved, field.name) for field in fields(Annotation))


def test_a_rebase_is_read_back_with_every_value(tmp_path):
    note = Annotation(
        "", Kind.RECORDING_CHANGE, "A1", "", date(2026, 1, 9), None, "Online: #1", "Analyst", date(2026, 10, 6)
    )
    assert add_rebase(tmp_path, note, AREAS, set(KEYS)) == "2026-01"
    (rebase,), faults = read_rebases(tmp_path, AREAS, set(KEYS))
    assert (rebase.places, rebase.category, rebase.since, rebase.reason) == (("A1", "01"), "*", "2026-01", "Online: #1")
    assert faults == ()


@pytest.mark.parametrize("words", ["Doubled: see #3", "it's so", 'he said "now"', "0114 yes"])
def test_a_promoted_finding_and_its_review_are_read_back_with_every_value(tmp_path, words):
    view = ViewState("01", "2026-01", MONTH, ("burglary",))
    given = Promoted("", MONTH, words, view, PromotedConfidence.HIGH, words, words, words, date(2026, 12, 1), words)
    raised = promote(tmp_path, given)
    assert read_promoted(tmp_path, MONTH) == ((replace(given, id=raised.id),), ())
    add_review(tmp_path, "2026-10", raised.id, True, words, words)
    (read,), notices = read_promoted(tmp_path, "2026-10")
    assert (read.reviews, notices) == ((PromotedReview("2026-10", True, words, words),), ())


def test_a_view_is_read_back_with_every_value(tmp_path):
    view = ViewState("01", "2026-01", MONTH, ("burglary",))
    keep_view(tmp_path, "mill-lane", view)
    assert open_view(tmp_path, "mill-lane") == view
