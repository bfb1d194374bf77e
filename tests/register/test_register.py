"""The delivery plan and the notes: what cannot be used is set aside with one plain line, and the rest is read."""

import csv

import pytest

from bsafe_analysis.model.activities import Progress, Strand
from bsafe_analysis.model.priorities import Priorities, Priority
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.delivery_plan import read_activities
from bsafe_analysis.register.profile_notes import FOLDER, read_notes
from tests.reports.months import AREAS

FILE = "data/register/activities.csv"
KNOWN = Known(AREAS, {"burglary": "Burglary"}, Priorities((Priority("homes", "Safer homes", ("burglary",)),), {}))
GOOD = {
    "ref": "D01", "title": "Mark bicycles", "priority": "none", "theme": "Homes", "strand": "prevention",
    "areas": "N1; N2", "categories": "burglary", "owner": "Neighbourhood sergeant", "agency": "Police",
    "measure": "bicycles marked",
    "baseline": "0", "target": "200", "start": "2026-04-01", "due": "2026-12-01",
    "status": "under way", "cost": "£1,500",
}  # fmt: skip


def plan(root, *rows):
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(GOOD))
        writer.writeheader()
        writer.writerows(rows)
    return read_activities(root, KNOWN)


def test_a_good_row_is_read_whole(tmp_path):
    (activity,), notices = plan(tmp_path, GOOD)
    assert (activity.areas, activity.strand, activity.status, activity.cost) == (
        ("N1", "N2"),
        Strand.PREVENTION,
        Progress.UNDER_WAY,
        1500,
    )
    assert notices == ()


BAD = {
    "owner": ("", "it has no owner"), "measure": ("", "it has no measure"), "due": ("", "it has no due"),
    "start": ("2027-01-01", "it is due before it starts"), "areas": ("N9", "'N9' is not an area"),
    "categories": ("piracy", "'piracy' is not a category"), "strand": ("hope", "strand is 'hope'"),
    "status": ("maybe", "status is 'maybe'"), "cost": ("lots", "its cost is 'lots'"),
    "priority": ("space", "'space' is not a priority"), 
    "title": ("Improve safety in town", "does not say what will be done"),
    "baseline": ("", "its baseline is not given"), "target": ("better", "its target is 'better', which is no number"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_is_read(tmp_path, name):
    value, reason = BAD[name]
    activities, (notice,) = plan(tmp_path, GOOD | {"ref": "D02", name: value}, GOOD)
    assert [a.ref for a in activities] == ["D01"]
    assert reason in notice.text
    assert "row 2" in notice.text


@pytest.mark.parametrize("owner", ["all", "Partners", "TBC"])
def test_nobody_in_particular_owns_nothing(tmp_path, owner):
    activities, (notice,) = plan(tmp_path, GOOD | {"owner": owner})
    assert activities == ()
    assert "one person must own it" in notice.text


def test_a_reference_stands_once_and_a_date_is_a_date(tmp_path):
    activities, notices = plan(tmp_path, GOOD, GOOD, GOOD | {"ref": "D03", "due": "December"})
    assert len(activities) == 1
    assert "stands twice" in notices[0].text
    assert "write it as 2026-10-05" in notices[1].text


def test_a_plan_that_cannot_be_read_is_told_and_no_plan_is_no_fault(tmp_path):
    assert read_activities(tmp_path, KNOWN) == ((), ())
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_bytes(b"ref,title\n\xff\xfe\x00")
    assert "no encoding that is known" in read_activities(tmp_path, KNOWN)[1][0].text
    (tmp_path / FILE).write_text("ref,title\nD01,x\n")
    assert "lacks the columns" in read_activities(tmp_path, KNOWN)[1][0].text


def notes(root, **files):
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / FOLDER / f"{name}.md").write_bytes(text)
    return read_notes(root, AREAS)


def test_notes_keep_their_sections_and_their_date(tmp_path):
    (found,), notices = notes(
        tmp_path, N1=b"as at: 2026-08-14\n\nFirst words.\n\n## Services\n\nA library.\n\n## Empty\n"
    )
    assert found.sections == (("Notes", "First words."), ("Services", "A library."))
    assert str(found.as_at) == "2026-08-14"
    assert notices == ()


def test_a_section_of_the_notes_may_have_a_date_of_its_own(tmp_path):
    (found,), _ = notes(tmp_path, N1=b"as at: 2026-08-14\n## Place\nFlat.\n## Survey\nas at: 2026-05-02\n\nCold.\n")
    assert found.sections == (("Place", "Flat."), ("Survey", "Cold."))
    assert [str(found.date_of(heading)) for heading in ("Place", "Survey")] == ["2026-08-14", "2026-05-02"]


UNUSABLE = [
    ("N9", b"x", "no neighbourhood"),
    ("N1", b"\xff\xfe\xff", "not UTF-8"),
    ("N1", b"as at: soon\n", "is no date"),
    ("N1", b"x" * 70_000, "larger than"),
]


@pytest.mark.parametrize("name, text, reason", UNUSABLE)
def test_notes_that_cannot_be_used_are_left_out_with_a_line(tmp_path, name, text, reason):
    found, (notice,) = notes(tmp_path, **{name: text})
    assert found == ()
    assert reason in notice.text
