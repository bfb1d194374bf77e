"""The widgets drive the same views that the documents use, and hold no number of their own."""

from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.view_state import Chart, Comparison, ViewState, as_line
from bsafe_analysis.reports.documents import build_tactical_assessment
from bsafe_analysis.reports.views import figure, query, sentence
from bsafe_analysis.reports.wording import words
from bsafe_analysis.workbench import saved_views
from bsafe_analysis.workbench.bench import FINDINGS, MAP, SERIES, WHEN, Workbench
from bsafe_analysis.workbench.findings_list import plain_words
from bsafe_analysis.workbench.history import History
from bsafe_analysis.workbench.opening import open_workbench
from tests.examples import examples
from tests.model.test_view_state import states
from tests.reports.months import MONTH, MONTHS, finding, prepared

PREPARED = prepared(findings=(finding(), finding(area="A1", observed=38)))
STATE = ViewState("B", MONTHS[0], MONTH)


@pytest.fixture
def bench(tmp_path):
    made = Workbench(PREPARED, tmp_path)
    made.tabs.selected_index = SERIES
    return made


def drawn(chart):
    """What the browser is told of a chart: the traces that are tied to the table."""
    return {trace["name"]: list(trace["y"]) for trace in chart.spec["data"] if trace.get("meta")}


def test_every_control_has_a_label_and_every_button_a_text(bench):
    controls = [*bench.filters.controls.values(), bench.finding, bench.map_list]
    assert all(control.description for control in controls)
    assert all(button.description for button in (bench.undo_button, bench.redo_button))


def test_a_filter_changes_the_view_the_chart_the_words_and_the_status(bench):
    bench.filters.controls["place"].value = "N1"
    bench.filters.controls["categories"].value = ("burglary",)
    assert bench.state == STATE.but(place="N1", categories=("burglary",))
    result = query(bench.state, PREPARED)
    assert sentence(result) in bench.words[SERIES].value
    assert drawn(bench.charts[SERIES])["Recorded"] == [p.observed for p in result.points]
    assert f"<b>{result.total}</b>" in bench.status.value


@settings(max_examples=examples(6), deadline=None)
@given(st.lists(states(st.sampled_from(["B", "A1", "N1", "N3"]), st.sampled_from(["burglary", "damage"])), max_size=4))
def test_after_any_walk_the_screen_shows_what_the_figure_says(tmp_path_factory, walk):
    bench = Workbench(PREPARED, tmp_path_factory.mktemp("walk"))
    bench.tabs.selected_index = SERIES
    for state in walk:
        bench.go(state.but(first=MONTHS[0], last=MONTH, chart="series"))
    wanted = {t["name"]: list(t["y"]) for t in figure(query(bench.state, PREPARED)).spec["data"]}
    assert drawn(bench.charts[SERIES]) == wanted
    titles = [note["text"] for note in bench.charts[SERIES].spec["layout"]["annotations"]]
    assert titles == [n["text"] for n in figure(query(bench.state, PREPARED)).spec["layout"]["annotations"]]


def test_the_trail_leads_up_and_down(bench):
    bench.go(STATE.but(place="N1"))
    assert [step.description for step in bench.steps] == ["Thornmere", "\u203a North", "\u203a Mill Lane"]
    assert bench.down.layout.display == "none"
    bench.steps[1].click()
    assert bench.state.place == "A1"
    assert [step.layout.display for step in bench.steps] == ["", "", "none"]
    bench.down.value = "N2"
    assert bench.state.place == "N2"
    bench.steps[0].click()
    assert bench.state.place == "B"
    assert [name for name, _ in bench.down.options] == ["choose", "North", "South"]


def test_a_click_on_the_map_and_a_choice_from_its_list_choose_the_place(bench):
    bench.tabs.selected_index = MAP
    assert bench.state.chart is Chart.MAP
    bench.charts[MAP]._handle_custom_msg({"clicked": "N2"}, [])
    assert bench.state.place == "N2"
    bench.map_list.value = "N3"
    assert bench.state.place == "N3"


def test_undo_and_redo_walk_the_views(bench):
    bench.go(STATE.but(place="N1"))
    bench.go(STATE.but(place="N2"))
    bench.undo_button.click()
    assert bench.state.place == "N1"
    bench.undo_button.click()
    assert bench.undo_button.disabled
    bench.redo_button.click()
    assert (bench.state.place, bench.redo_button.disabled) == ("N1", False)
    bench.go(STATE.but(place="N3"))
    assert bench.redo_button.disabled


def test_a_name_that_is_typed_is_one_step_of_undo_and_two_choices_are_two(bench):
    now = [100.0]
    bench.clock = lambda: now[0]
    place = bench.filters.controls["place"]
    for code, waited in (("N1", 5.0), ("N2", 0.2), ("A1", 0.3)):
        now[0] += waited
        place.value = code
    assert bench.state.place == "A1"
    now[0] += 5
    place.value = "N3"
    bench.undo_button.click()
    assert bench.state.place == "A1"
    bench.undo_button.click()
    assert bench.state == STATE and not bench.history.can_undo


def test_a_finding_of_months_together_is_opened_with_the_documents_own_words(tmp_path):
    """The month alone lies within its range: the screen must not say only that."""
    run = finding(
        rule="persistent", observed=14, since="2026-07", status=Status.CONTINUING, run_months=3, run_observed=52,
        run_expected=28.0,
    )  # fmt: skip
    month = prepared(findings=(run,))
    bench = Workbench(month, tmp_path)
    bench.finding.value = 0
    bench.open_button.click()
    shown = bench.words[SERIES].value
    (signal,) = build_tactical_assessment(month).signals
    assert plain_words(words("findings", "known", signal=signal)) in unescape(shown)
    assert "52 recorded in the last three months together; about 28 expected from the months before them" in shown
    bench.go(bench.state.but(categories=("damage",)))
    assert "In the documents" not in bench.words[SERIES].value


def test_a_finding_is_opened_from_the_list_by_its_series(bench):
    bench.tabs.selected_index = FINDINGS
    bench.open_button.click()
    assert "Choose a finding" in bench.message.value
    bench.finding.value = 1
    assert bench.tabs.selected_index == FINDINGS  # an arrow key chooses, and opens nothing
    bench.open_button.click()
    assert (bench.state.place, bench.state.categories) == ("A1", ("burglary",))
    assert bench.tabs.selected_index == SERIES


def test_the_when_tab_says_that_no_times_are_held(bench):
    bench.tabs.selected_index = WHEN
    assert "No times of day are held" in bench.words[WHEN].value


def test_an_error_is_a_sentence_and_leaves_the_view_as_it_was(bench, monkeypatch):
    monkeypatch.setattr("bsafe_analysis.workbench.bench.query", fails_for("N2"))
    bench.filters.controls["place"].value = "N1"
    bench.filters.controls["place"].value = "N2"
    assert bench.state.place == "N1"
    assert bench.filters.controls["place"].value == "N1"
    assert "That could not be shown: RuntimeError: a &lt;b&gt;" in bench.message.value
    assert "<details>" in bench.message.value


def fails_for(place):
    def fails(state, month):
        if state.place == place:
            raise RuntimeError("a <b>")
        return query(state, month)

    return fails


def test_a_period_that_ends_before_it_starts_is_told_and_not_taken(bench):
    bench.filters.controls["first"].value = MONTH
    bench.filters.controls["last"].value = MONTHS[0]
    assert bench.state.last == MONTH
    assert "cannot end" in bench.message.value


def test_a_restart_finds_the_last_view_again(tmp_path):
    first = Workbench(PREPARED, tmp_path)
    first.go(STATE.but(place="N2", comparison="borough"))
    again = Workbench(PREPARED, tmp_path)
    assert again.state == first.state


def test_a_last_view_of_a_place_that_is_gone_opens_at_the_borough_and_says_so(tmp_path):
    saved_views.remember(tmp_path, STATE.but(place="N9"))
    bench = Workbench(PREPARED, tmp_path)
    assert bench.state.place == "B"
    assert "N9 no longer exists" in bench.message.value


def test_a_last_view_that_cannot_be_read_is_no_obstacle(tmp_path):
    saved_views.remember(tmp_path, STATE)
    (file,) = (tmp_path / saved_views.LAST).iterdir()
    file.write_text("version: 7\nplace: 'N")
    assert Workbench(PREPARED, tmp_path).state.place == "B"


@pytest.mark.parametrize("count, said", [(0, ": 0 recorded"), (pd.NA, "14 of 14 months not held")])
def test_an_empty_month_is_told_on_every_tab_and_every_chart(tmp_path, count, said):
    empty = replace(PREPARED, counts=PREPARED.counts.assign(count=pd.array([count] * len(PREPARED.counts), "Int64")))
    bench = Workbench(replace(empty, findings=()), tmp_path)
    assert "No findings this month." in bench.findings_box.children[0].value
    for tab in (SERIES, MAP, WHEN):
        bench.tabs.selected_index = tab
        assert said in bench.words[tab].value
    for chart in ("series", "season", "rolling", "forecast"):
        bench.filters.controls["chart"].value = chart
        assert said in bench.words[SERIES].value
    for measure in ("rate", "count"):
        bench.filters.controls["measure"].value = measure
    assert bench.message.value == ""


def test_no_prepared_month_is_plain_words_and_a_way_on(tmp_path):
    assert "no month is prepared yet. Put what you received" in open_workbench(workspace=tmp_path).value


def test_a_named_view_is_kept_found_and_never_overwritten(tmp_path):
    state = STATE.but(place="N1", comparison=Comparison.BOROUGH)
    saved_views.keep_view(tmp_path, "mill-lane", state)
    assert saved_views.kept_views(tmp_path) == ("mill-lane",)
    assert saved_views.open_view(tmp_path, "mill-lane") == state
    with pytest.raises(InputError, match="another view is kept under this name"):
        saved_views.keep_view(tmp_path, "mill-lane", STATE)
    with pytest.raises(InputError, match="cannot be the name of a view"):
        saved_views.keep_view(tmp_path, "../mill", STATE)


def test_a_kept_view_of_an_older_version_says_so(tmp_path):
    saved_views.keep_view(tmp_path, "old", STATE)
    path = tmp_path / saved_views.FOLDER / "old.yml"
    path.write_text(path.read_text().replace("version: 1", "version: 0"))
    with pytest.raises(InputError, match="older bsafe"):
        saved_views.open_view(tmp_path, "old")


def test_the_line_of_code_shows_the_view(bench):
    bench.go(STATE.but(place="N1"))
    import html

    assert html.escape(as_line(bench.state)) in bench.explain.code.value


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(st.one_of(st.integers(0, 5), st.sampled_from(["undo", "redo"])), max_size=20))
def test_history_never_leaves_its_list_and_undo_then_redo_is_nothing(steps):
    history = History((STATE,))
    for step in steps:
        if step == "undo":
            history = history.undo()
        elif step == "redo":
            history = history.redo()
        else:
            history = history.go(STATE.but(place=f"N{step}"))
            assert history.now.place == f"N{step}"
        assert history.now in history.views
        if history.can_undo:
            assert history.undo().redo() == history
