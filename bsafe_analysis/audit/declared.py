"""What a partnership declares about what it receives, as far as a count depends on it; it is checked elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.audit.partner_places import name_spoken
from bsafe_analysis.audit.reference_rows import reference_rows
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.yaml_files import read_yaml

LARGEST_FILE = 1024 * 1024
LEFT_OUT = "not_counted"
"""In place of a category: of a word that is known and not counted."""
POLICE = ("police_uk", "store")
"""Kinds of feed that hold the files of data.police.uk."""
CODED: Mapping[str, Mapping[str, str]] = {
    # none comes with bsafe: docs/add-a-source.md adds one
}
"""Kind of supplier with a module of its own -> our name of a column -> theirs: its files read as partners' tables."""


@dataclass(frozen=True)
class Feed:
    """One entry of sources.yml. `columns`: our name of a column -> theirs; `excluded`: months that are gaps.

    `same_force`: a force's earlier name -> the one that it goes on under.
    `required`: no month goes out without it; `categories`: those that it counts, where it is told which.
    """

    name: str
    kind: str
    title: str
    folder: str
    source_class: str
    ours_alone: bool
    required: bool
    categories: tuple[str, ...]
    columns: Mapping[str, str]
    downloads: Mapping[str, date]
    download: date | None
    excluded: frozenset[str]
    store: str
    forces: tuple[str, ...]
    same_force: Mapping[str, str]
    sheets: tuple[str, ...] = ()
    date_order: str = ""
    every_row: str = ""
    postcodes: frozenset[str] = frozenset()
    borough: str = ""
    place_codes: Mapping[str, str] = field(default_factory=dict)
    """The name of a neighbourhood or a ward, as name_spoken has it -> the neighbourhood."""


@dataclass(frozen=True)
class Declared:
    """The partnership's choices. `by_points`: the map point decides the neighbourhood, not the LSOA."""

    name: str
    borough: str
    by_points: bool
    code_property: str
    feeds: tuple[Feed, ...]
    dates: tuple[tuple[str, date, date], ...]
    as_of: date | None

    @classmethod
    def of(cls, root: Path, month: str) -> Declared:
        """partnership.yml, sources.yml and the month's cycle file; InputError where one cannot be read."""
        partnership = _file(root, "partnership.yml")
        dates = ((d["name"], d["first"], d.get("last") or d["first"]) for d in partnership.get("dates") or ())
        return cls(
            name=partnership["name"],
            borough=partnership["borough"],
            by_points=partnership["neighbourhoods_by"] == "points",
            code_property=partnership.get("code_property", "code"),
            feeds=_at_home(root, partnership["borough"], _feeds(_file(root, "sources.yml")["sources"])),
            dates=tuple(sorted(dates, key=lambda known: (known[1], known[0]))),
            as_of=_file(root, f"cycles/{month}.yml", missing={}).get("as_of"),
        )


def _feeds(entries: list[dict[str, Any]]) -> tuple[Feed, ...]:
    """Where nothing is said of it, no month goes out without the police's files, or else without the first feed."""
    leading = [entry["name"] for entry in entries if entry["kind"] in POLICE] or [entries[0]["name"]]
    return tuple(_feed(entry, entry["name"] in leading) for entry in entries)


def _at_home(root: Path, borough: str, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
    """The feeds, knowing what the places that their rows may name are called."""
    names = {row["name"]: row["code"] for row in reference_rows(root, "areas.csv") if row["level"] == "neighbourhood"}
    names |= {row["name"]: row["neighbourhood"] for row in reference_rows(root, "places.csv")}
    codes = {name_spoken(name): code for name, code in names.items()}
    own = [(row["source"], row["category"]) for row in reference_rows(root, "categories.csv") if row.get("source")]
    return tuple(
        replace(feed, borough=borough, place_codes=codes, categories=_told_or_worded(feed, own)) for feed in feeds
    )


def _told_or_worded(feed: Feed, own: list[tuple[str, str]]) -> tuple[str, ...]:
    """Where a feed is told what it counts, a word of its own in categories.csv tells it as well."""
    worded = [category for name, category in own if name == feed.name and category != LEFT_OUT]
    return tuple(dict.fromkeys((*feed.categories, *worded))) if feed.categories else ()


def _feed(entry: dict[str, Any], leading: bool) -> Feed:
    kind = entry["kind"]
    return Feed(
        name=entry["name"],
        kind="columns" if kind in CODED else kind,
        title=entry["title"],
        folder=entry.get("folder") or "",
        source_class=entry.get("class", "OPEN"),
        ours_alone=entry.get("ours_alone", False),
        required=entry.get("required", leading),
        categories=tuple(entry.get("categories") or ()),
        columns=CODED.get(kind) or entry.get("columns") or {},
        downloads=entry.get("downloads") or {},
        download=entry.get("download"),
        excluded=frozenset(entry.get("excluded_months") or ()),
        store=entry.get("path") or "",
        forces=tuple(entry.get("forces") or ()),
        same_force=entry.get("same_force") or {},
        sheets=tuple(entry.get("sheets") or ()),
        date_order=entry.get("date_order") or "",
        every_row=entry.get("every_row") or "",
        postcodes=frozenset(code.upper() for code in entry.get("postcodes") or ()),
    )


def _file(root: Path, name: str, missing: dict[str, Any] | None = None) -> dict[str, Any]:
    file = f"parameters/{name}"
    try:
        return read_yaml((root / file).read_text("utf-8-sig"), file, LARGEST_FILE)[0]
    except FileNotFoundError:
        if missing is not None:
            return missing
        raise InputError([Fault(file, "", "the file is missing", "`bsafe init` makes one to fill in")]) from None
