"""Are many kinds that move at once found as one event, and quiet months left alone?

    BSAFE_REAL_DATA=... python -m benchmarks.detection.at_once Rotherham Barnsley Doncaster Sheffield "City of London"

Every month from the 13th on is judged in the borough and in its areas. Printed: in how many months, calm and of the
restrictions, an event is found; the same of calm months with each kind's months dealt out anew, which leaves chance
alone; of the boroughs' events which; and how often one is found in the borough where in one calm month, each in its
turn, a tenth, a fifth or three tenths of all counts of every kind were not recorded, as the expectations of then stand.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.detection.stick import SETTINGS, Held, held
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.moved_at_once import MovedAtOnce, moved_at_once
from bsafe_analysis.model.areas import Areas, Level

DEALS = 10
NOT_RECORDED = (0.1, 0.2, 0.3)


def places_of(areas: Areas) -> list[tuple[str, str]]:
    return [(area.code, str(area.level)) for area in areas if area.level in (Level.BOROUGH, Level.AREA)]


def event(told: pd.DataFrame, place: str, month: str) -> MovedAtOnce | None:
    rows = told[told["area"] == place]
    return moved_at_once(rows, place, [set(rows["category"])], month, SETTINGS)


def is_calm(month: str) -> bool:
    return SETTINGS.exceptional_time(month) is None


def as_they_are(told: pd.DataFrame, it: Held) -> Iterator[tuple[str, str, bool]]:
    for code, level in places_of(it.areas):
        for month in it.months:
            found = event(told, code, month)
            if found and level == Level.BOROUGH:
                print(
                    it.place, month, found.direction, f"{len(found.members)} of {found.judged}", f"{found.chance:.1e}"
                )
            yield level, "calm" if is_calm(month) else "restrictions", found is not None


def dealt_out(told: pd.DataFrame, it: Held, rng: np.random.Generator) -> Iterator[tuple[str, str, bool]]:
    """Calm months, those of each series in an order of their own."""
    rows = told[told["area"].isin([code for code, _ in places_of(it.areas)]) & told["month"].map(is_calm)]
    names = ["p_high", "observed", "expected"]
    at = list(rows.reset_index(drop=True).groupby(["area", "category"]).indices.values())
    for _ in range(DEALS):
        order = np.arange(len(rows))
        for each in at:
            order[each] = rng.permutation(each)
        anew = rows.assign(**{name: rows[name].to_numpy()[order] for name in names})
        for code, level in places_of(it.areas):
            for month in filter(is_calm, it.months):
                yield level, "dealt out anew", event(anew, code, month) is not None


def thinned(counts: pd.DataFrame, month: str, share: float, rng: np.random.Generator) -> pd.DataFrame:
    """The counts with so large a share of each of a month's not recorded."""
    now = (counts["month"] == month) & counts["count"].notna()
    kept = rng.binomial(counts.loc[now, "count"].astype(int), 1 - share)
    return counts.assign(count=counts["count"].mask(now, pd.Series(kept, index=counts.index[now], dtype="Int64")))


def not_recorded(told: pd.DataFrame, it: Held, rng: np.random.Generator) -> Iterator[tuple[str, str, bool]]:
    code = it.areas.borough.code
    for share in NOT_RECORDED:
        for month in filter(is_calm, it.months):
            now = expect(thinned(it.counts, month, share, rng), (month,), SETTINGS, parents=it.areas.parents)
            found = event(pd.concat([told[told["month"] < month], now]), code, month)
            yield "borough", f"{share:.0%} of all not recorded", found is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+")
    parser.add_argument("--thin", nargs="*", default=(), help="the places of which counts are left out: a minute each")
    chosen, rng, lines = parser.parse_args(), np.random.default_rng(1), []
    for it in held(tuple(chosen.places)):
        told = expect(it.counts, it.months, SETTINGS, parents=it.areas.parents)
        lines += [*as_they_are(told, it), *dealt_out(told, it, rng)]
        if it.place in chosen.thin:
            lines += not_recorded(told, it, rng)
    table = pd.DataFrame(lines, columns=["place", "months", "found"]).groupby(["months", "place"])["found"]
    print(pd.DataFrame({"n": table.size(), "found": table.sum(), "share": table.mean().round(4)}))


if __name__ == "__main__":
    main()
