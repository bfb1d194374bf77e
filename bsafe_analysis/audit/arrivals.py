"""Which files arrived for a feed, on which day, and of several downloads of one month the one that counts."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path, PurePosixPath

from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.faults import Fault, InputError

_STREET = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))-([a-z0-9-]+)-street\.csv", re.IGNORECASE)
_OUTCOMES = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))-([a-z0-9-]+)-outcomes\.csv", re.IGNORECASE)
_SEARCHES = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))-([a-z0-9-]+)-stop-and-search\.csv", re.IGNORECASE)
_EXTRACT = re.compile(r"(?!~\$).+\.(csv|tsv|txt|xlsx|xlsm|xlsb|xls|ods|csv\.gz)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")


@dataclass(frozen=True)
class Arrival:
    """One table that arrived. `member`: its name in the zip at `path`, or ""; `month`: "" for an extract of many."""

    feed: str
    path: Path
    member: str
    name: str
    downloaded: date | None
    month: str
    force: str

    @property
    def age(self) -> tuple[date, str]:
        return self.downloaded or date.min, self.name

    def is_known(self, until: str, as_of: date | None) -> bool:
        """Whether it may be looked at: of no later month, and downloaded no later (None: no limit)."""
        return self.month <= until and not (as_of and self.downloaded and self.downloaded > as_of)


def arrivals_of(root: Path, feed: Feed, until: str, as_of: date | None) -> list[Arrival]:
    """The feed's tables downloaded no later than `as_of` and of no month after `until`, oldest first."""
    tables = (_arrival(feed, *found) for found in _tables_below(root / "data/raw", feed.folder))
    return sorted((a for a in tables if a is not None and a.is_known(until, as_of)), key=lambda a: a.age)


def outcome_files(root: Path, feed: Feed, until: str, as_of: date | None) -> dict[tuple[str, str], Arrival]:
    """(force, month) -> the newest file that tells that force's outcomes of that month."""
    tables = (_arrival(feed, *found, named=_OUTCOMES) for found in _tables_below(root / "data/raw", feed.folder))
    known = sorted((a for a in tables if a is not None and a.is_known(until, as_of)), key=lambda a: a.age)
    return {(arrival.force, arrival.month): arrival for arrival in known}


def search_files(root: Path, feed: Feed, until: str, as_of: date | None) -> dict[tuple[str, str], Arrival]:
    """(force, month) -> the newest file that tells that force's stops and searches of that month."""
    tables = (_arrival(feed, *found, named=_SEARCHES) for found in _tables_below(root / "data/raw", feed.folder))
    known = sorted((a for a in tables if a is not None and a.is_known(until, as_of)), key=lambda a: a.age)
    return {(arrival.force, arrival.month): arrival for arrival in known}


def newest_of_each_month(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Of each force's month the newest download; InputError where two differ and no day tells which is newer."""
    by_month: dict[tuple[str, str], list[Arrival]] = {}
    for arrival in arrivals:
        by_month.setdefault((arrival.force, arrival.month), []).append(arrival)
    return [_newest(found) for _, found in sorted(by_month.items())]


def distinct(arrivals: list[Arrival]) -> list[Arrival]:
    """Files of equal bytes once, under the newest of their names."""
    if len(arrivals) < 2:
        return arrivals
    kept = {hashlib.sha256(data).digest(): arrival for arrival, data in bytes_of(arrivals)}
    return sorted(kept.values(), key=lambda a: a.age)


def no_telling(arrivals: list[Arrival]) -> bool:
    """Whether several files are there and their days do not tell which of them is the newest."""
    days = [arrival.downloaded for arrival in arrivals]
    return len(days) > 1 and (None in days or days.count(days[-1]) > 1)


def which_is_newer(arrivals: list[Arrival], month: str) -> InputError:
    """The error that asks for a day."""
    names = " and ".join(arrival.name for arrival in arrivals[:2])
    cause = f"two downloads of {month} differ and it is not known which is newer: {names}"
    return InputError([Fault("data/raw", month, cause, "Declare their days under downloads in sources.yml")])


def bytes_of(arrivals: Iterable[Arrival]) -> Iterator[tuple[Arrival, bytes]]:
    """Each file's bytes as received; an archive is opened once for all its members that stand together."""
    for path, members in groupby(arrivals, key=lambda a: a.path):
        if path.suffix.lower() != ".zip":
            yield from ((arrival, path.read_bytes()) for arrival in members)
            continue
        with zipfile.ZipFile(path) as archive:
            yield from ((arrival, archive.read(arrival.member)) for arrival in members)


def _newest(found: list[Arrival]) -> Arrival:
    if no_telling(found):
        found = distinct(found)
        if no_telling(found):
            raise which_is_newer(found, found[0].month)
    return found[-1]


def _tables_below(raw: Path, folder: str) -> Iterator[tuple[Path, str, str]]:
    """(file, member of it, name below data/raw) of everything in a folder; what is hidden is left alone."""
    top = raw / folder
    for inside, folders, files in os.walk(top):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for path in (Path(inside) / each for each in sorted(files) if not each.startswith(".")):
            name = path.relative_to(raw).as_posix()
            if path.suffix.lower() != ".zip":
                yield path, "", name
                continue
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    if not member.endswith("/") and "__MACOSX" not in member and ":Zone.Identifier" not in member:
                        yield path, member, f"{name}/{member}"


def _arrival(feed: Feed, path: Path, member: str, name: str, named: re.Pattern[str] = _STREET) -> Arrival | None:
    """None where the file's name is not one that the feed's files have."""
    last = PurePosixPath(name).name
    if feed.kind == "columns":
        return (
            Arrival(feed.name, path, member, name, _day(feed, name, member), "", feed.name)
            if _EXTRACT.fullmatch(last)
            else None
        )
    said = named.fullmatch(last)
    if said is None:
        return None
    force = said[2].lower()
    return Arrival(feed.name, path, member, name, _day(feed, name, member), said[1], feed.same_force.get(force, force))


def _day(feed: Feed, name: str, member: str) -> date | None:
    """When it was downloaded: what the nearest folder or archive around it begins with, or what sources.yml says.

    A folder inside an archive that begins with no day is asked last: it may be called like another download.
    """
    *within, last = PurePosixPath(member or name).parts
    *around, _ = PurePosixPath(name).parts
    around = around[: len(around) - len(within)] if member else around
    for part in reversed(within if member else ()):
        if (dated := _DAY.match(part)) and (day := _real_day(dated[1])):
            return day
    for part in reversed(around):
        dated = _DAY.match(part)
        if dated and (day := _real_day(dated[1])):
            return day
        if not dated and (day := _said(feed, part)):
            return day
    inner = (day for part in reversed(within if member else ()) if (day := _said(feed, part)))
    return next(inner, None) or feed.downloads.get(last) or feed.download


def _said(feed: Feed, part: str) -> date | None:
    """The day that sources.yml gives a folder or an archive."""
    return feed.downloads.get(part) or feed.downloads.get(PurePosixPath(part).stem)


def _real_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
