"""What is not imported, so that each process begins its first test sooner: what holds no test that is asked for."""

import gc
import re

import pytest
from _pytest.doctest import DoctestModule

BROWSER_ALONE = re.compile(r"^pytestmark = .*\bpytest\.mark\.browser\b", re.MULTILINE)
"""In a file all of whose tests need the browser."""


class Collector:
    """Leaves out files of the browser's tests where none is asked for, and the search for examples where none is."""

    def __init__(self, chosen):
        self.without_browser = chosen.startswith("not browser") and " or " not in chosen

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self):
        """What is imported stays: it is not looked through for garbage, neither now nor at each test."""
        gc.disable()
        try:
            return (yield)
        finally:
            gc.freeze()
            gc.enable()

    def pytest_ignore_collect(self, collection_path):
        if self.without_browser and collection_path.match("tests/browser/*.py"):
            return True if BROWSER_ALONE.search(collection_path.read_text("utf-8")) else None
        return None

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path):
        """A module is imported and searched for examples only where its text has one."""
        found = yield
        return [each for each in found if not isinstance(each, DoctestModule) or ">>>" in file_path.read_text("utf-8")]
