"""The table behind a chart: as data on the page, in its place for whoever reads or copies the page."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.audit.page_reader import read_page
from bsafe_analysis.pages.export import figure_html
from bsafe_analysis.pages.folded_tables import folded, unfolded
from bsafe_analysis.pages.gate import ExpectedPage, check_page
from bsafe_analysis.pages.html_reader import read_page as as_a_browser
from bsafe_analysis.reports.documents.required_contents import Contents
from tests.examples import SIGNS

TABLE = (
    '<table id="burglary-data"><caption>Counts</caption><thead><tr><th>Month</th><th>Recorded</th></tr></thead>'
    "<tbody><tr><th>Sep 2026</th><td>24</td></tr></tbody></table>"
)
FIGURE = {
    "id": "burglary",
    "heading": "More",
    "caption": "Recorded",
    "alt": "24.",
    "spec": {"data": []},
    "table": TABLE,
}


def test_the_page_holds_no_row_until_it_is_asked_for_and_then_the_whole_table():
    page = figure_html(FIGURE)
    assert as_a_browser(page).find("table") is None and "Sep 2026" not in as_a_browser(page).get_text()
    whole = as_a_browser(unfolded(page))
    assert whole.find("table", id="burglary-data") is not None
    assert "Sep 2026" in whole.get_text()


def test_a_chart_without_a_table_promises_none():
    assert "<details" not in figure_html({**FIGURE, "table": ""})


@given(st.text(SIGNS))
def test_whatever_a_table_says_it_comes_back_as_it_was_and_ends_no_tag_before(words):
    page = f"<p>before</p>{folded('x', words)}<p>after</p>"
    inside = f'<details class="figures"><summary>Its figures</summary>{words}</details>'
    assert unfolded(page) == (f"<p>before</p>{inside}<p>after</p>" if words else page)
    assert page.count("<script") == page.count("</script>") == bool(words)


def test_what_is_no_table_stays_away():
    bad = folded("x", "y").replace(json.dumps("y"), "{broken")
    assert "broken" not in unfolded(bad) and "<script" not in unfolded(bad)


def test_the_gate_refuses_a_table_that_a_browser_would_lay_out_and_it_could_not_read():
    odd = folded("x", "<p>y</p>").replace('<details class="figures">', '<details class="figures other">')
    wanted = ExpectedPage(Contents((), (), ()), "", False)
    assert "the table 'x-figures' cannot be read as one behind a chart" in check_page(odd, wanted)


def test_who_proves_the_page_reads_the_folded_table_by_a_road_of_his_own():
    (table,) = read_page(f"<main><section>{figure_html(FIGURE)}</section></main>").tables
    assert (table.id, table.rows) == ("burglary-data", (("Sep 2026", "24"),))
