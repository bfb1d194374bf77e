"""A month and its editions are searched by one function: what is computed for the one is in the others."""

from dataclasses import fields, replace

import pandas as pd
import pytest

from bsafe_analysis.detection import search as searching
from bsafe_analysis.detection.search import Searched
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import JUDGED_MONTHS
from bsafe_analysis.preparation import editions, prepare
from tests.shared import sample_month

COMPUTED = [field.name for field in fields(Searched)]
ABOUT_THE_EDITION = {"audience", "counts", "hidden", "guarded", "classes"}
WRITTEN_BY_PEOPLE = {"activities", "notes", "register", "annotations", "promoted", "effects", "notices_of_register"}
KEPT_INSIDE = {"times", "same_again", "notices", "counted"}
"""Single people could be known by hours or as victims; notices speak of files; counts are compared before they go."""


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """A prepared month as if anybody might have all of it."""
    _, prepared, _ = sample_month(tmp_path_factory, "odd")
    everybody = tuple((name, title, "OPEN") for name, title, _ in prepared.cycle.sources)
    return replace(
        prepared,
        cycle=replace(prepared.cycle, sources=everybody),
        classes={},
        guarded=prepared.guarded.iloc[:0],
    )


@pytest.fixture(scope="module")
def watched(month):
    """The edition, and what the search that it was made with gave."""
    given = {}

    def searched(*what):
        given["searched"] = searching.search(*what)
        return given["searched"]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(editions, "search", searched)
        return editions.share(month, "partner")[0], given["searched"]


@pytest.fixture(scope="module")
def edition(watched):
    return watched[0]


def same(one, other):
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other)
    else:
        assert one == other


def test_whatever_a_search_computes_is_a_field_of_the_month():
    assert set(COMPUTED) <= {field.name for field in fields(Prepared)}


@pytest.mark.parametrize("name", [f.name for f in fields(Prepared) if f.name not in COMPUTED])
def test_what_no_search_computes_is_passed_on_or_named_here_as_kept_back(month, edition, name):
    if name in ABOUT_THE_EDITION | WRITTEN_BY_PEOPLE | KEPT_INSIDE:
        return
    inside, outside = getattr(month, name), getattr(edition, name)
    if name == "spots":  # of findings: those that hang on what was held a month ago are not the edition's
        inside, outside = (table[table["scope"].ne("finding")].reset_index(drop=True) for table in (inside, outside))
    same(inside, outside)


@pytest.mark.parametrize("name", ["expectations", "baseline_facts", "coverage", "forecasts", "rises", "clusters"])
def test_where_nothing_is_hidden_an_edition_has_the_month_s_own_numbers(month, edition, name):
    same(getattr(month, name), getattr(edition, name))


def test_an_edition_takes_every_field_that_the_search_gives(watched):
    edition, searched = watched
    for name in COMPUTED:
        same(getattr(searched, name), getattr(edition, name))


@pytest.mark.parametrize("module, beside", [(editions, set()), (prepare, {"expect", "find_history"})])
def test_nothing_but_the_search_judges_a_month(module, beside):
    """But for last month as it would have been told then, which is expected and found and nothing more."""
    known = {"expect", "find_history", "forecast_months", "smallest_rises", "find_slow_changes", "find_clusters"}
    assert {name for name in known if hasattr(module, name)} == beside


def test_as_many_months_are_judged_as_one_year_and_the_month_itself():
    months = [f"{year}-{number:02d}" for year in (2024, 2025, 2026) for number in range(1, 13)]
    assert searching.judged_months(months) == months[-JUDGED_MONTHS:] == months[-13:]
