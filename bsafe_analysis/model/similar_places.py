"""With which places is each neighbourhood compared: those of its group, those whose features are nearest, or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

NEAREST = 8
TOWN_CENTRE = "town_centre"
"""The feature, 0 or 1, of a place where many are who do not live there."""


class SimilarBy(StrEnum):
    """What says which places are alike: similar.csv, features.csv, or nothing: then all others of the borough."""

    GROUPS = "groups"
    FEATURES = "features"
    BOROUGH = "borough"


@dataclass(frozen=True)
class SimilarPlaces:
    """`of`: place -> the places that it is compared with, by code; one that is not here is compared with all others.

    `features`: those that were weighed, by name; `sources`: what the file names as its sources; `town_centres`: codes.
    """

    by: SimilarBy = SimilarBy.BOROUGH
    of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    features: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    town_centres: tuple[str, ...] = ()

    def beside(self, code: str, every: Sequence[str]) -> tuple[str, ...]:
        """Those of `every` with which a place is compared, in their order: never itself."""
        alike = dict(self.of).get(code)
        return tuple(other for other in every if other != code and (alike is None or other in alike))


def nearest_places(features: Mapping[str, Mapping[str, float]], nearest: int = NEAREST) -> dict[str, tuple[str, ...]]:
    """Place -> the places nearest to it by all features together, each in its own standard deviations.

    `features`: name -> place -> value, of the same places each. Of equally near ones the first by code.

    >>> nearest_places({"age": {"A": 30, "B": 31, "C": 40}}, nearest=1)
    {'A': ('B',), 'B': ('A',), 'C': ('B',)}
    """
    codes = sorted(next(iter(features.values()), {}))
    values = np.array([[features[name][code] for name in sorted(features)] for code in codes], dtype=float)
    spread = values.std(axis=0)
    standard = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    # rounded, so that two places as far away stand in the order of their codes on every machine
    far = np.round(((standard[:, None] - standard[None]) ** 2).sum(-1), 9)
    found = {}
    for i, code in enumerate(codes):
        order = sorted((far[i, j], other) for j, other in enumerate(codes) if j != i)
        found[code] = tuple(sorted(other for _, other in order[:nearest]))
    return found
