"""From files as they arrive to placed incidents: nothing vanishes, nothing is counted twice."""

import gzip
import time
import zipfile
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bsafe_analysis.faults import InputError
from bsafe_analysis.loading import parsed_files, receive
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.loading.raw_files import RawFile, find_given
from bsafe_analysis.loading.sealed_files import unsealed
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.receipts import Source
from tests.examples import examples
from tests.loading.downloads import (
    CATEGORY_OF,
    FIVE,
    HEADER,
    NOWHERE,
    OUTSIDE,
    PLACES,
    POLICE,
    aside,
    file_name,
    received,
    row,
    table,
    write,
    write_zip,
)


def test_every_row_is_used_or_set_aside_for_a_reason(tmp_path):
    write(tmp_path, table(*FIVE))
    month = received(tmp_path)
    (receipt,) = month.receipts
    assert (receipt.rows_read, receipt.rows_used) == (5, 3)
    assert aside(receipt) == {"OUTSIDE": 1, "NO_PLACE": 1}
    assert sorted(month.incidents["neighbourhood"]) == ["N1", "N1", "N2"]
    assert (month.months, month.gaps, month.newest_download) == (("2026-08",), (), date(2026, 10, 5))


def test_rows_without_a_place_are_ours_where_the_file_is_ours_alone(tmp_path):
    write(tmp_path, table(*FIVE))
    month = received(tmp_path, source=replace(POLICE, ours_alone=True))
    assert month.receipts[0].rows_used == 5
    assert month.incidents["neighbourhood"].tolist().count(NOT_PLACED) == 2


def test_another_forces_rows_inside_the_borough_are_kept(tmp_path):
    write(tmp_path, table(*FIVE))
    write(tmp_path, table(row("t1"), row("t2", **OUTSIDE)), force="btp")
    assert len(received(tmp_path).incidents) == 4


@pytest.mark.parametrize(
    "where", ["2026-10-05/2026-08-force-street.csv", "2026-10-05/deep/er/2026-08/2026-08-force-street.csv"]
)
def test_folders_are_read_however_they_were_unpacked(tmp_path, where):
    download, name = where.split("/", 1)
    write(tmp_path, table(*FIVE), download=download, name=name)
    assert len(received(tmp_path).incidents) == 3


def test_a_zip_is_read_like_the_folder_it_holds(tmp_path):
    write_zip(tmp_path, "2026-10-05-download.zip", {file_name(): table(*FIVE), "2026-08/2026-08-force-stops.csv": b"x"})
    month = received(tmp_path)
    assert len(month.incidents) == 3
    assert month.newest_download == date(2026, 10, 5)
    assert [notice.kind for notice in month.notices] == ["left_alone"]


def test_blank_identifiers_are_never_duplicates(tmp_path):
    asb = row(kind="Anti-social behaviour")
    write(tmp_path, table(asb, asb, asb))
    assert len(received(tmp_path).incidents) == 3


def test_an_identifier_whose_rows_are_equal_counts_once_and_others_are_all_kept(tmp_path):
    write(tmp_path, table(row("a1"), row("a1"), row("b1"), row("b1", lsoa="E01999002")))
    month = received(tmp_path)
    assert aside(month.receipts[0]) == {"COPY": 1}
    assert len(month.incidents) == 3
    assert month.receipts[0].repeated_ids == 2


def test_a_block_pasted_twice_is_noticed_with_its_blank_identifiers(tmp_path):
    block = [row(f"id{i}") for i in range(6)]
    block.insert(3, row(kind="Anti-social behaviour"))
    write(tmp_path, table(*block, row("z1"), *block))
    month = received(tmp_path)
    assert aside(month.receipts[0]) == {"PASTED_TWICE": 7}
    assert len(month.incidents) == 8


def test_one_row_many_times_over_is_a_copy_and_not_a_block(tmp_path):
    write(tmp_path, table(*[row("a1")] * 9, row("b1")))
    assert aside(received(tmp_path).receipts[0]) == {"COPY": 8}


def test_a_missing_month_is_a_gap_and_never_a_nought(tmp_path):
    for month in ("2026-05", "2026-08"):
        write(tmp_path, table(row("a1", month=month)), month=month)
    month = received(tmp_path)
    assert month.gaps == ("2026-06", "2026-07")
    (told,) = [n for n in month.notices if n.kind == "missing_month"]
    assert told.text == "Police: 2026-06 to 2026-07 (2 months) were not received. They are gaps, not zeros."


def test_years_that_are_missing_are_one_line_a_span(tmp_path):
    for month in ("2022-01", "2025-10", "2025-12", "2026-08"):
        write(tmp_path, table(row("a1", month=month)), month=month)
    texts = [n.text for n in received(tmp_path).notices if n.kind == "missing_month"]
    assert [text.split(" w")[0] for text in texts] == [
        "Police: 2022-02 to 2025-09 (44 months)", "Police: 2025-11", "Police: 2026-01 to 2026-07 (7 months)"
    ]  # fmt: skip


def test_a_second_required_source_that_stopped_leaves_a_gap_and_not_a_nought(tmp_path):
    write(tmp_path, table(row("a1", month="2026-07")), month="2026-07")
    write(tmp_path, table(row("a2")))
    other = tmp_path / "data/raw/other/2026-10-05/2026-07/2026-07-force-street.csv"
    other.parent.mkdir(parents=True)
    other.write_bytes(table(row("b1", month="2026-07")))
    month = receive(
        tmp_path, (POLICE, replace(POLICE, name="other", folder="other")), PLACES, CATEGORY_OF, "2026-08", None
    )
    assert (month.months, month.gaps) == (("2026-07",), ("2026-08",))


def test_a_linked_folder_is_refused_and_not_passed_over(tmp_path):
    write(tmp_path, table(*FIVE))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "data/raw/police/linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(InputError, match="a link"):
        received(tmp_path)


def test_a_month_of_a_header_alone_is_no_data(tmp_path):
    write(tmp_path, table(row("a1", month="2026-07")), month="2026-07")
    write(tmp_path, table())
    month = received(tmp_path, source=replace(POLICE, last_month="2026-08"))
    assert month.months == ("2026-07",)
    assert month.gaps == ("2026-08",)
    assert "no_rows" in [n.kind for n in month.notices]


def test_an_excluded_month_is_a_gap_with_its_reason(tmp_path):
    write(tmp_path, table(row("a1", month="2026-07")), month="2026-07")
    write(tmp_path, table(row("a2")))
    month = received(
        tmp_path, source=replace(POLICE, excluded_months=(("2026-07", "half a month"),), first_month="2026-07")
    )
    assert month.gaps == ("2026-07",)
    assert "half a month" in month.notices[0].text
    assert sum(r.rows_used for r in month.receipts) == len(month.incidents) == 1


def test_a_fragment_is_flagged_and_its_count_stands(tmp_path):
    for i in range(1, 8):
        write(tmp_path, table(*[row(f"m{i}{j}", month=f"2026-0{i}") for j in range(10)]), month=f"2026-0{i}")
    write(tmp_path, table(row("a1"), row("a2"), row("a3")))
    month = received(tmp_path)
    (flagged,) = [n for n in month.notices if n.kind == "fragment"]
    assert (flagged.subject, flagged.needs_person) == ("2026-08", True)
    assert "30%" in flagged.text
    assert (month.incidents["month"] == "2026-08").sum() == 3


def two_forces(root, theirs, months=9, ours=30):
    """Our force's months and another's: theirs[i] = (its rows, those of them in the borough) of month i."""
    for i, (rows, inside) in enumerate(theirs[:months], start=1):
        month = f"2026-0{i}"
        write(root, table(*[row(f"o{i}-{j}", month=month) for j in range(ours)]), month=month, download="2026-11-05")
        mine = [row(f"t{i}-{j}", month=month, **({} if j < inside else OUTSIDE)) for j in range(rows)]
        if rows:
            write(root, table(*mine), month=month, download="2026-11-05", force="btp")


def test_a_fragment_of_a_force_that_holds_no_row_of_ours_is_no_fault_of_the_month(tmp_path):
    two_forces(tmp_path, [(20, 0)] * 7 + [(2, 0)])
    assert received(tmp_path).notices == ()


def test_a_fragment_of_a_force_that_seldom_comes_here_is_told_and_the_month_stands(tmp_path):
    two_forces(tmp_path, [(20, 1)] * 7 + [(2, 0)])
    (told,) = received(tmp_path).notices
    assert (told.kind, told.needs_person) == ("lesser_fragment", False)
    assert "the month's counts stand" in told.text


def test_a_fragment_of_a_second_force_that_counts_here_is_flagged(tmp_path):
    two_forces(tmp_path, [(20, 9)] * 7 + [(2, 0)])
    assert [n.kind for n in received(tmp_path).notices] == ["fragment"]


def test_a_lesser_force_whose_months_are_missing_is_told_and_leaves_no_gap(tmp_path):
    two_forces(tmp_path, [(20, 1)] * 3 + [(0, 0)] * 2 + [(20, 1)] * 3)
    month = received(tmp_path)
    assert month.gaps == ()
    (told,) = month.notices
    assert "btp was not received for 2026-04, 2026-05" in told.text


def test_an_odd_row_of_another_force_is_set_aside_and_does_not_stop_the_month(tmp_path):
    write(tmp_path, table(row("a1"), row("a2")))
    write(tmp_path, table(row("t1", kind="Piracy"), row("t2", **OUTSIDE)), force="btp")
    month = received(tmp_path)
    assert len(month.incidents) == 2
    assert "'Piracy'" in month.notices[0].text and month.notices[0].needs_person


def months_of(root, change=lambda i, rows: rows, months=8, ours=30):
    for i in range(1, months + 1):
        month = f"2026-0{i}"
        rows = [row(f"o{i}-{j}", month=month, kind="Burglary" if j % 2 else "Drugs") for j in range(ours)]
        write(root, table(*change(i, rows)), month=month, download="2026-11-05")


@pytest.mark.parametrize("odd", [8, 3])
def test_a_month_of_which_no_row_is_ours_though_others_have_many_is_a_gap_and_never_a_nought(tmp_path, odd):
    months_of(tmp_path, lambda i, rows: [r.replace("E01999001", "E01888001").replace("Thornmere", "Elsewhere")
                                         for r in rows] if i == odd else rows)  # fmt: skip
    month = received(tmp_path)
    assert month.gaps == (f"2026-0{odd}",)
    (told,) = month.notices
    assert "not one of 30 rows of" in told.text and told.needs_person


def test_a_borough_that_shrinks_in_a_file_that_does_not_is_told(tmp_path):
    months_of(tmp_path, lambda i, rows: [r.replace("E01999001", "E01888001").replace("Thornmere", "Elsewhere")
                                         for r in rows[:20]] + rows[20:] if i == 8 else rows)  # fmt: skip
    (told,) = received(tmp_path).notices
    assert (told.kind, told.subject, told.needs_person) == ("few_of_ours", "2026-08", True)


@pytest.mark.parametrize(("silent", "asked"), [((8,), True), ((1, 2, 3), False), ((4, 5), False)])
def test_a_category_that_begins_ends_or_pauses_is_told_and_asked_about_where_it_matters_now(tmp_path, silent, asked):
    months_of(tmp_path, lambda i, rows: [r.replace("Drugs", "Burglary") if i in silent else r for r in rows])
    (told,) = received(tmp_path).notices
    assert (told.kind, told.subject, told.needs_person) == ("silent_category", "drugs", asked)
    assert f"no row of drugs in 2026-0{silent[0]}" in told.text


def test_rows_of_no_month_are_asked_about_where_they_are_many(tmp_path):
    months_of(tmp_path, lambda i, rows: [r.replace("2026-08", "Aug-26") for r in rows[:10]] + rows[10:] if i == 8
                                        else rows)  # fmt: skip
    (told,) = received(tmp_path).notices
    assert "10 rows of 30 say no month" in told.text and told.needs_person


@pytest.mark.parametrize(("x", "y"), [("54.1", "1.4"), ("0", "0"), ("2.35", "48.85"), ("abc", "54")])
def test_points_that_cannot_be_are_told(tmp_path, x, y):
    months_of(tmp_path, lambda i, rows: [r.replace("1.400000,54.100000", f"{x},{y}") if i == 8 else r for r in rows])
    month = received(tmp_path)
    (told,) = month.notices
    assert "the map points of 30 rows of 2026-08 cannot be in Great Britain" in told.text and told.needs_person
    assert len(month.incidents) == 240


@pytest.mark.parametrize("name", ["2026-8-force-street.csv", "2026-09.7z", "inner.zip.gz"])
def test_a_file_left_alone_that_may_hold_rows_is_asked_about(tmp_path, name):
    write(tmp_path, table(*FIVE))
    write(tmp_path, b"x", name=name)
    write(tmp_path, b"x", name="2026-08-force-outcomes.csv")
    (told,) = received(tmp_path).notices
    assert told.needs_person
    assert f"If {name} holds its rows" in told.text


def test_the_newer_of_two_downloads_wins_and_what_changed_is_told(tmp_path):
    write(tmp_path, table(row("a1", outcome="Under investigation"), row("a2"), row("gone")), download="2026-09-05")
    write(tmp_path, table(row("a1", outcome="Offender fined"), row("a2", lsoa="E01999002", x="1.5"), row("new")))
    month = received(tmp_path)
    assert set(month.incidents["incident_id"]) == {"a1", "a2", "new"}
    (told,) = month.revisions
    assert (told.added, told.removed, told.changed_place, told.changed_outcome) == (1, 1, 1, 1)
    older = next(r for r in month.receipts if "2026-09-05" in r.file)
    assert aside(older) == {"SUPERSEDED": 3}


def test_nothing_downloaded_after_the_as_of_date_is_looked_at(tmp_path):
    write(tmp_path, table(row("a1")), download="2026-09-05")
    write(tmp_path, table(row("a1"), row("late")))
    month = received(tmp_path, as_of=date(2026, 9, 30))
    assert set(month.incidents["incident_id"]) == {"a1"}
    assert month.revisions == ()
    assert month.newest_download == date(2026, 9, 5)


def test_later_months_change_nothing(tmp_path):
    write(tmp_path, table(row("a1", month="2026-07")), month="2026-07")
    before = received(tmp_path, until="2026-07")
    write(tmp_path, table(row("a2")))
    after = received(tmp_path, until="2026-07")
    assert after.incidents.equals(before.incidents)
    assert (after.gaps, after.months) == (before.gaps, before.months)
    assert aside(after.receipts[-1]) == {"AFTER_CYCLE": 1}


def test_two_downloads_of_unknown_date_are_asked_about(tmp_path):
    write(tmp_path, table(row("a1")), download="one")
    write(tmp_path, table(row("a2")), download="two")
    with pytest.raises(InputError, match="declare it under downloads"):
        received(tmp_path)
    declared = replace(POLICE, downloads=(("one", date(2026, 9, 1)), ("two", date(2026, 9, 2))))
    assert set(received(tmp_path, source=declared).incidents["incident_id"]) == {"a2"}


def test_the_same_bytes_twice_count_once(tmp_path):
    for download in ("one", "two"):
        write(tmp_path, table(*FIVE), download=download)
    month = received(tmp_path)
    assert len(month.incidents) == 3
    assert sorted(r.rows_used for r in month.receipts) == [0, 3]


def test_an_unknown_type_is_set_aside_and_told_with_its_cure(tmp_path):
    write(tmp_path, table(row("a1"), row("a2", kind="Piracy")))
    month = received(tmp_path)
    assert aside(month.receipts[0]) == {"NO_CATEGORY": 1}
    (notice,) = month.notices
    assert "'Piracy'" in notice.text
    assert "categories.csv" in notice.text
    with pytest.raises(InputError, match="no crime type in it is known"):
        received(tmp_path, category_of={"Nothing": "nothing"})


def test_an_lsoa_of_the_borough_that_is_not_listed_counts_in_the_borough_and_is_told(tmp_path):
    write(
        tmp_path,
        table(
            row("a1", lsoa="E01777001", name="Thornmere 034A"), row("a2", lsoa="E01777002", name="Thornmereham 001A")
        ),
    )
    month = received(tmp_path)
    assert month.incidents["neighbourhood"].tolist() == [NOT_PLACED]
    assert [(n.kind, n.subject) for n in month.notices] == [("unknown_lsoa", "E01777001"), ("borough_only", "police")]


def test_files_without_one_row_of_the_borough_are_a_fault_and_not_a_borough_without_crime(tmp_path):
    write(tmp_path, table(row("a1", **OUTSIDE), row("a2", **NOWHERE)))
    with pytest.raises(InputError, match="not one of 2 rows lies in Thornmere"):
        received(tmp_path)


def test_a_partnership_that_lists_no_lsoas_goes_by_its_boundaries(tmp_path):
    from tests.loading.test_boundaries import TWO, X, Y, to_degrees

    longitude, latitude = to_degrees(np.array([X + 500.0, X + 9000.0]), np.array([Y + 500.0] * 2))
    write(
        tmp_path,
        table(
            *[
                row(f"a{i}", x=x, y=y, name="Elsewhere 001A")
                for i, (x, y) in enumerate(zip(longitude, latitude, strict=True))
            ]
        ),
    )
    month = received(tmp_path, places=Places({}, "points", TWO, "Thornmere"))
    assert month.incidents["neighbourhood"].tolist() == ["N2"]
    assert aside(month.receipts[0]) == {"OUTSIDE": 1}


def test_a_row_of_another_month_is_set_aside(tmp_path):
    write(tmp_path, table(row("a1"), row("a2", month="2026-8"), row("a3", month="2026-07")))
    assert aside(received(tmp_path).receipts[0]) == {"WRONG_MONTH": 2}


BAD = {
    "empty": (b"", "the file is empty"),
    "blank": (b"  \r\n", "the file is empty"),
    "web page": (b"<!DOCTYPE html><html></html>", "web page named .csv"),
    "workbook": (b"PK\x03\x04rest", "workbook or an archive"),
    "renamed column": (
        table(row("a")).replace(b"Crime type", b"Offence type"),
        "columns missing: Crime type; not known: Offence type",
    ),
    "doubled column": (table(row("a")).replace(b"LSOA name", b"LSOA code"), "'LSOA code' stands twice"),
    "one column": (b"Extracted 3 October\n\n" + table(row("a")), "'Extracted 3 October' names one column only"),
    "gzip": (gzip.compress(table(row("a"))), "a gzip named .csv"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 900, "workbook or an archive"),
    "UTF-16 without a mark": (table(row("a")).decode().encode("utf-16-le"), "no encoding that is known"),
    "no header": (row("a").encode(), "column without a name|columns missing"),
    "one more value everywhere": (table(*[row("a") + ",1"] * 3), "3 of 3 lines do not have 12 values"),
    "other month": (table(row("a", month="2026-07")), "the file's name says 2026-08"),
    "nulls": (table(row("a")).replace(b"Mill", b"\0" * 4096), "1 of 1 lines do not have"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_trusted_is_refused_whole_in_plain_words(tmp_path, name):
    data, cause = BAD[name]
    write(tmp_path, data)
    with pytest.raises(InputError, match=cause) as error:
        received(tmp_path)
    assert "data/raw/police/2026-10-05/2026-08" in str(error.value)
    assert str(tmp_path) not in str(error.value)


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    write(tmp_path, b"")
    write(tmp_path, b"<html>", month="2026-07")
    (tmp_path / "data/raw/police/cut.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError) as error:
        received(tmp_path)
    assert len(error.value.faults) == 3


@pytest.mark.parametrize("member", ["../../evil.csv", "/etc/2026-08-force-street.csv", "a\\..\\b.csv", "C:/x.csv"])
def test_an_archive_whose_members_leave_it_is_not_opened(tmp_path, member):
    write_zip(tmp_path, "2026-10-05.zip", {member: table(*FIVE)})
    with pytest.raises(InputError, match="leaves the archive"):
        received(tmp_path)
    assert not (tmp_path.parent / "evil.csv").exists()


def test_an_archive_that_unpacks_to_far_more_than_its_size_is_not_opened(tmp_path):
    write_zip(tmp_path, "2026-10-05.zip", {file_name(): b"0" * 60_000_000})
    with pytest.raises(InputError, match="a hundred times its size"):
        received(tmp_path)


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_is_refused_in_one_plain_line_however_it_was_packed(tmp_path, packing):
    path = write_zip(tmp_path, "2026-10-05.zip", {file_name(): table(*[row(f"{i:064x}") for i in range(90)])}, packing)
    assert len(received(tmp_path).incidents) == 90
    whole = path.read_bytes()
    for at in range(60, len(whole) - 200, max(1, len(whole) // 12)):
        path.write_bytes(whole[:at] + bytes(b ^ 0x55 for b in whole[at : at + 20]) + whole[at + 20 :])
        with pytest.raises(InputError, match=r"2026-10-05.zip.*damaged or was cut short"):
            received(tmp_path)


def test_a_member_that_lies_about_its_size_is_refused_without_unpacking_it_whole(tmp_path):
    path = write_zip(tmp_path, "2026-10-05.zip", {file_name(): b"0" * 40_000_000}, zipfile.ZIP_BZIP2)
    path.write_bytes(path.read_bytes().replace((40_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little")))
    with pytest.raises(InputError, match="damaged or was cut short"):
        received(tmp_path)


def test_a_locked_archive_is_refused(tmp_path):
    path = write_zip(tmp_path, "2026-10-05.zip", {file_name(): table(*FIVE)})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag stands in the member's own header and in the list at the end
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="protected by a password"):
        received(tmp_path)


def test_a_gzip_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path):
    path = tmp_path / "data/raw/police/extract.csv.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(b"0" * 60_000_000))
    source = replace(POLICE, kind="columns", columns=(("month", "a"), ("category", "b"), ("lsoa", "c")))
    with pytest.raises(InputError, match="unpacks to far more than its size"):
        received(tmp_path, source=source)


def test_a_file_larger_than_any_month_is_refused_before_it_is_read(tmp_path):
    path = write(tmp_path, b"")
    with path.open("wb") as stream:
        stream.truncate(10 * 1024**3)
    start = time.monotonic()
    with pytest.raises(InputError, match="10,240 MB, more than a month of the whole country"):
        received(tmp_path)
    assert time.monotonic() - start < 5


def test_what_may_not_be_read_is_said_and_not_passed_over(tmp_path, monkeypatch):
    write(tmp_path, table(*FIVE))

    def closed(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bsafe_analysis.loading.raw_files.RawFile.read", closed)
    with pytest.raises(InputError, match="you may not read it"):
        received(tmp_path)
    monkeypatch.setattr("os.scandir", lambda path: (_ for _ in ()).throw(PermissionError(13, "no", str(path))))
    with pytest.raises(InputError, match=r"data/raw/police.*you may not read it"):
        received(tmp_path)


@pytest.mark.parametrize("length", [200_000, 70_000_000])
def test_a_line_as_long_as_a_file_is_set_aside_and_the_rest_is_read(tmp_path, length):
    write(tmp_path, table(*[row(f"a{i}") for i in range(60)], row("x", name="y" * length + ",,")))
    month = received(tmp_path)
    assert len(month.incidents) == 60
    assert aside(month.receipts[0]) == {"UNREADABLE": 1}


def test_a_link_is_refused(tmp_path):
    path = write(tmp_path, table(*FIVE))
    (path.parent / "2026-08-other-street.csv").symlink_to(path)
    with pytest.raises(InputError, match="a link"):
        received(tmp_path)


def test_a_month_later_than_its_download_is_refused(tmp_path):
    write(tmp_path, table(*FIVE), download="2026-07-05")
    with pytest.raises(InputError, match="later than its download"):
        received(tmp_path)


def test_a_stray_quote_swallows_nothing(tmp_path):
    rows = [row(f"a{i}") for i in range(60)]
    rows[10] = rows[10].replace("On or near", 'On or "near')
    rows[40] = rows[40].replace("On or near", 'On or near"')
    write(tmp_path, table(*rows))
    month = received(tmp_path)
    assert len(month.incidents) + aside(month.receipts[0]).get("UNREADABLE", 0) == 60
    assert len(month.incidents) >= 58


CHANGES = {
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "UTF-16": lambda text: text.decode().encode("utf-16"),
    "LF": lambda text: text.replace(b"\r\n", b"\n"),
    "CR": lambda text: text.replace(b"\r\n", b"\r"),
    "semicolons": lambda text: text.replace(b",", b";"),
    "bars": lambda text: text.replace(b",", b"|"),
    "other capitals": lambda text: text.replace(HEADER.encode(), HEADER.lower().replace(" ", "_").encode()),
    "LSOA codes in small letters": lambda text: text.replace(b"E01999", b"e01999"),
    "no last line end": lambda text: text.removesuffix(b"\r\n"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_other_encodings_line_ends_and_separators_give_the_same_rows(tmp_path, name):
    write(tmp_path, CHANGES[name](table(*FIVE)))
    month = received(tmp_path)
    assert len(month.incidents) == 3
    assert month.receipts[0].rows_read == 5


def test_text_that_looks_like_nothing_stays_text(tmp_path):
    write(tmp_path, table(row("NA"), row("null"), row("None")))
    assert set(received(tmp_path).incidents["incident_id"]) == {"NA", "null", "None"}


@pytest.mark.parametrize("x, y", [("54.1", "1.4"), ("0", "0"), ("1e400", "54"), ("abc", "54"), ("-2,43", "54")])
def test_a_point_that_is_none_is_in_the_totals_and_not_on_the_map(tmp_path, x, y):
    write(tmp_path, table(row("a1", x=x.replace(",", "."), y=y)))
    incidents = received(tmp_path).incidents
    assert len(incidents) == 1
    assert incidents["longitude"].isna().all() or incidents["longitude"].between(-9, 4).all()


def test_a_second_run_reads_no_csv(tmp_path, monkeypatch):
    write(tmp_path, table(*FIVE))
    first = received(tmp_path)

    def never(*args):
        raise AssertionError("a CSV was read again")

    monkeypatch.setattr(parsed_files, "read_table", never)
    assert received(tmp_path).incidents.equals(first.incidents)


def test_a_damaged_cache_is_made_again(tmp_path):
    write(tmp_path, table(*FIVE))
    first = received(tmp_path)
    (cached,) = (tmp_path / "data/prepared/files").iterdir()
    cached.write_bytes(cached.read_bytes()[:100])
    assert received(tmp_path).incidents.equals(first.incidents)


def test_any_bit_that_flips_in_a_cache_is_noticed(tmp_path):
    write(tmp_path, table(*FIVE))
    first = received(tmp_path)
    (cached,) = (tmp_path / "data/prepared/files").iterdir()
    whole = cached.read_bytes()
    for at in range(0, len(whole), 7):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        cached.write_bytes(flipped)
        assert unsealed(cached) is None
    assert received(tmp_path).incidents.equals(first.incidents)
    assert cached.read_bytes() == whole  # it was made again


def test_a_file_that_is_not_there_is_told_as_that(tmp_path):
    found, (fault,) = find_given(tmp_path / "nowhere.csv", Source("council", "columns", "Council"))
    assert (found, fault.cause) == ([], "there is no such file")


@pytest.mark.parametrize("inside", [False, True], ids=["file", "archive"])
def test_a_file_that_is_swapped_while_it_is_read_is_told_and_not_kept(tmp_path, monkeypatch, inside):
    write(tmp_path, table(*FIVE))
    (given,) = (path for path in (tmp_path / "data/raw").rglob("*") if path.is_file())
    if inside:
        with zipfile.ZipFile(given.with_suffix(".zip"), "w") as archive:
            archive.write(given, f"2025-06/{given.name}")
        given.unlink()
        given = given.with_suffix(".zip")
    read = RawFile.read

    def swapped(raw):
        data = read(raw)
        other = given.with_name("other")
        other.write_bytes(given.read_bytes())
        other.replace(given)
        return data

    monkeypatch.setattr(RawFile, "read", swapped)
    with pytest.raises(InputError, match="changed while it was read"):
        received(tmp_path)
    assert not list((tmp_path / "data/prepared/files").glob("*"))


@pytest.mark.parametrize("at", range(150, 2900, 170))
def test_a_file_cut_inside_a_line_is_refused_whole(tmp_path, at):
    whole = table(*[row(f"id{i:02d}") for i in range(30)])
    write(tmp_path, whole[:at])
    cut_in_last_columns = whole[:at].rpartition(b"\n")[2].count(b",") == 11
    if whole[:at].endswith(b"\n") or cut_in_last_columns:
        assert received(tmp_path).receipts[0].balances
    else:
        with pytest.raises(InputError, match=r"cut short|columns missing"):
            received(tmp_path)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_refused_or_its_receipt_balances(tmp_path_factory, data):
    root = tmp_path_factory.mktemp("w")
    whole = bytearray(table(*[row(f"id{i:02d}", lsoa=f"E0199900{1 + i % 3}") for i in range(30)]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            whole[at] = data.draw(st.integers(0, 255))
        else:
            del whole[at:]
            break
    write(root, bytes(whole))
    try:
        month = received(root)
    except InputError:
        return
    (receipt,) = month.receipts
    assert receipt.balances
    assert receipt.rows_used == len(month.incidents)
    body = bytes(whole).replace(b"\r\n", b"\n").partition(b"\n")[2]
    assert receipt.rows_read == body.count(b"\n") + bool(body and not body.endswith(b"\n"))


@settings(max_examples=examples(4), deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_rows_does_not_matter(tmp_path_factory, order):
    root = tmp_path_factory.mktemp("w")
    rows = [row(f"id{i}", lsoa=f"E0199900{1 + i % 3}") for i in range(6)] + [row(kind="Anti-social behaviour")] * 2
    write(root, table(*[rows[i] for i in order]))
    found = received(root).incidents
    assert found["neighbourhood"].value_counts().to_dict() == {"N1": 4, "N2": 2, "N3": 2}


def test_an_extract_of_other_columns_is_read_through_its_mapping(tmp_path):
    columns = (("month", "When"), ("category", "What"), ("lsoa", "Where"))
    source = replace(POLICE, kind="columns", columns=columns, ours_alone=True, download=date(2026, 9, 1))
    path = tmp_path / "data/raw/police/extract.csv"
    path.parent.mkdir(parents=True)
    path.write_text("What,Where,When\nBurglary,E01999001,2026-07\nDrugs,E01999002,2026-08-14\nDrugs,E01999002,August\n")
    month = received(tmp_path, source=source)
    assert month.incidents[["month", "category", "neighbourhood"]].to_numpy().tolist() == [
        ["2026-07", "burglary", "N1"],
        ["2026-08", "drugs", "N2"],
    ]
    assert aside(month.receipts[0]) == {"WRONG_MONTH": 1}
    assert month.months == ("2026-07", "2026-08")
    with pytest.raises(InputError, match="columns missing: Offence"):
        received(tmp_path, source=replace(source, columns=(*columns[:1], ("category", "Offence"), columns[2])))


def test_an_as_at_day_that_nobody_gave_is_told_to_be_a_guess(tmp_path):
    write(tmp_path, table(*FIVE), download="download")
    undated = received(tmp_path)
    (told,) = undated.notices
    assert (told.kind, told.needs_person, undated.newest_download) == ("undated_download", True, None)
    assert received(tmp_path, as_of=date(2026, 10, 5)).notices == ()
    assert received(tmp_path, source=replace(POLICE, download=date(2026, 10, 5))).notices == ()


def test_what_windows_puts_beside_a_file_is_nobodys_in_a_folder_or_an_archive(tmp_path):
    write(tmp_path, table(row("a1")))
    (tmp_path / "data/raw/police/2026-10-05/2026-08" / "2026-08-force-street.csv:Zone.Identifier").write_text("[x]")
    assert [n for n in received(tmp_path).notices if n.kind == "left_alone"] == []
    packed = tmp_path / "packed"
    side = {f"{file_name()}:Zone.Identifier": b"[ZoneTransfer]"}
    write_zip(packed, "2026-10-05.zip", {file_name(): table(row("a1"))} | side)
    assert len(received(packed).incidents) == 1
    assert [n for n in received(packed).notices if n.kind == "left_alone"] == []


def test_an_archive_that_is_called_like_a_month_inside_another_is_dated_as_declared(tmp_path):
    write_zip(tmp_path, "2026-08.zip", {file_name(): table(row("a1"))})
    write_zip(tmp_path, "2026-09.zip", {file_name(): table(row("a1"), row("a2"))})
    declared = replace(POLICE, downloads=(("2026-08", date(2026, 9, 1)), ("2026-09", date(2026, 10, 1))))
    month = received(tmp_path, source=declared)
    assert len(month.incidents) == 2
    assert {receipt.downloaded for receipt in month.receipts} == {date(2026, 9, 1), date(2026, 10, 1)}
