"""The lines of a raw table, numbered as an editor numbers them, with each line that is one whole row of it."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

_MARKS = (",", ";", "\t", "|")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f]")
_NEWLINE = b"\n"


@dataclass(frozen=True)
class RawLines:
    """One table: its header, what parts its columns, and the bytes below the header (UTF-8)."""

    header: tuple[str, ...]
    mark: str
    body: bytes

    @classmethod
    def of(cls, data: bytes, name: str) -> RawLines:
        """The table in the bytes of a file, of whatever encoding and separator."""
        text = _as_utf8(gzip.decompress(data) if name.lower().endswith(".gz") else data)
        first, _, body = text.partition(_NEWLINE)
        said = first.decode("utf-8", "replace").rstrip("\r")
        mark = max(_MARKS, key=said.count)
        header = next(csv.reader([said], delimiter=mark), [])
        return cls(tuple(cell.strip() for cell in header), mark, body)

    @cached_property
    def _ends(self) -> np.ndarray:
        """Where each line ends; the last may do without a line end."""
        ends = np.flatnonzero(self._bytes == 10)
        unended = bool(self.body) and not self.body.endswith(_NEWLINE)
        return np.append(ends, len(self.body)) if unended else ends

    @property
    def _bytes(self) -> np.ndarray:
        return np.frombuffer(self.body, dtype=np.uint8)

    def __len__(self) -> int:
        return len(self._ends)

    @property
    def size(self) -> int:
        """Bytes below the header."""
        return len(self.body)

    @cached_property
    def plain(self) -> bool:
        """Whether every separator parts two columns: no quotation mark and no stray control character in it."""
        if b'"' in self.body:
            return False
        at = np.flatnonzero(self._bytes < 32)
        low = self._bytes[at]
        returns = at[low == 13]
        ended = len(returns) == 0 or (returns[-1] + 1 < len(self.body) and bool((self._bytes[returns + 1] == 10).all()))
        return ended and bool(np.isin(low, (9, 10, 13)).all())

    def as_text(self, file: int) -> pa.Table:
        """file, line, text (with its line end) of every line. For a table that is `plain`."""
        starts = np.concatenate(([0], self._ends + 1)).astype("int32")
        ended = self.body if self.body.endswith(_NEWLINE) else self.body + _NEWLINE
        text = pa.StringArray.from_buffers(len(self), pa.py_buffer(starts), pa.py_buffer(ended))
        return pa.table({"file": self._of_file(file, len(self)), "line": self._numbers(), "text": text})

    def as_cells(self, file: int) -> pa.Table:
        """file, line, cells of every line that is one row, quotation marks taken as a spreadsheet takes them."""
        rows = [(number, cells) for number, cells in enumerate(map(self._cells, self._texts()), start=2) if cells]
        return pa.table(
            {
                "file": self._of_file(file, len(rows)),
                "line": pa.array([number for number, _ in rows], pa.int32()),
                "cells": pa.array([cells for _, cells in rows], pa.list_(pa.string())),
            }
        )

    def _texts(self) -> list[str]:
        return [line.removesuffix("\r") for line in self.body.decode("utf-8", "replace").split("\n")[: len(self)]]

    def _cells(self, text: str) -> list[str] | None:
        if _CONTROL.search(text):
            return None
        try:
            rows = list(csv.reader([text], delimiter=self.mark, strict=True))
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 and len(rows[0]) == len(self.header) else None

    def _numbers(self) -> pa.Array:
        return pa.array(np.arange(2, len(self) + 2, dtype="int32"))

    @staticmethod
    def _of_file(file: int, length: int) -> pa.Array:
        return pa.array(np.full(length, file, dtype="int32"))


def _as_utf8(data: bytes) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    elif data.startswith(_WIDE):
        data = data.decode("utf-16").encode()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = data.decode("cp1252").encode()
    # a file from an old Mac ends its lines with a return alone
    return data if _NEWLINE in data else data.replace(b"\r", _NEWLINE)
