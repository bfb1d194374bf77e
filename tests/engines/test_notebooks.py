"""Notebooks are found and checked before the first of them runs."""

import nbformat
import pytest

from bsafe_analysis.engines.notebooks import declared, find_notebooks
from bsafe_analysis.faults import InputError
from bsafe_analysis.packs.plan import PlannedDocument
from tests.engines.conftest import notebook


def planned(name):
    return PlannedDocument("x", "X", "A1", "2026-09", name, "x.html", {})


def put(root, name, content):
    (root / "notebooks").mkdir(exist_ok=True)
    nbformat.write(content, root / "notebooks" / name)


def test_a_notebook_of_the_workspace_stands_before_the_one_that_is_shipped(tmp_path):
    put(tmp_path, "lap_assessment.ipynb", notebook("1"))
    path, content = find_notebooks(tmp_path, [planned("lap_assessment.ipynb")])["lap_assessment.ipynb"]
    assert path == tmp_path / "notebooks" / "lap_assessment.ipynb"
    assert len(content.cells) == 2
    shipped, _ = find_notebooks(tmp_path, [planned("tactical_assessment.ipynb")])["tactical_assessment.ipynb"]
    assert tmp_path not in shipped.parents


def test_every_notebook_that_will_not_do_is_told_at_once(tmp_path):
    two, other, path, odd = notebook(), notebook(), notebook(), notebook()
    two.cells[0].metadata.tags = []
    other.cells[0].source = 'month = "2026-09"\nyear = "2026"'
    path.cells[0].source = 'month = "2026-09"\narea = open("secret").read()'
    odd.cells[0].source = "month, area = 1, 2"
    for name, content in {"two": two, "other": other, "path": path, "odd": odd}.items():
        put(tmp_path, f"{name}.ipynb", content)
    (tmp_path / "notebooks" / "cut.ipynb").write_text('{"cells": [')
    names = ["two", "other", "path", "odd", "cut", "absent"]
    with pytest.raises(InputError) as caught:
        find_notebooks(tmp_path, [planned(f"{name}.ipynb") for name in names])
    said = [f"{fault.file} {fault.cause}" for fault in caught.value.faults]
    assert len(said) == len(names)
    for name, cause in zip(
        names,
        [
            "0 cells are tagged",
            "it gives month, year",
            "it cannot be read",
            "line 1 is not",
            "JSON",
            "there is no such",
        ],
        strict=True,
    ):
        assert any(name in text and cause in text for text in said), (name, said)


def test_parameters_are_plain_values():
    assert declared(notebook().cells[0]) == {"month": "2020-01", "area": ""}
