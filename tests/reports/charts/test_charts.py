"""Each chart from a few numbers by hand: what it marks, what it breaks at, and that its table holds what it draws."""

import plotly.graph_objects as go
import pytest
from bs4 import BeautifulSoup

from bsafe_analysis.model.periods import months_between
from bsafe_analysis.pages.chart_against_table import points_that_differ
from bsafe_analysis.reports.charts import (
    AgainstRow,
    CalendarMonth,
    ExpectedSeries,
    Panel,
    RateRow,
    SinceStartPlace,
    against_chart,
    control_chart,
    fan_chart,
    funnel_chart,
    intervals_chart,
    rolling_chart,
    seasonal_chart,
    since_start_chart,
    small_multiples,
)
from bsafe_analysis.reports.charts.funnel_chart import dispersion
from bsafe_analysis.reports.charts.rolling_chart import twelve_month_totals
from bsafe_analysis.reports.charts.tables import to_html

MONTHS = months_between("2025-10", "2026-09")
COUNTS = [9, 11, 10, 8, 9, 12, 10, 11, 9, 10, 11, 25]
WORDS = (
    "c",
    "Heading",
    "Caption",
    "Chart of counts by month: 25 in September 2026, above the 3 to 15 expected of one month.",
)
LOW, HIGH = [None] * 6 + [3] * 6, [None] * 6 + [15] * 6
MIDDLE = [None] * 6 + [9.04] * 6


def control(**more):
    given = {"months": MONTHS, "observed": COUNTS, "expected": MIDDLE, "lower": LOW, "upper": HIGH}
    return control_chart(*WORDS, ExpectedSeries(**given | more))


def panels():
    drawn = ExpectedSeries(MONTHS, COUNTS, lower=LOW, upper=HIGH, marked=["2026-09"])
    return [Panel(name, drawn) for name in ("Mill Lane", "Quarry", "Hope")]


CHARTS = {
    "control": lambda: control(gaps=["2026-01"], rebases={"2026-03": "recording changed"}, revised={"2026-08": 9}),
    "fan": lambda: fan_chart(
        *WORDS, recorded=ExpectedSeries(MONTHS, COUNTS, provisional=["2026-09"]),
        coming=ExpectedSeries(["2026-10", "2026-11"], (), [10.2, 10.4], [4, 3], [18, 20]), inner=([6, 6], [14, 15]),
    ),
    "multiples": lambda: small_multiples(*WORDS, panels()),
    "seasonal": lambda: seasonal_chart(
        *WORDS, usual_year=[CalendarMonth(5.5, 2, 9)] * 12, year=[4, 5, 6], year_name="2026"
    ),
    "funnel": lambda: funnel_chart(
        *WORDS, labels=list("ABCDEFGHIJ"), counts=[100] * 9 + [300], residents=[1000] * 9 + [1200]
    ),
    "dots": lambda: intervals_chart(*WORDS, rows=[RateRow("Burglary", 5.0, 4.0, 6.5, 3.0)]),
    "since": lambda: since_start_chart(
        *WORDS, start="2026-04",
        places=[
            SinceStartPlace(name, ExpectedSeries(MONTHS, COUNTS, MIDDLE, LOW, HIGH)) for name in ("Mill Lane", "Quarry")
        ],
    ),
    "against": lambda: against_chart(
        *WORDS, [AgainstRow("Mill Lane", 48, 70.0, 51, 91), AgainstRow("Quarry", 260, 250.0, 221, 280)]
    ),
    "against_nought": lambda: against_chart(
        *WORDS, [AgainstRow("Mill Lane", 0, 7.0, 2, 12, 5), AgainstRow("Quarry", 3, 0.9, 0, 3, 5),
                 AgainstRow("Hope", None, 9.0, 4, 15, 5)]
    ),
    "rolling": lambda: rolling_chart(*WORDS, months=MONTHS, totals=[None, *range(100, 111)]),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_one_that_plotly_accepts_and_its_table_holds_what_it_draws(name):
    figure = CHARTS[name]()
    for layout in filter(None, (figure.spec["layout"], figure.narrow)):
        drawn = go.Figure(data=figure.spec["data"], layout=layout)
        assert drawn.layout.showlegend is False
        assert all(axis.nticks is None or axis.nticks <= 10 for axis in drawn.select_yaxes())
    table = BeautifulSoup(to_html(figure.table), "html.parser").table
    assert list(points_that_differ(figure.spec, table)) == []


def trace(figure, column):
    return next(t for t in figure.spec["data"] if t.get("meta", {}).get("column") == column)


def texts(figure):
    return [words["text"] for words in figure.spec["layout"]["annotations"]]


def test_a_month_not_received_breaks_the_line_is_shaded_and_says_so():
    figure = control(gaps=["2026-01", "2026-02"])
    assert trace(figure, "Recorded")["y"][3:5] == [None, None]
    (shade,) = [shape for shape in figure.spec["layout"]["shapes"] if shape["type"] == "rect"]
    assert (shade["x0"], shade["x1"]) == ("2025-12-16", "2026-02-16")
    assert texts(figure).count("not held") == 1


def test_where_none_were_recorded_or_few_expected_no_times_as_many_is_told():
    figure = CHARTS["against_nought"]()
    assert [row[-1] for row in figure.table.rows] == ["none were recorded", "too few expected to say", None]
    marks = trace(figure, "Recorded for each one expected")
    assert marks["x"][0] == 0.05
    assert "%{x}" not in marks["hovertemplate"]
    assert marks["customdata"] == [row[-1] for row in figure.table.rows]


def test_a_marked_month_is_a_diamond_and_a_provisional_one_hollow():
    symbols = trace(control(marked=["2026-09"], provisional=["2026-09"]), "Recorded")["marker"]["symbol"]
    assert symbols[-1] == "diamond-open"
    assert set(symbols[:-1]) == {"circle"}


def test_a_revision_and_a_change_of_recording_are_drawn_as_such():
    figure = control(rebases={"2026-03": "recording changed"}, revised={"2026-08": 9})
    assert {"recording changed", "Aug 2026 first issued as 9"} <= set(texts(figure))
    assert trace(figure, "As first issued")["y"][-2] == 9
    assert control().table.columns[-1].title == "Highest expected"


def test_the_words_of_a_revision_stand_above_the_chart_where_no_line_is():
    words = next(w for w in control(revised={"2026-08": 9}).spec["layout"]["annotations"] if "issued" in w["text"])
    assert (words["yref"], words["yanchor"], words["y"]) == ("paper", "bottom", 1)


def test_a_fan_writes_the_next_months_range_above_all_that_is_drawn():
    fan = CHARTS["fan"]()
    words = next(w for w in fan.spec["layout"]["annotations"] if "4 to 18" in w["text"])
    assert words["text"] == "ahead, Oct 2026: <b>4 to 18</b>"
    assert (words["yref"], words["y"], words["yanchor"]) == ("paper", 1, "bottom")
    assert not any("3 to 20" in text for text in texts(fan))


def test_a_range_of_one_month_alone_is_still_seen():
    figure = control(lower=[None] * 11 + [3], upper=[None] * 11 + [15])
    assert trace(figure, "Highest expected")["marker"]["size"][-1] > 0


def test_small_multiples_have_one_scale_and_two_columns_on_a_phone():
    figure = small_multiples(*WORDS, panels())
    for layout, columns in ((figure.spec["layout"], 3), (figure.narrow, 2)):
        axes = [value for key, value in layout.items() if key.startswith("yaxis")]
        assert len(axes) == 3
        assert len({tuple(axis["range"]) for axis in axes}) == 1
        assert len({layout[f"xaxis{i}"]["domain"][0] for i in ("", "2", "3")}) == columns


def test_the_range_ahead_stands_in_figures_and_nothing_is_recorded_there():
    figure = CHARTS["fan"]()
    assert trace(figure, "Recorded")["y"][-2:] == [None, None]
    assert any("4 to 18" in text for text in texts(figure))


def test_a_funnel_marks_the_place_that_lies_beyond_what_chance_allows_and_ranks_none():
    figure = CHARTS["funnel"]()
    points = next(t for t in figure.spec["data"] if "meta" in t)
    assert points["marker"]["symbol"] == ["circle"] * 9 + ["diamond"]
    assert [row[0] for row in figure.table.rows] == list("ABCDEFGHIJ")


def test_places_that_all_differ_widen_the_limits():
    assert dispersion([100] * 10, [1000] * 10) == 1
    assert dispersion([40, 160] * 5, [1000] * 10) > 10


def test_twelve_months_together_need_every_one_of_them():
    assert twelve_month_totals(MONTHS, COUNTS)[-1] == sum(COUNTS)
    assert twelve_month_totals(MONTHS, [None, *COUNTS[1:]])[-1] is None


def test_half_and_double_are_as_far_from_as_expected_and_what_lies_outside_has_another_shape():
    figure = CHARTS["against"]()
    low, high = figure.spec["layout"]["xaxis"]["range"]
    assert low == -high
    assert trace(figure, "Recorded for each one expected")["marker"]["symbol"] == ["diamond", "circle"]


def test_a_name_cannot_become_markup_in_a_chart():
    figure = small_multiples(*WORDS, [Panel("<b>x</b><a href='http://e'>y</a>", ExpectedSeries(MONTHS, COUNTS))])
    assert not any("<a" in text for text in texts(figure))


def test_a_series_whose_columns_differ_in_length_is_refused_before_it_is_drawn():
    with pytest.raises(ValueError, match="lower: 11 values for 12 months"):
        ExpectedSeries(MONTHS, COUNTS, MIDDLE, LOW[1:], HIGH)
