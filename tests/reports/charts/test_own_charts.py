"""An analyst's own plotly figure is drawn on a page in the house's look, or refused with a reason."""

import re

import pandas as pd
import plotly.graph_objects as go
import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.pages.assets import BUNDLE, asset
from bsafe_analysis.reports.charts.own_charts import DRAWN, described, refusals, spec_of, table_of
from bsafe_analysis.reports.charts.palette import FONT


def test_what_is_said_to_be_drawn_is_what_the_pages_library_holds():
    assert set(re.findall(r'moduleType:"trace",name:"(\w+)"', asset(BUNDLE))) == DRAWN


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (go.Figure(go.Treemap(labels=["a"], parents=[""])), "cannot draw 'treemap'"),
        (go.Figure(go.Scattermap(lat=[53.4], lon=[-1.5])), "cannot draw 'scattermap'"),
        (go.Figure(go.Scatter3d(x=[1], y=[1], z=[1])), "cannot draw 'scatter3d'"),
        (go.Figure(go.Bar(y=[1]), frames=[go.Frame(data=[go.Bar(y=[2])])]), "an animation"),
        (go.Figure(go.Bar(y=[1]), {"sliders": [{"steps": []}]}), "sliders"),
        (go.Figure(go.Bar(y=[1]), {"images": [{"source": "https://a.example/x.png"}]}), "from outside"),
        (object(), "it is a object"),
    ],
)
def test_what_a_page_could_not_show_is_refused_with_its_reason(figure, reason):
    with pytest.raises(InputError, match=reason):
        spec_of(figure)


def test_every_reason_is_told_at_once():
    figure = {"data": [{"type": "treemap"}, {"type": "scatter3d"}], "frames": [{}]}
    assert len(list(refusals(figure))) == 3


def test_a_figure_is_in_the_houses_look_where_it_chose_none_and_keeps_what_it_chose():
    figure = go.Figure(go.Scattergl(x=["2026-08-01"], y=[3]), {"height": 200, "yaxis": {"title": "Thefts"}})
    spec = spec_of(figure)
    assert spec["data"][0]["type"] == "scatter"  # the same points, drawn by what the page has
    assert spec["layout"]["font"]["family"] == FONT and spec["layout"]["height"] == 200
    assert spec["layout"]["yaxis"]["title"]["text"] == "Thefts" and "template" not in spec["layout"]


def test_lines_and_bars_stand_in_a_table_with_a_gap_where_a_month_is_missing():
    days = pd.to_datetime(["2026-07-01", "2026-08-01", "2026-09-01"])
    figure = go.Figure([go.Scatter(x=days, y=[3.0, None, 2.5], name="Here"), go.Bar(x=days[:1], y=[7], name="There")])
    table = table_of(spec_of(figure), "x-data", "What is drawn")
    assert [column.title for column in table.columns] == ["Of", "Here", "There"]
    assert table.rows == (("2026-07-01", 3, 7), ("2026-08-01", None, None), ("2026-09-01", "2.50", None))


def test_a_chart_of_other_kinds_or_of_too_many_points_has_no_such_table():
    assert table_of(spec_of(go.Figure(go.Pie(values=[1]))), "x", "c") is None
    assert table_of(spec_of(go.Figure(go.Scatter(y=list(range(201))))), "x", "c") is None


def test_without_words_of_its_own_a_chart_says_what_it_draws_from_what_to_what():
    spec = spec_of(go.Figure(go.Bar(x=["a", "b"], y=[4, 1200])))
    assert described(spec, "Thefts") == "Thefts. A chart (bar) of 2 points, from 4 to 1200."
