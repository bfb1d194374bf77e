"""Incidents by weekday and hour, where a source says at what time they began."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

TIME_COLUMNS = ("area", "category", "month", "weekday", "hour", "count")
"""One row where there was an incident: area as in the incident table, weekday 0 (Monday) to 6, hour 0 to 23."""
LOCAL = "Europe/London"
_ISO = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$"
_BRITISH = r"^(\d{2})/(\d{2})/(\d{4})\s+(\d{1,2}:\d{2})(?::\d{2})?$"


def moments(texts: pd.Series) -> pd.Series:
    """The local moment that each text says; missing where it says none (a day without a time is none).

    Read are 2026-09-03 14:20, 2026-09-03T14:20:00 (with Z or an offset: brought to British time) and 03/09/2026 14:20.
    """
    iso = texts.str.extract(_ISO)
    british = texts.str.extract(_BRITISH)
    day = iso[0].fillna(british[2] + "-" + british[1] + "-" + british[0])
    time = iso[1].fillna(british[3].str.zfill(5))
    local = pd.to_datetime(day + " " + time, format="%Y-%m-%d %H:%M", errors="coerce")
    offset = iso[2].notna()
    if offset.any():
        said = (iso[0] + "T" + iso[1] + iso[2])[offset]
        exact = pd.to_datetime(said, errors="coerce", utc=True, format="ISO8601").dt.tz_convert(LOCAL)
        local = local.mask(offset, exact.dt.tz_localize(None).reindex(local.index))
    return local


def count_times(incidents: pd.DataFrame, months: Sequence[str]) -> pd.DataFrame:
    """How many incidents began in each hour of the week, by place, category and month? Returns TIME_COLUMNS."""
    known = incidents[incidents["occurred_from"].astype(bool) & incidents["month"].isin(list(months))]
    if known.empty:
        return pd.DataFrame(columns=list(TIME_COLUMNS))
    began = moments(known["occurred_from"])
    timed = known.assign(area=known["neighbourhood"], weekday=began.dt.day_of_week, hour=began.dt.hour)[began.notna()]
    by = list(TIME_COLUMNS[:-1])
    counted = timed.groupby(by, observed=True).size().rename("count").reset_index()
    return counted.astype({"weekday": "int64", "hour": "int64", "count": "int64"})
