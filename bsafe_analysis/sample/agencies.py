"""Invented extracts of partner agencies: few rows in each neighbourhood and month, as such data are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.sample.invented_incidents import InventedCounts, Points, lsoa_code
from bsafe_analysis.sample.inventions import Agency, Invention

NIGHTS = 13
"""Incidents more in the last month, all on Friday and Saturday nights: some 7 times what one neighbourhood usually has,
for a partner counts few in each."""
FOLLOWED, NEAR, SOON = 0.5, 0.0025, 5
"""Share of incidents with another near them (degrees, some 200 metres) that it follows within so many days."""
LATE = 0.03
"""Share of the last month but one that reaches only the second download."""


def download_day(last: str, shift: int) -> str:
    """The day of a download, counted in months from the last month of data."""
    return f"{add_months(last, shift)}-05"


def agency_files(
    invention: Invention, points: Points, expected: InventedCounts, rng: np.random.Generator
) -> dict[str, bytes]:
    """Two extracts of every agency, each of all months: to the last but one, then to the last with late rows added."""
    last, files = invention.last_month, {}
    for agency in invention.agencies:
        rows = _agency_rows(invention, agency, points, expected.months, rng)
        month = rows["Date"].str[:7]
        late = (month == add_months(last, -1)) & (rng.random(len(rows)) < LATE)
        for shift, table in ((0, rows[(month < last) & ~late]), (1, rows)):
            name = f"data/raw/{agency.source}/{download_day(last, shift)}/{agency.source}.csv"
            files[name] = table.to_csv(index=False, lineterminator="\n").encode()
    return files


def _agency_rows(
    invention: Invention, agency: Agency, points: Points, months: tuple[str, ...], rng: np.random.Generator
) -> pd.DataFrame:
    """One row an incident: its day, its map point; more of them where it is busy, some in no neighbourhood."""
    table = points.table
    odds = table["busy"].to_numpy() * rng.gamma(0.8, 1.0, int(table["lsoa"].max()) + 1)[table["lsoa"]]
    counts = rng.poisson(agency.a_month, len(months))
    chosen = rng.choice(len(table), int(counts.sum()), p=odds / odds.sum())
    at = table.iloc[chosen].reset_index(drop=True)
    day = rng.integers(1, 29, len(at))
    # streams of their own: whether an agency tells times, or has a story, changes nothing of the others
    calling, following, living = rng.spawn(3)
    number = np.repeat(np.arange(len(months)), counts)
    if agency.in_runs:
        day = in_runs(at, number, day, following)
    dates = [f"{month}-{d:02d}" for month, d in zip(np.repeat(months, counts), day, strict=True)]
    times = {"Time of call": _calls(dates, calling)} if agency.timed else {}
    nights = agency.nights in invention.neighbourhood_names  # a smaller copy of a borough may lack the place
    if nights:
        there = points.of_place[invention.neighbourhood_names.index(agency.nights)]
        at, dates = with_nights(at, dates, table.iloc[there], months[-1], following)
    if agency.spanned:
        times = spans(dates, len(dates) - NIGHTS if nights else len(dates), calling)
    if agency.premises:
        times["Premises"] = homes(at["lsoa"].to_numpy(), living)
    return pd.DataFrame(
        {
            "Date": dates,
            "Type": agency.kind,
            "LSOA": [lsoa_code(invention, i) for i in at["lsoa"]],
            "Longitude": at["longitude"].map("{:.6f}".format),
            "Latitude": at["latitude"].map("{:.6f}".format),
            **times,
        }
    ).sort_values(["Date", "LSOA", "Longitude"], kind="stable", ignore_index=True)


def _calls(dates: list[str], rng: np.random.Generator) -> list[str]:
    """The moment of each call: most in the evening, few before noon, later at weekends."""
    late = np.where(pd.to_datetime(pd.Series(dates)).dt.day_of_week.to_numpy() >= 4, 2.0, 0.0)
    minutes = (60 * rng.normal(20 + late, 3.0)).astype(int) % (24 * 60)
    return [f"{day} {minute // 60:02d}:{minute % 60:02d}" for day, minute in zip(dates, minutes, strict=True)]


def in_runs(at: pd.DataFrame, month: np.ndarray, day: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The days, of the last twelve months some of them moved to soon after one nearby: no count of a month changes."""
    moved = day.copy()
    x, y = 0.58 * at["longitude"].to_numpy(), at["latitude"].to_numpy()
    for now in range(int(month.max()) - 11, int(month.max()) + 1):
        mine = np.flatnonzero(month == now)
        for i, row in enumerate(mine[1:], start=1):
            near = mine[:i][np.hypot(x[mine[:i]] - x[row], y[mine[:i]] - y[row]) < NEAR]
            if len(near) and rng.random() < FOLLOWED:
                moved[row] = min(28, moved[near[0]] + int(rng.integers(0, SOON)))
    return moved


def with_nights(
    at: pd.DataFrame, dates: list[str], there: pd.DataFrame, month: str, rng: np.random.Generator
) -> tuple[pd.DataFrame, list[str]]:
    """NIGHTS incidents more at the end, on Fridays and Saturdays of the month in one neighbourhood."""
    days = [f"{month}-{d:02d}" for d in range(1, 29)]
    weekend = [day for day in days if pd.Timestamp(day).day_of_week in (4, 5)]
    more = there.iloc[rng.integers(0, len(there), NIGHTS)]
    dates = [*dates, *(weekend[int(i)] for i in rng.integers(0, len(weekend), NIGHTS))]
    return pd.concat([at, more], ignore_index=True), dates


def homes(lsoa: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A reference of each incident's address: one in eight from three homes of its LSOA, one in twenty not known."""
    home = np.where(rng.random(len(lsoa)) < 1 / 8, rng.integers(0, 3, len(lsoa)), rng.integers(3, 600, len(lsoa)))
    said = [f"{place:04d}/{number:03d}" for place, number in zip(lsoa, home, strict=True)]
    return ["not known" if hidden else each for hidden, each in zip(rng.random(len(lsoa)) < 1 / 20, said, strict=True)]


def spans(dates: list[str], usual: int, rng: np.random.Generator) -> dict[str, list[str]]:
    """Between which times each happened: of the first `usual` at any hour, of the others late in the evening.

    One in forty says no time, and one in sixty a span of some days.
    """
    begun = np.where(np.arange(len(dates)) < usual, rng.integers(0, 24 * 60, len(dates)), 0)
    begun[usual:] = rng.integers(20 * 60 + 30, 24 * 60, len(dates) - usual)
    long, silent = rng.random(len(dates)) < 1 / 60, rng.random(len(dates)) < 1 / 40
    lasting = np.where(long, rng.integers(26 * 60, 90 * 60, len(dates)), rng.integers(0, 150, len(dates)))
    lasting[usual:], silent[usual:] = np.minimum(lasting[usual:], 110), False
    first = pd.to_datetime(pd.Series(dates)) + pd.to_timedelta(begun, unit="min")
    both = {"From": first, "To": first + pd.to_timedelta(lasting, unit="min")}
    return {name: at.dt.strftime("%d/%m/%Y %H:%M").mask(silent, "").tolist() for name, at in both.items()}
