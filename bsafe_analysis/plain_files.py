"""Files that people put somewhere, read as what they should be: plain, of a bounded size, and where asked no links.

A named pipe would be waited for without end, a device read without end, a link may lead to anywhere.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

LARGEST = 16 * 1024 * 1024
MOST_AROUND = 2_000_000
MOST_TIMES = 20
"""A sheet may span so many cells, or so many times those that hold something; a reader lays out all that it spans."""
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""", re.IGNORECASE)
_HOW = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def read_plain(path: Path, largest: int = LARGEST, links: bool = True) -> bytes:
    """The file's bytes. OSError where there is none (ENOENT), or it is none to be read: no plain file (ENXIO), larger
    than this (EFBIG), or a link (ELOOP, with `links=False`); faults.system_fault has the words."""
    if not links and path.is_symlink():
        raise OSError(errno.ELOOP, "a link")
    with os.fdopen(os.open(path, _HOW), "rb") as stream:
        told = os.fstat(stream.fileno())
        if not stat.S_ISREG(told.st_mode):
            raise OSError(errno.ENXIO, "no plain file")
        data = b"" if told.st_size > largest else stream.read(largest + 1)
        if told.st_size > largest or len(data) > largest:
            raise OSError(errno.EFBIG, "too large")
        return data


def far_cell(workbook: bytes) -> str:
    """The cell of an .xlsx workbook that stands so far from the others that the sheet cannot be laid out; "": none.

    One stray value at the end of a sheet makes it span 17 thousand million cells. zipfile's errors where it is no zip.
    """
    with zipfile.ZipFile(BytesIO(workbook)) as packed:
        sheets = sorted(name for name in packed.namelist() if name.startswith("xl/worksheets/"))
        return next(filter(None, (_far_in(packed.read(name)) for name in sheets)), "")


def _far_in(sheet: bytes) -> str:
    cells, left, right, top, bottom = 0, 20_000, 0, 2_000_000, 0
    last = ""
    for column, row in _cell_places(sheet):
        cells += 1
        left, right, top = min(left, column), max(right, column), min(top, row)
        if row > bottom or column == right:
            last = f"{_column_letters(column)}{row}"
        bottom = max(bottom, row)
    spanned = (right - left + 1) * (bottom - top + 1) if cells else 0
    return last if spanned > max(MOST_AROUND, MOST_TIMES * cells) else ""


def _cell_places(sheet: bytes) -> Iterator[tuple[int, int]]:
    for letters, row in _CELL.findall(sheet):
        column = 0
        for letter in letters.upper():
            column = 26 * column + letter - 64
        yield column, int(row)


def _column_letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said
