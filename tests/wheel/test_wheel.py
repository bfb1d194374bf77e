"""What a person gets who installs the wheel: all of it, working far from any checkout."""

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from pathlib import Path

import pytest

from bsafe_analysis.sample import INVENTIONS

pytestmark = [pytest.mark.wheel, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
MONTH = INVENTIONS["odd"].last_month
PATIENCE = 60
"""Seconds for JupyterLab to start, or to end."""


def surroundings():
    """This process's environment without what would lead an interpreter back to the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BSAFE_"))}


def ran(*command, cwd):
    """What it printed; it must have ended well."""
    done = subprocess.run(command, cwd=cwd, env=surroundings(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    ran(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
        cwd=folder,
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The bin folder of an environment that has the wheel, with the libraries of this one and not its checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    # a path in a .pth file is searched, but the .pth files in it (an editable install is one) are not followed
    (libraries,) = folder.glob("lib/python3*/site-packages")
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    (folder / "share").symlink_to(Path(sys.prefix) / "share")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index")
    ran(*pip, "--force-reinstall", "--target", libraries, wheel, cwd=folder)
    return folder / "bin"


def bsafe(installed, *words):
    return (installed / "python", "-m", "bsafe_analysis.cli", *words)


@pytest.fixture(scope="module")
def workspace(installed, tmp_path_factory):
    """The second invented partnership, written by the installed package."""
    folder = tmp_path_factory.mktemp("partnership")
    ran(*bsafe(installed, "sample", "--which", "odd"), cwd=folder)
    return folder


def test_the_wheel_holds_every_file_of_the_package_and_the_notebooks(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    files = {
        path.relative_to(ROOT) for folder in ("bsafe_analysis", "notebooks") for path in (ROOT / folder).rglob("*")
    }
    wanted = {
        path
        for path in files
        if (ROOT / path).is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    }
    inside = {path if path.parts[0] == "bsafe_analysis" else Path("bsafe_analysis", path) for path in wanted}
    assert len(inside) > 250
    assert {path.as_posix() for path in inside} <= held


def test_what_is_imported_is_the_installed_package(installed, tmp_path):
    place = ran(installed / "python", "-c", "import bsafe_analysis; print(bsafe_analysis.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(installed.parent)


def test_a_new_workspace_has_every_file_of_the_starter(installed, tmp_path):
    ran(*bsafe(installed, "init", "place"), cwd=tmp_path)
    starter = ROOT / "bsafe_analysis" / "parameters" / "starter"
    files = {path.relative_to(starter) for path in starter.rglob("*") if path.is_file()}
    assert len(files) > 10
    assert {path for path in files if not (tmp_path / "place" / path).is_file()} == set()


def test_a_month_is_checked_and_made(installed, workspace):
    ran(*bsafe(installed, "check", MONTH), cwd=workspace)
    ran(*bsafe(installed, "run", MONTH), cwd=workspace)
    folder = workspace / "outputs" / MONTH / "internal" / "current"
    pages = {path.name: path.read_text("utf-8") for path in folder.glob("*.html")}
    assert "index.html" in pages
    assert len(pages) > 3
    assert all("Invented sample data" in page for page in pages.values())


def test_jupyterlab_starts_says_where_and_ends_when_asked(installed, workspace):
    root = ["--allow-root"] if os.geteuid() == 0 else []
    log = workspace / "lab.log"
    with log.open("w") as said:
        command = bsafe(installed, "lab", "--no-browser", "--port=0", *root)
        lab = subprocess.Popen(
            command, cwd=workspace, env=surroundings(), stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            assert until(lambda: re.search(r"http://127\.0\.0\.1:\d+/lab", log.read_text())), log.read_text()
            (server,) = (workspace / ".bsafe" / "jupyter" / "runtime").glob("jpserver-*.json")
            pid = json.loads(server.read_text())["pid"]
            lab.send_signal(signal.SIGTERM)
            lab.wait(PATIENCE)
            assert until(lambda: not running(pid))
        finally:
            if lab.poll() is None:
                os.killpg(lab.pid, signal.SIGKILL)
    assert (workspace / "notebooks" / "start.ipynb").is_file()


def until(true):
    """Whether it became true in good time."""
    ends = time.monotonic() + PATIENCE
    while not (held := true()) and time.monotonic() < ends:
        time.sleep(0.1)
    return held


def running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
