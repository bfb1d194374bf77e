"""Every way a notebook can end badly while looking well, each tried in a real kernel."""

import os
import threading
import time

import pytest

from bsafe_analysis.engines.evidence import problem_of, warnings_of
from bsafe_analysis.engines.execution import RunLimits, environment
from bsafe_analysis.engines.kernels import Kernels
from tests.engines.conftest import END, NONCE, PARAMETERS, notebook
from tests.engines.processes import running, wait


def outcome(kernels, *cells):
    execution = kernels.execute(notebook(*cells), PARAMETERS)
    return execution.problem or problem_of(execution.notebook, NONCE)


def test_a_notebook_that_runs_to_its_end_mark_is_believed_and_gets_its_parameters(kernels):
    execution = kernels.execute(notebook("print(month, area)", END), PARAMETERS)
    assert execution.problem is None
    assert problem_of(execution.notebook, NONCE) is None
    assert execution.notebook.cells[2].outputs[0].text == "2026-09 A1\n"


@pytest.mark.parametrize(
    ("cell", "sentence", "died"),
    [
        ("{}['burglary']", "KeyError: 'burglary'", False),
        ("import sys; sys.exit(0)", "it stopped the notebook early (SystemExit)", False),
        ("import os; os._exit(0)", "its process ended before it had finished", True),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "its process ended before it had finished", True),
        (
            "import time\nwhile True:\n    print('x' * 10_000)\n    time.sleep(0.005)",
            "printed more than a document may hold",
            False,
        ),
    ],
)
def test_a_notebook_that_fails_is_told_in_one_sentence_with_its_cell(kernels, cell, sentence, died):
    problem = outcome(kernels, cell, END)
    assert (problem.cell, problem.sentence, problem.died) == (3, sentence, died)


@pytest.mark.parametrize(
    "cell",
    [
        "import time; time.sleep(600)",
        "import time\nwhile True:\n    try:\n        time.sleep(600)\n    except KeyboardInterrupt:\n        pass",
    ],
)
def test_a_cell_that_hangs_is_ended_at_its_limit_even_if_it_will_not_be_interrupted(tmp_path, cell):
    with (tmp_path / "log").open("wb") as log, Kernels({"BSAFE_NONCE": NONCE}, RunLimits(2, 60), log) as kernels:
        started = time.monotonic()
        problem = outcome(kernels, cell, END)
    assert (problem.cell, problem.sentence) == (3, "took longer than the limit of 2 seconds for a cell")
    assert time.monotonic() - started < 15


def test_many_short_cells_cannot_pass_the_limit_of_a_document(tmp_path):
    with (tmp_path / "log").open("wb") as log, Kernels({"BSAFE_NONCE": NONCE}, RunLimits(60, 3), log) as kernels:
        problem = outcome(kernels, *["import time; time.sleep(0.5)"] * 40, END)
    assert problem.sentence == "took longer than the limit of 3 seconds for a document"


def test_a_notebook_without_the_end_mark_of_this_run_is_not_believed(kernels):
    assert "end mark" in outcome(kernels, "1 + 1").sentence
    forged = END.replace('os.environ["BSAFE_NONCE"]', '"another run"')
    assert "end mark" in outcome(kernels, forged).sentence


def test_a_warning_that_no_reader_would_see_is_told(kernels):
    execution = kernels.execute(notebook("import sys; print('\\x1b[31modd\\x1b[0m', file=sys.stderr)", END), PARAMETERS)
    assert warnings_of(execution.notebook) == ("cell 3, odd",)


def test_a_kernel_is_told_nothing_of_the_shell_it_was_started_from(kernels, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_PASSWORD", "canary")
    assert "canary" not in str(environment({}, tmp_path))
    with (tmp_path / "l").open("wb") as log, Kernels({"BSAFE_NONCE": NONCE}, RunLimits(), log) as fresh:
        execution = fresh.execute(notebook("import os; print(sorted(os.environ.items()))", END), PARAMETERS)
    assert "canary" not in str(execution.notebook)
    assert "'TZ', 'UTC'" in execution.notebook.cells[2].outputs[0].text


def test_kernels_speak_over_sockets_of_the_owner_only(kernels):
    where = "import json, sys, os\nc = json.load(open(sys.argv[sys.argv.index('-f') + 1]))\n"
    show = "print(c['transport'], oct(os.stat(os.path.dirname(c['ip'])).st_mode & 0o777))"
    execution = kernels.execute(notebook(where + show, END), PARAMETERS)
    assert execution.notebook.cells[2].outputs[0].text == "ipc 0o700\n"


def test_stopping_ends_what_runs_and_what_it_started(kernels):
    asleep = f"600.{os.getpid()}"
    child = f"import subprocess\nsubprocess.run(['sleep', '{asleep}'])"
    problems = []
    run = threading.Thread(target=lambda: problems.append(outcome(kernels, child, END)))
    run.start()
    wait(lambda: running(f"sleep {asleep}"))
    kernels.stop()
    run.join(10)
    assert problems[0].sentence == "the run was stopped"
    wait(lambda: not running(f"sleep {asleep}"))
    assert outcome(kernels, END).sentence == "the run was stopped"


@pytest.mark.parametrize("pause", [0.1, *(pytest.param(pause, marks=pytest.mark.proof) for pause in (0.0, 0.3, 0.5))])
def test_being_stopped_while_a_kernel_is_still_starting_is_being_stopped(kernels, pause):
    problems = []
    run = threading.Thread(target=lambda: problems.append(outcome(kernels, "import time; time.sleep(60)", END)))
    run.start()
    time.sleep(pause)
    kernels.stop()
    run.join(10)
    assert problems[0].sentence == "the run was stopped"


def test_nothing_is_left_behind(tmp_path):
    before = set(os.listdir("/proc/self/fd"))
    with (tmp_path / "log").open("wb") as log, Kernels({"BSAFE_NONCE": NONCE}, RunLimits(), log) as kernels:
        for _ in range(2):
            assert outcome(kernels, END) is None
        folder = kernels._home
    assert not folder.exists()
    assert not running(str(folder))
    assert len(os.listdir("/proc/self/fd")) <= len(before) + 12
