"""Which neighbourhood each LSOA of a borough lies in, codes of 2011 and of 2021 side by side."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.lookups import Lookups

CENSUSES = ("LSOA21", "LSOA11")
ASKED = {"msoa21": "MSOA21", "msoa11": "MSOA11", "lsoa21": "LSOA21", "lsoa11": "LSOA11"}


@dataclass(frozen=True)
class Membership:
    """LSOA code -> neighbourhood code, for both censuses where the lookups allow it.

    `place`: what the neighbourhoods are ("MSOA21"). `shared`: LSOAs that lie in several neighbourhoods, with all of
    them; each counts in the one that `of_lsoa` says. `codes`: the LSOAs of each census. `unplaced`: of the borough,
    but in no neighbourhood.
    """

    place: str
    of_lsoa: dict[str, str]
    codes: dict[str, tuple[str, ...]]
    shared: dict[str, tuple[str, ...]]
    unplaced: tuple[str, ...]

    @property
    def neighbourhoods(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.of_lsoa.values())))


def place_asked(asked: str, lookups: Lookups) -> str:
    """For "msoa21" "MSOA21", for "ward" the newest wards held, for "lsoa" the newest LSOAs; InputError otherwise."""
    if asked == "lsoa":
        return next((place for place in CENSUSES if place in lookups.places()), CENSUSES[0])
    if asked == "ward":
        return max((place for place in lookups.places() if place.startswith("WD")), default="WD24")
    if asked not in ASKED:
        cause = "this is no kind of neighbourhood, and no file of that name is there"
        cure = f"Write one of {', '.join(('msoa21', 'msoa11', 'ward', 'lsoa'))}, or name a GeoJSON or GeoPackage"
        raise InputError([Fault("--neighbourhoods", asked, cause, cure)])
    return ASKED[asked]


def place_lsoas(lookups: Lookups, place: str) -> Membership:
    """Every LSOA of the borough in its neighbourhood; InputError where no lookup joins the two.

    The census that a lookup joins to the neighbourhoods decides; codes of the other follow through the lookup of
    2011 to 2021. A code of which parts lie in several neighbourhoods counts where most of its parts do.
    """
    direct = {census: _parents(lookups, census, place) for census in CENSUSES}
    own_year = sorted(CENSUSES, key=lambda census: census[-2:] != place[-2:])
    base = next((census for census in own_year if direct[census]), None)
    if base is None:
        raise InputError([_not_joined(lookups, place)])
    parents = dict(direct[base])
    for census in own_year:
        followed = direct[census] or _through(lookups, census, base, direct[base])
        parents = followed | parents
    codes = {census: tuple(sorted(lookups.codes(census))) for census in CENSUSES}
    every = {code for held in codes.values() for code in held}
    return Membership(
        place=place,
        of_lsoa={code: found[0] for code, found in sorted(parents.items())},
        codes=codes,
        shared={code: found for code, found in sorted(parents.items()) if len(found) > 1},
        unplaced=tuple(sorted(every - set(parents))),
    )


def _parents(lookups: Lookups, census: str, place: str) -> dict[str, tuple[str, ...]]:
    if census == place:
        return {code: (code,) for code in sorted(lookups.codes(census))}
    return lookups.links(census, place)


def _through(
    lookups: Lookups, census: str, base: str, parents: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    found = {}
    for code, others in lookups.links(census, base).items():
        held = [parents[other][0] for other in others if other in parents]
        if held:
            found[code] = tuple(sorted(set(held), key=lambda parent: (-held.count(parent), parent)))
    return found


def _not_joined(lookups: Lookups, place: str) -> Fault:
    held = ", ".join(f"{each}CD" for each in lookups.places()) or "no codes"
    cause = f"no file joins LSOAs to {place}CD; together they hold {held}"
    could = [asked for asked, other in ASKED.items() if any(lookups.links(c, other) for c in CENSUSES if c != other)]
    other = next((asked for asked in could if ASKED[asked] not in CENSUSES), None)
    cure = f"Add a lookup with LSOA21CD and {place}CD (docs/data-sources.md)"
    return Fault("--lookup", "", cause, cure + (f", or write --neighbourhoods {other}" if other else ""))
