"""The places of a partnership: borough > area > neighbourhood, and those who live there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

NOT_PLACED = "not-placed"
"""Code of the line that holds incidents known to lie in the borough but in no neighbourhood."""


class Level(StrEnum):
    BOROUGH = "borough"
    AREA = "area"
    NEIGHBOURHOOD = "neighbourhood"
    NOT_PLACED = "not_placed"


@dataclass(frozen=True)
class Area:
    """One place. Codes are never reused; a moved boundary is a new dated row.

    `residents` and `households` are None where they are not known; `residents_note` says where they come from.
    """

    code: str
    name: str
    level: Level
    parent: str | None
    valid_from: str | None = None
    valid_to: str | None = None
    residents: int | None = None
    households: int | None = None
    residents_note: str = ""


@dataclass(frozen=True)
class Areas:
    """All places of one version of the boundaries, in the order of the reference file, borough first."""

    every: tuple[Area, ...]
    version: str = ""

    @cached_property
    def _by_code(self) -> dict[str, Area]:
        return {area.code: area for area in self.every}

    def __iter__(self) -> Iterator[Area]:
        return iter(self.every)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Area:
        """The place with that code; KeyError where there is none."""
        return self._by_code[code]

    @property
    def borough(self) -> Area:
        return self.of_level(Level.BOROUGH)[0]

    def of_level(self, level: Level) -> tuple[Area, ...]:
        return tuple(area for area in self.every if area.level == level)

    @property
    def local_areas(self) -> tuple[Area, ...]:
        return self.of_level(Level.AREA)

    @property
    def neighbourhoods(self) -> tuple[Area, ...]:
        return self.of_level(Level.NEIGHBOURHOOD)

    def children(self, code: str) -> tuple[Area, ...]:
        return tuple(area for area in self.every if area.parent == code and area.level != Level.NOT_PLACED)

    @property
    def parents(self) -> dict[str, str | None]:
        """The place that each place is part of; of what lies in no neighbourhood, the borough."""
        return {area.code: area.parent for area in self.every} | {NOT_PLACED: self.borough.code}

    def chain(self, code: str) -> tuple[Area, ...]:
        """The place and those that hold it, borough first: the breadcrumb."""
        area: Area | None = self[code]
        chain: list[Area] = []
        while area is not None:
            chain.append(area)
            area = self[area.parent] if area.parent else None
        return tuple(reversed(chain))
