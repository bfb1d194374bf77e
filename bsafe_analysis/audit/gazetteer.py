"""Places, residents, LSOAs and categories as data/reference has them: plain look-ups for whoever proves a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bsafe_analysis.audit.declared import LEFT_OUT
from bsafe_analysis.audit.drawn_versions import PeopleShared, versions_until
from bsafe_analysis.audit.reference_rows import reference_rows
from bsafe_analysis.audit.respelt_words import meant_by

NOWHERE = "not-placed"
"""The line of incidents that lie in the borough and in no neighbourhood."""
BOROUGH, AREA, NEIGHBOURHOOD, NOT_PLACED = "borough", "area", "neighbourhood", "not_placed"
LEVELS = (BOROUGH, AREA, NEIGHBOURHOOD, NOT_PLACED)


@dataclass(frozen=True)
class Gazetteer:
    """`levels`, `parents`, `names`: by place code; `nouns` and `category_names`: by category key.

    `residents`: of neighbourhoods, and of areas and the borough where every part's are known. `neighbourhood_of`: LSOA
    -> neighbourhood ("" where the table leaves it open); `category_of`: a supplier's word -> our key.
    """

    names: Mapping[str, str]
    levels: Mapping[str, str]
    parents: Mapping[str, str]
    residents: Mapping[str, int | None]
    neighbourhood_of: Mapping[str, str]
    category_of: Mapping[str, str]
    category_names: Mapping[str, str]
    nouns: Mapping[str, str]
    own_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Feed -> words that mean something of their own in it -> our key."""
    people: str = "residents.csv"
    lines: str = "neighbourhoods.geojson"
    shared: PeopleShared | None = None
    """`people`: the table of residents; `lines`: the file of the lines in force; `shared`: how these people live in the
    places whose lines moved since they were counted, None where none did."""

    @classmethod
    def of(cls, root: Path, month: str) -> Gazetteer:
        """The tables of one workspace, as they are in force in a month."""
        versions = versions_until(root, month)
        people = [each.residents for each in versions if each.residents][-1]
        places = sorted(reference_rows(root, "areas.csv"), key=lambda row: LEVELS.index(row["level"]))
        categories = reference_rows(root, "categories.csv")
        counted_ones = [row for row in categories if row["category"] != LEFT_OUT]
        levels = {row["code"]: row["level"] for row in places}
        parents = {row["code"]: row["parent"] for row in places if row["parent"]}
        borough = next(code for code, level in levels.items() if level == BOROUGH)
        counted = {row["code"]: _people(row["residents"]) for row in reference_rows(root, people)}
        return cls(
            names={row["code"]: row["name"] for row in places} | {NOWHERE: "Not placed"},
            levels=levels | {NOWHERE: NOT_PLACED},
            parents=parents | {NOWHERE: borough},
            residents=_summed_up(levels, parents, counted),
            people=people,
            lines=versions[-1].file,
            neighbourhood_of={row["lsoa"]: row["neighbourhood"] for row in reference_rows(root, versions[-1].lsoas)},
            category_of=_words(categories, ""),
            category_names={row["category"]: row["name"] for row in counted_ones},
            nouns={row["category"]: row["noun"] for row in counted_ones},
            own_words={feed: _words(categories, feed) for feed in {row.get("source", "") for row in categories} - {""}},
        )

    def with_people_shared(self, shared: PeopleShared | None) -> Gazetteer:
        """The same with the residents of places whose lines moved shared out."""
        if shared is None:
            return self
        told = {code: shared.people(code, self.residents) for code in self.at(NEIGHBOURHOOD)}
        parents = {part: parent for part, parent in self.parents.items() if part != NOWHERE}
        return replace(self, residents=_summed_up(self.levels, parents, told), shared=shared)

    @property
    def borough(self) -> str:
        return self.at(BOROUGH)[0]

    def at(self, level: str) -> tuple[str, ...]:
        """The codes of one level, in the order of areas.csv."""
        return tuple(code for code, its in self.levels.items() if its == level)

    def category_for(self, word: str, feed: str = "") -> str | None:
        """Our key of a supplier's word, listed so or in other capitals, spaces or punctuation; None: in no list.

        What a feed's own words say comes first. LEFT_OUT: a word that is not counted, on purpose.
        """
        own = self.own_words.get(feed, {})
        return own.get(word) or self.category_of.get(word) or meant_by(word, own) or meant_by(word, self.category_of)

    @property
    def every_category(self) -> tuple[str, ...]:
        """Our keys, whoever's words mean them."""
        return tuple(self.category_names)

    def parts(self, code: str) -> tuple[str, ...]:
        """The places that lie directly in one."""
        return tuple(part for part, parent in self.parents.items() if parent == code and part != NOWHERE)

    def inside(self, code: str) -> tuple[str, ...]:
        """The finest places that a place is made of: itself or its neighbourhoods; of the borough, the rest as well."""
        if self.levels[code] == BOROUGH:
            return (*self.at(NEIGHBOURHOOD), NOWHERE)
        return self.parts(code) if self.levels[code] == AREA else (code,)


def _words(categories: list[dict[str, str]], feed: str) -> dict[str, str]:
    """The words that are one feed's own, or of all ("")."""
    return {row["supplier_category"]: row["category"] for row in categories if row.get("source", "") == feed}


def _people(text: str) -> int | None:
    return int(text) if text else None


def _summed_up(
    levels: Mapping[str, str], parents: Mapping[str, str], counted: Mapping[str, int | None]
) -> dict[str, int | None]:
    """Residents of every place: of a larger one only where those of all its parts are known."""
    known: dict[str, int | None] = {code: counted.get(code) for code, at in levels.items() if at == NEIGHBOURHOOD}
    for level in (AREA, BOROUGH):
        for code in (code for code, at in levels.items() if at == level):
            parts = [known[part] for part, parent in parents.items() if parent == code]
            known[code] = None if None in parts else sum(n or 0 for n in parts)
    return known
