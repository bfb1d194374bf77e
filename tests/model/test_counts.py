"""Counting loses nothing, invents nothing, and keeps a gap apart from a nought."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.counts import baseline_facts, count_monthly, issued_totals, rolling_total, sums_that_differ
from bsafe_analysis.model.held_months import HeldMonths, SourceHeld, all_held
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import months_between
from tests.examples import examples

AREAS = Areas(
    (
        Area("B", "Borough", Level.BOROUGH, None, residents=9000),
        Area("A1", "North", Level.AREA, "B", residents=6000),
        Area("A2", "South", Level.AREA, "B", residents=None),
        Area("N1", "Mill Lane", Level.NEIGHBOURHOOD, "A1", residents=6000),
        Area("N2", "Quarry", Level.NEIGHBOURHOOD, "A2", residents=None),
        Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B"),
    )
)
BURGLARY, DAMAGE = Category("burglary", "Burglary", "burglaries"), Category("damage", "Damage", "damage")
MONTHS = ("2025-12", "2026-01", "2026-02")


def incidents(*rows):
    return pd.DataFrame(rows, columns=["neighbourhood", "category", "month"])


FIVE = incidents(
    ("N1", "burglary", "2025-12"),
    ("N1", "burglary", "2026-02"),
    ("N2", "damage", "2026-02"),
    (NOT_PLACED, "burglary", "2026-02"),
    ("N1", "burglary", "2024-01"),
)


def count_of(counts, area, category, month):
    row = counts.query("area == @area and category == @category and month == @month")
    return row["count"].item()


def test_every_place_category_and_month_has_one_row_and_noughts_are_counted_noughts():
    counts = count_monthly(FIVE, AREAS, [BURGLARY, DAMAGE], MONTHS)
    assert len(counts) == 6 * 2 * 3
    assert count_of(counts, "N1", "burglary", "2026-01") == 0
    assert count_of(counts, "B", "burglary", "2026-02") == 2
    assert count_of(counts, "A1", "burglary", "2026-02") == 1


def test_a_month_that_was_not_received_is_missing_and_not_nought():
    counts = count_monthly(FIVE, AREAS, [BURGLARY], MONTHS, all_held(["burglary"], ["2025-12", "2026-02"]))
    assert counts[counts["month"] == "2026-01"]["count"].isna().all()
    assert rolling_total(counts, "2026-02").query("area == 'N1'")["months_held"].item() == 2


POLICE = SourceHeld("police", "Recorded crime", MONTHS, MONTHS, (), ("burglary",))


def test_a_month_before_a_source_began_is_missing_and_the_other_sources_month_stands():
    council = SourceHeld("council", "Log", MONTHS[1:], MONTHS[1:], (), ("damage",), required=False)
    counts = count_monthly(FIVE, AREAS, [BURGLARY, DAMAGE], MONTHS, HeldMonths((POLICE, council)))
    assert counts.query("category == 'damage' and month == '2025-12'")["count"].isna().all()
    assert count_of(counts, "N2", "damage", "2026-01") == 0
    assert count_of(counts, "B", "burglary", "2025-12") == 1


def test_what_says_no_place_is_held_for_the_borough_and_is_no_nought_in_its_neighbourhoods():
    fires = SourceHeld("fire", "Fires", MONTHS, MONTHS[:1], (), ("damage",), required=False)
    counts = count_monthly(FIVE, AREAS, [BURGLARY, DAMAGE], MONTHS, HeldMonths((POLICE, fires)))
    assert count_of(counts, "B", "damage", "2026-02") == 1
    assert all(pd.isna(count_of(counts, code, "damage", "2026-02")) for code in ("A1", "N1", "N2", NOT_PLACED))
    assert count_of(counts, "N1", "damage", "2025-12") == 0
    assert sums_that_differ(counts, AREAS).empty


def test_a_category_month_that_a_source_gave_no_whole_count_of_is_missing_in_every_place_and_no_other_is():
    held = HeldMonths((replace(POLICE, not_whole=frozenset({("burglary", "2026-01"), ("damage", "2026-02")})),))
    counts = count_monthly(FIVE, AREAS, [BURGLARY], MONTHS, held)
    assert counts.groupby("month")["count"].apply(lambda each: each.isna().mean()).to_list() == [0, 1, 0]


def test_a_category_that_two_sources_count_is_known_only_where_both_are_held():
    log = SourceHeld("council", "Log", MONTHS[2:], MONTHS[2:], (), ("burglary", "damage"), required=False)
    counts = count_monthly(FIVE, AREAS, [BURGLARY, DAMAGE], MONTHS, HeldMonths((POLICE, log)))
    assert pd.isna(count_of(counts, "B", "burglary", "2025-12"))
    assert count_of(counts, "B", "burglary", "2026-02") == 2


def test_a_category_that_no_source_is_known_to_count_is_missing_and_never_nought():
    counts = count_monthly(FIVE, AREAS, [BURGLARY, DAMAGE], MONTHS, HeldMonths((POLICE,)))
    assert counts.query("category == 'damage'")["count"].isna().all()


def test_the_newest_months_are_marked_provisional():
    counts = count_monthly(FIVE, AREAS, [BURGLARY], MONTHS, provisional_months=1)
    assert set(counts[counts["provisional"]]["month"]) == {"2026-02"}
    assert not count_monthly(FIVE, AREAS, [BURGLARY], MONTHS)["provisional"].any()


def test_an_incident_in_a_neighbourhood_that_does_not_exist_is_found_by_the_check_of_sums():
    lost = pd.concat([FIVE, incidents(("N9", "burglary", "2026-01"))])
    differ = sums_that_differ(count_monthly(lost, AREAS, [BURGLARY, DAMAGE], MONTHS), AREAS)
    assert differ[["category", "month", "neighbourhoods", "borough"]].to_numpy().tolist() == [
        ["burglary", "2026-01", 0, 1]
    ]


@settings(max_examples=examples(10))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["N1", "N2", NOT_PLACED]), st.sampled_from(["burglary", "damage"]), st.sampled_from(MONTHS)
        )
    )
)
def test_counting_loses_no_incident(rows):
    counts = count_monthly(incidents(*rows), AREAS, [BURGLARY, DAMAGE], MONTHS)
    assert counts.query("area == 'B'")["count"].sum() == len(rows)
    assert sums_that_differ(counts, AREAS).empty


def test_baseline_rates_are_yearly_with_the_exact_interval_statsmodels_gives():
    from statsmodels.stats.rates import confint_poisson

    months = months_between("2024-01", "2025-12")
    rows = incidents(*[("N1", "burglary", m) for m in months for _ in range(3)])
    facts = baseline_facts(count_monthly(rows, AREAS, [BURGLARY], months), AREAS, months).set_index("area")
    assert facts.loc["N1", "rate"] == pytest.approx(72 / 2 / 6)
    expected = confint_poisson(72, 2 * 6, method="exact-c")
    assert (facts.loc["N1", "rate_lower"], facts.loc["N1", "rate_upper"]) == pytest.approx(expected)
    assert pd.isna(facts.loc["N2", "rate"])
    assert (facts.loc["N1", "typical_low"], facts.loc["N1", "typical_high"]) == (3, 3)
    assert facts.loc["N2", "count"] == 0


def test_a_place_with_no_incident_has_a_rate_of_nought_with_an_upper_limit():
    facts = baseline_facts(count_monthly(FIVE.iloc[:0], AREAS, [BURGLARY], MONTHS), AREAS, MONTHS).set_index("area")
    assert facts.loc["N1", "rate_lower"] == 0
    assert facts.loc["N1", "rate_upper"] > 0


def test_what_a_month_is_remembered_by_are_its_received_counts_and_their_sum():
    counts = count_monthly(
        FIVE, AREAS, (BURGLARY, DAMAGE), MONTHS, all_held(["burglary", "damage"], ["2025-12", "2026-02"])
    )
    assert issued_totals(counts, "B", "2026-02") == {"": 3, "burglary": 2, "damage": 1}
    assert issued_totals(counts, "B", "2026-01") == {"": 0}
