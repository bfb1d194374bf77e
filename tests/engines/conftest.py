"""Tiny notebooks written by hand, and kernels to run them in."""

from collections.abc import Iterator

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from bsafe_analysis.engines.execution import RunLimits
from bsafe_analysis.engines.kernels import Kernels

NONCE = "0123456789abcdef"
PARAMETERS = {"month": "2026-09", "area": "A1"}
END = (
    "import os\nfrom IPython.display import display\n"
    'display({"application/vnd.bsafe.end+json": {"nonce": os.environ["BSAFE_NONCE"]}}, raw=True)'
)

PURE_END = (
    "from bsafe_analysis import build_tactical_assessment, finish, open_cycle\n"
    "finish(build_tactical_assessment(open_cycle(month)))"
)
"""The same by our own functions alone, so that a page is kept."""


def notebook(*cells: str) -> NotebookNode:
    parameters = new_code_cell('month: str = "2020-01"\narea: str = ""', metadata={"tags": ["parameters"]})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=[parameters, *map(new_code_cell, cells)], metadata={"kernelspec": kernel})


@pytest.fixture
def kernels(tmp_path) -> Iterator[Kernels]:
    with (
        (tmp_path / "log").open("wb") as log,
        Kernels({"BSAFE_NONCE": NONCE}, RunLimits(10, 40, 500_000), log) as running,
    ):
        yield running
