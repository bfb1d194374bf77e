"""Incidents to monthly counts: every place x category x month, true noughts kept apart from gaps; totals and rates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bsafe_analysis.model.areas import NOT_PLACED, Areas, Level
from bsafe_analysis.model.held_months import HeldMonths, all_held
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months, months_between

COLUMNS = ("area", "level", "category", "month", "count", "provisional")


def count_monthly(
    incidents: pd.DataFrame,
    areas: Areas,
    categories: Sequence[Category],
    months: Sequence[str],
    held: HeldMonths | None = None,
    provisional_months: int = 0,
) -> pd.DataFrame:
    """How many incidents were recorded in each place, of each category, in each month?

    Returns COLUMNS, one row per place x category x month in that order of nesting. `count` is Int64: a month in which
    nothing was recorded is 0; a month in which a source that feeds the category was not held, or not at that level of
    place, is missing. `held` None: all was. Incidents of other months are left out.
    """
    keys = [category.key for category in categories]
    held = held or all_held(keys, months)
    placed = incidents.loc[incidents["month"].isin(months), ["neighbourhood", "category", "month"]]
    known = {level: _known(held, keys, months, level) for level in (Level.BOROUGH, Level.AREA, Level.NEIGHBOURHOOD)}
    by_neighbourhood = _dense(
        placed, "neighbourhood", [a.code for a in areas.neighbourhoods] + [NOT_PLACED], known[Level.NEIGHBOURHOOD]
    )
    parent = {a.code: a.parent for a in areas.neighbourhoods}
    by_area = _dense(
        placed.assign(area=placed["neighbourhood"].map(parent)),
        "area",
        [a.code for a in areas.local_areas],
        known[Level.AREA],
    )
    # the borough is counted from the incidents themselves, so that the check of sums below can fail
    by_borough = _dense(placed.assign(area=areas.borough.code), "area", [areas.borough.code], known[Level.BOROUGH])
    counts = pd.concat([by_borough, by_area, by_neighbourhood], ignore_index=True)
    counts["level"] = counts["area"].map({a.code: str(a.level) for a in areas} | {NOT_PLACED: str(Level.NOT_PLACED)})
    counts["provisional"] = counts["month"].isin(list(months)[len(months) - provisional_months :])
    return counts[list(COLUMNS)]


def _known(held: HeldMonths, categories: Sequence[str], months: Sequence[str], level: Level) -> pd.DataFrame:
    """Whether each category (rows) can be counted in each month (columns) at a level of place."""
    of = {category: held.months_of(category, level) for category in categories}
    known = [[month in of[category] for month in months] for category in categories]
    return pd.DataFrame(known, index=list(categories), columns=list(months), dtype=bool)


def _dense(incidents: pd.DataFrame, place: str, codes: Sequence[str], known: pd.DataFrame) -> pd.DataFrame:
    """A row for each place, category and month; the count is missing where it is not `known` (see _known)."""
    names = ["area", "category", "month"]
    every = pd.MultiIndex.from_product([codes, known.index, known.columns], names=names)
    found = incidents.groupby([place, "category", "month"], observed=True).size()
    counts = found.reindex(every, fill_value=0).astype("Int64").rename("count").reset_index()
    counts.loc[~np.tile(known.to_numpy().ravel(), len(codes)), "count"] = pd.NA
    return counts


def sums_that_differ(counts: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Where do neighbourhoods + not placed, areas + not placed and the borough disagree? Empty when all is well.

    Returns category, month, neighbourhoods, areas, borough for every month and category whose three sums are not equal.
    """
    # a category that is held for the borough alone has no parts to add up
    partly = counts.loc[counts["count"].isna(), ["category", "month"]].drop_duplicates()
    held = ~pd.MultiIndex.from_frame(counts[["category", "month"]]).isin(pd.MultiIndex.from_frame(partly))
    observed = counts[held]
    totals = observed.pivot_table(
        index=["category", "month"], columns="level", values="count", aggfunc="sum", observed=True
    )
    totals = totals.reindex(columns=[str(level) for level in Level], fill_value=0).fillna(0).astype("int64")
    not_placed = totals[str(Level.NOT_PLACED)]
    sums = pd.DataFrame(
        {
            "neighbourhoods": totals[str(Level.NEIGHBOURHOOD)] + not_placed,
            "areas": totals[str(Level.AREA)] + not_placed,
            "borough": totals[str(Level.BOROUGH)],
        }
    )
    agree = (sums["neighbourhoods"] == sums["borough"]) & (sums["areas"] == sums["borough"])
    return sums[~agree].reset_index()


def rolling_total(counts: pd.DataFrame, month: str, length: int = 12) -> pd.DataFrame:
    """How many in the `length` months up to `month`, by place and category, and how many of those months are held?

    Returns area, category, total, months_held: say "n of 12 months" where months_held is short.
    """
    window = counts[counts["month"].isin(months_between(add_months(month, 1 - length), month))]
    grouped = window.groupby(["area", "category"], sort=False)["count"]
    return grouped.agg(total="sum", months_held="count").reset_index()


def rate_per_1000(count: float, residents: int) -> float:
    """Recorded incidents per 1,000 residents. Not for town centres, where few of those present live there.

    >>> rate_per_1000(count=48, residents=6_000)
    8.0
    """
    return 1000 * count / residents


def issued_totals(counts: pd.DataFrame, borough: str, month: str) -> dict[str, int]:
    """The borough's counts of a month by category, "" for all together: what later months remember of it.

    Categories that were not received, or are hidden, are left out; of none at all the total is nought.
    """
    rows = counts[(counts["area"] == borough) & (counts["month"] == month)].dropna(subset="count")
    totals = {str(key): int(n) for key, n in zip(rows["category"], rows["count"], strict=True)}
    return {"": sum(totals.values()), **totals}


def baseline_facts(counts: pd.DataFrame, areas: Areas, months: Sequence[str]) -> pd.DataFrame:
    """What is usual in each place over a fixed run of months: total, yearly rate with its interval, typical month.

    Returns area, category, count, months, typical_low, typical_high, rate, rate_lower, rate_upper. `typical_*` hold the
    middle 80 % of months. Rates are per 1,000 residents a year, missing where residents are not known; their interval
    is the exact (Garwood 1936) 95 % interval of a Poisson count: it says how far chance alone could move the rate.
    """
    held = counts[counts["month"].isin(list(months))].dropna(subset="count")
    grouped = held.groupby(["area", "category"], sort=False)["count"]
    facts = grouped.agg(count="sum", months="count").reset_index()
    quantiles = held.assign(count=held["count"].astype("float64")).groupby(["area", "category"], sort=False)["count"]
    facts["typical_low"] = quantiles.quantile(0.1, interpolation="lower").to_numpy().astype("int64")
    facts["typical_high"] = quantiles.quantile(0.9, interpolation="higher").to_numpy().astype("int64")
    residents = facts["area"].map({a.code: a.residents for a in areas}).astype("Float64")
    per_year = 12_000 / facts["months"] / residents.where(residents > 0)
    total = facts["count"].astype("float64")
    facts["rate"] = total * per_year
    lower, upper = exact_interval(total.to_numpy())
    facts["rate_lower"] = pd.Series(lower, index=facts.index) * per_year
    facts["rate_upper"] = pd.Series(upper, index=facts.index) * per_year
    return facts


def exact_interval(count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The exact 95 % interval of Poisson counts (Garwood 1936); of nought it begins at nought.

    >>> [round(float(end), 2) for end in exact_interval(np.array(10.0))]
    [4.8, 18.39]
    """
    from scipy.special import gammaincinv

    return np.where(count > 0, gammaincinv(count, 0.025), 0.0), gammaincinv(count + 1, 0.975)
