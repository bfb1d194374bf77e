"""One source read: which of its files count, whose rows are ours, and the receipt of every line that arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.across_files import once_across_files
from bsafe_analysis.loading.came_in import Arrived, CameIn, look_over
from bsafe_analysis.loading.completeness import Held, main_force, months_held, shrunk, total_by_force
from bsafe_analysis.loading.downloads import Chosen, choose, revisions
from bsafe_analysis.loading.harmonise import Ours, our_rows
from bsafe_analysis.loading.implausible import future_faults, nowhere_faults, type_faults
from bsafe_analysis.loading.later_outcomes import LaterOutcomes, tells_outcomes, with_later_outcomes
from bsafe_analysis.loading.notices import file_notices, left_alone, none_used
from bsafe_analysis.loading.other_districts import count_other_districts, nothing_elsewhere
from bsafe_analysis.loading.outcome_words import are_told, newest_of_download, outcome_ages, unknown_outcomes
from bsafe_analysis.loading.parsed_files import ParsedFile, parse_file
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.loading.raw_files import RawFile, find_files
from bsafe_analysis.loading.renamed_forces import continued, joined, under_declared_names
from bsafe_analysis.loading.stop_search_files import no_stops, read_stops, tells_stops
from bsafe_analysis.loading.suppliers import LOADERS, STORE
from bsafe_analysis.model.receipts import Notice, Receipt, Revision, SetAside, Source

Faults = tuple[Fault, ...]


@dataclass(frozen=True)
class Needs:
    """What every source is read with: where its rows belong, what its words mean, up to which month and which day."""

    places: Places
    category_of: dict[str, str]
    until: str
    as_of: date | None
    compared: bool = True
    """Whether a newer download is compared with the one that it replaces."""


@dataclass(frozen=True)
class SourceRead:
    """What one source gave. `incidents`: this borough's rows; `newest`: the day of its newest download; `elsewhere`:
    what its leading force recorded in other districts (districts.DISTRICT_COUNT_COLUMNS); `outcome_ages`: month -> how
    many months later its files still tell what became of its crimes."""

    incidents: pd.DataFrame
    receipts: tuple[Receipt, ...]
    revisions: tuple[Revision, ...]
    notices: tuple[Notice, ...]
    held: Held
    newest: date | None
    came_in: CameIn = field(default_factory=CameIn)
    elsewhere: pd.DataFrame = field(default_factory=nothing_elsewhere)
    outcome_ages: Mapping[str, int] = field(default_factory=dict)
    stops: pd.DataFrame = field(default_factory=no_stops)
    """Searches in this borough: stop_search_files.SEARCH_COLUMNS."""


def read_source(root: Path, source: Source, needs: Needs) -> tuple[SourceRead, Faults]:
    """Every file of one source, and the faults of those from which nothing may be taken."""
    places, until = needs.places, needs.until
    needs = replace(needs, category_of={**needs.category_of, **dict(source.words)})
    parsed, others, unread, beside = _parsed(root, source, places, until)
    parsed = under_declared_names(parsed, source)
    chosen, undated = choose(parsed, until, needs.as_of)
    chosen.used, shared = once_across_files(chosen.used)
    ours = our_rows(chosen.used, source, places, needs.category_of, until)
    implausible = type_faults(chosen.used, ours) or nowhere_faults(source, chosen, ours, places)
    receipts = [_receipt(file, ours.aside.get(file.raw.name), chosen) for file in parsed]
    rows = _rows_by_month(chosen.used, ours)
    used = total_by_force((file.force, receipt.rows_used) for file, receipt in zip(parsed, receipts, strict=True))
    revised = _revisions(chosen, ours, source, needs) if needs.compared and chosen.replaced else ()
    dates = [file.raw.downloaded for file in chosen.used if file.raw.downloaded]
    mine = _ours_by_month(chosen.used, ours)
    names = continued(mine)
    here = total_by_force((names.get(force, force), n) for force, n in used.items())
    held = months_held(source, joined(rows, names), here, until, joined(mine, names))
    arrived = Arrived(source, chosen.used, ours, held.months, needs.category_of, until, mine, names, shared)
    came_in = look_over(arrived)
    notices = (
        *others,
        *file_notices(chosen.used, ours),
        *none_used(source, chosen.used, ours),
        *ours.notices,
        *shrunk(source, revised),
        *came_in.notices,
    )
    newest = max(dates, default=None)
    leading = [file for file in chosen.used if names.get(file.force, file.force) == main_force(here)]
    elsewhere = count_other_districts(leading, source, places, needs.category_of, held.months, came_in.unheld)
    became = _outcomes(parsed, chosen, ours, source, needs, [raw for raw in beside if tells_outcomes(raw)])
    stops, unread_stops = read_stops([raw for raw in beside if tells_stops(raw)], source, places, until, needs.as_of)
    notices = (*notices, *became.notices, *unknown_outcomes(source, became.incidents), *unread_stops)
    ages = outcome_ages(became.reach, became.incidents) if became.reach else {}
    read = SourceRead(
        became.incidents, tuple(receipts), revised, notices, held, newest, came_in, elsewhere, ages, stops
    )
    return read, (*unread, *undated, *implausible)


def _outcomes(
    parsed: list[ParsedFile], chosen: Chosen, ours: Ours, source: Source, needs: Needs, given: Sequence[RawFile]
) -> LaterOutcomes:
    """This borough's rows with the newest outcome that is held of each."""
    if not are_told(source) or ours.incidents.empty:
        return LaterOutcomes(ours.incidents, {})
    newest = newest_of_download(parsed, chosen.used, needs.until)
    return with_later_outcomes(ours.incidents, chosen.used, newest, given, source, needs.until, needs.as_of)


Parsed = tuple[list[ParsedFile], list[Notice], Faults, Sequence[RawFile]]
"""Tables, notices of what was left alone, faults, and the files of an open source that tell outcomes or searches."""


def _parsed(root: Path, source: Source, places: Places, until: str) -> Parsed:
    if source.kind == STORE:
        from bsafe_analysis.loading.national.reading import read_store  # its query engine is needed only here

        parts, faults = read_store(root, source, places, until)
        return parts, [], faults, ()
    return _parse_folder(root, source)


def _parse_folder(root: Path, source: Source) -> Parsed:
    loader = LOADERS[source.kind]
    found, closed = find_files(root, source)
    named = [(raw, loader.named(raw)) for raw in found]
    alone = [raw for raw, said in named if said is None]
    beside = [raw for raw in alone if are_told(source) and (tells_outcomes(raw) or tells_stops(raw))]
    others = [raw for raw in alone if raw not in beside]
    tables = [(raw, said) for raw, said in named if said is not None]

    def parse(item: tuple[RawFile, tuple[str, str]]) -> ParsedFile | Fault:
        raw, (month, force) = item
        return parse_file(root, raw, force, month, loader.translate, loader.tabulate)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(parse, tables))
    refused = [result for result in results if isinstance(result, Fault)]
    files = [result for result in results if isinstance(result, ParsedFile)]
    return files, left_alone(source, others), (*closed, *refused, *future_faults(files)), beside


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


def _revisions(chosen: Chosen, ours: Ours, source: Source, needs: Needs) -> tuple[Revision, ...]:
    older = [replaced.older for replaced in chosen.replaced]
    then = our_rows(older, source, needs.places, needs.category_of, needs.until).incidents
    number = {file.raw.name: i for i, file in enumerate(chosen.used)}
    newer = pd.DataFrame({
        "file": [number[each.newer.raw.name] for each in chosen.replaced],
        "month": [each.month for each in chosen.replaced], "pair": range(len(chosen.replaced)),
    })  # fmt: skip
    return revisions(chosen.replaced, then.rename(columns={"file": "pair"}), ours.incidents.merge(newer))
