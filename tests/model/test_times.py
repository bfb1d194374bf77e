"""Times of day: read where a source gives them, counted by place, and said to be missing where it does not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml

from bsafe_analysis.model.times import TIME_COLUMNS, count_times, moments
from bsafe_analysis.model.view_state import Chart, ViewState
from bsafe_analysis.preparation.editions import share
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.preparation.store import save_cycle, stored_cycle
from bsafe_analysis.reports.charts.tables import to_html
from bsafe_analysis.reports.views import figure, query, sentence
from tests.batch.partnership import MONTHS, make_partnership, write

MONTH = MONTHS[-1]


@pytest.mark.parametrize(
    "text, told",
    [
        ("2026-09-03 14:20", "2026-09-03 14:20"),
        ("2026-09-03T14:20:59", "2026-09-03 14:20"),
        ("2026-09-03T23:30:00Z", "2026-09-04 00:30"),
        ("2026-12-03T23:30Z", "2026-12-03 23:30"),
        ("2026-09-03T14:20+01:00", "2026-09-03 14:20"),
        ("03/09/2026 9:05", "2026-09-03 09:05"),
        ("2026-09-03", None),
        ("", None),
        ("2026-13-41 09:00", None),
        ("2026-09-03 25:00", None),
        ("yesterday", None),
    ],
)
def test_a_moment_is_read_as_local_time_or_not_at_all(text, told):
    (moment,) = moments(pd.Series([text]))
    assert pd.isna(moment) if told is None else moment == pd.Timestamp(told)


def test_hours_are_counted_by_place_category_and_month_and_untimed_rows_are_left_out():
    rows = pd.DataFrame(
        [("N1", "fires", MONTH, "2026-09-04 22:10")] * 3
        + [("N2", "fires", MONTH, "2026-09-07 00:00"), ("N2", "fires", MONTH, ""), ("N2", "fires", "2020-01", "x")],
        columns=["neighbourhood", "category", "month", "occurred_from"],
    )
    counted = count_times(rows.assign(occurred_to=""), [MONTH])
    assert list(counted.columns) == list(TIME_COLUMNS)
    assert counted.values.tolist() == [["N1", "fires", MONTH, 4, 22, 3], ["N2", "fires", MONTH, 0, 0, 1]]


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """A police file without times and a fire service's extract with them: every Friday at ten, in Mill Lane."""
    root = make_partnership(tmp_path_factory.mktemp("times"))
    path = root / "parameters/sources.yml"
    sources = yaml.safe_load(path.read_text())
    columns = {"month": "Called", "category": "Kind", "lsoa": "LSOA", "occurred_from": "Called"}
    sources["sources"].append(
        {"name": "fire", "kind": "columns", "title": "Fires", "folder": "fire", "class": "PARTNER", "ours_alone": True,
         "columns": columns}
    )  # fmt: skip
    path.write_text(yaml.safe_dump(sources))
    with (root / "data/reference/categories.csv").open("a") as stream:
        stream.write("Fire,fires,Fires,fires\n")
    rows = [(f"{m}-{day:02d} 22:10", "Fire", "E01000001") for m in MONTHS for day in (4, 11)]
    write(root / "data/raw/fire/2026-10-03/fire.csv", ("Called", "Kind", "LSOA"), [*rows, (f"{MONTH}-12", "Fire", "")])
    made = prepare(root, MONTH)
    save_cycle(root, made)
    return stored_cycle(MONTH, root)


def view(month, **choices):
    given = {"place": "B", "first": MONTH, "last": MONTH, "categories": ("fires",), "chart": "when"}
    return query(ViewState(**given | choices), month)


def test_the_hours_of_the_week_are_shown_where_they_are_held(month):
    result = view(month)
    assert result.drawn is Chart.WHEN
    hours = result.hours
    assert (result.total, hours.timed, hours.day, hours.begins, hours.most) == (3, 2, "Friday", 22, 2)
    assert "2 of them have a time of day. Most began on Friday between 10pm and 11pm: 2." in sentence(result)
    drawn = figure(result)
    assert np.array([row[1:] for row in drawn.table.rows]).sum() == 2
    from bs4 import BeautifulSoup

    from bsafe_analysis.pages.chart_against_table import points_that_differ

    assert not list(points_that_differ(drawn.spec, BeautifulSoup(to_html(drawn.table), "html.parser").table))
    assert drawn.spec["layout"]["yaxis"]["dtick"] == 1  # every day has its name
    assert view(month, place="N1").hours.timed == 2
    assert view(month, place="N3").reason == "no_times"


def test_where_none_are_held_it_says_so_and_which_extract_would_fill_it(month):
    said = sentence(view(month, categories=("burglary",)))
    assert "No times of day are held" in said
    assert "occurred_from" in said and "sources.yml" in said


def test_no_edition_for_others_tells_a_time(month):
    cycle = replace(month.cycle, markings={"internal": "OFFICIAL", "partner": "OFFICIAL"})
    shared, _ = share(replace(month, cycle=cycle), "partner")
    assert shared.times.empty
    assert "not shown in this edition" in sentence(view(shared))
