"""Invented extracts of partner agencies: few rows in each neighbourhood and month, as such data are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.sample.invented_incidents import InventedCounts, Points, lsoa_code
from bsafe_analysis.sample.inventions import Agency, Invention

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
    dates = [f"{month}-{d:02d}" for month, d in zip(np.repeat(months, counts), day, strict=True)]
    # a stream of its own: whether an agency tells times changes nothing of the others
    times = {"Time of call": _calls(dates, rng.spawn(1)[0])} if agency.timed else {}
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
