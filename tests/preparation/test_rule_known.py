"""Someone who has the published table and this package's source: what is left that hidden counts can be."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from bsafe_analysis.preparation import suppression
from bsafe_analysis.preparation.suppression import protect
from tests.preparation.test_suppression import counts_of, town

SMALLEST = 3


def to_the_public(tree, counts, smallest, finest="neighbourhood"):
    """As the public is shown it: the partners' edition first."""
    return protect(tree, protect(tree, counts, smallest - 1), smallest, finest)


def as_published(tree, most, rule, **finest):
    """Published table -> every table that the rule publishes so, its places' counts; no neighbourhood above `most`."""
    leaves = sum(not children for children in tree.children)
    found = defaultdict(list)
    for each in product(range(most + 1), repeat=leaves):
        counts = counts_of(tree, each)
        found[rule(tree, counts, SMALLEST, **finest).tobytes()].append(counts)
    return {table: np.array(tables) for table, tables in found.items()}


def attacked(tree, most, rule=protect, **finest):
    """(hidden cells, those known exactly, known to be small, without some small value that the policy allows).

    Only tables whose hidden counts together could all lie in one neighbourhood: of those every assignment was tried.
    Where the borough itself is small there is nothing to hide it behind: [c] says so, and each count keeps 0 to that.
    """
    hidden = exact = small = narrowed = 0
    for table, tables in as_published(tree, most, rule, **finest).items():
        shown = np.frombuffer(table)
        places = np.flatnonzero(np.isnan(shown))
        leaves = [place for place in places if not tree.children[place]]
        if tables[0][leaves].sum() > most:
            continue
        for place in places:
            values = set(tables[:, place])
            hidden += 1
            exact += len(values) == 1
            small += not np.isnan(shown[0]) and max(values) < SMALLEST
            narrowed += not set(range(SMALLEST)) <= values
    return hidden, exact, small, narrowed


@pytest.mark.parametrize(
    ("sizes", "most"), [((3,), 8), ((4,), 6), ((2, 2), 6), ((3, 2), 5), ((1, 2), 8), ((1, 1, 2), 6), ((2, 1, 1), 6)]
)
def test_whoever_knows_the_rule_learns_of_no_count_that_it_is_small(sizes, most):
    hidden, *learnt = attacked(town(*sizes), most)
    assert hidden >= 20
    assert learnt == [0, 0, 0]


@pytest.mark.parametrize("finest", ["neighbourhood", "area"])
def test_nor_does_the_public_that_is_shown_less_of_what_partners_are_shown(finest):
    for sizes, most in (((2, 2), 6), ((4,), 6), ((1, 2), 8)):
        hidden, *learnt = attacked(town(*sizes), most, to_the_public, finest=finest)
        assert hidden >= 20
        assert learnt == [0, 0, 0]


def test_the_attack_learns_where_places_hide_in_an_order(monkeypatch):
    """As the rule was once: the next place of the family hides for one that is small."""

    def in_order(tree, shown, smallest):
        shown = shown.copy()
        for place in tree.children[1]:
            hidden = [p for p in tree.children[1] if np.isnan(shown[p])]
            if hidden and (len(hidden) < 2 or shown[1] - np.nansum(shown[list(tree.children[1])]) < smallest):
                shown[place] = np.nan
        return shown

    monkeypatch.setattr(suppression, "complete", in_order)
    _, exact, small, _ = attacked(town(3), 8)
    assert exact > 0
    assert small > 0
