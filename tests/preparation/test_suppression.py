"""Small counts: what is hidden, what must hide with it, and that nobody can work it out, by hand and by a solver."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.preparation import suppression
from bsafe_analysis.preparation.suppression import Tree, all_safe, complete, protect, rounded, shown_again, tree_of
from tests.examples import examples

K = 5


def town(*sizes):
    """Areas with so many neighbourhoods each."""
    places = [Area("B", "B", Level.BOROUGH, None)]
    places += [Area(f"A{a}", f"A{a}", Level.AREA, "B") for a in range(len(sizes))]
    places += [Area(f"N{a}{n}", "", Level.NEIGHBOURHOOD, f"A{a}") for a, size in enumerate(sizes) for n in range(size)]
    return tree_of(Areas(tuple(places)))


def counts_of(tree, leaves):
    """Every place's count from those of the leaves (in the order of the tree's codes)."""
    counts = np.zeros(len(tree.codes))
    counts[[i for i, children in enumerate(tree.children) if not children]] = leaves
    for parent in reversed(range(len(tree.codes))):
        if tree.children[parent]:
            counts[parent] = counts[list(tree.children[parent])].sum()
    return counts


def side_by_side(trees):
    """Tables that have nothing to do with each other as one: a solver is asked about all of them at a time."""
    codes, children, levels = [], [], []
    for number, tree in enumerate(trees):
        before = len(codes)
        codes += [f"{number}: {code}" for code in tree.codes]
        children += [tuple(before + child for child in of) for of in tree.children]
        levels += tree.levels
    return Tree(tuple(codes), tuple(children), tuple(levels))


class Solver:
    """All that is shown of a table as equations over what is hidden, for a linear programme."""

    def __init__(self, tree, shown):
        self.hidden = [int(i) for i in np.flatnonzero(np.isnan(shown))]
        at = {place: column for column, place in enumerate(self.hidden)}
        self.left, self.right = [], []
        for parent, children in enumerate(tree.children):
            row, total = np.zeros(len(self.hidden)), 0.0
            for place, sign in [(parent, 1), *((child, -1) for child in children)] if children else ():
                if place in at:
                    row[at[place]] += sign
                else:
                    total -= sign * shown[place]
            if row.any():
                self.left.append(row)
                self.right.append(total)

    def most(self, aim, top=None):
        """What may be hidden where `aim` is largest, its cells not above `top`; None where there is no largest."""
        caps = [(0, None if top is None or wanted <= 0 else top[i]) for i, wanted in enumerate(aim)]
        solved = linprog(-aim, A_eq=self.left or None, b_eq=self.right or None, bounds=caps, method="highs")
        return None if solved.status == 3 else solved.x


def recovered(tree, counts, shown, smallest):
    """Small counts that do not keep their whole range, and other hidden counts that are exact.

    Whatever the solver finds possible is possible: one answer shows the range of many cells, and only for a cell that
    none of the answers has freed is the solver asked about it alone.
    """
    solver = Solver(tree, shown)
    truth = counts[solver.hidden]
    small = truth < smallest
    low, high = truth.copy(), truth.copy()

    def held():
        return np.where(small, low > 1e-6, high - low < 1e-6), np.where(small, high < smallest - 1, high - low < 1e-6)

    for side, sign in ((0, -1.0), (1, 1.0)):
        before = None
        while (cells := held()[side]).any() and not np.array_equal(cells, before):
            before = cells
            # many cells at once: a small one need not go above what it might be, another not above one more than it is
            found = solver.most(cells * sign, np.where(small, smallest - 1.0, truth + 1))
            low, high = np.minimum(low, found), np.maximum(high, found)
        for cell in np.flatnonzero(held()[side]):
            aim = np.zeros(len(truth))
            aim[cell] = sign
            found = solver.most(aim)
            if found is None:
                high[cell] = np.inf
            else:
                low, high = np.minimum(low, found), np.maximum(high, found)
    return [tree.codes[i] for i, one, other in zip(solver.hidden, *held(), strict=True) if one or other]


def test_counts_that_are_large_enough_are_all_shown():
    tree = town(2, 2)
    counts = counts_of(tree, [9, 8, 7, 6])
    assert np.array_equal(protect(tree, counts, K), counts)


def hidden_of(tree, leaves):
    return [tree.codes[i] for i in np.flatnonzero(np.isnan(protect(tree, counts_of(tree, leaves), K)))]


def test_one_small_count_takes_the_rest_of_its_group_with_it_whichever_of_them_it_is():
    for leaves in ([3, 20, 30, 40, 10, 10], [20, 3, 30, 40, 10, 10]):  # N00 N01 N02 N03 N10 N11
        assert hidden_of(town(4, 2), leaves) == ["N00", "N01"]
    for leaves in ([3, 20, 30, 10, 10], [20, 30, 3, 10, 10]):  # where they are odd three are a group
        assert hidden_of(town(3, 2), leaves) == ["N00", "N01", "N02"]


def test_a_group_whose_sum_is_small_takes_the_next_group():
    assert hidden_of(town(6), [1, 2, 20, 30, 40, 50]) == ["N00", "N01", "N02", "N03"]
    assert hidden_of(town(6), [20, 30, 40, 50, 1, 2]) == ["N00", "N01", "N04", "N05"]


def test_an_area_that_hides_for_another_hides_all_its_parts_as_one_that_is_small_does():
    hidden = hidden_of(town(2, 3, 2, 2), [1, 1, 20, 20, 20, 9, 9, 9, 9])
    assert set(hidden) == {"A0", "N00", "N01", "A1", "N10", "N11", "N12"}


def test_the_only_neighbourhood_of_an_area_hides_the_area():
    tree = town(1, 2)
    shown = protect(tree, counts_of(tree, [2, 20, 20]), K)
    assert np.isnan(shown[tree.codes.index("A0")])
    assert not recovered(tree, counts_of(tree, [2, 20, 20]), shown, K)


def test_a_nought_is_hidden_like_any_small_count():
    tree = town(3)
    shown = protect(tree, counts_of(tree, [0, 0, 20]), K)
    assert np.isnan(shown[tree.codes.index("N00")])


def test_levels_finer_than_the_policy_allows_are_hidden_whole():
    tree = town(2, 2)
    shown = protect(tree, counts_of(tree, [20, 20, 20, 20]), K, finest="area")
    assert {tree.codes[i][0] for i in np.flatnonzero(~np.isnan(shown))} == {"B", "A"}


def test_the_wider_audience_sees_no_place_that_the_narrower_does_not():
    tree = town(3, 3)
    partner = protect(tree, counts_of(tree, [3, 12, 30, 14, 15, 40]), 5)
    public = protect(tree, partner, 10)
    assert np.isnan(public[np.isnan(partner)]).all()


def test_the_order_of_hiding_does_not_depend_on_the_counts():
    tree = town(4)
    for others in ([50, 9, 30], [9, 30, 50]):
        shown = protect(tree, counts_of(tree, [1, *others]), K)
        assert [tree.codes[i] for i in np.flatnonzero(np.isnan(shown))] == ["N00", "N01"]


def test_a_revision_smaller_than_the_smallest_count_is_not_shown():
    tree = town(2, 2)
    before = protect(tree, counts_of(tree, [20, 20, 20, 20]), K)
    small, large = counts_of(tree, [21, 20, 20, 20]), counts_of(tree, [26, 20, 20, 20])
    assert np.array_equal(shown_again(tree, small, [before], K), before)
    assert np.array_equal(shown_again(tree, large, [before], K), large)


def test_a_place_that_was_hidden_stays_hidden_when_its_month_is_revised():
    tree = town(3)
    before = protect(tree, counts_of(tree, [3, 20, 30]), K)
    now = counts_of(tree, [13, 20, 30])
    again = shown_again(tree, now, [before], K)
    assert np.array_equal(np.isnan(again), np.isnan(before))
    assert again[0] == now[0]


def test_a_revision_that_would_make_a_shown_count_small_is_not_shown():
    tree = town(3)
    before = protect(tree, counts_of(tree, [20, 20, 30]), K)
    now = counts_of(tree, [3, 20, 30])
    assert np.array_equal(shown_again(tree, now, [before], K), before)


def test_a_count_is_set_against_every_release_and_not_the_last_alone():
    tree = town(2, 2)
    first, second, third = (counts_of(tree, [n, 20, 20, 20]) for n in (20, 26, 21))
    assert np.array_equal(shown_again(tree, second, [first], K), second)
    assert np.array_equal(shown_again(tree, third, [first, second], K), second)


def test_what_is_too_small_for_a_new_policy_is_shown_no_more_and_what_hid_stays_hidden():
    tree = town(4, 2)
    counts = counts_of(tree, [7, 20, 30, 40, 60, 70])
    before = protect(tree, counts, 5)
    again = shown_again(tree, counts, [before], 10)
    assert [tree.codes[i] for i in np.flatnonzero(np.isnan(again))] == ["N00", "N01"]
    assert np.array_equal(shown_again(tree, counts, [before, again], 5), again, equal_nan=True)


def test_rounding_is_of_the_count_alone():
    assert rounded(np.array([10.0, 12, 13, 17, 18, np.nan]), 5)[:5].tolist() == [10, 10, 15, 15, 20]


tables = st.lists(st.integers(1, 5), min_size=1, max_size=4).flatmap(
    lambda sizes: st.tuples(
        st.just(tuple(sizes)), st.lists(st.integers(0, 15), min_size=sum(sizes), max_size=sum(sizes))
    )
)


@given(tables, st.sampled_from([3, 5, 10]))
@settings(max_examples=examples(15), deadline=None)
def test_no_hidden_count_can_be_worked_out(table, smallest):
    sizes, leaves = table
    tree = town(*sizes)
    counts = counts_of(tree, leaves)
    shown = protect(tree, counts, smallest)
    assert all_safe(tree, shown, smallest)
    assert recovered(tree, counts, shown, smallest) == []


def test_the_solver_recovers_counts_where_only_the_small_ones_are_hidden(monkeypatch):
    monkeypatch.setattr(suppression, "complete", lambda tree, shown, smallest: shown)
    tree = town(3, 2)
    counts = counts_of(tree, [3, 20, 30, 10, 10])
    assert recovered(tree, counts, protect(tree, counts, K), K) == ["N00"]


def test_the_solver_recovers_the_counts_of_one_table_among_others(monkeypatch):
    monkeypatch.setattr(suppression, "complete", lambda tree, shown, smallest: shown)
    tree, counts = town(3, 2), [[13, 20, 30, 10, 10], [3, 20, 30, 10, 10], [3, 1, 30, 10, 10]]
    counts = [counts_of(tree, leaves) for leaves in counts]
    whole, shown = side_by_side([tree] * 3), [protect(tree, each, K) for each in counts]
    assert recovered(whole, np.concatenate(counts), np.concatenate(shown), K) == ["1: N00"]


def random_table(random):
    tree = town(*random.integers(1, 6, random.integers(1, 5)))
    leaves = sum(not children for children in tree.children)
    return tree, counts_of(tree, random.poisson(random.gamma(1.0, 6.0, leaves)))


@pytest.mark.slow
@pytest.mark.parametrize("tables", [200, pytest.param(1000, marks=pytest.mark.proof)])
def test_in_hundreds_of_random_tables_no_hidden_count_can_be_worked_out(tables):
    random, hidden = np.random.Generator(np.random.PCG64(1)), 0
    for _ in range(tables // 25):
        trees, counts = zip(*(random_table(random) for _ in range(25)), strict=True)
        for smallest in (5, 10):
            shown = np.concatenate([protect(*each, smallest) for each in zip(trees, counts, strict=True)])
            hidden += int(np.isnan(shown).sum())
            assert recovered(side_by_side(trees), np.concatenate(counts), shown, smallest) == []
    assert hidden > 5 * tables


def test_what_is_safe_already_is_left_alone():
    tree = town(3, 2)
    shown = protect(tree, counts_of(tree, [3, 20, 30, 10, 10]), K)
    assert np.array_equal(complete(tree, shown, K), shown, equal_nan=True)
