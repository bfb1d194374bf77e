"""`bsafe detect`: the engine on a CSV of anybody's counts. Reads the file, writes the answers whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pandas as pd

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.detection.any_counts import detect_table
from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.loading.text_tables import Refused, read_table

DECIMALS = 4


def detect_file(source: Path, first: str, last: str, alpha: float, out: Path | None) -> str:
    """The answers as CSV text, written to `out` where one is named; InputError with every fault of the file.

    Columns in and out: detection.table.detect_table. Flags are written as 1 and 0.
    """
    answers = detect_table(read_counts(source), first, last, alpha)
    for column in ("flag", "fdr_flag", "flag_shift"):
        answers[column] = answers[column].astype(int)
    text = answers.to_csv(index=False, float_format=f"%.{DECIMALS}f", lineterminator="\n")
    if out is not None:
        _write_answers(out, text)
    return text


def read_counts(source: Path) -> pd.DataFrame:
    """The table as text, column by column; InputError where it is no table that can be trusted."""
    try:
        table = read_table(source.read_bytes())
    except Refused as refused:
        raise InputError([Fault(source.name, refused.place, refused.cause, refused.cure)]) from None
    except OSError as error:
        raise InputError([Fault(source.name, "", *system_fault(error, "read"))]) from None
    if table.unreadable:
        cause = f"{len(table.unreadable)} lines cannot be read"
        raise InputError([Fault(source.name, f"row {table.unreadable[0]}", cause, "Each must have a value a column")])
    return table.table.to_pandas()


def _write_answers(out: Path, text: str) -> None:
    try:
        if not out.parent.is_dir():  # a name mistyped: no folder is made for it
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        write_whole(out, text)
    except OSError as error:
        raise InputError([Fault(out.name, "", *system_fault(error, "write"))]) from None
