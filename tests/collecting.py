"""What each process imports before its first test: nothing that holds no test asked for, and first what is its own.

Where a file of tests is new, pytest rewrites its assertions, which takes longer than all the imports, and keeps what it
wrote for the next process. Processes that begin side by side would each rewrite every file; here each begins with files
of its own, and finds the others' written when it comes to them.
"""

import gc
import importlib
import os
import re
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule

ROOT = Path(__file__).parents[1]

BROWSER_ALONE = re.compile(r"^pytestmark = .*\bpytest\.mark\.browser\b", re.MULTILINE)
"""In a file all of whose tests need the browser."""


SELDOM = 20_000, 20, 20
"""Objects made, and searches before the next wider one, from which garbage is looked for: tests make tables and pages
by the thousand, and are over before it matters."""


def own_of(files, worker, among):
    """The files that one of several processes begins with; none where it is alone."""
    return files[int(worker.removeprefix("gw")) :: int(among)] if worker and among else []


class Collector:
    """Leaves out files of the browser's tests where none is asked for, and the search for examples where none is."""

    def __init__(self, chosen):
        self.without_browser = chosen.startswith("not browser") and " or " not in chosen

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self, session):
        """What is imported stays: it is not looked through for garbage, neither now nor at each test."""
        gc.disable()
        try:
            if not session.config.getoption("file_or_dir"):
                self.import_own()
            return (yield)
        finally:
            gc.freeze()
            gc.set_threshold(*SELDOM)
            gc.enable()

    def import_own(self):
        """What cannot be imported is told when it is collected."""
        files = [path for path in sorted(ROOT.glob("tests/**/test_*.py")) if not self.passed_over(path)]
        for file in own_of(files, *map(os.environ.get, ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"))):
            with suppress(Exception, pytest.skip.Exception):
                importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))

    def pytest_ignore_collect(self, collection_path):
        return True if self.passed_over(collection_path) else None

    def passed_over(self, path):
        return (
            self.without_browser and path.match("tests/browser/*.py") and BROWSER_ALONE.search(path.read_text("utf-8"))
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path):
        """A module is imported and searched for examples only where its text has one."""
        found = yield
        return [each for each in found if not isinstance(each, DoctestModule) or ">>>" in file_path.read_text("utf-8")]
