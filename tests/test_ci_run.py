"""`.ci/run` does some steps side by side: each is done and told, and whatever fails fails all."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "run"
STEPS = (
    "what setup lacks",
    "setup",
    "what pages lack",
    "tests",
    "wheel",
    "pack",
    "browser",
    "a twentieth of the proof",
)
COMMANDS = {
    "setup": "make setup",
    "what pages lack": "apt-get install",
    "tests": "make test",
    "pack": "make pack",
    "wheel": "pytest -m wheel",
    "browser": "pytest -m browser",
    "a twentieth of the proof": "python -m benchmarks.proof",
}


STEPS = ("what setup lacks", *COMMANDS)
TOOLS = ("make", "apt-get", "chromium", "pdftotext", "python3")


def ran(home, failing="nothing", lacking=()):
    """What `.ci/run` printed and its exit code, on a machine whose commands only say that they were called."""
    tools, own = home / "tools", home / "repository" / ".venv" / "bin"
    for folder, names in (
        (tools, ("make", "apt-get", "chromium", "pdftotext", "python3")),
        (own, ("pytest", "python")),
    ):
        folder.mkdir(parents=True)
        for name in set(names) - set(lacking):
            said = f'#!/bin/sh\necho "called {name} $*"\ncase "{name} $*" in "{failing}"*) exit 3;; esac\n'
            (folder / name).write_text(said)
            (folder / name).chmod(0o755)
    for name in ("bash", "sh", "dirname", "mktemp", "setsid", "cat", "rm", "timeout"):
        (tools / name).symlink_to(shutil.which(name))
    (own.parents[1] / ".ci").mkdir()
    shutil.copy(SCRIPT, own.parents[1] / ".ci" / "run")
    command = [own.parents[1] / ".ci" / "run"]
    done = subprocess.run(
        command, env={**os.environ, "PATH": str(tools)}, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout


def test_every_step_is_done_and_what_it_says_stands_within_its_own_lines(tmp_path):
    code, said = ran(tmp_path)
    assert code == 0
    for step in STEPS:
        told = said.split(f"== {step}\n")[1].split(f"== {step}: ")[0]
        assert "== " not in told, step
        assert COMMANDS.get(step, "called") in told or step.startswith("what"), step
    assert said.splitlines()[-1].startswith("== all: ")


@pytest.mark.parametrize("step", COMMANDS)
def test_a_step_that_fails_fails_all_whatever_it_is_done_beside(tmp_path, step):
    code, said = ran(tmp_path, COMMANDS[step], lacking=["chromium"])
    assert code == 3
    assert COMMANDS[step] in said or step == "what pages lack"
    assert f"== {step}\n" in said
    assert f"== {step}: 0 s" not in said
