"""The neighbourhood strip: the same category in every neighbourhood of an area, side by side, with expected ranges."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import pandas as pd

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.reports.facts.series import RECENT_MONTHS, PictureRow, Series, Standing, series_of, standing
from bsafe_analysis.reports.facts.signals import Signal

MOST_STRIPS = 3
MOST_DRAWN = 2
"""A third would take an area's page to a fifth sheet; its table is there."""
MOST_PANELS = 30
"""More little charts than this would make the page too large to send; the tables show every neighbourhood."""


@dataclass(frozen=True)
class StripRow:
    """`rise`: how many more than expected in one month would probably have been found; None where nothing could be."""

    series: Series
    standing: Standing
    rise: int | None
    place: Area


@dataclass(frozen=True)
class Strip:
    """One category over an area: its neighbourhoods in the order of areas.csv, never by size; `whole`: the area."""

    category: Category
    rows: tuple[StripRow, ...]
    whole: StripRow

    @property
    def id(self) -> str:
        return f"strip-{self.category.key}".replace("_", "-")

    @property
    def chart_id(self) -> str:
        return f"chart-{self.id}"


def strips_of(
    prepared: Prepared, area: Area, signals: Iterable[Signal], borough: tuple[PictureRow, ...]
) -> tuple[Strip, ...]:
    """The categories that this month is about in this area: of its signals, else the commonest of a priority."""
    wanted = list(dict.fromkeys(signal.category for signal in signals))
    usual = sorted((row for row in borough if row.priority), key=lambda row: -(row.total or 0)) or list(borough)
    chosen = (wanted or [row.category for row in usual[:1]])[:MOST_STRIPS]
    rises = (
        prepared.rises.set_index(["area", "category"])["rise_in_1"] if len(prepared.rises) else pd.Series(dtype=float)
    )
    return tuple(_strip(prepared, area, category, rises) for category in chosen)


def _strip(prepared: Prepared, area: Area, category: Category, rises: pd.Series) -> Strip:
    places = (*prepared.areas.children(area.code), area)
    *rows, whole = (_strip_row_of(prepared, place, category, rises) for place in places)
    return Strip(category, tuple(rows), whole)


def _strip_row_of(prepared: Prepared, place: Area, category: Category, rises: pd.Series) -> StripRow:
    series = series_of(prepared, place, category, RECENT_MONTHS)
    rise = rises.get((place.code, category.key))
    found = None if rise is None or pd.isna(rise) else math.ceil(rise)
    return StripRow(series, standing(series.latest), found, place)


def drawn(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """Those of which a chart is drawn: as many, in their order, as the page has room for."""
    held = accumulate(len(strip.rows) for strip in strips)
    roomy = (strip for strip, panels in zip(strips, held, strict=True) if strip.rows and panels <= MOST_PANELS)
    return tuple(roomy)[:MOST_DRAWN]
