"""What arrived: for every file a receipt in which nothing vanishes, and what a later download changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SetAside(StrEnum):
    """Why a row that was read is in no count of this partnership."""

    OUTSIDE = "outside the borough"
    NO_PLACE = "no place given: of no borough that could be told"
    COPY = "the same row again: identifier and every column equal"
    PASTED_TWICE = "part of a block of the file that is pasted twice"
    SUPERSEDED = "a newer download of the same month is used instead"
    AFTER_CYCLE = "later than the month of this cycle, or downloaded after its as-of date"
    EXCLUDED = "of a month that sources.yml excludes"
    UNREADABLE = "the line cannot be read: wrong number of fields, stray quote or control character"
    WRONG_MONTH = "month missing, malformed, in the future, or not the month in the file's name"
    NO_CATEGORY = "crime type not in data/reference/categories.csv"
    NOT_ITS_CATEGORY = "of a category that sources.yml does not name for this source"
    IN_ANOTHER_FILE = "the same incident stands in another file of the month too"
    TOTAL_ROW = "a total of other rows, no record of its own"
    NO_RECORD = "a note, or the header again: neither a day nor a type"
    NO_COUNT = "how many it stands for is nought, or no whole number"
    HIDDEN_COUNT = "how many it stands for is a small number that its sender has hidden"
    NOT_COUNTED = "of a type that data/reference/categories.csv says is not counted"


@dataclass(frozen=True)
class Receipt:
    """One file that arrived. `rows_read` = `rows_used` + everything in `set_aside`, always.

    `file` is relative to the workspace's data/raw (for a zip: archive.zip/member); `rows_read` counts data lines, so a
    file's `wc -l` is rows_read + 1 header. `downloaded` is the date of its folder's name or declared in sources.yml.
    """

    source: str
    file: str
    sha256: str
    size: int
    force: str
    month: str
    downloaded: date | None
    rows_read: int
    rows_used: int
    set_aside: tuple[tuple[SetAside, int], ...] = ()
    repeated_ids: int = 0
    """Rows that share an identifier with a row that differs: all are kept and counted."""

    @property
    def balances(self) -> bool:
        return self.rows_read == self.rows_used + sum(n for _, n in self.set_aside)


@dataclass(frozen=True)
class Revision:
    """How a newer download of a month differs from the one before it, in rows of this borough."""

    source: str
    force: str
    month: str
    older: str
    newer: str
    older_rows: int
    newer_rows: int
    added: int
    removed: int
    changed_category: int
    changed_place: int
    changed_outcome: int


@dataclass(frozen=True)
class Notice:
    """Something a person should know about what arrived; not a fault, for the month can still be counted.

    `kind` is a slug (for example "missing_month", "fragment", "near_edge", "unknown_lsoa", "repaired_boundary",
    "repeated_ids", "no_residents", "unused_category"); `subject` the file, month or place; `text` one plain sentence.
    """

    kind: str
    subject: str
    count: int
    text: str
    needs_person: bool = False


NOT_COUNTED = "not_counted"
"""What categories.csv says in place of a category of a word that is known and left out on purpose."""
POLICE_KINDS = ("police_uk", "store")
"""Kinds of source that hold the files of data.police.uk."""


@dataclass(frozen=True)
class Source:
    """One supplier's files, as an entry of parameters/sources.yml declares them. `folder` is below data/raw."""

    name: str
    kind: str
    title: str
    folder: str = ""
    source_class: str = "OPEN"
    ours_alone: bool = False
    required: bool = True
    """Whether a month may not go out without it."""
    first_month: str = ""
    last_month: str = ""
    downloads: tuple[tuple[str, date], ...] = ()
    download: date | None = None
    excluded_months: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    """(our column, their column), for kind "columns"."""
    sheets: tuple[str, ...] = ()
    """Of a workbook only these; none named: every sheet that is shown and has the columns."""
    date_order: str = ""
    """"day_first" or "month_first", where no row of a file proves it."""
    every_row: str = ""
    """The type of every row, where no column says it."""
    never_read: tuple[str, ...] = ()
    """Columns that hold names or free text: not looked at, not kept, not asked about."""
    postcodes: tuple[str, ...] = ()
    """Outward postcodes whose rows are this partnership's, where nothing else says so."""
    words: tuple[tuple[str, str], ...] = ()
    """(its word, our category), where categories.csv gives its words a meaning of their own."""
    path: str = ""
    """The folder of the national store, for kind "store": absolute, or from the workspace."""
    forces: tuple[str, ...] = ()
    """Of the store only the files of these forces; none named: of every force that holds rows of the borough."""
    categories: tuple[str, ...] = ()
    """Which of our categories it counts; none named: those of data.police.uk for its files, else those of its rows."""
    same_force: tuple[tuple[str, str], ...] = ()
    """(a force's earlier name, the one it is continued under), as files are named."""
