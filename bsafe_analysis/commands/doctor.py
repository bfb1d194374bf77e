"""`bsafe doctor`: what is missing on this machine, and what would make it faster."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from bsafe_analysis.batch.run_history import last_whole_run
from bsafe_analysis.engines.notebooks import shipped
from bsafe_analysis.engines.render import cores
from bsafe_analysis.faults import InputError

NAME = "bsafe-analysis"
ENOUGH_DISK = 2_000_000_000


@dataclass(frozen=True)
class Remark:
    """One thing looked at. `needed`: the product does not work without it."""

    subject: str
    good: bool
    text: str
    needed: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine(root: Path | None) -> tuple[Remark, ...]:
    """Every remark on this machine, and on the workspace where there is one."""
    needed = (_system(), _python(), _libraries(), _notebooks(), _kernel(), _browser())
    return (*needed, *_machine(), *_workspace(root))


def _system() -> Remark:
    good = sys.platform == "linux"
    untried = "bsafe is tested on Linux; macOS and Windows are untried; on Windows use WSL"
    return Remark("System", good, "Linux" if good else untried, needed=False)


def _python() -> Remark:
    good = sys.version_info >= (3, 11)
    return Remark("Python", good, f"{platform.python_version()}" + ("" if good else "; 3.11 or later is needed"))


def _libraries() -> Remark:
    wanted = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in metadata.requires(NAME) or () if "extra ==" not in line]
    missing = [name for name in wanted if not _installed(name)]
    text = f"missing: {', '.join(missing)}; run `make setup`" if missing else f"all {len(wanted)} are installed"
    return Remark("Libraries", not missing, text)


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _notebooks() -> Remark:
    number = len(list(shipped().glob("*.ipynb")))
    return Remark("Notebooks", number > 0, f"{number} come with the package")


def _kernel() -> Remark:
    from nbformat.v4 import new_code_cell, new_notebook

    from bsafe_analysis.engines.execution import RunLimits
    from bsafe_analysis.engines.kernels import Kernels

    started = time.monotonic()
    with tempfile.TemporaryFile() as log, Kernels({}, RunLimits(30, 60), log) as kernels:
        problem = kernels.execute(new_notebook(cells=[new_code_cell("1")]), {}).problem
    seconds = time.monotonic() - started
    return Remark("Kernel", problem is None, str(problem) if problem else f"starts, runs and ends in {seconds:.1f} s")


def _browser() -> Remark:
    from bsafe_analysis.pages.twins.browser import find_chromium, lacking

    missing = lacking()
    text = f"no PDFs and no script-free pages: {missing}" if missing else f"{find_chromium()} is there"
    return Remark("Browser", missing is None, text, needed=False)


def _machine() -> Iterator[Remark]:
    number = cores()
    text = f"{number} can be used" + (
        "; documents are made side by side, so a second would halve the time" * (number < 2)
    )
    yield Remark("Cores", number > 1, text, needed=False)
    set_here = "OPENBLAS_CORETYPE" not in os.environ
    text = "as the libraries choose" if set_here else "OPENBLAS_CORETYPE is set: numpy may be slower than it could be"
    yield Remark("Linear algebra", set_here, text, needed=False)


def _workspace(given: Path | None) -> Iterator[Remark]:
    from bsafe_analysis.batch.month_cache import find_root

    try:
        root = find_root(given)
    except InputError as error:
        yield Remark("Workspace", False, str(error), needed=given is not None)
        return
    months = [path.name for path in sorted((root / "data" / "prepared").glob("[12]*-*")) if path.is_dir()]
    yield Remark("Workspace", True, f"{root}; prepared months: {', '.join(months) or 'none'}")
    writable = os.access(root, os.W_OK)
    yield Remark("Writing", writable, "the workspace can be written" if writable else "the workspace cannot be written")
    yield from _last_run(root)
    free = shutil.disk_usage(root).free
    yield Remark("Disk", free > ENOUGH_DISK, f"{free / 1e9:.1f} GB free", needed=False)


_FASTER = {
    "prepare": "raw files and series that have not changed are not read or fitted again: do not delete data/prepared",
    "documents": "documents that nothing has changed for are kept: use --force only where you must",
    "publish": "a local disk is faster than one on the network, and the twins are made only with --twins",
}


def _last_run(root: Path) -> Iterator[Remark]:
    """Where the time of the last pack went, and what would make the next one faster."""
    last = last_whole_run(root / "outputs")
    if last is None:
        return
    month, seconds, made, kept = last
    most = max(seconds, key=lambda step: seconds[step])
    told = ", ".join(f"{step} {taken:.1f} s" for step, taken in seconds.items())
    text = f"{month}: {told}; {made} documents made, {kept} kept. Most went to {most}: {_FASTER[most]}"
    yield Remark("Last pack", True, text, needed=False)
