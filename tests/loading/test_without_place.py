"""The share of rows without a place, watched by month and crime type."""

from random import Random

import pandas as pd
import pytest

from bsafe_analysis.loading.without_place import COLUMNS, drifted_shares, moved_shares
from bsafe_analysis.model.periods import add_months, months_between
from tests.loading.downloads import NOWHERE, received, row, table, write

MONTHS = months_between("2025-01", "2026-08")


def shares(*nowhere, rows=1000, kind=""):
    return pd.DataFrame(
        [("vale", add_months("2025-01", i), kind, rows, n) for i, n in enumerate(nowhere)], columns=list(COLUMNS)
    )


def test_a_share_that_jumps_is_found_with_what_was_usual_and_which_way_counts_move():
    (moved,) = moved_shares(shares(*[20] * 12, 200))
    assert (moved.month, moved.share, str(moved.direction)) == ("2026-01", 0.2, "down")
    assert moved.usual == pytest.approx(0.02, abs=0.001) and moved.effect == pytest.approx(-0.184, abs=0.002)


def test_a_share_that_drops_lets_counts_rise():
    (moved,) = moved_shares(shares(*[120] * 12, 40))
    assert str(moved.direction) == "up" and moved.effect > 0.05


@pytest.mark.parametrize("nowhere", [[20] * 12 + [50], [20, 90] * 7, [1] * 13])
def test_a_small_or_a_usual_movement_is_none(nowhere):
    assert moved_shares(shares(*nowhere)) == []


def test_a_share_of_few_rows_may_be_chance():
    assert moved_shares(shares(*[1] * 12, 8, rows=13, kind="Possession of weapons")) == []
    assert moved_shares(shares(*[1] * 12, 3, rows=20)) == []


def test_a_share_that_stays_is_told_for_a_year_and_is_usual_then():
    moved = moved_shares(shares(*[20] * 12, *[200] * 20))
    assert [m.run for m in moved] == list(range(1, 13)) and moved[-1].month == "2026-12"


def test_of_fewer_than_six_months_nothing_is_said():
    assert moved_shares(shares(*[20] * 5, 300)) == []


def placed(root, share_now):
    random = Random(1)
    for month in MONTHS:
        share = share_now if month >= "2026-06" else 0.02
        rows = [
            row(f"{month}{n}", month=month, **(NOWHERE if random.random() < share else {})) for n in range(150)
        ]  # fmt: skip
        write(root, table(*rows), month=month)


def test_a_force_that_places_fewer_rows_is_asked_about_once_and_doubted_while_it_lasts(tmp_path):
    placed(tmp_path, 0.3)
    by_month = {m: received(tmp_path, until=m) for m in ("2026-05", "2026-06", "2026-08")}
    assert by_month["2026-05"].doubts == ()
    told = {m: [n.needs_person for n in r.notices if n.kind == "without_place"] for m, r in by_month.items()}
    assert told == {"2026-05": [], "2026-06": [True], "2026-08": [False]}
    doubt, *slow = by_month["2026-08"].doubts
    assert slow and all(each.only_slow for each in slow) and not doubt.only_slow
    assert (str(doubt.caution), str(doubt.direction)) == ("without_place", "down")
    assert doubt.months == ("2026-06", "2026-07", "2026-08")


def test_a_force_that_places_as_many_rows_as_ever_is_not_told_of(tmp_path):
    placed(tmp_path, 0.02)
    month = received(tmp_path)
    assert (month.notices, month.doubts) == ((), ())


def test_a_share_that_creeps_stands_with_slow_changes_though_no_month_stood_out():
    (moved,) = drifted_shares(shares(*[160 - 5 * i for i in range(24)]), "2026-12")
    assert (str(moved.direction), moved.month) == ("up", "2026-12")
    assert moved.effect == pytest.approx(0.069, abs=0.001)
    assert drifted_shares(shares(*[60] * 24), "2026-12") == []
    assert drifted_shares(shares(*[120] * 12, *[50] * 12, rows=1000, kind="Drugs"), "2026-12")[0].kind == "Drugs"
    assert drifted_shares(shares(*[1] * 12, *[2] * 12, rows=10), "2026-12") == []
