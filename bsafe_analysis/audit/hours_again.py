"""In which hours of the week an incident may have happened, worked out again, one incident at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.raw_again import lines_again

LOCAL = ZoneInfo("Europe/London")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")
_BRITISH = re.compile(r"(\d\d)/(\d\d)/(\d{4})\s+(\d{1,2}):(\d\d)(?::\d\d)?")
HOUR = timedelta(hours=1)
HourOfWeek = tuple[int, int]
"""Day of the week from Monday 0, and hour."""


class LineWithTimes(NamedTuple):
    """One counted line of a source that gives times: where, what, in which month, and what its cells say of when."""

    place: str
    category: str
    month: str
    began: datetime | None
    ended: datetime | None


def moment(text: str) -> datetime | None:
    """The local moment that a cell says; None where it says no time of day.

    >>> moment("2026-07-03T23:30:00Z"), moment("03/09/2026 14:20"), moment("2026-09-03")
    (datetime.datetime(2026, 7, 4, 0, 30), datetime.datetime(2026, 9, 3, 14, 20), None)
    """
    try:
        if found := _ISO.fullmatch(text):
            said = datetime.fromisoformat(f"{found[1]}T{found[2]}{(found[3] or '').replace('Z', '+00:00')}")
            return said.astimezone(LOCAL).replace(tzinfo=None) if said.tzinfo else said
        if found := _BRITISH.fullmatch(text):
            day, month, year, hour, minute = map(int, found.groups())
            return datetime(year, month, day, hour, minute)
    except ValueError:
        return None
    return None


def universal(local: datetime) -> datetime:
    """The moment by universal time: of two the earlier, of none (the clock leaps over it) that at which it goes on."""
    exact = local.replace(tzinfo=LOCAL).astimezone(UTC)
    if exact.astimezone(LOCAL).replace(tzinfo=None) != local:
        return local.replace(minute=0, tzinfo=LOCAL, fold=0).astimezone(UTC)
    return exact


def shares(began: datetime, ended: datetime | None) -> dict[HourOfWeek, float]:
    """How much of the time between two local moments lies in each hour of the week; all of it adds up to one.

    >>> shares(datetime(2026, 12, 31, 23, 0), datetime(2027, 1, 1, 1, 0))
    {(3, 23): 0.5, (4, 0): 0.5}
    """
    start, end = universal(began), universal(ended or began)
    end = max(end, start + timedelta(minutes=1))
    found: Counter[HourOfWeek] = Counter()
    at = start
    while at < end:
        stop = min(end, at.replace(minute=0) + HOUR)
        clock = at.astimezone(LOCAL)
        found[clock.weekday(), clock.hour] += (stop - at) / (end - start)  # type: ignore[assignment]  # shares, not counts
        at = stop
    return dict(found)


def whole(weights: float) -> int:
    """A sum of shares as a page tells it, halves upwards."""
    return floor(weights + 0.5001)


def spread(line: LineWithTimes, longest: int) -> dict[HourOfWeek, float] | None:
    """The shares of one line; None where its span is too long, {} where it says no time."""
    began = line.began or line.ended
    if began is None:
        return {}
    ended = line.ended if line.ended and universal(line.ended) >= universal(began) else began
    return None if universal(ended) - universal(began) > longest * HOUR else shares(began, ended)


def lines_with_times(evidence: AuditEvidence) -> list[LineWithTimes]:
    """Every counted line of the sources of which any line says a time of day."""
    feeds = (feed for feed in evidence.recount.declared.feeds if {"occurred_from", "occurred_to"} & set(feed.columns))
    read = (list(_of_feed(evidence, feed)) for feed in feeds)
    return [line for lines in read if any(each.began or each.ended for each in lines) for line in lines]


def _of_feed(evidence: AuditEvidence, feed: Feed) -> Iterator[LineWithTimes]:
    lines = lines_again(evidence.root, feed, evidence.month, ("occurred_from", "occurred_to"))
    written = {(each.file, each.line): each.cells for each in lines}
    query = """SELECT name, line, place, category, counted.month FROM counted JOIN files USING (file)
        WHERE source = $source AND counted.month <= $last"""
    for name, line, place, category, month in evidence.recount.ask(query, source=feed.name, last=evidence.month):
        began, ended = written.get((name, line), ("", ""))
        yield LineWithTimes(place, category, month, moment(began), moment(ended))
