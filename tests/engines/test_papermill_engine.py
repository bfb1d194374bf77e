"""`papermill --engine bsafe`: what a kernel gives, from a forked child; nothing is left of it."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import psutil
import pytest

from tests.engines.processes import wait

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it forks only on Linux")

SHOW = """
from IPython.display import display
print("one"); print("two")
display({"text/html": "<b>x</b>", "text/plain": "x"}, raw=True)
n + 1
"""
# a process of its own, as a user of papermill has; its libraries have threads
RUN = """
import json, os, sys
import papermill.execute
before = set(sys.modules)
from bsafe_analysis.engines.papermill_engine import ForkEngine, close
told = {"loaded": [m for m in set(sys.modules) - before if not m.startswith("bsafe_analysis")]}
import psutil
from papermill.engines import papermill_engines
papermill_engines.register("bsafe", ForkEngine)
options, paths = json.loads(sys.argv[1]), sys.argv[2:]

def run(path, engine, done):
    try:
        done = papermill.execute_notebook(path, done, {"n": 4}, engine_name=engine, progress_bar=False, **options)
        return {"cells": [[c.get("execution_count"), c.get("outputs")] for c in done.cells], "error": None}
    except Exception as error:
        return {"cells": None, "error": f"{type(error).__name__}: {error}"}

told["runs"] = [run(path, "bsafe", path + ".done") for path in paths]
close()
told["children"] = len(psutil.Process().children(recursive=True))
told["by a kernel"] = run(paths[0], "nbclient", None)
told["left open"] = run(paths[0] + ".asks", "bsafe", None)
print(json.dumps(told), flush=True)
os.kill(os.getpid(), 9)
"""


def write(path, *sources):
    cells = [
        nbformat.v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("Words."),
    ]
    cells += [nbformat.v4.new_code_cell(source.strip()) for source in sources]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return str(path)


def run(*paths, **options):
    command = [sys.executable, "-c", RUN, json.dumps(options), *paths]
    return json.loads(subprocess.run(command, check=False, capture_output=True, text=True).stdout)


def value(one_run):
    return one_run["cells"][-1][1][0]["data"]["text/plain"]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What came of each notebook, all run by one process, in the order in which they stand here."""
    folder = tmp_path_factory.mktemp("engine")
    sources = {
        "shows": [SHOW, "n * 2"],
        "leaves": ["import math; math.left = 1; 1"],
        "looks": ["import math; hasattr(math, 'left')"],
        "fails": ["n", "1 / 0"],
        "ends its process": ["n", "import os; os._exit(0)"],
        "hangs": ["n", "import time; time.sleep(600)"],
    }
    paths = [write(folder / f"{number}.ipynb", *cells) for number, cells in enumerate(sources.values())]
    write(Path(paths[0] + ".asks"), "import os; os.getppid()")
    out = run(*paths, execution_timeout=5)
    return out | {"first": paths[0], **dict(zip(sources, out["runs"], strict=True))}


def test_it_gives_what_a_kernel_gives(told):
    assert told["shows"] == told["by a kernel"]
    assert value(told["shows"]) == "8"
    assert nbformat.read(told["first"] + ".done", 4).metadata.papermill.exception is None


def test_notebooks_share_nothing_and_nothing_is_left(told):
    assert (value(told["leaves"]), value(told["looks"])) == ("1", "False")
    assert told["children"] == 0


@pytest.mark.parametrize(
    ("notebook", "error"),
    [
        ("fails", "PapermillExecutionError"),
        ("ends its process", "PapermillException: the notebook's process ended in code cell 4"),
        ("hangs", "PapermillException: code cell 4 took longer than the limit of 5 seconds"),
    ],
)
def test_a_notebook_that_does_not_reach_its_end_is_told(told, notebook, error):
    assert told[notebook]["error"].strip().startswith(error)


def test_the_process_that_is_forked_ends_with_the_one_that_asked(told):
    fork_server = int(value(told["left open"]))
    wait(lambda: not psutil.pid_exists(fork_server))


def test_it_is_registered_and_costs_papermill_next_to_nothing(told):
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert project["project"]["entry-points"]["papermill.engine"] == {
        "bsafe": "bsafe_analysis.engines.papermill_engine:ForkEngine"
    }
    assert set(told["loaded"]) <= {"ctypes", "_ctypes", "ctypes._endian", "rfc3987_syntax"}
