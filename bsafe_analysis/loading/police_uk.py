"""data.police.uk street-level downloads: their columns to ours, one month and one force a file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.loading.parsed_files import with_remarks
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.loading.text_tables import Refused, TextTable
from bsafe_analysis.model.receipts import SetAside

NAMED = re.compile(r"(?P<month>(?:19|20)\d{2}-(?:0[1-9]|1[0-2]))-(?P<force>[a-z0-9-]+)-street\.csv", re.IGNORECASE)
_OURS = {
    "incident_id": "Crime ID",
    "month": "Month",
    "supplier_category": "Crime type",
    "lsoa": "LSOA code",
    "lsoa_name": "LSOA name",
    "longitude": "Longitude",
    "latitude": "Latitude",
    "location": "Location",
    "outcome": "Last outcome category",
}
_MAY_LACK = ("outcome",)
_OTHERS = ("Reported by", "Falls within", "Context")


def month_and_force(raw: RawFile) -> tuple[str, str] | None:
    """What the file's name says; None where it is no street-level file, which is then listed and left alone."""
    named = NAMED.fullmatch(raw.file_name)
    return (named["month"], named["force"].lower()) if named else None


def translate(text: TextTable, raw: RawFile) -> pa.Table:
    """Their columns to ours. Rows of another month than the file's name are set aside; Refused where all are."""
    given = as_spelt(text.table, _OURS.values())
    check_columns(given.column_names, {k: v for k, v in _OURS.items() if k not in _MAY_LACK}, _OTHERS)
    table = with_remarks(renamed(given, _OURS), columns_told(text.table.column_names, given.column_names))
    said = month_and_force(raw)
    if said is None or not table.num_rows:
        return table
    wrong = pc.not_equal(table["month"], said[0])
    count = pc.sum(wrong).as_py() or 0
    if count == table.num_rows:
        cause = f"the file's name says {said[0]}, every row says {table['month'][0].as_py()!r} or another month"
        raise Refused("Month", cause, "Give the file its right name, or download it again")
    if not count:
        return table
    aside = pc.if_else(wrong, pa.scalar(str(SetAside.WRONG_MONTH)), table["aside"])
    return table.set_column(table.column_names.index("aside"), "aside", aside)


def columns_told(theirs: list[str], spelt: list[str]) -> list[str]:
    """What a person should know of a file's columns: those taken for another of nearly that name, those left alone."""
    other = [f"{was[:60]!r} as {now!r}" for was, now in zip(theirs, spelt, strict=True) if was != now]
    unknown = [repr(name[:60]) for name in spelt if name not in (*_OURS.values(), *_OTHERS)]
    told = [f"a column was read under another name: {', '.join(other[:5])}"] if other else []
    return [*told, *([f"columns that are not known were left alone: {', '.join(unknown[:5])}"] if unknown else [])]


def as_spelt(table: pa.Table, wanted: Iterable[str]) -> pa.Table:
    """The table with a column's name as it is wanted where it differs from that in capitals, spaces or dashes alone."""
    found: dict[str, list[str]] = {}
    for name in table.column_names:
        found.setdefault(_letters(name), []).append(name)
    spelt = {
        found[_letters(name)][0]: name
        for name in wanted
        if name not in table.column_names and len(found.get(_letters(name), ())) == 1
    }
    return table.rename_columns([spelt.get(name, name) for name in table.column_names])


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def renamed(table: pa.Table, ours: dict[str, str]) -> pa.Table:
    """The table in our columns, blanks trimmed; a column that the supplier lacks is blank."""
    blank = pa.array([""] * table.num_rows, pa.string())
    columns = {o: pc.utf8_trim_whitespace(table[t]) if t in table.column_names else blank for o, t in ours.items()}
    columns["lsoa"] = pc.utf8_upper(columns["lsoa"])
    return pa.table({**columns, "aside": pa.nulls(table.num_rows, pa.string())})


def check_columns(given: list[str], wanted: dict[str, str], others: tuple[str, ...] = ()) -> None:
    """Refused, naming the columns missing and those not known, where a wanted column is not there."""
    missing = [name for name in wanted.values() if name not in given]
    if not missing:
        return
    unknown = [name for name in given if name not in (*wanted.values(), *others, *_OURS.values())]
    close = difflib.get_close_matches(missing[0], unknown, n=1, cutoff=0.5)
    cause = f"columns missing: {', '.join(missing)}; not known: {', '.join(unknown) or 'none'}"
    cure = f"Was {missing[0]!r} renamed to {close[0]!r}? Name it as before" if close else "Download it again"
    raise Refused("line 1", cause[:300], cure)
