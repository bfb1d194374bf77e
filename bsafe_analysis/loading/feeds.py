"""Which categories does each source count, and at which levels of place? From its mapping, and what its rows prove."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from bsafe_analysis.loading.completeness import SURELY_SEEN
from bsafe_analysis.model.receipts import POLICE_KINDS, Notice, Source

POLICE_WORDS = (
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
    "Other theft", "Possession of weapons", "Public disorder and weapons", "Public order", "Robbery", "Shoplifting",
    "Theft from the person", "Vehicle crime", "Violence and sexual offences", "Violent crime",
)  # fmt: skip
"""The crime types of data.police.uk, past ones among them: what its files feed, whether or not a row of each came."""
USABLE = 0.5
"""A source of which fewer rows than this say where they were is held for the borough alone."""
NO_PLACE_SAID = ("no_point", "unknown_lsoa")
"""Rows placed nowhere for want of a place; one that lies outside every neighbourhood has said where."""


def categories_fed(
    sources: Sequence[Source], seen: Mapping[str, Collection[str]], category_of: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Source -> the categories that it counts: those that sources.yml names; else its supplier's own, and those `seen`.

    `seen`: source -> categories of its rows. A category that nobody is known to count is that of the sources which name
    none and have sent nothing: it is missing until they do. Without such a source it is nobody's.
    """
    every = list(dict.fromkeys(category_of.values()))
    police = {category_of[word] for word in POLICE_WORDS if word in category_of}
    fed: dict[str, set[str]] = {}
    for source in sources:
        known = police if source.kind in POLICE_KINDS else set()
        fed[source.name] = set(source.categories) or known | set(seen.get(source.name, ()))
    unclaimed = set(every) - set().union(*fed.values())
    for source in sources:
        if not source.categories and not seen.get(source.name) and source.kind not in POLICE_KINDS:
            fed[source.name] |= unclaimed
    return {name: tuple(key for key in every if key in keys) for name, keys in fed.items()}


def counted_twice(sources: Sequence[Source], fed: Mapping[str, Collection[str]]) -> list[Notice]:
    """Categories that more than one source counts: they are known only in months in which all of those are held."""
    together: dict[tuple[str, ...], list[str]] = {}
    for key in dict.fromkeys(key for keys in fed.values() for key in keys):
        counting = [source for source in sources if key in fed[source.name]]
        if len(counting) > 1 and any(source.kind not in POLICE_KINDS for source in counting):
            together.setdefault(tuple(source.title for source in counting), []).append(key)
    return [_together_notice(titles, keys) for titles, keys in together.items()]


def _together_notice(titles: Sequence[str], keys: Sequence[str]) -> Notice:
    text = (
        f"{', '.join(keys)}: counted by {' and by '.join(titles)} together, so there is no number in a month of which "
        "one is not held. If they should not be added, give the words of one a category of their own in "
        "data/reference/categories.csv, or name its categories in sources.yml."
    )
    return Notice("counted_twice", ", ".join(keys), len(titles), text, needs_person=True)


def placed_months(incidents: pd.DataFrame, months: Sequence[str]) -> tuple[str, ...]:
    """Of the months that one source is held in, those whose rows say where in the borough they were.

    A month of few rows is taken to be as the source is as a whole. `incidents`: its placed rows.
    """
    placed = ~incidents["placed_by"].isin(NO_PLACE_SAID)
    share = placed.groupby(incidents["month"]).agg(["mean", "size"])
    usual = bool(placed.mean() >= USABLE) if len(placed) else True
    told = {str(m): bool(row["mean"] >= USABLE) for m, row in share.iterrows() if row["size"] >= SURELY_SEEN}
    return tuple(month for month in months if told.get(month, usual))


def without_places(source: Source, months: Sequence[str], placed: Collection[str]) -> list[Notice]:
    """Months of a source that are held for the borough alone."""
    bare = [month for month in months if month not in placed]
    if not bare:
        return []
    when = bare[0] if len(bare) == 1 else f"{len(bare)} months ({bare[0]} to {bare[-1]})"
    text = (
        f"{source.title}: most rows of {when} say no place that can be used. They count in the borough; its areas and "
        "neighbourhoods have no number there, which is not a zero."
    )
    return [Notice("borough_only", source.name, len(bare), text, needs_person=bare[-1] == months[-1])]
