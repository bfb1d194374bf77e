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


def remarks(month):
    return [notice.text for notice in told_of(month, "extract_remark") if notice.needs_person]


def test_a_column_of_numbers_that_nothing_maps_is_asked_about_until_it_is_answered(tmp_path):
    send(tmp_path, [[*HEADER, "Souls", "Hour"], *[[*ROW, n % 3 + 1, "09"] for n in range(6)]])
    (told,) = remarks(received(tmp_path, source=COUNCIL))
    assert "its column 'Souls' holds whole numbers, and each row counts once" in told
    counted = replace(COUNCIL, columns=(*COLUMNS, ("count", "Souls")))
    assert remarks(received(tmp_path, source=counted)) == []
    assert remarks(received(tmp_path, source=replace(COUNCIL, never_read=("Souls",)))) == []


def test_a_column_of_few_words_is_asked_about_where_every_row_is_said_to_be_one_thing(tmp_path):
    kinds = ("Stabbing", "Fall", "Overdose") * 3
    send(tmp_path, [["Day", "Chief complaint", "LSOA"], *[["2026-08-03", kind, ROW[2]] for kind in kinds]])
    columns = (("month", "Day"), ("lsoa", "LSOA"))
    one_thing = replace(COUNCIL, columns=columns, every_row="Burglary")
    (told,) = remarks(received(tmp_path, source=one_thing))
    assert (
        "every row counts as 'Burglary', and the column 'Chief complaint' may say what each row is (Stabbing;" in told
    )


def days(first, number):
    return [[f"2026-08-{n:02d}", "Burglary", ROW[2]] for n in range(first, first + number)]


def test_a_block_pasted_twice_without_identifiers_is_told_and_counts(tmp_path):
    send(tmp_path, [HEADER, *days(1, 22), ["2026-08-31", "Drugs", ROW[2]], *days(1, 22)])
    month = received(tmp_path, source=COUNCIL)
    assert len(month.incidents) == 45
    (told,) = remarks(month)
    assert "22 rows stand a second time in the same order" in told
    assert "THEY COUNT TWICE" in told


def test_a_list_that_was_sorted_after_it_was_pasted_twice_is_told(tmp_path):
    send(tmp_path, [HEADER, *sorted([*days(1, 22), *days(1, 22)])])
    assert "every one of its rows stands twice or more" in remarks(received(tmp_path, source=COUNCIL))[0]


def test_incidents_alike_by_chance_are_no_pasted_block(tmp_path):
    send(tmp_path, [HEADER, *days(1, 25), *[["2026-08-03", "Drugs", ROW[2]]] * 40])
    assert remarks(received(tmp_path, source=COUNCIL)) == []


def test_a_source_that_is_ours_alone_and_lies_elsewhere_is_told(tmp_path):
    elsewhere = [["2026-08-03", "Burglary", "E01888001"]] * 6
    send(tmp_path, [HEADER, *elsewhere, ROW])
    (told,) = told_of(received(tmp_path, source=COUNCIL), "points_elsewhere")
    assert told.needs_person
    assert "6 of its 7 rows with a map point or an LSOA lie in no neighbourhood of Thornmere" in told.text
    assert "write ours_alone: false" in told.text
    send(tmp_path, [HEADER, *elsewhere, *[ROW] * 6])
    assert told_of(received(tmp_path, source=COUNCIL), "points_elsewhere") == []


def test_a_total_of_a_month_is_a_total_though_its_label_stands_among_the_days(tmp_path):
    send(tmp_path, [HEADER, ROW, ["Total August 2026", "1", ""], ["Total Aug-26", "1", ""]])
    assert aside(received(tmp_path, source=COUNCIL).receipts[0]) == {"TOTAL_ROW": 2}


def test_rows_without_a_type_are_told_as_that_and_not_as_a_word_to_be_listed(tmp_path):
    send(tmp_path, [HEADER, ROW, ["2026-08-03", "", ROW[2]]])
    (told,) = told_of(received(tmp_path, source=COUNCIL), "unknown_category")
    assert told.text.startswith("Council: set aside for want of a type: 1 row (2026-08)")
