"""A prepared month as it lies on disk: the table of expectations with its checksum, and the findings, plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import duckdb

from bsafe_analysis.audit.gazetteer import NOWHERE

Row = Mapping[str, Any]
"""One line of a table, or one finding: column -> value, None where it is missing."""


@dataclass(frozen=True)
class PreparedTable:
    """What is taken from a prepared month: expectations, ranges and chances, which nobody can count.

    `rows`: by place, category and month; `checksum`: SHA-256 of expectations.parquet; `settings`: of detection, as the
    month was judged with; `findings`: the month's own, in their order.
    """

    month: str
    rows: Mapping[tuple[str, str, str], Row]
    checksum: str
    settings: Mapping[str, Any]
    findings: tuple[Row, ...]

    @classmethod
    def of(cls, root: Path, month: str) -> PreparedTable:
        """The month as data/prepared keeps it for internal readers; FileNotFoundError where it was not prepared."""
        folder = root / "data/prepared" / month
        table = folder / "expectations.parquet"
        facts = json.loads((folder / "facts.json").read_text("utf-8"))
        rows = {(row["area"], row["category"], row["month"]): row for row in _rows(table)}
        checksum = hashlib.sha256(table.read_bytes()).hexdigest()
        return cls(month, rows, checksum, facts["cycle"]["detection"], tuple(facts["findings"]))

    @property
    def judged(self) -> dict[tuple[str, str], Row]:
        """The month's own rows that have an expectation and a count, by place and category."""
        whole = ("observed", "expected")
        return {
            (area, category): row
            for (area, category, month), row in self.rows.items()
            if month == self.month and None not in [row[name] for name in whole]
        }

    def is_learnt_from(self, month: str) -> bool:
        """Whether a month lies outside every exceptional time."""
        return self._exceptional(month) is None

    def comparable(self, month: str, other: str) -> bool:
        """Whether two months may be taken together: both of ordinary times, or both of the same exceptional one."""
        return self._exceptional(month) == self._exceptional(other)

    def _exceptional(self, month: str) -> str | None:
        """The first month of the exceptional time in which a month lies; None where it lies in none."""
        times = (time for time in self.settings["exceptional"] if time["first"] <= month <= time["last"])
        return next((str(time["first"]) for time in times), None)

    @property
    def live(self) -> tuple[Row, ...]:
        """The findings that stand, in their order."""
        return tuple(finding for finding in self.findings if finding["status"] != "cleared")


def in_most_parts(finding: Row) -> bool:
    """Whether more than half of its place's parts, two at least, moved by themselves."""
    moved = [part["moved"] for part in finding.get("parts") or () if part["area"] != NOWHERE]
    return sum(moved) >= max(2, len(moved) // 2 + 1)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with duckdb.connect() as db:
        given = db.execute("FROM read_parquet($path)", {"path": str(path)})
        names = [column[0] for column in given.description]
        lines = given.fetchall()
    for line in lines:
        yield {name: _value(each) for name, each in zip(names, line, strict=True)}


def _value(each: Any) -> Any:
    # pandas may write a missing number as "not a number"
    return None if isinstance(each, float) and isnan(each) else each
