"""Rows of Python into a table of DuckDB."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa


def fill(db: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add the rows to the table, all at once: one by one would take longer than all the counting."""
    given = list(rows)
    if given:
        columns = [pa.array(column) for column in zip(*given, strict=True)]
        db.register("filling", pa.Table.from_arrays(columns, [f"c{at}" for at in range(len(columns))]))
        db.execute(f"INSERT INTO {table} FROM filling")
        db.unregister("filling")
