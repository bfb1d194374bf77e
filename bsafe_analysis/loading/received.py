"""All sources together: what was received up to a month, as one incident table with its receipts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.loading.feeds import categories_fed, counted_twice, placed_months, without_places
from bsafe_analysis.loading.one_source import Needs, SourceRead, read_source
from bsafe_analysis.loading.partner.points_elsewhere import points_elsewhere
from bsafe_analysis.loading.partner.said_places import placed_by_name
from bsafe_analysis.loading.placement_moved import placement_told
from bsafe_analysis.loading.placing import Places, place
from bsafe_analysis.loading.stop_search_files import no_stops
from bsafe_analysis.model.doubts import Doubt
from bsafe_analysis.model.held_months import HeldMonths, SourceHeld
from bsafe_analysis.model.incidents import COLUMNS
from bsafe_analysis.model.receipts import NOT_COUNTED, Notice, Receipt, Revision, Source
from bsafe_analysis.model.same_again import REFERENCE_COLUMNS, REFERENCES


@dataclass(frozen=True)
class Received:
    """All that was received up to a month. `incidents`: incidents.COLUMNS, this borough's rows only.

    `months`: those that can go out: held of every source that is required, or where none is, of any; `newest_download`:
    of the required sources' downloads, where they are dated.
    """

    incidents: pd.DataFrame
    receipts: tuple[Receipt, ...]
    revisions: tuple[Revision, ...]
    notices: tuple[Notice, ...]
    held: HeldMonths
    months: tuple[str, ...]
    newest_download: date | None
    doubts: tuple[Doubt, ...] = ()
    """What of it could move a count without crime having changed."""
    elsewhere: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Source -> what its leading force recorded in its other districts (districts.DISTRICT_COUNT_COLUMNS)."""

    outcome_ages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Source -> month -> how many months later its files still tell what became of its crimes."""

    stops: pd.DataFrame = field(default_factory=no_stops)
    """The police's searches in this borough (stop_search_files.SEARCH_COLUMNS)."""

    references: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REFERENCE_COLUMNS)))
    """same_again.REFERENCE_COLUMNS of every incident of a source that gives any."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Months that a required source was expected in and that are not held of it."""
        return self.held.gaps


def receive(
    root: Path,
    sources: tuple[Source, ...],
    places: Places,
    category_of: dict[str, str],
    until: str,
    as_of: date | None,
    compared: bool = True,
) -> Received:
    """What was received up to the month `until`, looking at no download later than `as_of` (None: no limit).

    `compared`: whether newer downloads are compared with those that they replace; without it there are no revisions.

    Raises InputError with every fault of every file: nothing is taken from a file that cannot be trusted whole.
    """
    needs = Needs(places, category_of, until, as_of, compared)
    results = [read_source(root, source, needs) for source in sources]
    stopping = [
        fault for source, (_, found) in zip(sources, results, strict=True) if source.required for fault in found
    ]
    if stopping:
        raise InputError([fault for _, found in results for fault in found])
    unused = [_unused(source, found) for source, (_, found) in zip(sources, results, strict=True) if found]
    read = [result for result, _ in results]
    frames = [r.incidents for r in read if len(r.incidents)] or [pd.DataFrame(columns=list(COLUMNS))]
    incidents, placing_notices = place(pd.concat(frames, ignore_index=True), places)
    elsewhere = points_elsewhere(incidents, sources, places.borough_name)
    incidents, name_notices = placed_by_name(incidents, places.by_name)
    held, held_notices = _what_is_held(sources, read, incidents, category_of)
    placing = placement_told(incidents, sources, until)
    deciding = held.required or held.sources
    months = sorted({month for source in deciding for month in source.months} - set(held.gaps))
    dates = [source.as_at for source in deciding if source.as_at] or [r.newest for r in read if r.newest]
    return Received(
        incidents=incidents[list(COLUMNS)],
        receipts=tuple(receipt for r in read for receipt in r.receipts),
        revisions=tuple(revision for r in read for revision in r.revisions),
        notices=(
            *(notice for r in read for notice in (*r.notices, *r.held.notices)),
            *unused,
            *placing_notices,
            *elsewhere,
            *name_notices,
            *held_notices,
            *placing.notices,
            *_undated(bool(dates) or as_of is not None),
        ),
        held=held,
        months=tuple(months),
        newest_download=max(dates, default=None),
        doubts=(*(doubt for r in read for doubt in r.came_in.doubts), *placing.doubts),
        elsewhere={source.name: r.elsewhere for source, r in zip(sources, read, strict=True) if len(r.elsewhere)},
        stops=pd.concat([r.stops for r in read], ignore_index=True),
        references=_references(frames),
        outcome_ages={source.name: r.outcome_ages for source, r in zip(sources, read, strict=True) if r.outcome_ages},
    )


def _references(frames: list[pd.DataFrame]) -> pd.DataFrame:
    given = [frame for frame in frames if set(REFERENCES) & set(frame.columns)]
    columns = list(REFERENCE_COLUMNS)
    return pd.concat(
        [frame.reindex(columns=columns, fill_value="") for frame in given] or [pd.DataFrame(columns=columns)]
    )


def _what_is_held(
    sources: tuple[Source, ...], read: list[SourceRead], incidents: pd.DataFrame, category_of: dict[str, str]
) -> tuple[HeldMonths, list[Notice]]:
    """What each source holds, and what a person should know of that. `incidents`: placed rows of all sources."""
    rows = {source.name: incidents[incidents["source"] == source.name] for source in sources}
    seen = {name: list(of["category"].unique()) for name, of in rows.items()}
    own = {f"{s.name}: {word}": key for s in sources for word, key in s.words if key != NOT_COUNTED}
    fed = categories_fed(sources, seen, {w: key for w, key in category_of.items() if key != NOT_COUNTED} | own)
    found, notices = [], counted_twice(sources, fed)
    for source, told in zip(sources, read, strict=True):
        months = told.held.months
        placed = placed_months(rows[source.name], months)
        notices += without_places(source, months, placed)
        found.append(
            SourceHeld(
                name=source.name,
                title=source.title,
                months=months,
                placed_months=placed,
                gaps=told.held.gaps,
                categories=fed[source.name],
                required=source.required,
                as_at=told.newest,
                incomplete=tuple(sorted({n.subject for n in told.held.notices if n.kind == "fragment"})),
                not_whole=told.came_in.unheld,
            )
        )
    return HeldMonths(tuple(found)), notices


def _unused(source: Source, faults: tuple[Fault, ...]) -> Notice:
    """What a source that a month may go out without has sent and cannot be used: it stops nothing, but is told."""
    said = " ".join(f"{fault}" if str(fault).endswith(".") else f"{fault}." for fault in faults)
    text = f"{source.title}: what follows was not used, and the month goes out without it. {said}"
    return Notice("unused_file", source.name, len(faults), text, needs_person=True)


def _undated(dated: bool) -> list[Notice]:
    """Where no download has a date and none is declared: the as-at day that pages print is then a guess."""
    if dated:
        return []
    text = (
        "No download says on which day it was received: the as-at day of this pack is taken to be the last day of the "
        "month. Begin the folder's name with its date (2026-10-03), or declare it under downloads in sources.yml."
    )
    return [Notice("undated_download", "data/raw", 1, text, needs_person=True)]
