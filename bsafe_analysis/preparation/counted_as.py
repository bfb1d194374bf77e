"""What guarded counts are of: the words that mean each category, those that had rows, and how each place is drawn."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

import pandas as pd
import shapely

from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.disclosure import OPEN
from bsafe_analysis.model.receipts import NOT_COUNTED, Source
from bsafe_analysis.model.released_counts import CountedAs
from bsafe_analysis.parameters import Workspace


def counted_as(incidents: pd.DataFrame, workspace: Workspace, places: Places, classes: Mapping[str, str]) -> CountedAs:
    """For the memory of what was released. Places only where anything is guarded: nothing else is remembered."""
    guarded = [source for source in workspace.sources if source.source_class != OPEN]
    return CountedAs(
        mean=_words_meant(guarded, workspace.category_of),
        found=_words_found(incidents, [source.name for source in guarded]),
        opened=_words_meant([s for s in workspace.sources if s not in guarded], workspace.category_of),
        places=drawn_as(workspace.areas, places) if classes else {},
    )


def word_of(source: str, word: str) -> str:
    """
    >>> word_of("fire", "Refuse & rubbish (small)")
    'fire|refuserubbishsmall'
    """
    return f"{source}|{re.sub(r'[^a-z0-9]', '', word.casefold())}"


def _words_meant(sources: list[Source], category_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    meant: dict[str, set[str]] = {}
    for source in sources:
        for word, category in {**category_of, **dict(source.words)}.items():
            if category != NOT_COUNTED and (not source.categories or category in source.categories):
                meant.setdefault(category, set()).add(word_of(source.name, word))
    return {category: tuple(sorted(words)) for category, words in sorted(meant.items())}


def _words_found(incidents: pd.DataFrame, guarded: list[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    rows = incidents.loc[incidents["source"].isin(guarded), ["category", "month", "source", "supplier_category"]]
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for (category, month), of in rows.drop_duplicates().groupby(["category", "month"], sort=True):
        words = {word_of(*pair) for pair in zip(of["source"], of["supplier_category"], strict=True)}
        found.setdefault(str(category), {})[str(month)] = tuple(sorted(words))
    return found


def drawn_as(areas: Areas, places: Places) -> dict[str, str]:
    """Code -> a digest of the land that it covers: of its LSOAs, or of its polygon on the one-metre grid.

    Of an area the outer line alone: lines that move inside it leave it as it was.
    """
    digests = {}
    for area in (areas.borough, *areas.local_areas, *areas.neighbourhoods):
        leaves = [n.code for n in areas.neighbourhoods if area.code in {a.code for a in areas.chain(n.code)}]
        land = _land_by_lsoa(leaves, places) if places.placed_by == "lsoas" else _land_by_line(leaves, places)
        digests[area.code] = hashlib.sha256(land).hexdigest()[:20]
    return digests


def _land_by_lsoa(leaves: list[str], places: Places) -> bytes:
    return "\n".join(sorted(lsoa for lsoa, code in places.lsoas.items() if code in leaves)).encode()


def _land_by_line(leaves: list[str], places: Places) -> bytes:
    polygons = places.boundaries.polygons if places.boundaries else {}
    drawn = [polygons[code] for code in leaves if code in polygons]
    if not drawn:
        return "\n".join(sorted(leaves)).encode()  # placed by names alone
    return bytes(shapely.to_wkb(shapely.normalize(shapely.simplify(shapely.union_all(drawn), 0.0))))
