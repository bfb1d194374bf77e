"""Reading a table nobody vouches for: every physical line is either read or set aside, and all values stay text."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

MOST_UNREADABLE = 0.05
"""Above this share of unreadable lines the file is refused: it is not the file it claims to be."""

NOUGHTS, LINE_END = bytes(64), b"\n"
"""A block of noughts is what a disk or a copy leaves of a part that it lost; no line tells how much that was."""
LONGEST_CELL = 2_000
"""Bytes of a value: a line with a longer one is set aside as unreadable, for it would stand on a page as it is."""
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_GZIP = b"\x1f\x8b"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Refused(Exception):
    """The table as a whole cannot be used: (where, cause, cure) for a Fault."""

    def __init__(self, place: str, cause: str, cure: str) -> None:
        super().__init__(cause)
        self.place, self.cause, self.cure = place, cause, cure


@dataclass(frozen=True)
class TextTable:
    """Rows as text in the supplier's own columns. `lines` = data lines of the file = rows + `unreadable`."""

    table: pa.Table
    lines: int
    unreadable: tuple[int, ...]
    encoding: str
    remarks: tuple[str, ...] = ()
    """What a person should know of how it was read, each a clause without the file's name."""


def read_table(data: bytes) -> TextTable:
    """The table that the bytes hold, all columns as text; Refused where there is none that can be trusted."""
    text, encoding = decoded(data)
    header_line, _, body = text.partition(b"\n")
    delimiter = _delimiter(header_line)
    header = _header(header_line, delimiter)
    lines = body.count(b"\n") + (not body.endswith(b"\n") and bool(body))
    clean = b'"' not in body and b"\0" not in body and b"\r" not in body.replace(b"\r\n", b"\n")
    try:
        table, unreadable = (_fast if clean else _careful)(body, header, delimiter)
    except pa.ArrowInvalid:  # a line longer than the quick parser holds
        table, unreadable = _careful(body, header, delimiter)
    if table.num_rows + len(unreadable) != lines:
        # the quick parser and the plain count of lines disagree: trust neither, read line by line
        table, unreadable = _careful(body, header, delimiter)
    if unreadable and unreadable[-1] == lines + 1 and not body.endswith(b"\n"):
        raise Refused(
            f"line {lines + 1}", "the last line stops in the middle: the file was cut short", "Download it again"
        )
    if any((pc.max(pc.binary_length(column)).as_py() or 0) > LONGEST_CELL for column in table.columns):
        table, unreadable = _careful(body, header, delimiter)
    if unreadable and len(unreadable) > MOST_UNREADABLE * lines:
        first = f"first: line {unreadable[0]}"
        cause = f"{len(unreadable)} of {lines} lines do not have {len(header)} values, or a stray control character"
        cause = f"{cause} ({first})"
        raise Refused(first.removeprefix("first: "), cause, "Download it again, or ask the supplier what changed")
    if NOUGHTS in body:
        share = f"{body.count(bytes(1)) / len(body):.0%}".replace("%", " %")
        cause = f"{share} of the file are noughts where text should be: a part of it was lost"
        raise Refused(f"line {body[: body.index(NOUGHTS)].count(LINE_END) + 2}", cause, "Download it again")
    marks = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}
    remarks = [f"its columns are parted by {marks[delimiter]}, not by commas"] if delimiter in marks else []
    lost = _lost(body, unreadable) / len(body) if unreadable else 0.0
    if lost > MOST_UNREADABLE:
        remarks.append(f"{lost:.0%} of its text lies in lines that cannot be read".replace("%", " %"))
    return TextTable(table, lines, unreadable, encoding, tuple(remarks))


def decoded(data: bytes) -> tuple[bytes, str]:
    """The text as UTF-8 bytes with \\n or \\r\\n line ends."""
    if not data.strip():
        raise Refused("", "the file is empty", "Download it again; an empty file is not a month without crime")
    if data.startswith(_GZIP):
        raise Refused("", "this is a gzip named .csv", "Unpack it, or name it .csv.gz where the source may be one")
    if data.startswith(_WORKBOOK):
        raise Refused("", "this is a workbook or an archive named .csv", "Save it as CSV UTF-8")
    if data.lstrip()[:1] == b"<":
        raise Refused(
            "line 1", "this is a web page named .csv", "Download the file again: the site answered with an error"
        )
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            raise Refused("", "the text is in no encoding that is known", "Save it as CSV UTF-8") from None
    if encoding == "utf-8" and (b"\n" in data or b"\r" not in data):
        return data, encoding
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return text.encode(), encoding


def _delimiter(header_line: bytes) -> str:
    counts = {mark: header_line.count(mark.encode()) for mark in (",", ";", "\t", "|")}
    return max(counts, key=lambda mark: counts[mark])


def _header(line: bytes, delimiter: str) -> list[str]:
    if b"\0" in line:
        raise Refused("line 1", "the text is in no encoding that is known: it holds NULs", "Save it as CSV UTF-8")
    try:
        cells = next(csv.reader([line.decode(errors="replace").rstrip("\r")], delimiter=delimiter), [])
    except csv.Error:
        raise Refused("line 1", "the header cannot be read", "Save it as CSV UTF-8, or download it again") from None
    names = [name.strip() for name in cells]
    if not names or not all(names):
        raise Refused("line 1", "the header has a column without a name", "The first line must name every column")
    if len(names) == 1:
        cause = f"the first line {names[0][:60]!r} names one column only"
        raise Refused("line 1", cause, "The first line must name every column: take away what stands above it")
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise Refused("line 1", f"the column {doubled[0]!r} stands twice", "Keep one of the two")
    return names


def _fast(body: bytes, header: list[str], delimiter: str) -> tuple[pa.Table, tuple[int, ...]]:
    """The whole body at once; only for text without quotes, where a line end is always the end of a row."""
    if not body:
        return _empty(header), ()
    bad: list[int] = []

    def wrong_width(row: pacsv.InvalidRow) -> str:
        bad.append(row.number if row.number is not None else -1)
        return "skip"

    table = pacsv.read_csv(
        io.BytesIO(body),
        read_options=pacsv.ReadOptions(column_names=header, block_size=1 << 26, use_threads=False),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter, quote_char=False, ignore_empty_lines=False, invalid_row_handler=wrong_width
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )
    return table, tuple(number + 1 if number >= 0 else 0 for number in bad)


def _careful(body: bytes, header: list[str], delimiter: str) -> tuple[pa.Table, tuple[int, ...]]:
    """Line by line: a line that is not one whole row of the right width, or holds a control character, is set aside."""
    rows: list[list[str]] = []
    unreadable = []
    lines = body.decode(errors="replace").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, start=2):
        row = _split_line(line.removesuffix("\r"), delimiter)
        if row is not None and len(row) == len(header) and len(max(row, key=len).encode()) <= LONGEST_CELL:
            rows.append(row)
        else:
            unreadable.append(number)
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    arrays = [pa.array(list(column), pa.string()) for column in columns]
    return pa.Table.from_arrays(arrays, names=header), tuple(unreadable)


def _lost(body: bytes, unreadable: tuple[int, ...]) -> int:
    lines = body.split(b"\n")
    return sum(len(lines[number - 2]) for number in unreadable if 2 <= number < len(lines) + 2)


def _split_line(line: str, delimiter: str) -> list[str] | None:
    if any(ord(c) < 32 and c != "\t" for c in line):
        return None
    try:
        parsed = list(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return parsed[0] if len(parsed) == 1 else None


def _empty(header: list[str]) -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in header})
