"""A number exists only where every source of its category was held, whatever the pattern of held months."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model.areas import NOT_PLACED, Level
from bsafe_analysis.model.counts import count_monthly
from bsafe_analysis.model.held_months import HeldMonths, SourceHeld
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import months_between
from tests.examples import examples
from tests.model.test_counts import AREAS

MONTHS = months_between("2025-09", "2026-02")
KEYS = ("burglary", "nuisance", "fires", "shared")
CATEGORIES = tuple(Category(key, key.capitalize(), key) for key in KEYS)
FEEDS = {"police": ("burglary", "shared"), "council": ("nuisance", "shared"), "fire": ("fires",)}
SUBSETS = st.lists(st.sampled_from(MONTHS), unique=True).map(lambda months: tuple(sorted(months)))


@st.composite
def sources(draw):
    """Random months held of each source, of which a random part says where."""
    every = []
    for name, keys in FEEDS.items():
        held = draw(SUBSETS)
        placed = tuple(month for month in held if draw(st.booleans()))
        every.append(SourceHeld(name, name.capitalize(), held, placed, (), keys, name == "police"))
    return HeldMonths(tuple(every))


@st.composite
def incidents(draw):
    place = st.sampled_from(["N1", "N2", NOT_PLACED])
    rows = draw(st.lists(st.tuples(place, st.sampled_from(KEYS), st.sampled_from(MONTHS)), max_size=30))
    return pd.DataFrame(rows, columns=["neighbourhood", "category", "month"])


@settings(max_examples=examples(10))
@given(sources(), incidents())
def test_there_is_a_number_exactly_where_all_sources_of_a_category_were_held(held, rows):
    counts = count_monthly(rows, AREAS, CATEGORIES, MONTHS, held)
    for row in counts.to_dict("records"):
        feeding = [source for source in held.sources if row["category"] in source.categories]
        months = [s.months if row["level"] == Level.BOROUGH else s.placed_months for s in feeding]
        assert (not pd.isna(row["count"])) == all(row["month"] in each for each in months), row


@settings(max_examples=examples(10))
@given(sources(), incidents())
def test_the_polices_own_counts_are_the_same_with_and_without_any_partner(held, rows):
    police = HeldMonths(tuple(source for source in held.sources if source.name == "police"))
    with_others, alone = (count_monthly(rows, AREAS, CATEGORIES, MONTHS, each) for each in (held, police))
    own = [table[table["category"] == "burglary"] for table in (with_others, alone)]
    pd.testing.assert_frame_equal(*own)


@given(sources(), SUBSETS)
def test_a_sum_is_made_only_of_what_was_held_in_every_month_of_it(held, months):
    for level in (Level.BOROUGH, Level.NEIGHBOURHOOD):
        for key in held.held_throughout(KEYS, months, level):
            assert set(months) <= held.months_of(key, level)


def test_categories_are_grouped_by_the_sources_that_feed_them():
    told = HeldMonths(tuple(SourceHeld(name, name, MONTHS, MONTHS, (), keys) for name, keys in FEEDS.items()))
    assert told.groups((*KEYS, "nobodys")) == (
        (("police",), ("burglary",)),
        (("council",), ("nuisance",)),
        (("fire",), ("fires",)),
        (("police", "council"), ("shared",)),
    )


def test_only_what_a_month_cannot_go_out_without_is_a_gap():
    police = SourceHeld("police", "Crime", MONTHS[:1], MONTHS[:1], MONTHS[1:3], ("burglary",))
    council = SourceHeld("council", "Log", MONTHS[4:], MONTHS[4:], MONTHS[3:4], ("nuisance",), required=False)
    assert HeldMonths((police, council)).gaps == MONTHS[1:3]
    assert HeldMonths((police, council)).leading == ("police",)
