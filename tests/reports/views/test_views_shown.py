"""Any view gives a figure, a table and a sentence that agree with each other and with the counts."""

from dataclasses import replace

import duckdb
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.model.view_state import Chart, ViewState
from bsafe_analysis.pages.chart_against_table import points_that_differ
from bsafe_analysis.reports.charts.tables import to_html
from bsafe_analysis.reports.views import figure, fit, query, sentence, table
from bsafe_analysis.reports.wording import number
from tests.examples import examples
from tests.model.test_view_state import states
from tests.reports.months import MONTH, MONTHS, prepared

PREPARED = prepared()
PLACES = [area.code for area in PREPARED.areas if area.code != "not-placed"]
CATEGORIES = ["burglary", "damage"]


def said_total(result):
    return f": {number(result.total)} recorded"


@settings(max_examples=examples(15), deadline=None)
@given(states(st.sampled_from([*PLACES, "gone"]), st.sampled_from([*CATEGORIES, "gone"])))
def test_any_view_gives_a_figure_a_table_and_a_sentence_that_agree(state):
    state, gave_way = fit(state, PREPARED)
    result = query(state, PREPARED)
    drawn = figure(result)
    assert drawn.table == table(result)
    assert not list(points_that_differ(drawn.spec, BeautifulSoup(to_html(drawn.table), "html.parser").table))
    assert said_total(result) in sentence(result)
    assert result.total == counted(state)
    if result.drawn is Chart.SERIES and not result.is_rate and len(result.lines) == 1:
        assert sum(row[1] or 0 for row in drawn.table.rows) == result.total
    assert all(kind in ("place", "category", "period") for kind, _ in gave_way)


def counted(state):
    """The total of a view by another road: SQL over the counts."""
    counts = PREPARED.counts  # noqa: F841 (DuckDB reads it by its name)
    keys = list(state.categories) or CATEGORIES
    sql = "select sum(count) from counts where area = ? and month between ? and ? and list_contains(?, category)"
    return duckdb.execute(sql, [state.place, state.first, state.last, keys]).fetchone()[0]


def view(**choices):
    given_ = {"place": "N1", "first": MONTHS[0], "last": MONTH, "categories": ("burglary",)} | choices
    return query(ViewState(**given_), PREPARED)


def test_one_place_and_category_show_the_documents_own_control_chart_with_its_range():
    result = view()
    assert sentence(result) == (
        "Burglary in Mill Lane: 142 recorded, August 2025 to September 2026. September 2026: 25 recorded, above the "
        "expected range (3 to 15 expected). September 2026 is provisional."
    )
    assert [c.title for c in table(result).columns] == [
        "Month",
        "Recorded",
        "Expected",
        "Lowest expected",
        "Highest expected",
    ]


def test_the_borough_beside_a_neighbourhood_is_brought_to_the_same_total():
    result = view(comparison="borough", categories=())
    assert result.beside.scaled
    assert sum(result.beside.values) == pytest.approx(result.total)
    assert "brought to the same total" in sentence(result)


def test_last_year_is_the_same_months_a_year_before_and_says_what_is_not_held():
    result = view(comparison="last_year", first="2026-08", last=MONTH)
    assert result.beside.values == (9, 9)
    assert "The same months a year before: 18." in sentence(result)
    assert "not all held" in sentence(view(comparison="last_year"))


def test_a_year_before_that_is_no_ordinary_one_is_named():
    time = ExceptionalTime("Restrictions", "2025-08", "2025-08")
    detection = replace(PREPARED.cycle.detection, exceptional=(time,))
    month = replace(PREPARED, cycle=replace(PREPARED.cycle, detection=detection))
    state = ViewState("N1", "2026-08", MONTH, ("burglary",), comparison="last_year")
    said = "The year before holds months set apart for Restrictions: it is no ordinary year"
    assert said in sentence(query(state, month))
    assert said not in sentence(query(state, PREPARED))
    assert said not in sentence(query(state.but(first=MONTH), month))
    assert said not in sentence(query(state.but(comparison="none"), month))


def test_similar_neighbourhoods_are_those_whose_usual_counts_are_nearest():
    result = view(place="N2", comparison="similar", measure="rate")
    assert [place.code for place in result.likened] == ["N3", "N1"]
    assert "Hope and Mill Lane" in sentence(result)


def test_a_split_by_place_adds_up_to_the_place():
    result = view(place="A1", split="place")
    assert [line.name for line in result.lines] == ["Mill Lane", "Quarry"]
    assert sum(line.total for line in result.lines) == result.total


def test_a_split_draws_the_largest_and_the_others_together():
    from bsafe_analysis.reports.views.cube import CubeLine
    from bsafe_analysis.reports.views.view_figures import _largest

    lines = tuple(CubeLine(str(n), f"Place {n}", (n, None), n) for n in range(7))
    result = view()
    object.__setattr__(result, "lines", lines)
    assert _largest(result)[0] == ("Place 6", (6, None), frozenset())
    assert _largest(result)[-1] == ("All others", (0 + 1 + 2, None), frozenset())


def test_a_rate_without_residents_says_so():
    areas = PREPARED.areas
    from dataclasses import replace

    unknown = replace(areas, every=tuple(replace(a, residents=None) for a in areas))
    result = query(ViewState("N1", MONTHS[0], MONTH, measure="rate"), prepared(areas=unknown))
    assert "number of residents is not known" in sentence(result)
    assert all(row[1] is None for row in table(result).rows)


@pytest.mark.parametrize(
    "choices, said",
    [
        ({"chart": "when"}, "No times of day are held"),
        ({"chart": "forecast"}, "Nothing worth saying"),
        ({"chart": "forecast", "categories": ()}, "choose one"),
        ({"chart": "season"}, "too short"),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why_and_gives_the_series(choices, said):
    result = view(**choices)
    assert result.drawn is Chart.SERIES
    assert said in sentence(result)


def test_a_map_without_boundaries_says_so_and_with_them_lists_every_neighbourhood():
    bare = query(ViewState("B", MONTHS[0], MONTH, chart="map"), prepared(outlines=()))
    assert "No boundaries are held" in sentence(bare)
    rows = table(view(place="B", chart="map")).rows
    assert rows == (("Hope", 70), ("Mill Lane", 142), ("Quarry", 56))


def test_a_month_not_received_is_a_gap_and_no_nought():
    import pandas as pd

    counts = PREPARED.counts.copy()
    counts.loc[counts["month"] == "2026-03", "count"] = pd.NA
    result = query(ViewState("N1", MONTHS[0], MONTH, ("burglary",)), prepared(counts=counts))
    assert result.gaps == ("2026-03",)
    assert "1 of 14 months not held" in sentence(result)
    assert dict((row[0], row[1]) for row in table(result).rows)["Mar 2026"] is None


def test_a_place_or_category_that_is_gone_gives_way_in_plain_words():
    from bsafe_analysis.reports.views.view_figures import say

    state, gave_way = fit(ViewState("N9", "2001-01", "2001-03", ("burglary", "fraud")), PREPARED)
    assert (state.place, state.categories) == ("B", ("burglary",))
    assert state.last == MONTH and len(months_between(state.first, state.last)) == 12
    told = [say("gave_way", kind=kind, said=what) for kind, what in gave_way]
    assert told[0].startswith("The place N9 no longer exists")
    assert told[1].startswith("The category fraud no longer exists")
    assert "months held are shown" in told[2]
