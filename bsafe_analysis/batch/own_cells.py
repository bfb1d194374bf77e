"""What an analyst added to a notebook of bsafe's never takes the document away: where it fails it is left out.

A document that could not be made is made once more without the cell that failed, or, where nobody can say which it
was (the gate refused the page, its process died), without all that was added.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.notebooks import read_shipped
from bsafe_analysis.engines.render import Made
from bsafe_analysis.packs.plan import PlannedDocument

NOTHING = "pass"
"""What stands in the place of a cell that is left out: the cells after it keep their numbers."""
LEFT_OUT = "*Something that was added here could not be made, and is left out.*"

Notebooks = Mapping[str, NotebookNode]
Make = Callable[[tuple[PlannedDocument, ...], Notebooks], tuple[Made, ...]]


@dataclass(frozen=True)
class Kept:
    """The documents as they are now, and what was left out of them, a line each for the analyst."""

    made: tuple[Made, ...]
    left_out: tuple[str, ...] = ()


def kept_without(made: Sequence[Made], notebooks: Notebooks, make: Make) -> Kept:
    """The same, each document that failed made again (`make`) without what was added and failed."""
    now, told = list(made), []
    held = {m.document.file_name: notebooks[m.document.notebook] for m in made if _may_be_kept(m)}
    while again := _without_what_failed(now, held):
        told += [line for _, line in again.values()]
        held |= {name: notebook for name, (notebook, _) in again.items()}
        for i, one in enumerate(now):
            if one.document.file_name in again:
                reduced = {one.document.notebook: held[one.document.file_name]}
                now[i] = make((one.document,), reduced)[0]
    return Kept(tuple(now), tuple(told))


def own_cells(notebook: NotebookNode, shipped: NotebookNode | None) -> tuple[int, ...]:
    """The numbers of the code cells that an analyst added; none where the notebook is not bsafe's with more in it."""
    if shipped is None:
        return ()
    theirs, ours = _texts(notebook), {source for source in _texts(shipped).values() if source}
    if not ours <= set(theirs.values()):
        return ()
    return tuple(number for number, source in theirs.items() if source not in ours and source not in ("", NOTHING))


def without(notebook: NotebookNode, numbers: Sequence[int]) -> NotebookNode:
    """The notebook with these code cells left out, each saying so to the team."""
    cells, number = [], 0
    for cell in copy.deepcopy(notebook.cells):
        number += cell.cell_type == "code"
        left = cell.cell_type == "code" and number in numbers
        if left:
            cell.source = NOTHING
        cells += [cell, new_markdown_cell(LEFT_OUT)] if left else [cell]
    return NotebookNode({**notebook, "cells": cells})


def _may_be_kept(made: Made) -> bool:
    return made.problem is not None and not made.document.own


def _without_what_failed(made: Sequence[Made], held: Mapping[str, NotebookNode]) -> dict[str, tuple[NotebookNode, str]]:
    found = {}
    for one in made:
        name, problem = one.document.file_name, one.problem
        if problem is None or name not in held:
            continue
        added = own_cells(held[name], read_shipped(one.document.notebook))
        if added:
            failed = _in_the_file(problem.cell, held[name])
            bad = (failed,) if failed in added else added
            found[name] = (without(held[name], bad), _told_of(one, problem, bad))
    return found


def _in_the_file(number: int, notebook: NotebookNode) -> int:
    """The cell's number in the notebook itself: a run puts a cell with the month's values below the parameters."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    parameters = next((i for i, cell in enumerate(code, 1) if "parameters" in cell.metadata.get("tags", [])), 0)
    return number - 1 if number > parameters else number


def _told_of(made: Made, problem: Problem, bad: Sequence[int]) -> str:
    cells = f"cell {bad[0]}" if len(bad) == 1 else f"cells {', '.join(map(str, bad))}"
    why = str(replace(problem, cell=0))
    return f"{made.document.title}: what you added in {cells} of {made.document.notebook} was left out ({why})"


def _texts(notebook: NotebookNode) -> dict[int, str]:
    """Number of a code cell -> its text; "" for the parameters, which everybody may change."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {
        number: "" if "parameters" in cell.metadata.get("tags", []) else cell.source.strip()
        for number, cell in enumerate(code, start=1)
    }
