"""The same incidents in two files of a month count once, whatever file or force they came by."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.loading.downloads import aside, received, row, table, write

THREE = (row("a1"), row("a2", lsoa="E01999002"), row("a3", kind="Drugs"))
BLANKS = [row(kind="Anti-social behaviour", x=f"1.40{i:04}") for i in range(30)]


def counted(month):
    return len(month.incidents)


def test_an_incident_that_stands_in_two_files_of_a_month_counts_once_and_is_told(tmp_path):
    write(tmp_path, table(*THREE, row("a4")), force="vale")
    write(tmp_path, table(*THREE), force="thornmere")
    month = received(tmp_path)
    assert counted(month) == 4
    (told,) = [n for n in month.notices if n.kind == "same_rows"]
    assert told.needs_person and "3 incidents of August 2026 came in more than one file" in told.text
    assert "2026-08-vale-street.csv" in told.text and "2026-08-thornmere-street.csv" in told.text
    assert {aside(r).get("IN_ANOTHER_FILE", 0) for r in month.receipts} == {0, 3}
    assert all(receipt.balances for receipt in month.receipts)


def test_the_force_with_files_of_more_months_is_the_one_that_counts(tmp_path):
    for name in ("2026-06", "2026-07"):
        write(tmp_path, table(row(f"{name}x", month=name)), month=name, force="vale")
    write(tmp_path, table(*THREE), force="vale")
    write(tmp_path, table(*THREE, row("b9")), force="another")
    by_force = {(r.force, r.month): r.rows_used for r in received(tmp_path).receipts}
    assert by_force["vale", "2026-08"] == 3 and by_force["another", "2026-08"] == 1


def test_of_two_downloads_under_two_names_the_later_counts(tmp_path):
    write(tmp_path, table(*THREE), force="vale", download="2026-09-05")
    write(tmp_path, table(*THREE), force="vale-and-dale", download="2026-10-05")
    used = {r.downloaded: r.rows_used for r in received(tmp_path).receipts}
    assert used == {date(2026, 9, 5): 0, date(2026, 10, 5): 3}


def test_rows_without_an_identifier_are_copies_where_most_of_a_file_is(tmp_path):
    write(tmp_path, table(*THREE, *BLANKS), force="vale")
    write(tmp_path, table(*THREE, *BLANKS), force="copy")
    assert counted(received(tmp_path)) == 33


def test_a_file_without_any_identifier_is_a_copy_where_most_of_its_rows_are_equal(tmp_path):
    write(tmp_path, table(*THREE, *BLANKS), force="vale")
    write(tmp_path, table(*BLANKS[:25]), force="copy")
    assert counted(received(tmp_path)) == 33


@pytest.mark.parametrize("shared", [0, 1, 10])
def test_a_few_equal_rows_without_an_identifier_are_two_forces_incidents_at_one_point(tmp_path, shared):
    others = [row(kind="Anti-social behaviour", x=f"1.41{i:04}") for i in range(30)]
    write(tmp_path, table(*THREE, *BLANKS), force="vale")
    write(tmp_path, table(*BLANKS[:shared], *others), force="railway")
    month = received(tmp_path)
    assert counted(month) == 63 + shared
    assert not [n for n in month.notices if n.kind == "same_rows"]


def test_the_same_identifier_in_two_months_is_two_rows(tmp_path):
    write(tmp_path, table(row("a1", month="2026-07")), month="2026-07", force="vale")
    write(tmp_path, table(row("a1")), force="other")
    assert counted(received(tmp_path)) == 2


@settings(max_examples=examples(5), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sets(st.integers(0, 30), min_size=1), second=st.sets(st.integers(0, 30), min_size=1))
def test_a_month_of_two_files_counts_every_identifier_of_either_once(tmp_path_factory, first, second):
    root = tmp_path_factory.mktemp("two")
    write(root, table(*(row(f"i{n}") for n in sorted(first))), force="vale")
    write(root, table(*(row(f"i{n}") for n in sorted(second)), row("only")), force="copy")
    month = received(root)
    assert sorted(month.incidents["incident_id"]) == sorted({f"i{n}" for n in first | second} | {"only"})
    assert all(receipt.balances for receipt in month.receipts)
