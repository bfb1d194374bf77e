"""The folder of a run's processes: what was started there ends with it, even where the run itself was killed."""

import os
import subprocess
import sys
import tempfile

import psutil
import pytest

from bsafe_analysis.engines.run_folder import RunFolder
from tests.engines.processes import wait

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")

KILLED = """
import os, subprocess, sys
from bsafe_analysis.engines.run_folder import RunFolder
home = RunFolder()
settings = {"HOME": str(home.path), "PATH": os.environ["PATH"]}
child = subprocess.Popen(["sleep", "600"], env=settings, stdout=subprocess.DEVNULL, start_new_session=True)
print(home.path, child.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield tmp_path
    monkeypatch.setattr(tempfile, "tempdir", None)


def sleeper(home):
    words, settings = ["sleep", "600"], {"HOME": str(home), "PATH": os.environ["PATH"]}
    started = subprocess.Popen(words, env=settings, start_new_session=True)
    # until then the system itself does not say with what it was started: seen where eight others ran besides
    wait(lambda: psutil.Process(started.pid).environ().get("HOME") == str(home))
    return started


def test_what_was_started_in_it_ends_with_it_and_nothing_else_does(tmp_path):
    home, other = RunFolder(), RunFolder()
    inside, outside = sleeper(home.path), sleeper(other.path)
    home.close()
    assert inside.wait(3) == -9
    assert outside.poll() is None
    assert not home.path.exists()
    other.close()
    assert outside.wait(3) == -9


def test_what_a_killed_run_left_is_removed_by_the_next_and_a_living_one_is_left_alone():
    words = [sys.executable, "-c", KILLED]
    left, pid = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False).stdout.split()
    living = RunFolder()
    for path in (left, living.path):
        os.utime(path, (0, 0))
    RunFolder().close()
    assert not os.path.exists(left)
    assert living.path.exists()
    wait(lambda: not psutil.pid_exists(int(pid)) or psutil.Process(int(pid)).status() == psutil.STATUS_ZOMBIE, 3)
    living.close()


def test_a_folder_that_is_only_just_being_made_is_left_alone(tmp_path):
    fresh = tmp_path / "bsafe-run-fresh"
    fresh.mkdir()
    RunFolder().close()
    assert fresh.exists()
