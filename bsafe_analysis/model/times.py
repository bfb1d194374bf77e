"""Incidents by weekday and hour, where a source says at what time they happened, or between which times they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor

import numpy as np
import pandas as pd

TIME_COLUMNS = ("area", "category", "month", "weekday", "hour", "count")
"""One row where there was an incident: area as in the incident table, weekday 0 (Monday) to 6, hour 0 to 23. `count` is
a sum of weights: an incident of which only a span of time is known is shared out over the hours of that span."""
KNOWN_COLUMNS = ("area", "category", "month", "known", "count")
"""How many incidents of the sources that give times have one that can be used: `known` is one of TimeKnown."""
LOCAL = "Europe/London"
_ISO = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$"
_BRITISH = r"^(\d{2})/(\d{2})/(\d{4})\s+(\d{1,2}:\d{2})(?::\d{2})?$"


class TimeKnown(StrEnum):
    """What is known of the time of an incident."""

    USED = "used"
    TOO_LONG = "too_long"
    """The span in which it happened is longer than detection.yml allows (longest_span_hours)."""
    NOT_SAID = "not_said"


@dataclass(frozen=True)
class WeekWindow:
    """A part of the week that a patrol could be sent to: `days` from Monday 0, each from `first` to `last` o'clock.

    `last` beyond 24 is after midnight, and belongs to the night that began the day before.
    """

    key: str
    days: tuple[int, ...]
    first: int
    last: int

    @property
    def hours(self) -> frozenset[tuple[int, int]]:
        """Each weekday and hour in it."""
        return frozenset(
            ((day + hour // 24) % 7, hour % 24) for day in self.days for hour in range(self.first, self.last)
        )


_WORKING, _EVERY = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)
WEEK_WINDOWS = (
    WeekWindow("weekday_mornings", _WORKING, 6, 10),
    WeekWindow("school_hours", _WORKING, 9, 15),
    WeekWindow("after_school", _WORKING, 15, 18),
    WeekWindow("evenings", _EVERY, 18, 22),
    WeekWindow("nights", _EVERY, 22, 30),
    WeekWindow("weekend_nights", (4, 5), 20, 26),
    WeekWindow("weekend_days", (5, 6), 8, 18),
)
"""The parts of the week that are tried, chosen before any data were looked at: shifts and duties that exist."""


@dataclass(frozen=True)
class ExcessHours:
    """In which part of the week a finding's incidents lie, beside the twelve months before them.

    `timed`: its incidents from `first` to `last` with a time; `before`: those of the year before; `window`: the key of
    the part of the week that stands out, "" where none does; `inside`: how many of `timed` lie in it, and `usual` how
    many would by the year's pattern; `p`: how often chance gives as much somewhere in the week, all windows counted.
    """

    area: str
    category: str
    first: str
    last: str
    timed: int
    before: int
    window: str = ""
    inside: int = 0
    usual: float = 0.0
    p: float = 1.0


def whole_incidents(weights: float) -> int:
    """A sum of weights as the number that is told. Halves, which spans of two hours make often, go up in spite of how
    a computer adds them.

    >>> whole_incidents(2.4999999), whole_incidents(2.4)
    (3, 2)
    """
    return floor(weights + 0.5001)


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


def spans_of(incidents: pd.DataFrame) -> pd.DataFrame:
    """began, ended: the minutes of universal time between which each incident happened, missing where none is said.

    One time alone is both; an end before its beginning is no end. An hour that the clock shows twice in October is
    taken for the first of the two, one that it leaves out in March for the moment at which it goes on.
    """
    began, ended = (moments(incidents[name].astype(str)) for name in ("occurred_from", "occurred_to"))
    began = began.fillna(ended)
    first, last = _minutes(began), _minutes(ended)
    return pd.DataFrame({"began": first, "ended": last.where(last >= first, first)}, index=incidents.index)


def time_known(spans: pd.DataFrame, longest_hours: int) -> pd.Series:
    """What is known of the time of each: one of TimeKnown."""
    long = (spans["ended"] - spans["began"] > 60 * longest_hours).fillna(False).to_numpy(dtype=bool)
    words = np.where(spans["began"].isna(), TimeKnown.NOT_SAID, np.where(long, TimeKnown.TOO_LONG, TimeKnown.USED))
    return pd.Series(words.astype(str), index=spans.index, dtype=object)


def hour_weights(spans: pd.DataFrame) -> pd.DataFrame:
    """Each span's hours of the week with the share of it that lies in each: row, weekday, hour, weight.

    `spans`: began and ended, none missing; `row` is their index. The weights of a row add up to one (an aoristic
    weight: Ratcliffe 2002, The Professional Geographer 54(1), 27-43), in minutes that passed, not that a clock showed.
    """
    began = spans["began"].to_numpy(dtype="int64")
    ended = np.maximum(spans["ended"].to_numpy(dtype="int64"), began + 1)
    first, hours = began // 60, (ended - 1) // 60 - began // 60 + 1
    which = np.repeat(np.arange(len(spans)), hours)
    hour = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(hours) - hours, hours)
    inside = np.minimum(ended[which], 60 * hour + 60) - np.maximum(began[which], 60 * hour)
    at = pd.DatetimeIndex(pd.to_datetime(hour * 3600, unit="s", utc=True)).tz_convert(LOCAL)
    return pd.DataFrame(
        {
            "row": spans.index.to_numpy()[which],
            "weekday": at.day_of_week.to_numpy(),
            "hour": at.hour.to_numpy(),
            "weight": inside / (ended - began)[which],
        }
    )


def count_times(incidents: pd.DataFrame, months: Sequence[str], longest_hours: int = 24) -> pd.DataFrame:
    """How many incidents happened in each hour of the week, by place, category and month? Returns TIME_COLUMNS."""
    timed = incidents[_says_time(incidents, months)]
    spans = spans_of(timed)
    used = spans[time_known(spans, longest_hours) == TimeKnown.USED]
    if used.empty:
        return pd.DataFrame(columns=list(TIME_COLUMNS))
    weights = hour_weights(used)
    of = timed.loc[weights["row"], ["neighbourhood", "category", "month"]].reset_index(drop=True)
    table = pd.concat([of.rename(columns={"neighbourhood": "area"}), weights], axis="columns")
    counted = table.groupby(list(TIME_COLUMNS[:-1]), observed=True)["weight"].sum().round(6)
    return counted.rename("count").reset_index().astype({"weekday": "int64", "hour": "int64", "count": "float64"})


def count_known(incidents: pd.DataFrame, months: Sequence[str], longest_hours: int = 24) -> pd.DataFrame:
    """Of the sources that give times: how many incidents have one that can be used? Returns KNOWN_COLUMNS."""
    says = incidents[_says_time(incidents, months)]
    sources = says.loc[spans_of(says)["began"].notna(), "source"].unique()
    rows = incidents[incidents["source"].isin(sources) & incidents["month"].isin(list(months))]
    if rows.empty:
        return pd.DataFrame(columns=list(KNOWN_COLUMNS))
    told = rows.assign(area=rows["neighbourhood"], known=time_known(spans_of(rows), longest_hours))
    return told.groupby(list(KNOWN_COLUMNS[:-1]), observed=True).size().rename("count").astype("int64").reset_index()


def _says_time(incidents: pd.DataFrame, months: Sequence[str]) -> pd.Series:
    says = incidents["occurred_from"].astype(bool) | incidents["occurred_to"].astype(bool)
    return says & incidents["month"].isin(list(months))


def _minutes(local: pd.Series) -> pd.Series:
    """Minutes of universal time since 1970, missing where there is no moment."""
    first = np.ones(len(local), dtype=bool)
    exact = local.dt.tz_localize(LOCAL, ambiguous=first, nonexistent="shift_forward")
    found = (exact - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(minutes=1)
    return found.astype("Float64").astype("Int64") if found.isna().any() else found.astype("Int64")
