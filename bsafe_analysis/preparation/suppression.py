"""Statistical disclosure control of small counts that partners share: primary and secondary suppression, and rounding.

Primary suppression hides what is small by itself. But a hidden count is worth nothing if it can be worked out from what
is shown, so secondary suppression hides more. The counts of one category in one month form
a tree (borough = its areas; area = its neighbourhoods; what lies in no neighbourhood takes no part, lest those few cost
an area its count), so what a reader can work out is exactly this: in each
family whose parent is shown, what the hidden children hold together.

The rule is no secret, so it must tell nothing either. Places hide in groups that are settled beforehand (`groups`):
where one of a group is small the whole group hides, whichever it was. Were a small place hidden with the next in some
order, who knows the order would see which of the two is small. So with any hidden count every other way to share out
the sum is one that the rule would have hidden just so: each hidden count can be anything from nought to that sum, which
is at least the smallest count. Everything else that a page shows must be computed from the counts that are left, and
from nothing else (docs/disclosure.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bsafe_analysis.model.areas import Areas

LEVELS = ("neighbourhood", "area", "borough")
"""Of places, the finest first."""


@dataclass(frozen=True)
class Tree:
    """The places of a table of counts, each before its parts. `children[i]` in the order in which they are grouped."""

    codes: tuple[str, ...]
    children: tuple[tuple[int, ...], ...]
    levels: tuple[str, ...]


def tree_of(areas: Areas) -> Tree:
    """Borough, areas and neighbourhoods. Those with the fewest residents hide together: were it by their counts,
    the choice would tell of them."""
    places = (areas.borough, *areas.local_areas, *areas.neighbourhoods)
    codes = tuple(place.code for place in places)
    at = {code: i for i, code in enumerate(codes)}
    below: dict[str, list[int]] = {code: [] for code in codes}
    for place in sorted(places[1:], key=lambda p: (p.residents or 0, at[p.code])):
        below[place.parent or areas.borough.code].append(at[place.code])
    return Tree(codes, tuple(tuple(below[code]) for code in codes), tuple(str(place.level) for place in places))


def groups(children: Sequence[int]) -> list[list[int]]:
    """The places of a family that hide together: two by two in their order, the last three where they are odd.

    >>> groups([7, 8, 9, 10, 11])
    [[7, 8], [9, 10, 11]]
    """
    pairs = [list(children[at : at + 2]) for at in range(0, len(children), 2)]
    if len(pairs) > 1 and len(pairs[-1]) == 1:
        alone = pairs.pop()
        pairs[-1] += alone
    return pairs


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
    """Secondary suppression: hide more places until nothing tells which hidden count is small, or how small."""
    shown = shown.copy()
    for parent in reversed(range(len(tree.codes))):
        only = tree.children[parent] if len(tree.children[parent]) == 1 else ()
        shown[parent] = np.nan if np.isnan(shown[list(only)]).any() else shown[parent]  # its count is that of its part
    for parent, children in enumerate(tree.children):
        if np.isnan(shown[parent]):
            shown[list(children)] = np.nan  # one part hidden would say that this place is not small, and another is
        elif np.isnan(shown[list(children)]).any():
            _hide_together(shown, parent, groups(children), smallest)
    return shown


def _hide_together(shown: np.ndarray, parent: int, family: Sequence[list[int]], smallest: int) -> None:
    """Hide every group of which one is hidden, and others in their order until all hidden hold the smallest count."""
    for group in family:
        if np.isnan(shown[group]).any():
            shown[group] = np.nan
    for group in family:
        if _remainder(shown, parent, family) < smallest:
            shown[group] = np.nan


def _remainder(shown: np.ndarray, parent: int, family: Sequence[list[int]]) -> float:
    """How many of a shown place's count lie in hidden parts."""
    return float(shown[parent] - np.nansum([shown[child] for group in family for child in group]))


def all_safe(tree: Tree, shown: np.ndarray, smallest: int) -> bool:
    """Whether this may be shown: no small count, and nothing that would have to hide with what is hidden."""
    small = bool((shown < smallest).any())
    return not small and np.array_equal(np.isnan(complete(tree, shown, smallest)), np.isnan(shown))


def shown_again(
    tree: Tree, counts: np.ndarray, before: Sequence[np.ndarray], smallest: int, finest: str = "neighbourhood"
) -> np.ndarray:
    """What may be shown of a month of which this audience was shown `before` already, the latest release last.

    What differs between two editions is a count too. So only places that every release showed are shown again (fewer,
    where the policy asks for more now), with the newer counts if each of them and each hidden remainder differs from
    those of every release by nothing or by at least the smallest count. Otherwise the month stands as it was.
    """
    open_yet = ~np.isnan([counts, *before]).any(axis=0)
    now, stands = (protect(tree, np.where(open_yet, of, np.nan), smallest, finest) for of in (counts, before[-1]))
    same_places = np.array_equal(np.isnan(now), np.isnan(stands))
    return now if same_places and all(_tells_nothing(tree, now, then, smallest) for then in before) else stands


def _tells_nothing(tree: Tree, now: np.ndarray, then: np.ndarray, smallest: int) -> bool:
    """Whether neither a count nor a remainder differs by a small number, as far as both show it."""
    then = np.where(np.isnan(now), np.nan, then)
    moved = [*(now - then), *_remainders(tree, now, then)]
    return all(np.isnan(d) or d == 0 or abs(d) >= smallest for d in moved)


def _remainders(tree: Tree, now: np.ndarray, then: np.ndarray) -> list[float]:
    parents = [i for i, children in enumerate(tree.children) if children and not np.isnan(now[i])]
    families = [(i, groups(tree.children[i])) for i in parents]
    return [_remainder(now, i, family) - _remainder(then, i, family) for i, family in families]


def rounded(values: np.ndarray, base: int) -> np.ndarray:
    """To the nearest multiple, halves up: the same count is always the same, so averaging many editions undoes nothing.

    >>> rounded(np.array([12.0, 13.0]), 5).tolist()
    [10.0, 15.0]
    """
    return values if base == 1 else base * np.floor(values / base + 0.5)
