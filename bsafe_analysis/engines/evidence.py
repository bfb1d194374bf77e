"""Did a notebook really run to its end? A quiet exit, a dead kernel and a swallowed error all look whole in its file.

papermill's own cell status and the absence of an exception are no evidence: `sys.exit(0)` returns success with the rest
unrun. What counts: every code cell has an execution count, none holds an error, and the last one left this run's mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsafe_analysis.mime import END_MIME
from bsafe_analysis.terminal import plain

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Problem:
    """Why a document was not made: `cell` as JupyterLab numbers it (0: none), `detail` for the private log only.

    `died`: its process ended by itself, so that trying once more may help.
    """

    sentence: str
    cell: int = 0
    detail: str = ""
    died: bool = False

    def __str__(self) -> str:
        return f"cell {self.cell}, {self.sentence}" if self.cell else self.sentence


def problem_of(notebook: NotebookNode, nonce: str) -> Problem | None:
    """What keeps this executed notebook from being believed; None where it ran from its first cell to its end mark."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if error is not None:
            return Problem(_sentence_of(error), number, plain("\n".join(error.traceback), lines=True))
        if cell.execution_count is None:
            return Problem("was not run", number)
    if not code or not any(_is_mark(output, nonce) for output in code[-1].outputs):
        return Problem("the last cell did not leave the end mark; it must call finish(document)", len(code))
    return None


def warnings_of(notebook: NotebookNode) -> tuple[str, ...]:
    """What the cells wrote to their error stream, one line each: readers never see it, so the analyst must."""
    return tuple(
        f"cell {number}, {plain(output.text)}"
        for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1)
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr" and output.text.strip()
    )


def _sentence_of(error: NotebookNode) -> str:
    if error.ename == "InputError":
        return plain(error.evalue)
    if error.ename == "SystemExit":
        return "it stopped the notebook early (SystemExit)"
    return plain(f"{error.ename}: {error.evalue}") if error.evalue else plain(error.ename)


def _is_mark(output: NotebookNode, nonce: str) -> bool:
    mark = output.get("data", {}).get(END_MIME)
    return isinstance(mark, dict) and bool(nonce) and mark.get("nonce") == nonce
