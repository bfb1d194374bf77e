"""The month from raw files to Prepared: loading, counts, detection, in that order and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.cautions import with_placement
from bsafe_analysis.detection.clusters import neighbours_of
from bsafe_analysis.detection.emerged import emerged_points, judged_again
from bsafe_analysis.detection.hexagons import hexagon_shares, hexagons
from bsafe_analysis.detection.places import busiest_places, concentrations, places_of_findings, points_of
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.detection.search import Earlier, Searchable, judgeable, judged_months, search
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.loading import Received, receive
from bsafe_analysis.loading.boundaries import Boundaries, corner_of, metres_on_map, outlines, read_boundaries
from bsafe_analysis.loading.context_files import read_context
from bsafe_analysis.loading.far_points import elsewhere_faults
from bsafe_analysis.loading.outcome_words import outcomes_meant
from bsafe_analysis.loading.partner.said_places import place_key
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.counts import count_monthly, issued_totals, sums_that_differ
from bsafe_analysis.model.cycle import GUARDED_COLUMNS, Cycle, Outline, Prepared
from bsafe_analysis.model.disclosure import OPEN, highest
from bsafe_analysis.model.findings import Finding, Status
from bsafe_analysis.model.held_months import HeldMonths, SourceNames
from bsafe_analysis.model.issued_record import Issued
from bsafe_analysis.model.map_context import ContextShape
from bsafe_analysis.model.map_points import Concentration, EmergedPoint, HexagonShare
from bsafe_analysis.model.outcomes import count_outcomes
from bsafe_analysis.model.periods import add_months, month_index, months_between
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.stop_searches import count_stops
from bsafe_analysis.parameters import Workspace, declared_as_of, read_cycle, read_workspace
from bsafe_analysis.parameters.rebases import rebases_to_come
from bsafe_analysis.preparation.apportioned import people_in_moved_places
from bsafe_analysis.preparation.counted_as import counted_as
from bsafe_analysis.preparation.rest_of_force import expect_elsewhere
from bsafe_analysis.preparation.store import read_issued, stored_findings
from bsafe_analysis.preparation.times_and_repeats import when_and_again
from bsafe_analysis.preparation.touching_clusters import torn_in
from bsafe_analysis.preparation.with_register import with_register

COMPARED = 30
"""Months over which map points are compared: the last six with the 24 before (detection/places.py)."""


@dataclass(frozen=True)
class OpenedMonth:
    """What was received for a month, and the cycle that follows from it."""

    workspace: Workspace
    places: Places
    received: Received
    cycle: Cycle
    of_choices: tuple[Notice, ...] = ()
    """What a person should know of what was chosen: lines between places that moved, recording changes to come."""
    context: tuple[ContextShape, ...] = ()


def prepare(root: Path, month: str) -> Prepared:
    """Read, check, count and search one month. Looks at nothing after the month nor after its as-of date.

    Raises InputError with every fault where an input cannot be used, or where the month was not received.
    """
    return with_register(root, search_month(root, month))


def search_month(root: Path, month: str) -> Prepared:
    """The month but for what people wrote (with_register.py): nothing here may read data/register."""
    received = open_month(root, month)
    counts = count(received)
    touching = neighbours_of(received.places.boundaries.polygons) if received.places.boundaries else {}
    searched = search(_searchable(received, counts, touching), earlier_of(root, received))
    findings = tuple(placement_weighed(finding, received) for finding in searched.findings)
    spots = gather(received, findings)
    classes = classes_of(received)
    return Prepared(
        **vars(replace(searched, findings=findings)),
        cycle=received.cycle,
        areas=received.workspace.areas,
        counts=counts,
        activities=(),
        priorities=received.workspace.priorities,
        notes=(),
        receipts=received.received.receipts,
        revisions=received.received.revisions,
        notices=(
            *received.received.notices,
            *received.of_choices,
            *_boundary_notices(received),
            *_residents_notices(received),
        ),
        outlines=_outlines(received),
        held=received.received.held,
        spots=spots.listed,
        concentrations=spots.concentrations,
        emerged=spots.emerged,
        hexagons=spots.hexagons,
        hexagon_shares=spots.hexagon_shares,
        corner=_corner(received),
        context=received.context,
        unplaced_sources=spots.unplaced_sources,
        neighbours=touching,
        options=received.workspace.options,
        guarded=guarded_counts(received, classes),
        **when_and_again(received.received, received.cycle, received.workspace.areas, findings),
        classes=classes,
        counted=counted_as(received.received.incidents, received.workspace, received.places, classes),
        doubts=received.received.doubts,
        other_districts=expect_elsewhere(received.received.elsewhere, received.cycle, received.received.held),
        outcomes=_outcomes_of(received),
        stops=count_stops(received.received.stops),
    )


def _outcomes_of(month: OpenedMonth) -> pd.DataFrame:
    received, lag = month.received, month.cycle.detection.outcome_months
    return count_outcomes(received.incidents, received.outcome_ages, outcomes_meant(), lag)


def _searchable(month: OpenedMonth, counts: pd.DataFrame, touching: dict[str, tuple[str, ...]]) -> Searchable:
    return Searchable(
        cycle=month.cycle,
        areas=month.workspace.areas,
        held=month.received.held,
        counts=counts,
        all_counts=counts,
        neighbours=touching,
        clustered=[category.key for category in month.cycle.categories],
        doubts=month.received.doubts,
    )


@dataclass(frozen=True)
class Gathered:
    """Where incidents gather: spots.SPOT_COLUMNS, how concentrated they are, and which sources take no part."""

    listed: pd.DataFrame
    concentrations: tuple[Concentration, ...]
    emerged: tuple[EmergedPoint, ...]
    hexagons: pd.DataFrame
    hexagon_shares: tuple[HexagonShare, ...]
    unplaced_sources: tuple[str, ...]


def gather(month: OpenedMonth, findings: tuple[Finding, ...]) -> Gathered:
    """Map points where incidents gather, from sources that anyone may have (OPEN): other points may be homes."""
    cycle, areas, held = month.cycle, month.workspace.areas, month.received.held
    usable = [source for source in month.workspace.sources if source.source_class == "OPEN"]
    names = [source.name for source in usable]
    on_map = metres_on_map if month.places.boundaries else None
    points = points_of(month.received.incidents, names, cycle.not_by_place, on_map)
    mapped = set(month.received.incidents.loc[month.received.incidents["longitude"].notna(), "source"])
    keys = [category.key for category in cycle.categories if category.key not in cycle.not_by_place]
    gaps = gaps_of_points(held, keys, cycle.month)
    # of all categories together only those of the leading sources: what another sent moves no place of theirs
    leading = [key for key in keys if set(held.group_of(key)) <= set(held.leading)]
    listed = [
        busiest_places(points, areas, cycle.month, gaps, keys, cycle.detection, leading),
        places_of_findings(points, areas, findings, cycle.detection, gaps),
    ]
    width, grid = hexagons(points, areas, cycle.month, leading)
    return Gathered(
        pd.concat(listed, ignore_index=True),
        concentrations(points, cycle.month, gaps, keys, leading),
        emerged_points(
            points[points["category"].isin(leading)],
            cycle.month,
            _not_compared(held, cycle),
            cycle.detection.false_discovery_rate,
        ),
        grid,
        hexagon_shares(grid, width, cycle.month),
        tuple(s.title for s in month.workspace.sources if s not in usable or s.name not in mapped),
    )


def _not_compared(held: HeldMonths, cycle: Cycle) -> frozenset[str]:
    """The months of all leading sources that no point is compared over, as far back as past months were judged."""
    gaps = {m for last in (judged_again(cycle.month)[0], cycle.month) for m in gaps_of_points(held, (), last)[""]}
    looked_at = months_between(add_months(judged_again(cycle.month)[0], 1 - COMPARED), cycle.month)
    return frozenset(gaps | {m for m in looked_at if cycle.detection.exceptional_time(m) is not None})


def gaps_of_points(held: HeldMonths, categories: Sequence[str], month: str) -> dict[str, tuple[str, ...]]:
    """Category -> the months that a place's years are compared over and that are not held of it; "" for all together.

    All together are the leading sources' own categories, so their gaps are those of what no month goes out without;
    the months before the first that they sent are among them, for nothing is known of these either.
    """
    compared = months_between(add_months(month, 1 - COMPARED), month)
    leading = [set(source.months) for source in held.sources if source.name in held.leading]
    known: dict[str, Collection[str]] = {category: held.months_of(category) for category in categories}
    known[""] = set.intersection(*leading) if leading else ()
    return {category: tuple(m for m in compared if m not in of) for category, of in known.items()}


def open_month(root: Path, month: str) -> OpenedMonth:
    """The workspace's choices and the files received for the month: the first half of `bsafe check`."""
    workspace = read_workspace(root, month)
    places = places_of(workspace)
    moved = people_in_moved_places(workspace, places, month)
    workspace = replace(workspace, areas=moved.areas)
    received = receive(root, workspace.sources, places, workspace.category_of, month, declared_as_of(workspace, month))
    if month not in received.months:
        raise InputError([_not_received(month, received, workspace)])
    if faults := (*elsewhere_faults(received.incidents, places), *torn_in(workspace, places)):
        raise InputError(faults)
    cycle = read_cycle(workspace, month, received.newest_download, received.months)
    context = read_context(root, places.boundaries) if isinstance(places.boundaries, Boundaries) else ()
    of_choices = (*moved.notices, *rebases_to_come(cycle.detection, month))
    return OpenedMonth(workspace, places, received, cycle, of_choices, context)


def places_of(workspace: Workspace) -> Places:
    """How this partnership places incidents: its LSOAs, its boundaries, its rule."""
    boundaries = None
    if workspace.boundaries_file is not None:
        codes = [area.code for area in workspace.areas.neighbourhoods]
        boundaries = read_boundaries(workspace.boundaries_file, codes, workspace.code_property)
    names = {area.name: area.code for area in workspace.areas.neighbourhoods} | workspace.place_names
    by_name = {place_key(name): code for name, code in names.items()}
    return Places(workspace.lsoas, workspace.placed_by, boundaries, workspace.partnership.borough, by_name)


def count(month: OpenedMonth) -> pd.DataFrame:
    """The counts, having checked that neighbourhoods, areas and borough add up for every month and category."""
    cycle, areas = month.cycle, month.workspace.areas
    counts = count_monthly(
        month.received.incidents,
        areas,
        cycle.categories,
        cycle.months,
        month.received.held,
        provisional_months(cycle.month, cycle.as_of, cycle.detection.provisional_months),
    )
    differ = sums_that_differ(counts, areas)
    if len(differ):
        first = differ.iloc[0]
        raise AssertionError(f"counts do not add up, a fault of bsafe: {len(differ)} sums differ, first {dict(first)}")
    return counts


def classes_of(month: OpenedMonth) -> dict[str, str]:
    """Category -> the highest class of the sources that count it or ever have, where that is not OPEN.

    A category that no source is known to count may belong to any of them: it has the highest class of all.
    """
    class_of = {source.name: source.source_class for source in month.workspace.sources}
    held = month.received.held
    seen = month.received.incidents[["category", "source"]].drop_duplicates()
    counted = {c.key: [class_of[name] for name in held.group_of(c.key)] for c in month.cycle.categories}
    for key, source in zip(seen["category"], seen["source"], strict=True):
        counted[key].append(class_of[source])
    found = {key: highest(classes or list(class_of.values())) for key, classes in counted.items()}
    return {key: of for key, of in found.items() if of != OPEN}


def guarded_counts(month: OpenedMonth, classes: dict[str, str]) -> pd.DataFrame:
    """What sources that are not OPEN counted: cycle.GUARDED_COLUMNS. The rest of a mixed category anyone may know."""
    cycle = month.cycle
    guarded = [name for name, _, of in cycle.sources if of != OPEN]
    incidents = month.received.incidents
    categories = [category for category in cycle.categories if category.key in classes]
    rows = incidents[incidents["source"].isin(guarded)]
    counts = count_monthly(rows, month.workspace.areas, categories, cycle.months, month.received.held)
    return counts[list(GUARDED_COLUMNS)]


def provisional_months(month: str, as_of: date, fill_up: int) -> int:
    """How many of the newest months were still filling up on that day, if a month takes `fill_up` months to do so?

    >>> provisional_months("2026-09", date(2026, 10, 5), 1), provisional_months("2020-04", date(2022, 1, 15), 1)
    (1, 0)
    """
    since = month_index(as_of.isoformat()[:7]) - month_index(month)
    return max(0, fill_up + 1 - max(since, 1))


def earlier_of(root: Path, month: OpenedMonth) -> Earlier:
    """What the months before told: as issued, and last month as it would have been told where it was not."""
    cycle, before = month.cycle, add_months(month.cycle.month, -1)
    past = judged_months(cycle.months)[:-1]
    issued = {m: told for m in past if (told := read_issued(root, m, cycle.as_of)) is not None}
    stored = stored_findings(root, before, cycle.as_of)
    then = {} if stored is not None else _told_then(root, month, before)
    known = {m: told.findings for m, told in issued.items()}
    known |= {before: stored} if stored is not None else {}
    return Earlier(issued, known, stored is not None, before, then)


def placement_weighed(finding: Finding, month: OpenedMonth) -> Finding:
    """A neighbourhood's finding with a caution where it hangs on incidents that lie along its edge."""
    areas, places = month.workspace.areas, month.places
    if finding.status is Status.CLEARED or areas[finding.area].level is not Level.NEIGHBOURHOOD:
        return finding
    rows = month.received.incidents
    rows = rows[(rows["month"] == finding.month) & (rows["category"] == finding.category) & rows["longitude"].notna()]
    near = places.near_its_lines(finding.area, rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    inside = rows["neighbourhood"].to_numpy() == finding.area
    return with_placement(finding, int((near & inside).sum()), int((near & ~inside).sum()))


def _told_then(root: Path, month: OpenedMonth, before: str) -> dict[SourceNames, Issued]:
    """Last month as it would have been told from what was held then, for each group of sources of which more is held.

    For the others this month's own roll through the past has found its findings already: what one source sent since
    must not change what is said of another.
    """
    as_of = declared_as_of(month.workspace, before) or _a_month_before(month.cycle.as_of)
    newer = {r.source for r in month.received.receipts if r.rows_used and r.downloaded and r.downloaded > as_of}
    then = _received_then(root, month, before, as_of) if newer else None
    if then is None:
        return {}
    groups = month.received.held.groups(category.key for category in month.cycle.categories)
    held = {source.name for source in then.held.sources if source.months}  # of a source that is new nothing was told
    told = [(names, keys) for names, keys in groups if newer & set(names) and set(names) <= held]
    return {names: _issued_then(month, then, before, names, keys) for names, keys in told}


def _issued_then(
    month: OpenedMonth, then: Received, before: str, names: SourceNames, categories: Sequence[str]
) -> Issued:
    """The categories of a group of sources in last month, judged from what was received then."""
    months = tuple(m for m in month.cycle.months if m <= before)
    areas, detection = month.workspace.areas, month.cycle.detection
    filling = provisional_months(before, then.newest_download or month.cycle.as_of, detection.provisional_months)
    wanted = [category for category in month.cycle.categories if category.key in categories]
    counts = count_monthly(then.incidents, areas, wanted, months, then.held, filling)
    judged, known = judged_months(months), judgeable(counts)
    expectations = expect(known, judged, detection, parents=areas.parents)
    found = find_history(expectations, known, areas, judged, detection, then.held.incomplete(names))[before]
    return Issued(before, "", found, issued_totals(counts, areas.borough.code, before))


def _received_then(root: Path, month: OpenedMonth, before: str, as_of: date) -> Received | None:
    """What was received by a day a month ago; None where that did not reach last month (a past month replayed)."""
    workspace = month.workspace
    try:
        then = receive(root, workspace.sources, month.places, workspace.category_of, before, as_of, compared=False)
    except InputError:
        return None  # an older download that cannot be used must not stop a month that can
    return then if before in then.months else None


def _a_month_before(day: date) -> date:
    earlier = add_months(day.isoformat()[:7], -1)
    # day 28 exists in every month: late enough, and never after the same day a month ago by more than three days
    return date(int(earlier[:4]), int(earlier[5:7]), min(day.day, 28))


def _outlines(month: OpenedMonth) -> tuple[Outline, ...]:
    boundaries = month.places.boundaries
    return outlines(boundaries) if isinstance(boundaries, Boundaries) else ()


def _corner(month: OpenedMonth) -> tuple[float, float]:
    boundaries = month.places.boundaries
    return corner_of(boundaries) if isinstance(boundaries, Boundaries) else (0.0, 0.0)


def _boundary_notices(month: OpenedMonth) -> tuple[Notice, ...]:
    boundaries = month.places.boundaries
    return boundaries.notices if isinstance(boundaries, Boundaries) else ()


def _residents_notices(month: OpenedMonth) -> tuple[Notice, ...]:
    without = [area for area in month.workspace.areas.neighbourhoods if area.residents is None]
    return tuple(
        Notice(
            "no_residents", area.code, 0, f"The residents of {area.name} are not known: counts are given without rates."
        )
        for area in without
    )


def _not_received(month: str, received: Received, workspace: Workspace) -> Fault:
    held = f"{received.months[0]} to {received.months[-1]}" if received.months else "no month"
    cause = f"this month was not received (held: {held})"
    notices = [n for n in received.notices if n.kind in ("no_rows", "none_of_ours") and month in n.subject]
    notices += [n for n in received.notices if n.kind == "left_alone" and n.needs_person]
    if notices:
        return Fault("data/raw", month, f"{cause}; {notices[0].text.rstrip('.')}", "Mend that, or download it again")
    folders = sorted({f"data/raw/{source.folder}".rstrip("/") for source in workspace.sources if source.required})
    into = " or ".join(folders) or "data/raw"
    cure = f"Put the download that holds {month} into {into}, or load it into the store that sources.yml names"
    return Fault("data/raw", month, cause, cure)
