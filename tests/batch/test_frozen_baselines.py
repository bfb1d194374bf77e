"""A baseline is frozen once, adds up, stands whatever comes later, and is refused where it would say nothing."""

import dataclasses
from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.batch.frozen_baselines import (
    FOLDER,
    RevisedCount,
    baseline_table,
    freeze_baseline,
    read_baselines,
    revised_since,
)
from bsafe_analysis.faults import InputError
from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.periods import Window, months_between
from bsafe_analysis.reports.facts.place_baselines import place_baselines
from tests.reports.months import MONTH, prepared

WINDOW = Window("2024-04", "2026-03")
CODES = [f"N{i:02}" for i in range(12)]


def month(count_of=lambda code, m: 10, window=WINDOW, gap=()):
    """Twelve places of 5,000 people and 2,000 homes in one area, and one incident a month that lies in none."""
    base = prepared()
    borough, area = Area("B", "Borough", Level.BOROUGH, None), Area("A1", "North", Level.AREA, "B")
    homes = {"residents": 5000, "households": 2000}
    places = [Area(c, f"Place {c}", Level.NEIGHBOURHOOD, "A1", **homes) for c in CODES]
    areas = Areas((borough, area, *places, Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B")), "2026")
    rows = []
    for category in ("burglary", "damage"):
        for m in months_between("2022-04", MONTH):
            of = {c: None if m in gap else count_of(c, m) for c in CODES}
            whole = None if m in gap else sum(of.values())
            of |= {"A1": whole, NOT_PLACED: None if m in gap else 1, "B": None if m in gap else whole + 1}
            rows += [(a.code, str(a.level), category, m, of[a.code], False) for a in areas]
    counts = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count", "provisional"])
    cycle = replace(base.cycle, baseline=window, months=months_between("2022-04", MONTH))
    return replace(base, areas=areas, cycle=cycle, counts=counts.astype({"count": "Int64"}))


def refused(root, held, *order):
    with pytest.raises(InputError) as error:
        freeze_baseline(root, held, *order)
    return " ".join(f"{fault.cause}: {fault.cure}" for fault in error.value.faults)


def test_counts_rates_and_denominators_are_those_worked_out_by_hand(tmp_path):
    frozen = freeze_baseline(tmp_path, month())
    assert (frozen.id, frozen.first, frozen.last, frozen.months) == ("B2026", "2024-04", "2026-03", 24)
    table = baseline_table(tmp_path, frozen).set_index(["area", "category"])
    burglary, damage = table.loc[("N03", "burglary")], table.loc[("N03", "damage")]
    assert (burglary["count"], burglary["per"], burglary["of"], burglary["rate"]) == (240, "households", 2000, 60.0)
    assert (damage["per"], damage["of"], damage["rate"], damage["dispersion"]) == ("residents", 5000, 24.0, 1.0)
    # Garwood of 240: 210.6 to 272.4
    assert (damage["rate_lower"], damage["rate_upper"]) == pytest.approx((21.06, 27.24), abs=0.01)
    assert damage["rate_lower"] < damage["shrunken_lower"] < 24 < damage["shrunken_upper"] < damage["rate_upper"]


def test_neighbourhoods_and_what_lies_in_none_make_up_the_borough(tmp_path):
    held = month(lambda code, m: (int(code[1:]) * 7 + int(m[-2:])) % 13)
    table = baseline_table(tmp_path, freeze_baseline(tmp_path, held))
    sums = table.groupby(["category", "level"])["count"].sum().unstack()
    assert (sums["neighbourhood"] + sums["not_placed"] == sums["borough"]).all()
    assert (sums["neighbourhood"] == sums["area"]).all()


def test_years_that_differ_more_than_chance_widen_the_interval(tmp_path):
    swinging = month(lambda code, m: 10 + (8 if m >= "2025-04" else 0) * (1 if int(code[1:]) % 2 else -1))
    row = baseline_table(tmp_path, freeze_baseline(tmp_path, swinging)).set_index(["area", "category"])
    of = row.loc[("N01", "damage")]
    assert of["dispersion"] > 2 and of["rate_upper"] - of["rate_lower"] > 6.2


def test_a_month_that_is_missing_is_left_out_of_count_and_time(tmp_path):
    frozen = freeze_baseline(tmp_path, month(gap=("2025-06",)))
    row = baseline_table(tmp_path, frozen).set_index(["area", "category"]).loc[("N03", "damage")]
    assert frozen.months == 23 and (row["count"], row["months"], row["rate"]) == (230, 23, 24.0)


def test_the_same_month_gives_the_same_bytes(tmp_path):
    one, other = (freeze_baseline(tmp_path / name, month()) for name in ("a", "b"))
    assert one == other
    assert all(
        (tmp_path / "a" / FOLDER / n).read_bytes() == (tmp_path / "b" / FOLDER / n).read_bytes()
        for n in ("B2026.csv", "B2026.json")
    )


def test_under_twelve_months_half_years_and_unsettled_ones_are_refused(tmp_path):
    held = month(window=Window("2025-09", "2026-03"))
    assert "a baseline of 7 months would be the season's" in refused(tmp_path, held)
    assert "is not whole years" in refused(tmp_path, month(window=Window("2024-10", "2026-03")))
    assert "counts of the last half-year still move" in refused(tmp_path, month(window=Window("2025-07", "2026-06")))
    assert "a baseline of 0 months" in refused(tmp_path, month(window=None))
    assert not (tmp_path / FOLDER).exists()


def test_a_second_one_names_the_first_and_a_reason_and_the_first_stands(tmp_path):
    first = freeze_baseline(tmp_path, month())
    assert "B2026 stands" in refused(tmp_path, month())
    assert "B2026 stands, not B2025" in refused(tmp_path, month(), "B2025", "new lines")
    assert "why B2026 is superseded" in refused(tmp_path, month(), "B2026", " ")
    second = freeze_baseline(tmp_path, month(lambda c, m: 11), "B2026", "The wards were drawn anew")
    assert (second.id, second.supersedes) == ("B2026-2", "B2026")
    assert read_baselines(tmp_path) == (first, second)
    assert "B2026-2 stands, not B2026" in refused(tmp_path, month(), "B2026", "again")


def test_later_revisions_are_told_and_move_nothing(tmp_path):
    frozen = freeze_baseline(tmp_path, month())
    before = (tmp_path / FOLDER / "B2026.csv").read_bytes()
    later = month(lambda code, m: 12 if (code, m) == ("N03", "2025-01") else 10)
    assert RevisedCount("N03", "damage", 242, 240) in revised_since(tmp_path, frozen, later)
    assert revised_since(tmp_path, frozen, month()) == ()
    assert (tmp_path / FOLDER / "B2026.csv").read_bytes() == before


def test_other_boundaries_are_not_held_beside_it(tmp_path):
    frozen = freeze_baseline(tmp_path, month())
    moved = month()
    moved = replace(moved, areas=dataclasses.replace(moved.areas, version="2027"))
    with pytest.raises(InputError, match="counted by '2026', and the month has '2027'"):
        revised_since(tmp_path, frozen, moved)


@pytest.mark.parametrize("file, change", [("B2026.csv", b"1"), ("B2026.json", b"x"), ("B2026.csv", None)])
def test_a_damaged_baseline_is_refused_in_a_line(tmp_path, file, change):
    freeze_baseline(tmp_path, month())
    path = tmp_path / FOLDER / file
    path.unlink() if change is None else path.write_bytes(path.read_bytes() + change)
    with pytest.raises(InputError) as error:
        read_baselines(tmp_path)
    (fault,) = error.value.faults
    assert fault.file == f"{FOLDER}/{file}"


def test_the_resourcing_paper_has_the_very_rates_that_are_frozen(tmp_path):
    held = month(lambda code, m: 3 + (int(code[1:]) * 7 + int(m[-2:]) * (3 if m >= "2025-04" else 1)) % 13)
    table = baseline_table(tmp_path, freeze_baseline(tmp_path, held)).set_index(["area", "category"])
    paper = place_baselines(held)
    assert {kind.category.key: kind.per for kind in paper.kinds} == {"burglary": "households", "damage": "residents"}
    for kind in paper.kinds:
        for row in kind.rows:
            frozen = table.loc[(row.place.code, kind.category.key)]
            assert (row.count, kind.months, kind.per) == (frozen["count"], frozen["months"], frozen["per"])
            told = (row.rate, row.lower, row.upper, row.drawn, row.drawn_lower, row.drawn_upper)
            names = ("rate", "rate_lower", "rate_upper", "shrunken", "shrunken_lower", "shrunken_upper")
            assert told == pytest.approx([frozen[name] for name in names], abs=0.0501)
