"""A whole run, from choices to a published pack, with a printer of three lines in the place of the page templates."""

import csv
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial

import nbformat
import psutil
import pytest

from bsafe_analysis.batch import month_cache, run
from bsafe_analysis.batch.run import RunOptions, run_pack
from bsafe_analysis.faults import InputError
from bsafe_analysis.model.document_settings import DocumentSetting
from tests.engines.conftest import END as BARE_END
from tests.engines.conftest import PURE_END as END
from tests.engines.conftest import notebook
from tests.engines.processes import alive, children, running, wait
from tests.reports.months import MONTH, prepared

DOCUMENTS = (
    DocumentSetting("tactical_assessment", "Tactical assessment", "borough"),
    DocumentSetting("lap_assessment", "LAP assessment", "area"),
)
SHOW = "print(f'{month} {area}')"


class FakePageMaker:
    """A page is what the notebook printed, and a link to every document of the plan."""

    def __init__(self, root, prepared, planned, audience, fingerprint, nonce, page_keys=None):
        self.planned, self.nonce, self.fingerprint = planned, nonce, fingerprint

    def foretell(self):
        """There is nothing to work out."""

    def warm(self, documents):
        """There is nothing to load."""

    def page(self, document, notebook):
        printed = "".join(o.text for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "stream")
        links = "".join(f'<a href="{d.file_name}">{d.title}</a>' for d in self.planned)
        return f"{printed}{links}{self.fingerprint}"

    def refusals(self, document, page):
        return ("figure 'map' is missing",) if "refuse me" in page else ()

    def index(self, documents):
        return "".join(f'<a href="{d.file_name}">{d.title}</a>' for d in documents)


def believed(court, made, journal):
    """Pages of three lines and without raw files prove nothing: tests of whole runs hold that they are proved."""
    return tuple(made)


@pytest.fixture
def cold():
    """For a test whose warm process is one of its own, as the command starts it."""


@pytest.fixture
def root(tmp_path, monkeypatch, request):
    if "cold" not in request.fixturenames:
        request.getfixturevalue("warm")
    make_workspace(tmp_path)
    month = prepared()
    object.__setattr__(month.cycle, "documents", DOCUMENTS)
    monkeypatch.setattr(month_cache, "_prepare", lambda root, text: month)
    monkeypatch.setattr(run, "PageMaker", FakePageMaker)
    monkeypatch.setattr(run, "proved", believed)
    yield tmp_path
    for folder in tmp_path.glob("**/outputs/*/*/v*"):
        folder.chmod(0o755)


def make_workspace(folder):
    for name in ("parameters", "notebooks"):
        (folder / name).mkdir(parents=True)
    for setting in DOCUMENTS:
        nbformat.write(notebook(SHOW, END), folder / "notebooks" / f"{setting.name}.ipynb")
    return folder


def rewrite(root, name, *cells):
    nbformat.write(notebook(*cells), root / "notebooks" / f"{name}.ipynb")


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_month_becomes_a_published_pack_of_the_same_bytes_by_both_engines(root, cold):
    for setting in DOCUMENTS:
        rewrite(root, setting.name, SHOW, BARE_END)  # a kernel has nothing to import for it
    first = run_pack(root, MONTH, RunOptions(engine="fork"))
    is_a_whole_pack(root, first)
    assert "ordinary kernels" not in (first.private / "log.txt").read_text(), "the fast engine did the work"
    second = run_pack(root, MONTH, RunOptions(engine="kernel", force=True))
    is_a_whole_pack(root, second)
    assert (first.new, second.new) == (True, False), "the engines publish other bytes"


def is_a_whole_pack(root, result):
    assert (result.failed, result.unchanged) == ((), 0)
    assert result.folder == root / "outputs" / MONTH / "internal" / "v1"
    assert sorted(files(result.folder)) == [
        "2026-09-lap-assessment-a1-internal.html",
        "2026-09-lap-assessment-a2-internal.html",
        "2026-09-tactical-assessment-b-internal.html",
        "index.html",
        "manifest.json",
    ]
    assert (result.folder / "2026-09-lap-assessment-a2-internal.html").read_text().startswith("2026-09 A2\n")
    assert os.readlink(root / "outputs" / MONTH / "internal" / "current") == "v1"
    assert any("finding" in text for text in result.needs)
    kept = {path.name for path in result.private.iterdir()}
    assert {"timings.json", "log.txt", "2026-09-tactical-assessment-b-internal.ipynb"} <= kept
    names_neither_the_machine_nor_the_run(root, result)


def names_neither_the_machine_nor_the_run(root, result):
    text = b"".join(files(result.folder).values()).decode()
    assert str(root) not in text
    assert not re.search(r"20\d\d-\d\d-\d\dT|\b[0-9a-f]{32}\b", text)
    manifest = json.loads((result.folder / "manifest.json").read_text())
    assert (manifest["month"], manifest["audience"]) == (MONTH, "internal")
    assert len(manifest["documents"]) == 3


def test_a_second_run_makes_only_what_has_changed_and_never_serves_a_damaged_page(root):
    first = run_pack(root, MONTH)
    assert (first.unchanged, first.new) == (0, True)
    again = run_pack(root, MONTH, RunOptions(engine="kernel", jobs=1))  # what is kept is kept for either engine
    assert (again.unchanged, again.new, len(again.made), again.folder) == (3, False, 3, first.folder)
    forced = run_pack(root, MONTH, RunOptions(force=True))
    assert (forced.unchanged, forced.new, forced.folder) == (0, False, first.folder)
    kept = root / "outputs" / MONTH / "private/pages/internal/2026-09-lap-assessment-a1-internal.html"
    kept.write_bytes(kept.read_bytes().replace(b"2026-09 A1", b"2026-09 A9"))
    mended = run_pack(root, MONTH)
    assert (mended.unchanged, mended.new, mended.folder) == (2, False, first.folder)
    rewrite(root, "lap_assessment", "print('changed')", END)
    changes_to_a_new_version(first, lambda: run_pack(root, MONTH))


def changes_to_a_new_version(first, run_again):
    """And the old one is left as it was."""
    before = files(first.folder)
    times = {path.name: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    second = run_again()
    assert (second.new, second.folder.name, second.unchanged) == (True, "v2", 1)
    assert files(first.folder) == before
    assert {path.name: path.stat().st_mtime_ns for path in first.folder.iterdir()} == times
    assert {stat.S_IMODE(path.stat().st_mode) for path in second.folder.iterdir()} == {0o444}


def test_failures_and_notebooks_that_may_read_something_else_are_always_run(root):
    rewrite(root, "lap_assessment", "import pandas", END)
    rewrite(root, "tactical_assessment", "1 / 0", END)
    run_pack(root, MONTH)
    again = run_pack(root, MONTH)
    assert (again.unchanged, len(again.made), len(again.failed)) == (0, 2, 1)


@pytest.mark.parametrize("cell", ["1 / 0", "import sys; sys.exit(0)", "import os; os._exit(0)", "print('refuse me')"])
def test_a_document_that_fails_is_left_out_and_nothing_links_to_it(root, cell):
    rewrite(root, "tactical_assessment", SHOW, cell, END)
    result = run_pack(root, MONTH)
    ((document, problem),) = result.failed
    assert document.name == "tactical_assessment"
    assert "\n" not in str(problem)
    assert len(result.made) == 2
    published = files(result.folder)
    assert document.file_name not in published
    assert document.file_name.encode() not in b"".join(published.values())
    assert b"Tactical assessment: Thornmere" in published["2026-09-lap-assessment-a1-internal.html"]
    assert b"ZeroDivisionError" not in b"".join(published.values())


def test_where_every_document_fails_nothing_is_published_and_the_earlier_pack_stays(root):
    first = run_pack(root, MONTH)
    for setting in DOCUMENTS:
        rewrite(root, setting.name, "1 / 0", END)
    result = run_pack(root, MONTH)
    assert (result.folder, result.made) == (None, ())
    assert os.readlink(root / "outputs" / MONTH / "internal" / "current") == "v1"
    assert files(first.folder)


def test_a_preview_is_not_a_pack_and_links_to_nothing_that_is_not_there(root):
    result = run_pack(root, MONTH, RunOptions(only="lap_assessment", area="A1"))
    assert result.folder == root / "outputs" / MONTH / "preview" / "internal"
    (page,) = files(result.folder).values()
    assert re.findall(rb'href="([^"]*)"', page) == [b"2026-09-lap-assessment-a1-internal.html"]
    assert not (root / "outputs" / MONTH / "internal").exists()


def test_what_is_wrong_with_the_command_is_told_before_anything_is_made(root):
    with pytest.raises(InputError, match="there is no audience 'anyone'"):
        run_pack(root, MONTH, RunOptions(audience="anyone"))
    with pytest.raises(InputError, match="there is no engine 'warp'"):
        run_pack(root, MONTH, RunOptions(engine="warp"))
    with pytest.raises(InputError, match="is not a month"):
        run_pack(root, "now")
    assert not (root / "outputs").exists()
    with pytest.raises(InputError, match="no such document"):
        run_pack(root, MONTH, RunOptions(area="A9"))


def test_where_the_warm_process_may_not_be_forked_ordinary_kernels_do_the_work(root, monkeypatch):
    def refuse(*_):
        raise run.fork_engine.CannotFork("2 threads run")

    said = []

    class Listener(run.Watcher):
        def step(self, text):
            said.append(text)

    monkeypatch.setattr(run.fork_engine.WarmProcess, "render", refuse)
    rewrite(root, "tactical_assessment", SHOW, BARE_END)  # a kernel has nothing to import for it
    result = run_pack(root, MONTH, RunOptions(only="tactical_assessment"), Listener())
    assert len(result.made) == 1
    assert any("2 threads run" in text and "ordinary kernels" in text for text in said)


HEARING = "from tests.engines.processes import hear_signals; hear_signals()\n"
STOPPED = """
import sys
from pathlib import Path
from bsafe_analysis import cli
from bsafe_analysis.batch import month_cache, run
from tests.batch.test_run import DOCUMENTS, FakePageMaker, believed
from tests.reports.months import prepared
month = prepared()
object.__setattr__(month.cycle, "documents", DOCUMENTS)
month_cache._prepare = lambda root, text: month
run.PageMaker = FakePageMaker
run.proved = believed
def obey(root, engine):
    sys.argv = ["bsafe", "run", "2026-09", "--workspace", root, "--engine", engine]
    cli.main()
"""
# the imports once, then a process for each run: says their numbers, then how each ended, in their order
SEVERAL = (
    HEARING
    + STOPPED
    + """
import os, signal
pids = []
for root, engine, how in zip(sys.argv[1::3], sys.argv[2::3], sys.argv[3::3]):
    pids.append(os.fork())
    if pids[-1] == 0:
        if how == "nohup":
            signal.signal(signal.SIGHUP, signal.SIG_IGN)  # all that it does to a process
        for stream, name in ((1, "told.txt"), (2, "said.txt")):
            os.dup2(os.open(f"{root}/{name}", os.O_WRONLY | os.O_CREAT), stream)
        obey(root, engine)
        sys.exit()
print(*pids, flush=True)
for pid in pids:
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
)
# a signal is taken alike whatever it stops (test_cli.py); each signal on whole runs: `make proof` (killed_runs)
WAYS = ((signal.SIGINT, "fork"), (signal.SIGTERM, "kernel"))


NOHUP = (signal.SIGHUP, "fork")


def asleep(sign, engine):
    return f"sleep 600.{os.getpid()}{sign:d}{len(engine)}"  # no other test's, nor another run's


@pytest.fixture
def stopped(root):
    """Of each way to stop a run: (its workspace, its process, what hears how it ended); each in its last document."""
    ways = (*WAYS, NOHUP)
    roots = [make_workspace(root / f"{sign.name}-{engine}") for sign, engine in ways]
    for way, one in zip(ways, roots, strict=True):
        rewrite(one, "tactical_assessment", SHOW, BARE_END)  # a kernel has nothing to import for it
        rewrite(one, "lap_assessment", f"import subprocess; subprocess.run({asleep(*way).split()})", BARE_END)
    words = [
        word for way, one in zip(ways, roots, strict=True)
        for word in (str(one), way[1], "nohup" if way is NOHUP else "by itself")
    ]  # fmt: skip
    starter = subprocess.Popen([sys.executable, "-c", SEVERAL, *words], stdout=subprocess.PIPE, text=True)
    runs = [psutil.Process(int(pid)) for pid in starter.stdout.readline().split()]
    try:
        wait(lambda: all(running(asleep(*way)) for way in ways), 180)  # a busy machine takes its time
        yield {way: (one, run, starter.stdout) for way, one, run in zip(ways, roots, runs, strict=True)}
    finally:
        for run in filter(alive, runs):
            run.kill()
        starter.kill()
        starter.communicate()


def test_a_stopped_run_ends_its_processes_publishes_nothing_and_frees_the_month_and_nohup_lets_one_go_on(stopped):
    under_nohup = stopped.pop(NOHUP)
    for (sign, engine), (root, process, ends) in stopped.items():
        family = children(process.pid)
        assert len(family) >= 3, "a warm process or kernels, and what a notebook started"
        began = time.monotonic()
        process.send_signal(sign)
        code = int(ends.readline())
        seconds, said, way = time.monotonic() - began, (root / "said.txt").read_text(), f"{sign.name}, {engine}"
        assert code == 1, f"{way}: {said}"
        assert "Stopped. What was published is whole" in said, way
        assert "Traceback" not in said, way
        # 1 to 2 s on a quiet machine (benchmarks/kills.py); 8.6 s was seen beside another worker's real data
        assert seconds < 15, way
        left = partial(still_there, asleep(sign, engine), family)
        wait(lambda left=left: not left(), 3)
        assert not (root / "outputs" / MONTH / "internal").exists(), way
        rewrite(root, "lap_assessment", SHOW, BARE_END)
        assert len(run_pack(root, MONTH).made) == 3, way

    under_nohup_a_run_outlives_its_terminal(*under_nohup)


def still_there(words, family):
    return running(words) or any(alive(one) for one in family)


def under_nohup_a_run_outlives_its_terminal(root, process, ends):
    process.send_signal(signal.SIGHUP)
    while alive(process):
        with suppress(psutil.Error):  # it has just ended
            for one in children(process.pid):
                if one.name() == "sleep":
                    one.terminate()  # what a notebook waits for: it goes on to its end
        time.sleep(0.1)
    assert int(ends.readline()) == 0, (root / "said.txt").read_text()
    assert (root / "outputs" / MONTH / "internal" / "v1" / "index.html").exists()


def test_where_the_warm_process_is_killed_ordinary_kernels_make_what_is_left(root):
    whole = files(run_pack(root, MONTH).folder)
    killing = "import os, pathlib, signal\nparent = os.getppid()\n"
    killing += (
        "words = pathlib.Path(f'/proc/{parent}/cmdline').read_bytes()\n"
        "if b'bsafe_analysis.engines' in words: os.kill(parent, signal.SIGKILL)\n"
    )
    rewrite(root, "lap_assessment", killing, SHOW, BARE_END)  # two kernels that have nothing to import
    result = run_pack(root, MONTH, RunOptions(jobs=1, force=True))
    assert (len(result.made), result.failed) == (3, ())
    assert "left to ordinary kernels" in (result.private / "log.txt").read_text()
    assert sorted(files(result.folder)) == sorted(whole)


def test_what_a_killed_run_left_half_written_is_swept_by_the_next(root):
    private = run_pack(root, MONTH).private
    left = [private / ".log.tmp", private.parent / "pages" / "internal" / ".index.html.99"]
    for path in left:
        path.write_bytes(b"half")
    run_pack(root, MONTH)
    assert not any(path.exists() for path in left)


def test_the_log_says_how_a_run_ended(root, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    assert " ended 20" in (run_pack(root, MONTH).private / "log.txt").read_text()
    monkeypatch.setattr(run, "publish", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_pack(root, MONTH)
    assert " stopped 20" in (root / "outputs" / MONTH / "private/run-0002/log.txt").read_text()


def test_a_place_that_cannot_be_written_is_told_before_the_first_notebook(root, monkeypatch):
    def never(*_):
        raise AssertionError("a document was made")

    monkeypatch.setattr(run, "_render", never)
    (root / "outputs" / MONTH).mkdir(parents=True)
    (root / "outputs" / MONTH / "internal").write_text("a file")
    with pytest.raises(InputError, match=f"outputs/{MONTH}/internal: nothing can be written there"):
        run_pack(root, MONTH)


def test_each_run_leaves_a_line_of_history_and_the_seconds_of_its_steps(root):
    first = run_pack(root, MONTH)
    rewrite(root, "tactical_assessment", "1 / 0", END)
    second = run_pack(root, MONTH)
    with (first.private.parent / "history.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert [(line["made"], line["kept"], line["failed"]) for line in lines] == [("3", "0", "0"), ("0", "2", "1")]
    assert all(float(line["documents_s"]) > 0 for line in lines)
    steps = json.loads((second.private / "timings.json").read_text())["run"]
    assert {name: float(lines[1][f"{name}_s"]) for name in steps} == steps
    assert set(steps) == {"prepare", "documents", "publish"}


def test_on_a_drive_without_links_or_modes_the_pack_is_published_all_the_same(root, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as drive:
        drive.setattr(os, "symlink", refused)
        drive.setattr(os, "chmod", refused)
        result = run_pack(root, MONTH)
    assert (result.failed, result.folder) == ((), root / "outputs" / MONTH / "internal" / "v1")
    assert (root / "outputs" / MONTH / "internal" / "current.txt").read_text() == "v1\n"
