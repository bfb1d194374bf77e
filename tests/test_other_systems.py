"""Where a system has no fork and no fcntl, as Windows, commands start and ordinary kernels make the documents."""

import subprocess
import sys
from pathlib import Path

import pytest

from bsafe_analysis.commands import doctor
from bsafe_analysis.commands.check import check_inputs
from tests.batch.partnership import make_partnership

ROOT = Path(__file__).parents[1]
AS_ON_WINDOWS = "import tests.as_on_windows; from bsafe_analysis.cli import main; main()"


def bsafe(*words):
    """What the command says there, on either stream."""
    command = [sys.executable, "-c", AS_ON_WINDOWS, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_help_is_there_and_a_workspace_is_started(tmp_path):
    assert "From police and partner data" in bsafe("--help")
    assert "Next: fill them in" in bsafe("init", tmp_path / "vale")


def test_inputs_are_checked_and_the_machine_looked_at(tmp_path):
    root = make_partnership(tmp_path)
    assert "as at 3 October 2026" in bsafe("check", "2026-09", "--workspace", root)
    assert "Kernel: starts, runs and ends" in bsafe("doctor", "--workspace", root)


def test_a_dry_check_leaves_nothing_behind_where_no_link_can_be_made(tmp_path, monkeypatch):
    root = make_partnership(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr("os.symlink", lambda *_, **__: (_ for _ in ()).throw(OSError(1314, "no privilege")))
    assert check_inputs(root, "2026-09", keep=False).months[-1] == "2026-09"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.slow
def test_a_pack_is_made_by_ordinary_kernels_without_being_asked_for_them(tmp_path):
    root = make_partnership(tmp_path)
    assert "6 of 6 documents made, 0 failed." in bsafe("run", "2026-09", "--workspace", root)


@pytest.mark.parametrize("system, good", [("linux", True), ("darwin", False), ("win32", False)])
def test_the_doctor_says_where_nobody_has_tried_it(monkeypatch, system, good):
    monkeypatch.setattr(doctor.sys, "platform", system)
    remark = doctor._system()
    assert (remark.good, remark.needed) == (good, False)
    assert ("untried; on Windows use WSL" in remark.text) is not good


@pytest.mark.parametrize("path", sorted((ROOT / "bsafe_analysis").rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_asks_for_what_only_one_system_has(path):
    asked = [line for line in path.read_text().splitlines() if line.split()[:1] in (["import"], ["from"])]
    assert not [line for line in asked if line.split()[1] in ("fcntl", "msvcrt", "resource", "pwd", "grp", "termios")]
