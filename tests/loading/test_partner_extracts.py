"""What partners send that nobody asked for: read without a word, or refused in one plain line."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.loading.partner.grid_points import from_one_cell, in_degrees
from bsafe_analysis.loading.partner.said_places import district_key, place_key
from bsafe_analysis.loading.partner.written_days import DayOrder, DayReader, clock_of, order_of
from bsafe_analysis.loading.text_tables import Refused
from tests.loading.council_makers import as_csv, as_workbook
from tests.loading.downloads import LSOAS, PLACES, POLICE, aside, received

COLUMNS = (("month", "Day"), ("category", "Type"), ("lsoa", "LSOA"))
COUNCIL = replace(POLICE, name="council", kind="columns", title="Council", columns=COLUMNS, ours_alone=True)
CODE = "E01999001"
HEADER = ["Day", "Type", "LSOA"]
ROW = ["2026-08-03", "Burglary", CODE]


def send(root, data, name="log.csv"):
    path = root / "data/raw/police/2026-10-05" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else as_csv(data))
    return root


def refused(root, source=COUNCIL):
    with pytest.raises(InputError) as caught:
        received(root, source=source)
    (fault,) = caught.value.faults
    return str(fault)


def used(root, **given):
    month = received(root, source=replace(COUNCIL, **given))
    assert all(receipt.balances for receipt in month.receipts)
    return month


DAYS = {
    "03/07/2026": "2026-07-03", "3/7/26": "2026-07-03", "03.07.2026 1405": "2026-07-03 14:05", "31/02/2026": "",
    "2026-07": "2026-07", "2026/07/03 9:05:01": "2026-07-03 09:05", "20260703": "2026-07-03", "July 2026": "2026-07",
    "3rd of July 2026 2:05 pm": "2026-07-03 14:05", "Fri 3 July 2026": "2026-07-03", "July 3, 2026": "2026-07-03",
    "Jul-26": "2026-07", "07/2026": "2026-07", "46206": "2026-07-03", "46206.5": "2026-07-03 12:00",
    "03/07/2026 12:30 AM": "2026-07-03 00:30", "03/07/2026 24:00": "2026-07-04 00:00",
    "2026-07-03T14:05:00Z": "2026-07-03T14:05:00Z", "2026": "", "Total": "", "": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "read"), DAYS.items())
def test_a_day_is_read_however_it_is_written(text, read):
    assert DayReader(DayOrder())(text) == read


def test_one_order_of_days_holds_for_a_whole_file():
    assert order_of({"Day": ["3/13/2026", "4/1/2026"]}).month_first
    assert DayReader(order_of({"Day": ["3/13/2026"]}))("4/1/2026") == "2026-04-01"
    assert not order_of({"Day": ["13/3/2026", "4/1/2026"]}).month_first
    assert order_of({"Day": ["4/1/2026"]}, "month_first").month_first
    assert not order_of({"Day": ["4/1/2026"]}).proved


def test_two_orders_in_one_file_are_one_plain_line_with_a_row_of_each(tmp_path):
    rows = [[day, "Burglary", CODE] for day in ("13/08/2026", "08/14/2026", "01/02/2026")]
    told = refused(send(tmp_path, [HEADER, *rows]))
    assert "two orders of days stand in one file: '13/08/2026' (Day) is day first, '08/14/2026' (Day)" in told


def test_an_order_that_sources_yml_declares_and_the_rows_deny_is_told():
    with pytest.raises(Refused, match="date_order: month_first, and '13/8/2026' is day first"):
        order_of({"Day": ["13/8/2026"]}, "month_first")


def test_days_that_a_spreadsheet_has_turned_are_found_out():
    with pytest.raises(Refused, match="a spreadsheet has turned some of its days"):
        order_of({"Day": ["13/08/2026", "14/08/2026", "15/08/2026", "2026-01-08", "2026-02-08", "2026-03-08"]})


def test_cells_of_several_lines_are_one_row_each_and_notes_that_quote_rows_are_none(tmp_path):
    note = "Earlier reports:\n2026-08-14,Burglary,E01999002\n2026-08-15,Burglary,E01999002"
    month = used(send(tmp_path, [[*HEADER, "Notes"], [*ROW, note], [*ROW, "Sofa"]]))
    assert (len(month.incidents), month.receipts[0].rows_read) == (2, 2)


def test_a_stray_quotation_mark_takes_no_other_row_with_it(tmp_path):
    lines = ["Day,Type,LSOA,Note", *[f"2026-08-03,Burglary,{CODE},x"] * 40, f'2026-08-03,Burglary,{CODE},"two" bins']
    month = used(send(tmp_path, "\n".join([*lines, ""]).encode()))
    assert (len(month.incidents), aside(month.receipts[0])) == (40, {"UNREADABLE": 1})


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_separators_and_letters_of_any_program_are_read(tmp_path, mark, encoding):
    rows = [["Café, the log"], [], HEADER, *[ROW] * 3]
    assert len(used(send(tmp_path, as_csv(rows, mark, encoding))).incidents) == 3


def test_titles_totals_notes_and_headers_that_come_again_are_no_incidents(tmp_path):
    rows = [
        ["Log of August"],
        HEADER,
        ROW,
        ROW,
        ["Sub-total", "", "2"],
        HEADER,
        ROW,
        [],
        ["Total", "", "3"],
        ["Source: us"],
    ]
    month = used(send(tmp_path, as_workbook({"Log": rows}), "log.xlsx"))
    assert len(month.incidents) == 3
    assert aside(month.receipts[0]) == {"TOTAL_ROW": 2, "NO_RECORD": 2}


def test_a_street_that_is_called_total_is_no_total(tmp_path):
    rows = [[*HEADER, "Where"], [*ROW, "Total Garage, Mill Street"], [*ROW, "Totally elsewhere"]]
    assert len(used(send(tmp_path, rows)).incidents) == 2


def test_columns_without_a_name_and_blank_rows_are_left_alone(tmp_path):
    rows = [["", *HEADER, "", ""], *[[n, *ROW, "", ""] for n in range(3)], *[[""] * 6] * 30]
    assert used(send(tmp_path, rows)).receipts[0].rows_read == 3


def test_every_sheet_that_is_shown_and_has_the_columns_is_read_and_the_others_are_named(tmp_path):
    sheets = {
        "July": [HEADER, ["2026-07-03", *ROW[1:]]],
        "August": [HEADER, ROW],
        "old": [HEADER, ROW],
        "Guide": [["x"]],
    }
    month = used(send(tmp_path, as_workbook(sheets, hidden=("old",)), "log.xlsx"))
    assert len(month.incidents) == 2
    (remark,) = [n.text for n in month.notices if n.kind == "extract_remark"]
    assert "read 'July', 'August'; left alone 'old' (hidden), 'Guide'" in remark
    assert len(used(tmp_path, sheets=("August",)).incidents) == 1


def test_two_sheets_with_the_same_rows_are_not_counted_twice(tmp_path):
    rows = [HEADER, *[[f"2026-08-{n:02d}", *ROW[1:]] for n in range(1, 29)]]
    told = refused(send(tmp_path, as_workbook({"All": rows, "August": rows}), "log.xlsx"))
    assert "the sheets 'All' and 'August' hold the same 28 rows" in told
    assert "[All]" in told


def unkept(*rows):
    """A workbook whose formulas keep no value, as programs write it that work nothing out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_workbook({"Log": [HEADER, *rows]}))) as kept, zipfile.ZipFile(made, "w") as bare:
        for name in kept.namelist():
            bare.writestr(name, kept.read(name).replace(b"</f><v>0</v>", b"</f><v></v>"))
    return made.getvalue()


BAD = {
    "empty": (as_workbook({"Log": []}), "it is empty"),
    "hidden": (as_workbook({"Guide": [], "Log": [HEADER, ROW]}, hidden=("Log",)), "every sheet with rows is hidden"),
    "cut short": (as_workbook({"Log": [HEADER, ROW]})[:900], "damaged or was cut short"),
    "damaged": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "no workbook that can be read"),
    "locked": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le"),
        "it is locked with a password. Ask for it without one",
    ),
    "renamed": (as_workbook({"Log": [["Day", "Kind", "LSOA"], ROW]}), "sheet 'Log', row 1: columns missing: Type"),
    "other": (as_workbook({"Log": [["a", "b"], ["1", "2"]]}), "no row names the columns Day, Type, LSOA"),
    "no days": (as_workbook({"Log": [HEADER, ["soon", *ROW[1:]]]}), "no row has a day that can be read"),
    "days of formulas": (unkept(["=TODAY()", *ROW[1:]]), "Day: formulas stand in it whose values were not kept. Open"),
    "a type of formulas": (unkept([ROW[0], '="a"', CODE]), "Type: formulas stand in it whose values"),
    "formulas": (as_workbook({"Log": [HEADER, ["", *ROW[1:]]]}), "formulas keep no value"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_is_one_plain_line_with_its_cure(tmp_path, kind):
    data, said = BAD[kind]
    told = refused(send(tmp_path, data, "log.xlsx"))
    assert told.startswith("data/raw/police/2026-10-05/log.xlsx")
    assert said in told


def test_a_formula_without_its_value_is_told_beside_the_rows_that_count(tmp_path):
    month = used(send(tmp_path, unkept([ROW[0], '="a"', CODE], ROW), "log.xlsx"))
    assert len(month.incidents) == 1
    (told,) = [n for n in month.notices if n.kind == "extract_remark"]
    assert told.needs_person
    assert "formulas stand in its column 'Type' whose values were not kept" in told.text


def test_a_source_that_a_month_may_go_out_without_stops_nothing_and_is_told(tmp_path):
    send(tmp_path, [["a", "b"], ["1", "2"]], "wrong.csv")
    month = used(send(tmp_path, [HEADER, ROW]), required=False)
    assert len(month.incidents) == 1
    (told,) = [n for n in month.notices if n.kind == "unused_file"]
    assert "wrong.csv" in told.text
    assert told.needs_person


GRID = (("month", "Day"), ("category", "Type"), ("longitude", "X"), ("latitude", "Y"))


@pytest.mark.parametrize(
    ("x", "y"), [("443210", "393000"), ("443,210", "393,000"), ("-1.3511", "53.4321"), ("53,4321", "-1,3511")]
)
def test_a_map_point_is_told_by_its_range(tmp_path, x, y):
    month = used(send(tmp_path, [["Day", "Type", "X", "Y"], ["2026-08-03", "Burglary", x, y]]), columns=GRID)
    (row,) = month.incidents.itertuples()
    assert (round(row.longitude, 2), round(row.latitude, 2)) == (-1.35, 53.43)


def test_figures_that_are_no_point_stay_as_they_are():
    assert in_degrees([("0", "0"), ("x", ""), ("5", "5")]) == [("0", "0"), ("x", ""), ("5", "5")]
    assert from_one_cell("SK 43210 93000") == ("443210", "393000")


@pytest.mark.parametrize("pair", [("", "51,5"), ("x", "51.5 "), ("51,5", ""), ("n/a", "51,5"), ("nan", "51,5")])
def test_half_a_point_is_none_and_not_one_at_greenwich(pair):
    assert in_degrees([pair]) == [pair]
    assert in_degrees([("0", "51,5")]) == [("0.0", "51.5")]  # a nought that was written is one


def test_a_place_is_known_by_its_name_and_an_unknown_one_is_asked_about_with_the_nearest(tmp_path):
    places = replace(PLACES, by_name={place_key("St Mary's"): "N1", place_key("Quarry Hill"): "N2"})
    rows = [
        ["Day", "Type", "Ward"],
        *[["2026-08-03", "Burglary", w] for w in ("ST. MARY\u2019S ward", "Quary Hill", "")],
    ]
    columns = (("month", "Day"), ("category", "Type"), ("place", "Ward"))
    send(tmp_path, as_csv(rows))
    month = received(tmp_path, source=replace(COUNCIL, columns=columns), places=places)
    assert month.incidents["neighbourhood"].tolist() == ["N1", "not-placed", "not-placed"]
    (told,) = [n.text for n in month.notices if n.kind == "unknown_place"]
    assert "'Quary Hill' (1 row, N2 (quarry hill) is nearest)" in told


def test_an_unknown_place_is_told_once_however_it_is_spelt_and_a_longer_name_is_nearer_than_a_like_one(tmp_path):
    places = replace(PLACES, by_name={place_key("Dodworth"): "N1", place_key("Cudworth Village"): "N2"})
    rows = [["Day", "Type", "Ward"], *[["2026-08-03", "Burglary", w] for w in ("Cudworth", "CUDWORTH ward")]]
    send(tmp_path, as_csv(rows))
    columns = (("month", "Day"), ("category", "Type"), ("place", "Ward"))
    month = received(tmp_path, source=replace(COUNCIL, columns=columns), places=places)
    (told,) = [n.text for n in month.notices if n.kind == "unknown_place"]
    assert "'Cudworth' (2 rows, N2 (cudworth village) is nearest)" in told


def test_whose_a_row_is_may_be_said_by_a_district_or_half_a_postcode(tmp_path):
    rows = [["Day", "Type", "Council", "Postcode"]]
    said = (("Thornmere MBC", "AB9 1CD"), ("Farleigh", "AB1"), ("", "ab1 2cd"), ("", "AB2"), ("", ""))
    rows += [["2026-08-03", "Burglary", *each] for each in said]
    columns = (("month", "Day"), ("category", "Type"), ("district", "Council"), ("postcode", "Postcode"))
    month = used(send(tmp_path, rows), columns=columns, ours_alone=False, postcodes=("AB1",))
    assert len(month.incidents) == 2
    assert aside(month.receipts[0]) == {"OUTSIDE": 2, "NO_PLACE": 1}
    assert district_key("City of Thornmere Council") == district_key("THORNMERE")


def test_a_row_counts_as_often_as_its_count_says(tmp_path):
    rows = [[*HEADER, "No"], [*ROW, 3], [*ROW, 0], [*ROW, "some"], ["Total", "", "", 3]]
    month = used(send(tmp_path, rows), columns=(*COLUMNS, ("count", "No")))
    assert len(month.incidents) == 3
    assert aside(month.receipts[0]) == {"NO_COUNT": 2, "TOTAL_ROW": 1}


def test_a_sources_own_words_come_first_and_what_is_not_counted_is_said(tmp_path):
    rows = [HEADER, ROW, [*ROW[:1], "Advice", CODE], [*ROW[:1], "Sorcery", CODE]]
    month = used(send(tmp_path, rows), words=(("Burglary", "fires"), ("Advice", "not_counted")))
    assert month.incidents["category"].tolist() == ["fires"]
    assert aside(month.receipts[0]) == {"NO_CATEGORY": 1, "NOT_COUNTED": 1}


def test_a_time_of_day_is_that_of_its_row_and_an_end_past_midnight_is_on_the_next_day(tmp_path):
    rows = [[*HEADER, "From", "To"], ["03/08/2026", *ROW[1:], "11.30 pm", "0:15"], ["04/08/2026", *ROW[1:], "", ""]]
    columns = (*COLUMNS, ("occurred_from", "From"), ("occurred_to", "To"))
    incidents = used(send(tmp_path, rows), columns=columns).incidents
    assert incidents[["occurred_from", "occurred_to"]].values.tolist() == [
        ["2026-08-03 23:30", "2026-08-04 00:15"],
        ["", ""],
    ]
    assert clock_of("2.05 pm") == "14:05"


def test_a_reference_of_the_victim_is_kept_as_a_mark_and_nowhere_as_it_is_written(tmp_path):
    rows = [[*HEADER, "Victim no"], [*ROW, "V-4711/X"], [*ROW, "v4711 x"], [*ROW, "not known"]]
    month = used(send(tmp_path, rows), columns=(*COLUMNS, ("victim", "Victim no")))
    first, second, nobody = month.references["victim"]
    assert first == second != ""
    assert nobody == ""
    assert set(month.references["premises"]) == {""}
    assert "victim" not in month.incidents.columns
    kept = [path.read_bytes() for path in (tmp_path / "data/prepared").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"4711" in data for data in kept)


def test_nothing_of_a_name_or_a_note_is_kept_anywhere(tmp_path):
    send(tmp_path, [[*HEADER, "Complainant Name", "Notes"], [*ROW, "Jane Roe", "Jane Roe rang"]])
    month = used(tmp_path)
    (told,) = [n.text for n in month.notices if n.kind == "extract_remark"]
    assert "(Complainant Name)" in told
    assert [n for n in used(tmp_path, never_read=("Complainant Name",)).notices if n.kind == "extract_remark"] == []
    kept = [path.read_bytes() for path in (tmp_path / "data/prepared").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"Jane" in data or b"rang" in data for data in kept)
    assert "Jane" not in str(month)


def test_the_months_as_at_day_is_the_downloads(tmp_path):
    assert used(send(tmp_path, [HEADER, ROW])).newest_download == date(2026, 10, 5)
    assert LSOAS[CODE] == "N1"


def test_a_source_of_which_no_row_counts_does_not_vanish_without_a_word(tmp_path):
    send(tmp_path, [HEADER, [*ROW[:2], "E01888001"]])
    month = used(tmp_path, ours_alone=False, required=False)
    (told,) = [n.text for n in month.notices if n.kind == "none_used"]
    assert told == "Council: not one of 1 row counts, most of them (1) because they are outside the borough."


def test_a_row_of_1900_is_set_aside_and_makes_no_century_of_gaps(tmp_path):
    month = used(send(tmp_path, [HEADER, ["01/01/1900", *ROW[1:]], *[ROW] * 3]))
    assert aside(*month.receipts) == {"WRONG_MONTH": 1}
    assert set(month.incidents["month"]) == {"2026-08"}
    assert not any("1900" in notice.text for notice in month.notices)
