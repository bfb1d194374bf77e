"""What a baseline holds: category by place, counts and rates of a run of whole years, with ranges that do not boast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bsafe_analysis.detection.place_rates import CountedPlace, dispersion_of_places, place_rates
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.counts import baseline_facts
from bsafe_analysis.model.periods import add_months, months_between

YEAR, MOST_YEARS, HALF_A_YEAR = 12, 5, 6
OF_HOMES = ("burglary",)
"""Categories of which homes, not people, are the number at risk, where households are known."""
BASELINE_COLUMNS = (
    "area", "level", "category", "count", "months", "typical_low", "typical_high", "per", "of", "dispersion",
    "rate", "rate_lower", "rate_upper", "shrunken", "shrunken_lower", "shrunken_upper",
)  # fmt: skip


def frozen_rates(
    counts: pd.DataFrame, areas: Areas, months: Sequence[str], town_centres: Sequence[str]
) -> pd.DataFrame:
    """BASELINE_COLUMNS: a row a place of every level (what lies in none too) and category held for a year or more.

    `months`: those of which a month was held count, in numerator and denominator alike. Rates of neighbourhoods alone,
    for 1,000 residents (`per`, `of`: how many) a year, or households; missing where these are not known. Garwood's 95 %
    interval on count / `dispersion`; `shrunken`: drawn towards the other places (place_rates), missing where too few.
    """
    facts = baseline_facts(counts, areas, months)
    facts = facts[facts["months"] >= YEAR]
    rows = []
    for category, of in facts.groupby("category", sort=True):
        held = of.set_index("area")
        phi = _dispersion(counts, str(category), areas, months[-1])
        rates = _rates(held, areas, str(category), phi, town_centres)
        rows += [
            _cells_of_place(area, str(category), held.loc[area.code], rates)
            for area in areas
            if area.code in held.index
        ]
    return pd.DataFrame(rows, columns=list(BASELINE_COLUMNS)).astype({"of": "Int64"})


def at_risk(places: Sequence[Area], category: str) -> tuple[str, tuple[int | None, ...]]:
    """What a category's rates are for, the same in all places, and how many of these each has; None: not known.

    Households of what is done to homes, where every place's are known; else residents.
    """
    homes = tuple(place.households or None for place in places)
    if category in OF_HOMES and all(homes):
        return "households", homes
    return "residents", tuple(place.residents or None for place in places)


def _rates(
    held: pd.DataFrame, areas: Areas, category: str, phi: float, town_centres: Sequence[str]
) -> dict[str, dict[str, object]]:
    """Place -> its cells of rates."""
    places = [area for area in areas.neighbourhoods if area.code in held.index]
    per, each_has = at_risk(places, category)
    risk = {area.code: n for area, n in zip(places, each_has, strict=True) if n}
    counted = [
        CountedPlace(code, int(held.at[code, "count"]), n * int(held.at[code, "months"]) / YEAR, code in town_centres)
        for code, n in risk.items()
    ]
    told: dict[str, dict[str, object]] = {code: {"per": per, "of": n} for code, n in risk.items()}
    for each in place_rates(counted, phi).rates if counted else ():
        told[each.place] |= {
            "dispersion": phi, "rate": each.raw * 1000, "rate_lower": each.raw_low * 1000,
            "rate_upper": each.raw_high * 1000,
        }  # fmt: skip
        if each.shrunken:
            drawn = (each.rate, each.low, each.high)
            told[each.place] |= {
                f"shrunken{end}": n * 1000 for end, n in zip(("", "_lower", "_upper"), drawn, strict=True)
            }
    return told


def _cells_of_place(
    area: Area, category: str, held: pd.Series, rates: dict[str, dict[str, object]]
) -> dict[str, object]:
    kept = {name: int(held[name]) for name in ("count", "months", "typical_low", "typical_high")}
    return {"area": area.code, "level": str(area.level), "category": category, **kept, **rates.get(area.code, {})}


def _dispersion(counts: pd.DataFrame, category: str, areas: Areas, last: str) -> float:
    rows = counts[(counts["category"] == category) & (counts["level"] == str(Level.NEIGHBOURHOOD))]
    table = rows.pivot_table(index="area", columns="month", values="count", aggfunc="first").astype("float64")
    codes = [area.code for area in areas.neighbourhoods]
    return dispersion_of_years(table.reindex(codes), codes, last)


def dispersion_of_years(table: pd.DataFrame, places: Sequence[str], last: str) -> float:
    """How much more places' years differ than chance allows, of the years up to the month `last`, five at most.

    `table`: place by month, missing where not held. A year is the sum of its months that are held, in all places alike;
    one of which fewer than half are held tells nothing of how years differ.
    """
    years = []
    for back in reversed(range(MOST_YEARS)):
        end = add_months(last, -YEAR * back)
        held = months_held(table, places, months_between(add_months(end, 1 - YEAR), end))
        if len(held) >= HALF_A_YEAR:
            years.append(table.loc[list(places), held].sum(axis=1).to_numpy(dtype=float))
    return dispersion_of_places(np.column_stack(years)) if years else 1.0


def months_held(table: pd.DataFrame, places: Sequence[str], months: Sequence[str]) -> list[str]:
    """Those of the months of which every place has a count."""
    return [month for month in months if month in table and table.loc[list(places), month].notna().all()]
