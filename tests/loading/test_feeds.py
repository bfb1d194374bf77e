"""Which source counts what, and where: typed by hand."""

import pandas as pd

from bsafe_analysis.loading.feeds import categories_fed, counted_twice, placed_months, without_places
from bsafe_analysis.model.receipts import Source

POLICE = Source("police", "police_uk", "Recorded crime")
COUNCIL = Source("council", "columns", "The council's log", required=False)
FIRE = Source("fire", "columns", "Fires", required=False)
CATEGORY_OF = {"Burglary": "burglary", "Drugs": "drugs", "Nuisance report": "nuisance", "Deliberate fire": "fires"}


def test_the_police_feed_their_own_types_whatever_came_and_others_what_their_rows_are():
    fed = categories_fed((POLICE, COUNCIL), {"police": ["burglary"], "council": ["nuisance"]}, CATEGORY_OF)
    assert fed == {"police": ("burglary", "drugs"), "council": ("nuisance",)}


def test_what_nobody_has_counted_is_that_of_a_source_that_has_sent_nothing():
    fed = categories_fed((POLICE, COUNCIL, FIRE), {"council": ["nuisance"]}, CATEGORY_OF)
    assert fed["fire"] == ("fires",)
    assert categories_fed((POLICE,), {}, CATEGORY_OF) == {"police": ("burglary", "drugs")}


def test_the_categories_that_sources_yml_names_are_the_sources_own():
    named = Source("council", "columns", "Log", categories=("nuisance", "fires"))
    assert categories_fed((POLICE, named, FIRE), {"council": ["nuisance"]}, CATEGORY_OF)["council"] == (
        "nuisance",
        "fires",
    )


def test_a_category_that_two_agencies_count_is_told_and_two_files_of_the_police_are_not():
    fed = {"police": ("burglary", "drugs"), "council": ("burglary",), "other": ("burglary", "drugs")}
    (told,) = counted_twice((POLICE, COUNCIL), fed)
    assert (told.subject, told.needs_person) == ("burglary", True)
    assert counted_twice((POLICE, Source("other", "store", "More crime")), fed) == []


def rows(*given):
    """(month, how many placed, how many without a place)"""
    every = [(m, how) for m, placed, bare in given for how in ["point"] * placed + ["no_point"] * bare]
    return pd.DataFrame(every, columns=["month", "placed_by"])


def test_months_whose_rows_say_no_place_are_held_for_the_borough_alone():
    table = rows(("2026-01", 10, 4), ("2026-02", 2, 12), ("2026-03", 0, 2))
    assert placed_months(table, ("2026-01", "2026-02", "2026-03")) == ("2026-01",)
    (notice,) = without_places(FIRE, ("2026-01", "2026-02", "2026-03"), ("2026-01",))
    assert notice.needs_person
    assert "2 months (2026-02 to 2026-03)" in notice.text
    assert without_places(FIRE, ("2026-01",), ("2026-01",)) == []


def test_a_source_without_rows_has_nothing_against_it():
    assert placed_months(rows(), ("2026-01",)) == ("2026-01",)


def test_one_row_without_a_place_takes_no_place_its_nought():
    assert placed_months(rows(("2026-01", 12, 0), ("2026-02", 0, 1)), ("2026-01", "2026-02")) == ("2026-01", "2026-02")
