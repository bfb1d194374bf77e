"""The fast engine: the same faults as real kernels, told the same way; nothing shared, nothing left behind."""

import os
import subprocess
import sys
import threading
import time
from functools import partial

import nbformat
import pytest

from bsafe_analysis.engines.evidence import Problem, problem_of
from bsafe_analysis.engines.execution import RunLimits
from bsafe_analysis.engines.fork_engine import AVAILABLE, CannotFork, WarmProcess
from bsafe_analysis.engines.render import Job
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.packs.plan import PlannedDocument
from tests.engines.conftest import END, NONCE, notebook
from tests.engines.processes import alive, children, running, wait

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="this system cannot fork safely")


class PageMaker:
    """Made once in the warm process; its pages show what the notebook printed."""

    nonce = NONCE

    def __init__(self):
        self.warmed_in = os.getpid()

    def foretell(self):
        """There is nothing to work out."""

    def warm(self, documents):
        """There is nothing to load."""

    def page(self, document, notebook):
        printed = "".join(o.text for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "stream")
        return f"{printed}warm: {self.warmed_in != os.getpid()}"

    def refusals(self, document, page):
        return ("figure 'map' is missing",) if "refuse me" in page else ()


def threaded():
    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    return PageMaker()


def broken():
    raise OSError("no template")


@pytest.fixture
def make(tmp_path, fork_server):
    def run(*documents, limits=None, jobs=2, page_maker=PageMaker, watcher=None, forked_from=fork_server):
        """One document for each list of cells; returns what became of them."""
        notebooks = {f"n{k}.ipynb": notebook(*cells) for k, cells in enumerate(documents)}
        planned = tuple(
            PlannedDocument(
                "n", f"N {k}", f"A{k}", "2026-09", f"n{k}.ipynb", f"n{k}.html", {"month": "2026-09", "area": f"A{k}"}
            )
            for k in range(len(documents))
        )
        job = Job(planned, notebooks, page_maker, tmp_path, limits or RunLimits(6, 20, 500_000), jobs)
        with WarmProcess({"BSAFE_NONCE": NONCE, "BSAFE_TEST": str(tmp_path)}, forked_from) as warm:
            return warm.render(job, watcher or Watcher())

    return run


def test_each_document_is_run_with_its_parameters_in_a_warm_process_of_its_own(make):
    show = "import os, builtins\nprint(month, area, hasattr(builtins, 'mark'))\nbuiltins.mark = 1"
    made = make(*[[show, END]] * 5, forked_from=None)  # by itself, as the command starts it
    assert [m.problem for m in made] == [None] * 5
    assert [m.page for m in made] == [f"2026-09 A{k} False\nwarm: True" for k in range(5)]


FAULTS = {
    "raises": ("{}['burglary']", "KeyError: 'burglary'", False),
    "stops": ("import sys; sys.exit(0)", "it stopped the notebook early (SystemExit)", False),
    "ends its process": ("import os; os._exit(0)", "its process ended before it had finished", True),
    "is killed": ("import os; os.kill(os.getpid(), 9)", "its process ended before it had finished", True),
    "floods": ("while True: print('x' * 10_000)", "printed more than a document may hold", False),
    "is no Python": ("def f(:", "SyntaxError: invalid syntax", False),
    "hangs": ("import time; time.sleep(600)", "took longer than the limit of 3 seconds for a cell", False),
    "will not be interrupted": (
        "import time\nwhile True:\n    try:\n        time.sleep(600)\n    except BaseException:\n        pass",
        "took longer than the limit of 3 seconds for a cell",
        False,
    ),
}


def test_documents_that_fail_stop_no_other_and_are_told_with_their_cell(make, tmp_path):
    made = make([END], *[[cell, END] for cell, _, _ in FAULTS.values()], [END], limits=RunLimits(3, 60, 500_000))
    assert (made[0].problem, made[-1].problem) == (None, None)
    for name, (_, sentence, died), outcome in zip(FAULTS, FAULTS.values(), made[1:-1], strict=True):
        assert outcome.page is None, name
        assert outcome.problem.sentence.split(" (<")[0].startswith(sentence), name
        assert (outcome.problem.cell, outcome.problem.died) == (3, died), name
        kept = nbformat.read(tmp_path / outcome.document.file_name.replace("html", "ipynb"), as_version=4)
        (mark,) = [k for k, cell in enumerate(kept.cells) if "was not made" in cell.source]
        assert kept.cells[mark + 1].source == FAULTS[name][0], name


def test_many_short_cells_cannot_pass_the_limit_of_a_document(make):
    (bad,) = make([*["import time; time.sleep(0.3)"] * 40, END], limits=RunLimits(60, 2))
    assert bad.problem.sentence == "took longer than the limit of 2 seconds for a document"


def test_a_process_that_died_once_is_tried_once_more(make, tmp_path):
    once = (
        "import os, pathlib\nflag = pathlib.Path(os.environ['BSAFE_TEST'], 'tried')\n"
        "tried = flag.exists(); flag.touch()\nif not tried: os._exit(1)"
    )
    (made,) = make([once, END])
    assert made.problem is None
    assert "first try: cell 3, its process ended" in (tmp_path / "log.txt").read_text()


def test_a_page_that_the_gate_refuses_is_not_made(make, tmp_path):
    (made,) = make(["print('refuse me')", END])
    assert str(made.problem) == "the gate refused the page: figure 'map' is missing"
    assert (tmp_path / "n0.refused.html").exists()


def test_a_notebook_without_the_end_mark_is_not_believed(make):
    (made,) = make(["1 + 1"])
    assert "end mark" in made.problem.sentence


def test_no_secret_of_the_shell_reaches_a_notebook(make, monkeypatch):
    monkeypatch.setenv("DATABASE_PASSWORD", "canary")
    (made,) = make(["import os; print(os.environ['TZ'], 'DATABASE_PASSWORD' in os.environ)", END])
    assert made.page.startswith("UTC False\n")


def test_what_a_notebook_started_ends_with_it(make):
    (made,) = make(["import subprocess; _ = subprocess.Popen(['sleep', '600.617'])", END])
    assert made.problem is None
    assert not running("sleep 600.617")


def test_a_warm_process_with_threads_is_not_forked(make):
    with pytest.raises(CannotFork, match="2 threads run in the warm process"):
        make([END], page_maker=threaded)
    with pytest.raises(CannotFork, match="ended before it made anything"):
        make([END], page_maker=broken)


STOPPED = """
import sys, functools
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from bsafe_analysis.engines.execution import RunLimits
from bsafe_analysis.engines.fork_engine import WarmProcess
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.engines.render import Job
from bsafe_analysis.engines.watcher import Watcher
from tests.engines.conftest import NONCE, notebook
from tests.engines.test_fork_engine import PageMaker
sleep = f"import subprocess; subprocess.run(['sleep', '{sys.argv[3]}'])"
document = PlannedDocument("n", "N", "A", "2026-09", "n.ipynb", "n.html", {"month": "2026-09", "area": "A"})
job = Job((document,), {"n.ipynb": notebook(sleep)}, PageMaker, Path(sys.argv[2]), RunLimits(), 1)
with WarmProcess({"BSAFE_NONCE": NONCE}) as warm:
    warm.render(job, Watcher())
"""


def test_where_the_run_itself_is_killed_no_process_stays(tmp_path):
    """By SIGKILL, which nobody hears; signals that are heard are those of tests/batch/test_run.py."""
    asleep = f"600.{os.getpid()}9"
    words = [sys.executable, "-c", STOPPED, os.getcwd(), str(tmp_path), asleep]
    run = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        wait(lambda: running(f"sleep {asleep}"), 90)  # a busy machine takes its time
        started = children(run.pid)
        run.kill()
        run.wait(10)
        wait(lambda: not running(f"sleep {asleep}") and not any(alive(p) for p in started), 3)
    finally:
        run.kill()


def test_both_engines_leave_the_same_outputs(tmp_path, kernels, fork_server):
    cells = [
        "print('a'); print('b')\nfrom IPython.display import HTML, Markdown, display",
        "display(HTML('<b>x</b>'), Markdown('*x*'))\n1 + 1",
        "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
        "shown = display(1, display_id='q')\ndisplay(2, display_id='q', update=True)\n'last'",
        "display({'application/json': {'a': [1, 2.5, None]}, 'text/plain': 'x'}, raw=True); 3;",
        "import sys; print('to error', file=sys.stderr)",
        END,
    ]  # fmt: skip
    ordinary = kernels.execute(notebook(*cells), {"month": "2026-09", "area": "A1"}).notebook
    forked = _forked_notebook(tmp_path, cells, fork_server)
    assert problem_of(forked, NONCE) is None
    for one, other in zip(ordinary.cells, forked.cells, strict=True):
        assert (one.source, one.execution_count) == (other.source, other.execution_count)
        assert one.outputs == other.outputs


def _forked_notebook(folder, cells, fork_server):
    document = PlannedDocument("n", "N", "A1", "2026-09", "n.ipynb", "n.html", {"month": "2026-09", "area": "A1"})
    job = Job((document,), {"n.ipynb": notebook(*cells)}, partial(PageMaker), folder, RunLimits(), 1)
    with WarmProcess({"BSAFE_NONCE": NONCE}, fork_server) as warm:
        (made,) = warm.render(job, Watcher())
    assert made.problem is None, Problem
    return nbformat.read(folder / "n.ipynb", as_version=4)
