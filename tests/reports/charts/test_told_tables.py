"""While a table becomes HTML, each of its cells says of which fact it is; the HTML is what it is without a listener."""

from dataclasses import dataclass

import pytest

from bsafe_analysis.claims.ledger import listening
from bsafe_analysis.claims.records import statement_of
from bsafe_analysis.claims.telling import joined, tell, tell_each
from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.reports.charts import ExpectedSeries, control_chart
from bsafe_analysis.reports.charts.figures import FIGURE_MIME, PLOTLY_MIME, mime_bundle
from bsafe_analysis.reports.charts.tables import CellLines, Column, Link, Sparkline, Table, to_html
from bsafe_analysis.reports.facts.series import Series, SeriesPoint
from bsafe_analysis.reports.wording import phrase

QUARRY = Area("N1", "Quarry", Level.NEIGHBOURHOOD, "A1")
BURGLARY = Category("burglary", "Burglary", "burglaries")
POINTS = (
    SeriesPoint("2026-08", None, None, None, None, False),
    SeriesPoint("2026-09", 1234, 900.04, 800, 1000, False),
)
SERIES = Series(QUARRY, BURGLARY, POINTS)


@dataclass(frozen=True)
class Task:
    ref: str
    what: str


TASK = Task("D01", "Fit 12 lamps")


def table() -> Table:
    latest = tell(SERIES, "latest")
    columns = tuple(
        Column(key, key.title(), key == "recorded") for key in ("place", "recorded", "range", "recent", "task")
    )
    points = tell(SERIES, "points")
    spark = Sparkline(tuple(tell_each(points, "observed")), tell(latest, "lower"), tell(latest, "upper"))
    task = CellLines((joined(tell(TASK, "ref"), ": ", tell(TASK, "what")), "", "no date"))
    row = (tell(SERIES, "place.name"), latest.told, phrase("range_words", point=latest), spark, task)
    return Table("counts", "Counts", columns, (row, ("Hope", 5, "none", "-", Link(tell(TASK, "ref"), "#a"))))


def heard():
    with listening() as ledger:
        html = to_html(table())
    return html, statement_of("picture", ledger)


def told(stated):
    return [
        (c.row, c.column, c.part, [(c.text[s.start : s.end], stated.claims[s.claim].kind, s.name) for s in c.spans])
        for c in stated.cells
    ]


def test_every_cell_that_is_of_a_fact_says_so():
    _, stated = heard()
    assert {cell.table for cell in stated.cells} == {"counts"}
    assert told(stated) == [
        (0, "place", "text", [("Quarry", "area", "name")]),
        (0, "recorded", "text", [("1,234", "series_point", "observed")]),
        (0, "range", "text", [("800", "series_point", "lower"), ("1,000", "series_point", "upper")]),
        (0, "recent", "text", [("1234", "series_point", "observed")] * 2),
        (0, "recent", "values", [("1234", "series_point", "observed")]),
        (0, "recent", "lower", [("800", "series_point", "lower")]),
        (0, "recent", "upper", [("1000", "series_point", "upper")]),
        (0, "task", "text", [("D01", "task", "ref"), ("Fit 12 lamps", "task", "what")]),
        (1, "task", "text", [("D01", "task", "ref")]),
    ]


def test_a_point_s_claim_knows_its_place_category_and_month():
    _, stated = heard()
    (point,) = (claim for claim in stated.claims if claim.kind == "series_point")
    assert (point.places, point.categories, point.months) == (("N1",), ("burglary",), ("2026-09",))


def test_the_html_is_the_same_whether_or_not_somebody_listens():
    assert heard()[0] == to_html(table())


def chart():
    drawn = tell(SERIES, "drawn")
    title = phrase("chart_word", key="issued_as", month=tell(POINTS[1], "month"), n=tell(POINTS[1], "observed"))
    alt = joined(
        "Line chart of recorded burglaries in a quarry by month: ", tell(POINTS[1], "observed"), " in the last."
    )
    return control_chart("signal-x", title, joined("To ", tell(POINTS[1], "month"), "."), alt, drawn)


def test_a_figure_s_words_and_the_table_behind_it_say_of_which_fact_they_are():
    with listening() as ledger:
        mime_bundle(chart())
    stated = statement_of("signals", ledger)
    texts = {p.text: [(p.text[s.start : s.end], s.name) for s in p.spans] for p in stated.passages}
    assert texts["2026-09 first issued as 1,234"] == [("2026-09", "month"), ("1,234", "observed")]
    assert texts["To 2026-09."] == [("2026-09", "month")]
    assert texts["The figures behind the chart: To 2026-09."] == [("2026-09", "month")]
    assert [(c.row, c.column, c.text) for c in stated.cells] == [
        (0, "month", "Aug 2026"),
        (1, "month", "Sep 2026"),
        (1, "recorded", "1,234"),
        (1, "expected", "900.0"),
        (1, "lowest expected", "800"),
        (1, "highest expected", "1,000"),
    ]


def leaves(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else None
    return [value] if inner is None else [leaf for one in inner for leaf in leaves(one)]


@pytest.mark.parametrize("part", [FIGURE_MIME, PLOTLY_MIME, "text/html"])
def test_what_travels_with_a_page_is_plain_and_the_same(part):
    with listening():
        made = mime_bundle(chart())[part]
    assert made == mime_bundle(chart())[part]
    assert {type(leaf) for leaf in leaves(made)} <= {int, float, str, bool, type(None)}


def test_a_series_drawn_while_nobody_listens_is_made_of_plain_values():
    drawn = SERIES.drawn
    assert isinstance(drawn, ExpectedSeries) and {type(n) for n in drawn.observed} == {int, type(None)}
