"""No process that a run or the lab starts takes a module from the folder it is in: a workspace may be anybody's."""

import pytest

from bsafe_analysis.engines.execution import RunLimits
from bsafe_analysis.engines.fork_engine import AVAILABLE, WarmProcess
from bsafe_analysis.engines.fork_server import ForkServer
from bsafe_analysis.engines.kernels import Kernels
from bsafe_analysis.engines.render import Job
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.workbench.jupyter import LabOptions, launch
from tests.engines.conftest import END, NONCE, PARAMETERS, notebook
from tests.engines.test_fork_engine import PageMaker

NAMES = ("calendar", "papermill", "plotly", "random", "secrets", "tornado")
ASKED = f"import {', '.join(NAMES)}\nprint(*(m.__file__ for m in ({', '.join(NAMES)})))"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A workspace with modules named like those that everything needs; each would tell that it was run."""
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write('{name} ')\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_ordinary_kernel(folder):
    with (folder / "log").open("wb") as log, Kernels({"BSAFE_NONCE": NONCE}, RunLimits(60, 90), log) as kernels:
        ran = kernels.execute(notebook(ASKED, END), PARAMETERS)
    assert ran.problem is None
    assert str(folder) not in ran.notebook.cells[2].outputs[0].text
    assert not (folder / "ran").exists()


@pytest.mark.skipif(not AVAILABLE, reason="this system cannot fork safely")
def test_the_warm_process_and_what_is_forked_from_it(folder):
    planned = PlannedDocument("n", "N", "A", "2026-09", "n.ipynb", "n.html", {"month": "2026-09", "area": "A"})
    job = Job((planned,), {"n.ipynb": notebook(ASKED, END)}, PageMaker, folder, RunLimits(60, 90, 500_000), 1)
    with ForkServer() as server, WarmProcess({"BSAFE_NONCE": NONCE}, server) as warm:
        (made,) = warm.render(job, Watcher())
    assert made.problem is None
    assert not (folder / "ran").exists()


def test_the_lab_and_its_kernels(folder):
    started = launch(folder, LabOptions(allow_root=True))
    assert started.command[1] == "-P"
    assert started.environment["PYTHONSAFEPATH"] == "1"
