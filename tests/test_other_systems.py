"""Where a system has no fork and no fcntl, as Windows, commands start and ordinary kernels make the documents."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bsafe_analysis.commands import doctor
from bsafe_analysis.commands.check import check_inputs
from tests.batch.partnership import change, make_partnership

ROOT = Path(__file__).parents[1]
# each command's words are a line of JSON, and so is its answer: [exit code, what it said]
AS_ON_WINDOWS = """
import tests.as_on_windows
import contextlib, io, json, sys
from bsafe_analysis.cli import main
for line in sys.argv[1:]:
    sys.argv[1:], said, code = json.loads(line), io.StringIO(), 0
    with contextlib.redirect_stdout(said):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    print(json.dumps([code, said.getvalue()]), flush=True)
"""


def bsafe(*commands):
    """What each command says there; one process obeys them all, for its imports are what takes long."""
    lines = [json.dumps([*map(str, words)]) for words in commands]
    words = [sys.executable, "-c", AS_ON_WINDOWS, *lines]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [code for code, _ in answers] == [0] * len(commands), (answers, done.stderr)
    return [said for _, said in answers]


@pytest.mark.slow
def test_every_command_works_and_a_pack_is_made_by_ordinary_kernels_without_being_asked_for_them(tmp_path):
    root = make_partnership(tmp_path / "made")
    kinds = yaml.safe_load((root / "parameters" / "documents.yml").read_text())["documents"]
    # each document has a kernel of its own, and one kernel is like another
    change(root, "documents.yml", documents={"tactical_assessment": kinds["tactical_assessment"]})
    there = ("2026-09", "--workspace", root)
    told = bsafe(
        ["--help"], ["init", tmp_path / "vale"], ["check", *there], ["doctor", "--workspace", root], ["run", *there]
    )
    assert "From police and partner data" in told[0], "the help is there"
    assert "Next: fill them in" in told[1], "a workspace is started"
    assert "as at 3 October 2026" in told[2], "inputs are checked"
    assert "Kernel: starts, runs and ends" in told[3], "the machine is looked at"
    assert "1 of 1 documents made, 0 failed." in told[4], "a pack is made"


def test_a_dry_check_leaves_nothing_behind_where_no_link_can_be_made(tmp_path, monkeypatch):
    root = make_partnership(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr("os.symlink", lambda *_, **__: (_ for _ in ()).throw(OSError(1314, "no privilege")))
    assert check_inputs(root, "2026-09", keep=False).months[-1] == "2026-09"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("system, good", [("linux", True), ("darwin", False), ("win32", False)])
def test_the_doctor_says_where_nobody_has_tried_it(monkeypatch, system, good):
    monkeypatch.setattr(doctor.sys, "platform", system)
    remark = doctor._system()
    assert (remark.good, remark.needed) == (good, False)
    assert ("untried; on Windows use WSL" in remark.text) is not good


def asked_of_one_system(path):
    asked = [line for line in path.read_text().splitlines() if line.split()[:1] in (["import"], ["from"])]
    return [line for line in asked if line.split()[1] in ("fcntl", "msvcrt", "resource", "pwd", "grp", "termios")]


def test_no_module_asks_for_what_only_one_system_has():
    package = ROOT / "bsafe_analysis"
    every = {path.relative_to(package): asked_of_one_system(path) for path in package.rglob("*.py")}
    assert len(every) > 100
    assert {path: asked for path, asked in every.items() if asked} == {}
