"""What people write that was once taken in silence, or took everything else with it: each kind with its word."""

import io
import os
from datetime import date

import pytest
import xlsxwriter

from bsafe_analysis.model.activities import Progress
from bsafe_analysis.register.analyst_notes import FILE, read_annotations
from bsafe_analysis.register.delivery_plan import read_activities
from bsafe_analysis.register.plan_memory import lost_since
from bsafe_analysis.register.spreadsheets import Unreadable, read_csv, read_workbook
from tests.register.test_register import AREAS, GOOD, KNOWN

USED = {key: cell for key, cell in GOOD.items() if key not in ("areas", "cost")} | {"ref": "A1"}
HEAD, ROW = list(USED), list(USED.values())
NOTE = {
    "kind": "event", "place": "N1", "first": "2026-08-01", "text": "A fair", "role": "analyst", "written": "2026-09-01"
}  # fmt: skip


def workbook(*sheets, error=None):
    """Sheets given as (title, rows, hidden); `error`: a cell of the first in which a formula left one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for title, rows, hidden in sheets:
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if hidden:
                sheet.hide()
            if error:
                sheet.write_formula(error, "=NA()", None, "#N/A")
    return file.getvalue()


def read(data):
    return read_workbook(data, "activities.xlsx", "activities", HEAD)


def put(root, name, data):
    path = root / "data/register" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def csv_of(*rows):
    return "\n".join(",".join(row) for row in rows).encode()


def test_a_hidden_sheet_is_not_read_in_place_of_the_visible_one():
    other = ["A9", *ROW[1:]]
    sheets = ("Shown", [["Notes"]], False), ("activities", [HEAD, other], True), ("Plan", [HEAD, ROW], False)
    assert [row["ref"] for row in read(workbook(*sheets)).rows] == ["A1"]
    alone = read(workbook(*sheets[:2]))
    assert [row["ref"] for row in alone.rows] == ["A9"]
    assert any("the sheet 'activities' is hidden" in text for text in alone.remarks)


def test_a_stray_value_in_a_far_cell_is_named_and_nothing_is_laid_out():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("activities")
        sheet.write_row(0, 0, HEAD)
        sheet.write(1048575, 16383, "x")
    with pytest.raises(Unreadable, match="its cell XFD1048576 stands far from all others"):
        read(file.getvalue())


def test_an_error_that_a_formula_left_is_told_and_not_taken_for_a_blank():
    (told,) = read(workbook(("activities", [HEAD, ROW], False), error="C2")).remarks
    assert "their cells read as blank (C2): mend them" in told


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_marks_between_columns_are_told(mark, word):
    (told,) = read_csv(mark.join(["ref", "title"]).encode() + b"\n" + mark.join(["A1", "x"]).encode(), "a.csv").remarks
    assert f"a.csv parts its columns by {word}" in told


def test_text_that_is_cut_is_told_and_no_direction_mark_stays_open():
    sheet = read_csv(b"ref,title\nA1," + b"x" * 2001 + b"\nA2," + "\u202eabc".encode(), "a.csv")
    assert [len(row["title"]) for row in sheet.rows] == [2000, 3]
    assert sheet.remarks == ("a.csv: text of over 2,000 letters was cut there (first: row 2): shorten it.",)


def test_a_column_that_nothing_reads_is_told_and_a_near_name_is_asked(tmp_path):
    put(tmp_path, "activities.csv", csv_of([*HEAD, "area", "colour"], [*ROW, "N1", "red"]))
    (activity,), notices = read_activities(tmp_path, KNOWN)
    assert activity.areas == ()
    told = {notice.text.partition(": ")[2]: notice.needs_person for notice in notices}
    assert told == {
        "the column 'area' is read by nothing: Was 'areas' meant?": True,
        "the column 'colour' is read by nothing.": False,
    }


@pytest.mark.parametrize(("make", "told"), [
    (os.mkfifo, "no plain file"), (os.mkdir, "a folder stands"), (lambda path: os.symlink("/x", path), "a link")
])  # fmt: skip
@pytest.mark.parametrize("name", ["activities.csv", "annotations.yml"])
def test_a_pipe_a_folder_or_a_link_named_like_a_file_is_told_at_once(tmp_path, make, told, name):
    (tmp_path / "data/register").mkdir(parents=True)
    make(tmp_path / "data/register" / name)
    if name == "activities.csv":
        _, (notice,) = read_activities(tmp_path, KNOWN)
    else:
        _, (notice,) = read_annotations(tmp_path, AREAS, ["burglary"])
    assert told in notice.text


def note(**changes):
    return "".join(f"  {key}: {value}\n" for key, value in (NOTE | changes).items())


@pytest.mark.parametrize(("changes", "told"), [
    ({"first": "2026-08-01 12:30:00"}, "is no day of a note"),
    ({"first": "0001-01-01"}, "is no day of a note"),
    ({"last": "9999-12-31"}, "is no day of a note"),
    ({"first": "2026-13-45"}, "line 9) was left out: '2026-13-45' cannot be read"),
    ({"place": "[N1, N2]"}, "is not the code of one place"),
    ({"text": "*fair"}, "anchors and aliases"),
    ({"text": "[open"}, "not valid YAML"),
    ({"text": "no"}, "true or false"),
])  # fmt: skip
def test_one_note_that_cannot_be_used_leaves_the_others(tmp_path, changes, told):
    text = f"# notes\nfirst:\n{note()}bad:\n{note(**changes)}last:\n{note()}"
    put(tmp_path, "annotations.yml", text.encode())
    notes, (notice,) = read_annotations(tmp_path, AREAS, ["burglary"])
    assert [each.id for each in notes] == ["first", "last"]
    assert told in notice.text and FILE in notice.text


def test_a_note_that_stands_twice_is_told_and_the_first_is_kept(tmp_path):
    put(tmp_path, "annotations.yml", f"one:\n{note()}one:\n{note(text='Another')}".encode())
    (kept,), (notice,) = read_annotations(tmp_path, AREAS, ["burglary"])
    assert kept.text == "A fair" and "stands twice" in notice.text


def test_a_plan_that_forgets_is_asked(tmp_path):
    rows = [[ref, *ROW[1:]] for ref in ("A1", "A2", "A3", "A4")]
    rows[0][HEAD.index("status")] = "complete"
    put(tmp_path, "activities.csv", csv_of(HEAD, *rows))
    before, _ = read_activities(tmp_path, KNOWN)
    assert lost_since(before, before, (), "2026-08") == ()
    rows[0][HEAD.index("status")] = "agreed"
    put(tmp_path, "activities.csv", csv_of(HEAD, *rows[:2]))
    now, _ = read_activities(tmp_path, KNOWN)
    told = [notice.text for notice in lost_since(before, now, ["A4"], "2026-08")]
    assert [text.split(" ")[1] for text in told] == ["A1", "A3"]
    assert "was complete in August 2026 and is agreed now" in told[0]
    assert "stood in the plan of August 2026 and is gone" in told[1]
    assert before[0].status is Progress.COMPLETE and before[0].due > date(2026, 1, 1)
