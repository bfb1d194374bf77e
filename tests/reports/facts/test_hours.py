"""The week of a place is drawn where times are held, says when chance alone may explain it, and stays inside."""

from dataclasses import replace

import pandas as pd
from bs4 import BeautifulSoup

from bsafe_analysis.model.times import TIME_COLUMNS
from bsafe_analysis.pages.chart_against_table import points_that_differ
from bsafe_analysis.reports.charts.tables import to_html
from bsafe_analysis.reports.charts.week_chart import SHADES, shade
from bsafe_analysis.reports.document_kinds import build_document, contents_of, exhibits_of
from bsafe_analysis.reports.facts.hours import FEWEST, hours_of
from bsafe_analysis.reports.show import compose
from tests.browser.checklist import colours, contrast
from tests.reports.months import MONTH, prepared


def held(*rows):
    """A month in which these are known: (area, weekday, hour, count)."""
    every = [(area, "burglary", MONTH, day, hour, count) for area, day, hour, count in rows]
    return replace(prepared(), times=pd.DataFrame(every, columns=list(TIME_COLUMNS)))


EVENINGS = held(("N1", 4, 19, 40), ("N1", 4, 20, 5), ("N2", 0, 2, 9), ("N3", 6, 23, 30))
EVEN = held(*(("N1", day, hour, 2) for day in range(7) for hour in range(0, 24, 3)))


def words(month, document="tactical_assessment", area="B", section="series"):
    made = compose(build_document(month, document, area), section)
    return " ".join(BeautifulSoup(" ".join(b["text/html"] for b in made), "html.parser").get_text(" ").split())


def test_the_grid_is_of_the_place_and_adds_up_to_what_is_known():
    whole, area = (hours_of(EVENINGS, EVENINGS.areas[code]) for code in ("B", "A1"))
    assert (whole.known, sum(map(sum, whole.week))) == (84, 84)
    assert whole.week[4][6] == 45  # Friday, 18 to 21
    assert (whole.busiest[0].day, whole.busiest[0].first, whole.busiest[0].count) == ("Friday", 18, 45)
    assert area.known < whole.known
    assert whole.categories == ("Burglary",)


def test_an_areas_page_names_the_busiest_hours_and_leaves_the_chart_to_the_boroughs():
    assert "hours" not in contents_of(build_document(EVENINGS, "lap_assessment", "A1")).figures
    assert "Busiest: Fridays from 6pm to 9pm (45)" in words(EVENINGS, "lap_assessment", "A1", "places")


def test_the_chart_is_declared_holds_its_tables_numbers_and_can_be_read_without_colour():
    built = build_document(EVENINGS, "tactical_assessment", "B")
    assert "hours" in contents_of(built).figures
    figure = exhibits_of(built).figure("hours")
    assert not list(points_that_differ(figure.spec, BeautifulSoup(to_html(figure.table), "html.parser").table))
    assert not list(colours(figure.spec))
    assert "Friday 6pm to 9pm: 45" in figure.alt
    assert "burglary began most often on Fridays from 6pm to 9pm, 45 of" in figure.heading


def test_every_number_stands_out_from_its_square_and_shades_grow_with_counts():
    assert all(contrast(ink, ground) >= 4.5 for ground, ink in SHADES)
    steps = [SHADES.index(shade(n, 9)) for n in range(10)]
    assert steps == sorted(steps)
    assert set(steps) == {0, 1, 2, 3}
    assert shade(0, 0) == SHADES[0]


def test_a_week_that_chance_may_have_made_is_said_to_be_one():
    assert hours_of(EVEN, EVEN.areas["B"]).even
    assert not hours_of(EVENINGS, EVENINGS.areas["B"]).even
    assert "Chance alone may have made these busier" in words(EVEN)
    assert "Chance alone" not in words(EVENINGS)
    assert (
        "spread over the week much as chance"
        in exhibits_of(build_document(EVEN, "tactical_assessment", "B")).figure("hours").heading
    )


def test_too_few_are_named_and_not_drawn():
    few = held(("N1", 4, 19, FEWEST - 1))
    assert "hours" not in contents_of(build_document(few, "tactical_assessment", "B")).figures
    assert "too few to name a day or an hour" in words(few)


def test_an_edition_for_others_draws_nothing_and_does_not_say_that_nothing_is_held():
    shared = replace(prepared(), audience="partner")  # its times are taken out: tests/test_times.py
    assert "hours" not in contents_of(build_document(shared, "tactical_assessment", "B")).figures
    assert "not in this edition" in words(shared)
    assert "gives the month only" not in words(shared)
    assert "gives the month only" in words(prepared())
