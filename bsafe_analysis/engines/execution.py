"""How a notebook may be run, and what is left of it: shared by every engine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.processes import ONE_THREAD

if TYPE_CHECKING:
    from nbformat import NotebookNode

_KEPT = (
    "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "VIRTUAL_ENV",
    "SYSTEMROOT", "PATHEXT",  # without these no Python starts on Windows
)  # fmt: skip


@dataclass(frozen=True)
class RunLimits:
    """Seconds for a cell and for a document; bytes that a document may print or show."""

    cell: int = 120
    document: int = 300
    output: int = 5_000_000


@dataclass(frozen=True)
class Execution:
    """A notebook as it was left, and what is known to have gone wrong (None is no proof that it ran to its end)."""

    notebook: NotebookNode
    problem: Problem | None


def environment(sealed: Mapping[str, str], home: Path) -> dict[str, str]:
    """All that a kernel is told of the machine; `sealed` holds the run's settings. Secrets of the shell stay there."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    threads = {name: number for name, number in ONE_THREAD.items() if name.endswith("_NUM_THREADS")}
    return {
        **kept,
        **_own_code(),
        **threads,
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(home),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",  # no module of the folder that one stands in: a papermill.py there is nobody's papermill
        "TZ": "UTC",
        **sealed,
    }


def _own_code() -> dict[str, str]:
    """A checkout's own folder, so that a kernel runs this very code and not another copy that is installed."""
    root = Path(__file__).parents[2]
    return {} if root.name.endswith("-packages") else {"PYTHONPATH": str(root)}


class Trace:
    """What can still be told of a notebook whose run raised: the copy that was run, and the code cell it was in."""

    def __init__(self, notebook: NotebookNode) -> None:
        self.notebook = notebook
        self.running = 0

    def starts(self, cell: NotebookNode, cell_index: int) -> None:
        self.running = sum(c.cell_type == "code" for c in self.notebook.cells[: cell_index + 1])
