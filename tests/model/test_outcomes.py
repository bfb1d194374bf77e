"""What became of crimes, counted from rows typed by hand."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model.outcomes import OUTCOME_COLUMNS, Outcome, count_outcomes, months_old_enough
from tests.examples import examples

MEANT = {"suspect charged": Outcome.CHARGED, "no suspect identified": Outcome.NO_SUSPECT}
AGES = {"police": {"2026-03": 6, "2026-04": 5, "2026-08": 1}}


def rows(*said):
    names = ["source", "neighbourhood", "category", "month", "outcome"]
    return pd.DataFrame(said, columns=names)


def counted(incidents, ages=AGES, lag=4):
    table = count_outcomes(incidents, ages, MEANT, lag)
    assert tuple(table.columns) == OUTCOME_COLUMNS
    return {tuple(row[:-1]): row[-1] for row in table.itertuples(index=False)}


def test_five_crimes_are_counted_by_what_their_last_outcome_comes_to():
    five = rows(
        ("police", "N1", "burglary", "2026-03", "No suspect identified"),
        ("police", "N1", "burglary", "2026-03", "No Suspect Identified"),
        ("police", "N1", "burglary", "2026-03", "Suspect charged"),
        ("police", "N2", "burglary", "2026-04", "Something new"),
        ("police", "N2", "asb", "2026-04", ""),
    )
    assert counted(five) == {
        ("N1", "burglary", "2026-03", "no_suspect"): 2, ("N1", "burglary", "2026-03", "charged"): 1,
        ("N2", "burglary", "2026-04", "other"): 1,
    }  # fmt: skip


def test_a_month_too_young_to_tell_and_rows_of_a_source_that_tells_no_outcome_are_left_out():
    young = rows(
        ("police", "N1", "burglary", "2026-08", "Suspect charged"),
        ("council", "N1", "nuisance", "2026-03", "Letter sent"),
    )
    assert counted(young) == {}
    assert counted(young, {}) == {}


def test_the_year_ends_with_the_newest_month_old_enough_and_goes_back_two():
    ages = {f"{year}-{month:02d}": 9 for year in (2024, 2025, 2026) for month in range(1, 13)}
    told = months_old_enough({"police": ages | {"2026-12": 3}}, 4)
    assert (told[0], told[-1], len(told)) == ("2024-12", "2026-11", 24)
    assert months_old_enough({"police": {"2026-12": 3}}, 4) == ()


@given(st.lists(st.tuples(st.sampled_from(["2026-03", "2026-08"]), st.sampled_from(["", "x", "suspect charged"]))))
@settings(max_examples=examples(20), deadline=None)
def test_no_crime_of_an_old_month_with_an_outcome_is_lost(said):
    table = rows(*(("police", "N1", "burglary", month, outcome) for month, outcome in said))
    assert sum(counted(table).values()) == sum(month == "2026-03" and outcome != "" for month, outcome in said)
