"""Statistical disclosure control of small counts that partners share: primary and secondary suppression, and rounding.

Primary suppression hides what is small by itself. But a hidden count is worth nothing if it can be worked out from what
is shown, so secondary suppression hides more. The counts of one category in one month form
a tree (borough = its areas; area = its neighbourhoods; what lies in no neighbourhood takes no part, lest those few cost
an area its count), so what a reader can work out is exactly this: in each
family whose parent is shown, what the hidden children hold together. `protect` hides more until that sum tells nothing:
at least two hidden children, which hold at least the smallest count together beyond what is known of them. Then each
hidden count can still be anything from nought to the smallest count. Everything else that a page shows must be
computed from the counts that are left, and from nothing else (docs/disclosure.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bsafe_analysis.model.areas import Areas

LEVELS = ("neighbourhood", "area", "borough")
"""Of places, the finest first."""


@dataclass(frozen=True)
class Tree:
    """The places of a table of counts, the borough first. `children[i]` in the order in which they hide for others."""

    codes: tuple[str, ...]
    children: tuple[tuple[int, ...], ...]
    levels: tuple[str, ...]


def tree_of(areas: Areas) -> Tree:
    """Borough, areas and neighbourhoods. Those with the fewest residents hide first: were it by their counts,
    the choice would tell of them."""
    places = (areas.borough, *areas.local_areas, *areas.neighbourhoods)
    codes = tuple(place.code for place in places)
    at = {code: i for i, code in enumerate(codes)}
    below: dict[str, list[int]] = {code: [] for code in codes}
    for place in sorted(places[1:], key=lambda p: (p.residents or 0, at[p.code])):
        below[place.parent or areas.borough.code].append(at[place.code])
    return Tree(codes, tuple(tuple(below[code]) for code in codes), tuple(str(place.level) for place in places))


def protect(tree: Tree, counts: np.ndarray, smallest: int, finest: str = "neighbourhood") -> np.ndarray:
    """What may be shown of one category's month: `counts` by place of the tree, missing (nan) where it must hide.

    Primary suppression (what is smaller than `smallest`, and every place finer than `finest`), then secondary.

    Counts that are missing already stay so: the wider audience begins with what the narrower one is shown.
    """
    shown = np.where(counts >= smallest, counts, np.nan)
    too_fine = LEVELS[: LEVELS.index(finest)]
    shown[[i for i, level in enumerate(tree.levels) if level in too_fine]] = np.nan
    return complete(tree, shown, smallest)


def complete(tree: Tree, shown: np.ndarray, smallest: int) -> np.ndarray:
    """Secondary suppression: hide more places, one by one, until no hidden count can be worked out to be small."""
    shown = shown.copy()
    for parent in reversed(range(len(tree.codes))):  # from the leaves up: what a family cannot hide, its parent must
        while not is_safe(tree, shown, parent, smallest):
            left = [child for child in tree.children[parent] if not np.isnan(shown[child])]
            if np.isnan(shown[parent]):
                _hide(tree, shown, left[0])  # a hidden place all of whose parts are shown is their sum
            elif left:
                _hide(tree, shown, left[0])
            else:
                shown[parent] = np.nan
    return shown


def _hide(tree: Tree, shown: np.ndarray, place: int) -> None:
    """Hide a place, and where all its parts are shown one of them: else their sum would be its count."""
    shown[place] = np.nan
    parts = tree.children[place]
    if parts and not any(np.isnan(shown[part]) for part in parts):
        _hide(tree, shown, parts[0])


def is_safe(tree: Tree, shown: np.ndarray, parent: int, smallest: int) -> bool:
    """Whether the family of this parent gives nothing away."""
    children = tree.children[parent]
    hidden = [child for child in children if np.isnan(shown[child])]
    if np.isnan(shown[parent]):
        return not children or bool(hidden)
    return not hidden or (len(hidden) >= 2 and unknown(tree, shown, parent) >= smallest)


def unknown(tree: Tree, shown: np.ndarray, parent: int) -> float:
    """How many of a shown place's count lie in hidden places, beyond what is known of those."""
    return float(shown[parent]) - sum(known(tree, shown, child) for child in tree.children[parent])


def known(tree: Tree, shown: np.ndarray, place: int) -> float:
    """The least that a place can hold by what is shown: its count, or that of its parts."""
    if not np.isnan(shown[place]):
        return float(shown[place])
    return sum(known(tree, shown, part) for part in tree.children[place])


def all_safe(tree: Tree, shown: np.ndarray, smallest: int) -> bool:
    """Whether this may be shown: no small count, and none that can be worked out."""
    small = bool((shown < smallest).any())
    return not small and all(is_safe(tree, shown, parent, smallest) for parent in range(len(tree.codes)))


def shown_again(tree: Tree, counts: np.ndarray, before: np.ndarray, smallest: int) -> np.ndarray:
    """What may be shown of a month of which this audience was shown `before` already.

    What differs between two editions is a count too. So the same places are shown again, with the newer counts, if each
    of them and each hidden remainder differs by nothing or by at least the smallest count. Otherwise the month stands
    as it was first shown.
    """
    same_places = np.where(np.isnan(before) | np.isnan(counts), np.nan, counts)
    if np.array_equal(np.isnan(same_places), np.isnan(before)) and all_safe(tree, same_places, smallest):
        moved = [*(same_places - before), *_remainders(tree, same_places, before)]
        if all(np.isnan(d) or d == 0 or abs(d) >= smallest for d in moved):
            return same_places
    return before


def _remainders(tree: Tree, now: np.ndarray, then: np.ndarray) -> list[float]:
    parents = [i for i, children in enumerate(tree.children) if children and not np.isnan(now[i])]
    return [unknown(tree, now, i) - unknown(tree, then, i) for i in parents]


def rounded(values: np.ndarray, base: int) -> np.ndarray:
    """To the nearest multiple, halves up: the same count is always the same, so averaging many editions undoes nothing.

    >>> rounded(np.array([12.0, 13.0]), 5).tolist()
    [10.0, 15.0]
    """
    return values if base == 1 else base * np.floor(values / base + 0.5)
