"""What people write that only looks right: names, days in two orders, formulas that nobody worked out."""

from dataclasses import replace

import pytest
import xlsxwriter

from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.same_names import name_as_seen
from bsafe_analysis.register.cells import Known, Unusable
from bsafe_analysis.register.spreadsheets import may_be_month_first, read_workbook, remarks_of
from tests.register.test_register import GOOD, KNOWN, plan
from tests.reports.months import AREAS

CAFE = "St Mary's Caf\u00e9"


@pytest.mark.parametrize(
    "written",
    ["St\u00a0Mary's  Caf\u00e9", "St Mary\u2019s Caf\u00e9", "St Mary's Cafe\u0301", "St Mary's Caf\u00e9\u200b"],
)
def test_a_name_that_looks_like_the_lists_is_the_lists(written):
    places = tuple(replace(area, name=CAFE) if area.code == "N1" else area for area in AREAS)
    known = Known(Areas(places), {"burglary": "Burglary\u00a0(homes)"})
    assert known.area(written) == "N1"
    assert known.category("burglary (homes)") == "burglary"
    with pytest.raises(Unusable):
        known.area("St Marys Cafe")


def test_a_dash_is_a_dash():
    assert name_as_seen("Mill\u2013Lane") == name_as_seen("mill-lane")


def days(ref, start, due):
    return GOOD | {"ref": ref, "start": start, "due": due}


def test_where_a_day_can_only_be_month_first_no_other_is_read_day_first(tmp_path):
    read, notices = plan(
        tmp_path, days("D01", "3/13/2026", "9/13/2026"), days("D02", "4/1/2026", "9/10/2026"),
        days("D03", "2026-04-01", "2026-09-10"), days("D04", "4/4/2026", "5/5/2026"),
    )  # fmt: skip
    assert [activity.ref for activity in read] == ["D03", "D04"]
    assert "its day '4/1/2026' may be month first, as '3/13/2026' of the same file can only be" in notices[1].text


def test_day_first_stays_day_first_and_two_orders_refuse_only_what_is_no_day(tmp_path):
    read, notices = plan(tmp_path, days("D01", "4/1/2026", "9/10/2026"))
    assert (str(read[0].start), notices) == ("2026-01-04", ())
    read, notices = plan(tmp_path, days("D01", "4/1/2026", "25/10/2026"), days("D02", "3/13/2026", "1/12/2026"))
    assert [activity.ref for activity in read] == ["D01"]
    assert not may_be_month_first("13/3/2026")


def workbook(root, kept):
    """A plan whose target is a formula, as a script makes it."""
    path = root / "activities.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("activities")
        sheet.write_row(0, 0, list(GOOD))
        sheet.write_row(1, 0, list(GOOD.values()))
        sheet.write_formula(1, list(GOOD).index("target"), "=100+100", None, kept)
    return read_workbook(path.read_bytes(), "data/register/activities.xlsx", "activities", list(GOOD))


def test_a_formula_that_keeps_no_value_is_said_to_read_as_blank(tmp_path):
    sheet = workbook(tmp_path, "")
    assert sheet.rows[0]["target"] == ""
    assert sheet.remarks == (
        "data/register/activities.xlsx: formulas keep no value and read as blank (L2): "
        "open it in a spreadsheet and save it once.",
    )
    assert remarks_of(sheet)[0].needs_person


def test_a_formula_with_its_value_is_read_without_a_word(tmp_path):
    sheet = workbook(tmp_path, 200)
    assert (sheet.rows[0]["target"], sheet.remarks) == ("200", ())


def test_known_names_are_still_known():
    assert KNOWN.area("mill lane") == "N1"
