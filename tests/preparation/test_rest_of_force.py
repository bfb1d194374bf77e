"""What was to be expected in the force's other districts, judged as our own series are."""

import csv
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.model.districts import DISTRICT_COLUMNS, DISTRICT_COUNT_COLUMNS
from bsafe_analysis.model.held_months import HeldMonths, SourceHeld
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.preparation.editions import share
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.preparation.rest_of_force import expect_elsewhere
from tests.batch.partnership import row as police_row
from tests.reports import months as by_hand
from tests.shared import small_month

MONTHS = months_between("2023-10", "2026-09")
CYCLE = replace(by_hand.prepared().cycle, months=MONTHS, month=MONTHS[-1], sources=(("police", "Police", "OPEN"),))
HELD = HeldMonths((SourceHeld("police", "Police", MONTHS, MONTHS, (), ("burglary", "asb")),))


def counted(usual=(("Vale", 40), ("Holme", 90)), last=None, first=MONTHS[0], categories=("burglary",)):
    random = np.random.Generator(np.random.PCG64(5))
    rows = [
        (district, category, month, int(random.poisson(n)))
        for district, n in usual for category in categories for month in MONTHS if month >= first
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(DISTRICT_COUNT_COLUMNS))
    now = (table["month"] == MONTHS[-1]) & table["district"].isin(list(last or {}))
    return {"police": table.assign(count=table["count"].mask(now, table["district"].map(last or {})))}


def by_district(table, category="burglary"):
    return {row["district"]: row for row in table[table["category"] == category].to_dict("records")}


def test_each_districts_month_stands_beside_its_own_range():
    found = by_district(expect_elsewhere(counted(last={"Vale": 90, "Holme": 92}), CYCLE, HELD))
    assert set(found) == {"Vale", "Holme"} and list(found["Vale"]) == list(DISTRICT_COLUMNS)
    assert found["Vale"]["observed"] == 90 > found["Vale"]["upper"]
    assert found["Holme"]["lower"] <= found["Holme"]["observed"] == 92 <= found["Holme"]["upper"]
    assert 80 < found["Holme"]["expected"] < 100


def test_with_fewer_than_twelve_months_nothing_is_expected_of_a_district():
    given = counted(first=add_months(MONTHS[-1], -11))
    assert all(pd.isna(row["expected"]) for row in by_district(expect_elsewhere(given, CYCLE, HELD)).values())
    given = counted(first=add_months(MONTHS[-1], -12))
    assert not any(pd.isna(row["expected"]) for row in by_district(expect_elsewhere(given, CYCLE, HELD)).values())


def test_a_district_of_which_this_month_did_not_come_is_not_told_of():
    given = counted()
    of = given["police"]
    given["police"] = of[~((of["district"] == "Vale") & (of["month"] == MONTHS[-1]))]
    assert set(by_district(expect_elsewhere(given, CYCLE, HELD))) == {"Holme"}


@pytest.mark.parametrize(("of_class", "also"), [("PARTNER", ()), ("OPEN", ("council",))])
def test_nothing_is_told_of_what_is_not_open_or_what_others_count_too(of_class, also):
    others = tuple(SourceHeld(name, name, MONTHS, MONTHS, (), ("burglary",)) for name in also)
    cycle = replace(CYCLE, sources=(("police", "Police", of_class), *((name, name, "OPEN") for name in also)))
    found = expect_elsewhere(counted(), cycle, HeldMonths((*HELD.sources, *others)))
    assert set(found["category"]) <= {"asb"} and list(found) == list(DISTRICT_COLUMNS)


def test_editions_for_others_tell_of_other_districts_as_the_month_does():
    month = replace(by_hand.prepared(), other_districts=expect_elsewhere(counted(), CYCLE, HELD))
    edition, _ = share(month, "public")
    assert edition.other_districts.equals(month.other_districts)


def add_vale(root):
    """Rows of another district at the end of every file, many more of them in the last month."""
    for file in sorted((root / "data/raw/police").rglob("*-street.csv")):
        month = file.parent.name
        many = 60 if month == MONTHS[-1] else 20 + int(month[5:])
        with file.open("a", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(
                police_row(month, f"E0188800{n % 4}", f"Saltwick Vale 00{n % 4}A", "Burglary", f"{month}v{n}")
                for n in range(many)
            )


def test_our_own_month_is_the_same_with_and_without_the_rows_of_other_districts(tmp_path, tmp_path_factory):
    alone, one = small_month(tmp_path_factory)
    shutil.copytree(alone, tmp_path / "beside")
    add_vale(tmp_path / "beside")
    other = prepare(tmp_path / "beside", MONTHS[-1])
    for name in ("counts", "expectations", "forecasts", "rises", "baseline_facts", "spots"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert (one.findings, one.slow_changes, one.coverage) == (other.findings, other.slow_changes, other.coverage)
    assert one.other_districts.empty
    (vale,) = [row for row in by_district(other.other_districts).values()]
    assert vale["district"] == "Saltwick Vale" and vale["observed"] == 60 > vale["upper"]
