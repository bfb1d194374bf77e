"""Months that were downloaded more than once: the rows of this borough in each download, read from the raw files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bsafe_analysis.audit.arrivals import Arrival, arrivals_of, distinct
from bsafe_analysis.audit.counting_rules import LSOA_CODE, MONTH
from bsafe_analysis.audit.declared import LEFT_OUT, Declared, Feed
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD, Gazetteer
from bsafe_analysis.audit.polygons import Polygons
from bsafe_analysis.audit.raw_again import WrittenLine, lines_again

COLUMNS = ("incident_id", "category", "lsoa", "lsoa_name", "longitude", "latitude", "location", "outcome", "claimed")
_ID, _WORD, _LSOA, _NAME, _EAST, _NORTH, _, _OUTCOME, _CLAIMED = range(len(COLUMNS))
_MSOA = re.compile(r"[0-9]{3}[A-Z]")


class DownloadedRow(NamedTuple):
    """One row of this borough. `point`: None where it is no point in or near Great Britain."""

    ident: str
    category: str
    point: tuple[float, float] | None
    lsoa: str
    outcome: str


@dataclass(frozen=True)
class Downloads:
    """The downloads of one source's month, oldest first, each with this borough's rows."""

    source: str
    month: str
    arrivals: tuple[Arrival, ...]
    rows: tuple[tuple[DownloadedRow, ...], ...]

    def held_by(self, day: date) -> Counter[str] | None:
        """Category -> rows of the newest download that was there on a day; None where none was."""
        there = [n for n, each in enumerate(self.arrivals) if not each.downloaded or each.downloaded <= day]
        return Counter(row.category for row in self.rows[there[-1]]) if there else None


@dataclass(frozen=True)
class Reader:
    """What decides whose a row is and what it is of."""

    root: Path
    declared: Declared
    gazetteer: Gazetteer

    def downloads(self, until: str, as_of: date | None) -> Iterator[Downloads]:
        """All months up to `until` that arrived more than once, and differ as files."""
        for feed in self.declared.feeds:
            if feed.kind == "police_uk":
                yield from self._of_months(feed, until, as_of)
            elif feed.kind == "columns":
                yield from self._of_extracts(feed, until, as_of)

    def _of_months(self, feed: Feed, until: str, as_of: date | None) -> Iterator[Downloads]:
        by_month: dict[tuple[str, str], list[Arrival]] = {}
        for arrival in arrivals_of(self.root, feed, until, as_of):
            by_month.setdefault((arrival.force, arrival.month), []).append(arrival)
        several = {key: distinct(found) for key, found in sorted(by_month.items()) if len(found) > 1}
        several = {key: found for key, found in several.items() if len(found) > 1}
        rows = self._rows(feed, until, {each.name for found in several.values() for each in found})
        for (_, month), found in several.items():
            told = tuple(tuple(rows.get((each.name, month), ())) for each in found)
            yield Downloads(feed.name, month, tuple(found), told)

    def _of_extracts(self, feed: Feed, until: str, as_of: date | None) -> Iterator[Downloads]:
        arrivals = distinct(arrivals_of(self.root, feed, until, as_of))
        if len(arrivals) < 2:
            return
        rows = self._rows(feed, until, {each.name for each in arrivals})
        for month in sorted({month for _, month in rows}):
            found = [each for each in arrivals if (each.name, month) in rows]
            if len(found) > 1:
                yield Downloads(feed.name, month, tuple(found), tuple(tuple(rows[e.name, month]) for e in found))

    def _rows(self, feed: Feed, until: str, files: set[str]) -> Mapping[tuple[str, str], list[DownloadedRow]]:
        """(file, month) -> this borough's rows, each identified row that stands there twice once."""
        if not files:
            return {}
        lines = [
            each for each in lines_again(self.root, feed, until, COLUMNS, files) if self._counts(feed, each, until)
        ]
        found: dict[tuple[str, str], list[DownloadedRow]] = {}
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for each, ours in zip(lines, self._whose(feed, lines), strict=True):
            if ours and (each.file, each.cells) not in seen:
                found.setdefault((each.file, each.month), []).append(self._row(feed, each))
                if each.cells[_ID]:
                    seen.add((each.file, each.cells))
        return found

    def _counts(self, feed: Feed, each: WrittenLine, until: str) -> bool:
        named = feed.kind == "columns" or f"{each.month}-" in each.file.rpartition("/")[2]
        word = self.gazetteer.category_for(each.cells[_WORD], feed.name) not in (None, LEFT_OUT)
        return word and named and each.month <= until and bool(re.fullmatch(MONTH, each.month))

    def _whose(self, feed: Feed, lines: list[WrittenLine]) -> list[bool]:
        """Whether each row is this borough's: by its LSOA, that LSOA's name, or its map point where it has no code."""
        if feed.ours_alone:
            return [True] * len(lines)
        ours = [self._by_lsoa(each) for each in lines]
        open_ones = [n for n, its in enumerate(ours) if its is None and _point(lines[n]) is not None]
        if open_ones and (drawn := self._drawn()):
            points = np.array([_point(lines[n]) for n in open_ones])
            for n, code in zip(open_ones, drawn.holding(points[:, 0], points[:, 1]), strict=True):
                ours[n] = bool(code)
        return [bool(its) for its in ours]

    def _drawn(self) -> Polygons | None:
        codes = self.gazetteer.at(NEIGHBOURHOOD)
        return Polygons.of(self.root, codes, self.declared.code_property, self.gazetteer.lines)

    def _by_lsoa(self, each: WrittenLine) -> bool | None:
        if each.cells[_CLAIMED]:
            return each.cells[_CLAIMED] == "ours"
        lsoa, name = each.cells[_LSOA].upper(), each.cells[_NAME]
        if lsoa in self.gazetteer.neighbourhood_of:
            return True
        if not re.fullmatch(LSOA_CODE, lsoa) or not self.gazetteer.neighbourhood_of:
            return None
        borough = f"{self.declared.borough} "
        return name.startswith(borough) and bool(_MSOA.fullmatch(name[len(borough) :]))

    def _row(self, feed: Feed, each: WrittenLine) -> DownloadedRow:
        category = self.gazetteer.category_for(each.cells[_WORD], feed.name) or ""
        lsoa, outcome = each.cells[_LSOA].upper(), each.cells[_OUTCOME]
        return DownloadedRow(each.cells[_ID], category, _point(each), lsoa, outcome)


def _point(each: WrittenLine) -> tuple[float, float] | None:
    try:
        east, north = float(each.cells[_EAST]), float(each.cells[_NORTH])
    except ValueError:
        return None
    return (east, north) if -9.5 < east < 4.0 and 49.0 < north < 62.0 else None


@dataclass(frozen=True)
class ChangedRows:
    """How a newer download's rows differ from an older one's."""

    added: int
    removed: int
    changed_category: int
    changed_place: int
    changed_outcome: int

    @property
    def tells(self) -> bool:
        """Whether it changed what is counted."""
        return bool(self.added or self.removed or self.changed_category)


def difference(older: Iterable[DownloadedRow], newer: Iterable[DownloadedRow]) -> ChangedRows:
    """By identifier; rows without one by what they are of and where they lie."""
    then, now = ({row.ident: row for row in reversed(list(rows)) if row.ident} for rows in (older, newer))
    blank_then, blank_now = (
        Counter((row.category, row.point, row.lsoa) for row in rows if not row.ident) for rows in (older, newer)
    )
    both = [(then[ident], now[ident]) for ident in then.keys() & now.keys()]
    return ChangedRows(
        added=len(now.keys() - then.keys()) + (blank_now - blank_then).total(),
        removed=len(then.keys() - now.keys()) + (blank_then - blank_now).total(),
        changed_category=sum(a.category != b.category for a, b in both),
        changed_place=sum(a.point != b.point for a, b in both),
        changed_outcome=sum(a.outcome != b.outcome for a, b in both),
    )
