"""The cleaner only takes away; small drawings are put in after it, from numbers alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.pages.cleaning import clean
from bsafe_analysis.pages.html_reader import read_page
from bsafe_analysis.pages.small_drawings import with_small_drawings
from bsafe_analysis.reports.charts.tables import Column, Sparkline, Table, to_html
from tests.examples import examples
from tests.pages.test_export import DOORS

TREND = (
    '<span class="trend" data-values="3,,5,9" data-lower=",1,2,2" data-upper=",6,6,7" '
    'data-first="Jun 2026" data-last="Sep 2026">9 in the last month</span>'
)


def cell(values):
    return to_html(Table("t", "c", (Column("a", "A"), Column("b", "B")), (("row", Sparkline(tuple(values), 1, 5)),)))


def parts(html):
    inside = read_page(html).inside()
    return {e.name for e in inside} | {(e.name, *pair) for e in inside for pair in e.attrs.items() if pair[0] != "rel"}


@pytest.mark.parametrize("html", [*DOORS.values(), cell([1, None, 3]), TREND])
def test_the_cleaner_puts_nothing_in(html):
    cleaned = clean(html)
    assert parts(cleaned) <= parts(html)
    assert clean(cleaned) == cleaned


@settings(max_examples=examples(15))
@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), max_size=30))
def test_a_small_series_is_drawn_whatever_its_values(values):
    page = read_page(with_small_drawings(clean(cell(values))))
    known = [value for value in values if value is not None]
    assert any(element.name == "svg" for element in page.inside()) == (len(known) > 1)
    assert page.of_class("visually-hidden")[0].get_text()


def test_a_month_that_was_not_received_breaks_the_line():
    drawn = read_page(with_small_drawings(clean(cell([1, 2, None, 4, 5]))))
    assert len([element for element in drawn.inside() if element.name == "polyline"]) == 2


def test_the_chart_of_page_one_draws_its_months_their_range_and_the_names_of_the_first_and_the_last():
    page = read_page(with_small_drawings(clean(TREND)))
    of = {
        name: [each for each in page.inside() if each.name == name]
        for name in ("polyline", "polygon", "circle", "text")
    }
    lines = [[tuple(map(float, at.split(","))) for at in line.attrs["points"].split()] for line in of["polyline"]]
    assert [len(line) for line in lines] == [1, 2]  # the month that was not received breaks the line
    (_, low), (_, high) = lines[1]
    assert high < low  # nine stands higher than five
    assert len(of["polygon"][0].attrs["points"].split()) == 6  # three months have a range
    assert {"Jun 2026", "Sep 2026", "9", "0", "10"} <= {each.get_text() for each in of["text"]}
    assert page.of_class("visually-hidden")[0].get_text() == "9 in the last month"


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.one_of(st.none(), st.floats(0, 1e6))] * 3), min_size=1, max_size=30))
def test_the_chart_of_page_one_is_drawn_whatever_its_values(months):
    data = " ".join(
        f'data-{name}="{",".join("" if n is None else f"{n:g}" for n in row)}"'
        for name, row in zip(("values", "lower", "upper"), zip(*months, strict=True), strict=True)
    )
    page = read_page(with_small_drawings(clean(f'<span class="trend" {data}>words</span>')))
    known = [value for value, *_ in months if value is not None]
    assert any(each.name == "svg" for each in page.inside()) == (len(known) > 1)
    for mark in (each for each in page.inside() if each.name == "circle"):
        assert 0 <= float(mark.attrs["cy"]) <= 160


@pytest.mark.parametrize(
    "attributes",
    [
        'class="spark" data-values="1,2&quot;/><script>alert(1)</script>"',
        'class="spark" data-values="nan,inf"',
        'class="trend" data-values="1,2&quot; onload=&quot;x()" data-lower="1,1" data-upper="2,2"',
        'class="trend" data-values="1,2" data-lower="1" data-upper="2,2"',
        'class="trend" data-values="1,2" data-lower="nan,inf" data-upper="nan,inf" data-first="<b>x"',
    ],
)
def test_what_is_no_number_is_not_drawn_and_its_words_stay(attributes):
    assert with_small_drawings(clean(f"<span {attributes}>words &lt;b&gt;</span>")) == (
        '<span class="visually-hidden">words &lt;b&gt;</span>'
    )
