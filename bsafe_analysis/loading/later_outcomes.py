"""Outcomes that came after a month's street-level file was downloaded: from the -outcomes.csv files beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import pyarrow.compute as pc

from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.loading.police_uk import as_spelt
from bsafe_analysis.loading.raw_files import DAMAGED, LARGEST_TABLE, RawFile
from bsafe_analysis.loading.text_tables import Refused, read_table
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.receipts import Notice, Source

NAMED = re.compile(r"(?P<month>(?:19|20)\d{2}-(?:0[1-9]|1[0-2]))-(?P<force>[a-z0-9-]+)-outcomes\.csv", re.IGNORECASE)
_COLUMNS = ("Crime ID", "Outcome type")
Held = dict[tuple[str, str], RawFile]


@dataclass(frozen=True)
class LaterOutcomes:
    """`incidents`: with their later outcomes; `reach`: number of a street-level file -> the last month whose outcomes
    are told of its crimes."""

    incidents: pd.DataFrame
    reach: Mapping[int, str]
    notices: tuple[Notice, ...] = field(default=())


def tells_outcomes(raw: RawFile) -> bool:
    """Whether its name says that it is a force's outcomes of a month."""
    return NAMED.fullmatch(raw.file_name) is not None


def with_later_outcomes(
    incidents: pd.DataFrame,
    used: Sequence[ParsedFile],
    newest: Mapping[int, str],
    given: Sequence[RawFile],
    source: Source,
    until: str,
    as_of: date | None,
) -> LaterOutcomes:
    """The incidents with what the outcome files of the months after their own download say.

    `newest`: number of a file in `used` -> the newest month of its download, beyond which it says nothing. Only months
    that follow on without a gap are read: behind a gap nobody knows what was missed. A file that cannot be read is told
    and ends the run there: outcomes are context, and stop no month.
    """
    held, notices = _newest_given(given, source, until, as_of), list[Notice]()
    reach: dict[int, str] = {}
    tables: dict[tuple[str, str], pd.DataFrame] = {}
    outcome = incidents["outcome"].copy() if len(incidents) else pd.Series(dtype=str)
    for (force, first), files in _by_download(used, newest).items():
        said, last = [], first
        while (force, add_months(last, 1)) in held:
            key = (force, add_months(last, 1))
            if key not in tables:
                table = _outcomes_in(held[key])
                if isinstance(table, Refused):
                    notices.append(_unread(source, held.pop(key), table))
                    break
                tables[key] = table
            said.append(tables[key])
            last = key[1]
        reach |= dict.fromkeys(files, last)
        if said:
            newer = pd.concat(said).drop_duplicates("id", keep="last").set_index("id")["outcome"]
            mine = incidents["file"].isin(files)
            outcome = outcome.mask(mine, incidents["incident_id"].map(newer).fillna(outcome))
    return LaterOutcomes(incidents.assign(outcome=outcome) if len(incidents) else incidents, reach, tuple(notices))


def _by_download(used: Sequence[ParsedFile], newest: Mapping[int, str]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for number, month in newest.items():
        found.setdefault((used[number].force, month), []).append(number)
    return found


def _newest_given(given: Sequence[RawFile], source: Source, until: str, as_of: date | None) -> Held:
    """Of each force's month the newest file; none of a month after the judged one or downloaded after its as-of day."""
    held: Held = {}
    now = dict(source.same_force)
    for raw in sorted(given, key=lambda raw: (raw.downloaded or date.min, raw.name)):
        said = NAMED.fullmatch(raw.file_name)
        late = as_of is not None and raw.downloaded is not None and raw.downloaded > as_of
        if said and said["month"] <= until and not late:
            force = said["force"].lower()
            held[now.get(force, force), said["month"]] = raw
    return held


def _outcomes_in(raw: RawFile) -> pd.DataFrame | Refused:
    """Identifier and outcome of each line that says both."""
    try:
        if raw.size > LARGEST_TABLE:
            return Refused("", "it holds more than a month of the whole country", "Download it again")
        table = as_spelt(read_table(raw.read()).table, _COLUMNS)
    except Refused as refused:
        return refused
    except DAMAGED:
        return Refused("", "the file is damaged or was cut short", "Download it again")
    missing = [name for name in _COLUMNS if name not in table.column_names]
    if missing:
        return Refused("line 1", f"columns missing: {', '.join(missing)}", "Download it again")
    said = pd.DataFrame({
        name: pc.utf8_trim_whitespace(table[column]).to_pandas()
        for name, column in zip(("id", "outcome"), _COLUMNS, strict=True)
    })  # fmt: skip
    return said[(said["id"] != "") & (said["outcome"] != "")]


def _unread(source: Source, raw: RawFile, refused: Refused) -> Notice:
    text = f"{source.title}: {raw.file_name} was not used: {refused.cause}. {refused.cure}; the counts do not need it."
    return Notice("unused_outcomes", raw.name, 1, text)
