"""What packs told is kept in data/issued: once, whole, and whatever else stands there is left alone."""

from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.activities import Dated
from bsafe_analysis.model.plan_lines import PrintedLine
from bsafe_analysis.register import issued_lines
from bsafe_analysis.register.issued_lines import keep_printed, read_printed
from tests.model.test_plan_lines import GROUPS, LAST, NEXT, NOW, meeting, work
from tests.reports.months import MONTH

HOMES, DIGEST = GROUPS[0], "a" * 64
CALENDAR = (replace(LAST, month="2026-07"), NOW, replace(NEXT, month="2026-11"))


def line(on, item="D01 2026-08-01", digest=DIGEST):
    return PrintedLine("homes", on, item, digest)


def read(root, calendar=CALENDAR, plan=()):
    return read_printed(root, GROUPS, calendar, MONTH, plan)


def file(root):
    return root / "data/issued/homes.csv"


def test_what_was_told_by_packs_of_other_meetings_is_read_again(tmp_path):
    before, later = line(LAST.on), line(NEXT.on, digest="b" * 64)
    keep_printed(tmp_path, "homes", (), (before, later), {LAST.on, NEXT.on})
    assert file(tmp_path).read_text().splitlines()[:2] == [
        "meeting,item,sha256", f"2026-08-26,D01 2026-08-01,{DIGEST}",
    ]  # fmt: skip
    assert read(tmp_path) == ((before, later), ())


def test_what_the_month_s_own_packs_told_is_told_anew_and_written_in_its_place(tmp_path):
    keep_printed(tmp_path, "homes", (line(LAST.on),), (line(NOW.on, digest="c" * 64),), {NOW.on})
    assert read(tmp_path)[0] == (line(LAST.on),)
    keep_printed(tmp_path, "homes", (line(LAST.on),), (line(NOW.on, digest="d" * 64),), {NOW.on})
    assert "c" * 64 not in file(tmp_path).read_text()


def test_a_meeting_that_moved_takes_what_was_told_for_its_old_day_with_it(tmp_path):
    keep_printed(tmp_path, "homes", (), (line(LAST.on), line(NOW.on, digest="c" * 64)), {LAST.on, NOW.on})
    moved = (CALENDAR[0], meeting(date(2026, 10, 21)), CALENDAR[2])
    assert read(tmp_path, moved)[0] == (line(LAST.on),)


def test_before_the_first_pack_all_up_to_the_last_papers_counts_as_told_and_before_the_first_meeting_nothing(tmp_path):
    plan = (work(Dated(date(2026, 8, 1), "old"), Dated(date(2026, 9, 20), "new")),)
    assert [each.item for each in read(tmp_path, plan=plan)[0]] == ["D01 2026-08-01", "papers 2026-08-19"]
    assert read(tmp_path, (NOW,), plan) == ((), ())
    assert read(tmp_path, (), plan) == ((), ())


def test_rows_that_cannot_be_read_are_told_and_stay_where_they_are(tmp_path):
    keep_printed(tmp_path, "homes", (), (line(LAST.on),), {LAST.on})
    with file(tmp_path).open("a") as opened:
        opened.write("soon,D02,xyz\n")
    kept, (notice,) = read(tmp_path)
    assert kept == (line(LAST.on),)
    assert "data/issued/homes.csv, line 3 was set aside" in notice.text
    keep_printed(tmp_path, "homes", (), (line(NOW.on),), {NOW.on})
    assert "soon,D02,xyz" in file(tmp_path).read_text()


def test_a_file_that_is_damaged_is_refused_and_not_written_over(tmp_path):
    file(tmp_path).parent.mkdir(parents=True)
    file(tmp_path).write_bytes(b"\xff\xfe\x00")
    for use in (lambda: read(tmp_path), lambda: keep_printed(tmp_path, "homes", (), (line(NOW.on),), {NOW.on})):
        with pytest.raises(InputError, match="it is no table in UTF-8") as caught:
            use()
        assert "Put it back from a backup" in str(caught.value.faults[0].cure)
    assert file(tmp_path).read_bytes() == b"\xff\xfe\x00"


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    keep_printed(tmp_path, "homes", (), (line(LAST.on),), {LAST.on})
    before = file(tmp_path).read_bytes()

    def full(path, content):
        raise OSError("no space left")

    monkeypatch.setattr(issued_lines, "write_whole", full)
    with pytest.raises(OSError, match="no space left"):
        keep_printed(tmp_path, "homes", (), (line(NOW.on),), {NOW.on})
    assert file(tmp_path).read_bytes() == before
