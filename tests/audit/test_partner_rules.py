"""A partner's file by both roads: what the library reads of it and what the audit does, on whatever is written."""

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bsafe_analysis.audit.partner_days import TwoOrders, day_written, months_come_first, time_written
from bsafe_analysis.audit.partner_places import name_spoken, outward_half, own_words
from bsafe_analysis.audit.partner_points import degrees_written, from_grid, pair_written
from bsafe_analysis.loading.partner.extract_columns import outward
from bsafe_analysis.loading.partner.grid_points import from_one_cell, in_degrees
from bsafe_analysis.loading.partner.said_places import district_key, place_key
from bsafe_analysis.loading.partner.written_days import DayOrder, DayReader, clock_of, order_of
from bsafe_analysis.loading.text_tables import Refused

FORMS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%d %B %Y", "%d-%b-%y", "%B %d, %Y", "%b %Y",
    "%d/%m/%Y %I:%M %p", "%Y-%m-%dT%H:%M:%S", "%Y%m%d", "%m/%Y", "%a %d %b %Y", "%d/%m/%Y %H.%M", "%d %b %Y at %H:%M",
)  # fmt: skip
MOMENTS = st.datetimes(datetime(1999, 1, 1), datetime(2035, 12, 31))
ODD = st.text("0123456789/-:. ,apmjulfriTZ", max_size=18)


@given(MOMENTS, st.sampled_from(FORMS), st.booleans())
def test_a_day_in_any_form_is_the_same_by_both_roads(moment, form, months_first):
    text = moment.strftime(form)
    assert day_written(text, months_first) == DayReader(DayOrder(months_first))(text)


@given(ODD, st.booleans())
def test_what_is_no_day_is_none_by_either_road(text, months_first):
    assert day_written(text, months_first) == DayReader(DayOrder(months_first))(text)
    assert time_written(text) == clock_of(text)


@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from(FORMS[:4])), max_size=8))
def test_a_file_has_one_order_of_days_by_both_roads_or_none(days):
    texts = {"Day": [day.strftime(form) for day, form in days]}
    try:
        found = order_of(texts).month_first
    except Refused:
        with pytest.raises(TwoOrders):
            months_come_first(texts, "")
    else:
        assert months_come_first(texts, "") == found


@given(st.integers(100_000, 650_000), st.integers(10_000, 1_200_000))
def test_a_grid_reference_is_the_same_point_to_a_few_centimetres(east, north):
    (mine,) = in_degrees([(str(east), str(north))])
    assert from_grid(east, north) == pytest.approx([float(text) for text in mine], abs=3e-7)


COORDINATES = st.one_of(
    st.sampled_from(["", "0", "x", "53,4231", "-1.35", "443,210", "1,093,000", "53.4 "]),
    st.text("0123456789.,- ", max_size=9),
)


@given(COORDINATES, COORDINATES)
@example("", "50")
@example("50", "")
@example("x", "53,4231")
@example("682100", "443,210")
def test_which_pair_is_a_point_is_the_same_by_both_roads(x, y):
    (mine,) = in_degrees([(x, y)])
    again = degrees_written(x, y)
    try:
        lon, lat = (float(t) for t in mine)
        # beyond Great Britain and its waters PROJ takes a rougher transformation: no place of ours lies there
        near = 3e-7 if -9.0 < lon < 2.0 and 49.76 < lat < 61.0 else 0.01
        assert [float(t) for t in again] == pytest.approx([lon, lat], abs=near)
    except ValueError:
        assert again == mine


@given(st.sampled_from(["SK 432 930", "tq3080", "SK432", "(53.4, -1.3)", "443210 393000", "", "a, b"]))
def test_a_cell_with_both_figures_is_the_same_by_both_roads(text):
    assert pair_written(text) == from_one_cell(text)


@given(st.text("St. Mary's Ward&\u2019éNeighbourhood-city of council\u200b", max_size=24))
def test_a_places_name_is_the_same_by_both_roads(name):
    assert name_spoken(name) == place_key(name)
    assert own_words(name) == district_key(name)
    assert outward_half(name) == outward(name)


@given(st.text("AB1 2cdX", max_size=9))
def test_half_a_postcode_is_the_same_by_both_roads(text):
    assert outward_half(text) == outward(text)
