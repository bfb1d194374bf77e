"""A page's tables as a workbook: the same numbers, text that stays text, the same bytes."""

import io
import re
import zipfile
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bsafe_analysis.pages.twins.workbook import Cover, SheetGrid, number_in, workbook, write
from bsafe_analysis.reports.charts.tables import Column, Table, to_html
from tests.examples import SIGNS, examples

COVER = Cover("Hope: profile", "OFFICIAL", (("Data as at", "5 October 2026"),))
PAGE = """<html><head><title>Hope: profile</title></head><body><p class="marking">OFFICIAL</p>
<p class="invented">Invented sample data</p><dl class="facts"><div><dt>Data as at</dt><dd>5 October 2026</dd></div></dl>
{body}<footer><div class="wrap"><p>For internal use.</p></div></footer></body></html>"""
DANGEROUS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")', "{=1}"]


COLUMNS = (Column("place", "Place"), Column("n", "Recorded", True))


def table(rows, **more):
    return Table("seen", "Recorded incidents", COLUMNS, tuple(rows), **more)


def page_with(*tables):
    return PAGE.format(body="".join(to_html(t) for t in tables))


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def test_every_table_has_a_sheet_with_its_title_marking_and_numbers():
    held = sheets(workbook(page_with(table([("Hope", 1234), ("Quarry", None)], note="Small print."))))
    assert list(held) == ["Cover", "1 seen"]
    sheet = held["1 seen"]
    assert [sheet[0][0], sheet[1][0], sheet[2][0]] == ["Recorded incidents", "OFFICIAL", "Hope: profile"]
    assert sheet[3][0].startswith("Small print.")
    assert sheet[5] == ["Place", "Recorded"]
    assert sheet[6:] == [["Hope", 1234.0], ["Quarry", "[x]"]]


def test_the_cover_says_what_the_page_says_of_itself_and_lists_the_sheets():
    held = sheets(workbook(page_with(table([("Hope", 1)]))))
    words = [cell for row in held["Cover"] for cell in row]
    for said in ("Hope: profile", "OFFICIAL", "Invented sample data", "5 October 2026", "For internal use.", "1 seen"):
        assert said in words


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_a_text_cell_wherever_it_stands(text):
    rows = (("Hope", text), (text, "3"))
    grid = SheetGrid(text, text, (text, "Recorded"), rows, (False, True), text)
    content = write(Cover(text, text, ((text, text),)), (grid,))
    assert not re.search(r"<f[ >]|t=\"str\"|externalLink|ddeLink", "".join(parts(content).values()))
    _, sheet = sheets(content).values()
    assert sheet[6][0] == "Hope"
    assert plain(sheet[6][1]) == plain(sheet[7][0]) == plain(sheet[0][0]) == plain(text)


def plain(cell):
    return " ".join(str(cell).split())


@given(st.lists(st.tuples(st.text(SIGNS, max_size=60), st.text(SIGNS, max_size=60)), min_size=1, max_size=4))
@settings(max_examples=examples(10), deadline=None)
def test_any_text_leaves_a_workbook_that_opens_with_as_many_rows(rows):
    content = write(COVER, (SheetGrid("t", "T", ("A", "B"), tuple(rows), (False, True)),))
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names) == 2
    assert not re.search(r"<f[ >]", "".join(parts(content).values()))


def test_hostile_names_in_a_page_reach_the_sheet_as_they_are():
    hostile = "</x><script>alert(1)</script>=1"
    held = sheets(workbook(page_with(table([(hostile, 1)]))))
    assert held["1 seen"][6][0] == hostile
    assert escape(hostile) in page_with(table([(hostile, 1)]))


def test_the_same_page_gives_the_same_bytes():
    page = page_with(table([("Hope", 3)]), Table("other", "Other", (Column("a", "A"),), (("x",),)))
    assert workbook(page) == workbook(page)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234", (1234.0, "#,##0")), ("0.50", (0.5, "#,##0.00")), ("-3", (-3.0, "#,##0")),
     ("\N{MINUS SIGN}3", (-3.0, "#,##0")), ("2026", (2026.0, "0")), ("12345.5", (12345.5, "0.0")),
     ("[c]", None), ("3 to 9", None), ("12,34", None), ("", None), ("=1", None), ("-", None), ("2026-09", None)],
)  # fmt: skip
def test_only_a_number_alone_becomes_a_number(text, number):
    assert number_in(text) == number


def test_columns_of_one_name_and_cells_over_several_columns_are_kept_apart():
    body = (
        '<table id="t"><caption>Two</caption><thead><tr><th scope="col">A</th><th scope="col">a</th></tr></thead>'
        '<tbody><tr><th scope="row">x</th><td>y</td></tr><tr><td colspan="2">both</td></tr></tbody></table>'
    )
    sheet = sheets(workbook(PAGE.format(body=body)))["1 t"]
    assert sheet[5:] == [["A", "a (2)"], ["x", "y"], ["both", ""]]


def test_a_table_without_rows_and_a_cell_too_long_for_a_workbook_do_no_harm():
    long = SheetGrid("t", "T", ("A",), (("x" * 40_000,),), (False,))
    held = sheets(write(COVER, (SheetGrid("none", "None", ("A",), (), (False,)), long)))
    assert held["1 none"][5] == ["A"]
    assert len(held["2 t"][6][0]) == 32_767
    assert held["2 t"][6][0].endswith("…")
