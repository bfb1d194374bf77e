"""A document's notebook run by itself, cell by cell in an ordinary kernel, gives the page that the batch gives; and a
problem profile that was started runs from its first cell to its last."""

import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from bsafe_analysis.engines.notebooks import find_notebooks
from bsafe_analysis.packs.page_maker import PageMaker
from bsafe_analysis.packs.plan import plan
from bsafe_analysis.preparation.store import open_cycle
from bsafe_analysis.workbench.bench import Workbench, first_view

pytestmark = pytest.mark.slow
MONTH = "2026-09"
IDENTITY = re.compile(r"with the fingerprint ([0-9a-f]{12})\.")


@pytest.fixture(scope="module")
def root(alone, tmp_path_factory):
    made = shutil.copytree(alone / "first", tmp_path_factory.mktemp("alone") / "first", symlinks=True)
    (made / "notebooks").mkdir()
    return made


def run_by_hand(root, notebook, monkeypatch):
    """As JupyterLab runs it: in its folder, told of nothing but that."""
    for name in ("BSAFE_WORKSPACE", "BSAFE_AUDIENCE", "BSAFE_NONCE"):
        monkeypatch.delenv(name, raising=False)
    folder = {"metadata": {"path": str(root / "notebooks")}}
    return NotebookClient(notebook, timeout=180, kernel_name="python3", resources=folder).execute()


OTHERS = [pytest.param(kind, marks=pytest.mark.proof) for kind in ("lap_assessment", "neighbourhood_profile")]


@pytest.mark.parametrize("kind", ["tactical_assessment", *OTHERS])
def test_run_alone_it_gives_the_page_of_the_batch(root, kind, monkeypatch):
    prepared = open_cycle(MONTH, root)
    planned = plan(prepared, "internal")
    document = next(document for document in planned if document.name == kind)
    _, notebook = find_notebooks(root, [document])[document.notebook]
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    cell.source = f'month: str = "{MONTH}"\narea: str = "{document.area}"'
    ran = run_by_hand(root, notebook, monkeypatch)
    of_the_batch = (root / "outputs" / MONTH / "internal" / "current" / document.file_name).read_text("utf-8")
    (identity,) = IDENTITY.findall(of_the_batch)
    assert PageMaker(root, prepared, planned, "internal", identity, "").page(document, ran) == of_the_batch


def test_a_problem_profile_runs_as_it_was_started(root, monkeypatch):
    prepared = open_cycle(MONTH, root)
    bench = Workbench(prepared, root, first_view(prepared).but(place="N1", categories=("burglary",)))
    bench.start_profile()
    (path,) = (root / "notebooks").glob("problem-profile-*.ipynb")
    ran = run_by_hand(root, nbformat.read(path, as_version=4), monkeypatch)
    shown = [output for cell in ran.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in shown if output.output_type in ("error", "stream")]
    drawn = [output for output in shown if "application/vnd.plotly.v1+json" in output.get("data", {})]
    assert len(drawn) == sum("show_view(" in cell.source for cell in ran.cells if cell.cell_type == "code")
