"""A rise that made people act is not what the months after it are judged by."""

from bsafe_analysis.detection.beside_others import WorkWindow, month_pairs
from bsafe_analysis.detection.months_that_led import months_that_led, without
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import months_between
from tests.detection.counts import SETTINGS, months, table, wavering

FIRST = "2026-01"
HIGH_BEFORE = table({"N1": wavering(10)[:54] + [18] * 6, "N2": wavering(10), "N3": wavering(10)[:48] + [4] * 12})


def led(side=Direction.UP):
    return months_that_led(HIGH_BEFORE, FIRST, side, SETTINGS)


def test_the_longest_stretch_that_was_high_is_found_and_a_steady_place_has_none():
    assert led()["N1"] >= 6
    assert led()["N2"] == led()["N3"] == 0


def test_work_that_is_to_raise_a_count_is_led_to_by_low_months():
    low = led(Direction.DOWN)
    assert (low["N1"], low["N2"], low["N3"]) == (0, 0, 12)


def test_nothing_is_found_where_less_than_a_year_is_held_before():
    short = HIGH_BEFORE[HIGH_BEFORE["month"].isin(months(14))]
    assert (months_that_led(short, FIRST, Direction.UP, SETTINGS) == 0).all()


def test_months_left_out_are_not_known_and_no_others():
    rows = without(HIGH_BEFORE, FIRST, 3)
    assert set(rows.loc[rows["count"].isna(), "month"]) == {"2025-10", "2025-11", "2025-12"}
    assert without(HIGH_BEFORE, FIRST, 0) is HIGH_BEFORE


def test_a_month_before_that_led_to_the_work_gives_way_to_the_year_before_it():
    held = months_between("2023-01", "2026-06")
    plain = month_pairs(held, WorkWindow("2026-01", "2026-03"))
    assert plain == [("2025-01", "2026-01"), ("2025-02", "2026-02"), ("2025-03", "2026-03")]
    led_to = month_pairs(held, WorkWindow("2026-01", "2026-03", led=12))
    assert [before for before, _ in led_to] == ["2024-01", "2024-02", "2024-03"]
    half = WorkWindow("2026-01", "2026-03", led=6)
    assert month_pairs(held, half) == plain
    assert (half.baseline_to, WorkWindow("2026-01", "2026-03").baseline_to) == ("2025-06", "")
