"""Raw files to the incident table: read, check, harmonise, place. One entry of LOADERS for each kind of supplier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.loading import partner, police_uk
from bsafe_analysis.loading.completeness import Held, months_held, shrunk, total_by_force
from bsafe_analysis.loading.downloads import Chosen, choose, revision
from bsafe_analysis.loading.harmonise import Ours, our_rows
from bsafe_analysis.loading.notices import file_notices, left_alone, silent_categories, type_notices
from bsafe_analysis.loading.parsed_files import ParsedFile, Translate, parse_file
from bsafe_analysis.loading.placing import Places, place
from bsafe_analysis.loading.raw_files import RawFile, find_files
from bsafe_analysis.model.incidents import COLUMNS
from bsafe_analysis.model.receipts import Notice, Receipt, Revision, SetAside, Source

Named = Callable[[RawFile], tuple[str, str] | None]


@dataclass(frozen=True)
class Loader:
    """One kind of supplier: what a file's name says (month, force), and how its columns become ours."""

    named: Named
    translate: Translate


def _extract(raw: RawFile) -> tuple[str, str] | None:
    # an extract holds many months and belongs to its source alone: its name says neither month nor force
    return ("", raw.source.name) if partner.NAMED.fullmatch(raw.file_name) else None


STORE = "store"
"""The kind of a source that is no folder of received files but a national store that holds many forces' files."""

LOADERS: dict[str, Loader] = {
    "police_uk": Loader(police_uk.month_and_force, police_uk.translate),
    "columns": Loader(_extract, partner.translate),
}


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


@dataclass(frozen=True)
class _SourceRead:
    incidents: pd.DataFrame
    receipts: tuple[Receipt, ...]
    revisions: tuple[Revision, ...]
    notices: tuple[Notice, ...]
    held: Held
    newest: date | None


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
    faults: list[Fault] = []
    read = [_read_source(root, source, places, category_of, until, as_of, faults) for source in sources]
    if faults:
        raise InputError(faults)
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


def _read_source(
    root: Path,
    source: Source,
    places: Places,
    category_of: dict[str, str],
    until: str,
    as_of: date | None,
    faults: list[Fault],
) -> _SourceRead:
    if source.kind == STORE:
        from bsafe_analysis.loading.national.reading import read_store  # its query engine is needed only here

        parsed, others = read_store(root, source, places, until, faults), list[Notice]()
    else:
        parsed, others = _parse(root, source, faults)
    chosen = choose(parsed, until, as_of, faults)
    ours = our_rows(chosen.used, source, places, category_of, until)
    faults += _type_faults(chosen.used, ours) or _nowhere_faults(source, chosen, ours, places)
    receipts = [_receipt(file, ours.aside.get(file.raw.name), chosen) for file in parsed]
    rows = _rows_by_month(chosen.used, ours)
    used = total_by_force((file.force, receipt.rows_used) for file, receipt in zip(parsed, receipts, strict=True))
    older = our_rows([replaced.older for replaced in chosen.replaced], source, places, category_of, until)
    revisions = _revisions(chosen, older.incidents, ours.incidents)
    dates = [file.raw.downloaded for file in chosen.used if file.raw.downloaded]
    held = months_held(source, rows, used, until, _ours_by_month(chosen.used, ours))
    notices = (
        *others,
        *file_notices(chosen.used, ours),
        *ours.notices,
        *type_notices(ours),
        *shrunk(source, revisions),
        *silent_categories(source, ours.incidents, held.months),
    )
    return _SourceRead(ours.incidents, tuple(receipts), revisions, notices, held, max(dates, default=None))


def _parse(root: Path, source: Source, faults: list[Fault]) -> tuple[list[ParsedFile], list[Notice]]:
    loader = LOADERS[source.kind]
    named = [(raw, loader.named(raw)) for raw in find_files(root, source, faults)]
    others = [raw for raw, said in named if said is None]
    tables = [(raw, said) for raw, said in named if said is not None]

    def parse(item: tuple[RawFile, tuple[str, str]]) -> ParsedFile | Fault:
        raw, (month, force) = item
        return parse_file(root, raw, force, month, loader.translate)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(parse, tables))
    faults += [result for result in results if isinstance(result, Fault)]
    files = [result for result in results if isinstance(result, ParsedFile)]
    faults += [_future_fault(file) for file in files if _in_future(file)]
    return files, left_alone(source, others)


def _in_future(file: ParsedFile) -> bool:
    downloaded = file.raw.downloaded
    return bool(downloaded and file.month and file.month > downloaded.isoformat()[:7])


def _future_fault(file: ParsedFile) -> Fault:
    cause = f"the month {file.month} is later than its download ({file.raw.downloaded})"
    return Fault(file.raw.place, "", cause, "Correct the date of the download's folder, or the file's name")


def _receipt(file: ParsedFile, aside: Counter[SetAside] | None, chosen: Chosen) -> Receipt:
    lines = file.facts.lines
    if aside is None:
        aside = Counter({chosen.aside[file.raw.name]: lines}) if file.raw.name in chosen.aside else Counter()
    return Receipt(
        source=file.raw.source.name,
        file=file.raw.name,
        sha256=file.facts.sha256,
        size=file.facts.size,
        force=file.force,
        month=file.month,
        downloaded=file.raw.downloaded,
        rows_read=lines,
        rows_used=lines - sum(aside.values()),
        set_aside=tuple(sorted(((reason, n) for reason, n in aside.items() if n), key=lambda item: -item[1])),
        repeated_ids=file.facts.repeated_ids,
    )


def _rows_by_month(files: Sequence[ParsedFile], ours: Ours) -> dict[tuple[str, str], int]:
    """Rows of each force's month: of the whole file where it holds one month, else this borough's rows by month."""
    rows = {(file.force, file.month): file.facts.lines for file in files if file.month}
    extracts = [i for i, file in enumerate(files) if not file.month]
    if extracts:
        mine = ours.incidents[ours.incidents["file"].isin(extracts)]
        rows |= {(files[extracts[0]].force, month): int(n) for month, n in mine.groupby("month").size().items()}
    return rows


def _ours_by_month(files: Sequence[ParsedFile], ours: Ours) -> dict[tuple[str, str], int]:
    """This borough's rows by force and month."""
    if not len(ours.incidents):
        return {}
    force = ours.incidents["file"].map(dict(enumerate(file.force for file in files)))
    counted = ours.incidents.groupby([force, ours.incidents["month"]]).size()
    return {(str(f), str(m)): int(n) for (f, m), n in counted.items()}


def _type_faults(files: Sequence[ParsedFile], ours: Ours) -> list[Fault]:
    """A month (an extract) of which no row of ours has a known crime type is not what it says it is.

    Of all forces together: one odd row of a force that seldom comes here must not stop the month.
    """
    holding = set(ours.incidents["file"]) if files else set()
    known = {file.month or file.raw.name for i, file in enumerate(files) if i in holding}
    unknown: dict[str, list[tuple[int, ParsedFile]]] = {}
    for file in files:
        rows = ours.aside[file.raw.name][SetAside.NO_CATEGORY]
        if rows:
            unknown.setdefault(file.month or file.raw.name, []).append((rows, file))
    faults = []
    for key in sorted(unknown.keys() - known):
        _, file = max(unknown[key], key=lambda item: item[0])
        names = ", ".join(repr(name[:80]) for name in sorted(ours.unknown_types)[:3])
        cause = f"no crime type in it is known ({names})"
        faults.append(Fault(file.raw.place, "Crime type", cause, "Add them to data/reference/categories.csv"))
    return faults


def _nowhere_faults(source: Source, chosen: Chosen, ours: Ours, places: Places) -> list[Fault]:
    """Files full of rows of which not one is ours: a wrong name or a wrong list, never a borough without crime."""
    rows = sum(file.facts.lines for file in chosen.used)
    if not source.required or not rows or len(ours.incidents) or ours.unknown_types:
        return []
    cause = f"not one of {rows:,} rows lies in {places.borough_name}"
    cure = "Check borough in partnership.yml, data/reference/lsoas.csv, and which force was downloaded"
    return [Fault(f"data/raw/{source.folder}".rstrip("/"), source.name, cause, cure)]


def _revisions(chosen: Chosen, then: pd.DataFrame, now: pd.DataFrame) -> tuple[Revision, ...]:
    index = {file.raw.name: i for i, file in enumerate(chosen.used)}
    told = []
    for i, replaced in enumerate(chosen.replaced):
        newer = (now["file"] == index[replaced.newer.raw.name]) & (now["month"] == replaced.month)
        told.append(revision(replaced, then[then["file"] == i], now[newer]))
    return tuple(told)
