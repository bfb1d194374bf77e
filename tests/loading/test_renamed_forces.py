"""A force that goes on under another name keeps its history."""

from dataclasses import replace

import pytest

from bsafe_analysis.loading.renamed_forces import continued, joined
from bsafe_analysis.model.periods import months_between
from tests.loading.downloads import POLICE, received, row, table, write

MONTHS = months_between("2025-09", "2026-08")


def renamed(root, since, rows=12, pause=0):
    for i, month in enumerate(MONTHS):
        if not (0 < i - MONTHS.index(since) + pause + 1 <= pause):
            body = [row(f"{month}{n}", month=month) for n in range(rows)]
            write(root, table(*body), month=month, force="vale" if month < since else "vale-and-dale")


@pytest.mark.parametrize("since", ["2026-08", "2026-05", "2026-01", "2025-10"])
def test_a_month_under_a_forces_new_name_is_no_gap_and_its_history_stays(tmp_path, since):
    renamed(tmp_path, since)
    month = received(tmp_path)
    assert (month.months, month.gaps) == (MONTHS, ())
    (told,) = month.notices
    assert told.kind == "force_renamed" and "same_force: {vale: vale-and-dale}" in told.text
    assert [str(d.caution) for d in month.doubts] == ["force_renamed"] and month.doubts[0].months[0] == since


def test_a_name_that_is_declared_is_not_asked_about(tmp_path):
    renamed(tmp_path, "2026-05")
    month = received(tmp_path, source=replace(POLICE, same_force=(("vale", "vale-and-dale"),)))
    assert (month.months, month.gaps, month.notices) == (MONTHS, (), ())


def test_a_declared_force_counts_once_where_its_history_came_again_under_the_new_name(tmp_path):
    for name, download in (("vale", "2026-09-01"), ("vale-and-dale", "2026-10-05")):
        write(tmp_path, table(row(""), row(""), row("a1")), force=name, download=download)
    month = received(tmp_path, source=replace(POLICE, same_force=(("vale", "vale-and-dale"),)))
    assert len(month.incidents) == 3


def by_month(force, first, last, rows):
    return {(force, month): rows for month in months_between(first, last)}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (("2025-01", "2025-12", 40), ("2025-12", "2026-06", 40), "both hold a month"),
        (("2025-01", "2025-12", 40), ("2026-05", "2026-09", 40), "the pause is long"),
        (("2025-01", "2025-12", 40), ("2026-01", "2026-06", 200), "the new one is far larger here"),
        (("2025-01", "2025-12", 4), ("2026-01", "2026-06", 4), "so few rows may be chance"),
    ],
)
def test_two_forces_are_not_taken_for_one(old, new, why):
    assert continued(by_month("vale", *old) | by_month("dale", *new)) == {}, why


def test_a_force_renamed_twice_is_one_force():
    mine = by_month("a", "2025-01", "2025-06", 30) | by_month("b", "2025-07", "2025-12", 30)
    mine |= by_month("c", "2026-01", "2026-06", 30)
    names = continued(mine)
    assert names == {"a": "c", "b": "c"}
    assert {force for force, _ in joined(mine, names)} == {"c"} and sum(joined(mine, names).values()) == 18 * 30


def test_two_forces_that_end_as_one_begins_are_left_to_a_person():
    mine = by_month("a", "2025-01", "2025-12", 30) | by_month("b", "2025-01", "2025-12", 30)
    assert continued(mine | by_month("c", "2026-01", "2026-06", 30)) == {}
