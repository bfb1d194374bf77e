"""An analyst's own analysis: incidents as a table, a view in the hand, the cookbook from first cell to last."""

import ast
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from bsafe_analysis import open_cycle, open_incidents, show_view
from bsafe_analysis.faults import InputError
from bsafe_analysis.preparation.store import save_cycle
from bsafe_analysis.workbench.own_analysis import COLUMNS, OF_A_POINT
from tests.shared import once, sample_month

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The second invented partnership with its raw files, its last month prepared and kept."""

    def make(folder):
        made, prepared, _ = sample_month(tmp_path_factory, "odd")
        shutil.copytree(made, folder, symlinks=True, dirs_exist_ok=True)
        save_cycle(folder, prepared)
        return folder

    return once(tmp_path_factory, "odd-to-analyse", make)


@pytest.fixture(scope="module")
def month(root):
    return open_cycle("2026-06", root)


@pytest.fixture(scope="module")
def incidents(root):
    return open_incidents("2026-06", root)


def test_the_incidents_are_those_that_are_counted(month, incidents):
    assert tuple(incidents.columns) == COLUMNS
    counted = month.counts[(month.counts["level"] == "borough") & month.counts["count"].notna()]
    seen = incidents.groupby(["category", "month"]).size()
    keys = list(counted[["category", "month"]].itertuples(index=False, name=None))
    assert seen.reindex(keys, fill_value=0).tolist() == counted["count"].tolist()
    named = incidents[incidents["place"] != ""]
    assert (named["place"] == named["neighbourhood"].map(lambda code: month.areas[code].name)).all()


def test_no_point_is_told_of_what_policy_keeps_off_maps(month, incidents):
    kept_off = incidents["category"].isin(month.cycle.not_by_place)
    assert incidents.loc[kept_off, list(OF_A_POINT)].isna().all(axis=None)
    assert incidents.loc[~kept_off, list(OF_A_POINT)].notna().any(axis=None)


def test_a_view_comes_back_to_go_on_with_and_is_not_shown_twice(root, month, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *what, **how: shown.append(what))
    view = show_view("2026-06", root, place=month.areas.borough.code, first="2026-01", last="2026-06",
                     categories=("break_ins",))  # fmt: skip
    assert len(shown) == 2
    view._ipython_display_()
    assert len(shown) == 2
    assert len(view.table) == 6 and list(view.figure.data)
    file = view.save(tmp_path / "break-ins.xlsx")
    book = CalamineWorkbook.from_path(str(file))
    cover, figures = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    said = " ".join(str(cell) for row in cover for cell in row)
    assert month.cycle.as_of.isoformat() in said and month.cycle.markings["internal"] in said
    assert set(view.table.iloc[:, 1]) <= {cell for row in figures for cell in row}
    text = view.save(tmp_path / "break-ins.csv").read_text()
    assert pd.read_csv(tmp_path / "break-ins.csv", nrows=6).iloc[:, 1].tolist() == view.table.iloc[:, 1].tolist()
    assert month.cycle.as_of.isoformat() in text
    with pytest.raises(InputError, match="views are saved as"):
        view.save(tmp_path / "break-ins.docx")


def test_a_misspelt_category_is_an_error_with_the_nearest_name(root, month):
    with pytest.raises(InputError, match=r"no category 'braek_ins'.*'break_ins'"):
        show_view("2026-06", root, place=month.areas.borough.code, first="2026-01", last="2026-06",
                  categories=("braek_ins",))  # fmt: skip


def test_a_month_is_told_in_a_line(month):
    assert "2026-06" in repr(month) and len(repr(month)) < 300


def test_the_cookbook_runs_from_its_first_cell_to_its_last(root, monkeypatch, capsys):
    monkeypatch.setenv("BSAFE_WORKSPACE", str(root))
    monkeypatch.setattr("IPython.display.display", lambda *what, **how: None)
    names, answers = {}, 0
    for cell in nbformat.read(ROOT / "notebooks" / "cookbook.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(ast.parse(cell.source), "cookbook", "exec"), names)
            answers += 1
    assert answers == 13  # what is opened, and twelve questions
    assert "So " in capsys.readouterr().out
    assert list((root / "outputs" / "own").glob("2026-06-*.xlsx"))
