"""All sources together: what was received up to a month, as one incident table with its receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from bsafe_analysis.faults import InputError
from bsafe_analysis.loading.one_source import Needs, read_source
from bsafe_analysis.loading.placing import Places, place
from bsafe_analysis.model.incidents import COLUMNS
from bsafe_analysis.model.receipts import Notice, Receipt, Revision, Source


@dataclass(frozen=True)
class Received:
    """All that was received up to a month. `incidents`: incidents.COLUMNS, this borough's rows only."""

    incidents: pd.DataFrame
    receipts: tuple[Receipt, ...]
    revisions: tuple[Revision, ...]
    notices: tuple[Notice, ...]
    gaps: tuple[str, ...]
    months: tuple[str, ...]
    newest_download: date | None


def receive(
    root: Path,
    sources: tuple[Source, ...],
    places: Places,
    category_of: dict[str, str],
    until: str,
    as_of: date | None,
) -> Received:
    """What was received up to the month `until`, looking at no download later than `as_of` (None: no limit).

    Raises InputError with every fault of every file: nothing is taken from a file that cannot be trusted whole.
    """
    needs = Needs(places, category_of, until, as_of)
    results = [read_source(root, source, needs) for source in sources]
    if faults := [fault for _, found in results for fault in found]:
        raise InputError(faults)
    read = [result for result, _ in results]
    frames = [r.incidents for r in read if len(r.incidents)] or [pd.DataFrame(columns=list(COLUMNS))]
    incidents, placing_notices = place(pd.concat(frames, ignore_index=True), places)
    required = [r for r, source in zip(read, sources, strict=True) if source.required]
    gaps = sorted({gap for r in required for gap in r.held.gaps})
    months = sorted({month for r in required for month in r.held.months} - set(gaps))
    dates = [r.newest for r in read if r.newest]
    return Received(
        incidents=incidents[list(COLUMNS)],
        receipts=tuple(receipt for r in read for receipt in r.receipts),
        revisions=tuple(revision for r in read for revision in r.revisions),
        notices=(*(notice for r in read for notice in (*r.notices, *r.held.notices)), *placing_notices),
        gaps=tuple(gaps),
        months=tuple(months),
        newest_download=max(dates, default=None),
    )
