"""How many incidents a row stands for: numbers, hidden numbers, and columns of numbers that nothing maps."""

from dataclasses import replace

from bsafe_analysis.loading.partner.row_counts import may_count
from tests.loading.downloads import aside, received
from tests.loading.test_partner_extracts import COLUMNS, COUNCIL, HEADER, ROW, send


def told_of(month, kind):
    return [notice for notice in month.notices if notice.kind == kind]


def test_a_hidden_number_is_told_apart_from_nought_and_the_sum_is_said_to_be_a_minimum(tmp_path):
    cells = (3, 0, "<5", "*", "1-4", "n/a")
    rows = [[*HEADER, "No"], *[[*ROW, cell] for cell in cells], ["2026-08-03", "Drugs", ROW[2], "c"]]
    month = received(send(tmp_path, rows), source=replace(COUNCIL, columns=(*COLUMNS, ("count", "No"))))
    assert len(month.incidents) == 3
    assert aside(month.receipts[0]) == {"HIDDEN_COUNT": 4, "NO_COUNT": 2}
    (told,) = told_of(month, "hidden_counts")
    assert told.needs_person
    assert "4 rows hide a small number" in told.text
    assert "is a minimum. Nothing at all counts of 'Drugs'. Ask its sender" in told.text


def test_whole_numbers_may_count_and_codes_and_coordinates_do_not():
    assert may_count(["1", "3", "<5", "0"])
    assert not may_count(["01", "02"])
    assert not may_count(["438500", "438600"])
    assert not may_count([str(n) for n in range(100, 200)])
    assert not may_count(["*", "*"])
