"""Tables of the workbench can be sorted and searched without a network, and say no more than their readers may see."""

import json
from dataclasses import replace

import pytest

from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.views import query
from bsafe_analysis.workbench.bench import FINDINGS, SERIES, TABLES, Workbench
from bsafe_analysis.workbench.long_tables import frame_of, sortable
from bsafe_analysis.workbench.table_choices import ACTIVITIES, NUMBERS, POINTS, table_for
from tests.reports.months import MONTH
from tests.workbench.test_workbench import PREPARED, STATE

COLUMNS = (Column("a", "Place"), Column("b", "Count", True))


def test_numbers_are_sent_as_numbers_and_what_is_hidden_or_missing_in_words():
    assert frame_of(Table("t", "c", COLUMNS, (("x", 9), ("y", 10))))["Count"].tolist() == [9, 10]
    assert frame_of(Table("t", "c", COLUMNS, (("x", 9), ("y", "[c]"), ("z", None))))["Count"].tolist() == [
        "9",
        "[c]",
        "[x]",
    ]


def test_nothing_that_a_cell_says_is_taken_for_html_and_nothing_is_fetched():
    made = sortable(Table("t", "c", COLUMNS, (("<img src=x>", 1),)))
    assert "<img" not in json.loads(made._dt_args["data_json"])[0][0]
    assert "http" not in json.dumps(made._dt_args)


def test_a_click_on_a_finding_is_followed_by_every_tab_and_leaves_the_list_where_it_is(tmp_path):
    bench = Workbench(PREPARED, tmp_path)
    (table,) = bench.findings_box.children
    assert len(json.loads(table._dt_args["data_json"])) == len(bench.signals)
    table.selected_rows = [1]
    signal = bench.signals[1]
    assert (bench.state.place, bench.state.categories) == (signal.place.code, (signal.category.key,))
    assert bench.tabs.selected_index == FINDINGS
    assert f"Every tab shows {signal.category.name} in {signal.place.name} now." in bench.message.value
    bench.tabs.selected_index = SERIES
    assert signal.place.name in bench.words[SERIES].value
    bench.undo_button.click()
    assert bench.state == STATE


@pytest.mark.parametrize("choice", [NUMBERS, ACTIVITIES, POINTS])
def test_each_table_has_its_rows_and_follows_the_view(tmp_path, choice):
    bench = Workbench(PREPARED, tmp_path)
    bench.tabs.selected_index = TABLES
    bench.table_choice.value = choice
    (table,) = bench.table_box.children
    assert len(json.loads(table._dt_args["data_json"])) == len(table_for(choice, bench.result).rows)
    bench.go(STATE.but(place="N1"))
    assert bench.table_box.children[0].caption == table_for(choice, query(STATE.but(place="N1"), PREPARED)).caption


def test_the_points_are_those_of_the_edition(tmp_path):
    none = replace(PREPARED, spots=PREPARED.spots.iloc[:0])
    assert table_for(POINTS, query(STATE, none)).rows == ()
    assert PREPARED.cycle.month == MONTH
