"""Extracts of a partner, month after month: a later file takes the place of an earlier in the months that it holds."""

from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.faults import InputError
from tests.loading.downloads import POLICE, aside, received

COLUMNS = (("month", "When"), ("category", "What"), ("lsoa", "Where"))
COUNCIL = replace(POLICE, name="council", kind="columns", title="Council", columns=COLUMNS, ours_alone=True)


def put(root, name, **months):
    """An extract in which `m07=3` makes three rows of 2026-07."""
    path = root / "data/raw/police" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        f"Burglary,E0199900{1 + i % 3},2026-{key[1:]}-{1 + i % 28:02d}" for key, n in months.items() for i in range(n)
    ]
    path.write_text("\n".join(["What,Where,When", *rows, ""]))


def by_month(received):
    return received.incidents["month"].value_counts().sort_index().to_dict()


def test_extracts_that_each_hold_their_own_month_are_all_used(tmp_path):
    put(tmp_path, "2026-08-04/council-2026-07.csv", m07=4)
    put(tmp_path, "2026-09-04/council-2026-08.csv", m08=3)
    month = received(tmp_path, source=COUNCIL)
    assert by_month(month) == {"2026-07": 4, "2026-08": 3}
    assert (month.months, month.gaps, month.revisions) == (("2026-07", "2026-08"), (), ())
    assert [r.rows_used for r in month.receipts] == [4, 3]


def test_extracts_of_unknown_date_are_asked_about_only_where_they_differ_in_a_month_that_both_hold(tmp_path):
    put(tmp_path, "council-2026-07.csv", m07=4)
    put(tmp_path, "council-2026-08.csv", m08=3)
    assert by_month(received(tmp_path, source=COUNCIL)) == {"2026-07": 4, "2026-08": 3}
    put(tmp_path, "council-2026-08.csv", m07=4, m08=3)
    again = received(tmp_path, source=COUNCIL)
    assert by_month(again) == {"2026-07": 4, "2026-08": 3}
    assert aside(again.receipts[0]) == {"COPY": 4}
    put(tmp_path, "council-2026-08.csv", m07=5, m08=3)
    with pytest.raises(InputError, match=r"2026-07: two downloads of 2026-07 differ .*council-2026-07.csv and"):
        received(tmp_path, source=COUNCIL)


def put_rows(root, name, *rows, header="What,Where,When"):
    path = root / "data/raw/police" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]))


def test_rows_that_differ_in_nothing_but_their_day_are_other_incidents_and_no_copies(tmp_path):
    for name, week in (("a", 1), ("b", 2)):
        days = (f"Burglary,E01999001,2026-08-{week}{day}" for day in range(9))
        put_rows(tmp_path, f"2026-09-04/council-{name}.csv", *days)
    with pytest.raises(InputError, match=r"two downloads of 2026-08 differ .*council-a.csv and"):
        received(tmp_path, source=COUNCIL)


def test_one_identifier_on_two_days_is_two_rows_and_a_row_that_stands_twice_is_one(tmp_path):
    named = replace(COUNCIL, columns=(*COLUMNS, ("incident_id", "Log")))
    rows = ("Burglary,E01999001,2026-08-01,L1", "Burglary,E01999001,2026-08-02,L1", "Burglary,E01999001,2026-08-02,L1")
    put_rows(tmp_path, "2026-09-04/council.csv", *rows, header="What,Where,When,Log")
    month = received(tmp_path, source=named)
    assert by_month(month) == {"2026-08": 2}
    assert aside(month.receipts[0]) == {"COPY": 1}


def test_a_month_sent_again_is_told_month_by_month_and_the_months_beside_it_stay(tmp_path):
    put(tmp_path, "2026-08-04/council.csv", m06=9, m07=4)
    put(tmp_path, "2026-09-04/council.csv", m07=6, m08=3)
    month = received(tmp_path, source=COUNCIL)
    assert by_month(month) == {"2026-06": 9, "2026-07": 6, "2026-08": 3}
    assert [(r.month, r.older_rows, r.newer_rows, r.added) for r in month.revisions] == [("2026-07", 4, 6, 2)]
    assert aside(month.receipts[0]) == {"SUPERSEDED": 4}
    assert all(receipt.balances for receipt in month.receipts)


def test_the_month_as_it_was_known_then_still_counts(tmp_path):
    put(tmp_path, "2026-08-04/council.csv", m06=9, m07=4)
    put(tmp_path, "2026-09-04/council.csv", m07=6, m08=3)
    then = received(tmp_path, until="2026-07", as_of=date(2026, 8, 31), source=COUNCIL)
    assert by_month(then) == {"2026-06": 9, "2026-07": 4}


def test_a_later_extract_of_a_few_late_rows_is_told_to_a_person(tmp_path):
    put(tmp_path, "2026-08-04/council.csv", m07=40)
    put(tmp_path, "2026-09-04/council.csv", m07=2, m08=38)
    (told,) = [n for n in received(tmp_path, source=COUNCIL).notices if n.kind == "shrunk"]
    assert told.needs_person
    assert "2026-09-04/council.csv holds 2 rows of 2026-07, police/2026-08-04/council.csv before" in told.text


def test_a_later_extract_of_a_header_alone_takes_nothing_away(tmp_path):
    put(tmp_path, "2026-09-04/council.csv", m08=3)
    put(tmp_path, "2026-10-04/council.csv")
    month = received(tmp_path, source=COUNCIL)
    assert by_month(month) == {"2026-08": 3}
    assert "no_rows" in {n.kind for n in month.notices}


def test_a_row_of_a_category_that_its_source_is_not_said_to_count_is_set_aside_and_told(tmp_path):
    path = tmp_path / "data/raw/police/2026-08-04/council.csv"
    path.parent.mkdir(parents=True)
    path.write_text("What,Where,When\nBurglary,E01999001,2026-07-01\nAnti-social behaviour,E01999001,2026-07-02\n")
    month = received(tmp_path, source=replace(COUNCIL, categories=("asb",)))
    assert month.incidents["category"].tolist() == ["asb"]
    assert aside(month.receipts[0]) == {"NOT_ITS_CATEGORY": 1}
    assert [(n.subject, n.count) for n in month.notices if n.kind == "not_its_category"] == [("council", 1)]
    assert month.held.group_of("burglary") == ()
