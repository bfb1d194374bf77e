"""The cleaner only takes away; small drawings are put in after it, from numbers alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.pages.cleaning import clean
from bsafe_analysis.pages.html_reader import read_page
from bsafe_analysis.pages.small_drawings import with_small_drawings
from bsafe_analysis.reports.charts.tables import Column, Sparkline, Table, to_html
from tests.pages.test_export import DOORS

PINS = '<span class="pinmap" data-size="90,60" data-shapes="0,0 9,0 9,9" data-pins="1,4,5;2,8">1: Mill Lane</span>'


def cell(values):
    return to_html(Table("t", "c", (Column("a", "A"), Column("b", "B")), (("row", Sparkline(tuple(values), 1, 5)),)))


def parts(html):
    inside = read_page(html).inside()
    return {e.name for e in inside} | {(e.name, *pair) for e in inside for pair in e.attrs.items() if pair[0] != "rel"}


@pytest.mark.parametrize("html", [*DOORS.values(), cell([1, None, 3]), PINS])
def test_the_cleaner_puts_nothing_in(html):
    cleaned = clean(html)
    assert parts(cleaned) <= parts(html)
    assert clean(cleaned) == cleaned


@settings(max_examples=30)
@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), max_size=30))
def test_a_small_series_is_drawn_whatever_its_values(values):
    page = read_page(with_small_drawings(clean(cell(values))))
    known = [value for value in values if value is not None]
    assert any(element.name == "svg" for element in page.inside()) == (len(known) > 1)
    assert page.of_class("visually-hidden")[0].get_text()


def test_a_month_that_was_not_received_breaks_the_line():
    drawn = read_page(with_small_drawings(clean(cell([1, 2, None, 4, 5]))))
    assert len([element for element in drawn.inside() if element.name == "polyline"]) == 2


def test_a_map_has_an_outline_and_a_pin_for_each_whole_entry():
    names = [element.name for element in read_page(with_small_drawings(clean(PINS))).inside()]
    assert [names.count(name) for name in ("polygon", "circle", "text")] == [1, 1, 1]


@pytest.mark.parametrize(
    "attributes",
    [
        'class="spark" data-values="1,2&quot;/><script>alert(1)</script>"',
        'class="spark" data-values="nan,inf"',
        'class="pinmap" data-size="90,60&quot; onload=&quot;x()"',
        'class="pinmap" data-size="" data-pins="1,2,3"',
    ],
)
def test_what_is_no_number_is_not_drawn_and_its_words_stay(attributes):
    assert with_small_drawings(clean(f"<span {attributes}>words &lt;b&gt;</span>")) == (
        '<span class="visually-hidden">words &lt;b&gt;</span>'
    )
