"""Part of a month is told as such; a real fall, and a short month of the calendar, are not."""

from random import Random

import pandas as pd
import pytest

from bsafe_analysis.loading.short_months import days_covered, days_of, short_month
from bsafe_analysis.model.periods import months_between
from tests.loading.downloads import received, row, table, write

MONTHS = months_between("2024-09", "2026-08")
USUAL = {"theft": 300, "violence": 400, "drugs": 60, "nuisance": 250}


def kinds(**now):
    random = Random(3)
    drawn = [
        {k: round(n * days_of(m) / 30.4 * random.gauss(1, 0.03)) for k, n in USUAL.items()} for m in MONTHS
    ]  # fmt: skip
    table_ = pd.DataFrame(drawn, index=list(MONTHS))
    for name, part in now.items():
        table_.loc[MONTHS[-1], name] = round(USUAL[name] * part)
    return table_


@pytest.mark.parametrize("part", [0.5, 0.6, 0.7, 0.8])
def test_a_file_short_in_every_category_alike_is_part_of_a_month(part):
    found = short_month(kinds(**dict.fromkeys(USUAL, part)), MONTHS[-1])
    assert found is not None and found.share == pytest.approx(part, abs=0.04)


@pytest.mark.parametrize(
    "now", [{}, {"theft": 0.4}, {"theft": 0.5, "violence": 0.7, "nuisance": 1.6}, {"theft": 0.5, "violence": 0.6}]
)
def test_categories_that_fell_while_others_did_not_are_no_short_file(now):
    assert short_month(kinds(**now), MONTHS[-1]) is None


def test_february_is_no_short_file():
    assert all(short_month(kinds(), month) is None for month in MONTHS)


def test_a_short_file_is_told_stands_with_falls_alone_and_its_count_stays(tmp_path):
    for month in MONTHS:
        n = 60 if month == MONTHS[-1] else 100
        rows = [row(f"{month}{k}{i}", month=month, kind=k) for k in ("Burglary", "Drugs") for i in range(n)]
        write(tmp_path, table(*rows), month=month)
    month = received(tmp_path)
    (told,) = month.notices
    assert told.kind == "short_file" and "The whole file of August 2026 is short: 120 rows, 60 in 100" in told.text
    (doubt,) = month.doubts
    assert (str(doubt.caution), str(doubt.direction), doubt.categories) == ("incomplete_month", "down", ())
    assert (month.incidents["month"] == "2026-08").sum() == 120


def days(*numbers):
    return [f"2026-09-{n:02}T10:00" for n in numbers for _ in range(4)]


@pytest.mark.parametrize(
    ("given", "usual", "covered"),
    [
        (days(*range(1, 19)), 120, (1, 18)),
        (days(*range(12, 31)), 120, (12, 30)),
        (days(*range(1, 31)), 120, None),
        (days(*range(1, 30)), 120, None),
        (days(3, 17), 8, None),
        ([], 120, None),
    ],
)
def test_days_that_cannot_be_empty_by_chance_are_missing(given, usual, covered):
    assert days_covered(given, "2026-09", usual) == covered
