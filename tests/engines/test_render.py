"""Documents fail one by one and by name, never together; with a runner and a printer made of a few lines."""

import copy
import stat
import threading

import nbformat
import pytest

from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.execution import Execution
from bsafe_analysis.engines.journal import open_journal
from bsafe_analysis.engines.render import RunContext, render
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.mime import END_MIME
from bsafe_analysis.packs.plan import PlannedDocument
from tests.engines.conftest import NONCE, notebook

DOCUMENTS = tuple(
    PlannedDocument(
        "lap", f"LAP {k}", f"A{k}", "2026-09", "lap.ipynb", f"2026-09-lap-a{k}-internal.html", {"area": f"A{k}"}
    )
    for k in range(5)
)


class Runner:
    """Every notebook runs to its end mark, but those of the areas it is told about."""

    def __init__(self, **trouble):
        self.trouble, self.calls, self.stopped = trouble, [], False

    def execute(self, source, parameters):
        self.calls.append(parameters["area"])
        trouble = self.trouble.get(parameters["area"])
        if isinstance(trouble, BaseException):
            raise trouble
        if isinstance(trouble, list):
            trouble = trouble.pop(0) if trouble else None
        done = copy.deepcopy(source)
        for number, cell in enumerate(done.cells, start=1):
            cell.execution_count = number
        done.cells[-1].outputs = [nbformat.v4.new_output("display_data", {END_MIME: {"nonce": NONCE}})]
        return Execution(done, trouble)

    def stop(self):
        self.stopped = True


class Printer:
    nonce = NONCE

    def __init__(self, refused=()):
        self.refused = refused

    def page(self, document, notebook):
        return f"page of {document.area}"

    def refusals(self, document, page):
        return ("figure 'map' is missing", "table 'x' is missing") if document.area in self.refused else ()


@pytest.fixture
def make(tmp_path):
    def run(runner, printer=None, watcher=None, jobs=2):
        with open_journal(tmp_path, "2026-09") as journal:
            context = RunContext(
                {"lap.ipynb": notebook("1")}, runner, printer or Printer(), journal, watcher or Watcher()
            )
            return render(DOCUMENTS, context, jobs), journal.folder

    return run


@pytest.mark.parametrize("k", range(5))
@pytest.mark.parametrize("trouble", [Problem("KeyError: 'x'", 2), ZeroDivisionError("division by zero")])
def test_whichever_document_fails_the_other_four_are_made(make, k, trouble):
    made, private = make(Runner(**{f"A{k}": trouble}))
    assert [m.document for m in made] == list(DOCUMENTS)
    assert [m.page is None for m in made] == [i == k for i in range(5)]
    assert "KeyError: 'x'" in str(made[k].problem) or "division by zero" in str(made[k].problem)
    assert str(made[k].problem) in (private / "log.txt").read_text()


def test_a_document_whose_process_died_is_tried_once_more(make):
    runner = Runner(
        A1=[Problem("died", 2, died=True)], A2=[Problem("died", 2, died=True)] * 2, A3=[Problem("raised", 2)]
    )
    made, _ = make(runner, jobs=1)
    assert [m.page is None for m in made] == [False, False, True, True, False]
    assert runner.calls == ["A0", "A1", "A1", "A2", "A2", "A3", "A4"]


def test_a_page_that_the_gate_refuses_is_kept_for_the_analyst_only(make):
    made, private = make(Runner(), Printer(refused=("A2",)))
    assert str(made[2].problem) == "the gate refused the page: figure 'map' is missing"
    assert made[2].page is None
    assert (private / "2026-09-lap-a2-internal.refused.html").read_text() == "page of A2"
    assert "table 'x' is missing" in (private / "log.txt").read_text()


def test_the_executed_notebook_of_a_failure_shows_where_it_failed(make):
    _, private = make(Runner(A1=Problem("KeyError: 'x'", 2, "the traceback")))
    kept = nbformat.read(private / "2026-09-lap-a1-internal.ipynb", as_version=4)
    assert [cell.cell_type for cell in kept.cells] == ["code", "markdown", "code"]
    assert kept.cells[1].source == "**This document was not made:** cell 2, KeyError: 'x'"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700


def test_each_run_has_a_private_folder_of_its_own(make):
    folders = [make(Runner())[1].name for _ in range(3)]
    assert folders == ["run-0001", "run-0002", "run-0003"]


def test_being_stopped_stops_what_runs_and_what_has_not_begun(make):
    runner = Runner(A1=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        make(runner, jobs=1)
    assert runner.stopped
    assert len(runner.calls) <= 3


def test_whoever_watches_hears_of_every_document_once(make):
    heard, guard = [], threading.Lock()

    class Listener(Watcher):
        def starts(self, document):
            with guard:
                heard.append(("starts", document.area))

        def ends(self, document, problem):
            with guard:
                heard.append(("ends", document.area, problem is None))

    make(Runner(A3=ValueError("odd")), watcher=Listener())
    assert sorted(heard) == sorted(
        [("starts", d.area) for d in DOCUMENTS] + [("ends", d.area, d.area != "A3") for d in DOCUMENTS]
    )
