"""All that a new workspace's reference files hold for one borough, from the published files that were named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.area_proposal import compass_names, number_of_areas, propose_areas
from bsafe_analysis.parameters.published.drawn_places import read_drawn
from bsafe_analysis.parameters.published.given_areas import Grouping, read_areas
from bsafe_analysis.parameters.published.lookups import Lookups, read_lookups
from bsafe_analysis.parameters.published.membership import CENSUSES, Membership, place_asked, place_lsoas
from bsafe_analysis.parameters.published.neighbourhood_shapes import Shapes, own_neighbourhoods, patches_of, read_shapes
from bsafe_analysis.parameters.published.one_borough import Borough, find_borough
from bsafe_analysis.parameters.published.provenance import Provenance, provenance_of
from bsafe_analysis.parameters.published.published_residents import Residents, read_residents, unreadable_counts

T = TypeVar("T")
RESIDENTS_PER_LSOA = 1_600
"""What ONS draws an LSOA around, where no population is given."""


@dataclass(frozen=True)
class PublishedFiles:
    """What was typed at `bsafe init`. `neighbourhoods`: msoa21, msoa11, ward, lsoa or a file of polygons.

    `areas`: a file, how many to propose, or "".
    """

    borough: str
    lookups: tuple[Path, ...]
    neighbourhoods: str = "msoa21"
    boundaries: Path | None = None
    population: tuple[Path, ...] = ()
    areas: str = ""


@dataclass(frozen=True)
class BoroughReference:
    """One borough's places, residents and shapes, and where each came from."""

    borough: Borough
    membership: Membership
    names: dict[str, str]
    grouping: Grouping
    residents: Residents
    shapes: Shapes
    placed_by: str
    areas_from: str
    provenance: tuple[Provenance, ...]

    @property
    def code(self) -> str:
        """The borough's own code: its name in capitals, which people can read in a file's name."""
        return re.sub(r"[^A-Z0-9]+", "-", self.borough.name.upper()).strip("-")[:40]


class _GatheredFaults:
    """Faults of several steps, gathered, so that all are told at once."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def tried(self, step: Callable[[], T]) -> T | None:
        """What the step gives; None where it refused, its faults kept."""
        try:
            return step()
        except InputError as error:
            self.found += [fault for fault in error.faults if fault not in self.found]
            return None


@dataclass(frozen=True)
class _Ground:
    """The borough and its neighbourhoods; `shapes` where the partnership drew them itself."""

    borough: Borough
    membership: Membership
    names: dict[str, str]
    shapes: Shapes | None


def gather(files: PublishedFiles, today: date) -> BoroughReference:
    """Read, cut to the borough, joined; InputError with every fault of every file."""
    faults = _GatheredFaults()
    ground = _ground(files, faults)
    if ground is None:
        faults.found += _unreadable(files)
        raise InputError(faults.found)
    residents, wrong = read_residents(files.population, tuple(ground.names), ground.membership)
    faults.found += wrong
    shapes = ground.shapes or faults.tried(lambda: _shapes(files.boundaries, ground.membership)) or {}
    grouping = faults.tried(lambda: _grouping(files.areas, ground, residents, shapes))
    if faults.found or grouping is None:
        raise InputError(faults.found)
    of_parliament = frozenset(table.file for table in ground.borough.lookups.tables if table.known_as)
    return BoroughReference(
        borough=ground.borough,
        membership=ground.membership,
        names={code: grouping.names.get(code, ground.names[code]) for code in grouping.of},
        grouping=grouping,
        residents=residents,
        shapes=shapes,
        placed_by="points" if ground.shapes else "lsoas",
        areas_from=Path(files.areas).name if _is_file(files.areas) else "",
        provenance=provenance_of(_given(files), today, of_parliament),
    )


def _ground(files: PublishedFiles, faults: _GatheredFaults) -> _Ground | None:
    """None where a fault stands in the way; what does not join is not judged while a lookup could not be read."""
    lookups, unread = read_lookups(files.lookups)
    if not files.lookups:
        cause = "no lookup is named, and a borough is made from them"
        unread = (Fault("--lookup", "", cause, "See docs/data-sources.md"),)
    faults.found += unread
    own = _own_file(files.neighbourhoods)
    drawn = faults.tried(lambda: own_neighbourhoods(own)) if own else None
    borough = faults.tried(lambda: find_borough(lookups, files.borough)) if lookups.tables else None
    if borough is None or unread or (own and drawn is None):
        return None
    membership = faults.tried(lambda: _membership(borough.lookups, files.neighbourhoods))
    if membership is None:
        return None
    if drawn:
        drawn = drawn.within(borough.lookups.codes(drawn.place) if drawn.place else ())
        if not drawn.names:
            faults.found.append(Fault(files.neighbourhoods, "", f"it holds no place of {borough.name}", "Give its own"))
            return None
        return _Ground(borough, membership, drawn.names, drawn.shapes)
    return _Ground(borough, membership, _names_of(borough.lookups, membership), None)


def _own_file(neighbourhoods: str) -> Path | None:
    """The file of polygons that was named, where it is one: a word with a full stop is no kind of neighbourhood."""
    return Path(neighbourhoods) if "." in neighbourhoods or "/" in neighbourhoods else None


def _is_file(areas: str) -> bool:
    return bool(areas) and not areas.isdigit()


def _given(files: PublishedFiles) -> list[tuple[str, Path]]:
    own = _own_file(files.neighbourhoods)
    given = [("lookup", path) for path in files.lookups]
    given += [("neighbourhoods", own)] if own else []
    given += [("boundaries", files.boundaries)] if files.boundaries else []
    given += [("population", path) for path in files.population]
    return [*given, ("areas", Path(files.areas))] if _is_file(files.areas) else given


def _membership(lookups: Lookups, neighbourhoods: str) -> Membership:
    """Drawn neighbourhoods have no LSOAs of their own: the borough's are listed, and points decide."""
    if _own_file(neighbourhoods) is None:
        return place_lsoas(lookups, place_asked(neighbourhoods, lookups))
    codes = {census: tuple(sorted(lookups.codes(census))) for census in CENSUSES}
    if not any(codes.values()):
        raise InputError(
            [Fault("--lookup", "", "no file lists the borough's LSOAs", "Add one with LSOA21CD and LAD24CD")]
        )
    return Membership("", {}, codes, {}, tuple(sorted({code for held in codes.values() for code in held})))


def _unreadable(files: PublishedFiles) -> list[Fault]:
    """What is wrong with the other files whatever the borough is, told with the rest."""
    faults = list(unreadable_counts(files.population))
    try:
        if files.boundaries:
            read_drawn(files.boundaries, lambda _: False)
    except InputError as error:
        faults += error.faults
    return faults


def _names_of(lookups: Lookups, membership: Membership) -> dict[str, str]:
    names = lookups.names(membership.place)
    return {code: names.get(code, code) for code in membership.neighbourhoods}


def _shapes(boundaries: Path | None, membership: Membership) -> Shapes:
    return read_shapes(boundaries, membership) if boundaries else {}


def _grouping(areas: str, ground: _Ground, residents: Residents, shapes: Shapes) -> Grouping:
    """As the partnership's file has it, else as proposed."""
    names, membership = ground.names, ground.membership
    if _is_file(areas):
        return read_areas(Path(areas), names)
    known = all(residents.residents.get(code) for code in names)
    sizes = {c: float(residents.residents[c]) for c in names} if known else _sizes_by_lsoas(membership, names)
    patches = patches_of(sizes, shapes, _wards(ground.borough.lookups, membership))
    number = min(int(areas), len(names)) if areas else number_of_areas(sum(sizes.values()), len(names))
    groups = propose_areas(patches, max(number, 1))
    titles = compass_names(patches, groups)
    if not shapes:
        titles = tuple(f"Area {i + 1}" for i in range(len(titles)))
    codes = [f"A{i + 1}" for i in range(len(titles))]
    return Grouping(tuple(zip(codes, titles, strict=True)), {code: codes[i] for code, i in groups.items()}, {})


def _sizes_by_lsoas(membership: Membership, names: dict[str, str]) -> dict[str, float]:
    """Where residents are not known: by how many LSOAs of one census, for ONS draws them alike."""
    census = max(membership.codes, key=lambda each: len(membership.codes[each]))
    counted = Counter(membership.of_lsoa.get(code, "") for code in membership.codes[census])
    return {code: float(max(counted[code], 1) * RESIDENTS_PER_LSOA) for code in names}


def _wards(lookups: Lookups, membership: Membership) -> dict[str, dict[str, float]]:
    """Neighbourhood -> the share of its LSOAs in each of the newest wards; empty where no ward is known."""
    newest = max((place for place in lookups.places() if place.startswith("WD")), default="")
    census = next((c for c in CENSUSES if newest and lookups.links(c, newest)), "")
    held: dict[str, Counter[str]] = {}
    for lsoa, wards in lookups.links(census, newest).items() if census else ():
        if lsoa in membership.of_lsoa:
            held.setdefault(membership.of_lsoa[lsoa], Counter())[wards[0]] += 1
    return {code: {ward: n / counted.total() for ward, n in counted.items()} for code, counted in held.items()}
